"""Biên bản họp, or báo cáo của Hội đồng: one builder, the outcome printed as either (practice of the provinces; 26/2026 Art. 7.3.d)."""

from collections import Counter

from core import clock
from core.formats import show_long_date, show_moment
from evaluations.enums import PaperKind, Seat
from evaluations.papers import blocks
from evaluations.papers.blocks import column, h, item, p
from evaluations.selectors.papers import asked
from evaluations.selectors.papers.ground import Ground, bases_blocks, document
from evaluations.selectors.papers.scored import SEATS, Scored, SeatView, presences, proposal, scored_items, seats_of
from evaluations.selectors.papers.summary import summary_annex


def minutes(ground: Ground, entered: dict) -> dict:
    """The whole session: who was there, conflicts, both scoring rounds, findings, results, conclusion."""
    session, council = ground.session, ground.council
    scored = scored_items(session)
    seats = seats_of(session, scored)
    body = _opening(ground)
    body += _attendance(ground, scored, seats, entered)
    body += _proceedings(ground, scored, seats, entered)
    body += _results(ground, scored)
    body += _products(ground, scored, seats)
    body += _conclusion(ground, scored, entered)
    sign = _signatures(ground, seats)
    subject = f"đánh giá, phân hạng sản phẩm OCOP {ground.round_words}"
    what = "Lấy ý kiến bằng văn bản của Hội đồng" if asked.in_writing(session) else "Họp Hội đồng"
    return document(
        ground,
        kind=PaperKind.MINUTES,
        type_="BÁO CÁO" if ground.reports else "BIÊN BẢN",
        subject=f"Kết quả {subject}" if ground.reports else f"{what} {subject}",
        letter=ground.council_letter(ground.minutes_symbol),
        to=[ground.chairman] if ground.reports else [],
        blocks_=body,
        sign=sign,
        issuer=council.name,
        annexes=[summary_annex(ground, scored, seats)],
        sources={"results": {str(one.item.pk): one.result.hash for one in scored}},
    )


def _opening(ground: Ground) -> list[dict]:
    session = ground.session
    place = f", tại {session.place}" if session.place else ""
    number = session.items.count()
    did = "họp đánh giá, phân hạng"
    if asked.in_writing(session):
        did = "kết thúc lấy ý kiến bằng văn bản về kết quả đánh giá lại, phân hạng"
    words = (
        f"{show_long_date(session.held_on)}{place}, {ground.council.name} {did} "
        f"{number} sản phẩm đăng ký tham gia Chương trình Mỗi xã một sản phẩm (OCOP) {ground.round_words}."
    )
    start = words[:1].upper() + words[1:] if ground.reports else f"Hôm nay, {words}"
    tail = " Hội đồng báo cáo kết quả như sau:" if ground.reports else " Nội dung như sau:"
    return [*bases_blocks(ground.bases()), p(start + tail)]


