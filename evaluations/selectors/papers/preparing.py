"""Papers before the scoring: giấy mời, báo cáo của Tổ tư vấn, printed sheets. None of them knows a score of the council."""

from core.formats import plain_case, show_date, show_long_date
from evaluations.enums import PaperKind, Seat
from evaluations.models import CouncilMember, SessionProduct
from evaluations.papercodes import sheet_code
from evaluations.papers import blocks
from evaluations.papers.blocks import column, h, item, p
from evaluations.selectors.certificates import place_text
from evaluations.selectors.papers.ground import Ground, bases_blocks, document
from evaluations.selectors.papers.scored import KINDS
from evaluations.selectors.rubrics import rubric_spec

AGENDA = (
    "Nghe Tổ tư vấn báo cáo kết quả kiểm tra, đánh giá hồ sơ.",
    "Chủ thể giới thiệu sản phẩm và trả lời câu hỏi của Hội đồng.",
    "Thành viên Hội đồng khai báo xung đột lợi ích, thảo luận và chấm điểm từng sản phẩm.",
    "Tổng hợp, thông qua kết quả.",
)


def session_items(session) -> list[SessionProduct]:
    return list(
        session.items.select_related(
            "rubric__product_set", "cycle__product", "cycle__producer", "cycle__unit__parent", "cycle__province",
            "cycle__product_set", "cycle__regulation", "dossier__self_assessment", "dossier__commune_report",
            "session__council",
        ).order_by("position")
    )  # fmt: skip


def invitation(ground: Ground, entered: dict, member: CouncilMember | None) -> dict:
    """Giấy mời họp: to one member, or to the whole council with everybody's name."""
    session, council = ground.session, ground.council
    if member:
        agency = f", {member.agency}" if member.agency else ""
        to = [f"Ông (Bà) {member.user.full_name}{agency}"]
    else:
        to = ["Chủ tịch, các Phó Chủ tịch và Ủy viên Hội đồng", "Tổ tư vấn", "Các chủ thể có sản phẩm được đánh giá"]
    items = session_items(session)
    agenda = [line.strip() for line in entered.get("agenda", "").splitlines() if line.strip()] or list(AGENDA)
    hour = entered.get("hour") or f"{blocks.DOTS} giờ {blocks.DOTS}"
    body = [
        p(f"{ground.office} trân trọng kính mời {'Ông (Bà)' if member else 'quý cơ quan, quý vị'} dự cuộc họp của "
          f"{council.name}, cụ thể như sau:"),
        p(f"1. Thời gian: {hour}, {show_long_date(session.held_on)}."),
        p(f"2. Địa điểm: {session.place or blocks.DOTS}."),
        p(f"3. Chủ trì: {_seat(council, Seat.CHAIR)}."),
        p("4. Nội dung:"),
        *[item(line) for line in agenda],
        p(f"5. Sản phẩm đánh giá: {len(items)} sản phẩm theo danh sách kèm theo. Hồ sơ và phiếu đánh giá được mở trên hệ "
          "thống cho thành viên sau khi trả lời câu hỏi về xung đột lợi ích."),
    ]  # fmt: skip
    if entered.get("contact"):
        body.append(p(f"6. Liên hệ: {entered['contact'].strip().rstrip('.')}."))
    body.append(p("Sự có mặt của quý vị góp phần để cuộc họp thành công./."))
    columns = [column("TT", 50, "c"), column("Mã hồ sơ", 165, "k"), column("Sản phẩm", 250), column("Chủ thể; địa chỉ", 325),
               column("Bộ sản phẩm", 210)]  # fmt: skip
    rows = [
        [str(n), one.cycle.number, one.cycle.product.name, f"{one.cycle.producer.name}; {place_text(one.cycle)}",
         one.cycle.product_set.name]
        for n, one in enumerate(items, start=1)
    ]  # fmt: skip
    title = "DANH SÁCH SẢN PHẨM ĐÁNH GIÁ, PHÂN HẠNG"
    listed = blocks.annex("Phụ lục", title, [blocks.table(columns, rows)], parent="Giấy mời", landscape=False)
    return document(
        ground, kind=PaperKind.INVITATION, type_="GIẤY MỜI",
        subject=f"Họp Hội đồng đánh giá, phân hạng sản phẩm OCOP {ground.round_words}",
        letter=ground.office_letter(ground.settings.symbol_invitation), to=to, to_label="Kính mời", blocks_=body,
        sign=ground.office_signature(["Như trên", "Chủ tịch Hội đồng"]), issuer=ground.office, annexes=[listed],
    )  # fmt: skip


