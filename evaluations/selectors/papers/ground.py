"""What every paper of a session stands on: who issues it, under which regulation, with whose letterhead and settings."""

from dataclasses import dataclass
from datetime import date

from core.formats import show_long_date
from districts.enums import Level as UnitLevel
from districts.models import AdministrativeUnit, DocumentSettings, ProgrammeSettings
from evaluations.enums import MinutesForm
from evaluations.models import CouncilSession, PaperSettings
from evaluations.papers import blocks
from products import legal

# Decisions whose papers are a báo cáo of the council and a thông báo (26/2026/QĐ-TTg Art. 7.3.d, 7.3.g).
REPORT_ERA = "26-2026"
MINISTRY_SINCE = date(2025, 3, 1)
MOTHER_LAW = "Luật Tổ chức chính quyền địa phương"
SYMBOLS = ("symbol_invitation", "symbol_submission", "symbol_notice")


def ministry(day: date) -> str:
    """The ministry that answers for the programme on `day`."""
    if day >= MINISTRY_SINCE:
        return "Bộ Nông nghiệp và Môi trường"
    return "Bộ Nông nghiệp và Phát triển nông thôn"


def settings_of(unit: AdministrativeUnit | None) -> PaperSettings:
    """The unit's own settings, or the portal's (not saved)."""
    found = PaperSettings.objects.filter(unit=unit).first() if unit else None
    if found:
        return found
    row = PaperSettings(unit=unit)
    if unit is None or unit.level != UnitLevel.PROVINCE:
        for name in SYMBOLS:  # no coordination office there: the council's own standing body writes
            setattr(row, name, getattr(row, name).replace("-VPĐP", "-HĐ"))
    return row


@dataclass(frozen=True)
class Ground:
    """One session with its council and everything that heads and ends its papers."""

    session: CouncilSession
    settings: PaperSettings
    documents: DocumentSettings | None
    office: str
    law_code: str

    @property
    def council(self):
        return self.session.council

    @property
    def unit(self):
        return self.session.council.unit

    @property
    def day(self) -> date:
        return self.session.held_on

    @property
    def committee(self) -> str:
        """Who the council was set up by, in running text."""
        return f"Ủy ban nhân dân {self.unit.full_name}" if self.unit else ministry(self.day)

    @property
    def chairman(self) -> str:
        return f"Chủ tịch {self.committee}" if self.unit else f"Bộ trưởng {ministry(self.day)}"

    @property
    def committee_lines(self) -> list[str]:
        if self.documents and self.documents.agency_lines:
            return list(self.documents.agency_lines)
        return ["ỦY BAN NHÂN DÂN", self.unit.full_name.upper()] if self.unit else [ministry(self.day).upper()]

    @property
    def place(self) -> str:
        if self.documents and self.documents.place:
            return self.documents.place
        return self.unit.name if self.unit else "Hà Nội"

    @property
    def round_words(self) -> str:
        """ ", đợt 2 năm 2026"; the year alone where the session belongs to no round."""
        held = self.session.round
        return f"đợt {held.number} năm {held.year}" if held else f"năm {self.day.year}"

    @property
    def reports(self) -> bool:
        """Whether the outcome is a báo cáo (else a biên bản)."""
        if self.settings.minutes_form == MinutesForm.BY_ERA:
            return self.law_code == REPORT_ERA
        return self.settings.minutes_form == MinutesForm.REPORT

    @property
    def minutes_name(self) -> str:
        return "Báo cáo" if self.reports else "Biên bản"

    @property
    def minutes_symbol(self) -> str:
        return self.settings.symbol_report if self.reports else self.settings.symbol_minutes

    def upper(self, cycle_level: str | None) -> str:
        """The body of the level above, in running text."""
        return ministry(self.day) if cycle_level == "centre" else "Hội đồng đánh giá, phân hạng sản phẩm OCOP cấp tỉnh"

    def bases(self) -> list[str]:
        """Legal bases in force on the day of the session, the council's decision and its rules last; no closing marks."""
        own = self.documents.legal_bases if self.documents else []
        council = self.council
        found = legal.bases(self.day, self.day, own)
        found.append(
            f"Quyết định số {council.decision_number} {show_long_date(council.decision_date)} về việc thành lập {council.name}"
        )
        if council.rules_number:
            when = f" {show_long_date(council.rules_date)}" if council.rules_date else ""
            found.append(f"Quy chế hoạt động của Hội đồng số {council.rules_number}{when}")
        return found

    def council_letter(self, symbol: str = "", *, below: str = "") -> dict:
        """Head of the council's own papers; `below`: a body under the council ("TỔ TƯ VẤN")."""
        superior, agency = self.committee_lines, [self.council.name.upper()]
        if below:
            superior, agency = agency, [below]
        return blocks.letter(superior=superior, agency=agency, place=self.place, year=self.day.year, symbol=symbol)

    def office_letter(self, symbol: str) -> dict:
        """Head of the standing office's papers."""
        lines = self.settings.office_lines or [*self.committee_lines, self.office.upper()]
        return blocks.letter(
            superior=list(lines[:-1]), agency=[lines[-1]], place=self.place, year=self.day.year, symbol=symbol
        )

    def committee_letter(self, symbol: str) -> dict:
        return blocks.letter(
            superior=[], agency=self.committee_lines, place=self.place, year=self.day.year, symbol=symbol
        )

    def office_signature(self, recipients: list[str]) -> dict:
        lines = self.settings.office_authority or ["THỦ TRƯỞNG ĐƠN VỊ"]
        column = blocks.signer(list(lines), self.settings.office_signer)
        return blocks.signature(column, recipients=recipients, archive="Lưu: VT.")