def _attendance(ground: Ground, scored: list[Scored], seats: list[SeatView], entered: dict) -> list[dict]:
    known = presences(ground.session)
    own = [m for m in seats if m.seat != Seat.ADVISOR]
    written = asked.in_writing(ground.session)
    came, away = ("Tham gia", "Không trả lời") if written else ("Có mặt", "Vắng")
    out = {m.pk for m in own if scored and all(str(m.pk) in one.recused for one in scored)}  # of every product
    rows = []
    for number, member in enumerate(own, start=1):
        presence = known.get(member.pk)
        here = came if presence and presence.present else away if _expected(member, written) else "-"
        if written and member.pk in out:
            here = "Không được lấy ý kiến (xung đột lợi ích)"
        elif presence and not presence.present and presence.reason:
            here += f": {presence.reason.rstrip('.')}"
        rows.append([str(number), member.name, SEATS[member.seat], member.agency, here])
    present = sum(1 for m in own if m.pk in known and known[m.pk].present)
    scoring = [m for m in own if m.scores]
    asked_of = [m for m in scoring if m.pk not in out]
    voting = sum(1 for m in scoring if m.pk in known and known[m.pk].present)
    share = f"{ground.council.quorum * 100:f}".rstrip("0").rstrip(".").replace(".", ",")
    found = [h("I. THÀNH PHẦN THAM GIA" if written else "I. THÀNH PHẦN THAM DỰ"), h("1. Thành viên Hội đồng", 2)]
    found.append(
        p(
            f"Hội đồng có {len(own)} người, trong đó {len(asked_of)} thành viên được lấy ý kiến, {voting} thành viên đã trả "
            f"lời. Theo Quy chế, kết quả của một sản phẩm có giá trị khi số phiếu hợp lệ đạt từ {share}% số thành viên được "
            "quyền chấm và Chủ tịch Hội đồng tham gia."
            if written
            else f"Hội đồng có {len(own)} người, có mặt {present}, vắng {len(own) - present}; trong đó {len(scoring)} thành "
            f"viên chấm điểm, có mặt {voting}. Theo Quy chế, kết quả của một sản phẩm có giá trị khi số phiếu hợp lệ đạt "
            f"từ {share}% số thành viên được quyền chấm và có Chủ tịch Hội đồng dự họp."
        )
    )
    columns = [column("TT", 60, "c"), column("Họ và tên", 260), column("Chức danh trong Hội đồng", 200),
               column("Cơ quan", 260), column("Tham gia" if written else "Tham dự", 220)]  # fmt: skip
    found.append(blocks.table(columns, rows))
    advisors = [m for m in seats if m.seat == Seat.ADVISOR]
    if advisors:
        names = "; ".join(f"{m.name}{f' ({m.agency})' if m.agency else ''}" for m in advisors)
        found += [h("2. Tổ tư vấn", 2), p(f"{names}.")]
    if entered.get("invited"):
        found += [h(f"{3 if advisors else 2}. Đại biểu được mời", 2), p(_sentence(entered["invited"]))]
    return found


def _proceedings(ground: Ground, scored: list[Scored], seats: list[SeatView], entered: dict) -> list[dict]:
    names = {str(m.pk): m.name for m in seats}
    opened = ground.session.opened_at
    hour = f" lúc {_hour(opened)}" if opened else ""
    found = [
        h("II. DIỄN BIẾN"),
        p(f"1. {asked.HOW}." if asked.in_writing(ground.session) else
          f"1. Chủ tịch Hội đồng khai mạc{hour}; Tổ tư vấn báo cáo kết quả kiểm tra hồ sơ; các thành viên xem xét hồ sơ, "
          "sản phẩm mẫu và thảo luận từng sản phẩm."),
        *asked.opinions(ground.session),
    ]  # fmt: skip
    conflicts = [
        f"{names.get(member, member)}: {one.name} (lý do: {_bare(reason)})"
        for one in scored
        for member, reason in one.recused.items()
    ]
    if conflicts:
        found.append(
            p(
                "2. Khai báo xung đột lợi ích: các thành viên sau không chấm và không tham gia kết luận về sản phẩm nêu tên:"
            )
        )
        found += [item(f"{line}{'.' if n == len(conflicts) else ';'}") for n, line in enumerate(conflicts, start=1)]
    else:
        found.append(p("2. Khai báo xung đột lợi ích: không thành viên nào khai có xung đột lợi ích."))
    if not asked.in_writing(ground.session):
        found.append(
            p("3. Chấm điểm: từng thành viên chấm độc lập trên phiếu của bộ sản phẩm; điểm của các thành viên chỉ được mở sau "
          "khi Chủ tịch kết thúc chấm điểm và khóa phiếu của sản phẩm.")
        )  # fmt: skip
    out = [
        f"{one.name}: {names.get(member, member)} không cho điểm{_round(number, one)} (lý do: {_bare(reason)})"
        for one in scored
        for number, member, reason in one.abstained
    ]
    out += [
        f"{one.name}: phiếu của {names.get(member, member)}{_round(number, one)} không nộp khi khóa, không được tính"
        for one in scored
        for number, member in one.unsubmitted
    ]
    if out:
        found.append(p("Phiếu không được tính:"))
        found += [item(f"{line}{'.' if n == len(out) else ';'}") for n, line in enumerate(out, start=1)]
    paper = [
        f"{one.name}: phiếu của {names.get(member, member)}{_round(number, one)} ({said})"
        for one in scored
        for number, member, said in one.on_paper
    ]
    if paper:
        found.append(p("Phiếu chấm trên giấy, do hai người nhập độc lập vào hệ thống và đối chiếu:"))
        found += [item(f"{line}{'.' if n == len(paper) else ';'}") for n, line in enumerate(paper, start=1)]
    back = [
        f"{one.name}: phiếu của {names.get(member, member)} (lý do: {_bare(reason)})"
        for one in scored
        for member, reason in one.reopened
    ]
    if back:
        found.append(p("Phiếu đã nộp được người chủ trì mở lại trước khi khóa để thành viên xem lại, nộp lại:"))
        found += [item(f"{line}{'.' if n == len(back) else ';'}") for n, line in enumerate(back, start=1)]
    again = [one for one in scored if len(one.rounds) > 1]
    if again:
        listed = ", ".join(one.name for one in again)
        limit = _limit(again[0])
        found.append(
            p(f"4. Chấm lại: Chủ tịch Hội đồng yêu cầu chấm lại {len(again)} sản phẩm ({listed}). Mức chênh lệch tối đa "
              f"theo Quy chế là {limit} điểm. Phiếu của vòng trước được giữ nguyên; kết quả lấy theo vòng cuối.")
        )  # fmt: skip
    return found