def _seat(council, seat: str) -> str:
    found = council.members.filter(seat=seat).select_related("user").first()
    return f"{found.user.full_name}, Chủ tịch Hội đồng" if found else "Chủ tịch Hội đồng"


def advisory(ground: Ground, entered: dict) -> dict:
    """Báo cáo của Tổ tư vấn: what it found in every dossier of the session (26/2026/QĐ-TTg Art. 7.3.c)."""
    council = ground.council
    team = getattr(council, "advisory_team", None)
    items = session_items(ground.session)
    bases = ground.bases()
    if team:
        bases.append(
            f"Quyết định số {team.decision_number} {show_long_date(team.decision_date)} về việc thành lập Tổ tư vấn"
        )
    kinds = {kind: sum(1 for one in items if one.cycle.kind == kind) for kind in KINDS}
    split = ", ".join(f"{count} hồ sơ {KINDS[kind].lower()}" for kind, count in kinds.items() if count)
    body = [
        *bases_blocks(bases),
        p(f"Tổ tư vấn đã kiểm tra, đánh giá {len(items)} hồ sơ đăng ký đánh giá, phân hạng sản phẩm OCOP "
          f"{ground.round_words} ({split}). Kết quả như sau:"),
        h("I. KẾT QUẢ KIỂM TRA HỒ SƠ"),
    ]  # fmt: skip
    columns = [column("TT", 50, "c"), column("Mã hồ sơ", 160, "k"), column("Sản phẩm", 200), column("Chủ thể; địa chỉ", 240),
               column("Số giấy tờ minh chứng", 100, "c"), column("Điểm tự đánh giá", 100, "c"),
               column("Báo cáo của xã", 150, "c")]  # fmt: skip
    rows = []
    for number, one in enumerate(items, start=1):
        dossier = one.dossier
        papers = dossier.evidence.filter(removed_at__isnull=True, replaced_by__isnull=True).count()
        own = getattr(dossier, "self_assessment", None)
        report = getattr(dossier, "commune_report", None)
        told = f"{report.number}\n{show_date(report.reported_on)}".strip() if report else "-"
        rows.append([str(number), one.cycle.number, one.cycle.product.name,
                     f"{one.cycle.producer.name}; {place_text(one.cycle)}", str(papers),
                     str(own.total) if own and own.total is not None else "-", told])  # fmt: skip
    body.append(blocks.table(columns, rows, size=10))
    body.append(h("II. Ý KIẾN ĐỐI VỚI TỪNG HỒ SƠ"))
    for number, one in enumerate(items, start=1):
        body.append(h(f"{number}. {one.cycle.product.name} ({one.cycle.producer.name})", 2))
        note = one.dossier.advisory_note.strip() or "Chưa có ý kiến"
        body.append(p(note if note.endswith(".") else f"{note}."))
    body.append(h("III. ĐỀ XUẤT"))
    if entered.get("proposal"):
        text = entered["proposal"].strip()
        body.append(p(text if text.endswith(".") else f"{text}."))
    body.append(p(f"Tổ tư vấn báo cáo, trình Hội đồng xem xét, đánh giá {len(items)} hồ sơ nêu trên./."))
    head = team.head if team else ""
    sign = blocks.signature(
        blocks.signer(["TM. TỔ TƯ VẤN", "TỔ TRƯỞNG"], head),
        recipients=["Như trên", "Thành viên Hội đồng", ground.office], archive="Lưu: Tổ tư vấn.",
    )  # fmt: skip
    return document(
        ground, kind=PaperKind.ADVISORY, type_="BÁO CÁO",
        subject=f"Kết quả kiểm tra, đánh giá hồ sơ sản phẩm OCOP {ground.round_words}",
        letter=ground.council_letter(ground.settings.symbol_advisory, below="TỔ TƯ VẤN"), to=["Chủ tịch Hội đồng"],
        blocks_=body, sign=sign, issuer="Tổ tư vấn",
    )  # fmt: skip


