"""The product list and the cycle list as files."""

from django.utils.translation import gettext as _

from core import clock
from products.enums import CycleKind, CycleState, FundSource, SupportKind
from products.filters import CERTIFICATE
from products.selectors import certificate_state, cycle_columns, product_columns
from products.selectors.plans import plan_columns
from products.selectors.support import grant_columns


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


def plan_head() -> list[str]:
    return [
        _("Số hồ sơ"), _("Sản phẩm"), _("Chủ thể"), _("Xã, phường"), _("Bộ sản phẩm"), _("Trạng thái"),
        _("Nhu cầu vốn"), _("Vốn huy động"), _("Doanh thu 3 năm"), _("Chi phí 3 năm"), _("Lợi nhuận 3 năm"),
        _("Số lần gửi"), _("Ngày gửi"), _("Lý do"),
    ]  # fmt: skip


def plan_rows(queryset):
    """One tuple a business plan."""
    states = dict(CycleState.choices)
    for row in plan_columns(queryset).iterator(chunk_size=2000):
        _pk, number, product, producer, kind, unit, set_name, state, *money, turns, sent_at, reason = row
        sent = clock.local_day(sent_at) if sent_at else None
        yield number, product, producer, f"{kind} {unit}", set_name, states[state], *money, turns, sent, reason


def grant_head() -> list[str]:
    return [
        _("Số hồ sơ"), _("Sản phẩm"), _("Chủ thể"), _("Xã, phường"), _("Nội dung"), _("Cụ thể"), _("Nguồn"),
        _("Dự kiến"), _("Đã duyệt"), _("Đã chi"), _("Còn phải chi"), _("Ngày duyệt"),
    ]  # fmt: skip


def grant_rows(queryset):
    """One tuple a grant."""
    kinds, sources = dict(SupportKind.choices), dict(FundSource.choices)
    for row in grant_columns(queryset).iterator(chunk_size=2000):
        _pk, purpose, kind, source, planned, approved, paid, day, number, product, producer, unit_kind, unit, _cycle = (
            row
        )
        place = f"{unit_kind} {unit}"
        money = planned, approved, paid, approved - paid
        yield number, product, producer, place, kinds[kind], purpose, sources[source], *money, day
