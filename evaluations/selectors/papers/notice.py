"""Thông báo kết quả to the commune and the producer, by criterion, with the reason where it is not recognised (26/2026 Art. 7.3.g)."""

from core.formats import plain_case, show_date, show_long_date
from districts.selectors import unit_name
from evaluations.enums import DecisionKind, PaperKind
from evaluations.models import Certificate, DecisionItem, SessionProduct
from evaluations.papers import blocks
from evaluations.papers.blocks import column, h, item, p
from evaluations.selectors.papers.ground import Ground, document
from evaluations.selectors.papers.scored import Scored, deciding_items, scored_items

COMPLAINT = (
    "Trường hợp không đồng ý với kết quả, chủ thể gửi ý kiến bằng văn bản đến {office} để được xem xét, trả lời theo quy định "
    "của pháp luật."
)
COLLECT = "Chủ thể nhận giấy chứng nhận tại {office}; bản điện tử tải trên hệ thống tại trang hồ sơ của sản phẩm."


def notice(ground: Ground, entered: dict, item_: SessionProduct) -> dict:
    """One product: the council's result, what was decided on it, points per criterion, what lowered it, what to do next."""
    own = scored_items(ground.session)
    one = next(row for row in [*deciding_items(own), *own] if row.item.pk == item_.pk)
    cycle, held = one.item.cycle, one.result.item.session
    commune = unit_name(cycle.unit, ground.day)
    body = [
        p(f"{show_long_date(held.held_on)[:1].upper()}{show_long_date(held.held_on)[1:]}, {held.council.name} đã đánh giá, phân "
          f"hạng sản phẩm {one.name} (hồ sơ {cycle.number}) của {one.producer}, {one.place}. {ground.office} thông báo kết "
          "quả như sau:"),
        h("1. Kết quả", 2),
        blocks.fields(
            ("Điểm trung bình của Hội đồng", f"{one.average} ({one.result.counted} phiếu được tính)"),
            ("Mức theo thang điểm", f"{one.result.band} sao" if one.result.band else "-"),
            ("Hạng sau khi xét mốc tối thiểu và điểm loại", one.rank),
        ),
        p(_outcome(ground, one)),
    ]  # fmt: skip
    number = 2
    why = _reasons(one)
    if why:
        body.append(h(f"{number}. Lý do", 2))
        body += [item(f"{line}.") for line in why]
        number += 1
    body.append(h(f"{number}. Điểm theo tiêu chí", 2))
    body.append(_criteria(one))
    more = _next_marks(one)
    if more:
        body.append(h(f"{number + 1}. Nội dung cần hoàn thiện để đạt hạng cao hơn", 2))
        body += [item(f"{line}.") for line in more]
        number += 1
    complaint = ground.settings.complaint_line or COMPLAINT.format(office=ground.office)
    body.append(p(f"{complaint.strip().rstrip('.')}./."))
    return document(
        ground, kind=PaperKind.NOTICE, type_="THÔNG BÁO",
        subject=f"Kết quả đánh giá, phân hạng sản phẩm OCOP {ground.round_words}",
        letter=ground.office_letter(ground.settings.symbol_notice), to=[f"Ủy ban nhân dân {commune}", one.producer],
        blocks_=body, sign=ground.office_signature(["Như trên", ground.chairman, ground.council.name]),
        issuer=ground.office, sources={"results": {str(one.item.pk): one.result.hash}},
    )  # fmt: skip


def _outcome(ground: Ground, one: Scored) -> str:
    rows = DecisionItem.objects.filter(cycle=one.item.cycle_id, decision__session=ground.session)
    if one.from_above:  # what was approved for the level above is over
        rows = rows.exclude(decision__kind=DecisionKind.APPROVE)
    listed = rows.select_related("decision").order_by("decision__decided_on", "pk").last()
    if listed is None and one.rights.level.hands_back and not one.rights.recognised:
        return "Kết quả được chuyển về cấp tỉnh để quyết định theo điểm g khoản 4 Điều 7."
    if listed is None:
        return "Sản phẩm không thuộc diện công nhận trong đợt này; chủ thể hoàn thiện sản phẩm, hồ sơ để đăng ký lại."
    decision = listed.decision
    paper = f"Quyết định số {decision.number} {show_long_date(decision.decided_on)} của {decision.issuer}"
    if decision.kind == DecisionKind.APPROVE:
        upper = ground.upper(one.rights.level.forwards_to)
        return f"Kết quả được phê duyệt tại {paper}; hồ sơ được chuyển đề nghị {upper} đánh giá, phân hạng."
    certificate = Certificate.objects.filter(decision=decision, product=listed.product_id).first()
    until = f" có hiệu lực đến hết ngày {show_date(certificate.valid_to)}" if certificate else ""
    number = f" số {certificate.number}" if certificate and certificate.number else ""
    collect = ground.settings.collect_line or COLLECT.format(office=ground.office)
    return (
        f"Sản phẩm được công nhận hạng {listed.stars} sao tại {paper}; giấy chứng nhận{number}{until}. "
        f"{collect.strip().rstrip('.')}."
    )


def _reasons(one: Scored) -> list[str]:
    """Why the product is not higher, or not recognised: band, marks, knock-outs, in this order."""
    found = []
    if one.result.band and not one.rights.recognised and not one.rights.goes_up and one.result.stars == one.result.band:
        lowest = min((b.lower for b in one.spec.bands if b.certificate), default=None)
        if lowest is not None:
            found.append(f"Điểm trung bình {one.average} chưa đạt {lowest} điểm, mức thấp nhất để được công nhận")
    return [*found, *one.marks_lowering(), *one.knockouts()]


def _criteria(one: Scored) -> dict:
    columns = [column("Mã", 90, "c"), column("Tiêu chí", 640), column("Điểm tối đa", 120, "c"),
               column("Điểm trung bình", 150, "c")]  # fmt: skip
    told = {code: (top, mean) for code, _name, top, mean in one.averages()}
    rows: list = []
    for part in one.spec.parts:
        rows.append({"group": f"PHẦN {part.code}: {plain_case(part.name).upper()} ({part.max_points} điểm)"})
        for section in part.sections:
            for criterion in section.criteria:
                top, mean = told[criterion.code]
                rows.append([criterion.code, plain_case(criterion.name), str(top), mean])
    rows.append({"sum": ["", "Điểm trung bình của Hội đồng", "100", one.average]})
    return blocks.table(columns, rows, size=10)


def _next_marks(one: Scored) -> list[str]:
    """Marks of the next star that the counted sheets do not meet: what to improve."""
    stars = one.result.stars or 0
    if stars >= 5:
        return []
    wanted = [
        g for g in one.output["gates_failed"] if g["stars"] == max(stars + 1, 3) and g["stars"] > (one.result.band or 0)
    ]
    return [
        f"Tiêu chí {g['criterion']} ({plain_case(one.spec.criteria[g['criterion']].name)}): hạng {g['stars']} sao cần ít nhất "
        f"{g['required']} điểm"
        for g in wanted
    ]
