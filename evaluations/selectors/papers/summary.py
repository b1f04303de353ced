"""Biểu tổng hợp điểm: products by members, one column per member headed by the agency."""

from collections import Counter

from core.formats import show_long_date
from evaluations.enums import PaperKind, Seat
from evaluations.papers import blocks
from evaluations.papers.blocks import column, p
from evaluations.selectors.papers.asked import in_writing
from evaluations.selectors.papers.ground import Ground, document
from evaluations.selectors.papers.scored import KINDS, Scored, SeatView, scored_items, seats_of

WIDE = 9  # members whose agencies fit into the heads; more are numbered, with a legend below


def summary(ground: Ground, entered: dict) -> dict:
    """The table as a paper of its own: what secretary and chair sign beside the minutes."""
    scored = scored_items(ground.session)
    seats = seats_of(ground.session, scored)
    names = {m.seat: m.name for m in reversed(seats)}
    sign = blocks.signature(
        blocks.signer(["THƯ KÝ"], names.get(Seat.SECRETARY, ""), "(Ký, ghi rõ họ tên)"),
        blocks.signer(["TM. HỘI ĐỒNG", "CHỦ TỊCH"], names.get(Seat.CHAIR, "")),
    )
    held = p(
        f"{'Lấy ý kiến bằng văn bản, kết thúc' if in_writing(ground.session) else 'Phiên họp'} {show_long_date(ground.day)}: "
        f"{_counts(scored)}.",
        style="plain",
    )
    return document(
        ground,
        kind=PaperKind.SUMMARY,
        type_="BIỂU TỔNG HỢP",
        subject=f"Kết quả đánh giá, phân hạng sản phẩm OCOP {ground.round_words}",
        letter=ground.council_letter(),
        blocks_=[held, *_table(scored, seats)],
        sign=sign,
        issuer=ground.council.name,
        landscape=True,
        sources={"results": {str(one.item.pk): one.result.hash for one in scored}},
    )


def _counts(scored: list[Scored]) -> str:
    """ "4 sản phẩm, gồm 1 sản phẩm 5 sao, 2 sản phẩm 3 sao, 1 sản phẩm không xếp hạng"."""
    stars = Counter(one.result.stars for one in scored)
    parts = [f"{stars[star]} sản phẩm {star} sao" for star in (5, 4, 3, 2, 1) if stars[star]]
    parts += [f"{stars[None]} sản phẩm không xếp hạng"] if stars[None] else []
    return f"{len(scored)} sản phẩm, gồm {', '.join(parts)}"


def summary_annex(ground: Ground, scored: list[Scored], seats: list[SeatView]) -> dict:
    """The same table as the annex of minutes or report."""
    title = f"TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP {ground.round_words.upper()}"
    return blocks.annex("Phụ lục", title, _table(scored, seats), parent=ground.minutes_name)


def _table(scored: list[Scored], seats: list[SeatView]) -> list[dict]:
    """A product of several rounds has one line for each; the last one counts."""
    members = [m for m in seats if m.scores]
    numbered = len(members) > WIDE
    several = any(len(one.rounds) > 1 for one in scored)
    front = [
        column("TT", 30, "c"), column("Mã hồ sơ", 90, "k"), column("Sản phẩm", 130), column("Chủ thể; địa chỉ", 160),
    ]  # fmt: skip
    front += [column("Vòng", 40, "c")] if several else []
    back = [column("Điểm trung bình", 60, "c")]
    back += [column(f"{star} sao", 35, "c", over="Dự kiến phân hạng") for star in (5, 4, 3)]
    rest = 1000 - sum(c["width"] for c in [*front, *back])
    width = rest // max(len(members), 1)
    heads = [f"({n})" if numbered else m.agency or m.name for n, m in enumerate(members, start=1)]
    middle = [column(head, width, "c", over="Điểm của thành viên Hội đồng") for head in heads]
    front[3]["width"] += rest - width * len(middle)
    rows = [row for number, one in enumerate(scored, start=1) for row in _rows(number, one, members, several)]
    key = "KC: không chấm (vắng, không nộp phiếu). KĐ: không cho điểm. XĐ: có xung đột lợi ích, không tham gia."
    found = [blocks.table([*front, *middle, *back], rows, size=9 if len(members) <= 7 else 8, note=key)]
    if numbered:
        legend = [[f"({n})", m.name, m.agency] for n, m in enumerate(members, start=1)]
        titles = [column("Cột", 60, "c"), column("Thành viên", 390), column("Cơ quan", 550)]
        found.append(blocks.table(titles, legend, size=9, keep=True, caption="Thành viên chấm điểm"))
    return found


def _rows(number: int, one: Scored, members: list, several: bool) -> list[list[str]]:
    kind = KINDS.get(one.item.cycle.kind, "")
    rows = []
    for held in one.rounds:
        last = held is one.rounds[-1]
        row = [
            str(number) if held is one.rounds[0] else "",
            one.item.cycle.number,
            f"{one.name}\n({kind.lower()})",
            f"{one.producer}; {one.place}",
        ]
        if several:
            row.append(str(held.number))
        row += [_cell(one, held, str(m.pk)) for m in members]
        row.append(held.average)
        row += ["x" if last and one.result.stars == star else "" for star in (5, 4, 3)]
        rows.append(row)
    return rows


def _cell(one: Scored, held, member: str) -> str:
    if member in held.totals:
        return str(held.totals[member])
    if member in one.recused:
        return "XĐ"
    if any(who == member and number == held.number for number, who, _reason in one.abstained):
        return "KĐ"
    return "KC"
