"""What the board tells of a locked product, kept by each process until one of the values that it follows from differs.

Marks of a sheet that is handed in cannot change: the database refuses it, and a sheet given back comes again with
another version and seal. Closing, item page and papers ask the engine anew (`outcomes`).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from core.keptpages import KeptPages
from evaluations.models import CouncilSession, SessionProduct
from evaluations.selectors.outcomes import Known, Outcome, outcomes

SIZE = 4096  # products, about 1.5 kB each
KEPT = KeptPages(SIZE)


class Shown(NamedTuple):
    """The part of the engine's `Result` that the table and the conditions of closing read."""

    counted: int
    average: Fraction | None
    average_shown: str | None
    stars: int | None
    spread: int
    needs_rescore: bool
    marks_known: bool
    total_sum: int


@dataclass(frozen=True)
class Brief:
    """An `Outcome` without the answers."""

    item: SessionProduct
    result: Shown
    members: int
    open_proposals: int

    @property
    def total_sum(self) -> int:
        return self.result.total_sum


def briefs(session: CouncilSession, items: list, known: Known, sheets: Mapping[tuple[int, int], object]) -> dict:
    """Item key -> brief, in the order of `items`. One statement where a product is not kept, none else.

    sheets: (item, member) -> sheet with pk, version and seal; which of them are handed in, `known` says.
    """
    bases, recused = _bases(session, items, known, sheets), defaultdict(int)
    for item, member in known.recused:
        recused[item] += member in known.members
    found = {item.pk: KEPT.peek(bases[item.pk]) for item in items}
    missing = [item for item in items if found[item.pk] is None]
    if missing:
        for pk, outcome in outcomes(session, missing, known).items():
            found[pk] = KEPT.keep(bases[pk], _shown(outcome))
    return {
        item.pk: Brief(item, found[item.pk], len(known.members) - recused[item.pk], known.proposals.get(item.pk, 0))
        for item in items
    }


def _bases(session, items, known: Known, sheets) -> dict[int, tuple]:
    """Item -> everything that its result follows from: sheet of criteria, rules, marks by version, findings."""
    council, marks, findings = session.council, defaultdict(list), defaultdict(list)
    rules = council.spread_limit, council.gate_rule
    places = {item.pk for item in items}
    for place in known.sheets.values():
        if place[0] in places and place[1] in known.members and place not in known.recused:
            sheet = sheets[place]
            marks[place[0]].append((sheet.pk, sheet.version, sheet.seal))
    for row in known.findings:
        findings[row.item_id].append((row.pk, row.kind, row.ref, row.place))
    return {
        item.pk: (
            item.pk, item.rubric.pk, item.rubric.content_hash, item.rubric.loaded_at, *rules,
            frozenset(marks[item.pk]), frozenset(findings[item.pk]),
        )
        for item in items
    }  # fmt: skip


def _shown(outcome: Outcome) -> Shown:
    result = outcome.result
    return Shown(*(getattr(result, name) for name in Shown._fields[:-1]), outcome.total_sum)
