"""What minutes say of written opinions: instead of a meeting, or before the one that they led to (26/2026/QĐ-TTg Art. 7.6)."""

from evaluations.enums import SessionKind
from evaluations.models import WrittenOpinion
from evaluations.papers.blocks import item, p

HOW = (
    "Cơ quan thường trực gửi phương án điểm của từng sản phẩm kèm hồ sơ; thành viên khai báo xung đột lợi ích rồi trả lời trên "
    "hệ thống. Thành viên đồng ý nhận phương án làm phiếu đánh giá của mình (khoản 6 Điều 7 Quyết định số 26/2026/QĐ-TTg)"
)


def in_writing(session) -> bool:
    """Whether the session ended without a meeting."""
    return session.kind == SessionKind.WRITTEN


def opinions(session) -> list[dict]:
    """Paragraphs: what was proposed for each product and who answered how, with the reasons; empty where nobody was asked."""
    given: dict[int, list[WrittenOpinion]] = {}
    rows = WrittenOpinion.objects.filter(item__session=session).select_related("item__proposal", "item__cycle__product")
    for row in rows.select_related("member__user").order_by("item__position", "member__position", "pk"):
        given.setdefault(row.item_id, []).append(row)
    lines = []
    for found in given.values():
        one, against = found[0].item, [row for row in found if not row.agrees]
        stars = f", {one.proposal.stars} sao" if one.proposal.stars else ""
        reasons = "; ".join(f"{row.member.user.full_name}: {row.reason.strip().rstrip('.;')}" for row in against)
        lines.append(
            f"{one.cycle.product.name}: phương án {one.proposal.total} điểm{stars}; {len(found)} ý kiến, "
            f"{len(found) - len(against)} đồng ý, {len(against)} không đồng ý{f' ({reasons})' if reasons else ''}"
        )
    if not lines:
        return []
    head = "Ý kiến bằng văn bản:" if in_writing(session) else "Trước phiên họp, Hội đồng đã lấy ý kiến bằng văn bản:"
    return [p(head), *(item(f"{line}{'.' if n == len(lines) else ';'}") for n, line in enumerate(lines, start=1))]