def ground_of(session: CouncilSession) -> Ground:
    """Read it: session with council, unit, round."""
    unit = session.council.unit
    settings = settings_of(unit)
    documents = DocumentSettings.objects.filter(unit=unit).first() if unit else None
    office = settings.office_name
    if not office and unit and unit.level == UnitLevel.PROVINCE:
        programme = ProgrammeSettings.objects.filter(province=unit).first() or ProgrammeSettings()
        office = str(programme.advisory_name)
    return Ground(session, settings, documents, office or "Cơ quan thường trực Hội đồng", _law(session))


def _law(session: CouncilSession) -> str:
    """The regulation of the session: its round's, else that of its first sheet."""
    if session.round_id:
        return session.round.regulation.code
    first = session.items.select_related("rubric__product_set__regulation").order_by("position").first()
    return first.rubric.product_set.regulation.code if first else REPORT_ERA


def document(
    ground: Ground, *, kind: str, type_: str, subject: str, letter: dict, blocks_: list[dict], sign: dict, issuer: str,
    to: list[str] | None = None, to_label: str = "Kính gửi", authority: str = "", annexes: list[dict] | None = None,
    copies: list[dict] | None = None, code: str = "", landscape: bool = False, sources: dict | None = None,
) -> dict:  # fmt: skip
    """The data of a paper: everything that is printed, and the hashes of what it was taken from."""
    return {
        "template": blocks.TEMPLATE, "kind": kind, "type": type_, "subject": subject, "letter": letter, "to": to or [],
        "to_label": to_label, "authority": authority, "blocks": blocks_, "sign": sign, "annexes": annexes or [],
        "copies": copies or [], "code": code, "landscape": landscape, "issuer": issuer, "replaces": "",
        "built_on": ground.day.isoformat(), "sources": {"seal": ground.session.seal, **(sources or {})},
    }  # fmt: skip


def bases_blocks(lines: list[str], *, end: str = ".") -> list[dict]:
    """ "Căn cứ …;" lines in italics, the last one with `end`."""
    last = len(lines) - 1
    return [blocks.p(f"Căn cứ {line}{end if n == last else ';'}", style="basis") for n, line in enumerate(lines)]
