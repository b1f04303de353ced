"""The producer list and the lists of step 1 as files."""

from django.db.models import Count
from django.utils.translation import gettext as _

from core.formats import mask_personal_number
from producers.enums import Audience, OutreachChannel, ProducerKind


def head() -> list[str]:
    return [
        _("Tên chủ thể"), _("Loại hình"), _("Mã số thuế"), _("Người đại diện"), _("Địa chỉ"), _("Xã, phường"),
        _("Tỉnh, thành phố"),
    ]  # fmt: skip


def rows(queryset):
    """One tuple a producer; personal numbers stay masked in files."""
    kinds = dict(ProducerKind.choices)
    columns = ("name", "kind", "tax_code", "representative", "address", "unit__kind", "unit__name", "province__name")
    for name, kind, code, person, address, unit_kind, unit, province in queryset.values_list(*columns).iterator():
        yield name, kinds[kind], mask_personal_number(code), person, address, f"{unit_kind} {unit}", province


def outreach_head() -> list[str]:
    return [
        _("Nội dung"), _("Hình thức"), _("Ngày"), _("Đơn vị"), _("Địa điểm"), _("Đối tượng"), _("Số người"),
        _("Kinh phí (đồng)"), _("Lý do hủy"),
    ]  # fmt: skip


def outreach_rows(queryset):
    """One tuple an activity."""
    words = dict(OutreachChannel.choices)
    columns = (
        "title", "channel", "held_on", "unit__kind", "unit__name", "place", "audience", "people", "cost",
        "cancel_reason",
    )  # fmt: skip
    for title, channel, day, kind, unit, *rest in queryset.values_list(*columns).iterator():
        yield title, words[channel], day, f"{kind} {unit}", *rest


def course_head() -> list[str]:
    return [
        _("Lớp tập huấn"), _("Đối tượng"), _("Khai giảng"), _("Số ngày"), _("Đơn vị"), _("Địa điểm"), _("Số người dự"),
        _("Lý do hủy"),
    ]  # fmt: skip


def course_rows(queryset):
    """One tuple a course, with how many people are on its list."""
    words = dict(Audience.choices)
    columns = ("title", "audience", "held_on", "days", "unit__kind", "unit__name", "place", "attended", "cancel_reason")
    found = queryset.annotate(attended=Count("attendances")).values_list(*columns)
    for title, audience, day, days, kind, unit, *rest in found.iterator():
        yield title, words[audience], day, days, f"{kind} {unit}", *rest


def people_head() -> list[str]:
    """The heading is what the import of attendance reads."""
    return [_("Họ tên"), _("Chủ thể"), _("Xã"), _("Đơn vị công tác"), _("Tên đăng nhập"), _("Có mặt")]


def people_rows(course):
    """Those invited or there, one tuple a person: to print as a list for signing, to fill in and read back."""
    seen = set()
    there = course.attendances.select_related("producer__unit", "officer").order_by("pk")
    for row in there.iterator():
        seen.add((row.producer_id, row.officer_id))
        producer, officer = row.producer, row.officer
        yield (
            row.person, producer.name if producer else "", producer.unit.full_name if producer else "", row.agency,
            officer.username if officer else "", _("có"),
        )  # fmt: skip
    for row in course.invitations.select_related("producer__unit", "officer").order_by("pk").iterator():
        producer, officer = row.producer, row.officer
        if (row.producer_id, row.officer_id) in seen:
            continue
        if producer:
            yield producer.representative or producer.name, producer.name, producer.unit.full_name, "", "", ""
        else:
            yield officer.full_name, "", "", officer.post, officer.username, ""
