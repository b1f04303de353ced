"""Which papers a session can have, which it has, and who may make them."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from core import audit
from evaluations import messages
from evaluations.enums import ItemState, PaperKind, PaperState, Seat, SessionKind, SessionState, SheetState
from evaluations.models import (
    CouncilMember,
    CouncilSession,
    DecisionItem,
    IssuedPaper,
    RecognitionDecision,
    ScoreSheet,
    SessionProduct,
)
from evaluations.querysets import PaperQuerySet, recused_from
from evaluations.rules import may_manage
from evaluations.selectors.papers.scored import Scored, deciding_items, scored_items
from products.enums import CycleState

# The standing office alone writes these; chair and secretary write the council's own.
OFFICE_KINDS = (PaperKind.SUBMISSION, PaperKind.RECOGNITION, PaperKind.APPROVAL, PaperKind.NOTICE)
KEEPERS = {Seat.CHAIR, Seat.SECRETARY}
DECISIONS = (PaperKind.RECOGNITION, PaperKind.APPROVAL)
# Taken straight from what is sealed: in force at once, never corrected by hand.
SEALED_KINDS = (PaperKind.SLIP, PaperKind.BLANK, PaperKind.CERTIFICATE)
GROUP = {
    PaperKind.INVITATION: "before", PaperKind.ADVISORY: "before", PaperKind.BLANK: "blank", PaperKind.MINUTES: "result",
    PaperKind.SUMMARY: "result", PaperKind.SUBMISSION: "result", PaperKind.RECOGNITION: "result",
    PaperKind.APPROVAL: "result", PaperKind.NOTICE: "notice", PaperKind.SLIP: "slip",
}  # fmt: skip
AFTER_CLOSING = (PaperKind.MINUTES, PaperKind.SUMMARY, PaperKind.SUBMISSION, PaperKind.RECOGNITION, PaperKind.APPROVAL)
BEFORE_CLOSING = (PaperKind.INVITATION, PaperKind.BLANK)
MEETING_ONLY = (PaperKind.INVITATION, PaperKind.BLANK)  # who is asked in writing is not invited and fills in no sheet
DECIDED = (CycleState.RECOGNISED, CycleState.NOT_RECOGNISED, CycleState.FORWARDED)


@dataclass(frozen=True)
class Target:
    """What a paper is about. `subject` is its name in the database; built by the functions below."""

    kind: str
    session: CouncilSession | None
    item: SessionProduct | None = None
    member: CouncilMember | None = None
    sheet: ScoreSheet | None = None
    decision: RecognitionDecision | None = None

    @property
    def subject(self) -> str:
        if self.sheet:
            return f"sheet:{self.sheet.pk}"
        if self.decision:
            return f"decision:{self.decision.pk}"
        if self.item:
            return f"item:{self.item.pk}"
        return f"session:{self.session.pk}" + (f"/member:{self.member.pk}" if self.member else "")

    @property
    def key(self) -> str:
        """What the button posts."""
        return f"{self.kind}/{self.subject}"


@dataclass
class Slot:
    """One line of the page: a paper that there is, or that can be made, or why not yet."""

    target: Target
    label: str
    note: str = ""
    papers: list[IssuedPaper] = field(default_factory=list)
    why: str = ""
    writes: bool = True

    @property
    def group(self) -> str:
        """Under which heading of the page the line stands."""
        kind = self.target.kind
        if kind == PaperKind.INVITATION and self.target.member:
            return "members"
        return GROUP[kind]

    @property
    def draft(self) -> IssuedPaper | None:
        return next((x for x in self.papers if x.state == PaperState.DRAFT), None)

    @property
    def current(self) -> IssuedPaper | None:
        """What the line shows: the draft, else the one in force."""
        return self.draft or next((x for x in self.papers if x.state == PaperState.ISSUED), None)


@dataclass(frozen=True)
class Facts:
    """What a whole page of slots asks for once."""

    manages: bool
    seats: frozenset[str]
    empty: bool
    scored: list[Scored]  # by the result that is decided on
    decided: frozenset[int]  # cycles that a decision on this session names
    recused: bool = False  # from a product of the session: papers on the whole of it are made and read by others


def facts_of(user, session: CouncilSession) -> Facts:
    """The person's standing in the council, and the session's results when it is closed."""
    system = user is audit.SYSTEM
    seats = [] if system else session.council.members.filter(user_id=user.pk).values_list("seat", flat=True)
    return Facts(
        manages=system or may_manage(user, session.council),
        seats=frozenset(seats),
        empty=not session.items.exists(),
        scored=deciding_items(scored_items(session)) if session.state == SessionState.CLOSED else [],
        decided=frozenset(DecisionItem.objects.filter(decision__session=session).values_list("cycle_id", flat=True)),
        recused=not system and recused_from(user.scope).filter(item__session=session).exists(),
    )


def may_make(user, target: Target, facts: Facts) -> str | None:
    """None when the person may make this paper; otherwise the sentence why not."""
    if facts.recused and target.kind in PaperQuerySet.WHOLE:
        return str(messages.PAPER_RECUSED)
    if facts.manages:
        return None
    if target.kind in OFFICE_KINDS:
        return str(messages.PAPER_OFFICE_ONLY)
    if facts.seats & KEEPERS:
        return None
    if target.kind == PaperKind.ADVISORY and Seat.ADVISOR in facts.seats:
        return None
    if target.kind == PaperKind.SLIP and target.sheet.member.user_id == user.pk:
        return None
    return str(messages.PAPER_NOT_YOURS)


def missing(user, target: Target, facts: Facts) -> str | None:
    """None when the paper can be made now; otherwise the sentence what has to happen first."""
    session, kind = target.session, target.kind
    if facts.empty:
        return str(messages.PAPER_EMPTY_SESSION)
    closed = session.state == SessionState.CLOSED
    if kind in MEETING_ONLY and session.kind == SessionKind.WRITTEN:
        return str(messages.PAPER_IN_WRITING)
    if kind == PaperKind.INVITATION and closed:
        return str(messages.PAPER_BEFORE_CLOSING)
    if kind == PaperKind.BLANK and target.item.state not in (ItemState.WAITING, ItemState.SCORING):
        return str(messages.PAPER_BEFORE_CLOSING)
    if kind in AFTER_CLOSING and not closed:
        return str(messages.PAPER_AFTER_CLOSING)
    if kind == PaperKind.SLIP:
        return _no_slip(user, target)
    if kind in DECISIONS and target.decision is None:
        return _undecided(facts.scored, kind)
    if kind == PaperKind.NOTICE:
        return _no_notice(target.item, facts)
    return None


def _no_slip(user, target: Target) -> str | None:
    """One's own sheet once it is handed in; the others' after the closing."""
    if target.sheet.state != SheetState.SUBMITTED:
        return str(messages.PAPER_SHEET_OPEN)
    own = user is not audit.SYSTEM and target.sheet.member.user_id == user.pk
    return None if own or target.item.state == ItemState.CLOSED else str(messages.PAPER_AFTER_CLOSING)


def _undecided(scored: list[Scored], kind: str) -> str | None:
    """Whether there is anything to put into a draft decision."""
    rights = [one.rights for one in scored if one.undecided]
    if kind == PaperKind.APPROVAL:
        return None if any(r.goes_up for r in rights) else str(messages.PAPER_NOTHING_UP)
    named = any(r.recognised and not r.goes_up for r in rights)
    return None if named else str(messages.PAPER_NOTHING_RECOGNISED)


def _no_notice(item: SessionProduct, facts: Facts) -> str | None:
    """A result is told when it is decided, or when there is nothing to decide."""
    one = next((row for row in facts.scored if row.item.pk == item.pk), None)
    if item.state != ItemState.CLOSED:
        return str(messages.PAPER_AFTER_CLOSING)
    if one is None or item.cycle.state == CycleState.HANDED_BACK:
        return str(messages.PAPER_WAITS_DECISION)
    if not (one.rights.recognised or one.rights.goes_up) or item.cycle.state in DECIDED:
        return None
    return None if item.cycle_id in facts.decided else str(messages.PAPER_WAITS_DECISION)


def slots(user, session: CouncilSession, items: list[SessionProduct]) -> list[Slot]:
    """Every line of the session's page for this person, in the order of the procedure. `items`: those they see."""
    found = _session_slots(session) + _item_slots(items) + _sheet_slots(user, session, items)
    seen: dict[tuple[str, str], list[IssuedPaper]] = {}
    rows = IssuedPaper.objects.visible_to(user).filter(session=session).select_related("pdf", "docx").defer("data")
    for paper in rows.order_by("-version"):
        seen.setdefault((paper.kind, paper.subject), []).append(paper)
    facts, kept = facts_of(user, session), []
    for slot in found:
        slot.papers = seen.get((str(slot.target.kind), slot.target.subject), [])
        lacks = may_make(user, slot.target, facts)
        slot.writes = lacks is None
        own = facts.manages or (facts.seats & KEEPERS and slot.target.kind not in OFFICE_KINDS)
        if own and lacks == str(messages.PAPER_RECUSED):
            slot.why = lacks
            kept.append(slot)
            continue
        over = session.state == SessionState.CLOSED and slot.target.kind in BEFORE_CLOSING
        over |= session.kind == SessionKind.WRITTEN and slot.target.kind in MEETING_ONLY
        if slot.papers or (slot.writes and not over):
            slot.why = missing(user, slot.target, facts) or "" if slot.writes and not slot.current else ""
            kept.append(slot)
    return kept


