"""What the engine says of a session as it stands: the board, the conditions of closing, and the frozen result use this."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from evaluations import messages
from evaluations.enums import FindingKind, ItemState, KnockoutProposalState, Seat, SheetState
from evaluations.models import (
    Conflict,
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
from evaluations.selectors.rubrics import rubric_keys, rubric_spec


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


@dataclass(frozen=True)
class Known:
    """What a page has read already, so that `outcomes` need not ask again.

    sheets: key -> (item, member) of the submitted ones of the present rounds; proposals: item -> open ones; findings:
    those of the session.
    """

    members: frozenset[int]
    recused: frozenset[tuple[int, int]]
    chair_present: bool
    sheets: Mapping[int, tuple[int, int]]
    proposals: Mapping[int, int]
    findings: list[Finding]


@dataclass(frozen=True)
class Counts:
    """What the closing asks of a product, from the stored totals of its counted sheets: the same as in its outcome.

    Only where no requirement was found unfulfilled: that takes points from every sheet (design §5, point 7).
    """

    item: SessionProduct
    totals: list[int]
    members: int
    open_proposals: int

    @property
    def result(self):
        return self

    @property
    def counted(self) -> int:
        return len(self.totals)

    @property
    def spread(self) -> int:
        return max(self.totals) - min(self.totals) if self.totals else 0

    @property
    def needs_rescore(self) -> bool:
        return self.spread > self.item.session.council.spread_limit

    @property
    def marks_known(self) -> bool:
        return rubric_spec(self.item.rubric).marks_known


def scoring_members(session: CouncilSession) -> list[CouncilMember]:
    """Seats that score, in the order of the council."""
    return list(session.council.members.filter(scores=True).select_related("user"))


def chair_present(session: CouncilSession) -> bool:
    """Whether the chair is recorded as present."""
    return Presence.objects.filter(session=session, member__seat=Seat.CHAIR, present=True).exists()


def recusals(session: CouncilSession) -> set[tuple[int, int]]:
    """(item, member) of every conflict declared in the session."""
    return set(Conflict.objects.filter(item__session=session, has_conflict=True).values_list("item_id", "member_id"))


def outcomes(
    session: CouncilSession, items: list[SessionProduct] | None = None, known: Known | None = None
) -> dict[int, Outcome]:
    """Item key -> outcome of its present scoring round: submitted sheets, recused members out (design §5)."""
    if items is None:
        items = list(session.items.select_related("rubric", "cycle__product"))
    members = known.members if known else {m.pk for m in scoring_members(session)}
    recused = known.recused if known else recusals(session)
    present = known.chair_present if known else chair_present(session)
    choices = sheet_choices(items, known)
    findings = _findings(items, known)
    proposed = known.proposals if known else _open_proposals(items, recused)
    found = {}
    for item in items:
        entitled = members - {member for at, member in recused if at == item.pk}
        sheets = {m: places for m, places in choices[item.pk].items() if m in entitled}
        case = case_of(item, len(entitled), present, sheets, findings[item.pk])
        found[item.pk] = Outcome(item, case, evaluate(item.rubric, case), len(entitled), proposed.get(item.pk, 0))
    return found


def _open_proposals(items, recused) -> Counter:
    """Item -> proposals of handed-in sheets that wait for the session; those of recused members do not."""
    rows = KnockoutProposal.objects.filter(
        sheet__item__in=[item.pk for item in items],
        state=KnockoutProposalState.PROPOSED,
        sheet__state=SheetState.SUBMITTED,
    )
    return Counter(i for i, m in rows.values_list("sheet__item_id", "sheet__member_id") if (i, m) not in recused)


def sheet_choices(items: list[SessionProduct], known: Known | None = None) -> dict[int, dict[int, dict[str, int]]]:
    """Item -> member -> criterion code -> place, of the submitted sheets of each item's present round."""
    rounds = {item.pk: item.scoring_round for item in items}
    rubrics = {item.pk: rubric_keys(item.rubric).codes for item in items}
    found: dict[int, dict[int, dict[str, int]]] = defaultdict(dict)
    by_sheet = {}
    for pk, (item, member) in _submitted(rounds, known):
        by_sheet[pk] = (rubrics[item], found[item].setdefault(member, {}))
    rows = Score.objects.filter(sheet__in=by_sheet, place__isnull=False).order_by("criterion__position")
    for sheet_id, criterion_id, place in rows.values_list("sheet_id", "criterion_id", "place"):
        codes, places = by_sheet[sheet_id]
        places[codes[criterion_id]] = place
    return found


def _submitted(rounds: dict[int, int], known: Known | None) -> list[tuple[int, tuple[int, int]]]:
    """(sheet, (item, member)) of the submitted sheets of the present rounds, by member."""
    if known:
        rows = [(pk, place) for pk, place in known.sheets.items() if place[0] in rounds]
        return sorted(rows, key=lambda row: row[1][1])
    sheets = ScoreSheet.objects.filter(item__in=rounds, state=SheetState.SUBMITTED).order_by("member_id")
    return [(s.pk, (s.item_id, s.member_id)) for s in sheets if s.scoring_round == rounds[s.item_id]]


def _findings(items, known: Known | None) -> dict[int, dict]:
    found = defaultdict(lambda: {"knockouts": [], "joint": {}})
    for row in known.findings if known else Finding.objects.filter(item__in=[item.pk for item in items]):
        if row.kind == FindingKind.KNOCKOUT:
            found[row.item_id]["knockouts"].append(row.ref)
        else:
            found[row.item_id]["joint"][row.ref] = row.place
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


def blockers(session: CouncilSession, found: Mapping[int, Outcome | Counts], present: bool | None = None) -> list[str]:
    """Sentences of what stops the closing; empty when it may close (design §5: quorum and spread stop the closing only)."""
    says = []
    if not (chair_present(session) if present is None else present):
        says.append(str(messages.CLOSE_NO_CHAIR))
    for outcome in found.values():
        says += item_blockers(session, outcome)
    return says


def item_blockers(session: CouncilSession, outcome: Outcome | Counts) -> list[str]:
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