def sheet_head(one: SessionProduct) -> list[list[str]]:
    """Heading of the official sheet: product, code, entity, address; the phone number stays in the dossier."""
    return [
        ["Tên sản phẩm", one.cycle.product.name], ["Mã hồ sơ", one.cycle.number],
        ["Tên chủ thể sản xuất", one.cycle.producer.name], ["Địa chỉ", place_text(one.cycle)],
        ["Bộ sản phẩm", f"{one.rubric.product_set.number}. {one.rubric.product_set.name}"],
    ]  # fmt: skip


def blank(ground: Ground, entered: dict, one: SessionProduct) -> dict:
    """Printed sheets of one product: a copy for each member who may score it, each with a short code of its own."""
    recused = set(one.conflicts.filter(has_conflict=True).values_list("member_id", flat=True))
    members = [m for m in ground.council.members.filter(scores=True).select_related("user") if m.pk not in recused]
    copies = [
        {
            "code": sheet_code(one.pk, m.pk, one.scoring_round),
            "fields": [["Thành viên đánh giá", m.user.full_name], ["Cơ quan", m.agency or "-"], *sheet_head(one)],
            "signer": m.user.full_name,
        }
        for m in members
    ]
    again = f" (vòng {one.scoring_round})" if one.scoring_round > 1 else ""
    body = [
        p("Mỗi tiêu chí đánh dấu vào một ô và ghi điểm của ô đó. Không mức nào phù hợp thì ghi 0 điểm. "
          "Dấu sao bên cạnh mức là mức tối thiểu của hạng sao đó.", style="plain"),
        _blank_table(one),
        p("Nhận xét, đánh giá chung:", style="bold"), blocks.lines(4),
    ]  # fmt: skip
    sign = blocks.signature(blocks.signer(["NGƯỜI ĐÁNH GIÁ"], "", "(Ký, ghi rõ họ tên)"))
    return document(
        ground, kind=PaperKind.BLANK, type_="PHIẾU ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP", subject=again.strip(" ()").capitalize(),
        letter=ground.council_letter(), blocks_=body, sign=sign, issuer=ground.council.name, copies=copies,
        sources={"rubric": one.rubric.content_hash},
    )  # fmt: skip


def _blank_table(one: SessionProduct) -> dict:
    spec = rubric_spec(one.rubric)
    columns = [
        column("Tiêu chí và các mức", 760, lead=True),
        column("Điểm tối đa", 110, "c"),
        column("Điểm chấm", 130, "c"),
    ]
    rows: list = []
    for part in spec.parts:
        rows.append({"group": f"PHẦN {part.code}: {plain_case(part.name).upper()} ({part.max_points} điểm)"})
        for section in part.sections:
            rows.append({"group": f"{section.code} {plain_case(section.name)} ({section.max_points} điểm)"})
            for criterion in section.criteria:
                rows.append([_options(criterion), str(criterion.max_points), ""])
    rows.append({"sum": ["TỔNG CỘNG", str(sum(part.max_points for part in spec.parts)), ""]})
    return blocks.table(columns, rows, size=10)


def _options(criterion) -> str:
    found = [f"{criterion.code} {plain_case(criterion.name)}"]
    if criterion.applies_if:
        rule = criterion.applies_if
        found[0] += f" (chỉ tính khi {rule.criterion} đạt từ {rule.min_points} điểm)"
    cases = {case.code: case.label for case in criterion.cases}
    said = ""
    if all(option.points for option in criterion.options):
        found.append("□ Không đáp ứng (0 điểm)")
    for option in criterion.options:
        if option.case and option.case != said:
            found.append(f"{cases.get(option.case, option.case)}:")
            said = option.case
        stars = f" {'*' * option.stars}" if option.stars else ""
        found.append(f"□ {option.label.rstrip(';.')} ({option.points} điểm){stars}")
    return "\n".join(found)
