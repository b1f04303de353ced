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
        _("Nội dung"), _("Hình thức"), _("Ngày"), _("Đơn vị"), _("Địa điểm"), _("Số người"), _("Kinh phí (đồng)"),
    ]  # fmt: skip


def outreach_rows(queryset):
    """One tuple an activity."""
    words = dict(OutreachChannel.choices)
    columns = ("title", "channel", "held_on", "unit__kind", "unit__name", "place", "people", "cost")
    for title, channel, day, kind, unit, place, people, cost in queryset.values_list(*columns).iterator():
        yield title, words[channel], day, f"{kind} {unit}", place, people, cost


def course_head() -> list[str]:
    return [
        _("Lớp tập huấn"), _("Đối tượng"), _("Khai giảng"), _("Số ngày"), _("Đơn vị"), _("Địa điểm"), _("Số người dự"),
    ]  # fmt: skip


def course_rows(queryset):
    """One tuple a course, with how many people are on its list."""
    words = dict(Audience.choices)
    columns = ("title", "audience", "held_on", "days", "unit__kind", "unit__name", "place", "attended")
    found = queryset.annotate(attended=Count("attendances")).values_list(*columns)
    for title, audience, day, days, kind, unit, place, attended in found.iterator():
        yield title, words[audience], day, days, f"{kind} {unit}", place, attended
