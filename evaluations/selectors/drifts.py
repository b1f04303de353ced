"""Drift of closed sessions: own score, the commune's findings, the results of the levels. Information only (design §5).

Read from the frozen results and the dossier's own score; whoever may read the values of a closed product reads its
drift, and nobody reads of a product that he or she is recused from at any level.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import F

from evaluations.drift import (
    WIDEST,
    CriterionDrift,
    LevelMean,
    Summary,
    criterion_drifts,
    level_steps,
    self_drift,
    summary,
)
from evaluations.enums import ItemState, SessionState, SheetState
from evaluations.models import (
    CouncilMember,
    CouncilSession,
    Result,
    ScoreSheet,
    SelfAssessmentChoice,
    SessionProduct,
)
from evaluations.querysets import recused_from
from evaluations.rules import may_manage
from evaluations.scoring import REQUIREMENT
from evaluations.selectors.rubrics import rubric_keys, rubric_spec
from evaluations.selectors.sheetpage import commune_topics, plain_case
from evaluations.selectors.visibility import open_values


@dataclass(frozen=True)
class ProductDrift:
    """One product. `results`: of every level so far, in their order; `steps` between them; `criteria`: the widest."""

    item: SessionProduct
    own: int | None
    result: Result
    apart: Fraction | None
    criteria: list[tuple[str, CriterionDrift]]
    findings: list[tuple[str, str]]
    results: list[Result]
    steps: list[tuple[str, str, Fraction]]


def mean_of(result: Result) -> Fraction | None:
    """The exact average of a frozen result."""
    return Fraction(result.total_sum, result.counted) if result.counted else None


def _readable(user, sessions: list[CouncilSession]) -> list[SessionProduct]:
    """Closed products of the sessions whose values the person may read, in their order."""
    seats = {m.council_id: m for m in CouncilMember.objects.filter(user_id=user.pk)}
    items = (
        SessionProduct.objects.visible_to(user)
        .filter(session__in=sessions, state=ItemState.CLOSED)
        .exclude(dossier__in=recused_from(user.scope).values("item__dossier_id"))
        .select_related(
            "result", "rubric", "cycle__product__producer", "dossier__self_assessment", "dossier__commune_report",
            "session",
        )
        .order_by("session_id", "position")
    )  # fmt: skip
    own = ScoreSheet.objects.filter(
        item__session__in=sessions, member__user_id=user.pk, state=SheetState.SUBMITTED,
        scoring_round=F("item__scoring_round"),
    )  # fmt: skip
    handed_in = set(own.values_list("item_id", flat=True))
    by_session = defaultdict(list)
    for item in items:
        by_session[item.session_id].append(item)
    found = []
    for session in sessions:
        rows, seat = by_session[session.pk], seats.get(session.council_id)
        seen = open_values(user, session, rows, seat, handed_in)
        found += [item for item in rows if item.pk in seen]
    return found


def _own_total(item: SessionProduct) -> int | None:
    assessment = getattr(item.dossier, "self_assessment", None)
    return assessment.total if assessment else None


def product_drifts(user, session: CouncilSession) -> list[ProductDrift]:
    """Every product of a closed session that the person may read of; a fixed number of queries."""
    items = _readable(user, [session])
    levels = defaultdict(list)
    others = Result.objects.filter(item__cycle__in=[item.cycle_id for item in items])
    for row in others.select_related("item__session__council").order_by("closed_at", "pk"):
        levels[row.item.cycle_id].append(row)
    own = _own_places(items)
    return [_row(item, own.get(item.dossier_id, {}), levels[item.cycle_id]) for item in items]


def _own_places(items: list[SessionProduct]) -> dict[int, dict[str, int]]:
    """Dossier -> criterion -> place of the producer's own score; not where it was given on another sheet."""
    keys = {item.dossier_id: rubric_keys(item.rubric) for item in items if item.dossier.rubric_id == item.rubric_id}
    rows = SelfAssessmentChoice.objects.filter(assessment__dossier__in=keys)
    found = defaultdict(dict)
    for dossier, criterion, option in rows.values_list("assessment__dossier_id", "criterion_id", "option_id"):
        known = keys[dossier]
        if criterion in known.codes:
            found[dossier][known.codes[criterion]] = known.places[option] if option else 0
    return found


def _row(item: SessionProduct, own: dict[str, int], results: list[Result]) -> ProductDrift:
    spec, data, total = rubric_spec(item.rubric), item.result.data, _own_total(item)
    counted = {sheet["member"] for sheet in data["output"]["sheets"] if sheet["complete"]}
    sheets = [sheet["choices"] for sheet in data["input"]["sheets"] if sheet["member"] in counted]
    named = set(data["input"]["findings"]["knockouts"])
    zeroed = frozenset(k.name for k in spec.knockouts if k.effect == REQUIREMENT and k.name in named)
    widest = criterion_drifts(spec, own, sheets, zeroed)[:WIDEST]
    means = [LevelMean(row.item.session.council.get_level_display(), mean_of(row)) for row in results]
    return ProductDrift(
        item=item,
        own=total,
        result=item.result,
        apart=self_drift(total, mean_of(item.result)),
        criteria=[(plain_case(spec.criteria[row.code].name), row) for row in widest],
        findings=commune_topics(getattr(item.dossier, "commune_report", None)),
        results=results,
        steps=level_steps(means),
    )


def round_drifts(user, row) -> tuple[list[tuple[CouncilSession, Summary | None]], Summary | None]:
    """Closed sessions of a round that the person may calibrate, each with its summary; and the whole round's."""
    seats = set(CouncilMember.objects.filter(user_id=user.pk).values_list("council_id", flat=True))
    sessions = CouncilSession.objects.visible_to(user).filter(state=SessionState.CLOSED, round=row)
    rows = list(sessions.select_related("council__unit").order_by("held_on", "pk"))
    mine = [s for s in rows if s.council_id in seats or may_manage(user, s.council)]
    by_session = defaultdict(list)
    for item in _readable(user, mine):
        by_session[item.session_id].append(self_drift(_own_total(item), mean_of(item.result)))
    every = [drift for drifts in by_session.values() for drift in drifts]
    return [(session, summary(by_session[session.pk])) for session in mine], summary(every)
