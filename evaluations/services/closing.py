"""From the end of scoring to the frozen result: locking, joint findings, the second round, closing (design §5)."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from core import audit, clock
from core.audit import digest, plain
from core.exceptions import Refused, Stale
from core.retries import repeatable
from core.text import nfc
from evaluations import messages
from evaluations.enums import FindingKind, ItemState, SessionState, SheetState
from evaluations.models import Conflict, CouncilSession, Finding, Result, ScoreSheet, SessionProduct
from evaluations.selectors.discipline import discipline_of
from evaluations.selectors.outcomes import Outcome, blockers, item_blockers, outcomes, sheet_choices
from evaluations.selectors.papersheets import paper_sheets
from evaluations.selectors.rubrics import rubric_spec
from evaluations.selectors.seals import session_parts
from evaluations.services.dossiers import check_places
from evaluations.services.proposals import accepted_refs
from evaluations.services.recusals import require_presiding
from evaluations.services.sessions import require_chair, require_secretary
from products.services import apply_to_all, apply_transition


@repeatable
@transaction.atomic
def end_scoring(*, item: SessionProduct, actor, at: datetime | None = None) -> SessionProduct:
    """The chair ends the scoring of a product: its sheets are locked, drafts included, and will not be counted.

    In order: the product's row, its sheets, transition `end_scoring`. From here chair and secretary see values.
    """
    require_presiding(actor, item)
    moved = SessionProduct.objects.filter(pk=item.pk, state=ItemState.SCORING).update(state=ItemState.LOCKED)
    if moved != 1:
        raise Stale(messages.NOT_OPEN_FOR_SCORING, code="stale", obj=item)
    here = ScoreSheet.objects.filter(item=item, scoring_round=item.scoring_round)
    here.filter(locked=False).update(locked=True)
    drafts = here.filter(state=SheetState.DRAFT).values_list("pk", flat=True)
    item.refresh_from_db()
    apply_transition(
        cycle=item.cycle, name="end_scoring", actor=actor, at=at, room="evaluations",
        payload={"session": item.session_id, "round": item.scoring_round, "drafts": sorted(drafts)},
    )  # fmt: skip
    return item


def _locked(item: SessionProduct) -> None:
    if item.state != ItemState.LOCKED:
        raise Refused(messages.FINDINGS_WHEN_LOCKED, code="state", obj=item)


@repeatable
@transaction.atomic
def record_findings(
    *,
    item: SessionProduct,
    knockouts: dict[str, str],
    joint: dict[str, int] | None = None,
    statement: str = "",
    discussion: str = "",
    actor,
    at: datetime | None = None,
) -> SessionProduct:
    """What the session found jointly, recorded by chair or secretary between the end of scoring and the closing.

    knockouts: name on the sheet -> note; joint: criterion -> place (read under the gate rule `joint`); statement: on
    the minimum conditions of a 1048 sheet, whose marks are not known. Replaces what was recorded before.
    Event `item.findings`.
    """
    require_secretary(actor, item.session.council)
    _locked(item)
    spec = rubric_spec(item.rubric)
    for ref in knockouts:
        if spec.knockout(ref) is None:
            raise Refused(messages.UNKNOWN_KNOCKOUT % {"ref": ref}, code="knockouts", obj=item)
    standing = accepted_refs(item)
    if standing - set(knockouts):
        words = {"refs": ", ".join(sorted(standing - set(knockouts)))}
        raise Refused(messages.PROPOSAL_STANDS % words, code="knockouts", obj=item)
    joint = joint or {}
    check_places(item.rubric, joint)
    kept = dict(item.findings.filter(kind=FindingKind.KNOCKOUT, ref__in=standing).values_list("ref", "note"))
    moment = at or clock.now()
    held = SessionProduct.objects.filter(pk=item.pk, state=ItemState.LOCKED)
    if held.update(marks_statement=nfc(statement).strip(), discussion=nfc(discussion).strip()) != 1:
        raise Stale(messages.FINDINGS_WHEN_LOCKED, code="stale", obj=item)
    item.findings.all().delete()
    rows = [
        Finding(item=item, kind=FindingKind.KNOCKOUT, ref=ref, note=kept.get(ref) or nfc(note).strip())
        for ref, note in knockouts.items()
    ]
    rows += [Finding(item=item, kind=FindingKind.JOINT, ref=code, place=place) for code, place in joint.items()]
    for row in rows:
        row.recorded_by_id, row.recorded_at = actor.pk, moment
    Finding.objects.bulk_create(rows)
    item.refresh_from_db()
    audit.record(
        "item.findings", actor=actor, obj=item, parent=item.session, at=moment, province_id=item.cycle.province_id,
        after={"knockouts": sorted(knockouts), "joint": joint, "statement": bool(item.marks_statement)},
    )  # fmt: skip
    return item


@repeatable
@transaction.atomic
def rescore(*, item: SessionProduct, reason: str, actor, at: datetime | None = None) -> SessionProduct:
    """A second round of the sheet: the sheets of the first stay as they are. Transition `rescore` with the reason."""
    require_presiding(actor, item)
    _locked(item)
    moved = SessionProduct.objects.filter(pk=item.pk, state=ItemState.LOCKED, scoring_round=item.scoring_round)
    if moved.update(state=ItemState.SCORING, scoring_round=F("scoring_round") + 1) != 1:
        raise Stale(messages.NOT_OPEN_FOR_SCORING, code="stale", obj=item)
    item.refresh_from_db()
    apply_transition(
        cycle=item.cycle, name="rescore", actor=actor, reason=reason, at=at, room="evaluations",
        payload={"session": item.session_id, "round": item.scoring_round},
    )  # fmt: skip
    return item


@repeatable
@transaction.atomic
def close_session(*, session: CouncilSession, password: str, actor, at: datetime | None = None) -> CouncilSession:
    """Close the session in one transaction, with the chair's password again.

    In order: the session's row, its products' and its sheets' (lock order), the conditions (quorum, spread, chair
    present, statement on 1048 sheets), one frozen Result per product, the products, the seal over everything that was
    decided on, transition `close_result` of every cycle, event `session.close`. Whoever writes presence, conflicts,
    findings or marks takes one of these rows first, so nothing moves between the reading and the seal.
    Refused with every reason; then nothing is written.
    """
    require_chair(actor, session.council)
    if actor is not audit.SYSTEM and not actor.check_password(password):
        raise Refused(messages.WRONG_PASSWORD, code="password", obj=session)
    moment = at or clock.now()
    held = CouncilSession.objects.filter(pk=session.pk, state=SessionState.OPEN)
    if held.update(state=SessionState.CLOSED, closed_at=moment) != 1:
        raise Stale(messages.SESSION_NOT_OPEN, code="stale", obj=session)
    session.items.update(state=F("state"))  # held: joint findings and conflicts wait from here on
    items = list(session.items.select_related("rubric", "session__council", "cycle__product").order_by("position"))
    ScoreSheet.objects.filter(item__in=items, locked=False).update(locked=True)
    found = outcomes(session, items)
    says = _says(session, found, actor)
    if says:
        raise Refused(" ".join(says), code="blocked", obj=session)
    first_rounds, kept = _first_rounds(items), discipline_of(items)
    frozen = _freeze(session, found, moment, first_rounds, kept)
    closed = SessionProduct.objects.filter(session=session, state=ItemState.LOCKED).update(state=ItemState.CLOSED)
    if closed != len(items):
        raise Stale(messages.SESSION_NOT_OPEN, code="stale", obj=session)
    session.refresh_from_db()
    parts = session_parts(session)
    session.seal = digest(parts)
    CouncilSession.objects.filter(pk=session.pk).update(seal=session.seal)
    apply_to_all(
        cycles=[item.cycle for item in items], name="close_result", actor=actor, at=moment, room="evaluations",
        payloads={r.item.cycle_id: {"session": session.pk, "stars": r.stars, "hash": r.hash} for r in frozen},
    )  # fmt: skip
    audit.record(
        "session.close", actor=actor, obj=session, parent=session.council, at=moment,
        province_id=session.council.province_id,
        after={"state": session.state, "seal": session.seal, "parts": parts},
    )  # fmt: skip
    return session


def _says(session: CouncilSession, found: dict[int, Outcome], actor) -> list[str]:
    """What stops the closing; of a product that the chair is recused from without its name and figures."""
    mine = Conflict.objects.filter(item__session=session, member__user_id=actor.pk, has_conflict=True)
    hidden = set(mine.values_list("item_id", flat=True))
    says = blockers(session, {pk: outcome for pk, outcome in found.items() if pk not in hidden})
    if any(item_blockers(session, outcome) for pk, outcome in found.items() if pk in hidden):
        says.append(str(messages.CLOSE_HIDDEN))
    return says


def _first_rounds(items: list[SessionProduct]) -> dict[int, list]:
    """Sheets of earlier rounds, kept in the result for the minutes: (round, member, total, answers)."""
    kept: dict[int, list] = {}
    for item in items:
        for number in range(1, item.scoring_round):
            earlier = SessionProduct(pk=item.pk, session=item.session, rubric=item.rubric, scoring_round=number)
            for member, places in sorted(sheet_choices([earlier])[item.pk].items()):
                kept.setdefault(item.pk, []).append({"round": number, "member": str(member), "choices": places})
    return kept


def _freeze(
    session: CouncilSession,
    found: dict[int, Outcome],
    moment: datetime,
    earlier: dict[int, list],
    kept: dict[int, dict],
) -> list:
    """One Result per product, written together."""
    members = {
        str(m.pk): {"name": m.user.full_name, "agency": m.agency, "post": m.post, "seat": m.seat}
        for m in session.council.members.select_related("user")
    }
    papers = paper_sheets(session)
    frozen = [
        _frozen(o, moment, members, earlier.get(pk, []), kept.get(pk, {}) | {"papers": papers.get(pk, [])})
        for pk, o in found.items()
    ]
    for row in frozen:
        row.clean_fields(exclude=["item"])  # the rest is the database's: one result per product, stars 1 to 5
    return Result.objects.bulk_create(frozen)


def _frozen(outcome: Outcome, moment: datetime, members: dict, earlier: list, discipline: dict) -> Result:
    item, result, council = outcome.item, outcome.result, outcome.item.session.council
    data = {
        "input": outcome.input,
        "output": outcome.output,
        "rubric": {"code": item.rubric.code, "version": item.rubric.version, "hash": item.rubric.content_hash},
        "earlier_rounds": earlier,
        "paper_sheets": discipline.get("papers", []),
        "members": members,
        "rules": {"number": council.rules_number, "date": council.rules_date},
        "recusals": discipline.get("recusals", []),
        "proposals": discipline.get("proposals", []),
        "marks_statement": item.marks_statement,
        "discussion": item.discussion,
    }
    data = plain(data)
    return Result(
        item=item,
        counted=result.counted,
        total_sum=outcome.total_sum,
        average_shown=result.average_shown or "",
        band=result.band,
        stars=result.stars,
        data=data,
        hash=digest(data),
        closed_at=moment,
    )
