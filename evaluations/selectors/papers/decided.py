"""Tờ trình, quyết định công nhận and quyết định phê duyệt kết quả (26/2026/QĐ-TTg Art. 7.3.đ, e; practice of the provinces)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from core.formats import show_date, show_long_date
from evaluations.enums import DecisionKind, PaperKind, PaperState, TermStart
from evaluations.models import IssuedPaper, RecognitionDecision
from evaluations.papers import blocks
from evaluations.papers.blocks import column, p
from evaluations.selectors.certificates import place_text, product_code
from evaluations.selectors.papers.ground import MOTHER_LAW, Ground, bases_blocks, document
from evaluations.selectors.papers.scored import KINDS, Scored, deciding_items, points, proposal, scored_items
from products.regulationfiles import load_regulation

TERM = {
    TermStart.ISSUE: "kể từ ngày cấp", TermStart.SIGNING: "kể từ ngày ký Quyết định này",
    TermStart.RECOGNITION: "kể từ ngày được công nhận",
}  # fmt: skip
DUTIES = (
    "{office} công bố kết quả, trao giấy chứng nhận; hướng dẫn, kiểm tra việc sử dụng {mark}; đề xuất chính sách hỗ trợ.",
    "Các sở, ngành và Ủy ban nhân dân các cấp theo chức năng, nhiệm vụ kiểm tra, giám sát sản phẩm sau công nhận; đề xuất "
    "xử lý vi phạm (nếu có).",
    "Chủ thể duy trì chất lượng sản phẩm như hồ sơ đã được đánh giá; tiếp tục hoàn thiện sản phẩm để nâng hạng.",
)


@dataclass(frozen=True)
class Listed:
    """One product of a decision, as its annex prints it."""

    code: str
    product: str
    producer: str
    place: str
    product_set: str
    kind: str
    average: str
    stars: int
    until: str


def reference(session, kind: str, name: str, symbol: str) -> str:
    """ "Tờ trình số 12/TTr-VPĐP ngày …" of the session's paper in force; dots while it is not issued."""
    paper = IssuedPaper.objects.filter(
        session=session, kind=kind, state=PaperState.ISSUED, item=None, member=None
    ).first()
    if paper and paper.number:
        return f"{name} số {paper.number} {show_long_date(paper.issued_on)}"
    return f"{name} số {blocks.DOTS}/{symbol} ngày {blocks.DOTS} tháng {blocks.DOTS} năm {session.held_on.year}"


def submission(ground: Ground, entered: dict) -> dict:
    """Tờ trình of the standing office to the chairman, on what the council found."""
    scored = scored_items(ground.session)
    report = reference(ground.session, PaperKind.MINUTES, ground.minutes_name, ground.minutes_symbol)
    here = [one for one in scored if one.rights.recognised and not one.rights.goes_up]
    up = [one for one in scored if one.rights.goes_up]
    rest = [one for one in scored if not one.rights.recognised and not one.rights.goes_up]
    body = [
        *bases_blocks(ground.bases()),
        p(f"Trên cơ sở {report} của {ground.council.name}, {ground.office} kính trình {ground.chairman} xem xét:"),
    ]  # fmt: skip
    number = iter(range(1, 5))
    if here:
        split = _split(Counter(one.result.stars for one in here))
        body.append(p(f"{next(number)}. Công nhận và cấp giấy chứng nhận {len(here)} sản phẩm OCOP ({split}) của "
                      f"{len({one.item.cycle.producer_id for one in here})} chủ thể."))  # fmt: skip
    if up:
        upper = ground.upper(up[0].rights.level.forwards_to)
        body.append(p(f"{next(number)}. Phê duyệt kết quả đánh giá, phân hạng {len(up)} sản phẩm đủ điểm chuyển cấp trên và "
                      f"gửi hồ sơ đề nghị {upper} đánh giá, phân hạng."))  # fmt: skip
    if rest:
        body.append(
            p(
                f"{next(number)}. Giao {ground.office} thông báo kết quả cho {len(rest)} sản phẩm không thuộc diện công nhận."
            )
        )
    columns = [column("TT", 60, "c"), column("Sản phẩm", 290), column("Chủ thể", 270), column("Điểm trung bình", 120, "c"),
               column("Đề nghị của Hội đồng", 260)]  # fmt: skip
    rows = [
        [str(n), one.name, one.producer, one.average, proposal(one, ground)] for n, one in enumerate(scored, start=1)
    ]
    body.append(blocks.table(columns, rows, caption="Kết quả đánh giá của Hội đồng", size=10))
    attached = [
        "báo cáo của Tổ tư vấn",
        f"{ground.minutes_name.lower()} và biểu tổng hợp điểm của Hội đồng",
        "dự thảo quyết định",
    ]
    body.append(p(f"Hồ sơ trình kèm theo gồm: {'; '.join(attached)}."))
    body.append(p(f"{ground.office} kính trình {ground.chairman} xem xét, quyết định./."))
    return document(
        ground, kind=PaperKind.SUBMISSION, type_="TỜ TRÌNH",
        subject=f"Về kết quả đánh giá, phân hạng sản phẩm OCOP {ground.round_words}",
        letter=ground.office_letter(ground.settings.symbol_submission), to=[ground.chairman], blocks_=body,
        sign=ground.office_signature(["Như trên", "Chủ tịch Hội đồng"]), issuer=ground.office,
        sources={"results": {str(one.item.pk): one.result.hash for one in scored}},
    )  # fmt: skip