def _session_slots(session: CouncilSession) -> list[Slot]:
    found = [
        Slot(Target(PaperKind.INVITATION, session), _("Giấy mời họp"), _("Gửi chung cho Hội đồng, Tổ tư vấn, chủ thể"))
    ]
    for member in session.council.members.select_related("user"):
        label = _("Giấy mời: %(name)s") % {"name": member.user.full_name}
        found.append(Slot(Target(PaperKind.INVITATION, session, member=member), label, member.agency))
    found += [
        Slot(Target(PaperKind.ADVISORY, session), _("Báo cáo của Tổ tư vấn"), _("Kết quả kiểm tra từng hồ sơ")),
        Slot(Target(PaperKind.MINUTES, session), _("Biên bản, báo cáo của Hội đồng"), _("Kèm biểu tổng hợp điểm")),
        Slot(Target(PaperKind.SUMMARY, session), _("Biểu tổng hợp điểm"), _("Mỗi thành viên một cột")),
        Slot(Target(PaperKind.SUBMISSION, session), _("Tờ trình"), _("Trình công nhận, phê duyệt kết quả")),
        Slot(Target(PaperKind.RECOGNITION, session), _("Dự thảo quyết định công nhận"), _("Kèm tờ trình")),
        Slot(Target(PaperKind.APPROVAL, session), _("Dự thảo quyết định phê duyệt kết quả"), _("Chuyển cấp trên")),
    ]
    return found


