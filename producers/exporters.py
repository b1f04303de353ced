"""The producer list as a file."""

from django.utils.translation import gettext as _

from core.formats import mask_personal_number
from producers.enums import ProducerKind


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