def _split(stars: Counter) -> str:
    return ", ".join(f"{count} sản phẩm {star} sao" for star, count in sorted(stars.items(), reverse=True))


def decision(ground: Ground, entered: dict, kind: str, recorded: RecognitionDecision | None) -> dict:
    """Quyết định with its annex. `recorded`: the signed one; None = a draft for the file that goes to the chairman."""
    deciding = deciding_items(scored_items(ground.session))
    listed = _of_decision(recorded) if recorded else _draft(ground, kind, deciding)
    day = recorded.decided_on if recorded else ground.day
    approves = kind == PaperKind.APPROVAL
    body = [*_bases(ground), p("QUYẾT ĐỊNH:", style="order")]
    body += _approving(ground, listed) if approves else _recognising(ground, listed)
    title = _title(ground, approves)
    issuer = recorded.issuer if recorded else ground.chairman
    data = document(
        ground, kind=kind, type_="QUYẾT ĐỊNH", subject=title,
        letter=ground.committee_letter(ground.documents.decision_symbol if ground.documents else "QĐ-UBND"),
        authority=issuer.upper(), blocks_=body, sign=_signature(ground, recorded, approves), issuer=issuer,
        annexes=[_annex(ground, listed, approves)],
        sources={"results": {str(one.item.pk): one.result.hash for one in deciding}},
    )  # fmt: skip
    if recorded is None:
        return data
    lines = data["sign"]["columns"][-1]["lines"]
    return blocks.issued(
        {**data, "built_on": day.isoformat()},
        number=recorded.number,
        on=day,
        signer_name=recorded.signer,
        authority=lines,
    )


def _bases(ground: Ground) -> list[dict]:
    asked = reference(ground.session, PaperKind.SUBMISSION, "Tờ trình", ground.settings.symbol_submission)
    lines = bases_blocks([MOTHER_LAW, *ground.bases()], end=";")
    return [*lines, p(f"Theo đề nghị của {ground.office} tại {asked}.", style="basis")]


def _title(ground: Ground, approves: bool) -> str:
    place = f" {ground.unit.full_name}" if ground.unit else ""
    if approves:
        own = ground.settings.approval_title or f"phê duyệt kết quả đánh giá, phân hạng sản phẩm OCOP{place}"
    else:
        own = ground.settings.decision_title or f"công nhận và cấp giấy chứng nhận sản phẩm OCOP{place}"
    return f"Về việc {own}, {ground.round_words}"


def _recognising(ground: Ground, listed: list[Listed]) -> list[dict]:
    settings = ground.settings
    split = _split(Counter(one.stars for one in listed))
    producers = len({(one.producer, one.place) for one in listed})
    months = load_regulation(ground.law_code).certificate_months or 36
    body = [
        p(f"Công nhận và cấp giấy chứng nhận sản phẩm OCOP cho {len(listed)} sản phẩm của {producers} chủ thể, gồm "
          f"{split} (chi tiết tại Phụ lục kèm theo).", lead="Điều 1."),
        p(f"1. Chủ thể có sản phẩm được công nhận được cấp giấy chứng nhận; được in hoặc dán {settings.mark_name} cùng hạng "
          "sao trên sản phẩm, bao bì sản phẩm theo quy định hiện hành."),
        p(f"2. Giấy chứng nhận có hiệu lực {months} tháng {TERM[settings.term_start]}."),
        p("", lead="Điều 2. Tổ chức thực hiện"),
    ]  # fmt: skip
    duties = settings.duties or [line.format(office=ground.office, mark=settings.mark_name) for line in DUTIES]
    body += [p(f"{n}. {line}") for n, line in enumerate(duties, start=1)]
    return [*body, _last_article(ground)]


def _approving(ground: Ground, listed: list[Listed]) -> list[dict]:
    upper = ground.upper("centre" if ground.council.level == "province" else "province")
    return [
        p(f"Phê duyệt kết quả đánh giá, phân hạng {len(listed)} sản phẩm đủ điểm đề nghị cấp trên đánh giá, phân "
          "hạng (chi tiết tại Phụ lục kèm theo). Quyết định này không cấp giấy chứng nhận.", lead="Điều 1."),
        p(f"Giao {ground.office} hoàn thiện hồ sơ, gửi kết quả kèm hồ sơ đề nghị {upper} đánh giá, phân hạng "
          "theo quy định; thông báo cho Ủy ban nhân dân cấp xã và chủ thể.", lead="Điều 2."),
        _last_article(ground),
    ]  # fmt: skip


