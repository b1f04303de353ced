"""Paper sheets of a session: who may do what with each, where two readings differ, and what the minutes say of them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from evaluations import sheetdefs
from evaluations.enums import PaperSheetState, SheetState
from evaluations.models import Conflict, CouncilSession, PaperAnswer, PaperEntry, ScoreSheet
from evaluations.rules import may_resolve_paper, may_type_paper
from evaluations.selectors.outcomes import scoring_members
from evaluations.selectors.rubrics import rubric_keys, rubric_spec


@dataclass(frozen=True)
class Difference:
    """One criterion that two people read differently."""

    criterion: sheetdefs.Criterion
    first: int
    second: int

    @property
    def code(self) -> str:
        return self.criterion.code

    @property
    def readings(self) -> list[tuple[str, int, int]]:
        """(who, place, points) of both."""
        both = ((_("Lần nhập thứ nhất"), self.first), (_("Lần nhập thứ hai"), self.second))
        return [(word, place, self.criterion.points_at(place)) for word, place in both]


@dataclass(frozen=True)
class PaperRow:
    """One entry on the session's page, with what the person may do."""

    entry: PaperEntry
    types: bool
    resolves: bool
    typed_by: list[str]


def typed_places(entry: PaperEntry) -> dict[int, dict[str, int]]:
    """Number of the reading -> criterion -> place. For the comparison only."""
    codes = rubric_keys(entry.item.rubric).codes
    found: dict[int, dict[str, int]] = {1: {}, 2: {}}
    rows = PaperAnswer.objects.filter(typing__entry=entry)
    for number, criterion, place in rows.values_list("typing__number", "criterion_id", "place"):
        found[number][codes[criterion]] = place
    return found


def differences(entry: PaperEntry) -> list[Difference]:
    """Criteria that the two readings give differently, in the order of the sheet."""
    typed = typed_places(entry)
    criteria = rubric_spec(entry.item.rubric).criteria
    return [Difference(c, typed[1][k], typed[2][k]) for k, c in criteria.items() if typed[1].get(k) != typed[2].get(k)]


def entries_of(session: CouncilSession):
    """All entries of a session with what a page needs of them."""
    return (
        PaperEntry.objects.filter(item__session=session)
        .select_related(
            "item__cycle__product", "item__rubric__product_set", "item__session__council", "member__user", "scan"
        )
        .prefetch_related("typings__typed_by")
    )


def paper_rows(user, session: CouncilSession) -> list[PaperRow]:
    """Entries of products that the person sees."""
    seen = entries_of(session).filter(pk__in=PaperEntry.objects.visible_to(user).values("pk"))
    types_here = may_type_paper(user, session.council)
    rows = []
    for entry in seen:
        typists = [t.typed_by for t in entry.typings.all()]
        waits = entry.state == PaperSheetState.WAITING and entry.item.state == "scoring"
        types = waits and types_here and user.pk not in {t.pk for t in typists}
        resolves = entry.state == PaperSheetState.DIFFERS and may_resolve_paper(user, entry)
        rows.append(PaperRow(entry, types, resolves, [t.full_name for t in typists]))
    return rows


def may_be_allowed(session: CouncilSession, items: list) -> list[tuple]:
    """(item, member) for whom paper may still be allowed: being scored, no conflict, nothing handed in, not yet allowed."""
    rounds = {item.pk: item.scoring_round for item in items}
    inside = {"item__session": session}
    taken = set(Conflict.objects.filter(has_conflict=True, **inside).values_list("item_id", "member_id"))
    done = ScoreSheet.objects.filter(**inside).exclude(state=SheetState.DRAFT)
    papers = PaperEntry.objects.filter(**inside).exclude(state=PaperSheetState.CANCELLED)
    for rows in (done, papers):
        found = rows.values_list("item_id", "member_id", "scoring_round")
        taken |= {(item, member) for item, member, number in found if rounds.get(item) == number}
    members = scoring_members(session)
    return [(i, m) for i in items if i.state == "scoring" for m in members if (i.pk, m.pk) not in taken]


def paper_sheets(session: CouncilSession) -> dict[int, list[dict]]:
    """Item key -> what the minutes say of its paper sheets. Frozen into the result at closing."""
    found: dict[int, list[dict]] = {}
    for entry in entries_of(session).filter(state=PaperSheetState.FILLED).select_related("resolved_by"):
        found.setdefault(entry.item_id, []).append(
            {
                "member": str(entry.member_id),
                "round": entry.scoring_round,
                "code": entry.code,
                "reason": entry.reason,
                "typed_by": [t.typed_by.full_name for t in entry.typings.all()],
                "resolved_by": entry.resolved_by.full_name if entry.resolved_by else "",
                "resolution": entry.resolution,
                "scan": entry.scan.sha256 if entry.scan else "",
            }
        )
    return found