def _item_slots(items: list[SessionProduct]) -> list[Slot]:
    found = []
    for item in items:
        words = {"name": item.cycle.product.name}
        found.append(Slot(Target(PaperKind.BLANK, item.session, item=item), _("Phiếu in sẵn: %(name)s") % words))
    for item in items:
        words = {"name": item.cycle.product.name}
        found.append(Slot(Target(PaperKind.NOTICE, item.session, item=item), _("Thông báo kết quả: %(name)s") % words))
    return found


def _sheet_slots(user, session: CouncilSession, items: list[SessionProduct]) -> list[Slot]:
    """Sheets that the person may read by the gate of the sheets itself."""
    rows = (
        ScoreSheet.objects.visible_to(user)
        .filter(item__in=items, state=SheetState.SUBMITTED)
        .select_related("item__session__council", "item__cycle__product", "member__user")
        .order_by("item__position", "scoring_round", "member__position", "pk")
    )
    found = []
    for sheet in rows:
        words = {"name": sheet.item.cycle.product.name, "member": sheet.member.user.full_name}
        note = _("Vòng %(n)s") % {"n": sheet.scoring_round} if sheet.scoring_round > 1 else ""
        target = Target(PaperKind.SLIP, session, item=sheet.item, member=sheet.member, sheet=sheet)
        found.append(Slot(target, _("%(name)s: phiếu của %(member)s") % words, note))
    return found


def notices_to_issue(found: list[Slot]) -> tuple[list[Slot], list[Slot]]:
    """Result notices that can be issued now, corrected ones among them, and those that wait for something first."""
    rows = [slot for slot in found if slot.target.kind == PaperKind.NOTICE and slot.writes]
    ready = [slot for slot in rows if slot.draft or not (slot.current or slot.why)]
    return ready, [slot for slot in rows if slot.why and not slot.current]


def decision_papers(user, decision: RecognitionDecision) -> list[IssuedPaper]:
    """The decision's own paper and the certificates printed under it, as far as the person reads them."""
    rows = IssuedPaper.objects.visible_to(user).filter(
        Q(decision=decision) | Q(certificate__decision=decision, state=PaperState.ISSUED)
    )
    return list(rows.defer("data").order_by("kind", "subject", "-version"))


def dossier_papers(user, dossier) -> list[IssuedPaper]:
    """Notices and certificates of the dossier's cycle that are in force, for producer, commune and offices."""
    rows = IssuedPaper.objects.visible_to(user).filter(
        Q(kind=PaperKind.NOTICE, item__cycle_id=dossier.cycle_id)
        | Q(kind=PaperKind.CERTIFICATE, certificate__cycle_id=dossier.cycle_id),
        state=PaperState.ISSUED,
    )
    return list(rows.defer("data").order_by("kind", "pk"))