def _last_article(ground: Ground) -> dict:
    office = "Chánh Văn phòng Ủy ban nhân dân, " if ground.unit else ""
    return p(
        f"Quyết định này có hiệu lực kể từ ngày ký. {office}thủ trưởng các cơ quan, đơn vị liên quan và các chủ thể "
        "có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
        lead="Điều 3.",
    )


def _signature(ground: Ground, recorded: RecognitionDecision | None, approves: bool) -> dict:
    head = "CHỦ TỊCH" if ground.unit else "BỘ TRƯỞNG"
    own = ground.documents.authority_lines if ground.documents else []
    # The chairman decides, not the committee (26/2026/QĐ-TTg Art. 7.3.e): no "TM." line.
    lines = [line for line in own if not line.startswith("TM.")] or [head]
    name = recorded.signer if recorded else (ground.documents.signer_name if ground.documents else "")
    recipients = ground.settings.decision_recipients or ["Như Điều 3", ground.council.name, ground.office]
    if approves and not ground.settings.decision_recipients:
        recipients = ["Như Điều 3", ground.upper("centre"), ground.office]
    archive = ground.documents.archive_line if ground.documents else "Lưu: VT."
    return blocks.signature(blocks.signer(lines, name), recipients=list(recipients), archive=archive)


def _draft(ground: Ground, kind: str, deciding: list[Scored]) -> list[Listed]:
    """What is proposed and nobody has decided yet; a product that was handed back, by the centre's result."""
    approves = kind == PaperKind.APPROVAL
    found = []
    for one in deciding:
        wanted = one.rights.goes_up if approves else one.rights.recognised and not one.rights.goes_up
        if wanted and one.undecided:
            found.append(_listed(one, ground.day, one.result.band if approves else one.result.stars))
    return found


def _listed(one: Scored, day: date, stars: int) -> Listed:
    """A line of a draft: the term begins with the day of signing, which nobody knows yet."""
    cycle = one.item.cycle
    return Listed(
        product_code(cycle, day.year), one.name, one.producer, one.place, cycle.product_set.name, KINDS.get(cycle.kind, ""),
        one.average, stars, "",
    )  # fmt: skip


def _of_decision(recorded: RecognitionDecision) -> list[Listed]:
    """The recorded lines; names and places of the certificates, as frozen at issue."""
    certificates = {c.product_id: c for c in recorded.certificates.all()}
    rows = recorded.items.select_related(
        "product", "cycle__producer", "cycle__unit__parent", "cycle__province", "cycle__product_set"
    )
    found = []
    for row in rows:
        paper = certificates.get(row.product_id)
        found.append(
            Listed(
                row.product_code, paper.product_name if paper else row.product.name,
                paper.producer_name if paper else row.cycle.producer.name,
                paper.place if paper else place_text(row.cycle), row.cycle.product_set.name,
                KINDS.get(row.cycle.kind, ""), points(row.average_shown), row.stars,
                show_date(paper.valid_to) if paper else "",
            )
        )  # fmt: skip
    return found


def _annex(ground: Ground, listed: list[Listed], approves: bool) -> dict:
    """Columns of era 4 (practice): grouped by star; the points are a setting of the province."""
    shows = ground.settings.prints_points or approves
    columns = [
        column("STT", 40, "c"), column("Mã số sản phẩm", 135, "k"), column("Tên sản phẩm", 170), column("Chủ thể", 170),
        column("Địa chỉ", 170), column("Bộ sản phẩm", 130), column("Lần", 70, "c"),
    ]  # fmt: skip
    if shows:
        columns.append(column("Điểm trung bình", 65, "c"))
    columns.append(column("Hạng", 65, "c"))
    if not approves:
        columns.append(column("Hiệu lực đến", 90, "c"))
    whole = sum(c["width"] for c in columns)
    for col in columns:
        col["width"] = round(col["width"] * 1000 / whole)
    rows: list = []
    number = 0
    for star in sorted({one.stars for one in listed}, reverse=True):
        group = [one for one in listed if one.stars == star]
        word = f"SẢN PHẨM ĐỀ NGHỊ ĐÁNH GIÁ, PHÂN HẠNG {star} SAO" if approves else f"SẢN PHẨM ĐẠT HẠNG {star} SAO"
        rows.append({"group": f"{word} ({len(group)} sản phẩm)"})
        for one in group:
            number += 1
            row = [str(number), one.code, one.product, one.producer, one.place, one.product_set, one.kind]
            row += [one.average] if shows else []
            row.append(f"{'Đề nghị ' if approves else ''}{star} sao")
            row += [] if approves else [one.until or blocks.DOTS]
            rows.append(row)
    title = "DANH SÁCH SẢN PHẨM ĐƯỢC PHÊ DUYỆT KẾT QUẢ" if approves else "DANH SÁCH SẢN PHẨM OCOP ĐƯỢC CÔNG NHẬN"
    return blocks.annex("Phụ lục", title, [blocks.table(columns, rows, size=10)], parent="Quyết định")


def kind_of(recorded: RecognitionDecision) -> str:
    """Which paper a recorded decision has."""
    return PaperKind.APPROVAL if recorded.kind == DecisionKind.APPROVE else PaperKind.RECOGNITION