def _results(ground: Ground, scored: list[Scored]) -> list[dict]:
    columns = [
        column("TT", 50, "c"), column("Sản phẩm", 240), column("Chủ thể", 220), column("Phiếu được tính", 90, "c"),
        column("Điểm trung bình", 100, "c"), column("Chênh lệch", 90, "c"), column("Mức theo thang điểm", 100, "c"),
        column("Kết quả", 110, "c"),
    ]  # fmt: skip
    rows = [
        [str(n), one.name, one.producer, f"{one.result.counted}/{one.council['members']}", one.average,
         one.output["spread"], f"{one.result.band} sao" if one.result.band else "-", one.rank]
        for n, one in enumerate(scored, start=1)
    ]  # fmt: skip
    note = (
        "Phiếu được tính/số thành viên được quyền chấm. Kết quả là hạng sau khi xét mốc tối thiểu và điểm loại. Điểm của từng "
        "thành viên tại Phụ lục kèm theo."
    )
    return [h("III. KẾT QUẢ ĐÁNH GIÁ, PHÂN HẠNG"), blocks.table(columns, rows, note=note, size=10)]


def _products(ground: Ground, scored: list[Scored], seats: list[SeatView]) -> list[dict]:
    found = []
    for number, one in enumerate(scored, start=1):
        found.append(h(f"{number}. {one.name} ({one.producer}, {one.place})", 2))
        for held in one.rounds:
            label = f"Vòng {held.number}: " if len(one.rounds) > 1 else ""
            wide = f", vượt mức {_limit(one)} điểm, phải chấm lại" if held.too_wide else ""
            found.append(
                item(f"{label}{len(held.totals)} phiếu được tính, điểm trung bình {held.average}, chênh lệch giữa phiếu "
                     f"cao nhất và thấp nhất {held.spread} điểm{wide}.")
            )  # fmt: skip
            if held.number <= len(one.reasons) and held.number < one.rounds[-1].number:
                found.append(item(f"Lý do chấm lại: {_bare(one.reasons[held.number - 1])}."))
        for heading, lines in (
            ("Mốc tối thiểu chưa đạt", one.marks_lowering()),
            ("Điểm loại", one.knockouts()),
            ("Đề nghị điểm loại", one.proposals()),
            ("Kết luận chung của Hội đồng về tiêu chí", one.joint()),
        ):
            found += [item(f"{heading}: {line}.") for line in lines]
        statement = one.result.data["marks_statement"].strip()
        if statement:
            found.append(item(f"Xác nhận về điều kiện tối thiểu của hạng sao: {_sentence(statement)}"))
        discussion = one.result.data["discussion"].strip()
        if discussion:
            found.append(item(f"Ý kiến thảo luận: {_sentence(discussion)}"))
        found.append(item(f"Hội đồng đề nghị: {proposal(one, ground)}."))
    return found


