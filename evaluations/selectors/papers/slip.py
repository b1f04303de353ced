"""Phiếu đánh giá of one member as handed in: every criterion with the level chosen, points and comment."""

from core import clock
from core.formats import plain_case, show_moment
from evaluations.enums import PaperKind
from evaluations.models import ScoreSheet
from evaluations.papercodes import sheet_code
from evaluations.papers import blocks
from evaluations.papers.blocks import column, p
from evaluations.scoring import sheet_points
from evaluations.selectors.papers.ground import Ground, document
from evaluations.selectors.papers.preparing import sheet_head
from evaluations.selectors.rubrics import rubric_keys, rubric_spec


def slip(ground: Ground, entered: dict, sheet: ScoreSheet) -> dict:
    """The submitted sheet with the seal of its changes, and a line for the member's signature."""
    one, member = sheet.item, sheet.member
    spec, codes = rubric_spec(one.rubric), rubric_keys(one.rubric).codes
    answers = {codes[s.criterion_id]: (s.place, s.comment) for s in sheet.scores.all()}
    counted = sheet_points(spec, {code: place for code, (place, _comment) in answers.items() if place is not None})
    rows: list = []
    for part in spec.parts:
        rows.append({"group": f"PHẦN {part.code}: {plain_case(part.name).upper()}"})
        for section in part.sections:
            rows.append({"group": f"{section.code} {plain_case(section.name)}"})
            rows += [_row(criterion, answers.get(criterion.code), counted) for criterion in section.criteria]
        rows.append(
            {"sum": ["", f"Cộng phần {part.code}", "", str(part.max_points), str(counted.parts[part.code]), ""]}
        )
    rows.append({"sum": ["", "TỔNG ĐIỂM", "", str(sum(x.max_points for x in spec.parts)), str(sheet.total), ""]})
    columns = [
        column("Mã", 75, "c"), column("Tiêu chí", 240), column("Mức được chọn", 330), column("Tối đa", 70, "c"),
        column("Điểm", 70, "c"), column("Nhận xét", 215),
    ]  # fmt: skip
    fields = [["Thành viên đánh giá", member.user.full_name], ["Cơ quan", member.agency or "-"], *sheet_head(one)]
    if sheet.scoring_round > 1 or one.scoring_round > 1:
        fields.append(["Vòng chấm", str(sheet.scoring_round)])
    body = [
        blocks.fields(*[(label, value) for label, value in fields]),
        blocks.table(columns, rows, size=10),
        p(f"Nhận xét, đánh giá chung: {sheet.remark.strip() or 'không có'}"),
        p(f"Phiếu nộp trên hệ thống lúc {show_moment(sheet.submitted_at)}; mã niêm phong {sheet.seal[:16]}.", style="plain"),
    ]  # fmt: skip
    again = f"Vòng {sheet.scoring_round}" if sheet.scoring_round > 1 else ""
    sign = blocks.signature(blocks.signer(["NGƯỜI ĐÁNH GIÁ"], member.user.full_name, "(Ký, ghi rõ họ tên)"))
    data = document(
        ground, kind=PaperKind.SLIP, type_="PHIẾU ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP", subject=again,
        letter=ground.council_letter(), blocks_=body, sign=sign, issuer=ground.council.name,
        code=sheet_code(one.pk, member.pk, sheet.scoring_round), sources={"sheet": sheet.seal},
    )  # fmt: skip
    day = clock.local_day(sheet.submitted_at)
    return blocks.issued(data, number="", on=day, signer_name=member.user.full_name, authority=[])


def _row(criterion, answer, counted) -> list[str]:
    place, comment = answer or (None, "")
    if place is None:
        chosen = "Chưa chấm"
    elif place == 0:
        chosen = "Không đáp ứng"
    else:
        chosen = criterion.options[place - 1].label.rstrip(";.")
    if criterion.code in counted.not_applying:
        chosen += " (không thuộc trường hợp tính điểm)"
    name = plain_case(criterion.name)
    return [criterion.code, name, chosen, str(criterion.max_points), str(counted.points[criterion.code]), comment]
