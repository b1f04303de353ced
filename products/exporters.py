"""The product list and the cycle list as files."""

from django.utils.translation import gettext as _

from core import clock
from products.enums import CycleKind, CycleState
from products.filters import CERTIFICATE
from products.selectors import certificate_state, cycle_columns, product_columns


def product_head() -> list[str]:
    return [
        _("Sản phẩm"), _("Chủ thể"), _("Xã, phường"), _("Bộ sản phẩm"), _("Hạng sao"), _("Giấy chứng nhận"),
        _("Hiệu lực đến"), _("Chu trình"),
    ]  # fmt: skip


def product_rows(queryset):
    """One tuple a product, read as the answer is written."""
    today, states, words = clock.today(), dict(CycleState.choices), dict(CERTIFICATE)
    for row in product_columns(queryset).iterator(chunk_size=2000):
        _pk, name, producer, kind, unit, set_name, _sector, set_text, stars, until, undecided, state = row
        certificate = words[certificate_state(stars, until, undecided, today)]
        place = f"{kind} {unit}"
        yield name, producer, place, set_name or set_text, stars, certificate, until, states.get(state, "")


def cycle_head() -> list[str]:
    return [
        _("Số hồ sơ"), _("Sản phẩm"), _("Chủ thể"), _("Xã, phường"), _("Bộ sản phẩm"), _("Loại"), _("Trạng thái"),
        _("Hạn"),
    ]  # fmt: skip


def cycle_rows(queryset):
    """One tuple a cycle."""
    kinds, states = dict(CycleKind.choices), dict(CycleState.choices)
    for row in cycle_columns(queryset).iterator(chunk_size=2000):
        _pk, number, product, producer, unit_kind, unit, kind, state, due, set_name = row
        yield number, product, producer, f"{unit_kind} {unit}", set_name, kinds[kind], states[state], due
