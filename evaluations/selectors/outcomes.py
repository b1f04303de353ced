"""What the engine says of a session as it stands: the board, the conditions of closing, and the frozen result use this."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Value

from evaluations import messages
from evaluations.enums import FindingKind, ItemState, KnockoutProposalState, Seat, SheetState
from evaluations.models import (
    CouncilMember,
    CouncilSession,
    Finding,
    KnockoutProposal,
    Presence,
    Score,
    ScoreSheet,
    SessionProduct,
)
from evaluations.scorecases import answer_of
from evaluations.scoring import CouncilRules, Findings, Result, Sheet, score
from evaluations.selectors.reading import reading_of, recusals
from evaluations.selectors.rubrics import rubric_keys, rubric_spec

PROPOSED = "proposed"  # beside the kinds of findings, in one reading


@dataclass(frozen=True)
class Outcome:
    """One product: `input` and `output` exactly as `manage.py score` knows them, and the engine's own result."""

    item: SessionProduct
    input: dict
    result: Result
    members: int
    open_proposals: int = 0  # knock-outs proposed on sheets, without a conclusion of the session

    @property
    def output(self) -> dict:
        return answer_of(self.result)

    @property
    def total_sum(self) -> int:
        return sum(points.total for _member, points in self.result.sheets if points.complete)


def scoring_members(session: CouncilSession) -> list[CouncilMember]:
    """Seats that score, in the order of the council."""
    known = reading_of(session)
    if known:
        return [seat for seat in known.seats if seat.scores]
    return list(session.council.members.filter(scores=True).select_related("user"))


def chair_present(session: CouncilSession) -> bool:
    """Whether the chair is recorded as present."""
    known = reading_of(session)
    if known:
        there = {pk for pk, presence in known.presences.items() if presence.present}
        return any(seat.seat == Seat.CHAIR and seat.pk in there for seat in known.seats)
    return Presence.objects.filter(session=session, member__seat=Seat.CHAIR, present=True).exists()


def outcomes(
    session: CouncilSession, items: list[SessionProduct] | None = None, sheets: list[ScoreSheet] | None = None
) -> dict[int, Outcome]:
    """Item key -> outcome of its present scoring round: submitted sheets, recused members out (design §5).

    `sheets`: the sheets of the items, where they are read already.
    """
    if items is None:
        items = list(session.items.select_related("rubric", "cycle__product"))
    members = {m.pk for m in scoring_members(session)}
    recused = recusals(session)
    present = chair_present(session)
    choices = sheet_choices(items, sheets)
    findings, proposed = _findings_and_proposals(items, recused)
    found = {}
    for item in items:
        entitled = members - {member for at, member in recused if at == item.pk}
        given = {m: places for m, places in choices[item.pk].items() if m in entitled}
        case = case_of(item, len(entitled), present, given, findings[item.pk])
        found[item.pk] = Outcome(item, case, evaluate(item.rubric, case), len(entitled), proposed[item.pk])
    return found


def _findings_and_proposals(items, recused) -> tuple[dict[int, dict], Counter]:
    """What the session found, by item; and how many proposals of handed-in sheets wait for it, recused members' aside."""
    found, proposed, keys = defaultdict(lambda: {"knockouts": [], "joint": {}}), Counter(), [item.pk for item in items]
    waiting = KnockoutProposal.objects.filter(
        sheet__item__in=keys, state=KnockoutProposalState.PROPOSED, sheet__state=SheetState.SUBMITTED
    )
    findings = Finding.objects.filter(item__in=keys).order_by().values_list("item_id", "kind", "ref", "place")
    proposals = waiting.order_by().values_list("sheet__item_id", Value(PROPOSED), Value(""), "sheet__member_id")
    for item_id, kind, ref, number in sorted(findings.union(proposals, all=True), key=lambda row: row[:3]):
        if kind == PROPOSED:
            proposed[item_id] += (item_id, number) not in recused
        elif kind == FindingKind.KNOCKOUT:
            found[item_id]["knockouts"].append(ref)
        else:
            found[item_id]["joint"][ref] = number
    return found, proposed


