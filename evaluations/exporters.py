"""The lists of step 5 as files: one function a list, from filtered rows to tuples of cells."""

from django.utils.translation import gettext as _

from evaluations.enums import CertificateState, SessionState
from evaluations.selectors.lists import with_decided_count, with_item_count
from evaluations.selectors.markrows import codes_of, mark_rows, rubrics_of
from evaluations.standing import state_of, with_standing

CHUNK = 2000


def round_head() -> list[str]:
    return [
        _("Đợt"), _("Năm"), _("Cấp"), _("Đơn vị"), _("Nhận đề nghị trước ngày"), _("Xong trước ngày"), _("Tính cả ngày"), _("Số kế hoạch"),
    ]  # fmt: skip


def round_rows(queryset):
    """One tuple a round."""
    for row in queryset.select_related("unit").iterator(chunk_size=CHUNK):
        unit = row.unit.full_name if row.unit else ""
        yield (
            row.number,
            row.year,
            row.get_level_display(),
            unit,
            row.proposed_by,
            row.done_by,
            "x" if row.counts_day else "",
            row.plan_number,
        )


def proposal_head() -> list[str]:
    return [
        _("Mã hồ sơ"), _("Sản phẩm"), _("Chủ thể"), _("Xã, phường"), _("Ngày đề nghị"), _("Hạn đề nghị"), _("Lý do nhận"),
    ]  # fmt: skip


def proposal_rows(queryset, row):
    """One tuple a proposal of the round `row`."""
    last = row.last_day(row.proposed_by)
    related = queryset.select_related("cycle__product", "cycle__producer", "cycle__unit")
    for found in related.iterator(chunk_size=CHUNK):
        cycle = found.cycle
        late = last is not None and found.proposed_on > last
        word = _("Đến muộn, đã nhận vào đợt") if found.taken_into_id else _("Đến muộn") if late else _("Đúng hạn")
        names = cycle.number, cycle.product.name, cycle.producer.name, cycle.unit.full_name
        yield *names, found.proposed_on, word, found.reason


def council_head() -> list[str]:
    return [
        _("Hội đồng"), _("Cấp"), _("Đơn vị"), _("Quyết định thành lập"), _("Ngày quyết định"), _("Quy chế"),
        _("Ngày Quy chế"),
    ]  # fmt: skip


def council_rows(queryset):
    """One tuple a council."""
    for row in queryset.select_related("unit").iterator(chunk_size=CHUNK):
        unit = row.unit.full_name if row.unit else ""
        decision = row.decision_number, row.decision_date
        yield row.name, row.get_level_display(), unit, *decision, row.rules_number, row.rules_date


def session_head() -> list[str]:
    return [_("Ngày họp"), _("Hội đồng"), _("Cấp"), _("Nơi họp"), _("Số sản phẩm"), _("Trạng thái")]


def session_rows(queryset):
    """One tuple a session."""
    words = dict(SessionState.choices)
    for row in with_item_count(queryset).select_related("council").iterator(chunk_size=CHUNK):
        council = row.council
        yield row.held_on, council.name, council.get_level_display(), row.place, row.products, words[row.state]


def decision_head() -> list[str]:
    return [
        _("Số quyết định"), _("Ngày"), _("Loại"), _("Cấp"), _("Cơ quan ban hành"), _("Người ký"), _("Số sản phẩm"),
    ]  # fmt: skip


def decision_rows(queryset):
    """One tuple a decision."""
    for row in with_decided_count(queryset).iterator(chunk_size=CHUNK):
        kind, level = row.get_kind_display(), row.get_level_display()
        yield row.number, row.decided_on, kind, level, row.issuer, row.signer, row.products


def certificate_head() -> list[str]:
    return [
        _("Sản phẩm"), _("Chủ thể"), _("Nơi sản xuất"), _("Hạng sao"), _("Số giấy chứng nhận"), _("Mã xác thực"),
        _("Cơ quan cấp"), _("Ngày cấp"), _("Hiệu lực đến"), _("Trạng thái"),
    ]  # fmt: skip


def certificate_rows(queryset):
    """One tuple a certificate, with the names as they stand on it and its state today."""
    for row in with_standing(queryset).iterator(chunk_size=CHUNK):
        names = row.product_name, row.producer_name, row.place
        yield (
            *names,
            row.stars,
            row.number,
            row.code,
            row.issuer,
            row.issued_on,
            row.valid_to,
            str(CertificateState(state_of(row)).label),
        )


def mark_table(sheets):
    """Head and lines of all marks: facts of the sheet, then one column for each criterion of the rubrics in use."""
    rubrics = rubrics_of(sheets)
    codes = codes_of(rubrics)
    head = [
        _("Ngày họp"), _("Hội đồng"), _("Số hồ sơ"), _("Sản phẩm"), _("Chủ thể"), _("Phiếu mẫu"), _("Vòng chấm"),
        _("Thành viên"), _("Cơ quan"), _("Trạng thái phiếu"), _("Tổng điểm"), *codes,
    ]  # fmt: skip
    return head, ((*facts, *points) for facts, points in mark_rows(sheets, rubrics, codes))