def _conclusion(ground: Ground, scored: list[Scored], entered: dict) -> list[dict]:
    stars = Counter(one.result.stars for one in scored if one.rights.recognised and not one.rights.goes_up)
    up = [one for one in scored if one.rights.goes_up]
    rest = [one for one in scored if not one.rights.recognised and not one.rights.goes_up]
    back = [one for one in rest if one.rights.level.hands_back]
    rest = [one for one in rest if not one.rights.level.hands_back]
    found = [h("IV. KẾT LUẬN")]
    if stars:
        split = ", ".join(f"{count} sản phẩm {star} sao" for star, count in sorted(stars.items(), reverse=True))
        found.append(p(f"Đề nghị công nhận và cấp giấy chứng nhận {sum(stars.values())} sản phẩm: {split}."))
    if up:
        upper = ground.upper(up[0].rights.level.forwards_to)
        names = ", ".join(one.name for one in up)
        found.append(
            p(f"Đề nghị phê duyệt kết quả và chuyển hồ sơ đề nghị {upper} đánh giá: {len(up)} sản phẩm ({names}).")
        )
    if back:
        names = ", ".join(one.name for one in back)
        law = "theo điểm g khoản 4 Điều 7 Quyết định số 26/2026/QĐ-TTg"
        found.append(p(f"Chuyển kết quả về cấp tỉnh quyết định {law}: {len(back)} sản phẩm ({names})."))
    if rest:
        names = ", ".join(one.name for one in rest)
        found.append(p(f"Không thuộc diện công nhận trong phiên này: {len(rest)} sản phẩm ({names})."))
    if entered.get("conclusion"):
        found.append(p(_sentence(entered["conclusion"])))
    if ground.reports:
        found.append(p("Hội đồng báo cáo để xem xét, quyết định./."))
        return found
    copies = entered.get("copies") or blocks.DOTS
    if asked.in_writing(ground.session):
        said = f"Biên bản được lập thành {copies} bản có giá trị như nhau, gửi các thành viên Hội đồng./."
        return [*found, p(f"Việc lấy ý kiến kết thúc{_ended(ground)}. {said}")]
    found.append(
        p(f"Cuộc họp kết thúc{_ended(ground)}. Biên bản được lập thành {copies} bản có giá trị như nhau, đã đọc lại cho các "
          "thành viên dự họp nghe, thống nhất và ký tên./.")
    )  # fmt: skip
    return found


def _expected(member: SeatView, written: bool) -> bool:
    """Whether the seat was expected: everybody in a meeting, those who score when they are asked in writing."""
    return member.scores or not written


def _signatures(ground: Ground, seats: list[SeatView]) -> dict:
    by_seat = {m.seat: m.name for m in reversed(seats)}
    chair, secretary = by_seat.get(Seat.CHAIR, ""), by_seat.get(Seat.SECRETARY, "")
    if ground.reports:
        recipients = ["Như trên", "Thành viên Hội đồng, Tổ tư vấn", ground.office]
        column_ = blocks.signer(["TM. HỘI ĐỒNG", "CHỦ TỊCH"], chair)
        return blocks.signature(column_, recipients=recipients, archive="Lưu: HĐ.")
    left = blocks.signer(["THƯ KÝ"], secretary, "(Ký, ghi rõ họ tên)")
    return blocks.signature(left, blocks.signer(["CHỦ TRÌ"], chair, "(Ký, ghi rõ họ tên)"))


def _ended(ground: Ground) -> str:
    closed = ground.session.closed_at
    if closed is None:
        return ""
    if clock.local_day(closed) == ground.session.held_on:
        return f" lúc {_hour(closed)} cùng ngày"
    return f"; phiên được chốt trên hệ thống lúc {_hour(closed)} {show_long_date(clock.local_day(closed))}"


def _hour(moment) -> str:
    hours, _colon, minutes_ = show_moment(moment).partition(",")[0].partition(":")
    return f"{hours} giờ {minutes_} phút"


def _round(number: int, one: Scored) -> str:
    return f" ở vòng {number}" if len(one.rounds) > 1 else ""


def _limit(one: Scored) -> str:
    return one.council["spread_limit"].replace(".", ",")


def _bare(text: str) -> str:
    return text.strip().rstrip(".;") or "không nêu"


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