def sheet_choices(
    items: list[SessionProduct], sheets: list[ScoreSheet] | None = None
) -> dict[int, dict[int, dict[str, int]]]:
    """Item -> member -> criterion code -> place, of the submitted sheets of each item's present round."""
    rounds = {item.pk: item.scoring_round for item in items}
    rubrics = {item.pk: rubric_keys(item.rubric).codes for item in items}
    found: dict[int, dict[int, dict[str, int]]] = defaultdict(dict)
    if sheets is None:
        sheets = ScoreSheet.objects.filter(item__in=rounds, state=SheetState.SUBMITTED).order_by("member_id")
    by_sheet = {}
    for sheet in sheets:
        if sheet.state == SheetState.SUBMITTED and sheet.scoring_round == rounds.get(sheet.item_id):
            by_sheet[sheet.pk] = (rubrics[sheet.item_id], found[sheet.item_id].setdefault(sheet.member_id, {}))
    rows = Score.objects.filter(sheet__in=by_sheet, place__isnull=False).order_by("criterion__position")
    for sheet_id, criterion_id, place in rows.values_list("sheet_id", "criterion_id", "place"):
        codes, places = by_sheet[sheet_id]
        places[codes[criterion_id]] = place
    return found


def case_of(item, members: int, present: bool, sheets: dict[int, dict[str, int]], findings: dict) -> dict:
    """The case as `manage.py score` takes it. Members are named by their seat's key."""
    council = item.session.council
    return {
        "rubric": item.rubric.code,
        "council": {
            "members": max(members, 1),
            "quorum": f"{council.quorum.normalize():f}",
            "spread_limit": f"{council.spread_limit.normalize():f}",
            "gate_rule": str(council.gate_rule),
            "chair_present": present,
        },
        "sheets": [{"member": str(pk), "choices": places} for pk, places in sorted(sheets.items())],
        "findings": {"knockouts": list(findings["knockouts"]), "joint": dict(findings["joint"])},
    }


def evaluate(rubric, case: dict) -> Result:
    """The engine on a case, with the pinned rubric rather than today's file."""
    return score(
        rubric_spec(rubric),
        CouncilRules(**case["council"]),
        [Sheet(sheet["member"], sheet["choices"]) for sheet in case["sheets"]],
        Findings(case["findings"]["knockouts"], case["findings"]["joint"]),
    )


def blockers(session: CouncilSession, found: dict[int, Outcome]) -> list[str]:
    """Sentences of what stops the closing; empty when it may close (design §5: quorum and spread stop the closing only)."""
    says = []
    if not chair_present(session):
        says.append(str(messages.CLOSE_NO_CHAIR))
    for outcome in found.values():
        says += item_blockers(session, outcome)
    return says


def item_blockers(session: CouncilSession, outcome: Outcome) -> list[str]:
    """The same for one product, the chair's presence aside."""
    item, result = outcome.item, outcome.result
    words = {"product": item.cycle.product.name}
    if item.state != ItemState.LOCKED:
        return [messages.NOT_CLOSABLE_STATE % words]
    if not result.counted:
        return [messages.CLOSE_NO_SHEETS % words]
    says = []
    if result.counted < session.council.quorum * outcome.members:
        says.append(messages.CLOSE_NO_QUORUM % (words | {"counted": result.counted, "members": outcome.members}))
    if result.needs_rescore:
        limit = f"{session.council.spread_limit.normalize():f}".replace(".", ",")
        says.append(messages.CLOSE_SPREAD % (words | {"spread": result.spread, "limit": limit}))
    if outcome.open_proposals:
        says.append(messages.CLOSE_PROPOSALS % (words | {"count": outcome.open_proposals}))
    if not result.marks_known and not item.marks_statement.strip():
        says.append(messages.CLOSE_NO_STATEMENT % words)
    return says
