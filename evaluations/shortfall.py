"""What a sheet still lacks for a wanted star: dataclasses in, dataclasses out; no framework, no database.

The shortest way is found exactly, not guessed: fewest criteria changed, then fewest points raised, then the order of the
sheet. Only raising counts as a way: nobody is advised to do worse. What the session found jointly (`named`) no option
can clear; it is said beside the way. Points come from `scoring.sheet_points`, so conditions are read as the engine does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from evaluations.scoring import check_choices, sheet_points
from evaluations.sheetdefs import ANY_ZERO, IS_ZERO, NOT_MET, REQUIREMENT, Mark, Rubric

STARS = (3, 4, 5)


@dataclass(frozen=True, slots=True)
class Step:
    """One criterion to improve. `place_before` None = chưa chấm; points are those of the options.

    stars: the lowest unmet mark that it serves, or None; clears: zero rules that it lifts; requirement: the session
    made it 0, and its condition has to be met first.
    """

    criterion: str
    place_before: int | None
    place_after: int
    points_before: int
    points_after: int
    stars: int | None
    clears: tuple[str, ...]
    requirement: bool

    @property
    def gain(self) -> int:
        return self.points_after - self.points_before


@dataclass(frozen=True)
class Shortfall:
    """What is missing for `target` stars. `steps` None: no way leads there; () = nothing is missing.

    lower: points to reach, the band's bound with `margin`; total_after: of the sheet when the steps are taken, criteria
    without a choice 0; unmet: marks up to the target; zeros: zero rules in force; blocking: joint findings; other_case:
    the way changes the case of a criterion with two cases, because its own case cannot give enough.
    """

    target: int
    lower: int
    total: int
    total_after: int
    unmet: tuple[Mark, ...]
    zeros: tuple[str, ...]
    blocking: tuple[str, ...]
    missing: tuple[str, ...]
    steps: tuple[Step, ...] | None
    other_case: bool = False

    @property
    def reached(self) -> bool:
        return self.steps == () and not self.blocking

    @property
    def short(self) -> int:
        """Points that the total lacks."""
        return max(0, self.lower - self.total)


def shortfall(
    rubric: Rubric,
    choices: Mapping[str, int],
    target: int,
    *,
    margin: int = 0,
    zeroed: Iterable[str] = (),
    named: Iterable[str] = (),
) -> Shortfall:
    """The cheapest way from `choices` to `target` stars.

    margin: points wanted above the band's bound (a council's average below the sheet that stands for it); zeroed:
    requirements that the session found unfulfilled; named: its other knock-outs. ScoringError for a bad choice.
    """
    check_choices(rubric, choices)
    off = frozenset(zeroed)
    base = {code: NOT_MET if code in off else choices.get(code, NOT_MET) for code in rubric.criteria}
    lower = next(b.lower for b in rubric.bands if b.stars == target) + margin
    points = sheet_points(rubric, base)
    asked = _Asked(rubric, target)
    way, other = _cheapest(rubric, base, asked, lower, own_case=True), False
    if way is None:
        way = _cheapest(rubric, base, asked, lower, own_case=False)
        other = way is not None
    after = base if way is None else base | way
    steps = None
    if way is not None:
        order = [code for code in rubric.criteria if code in way]
        steps = tuple(_step(rubric, asked, points, choices, base, way, code, code in off) for code in order)
    return Shortfall(
        target=target,
        lower=lower,
        total=points.total,
        total_after=sheet_points(rubric, after).total,
        unmet=tuple(m for m in asked.marks if points.points[m.criterion] < m.required),
        zeros=tuple(asked.zeros_in(points)),
        blocking=tuple(n for n in named if n not in off),
        missing=tuple(code for code in rubric.criteria if code not in choices),
        steps=steps,
        other_case=other,
    )


def standing_sheet(
    rubric: Rubric,
    sheets: Sequence[Mapping[str, int]],
    rule: str = "majority",
    joint: Mapping[str, int] | None = None,
    zeroed: frozenset[str] = frozenset(),
) -> dict[str, int]:
    """One sheet that stands for the council's counted ones, criterion by criterion.

    The lower median: it reaches a mark exactly when more than half of the sheets do. Under `all` a marked criterion takes
    the lowest, under `joint` the option found (none = không đáp ứng). What does not apply on a sheet is 0 there.
    """
    marked = {m.criterion for m in rubric.marks}
    read = [(sheet, sheet_points(rubric, sheet, zeroed)) for sheet in sheets]
    standing = {}
    for code in rubric.criteria:
        if rule == "joint" and code in marked:
            standing[code] = (joint or {}).get(code, NOT_MET)
            continue
        ranked = sorted((p.points[code], NOT_MET if code in p.not_applying else s[code]) for s, p in read)
        middle = 0 if rule == "all" and code in marked else (len(ranked) - 1) // 2
        standing[code] = ranked[middle][1] if ranked else NOT_MET
    return standing


# --- the search -----------------------------------------------------------------------------------------------------


class _Asked:
    """What a target asks of single criteria: least points by its marks, and no 0 where a zero rule looks."""

    def __init__(self, rubric: Rubric, target: int):
        self.marks = tuple(m for m in rubric.marks if m.stars <= target)
        self.least: dict[str, int] = {}
        for mark in self.marks:
            self.least[mark.criterion] = max(mark.required, self.least.get(mark.criterion, 0))
        self.rules: dict[str, tuple[str, ...]] = {}
        for rule in rubric.knockouts:
            if rule.effect == REQUIREMENT:
                continue
            if rule.when == IS_ZERO:
                self.rules[rule.name] = (rule.name,)
            elif rule.when == ANY_ZERO:
                self.rules[rule.name] = tuple(c.code for c in rubric.section(rule.name).criteria)
        self.never_zero = frozenset(code for codes in self.rules.values() for code in codes)

    def holds(self, points, codes: Iterable[str]) -> bool:
        """Whether these criteria have what is asked of them."""
        return all(points.points[c] >= self.least.get(c, 0) and not self._zero(points, c) for c in codes)

    def _zero(self, points, code: str) -> bool:
        return code in self.never_zero and points.points[code] == 0 and code not in points.not_applying

    def zeros_in(self, points) -> list[str]:
        """Names of the zero rules that the sheet breaks."""
        return [name for name, codes in self.rules.items() if any(self._zero(points, c) for c in codes)]


def _groups(rubric: Rubric) -> list[list[str]]:
    """Criteria that hang together by `applies_if`, in the order of the sheet."""
    head = {code: code for code in rubric.criteria}

    def find(code: str) -> str:
        while head[code] != code:
            code = head[code]
        return code

    for code, criterion in rubric.criteria.items():
        if criterion.applies_if is not None:
            head[find(code)] = find(criterion.applies_if.criterion)
    groups: dict[str, list[str]] = {}
    for code in rubric.criteria:
        groups.setdefault(find(code), []).append(code)
    return list(groups.values())


def ways_up(rubric: Rubric, code: str, place: int, *, own_case: bool) -> list[int]:
    """Places that raise a criterion from `place`: the first of each number of points, in the order of the sheet.

    Where a case was chosen, only that case's options when `own_case`: a case is a fact of the producer, not a merit.
    """
    criterion = rubric.criteria[code]
    case = criterion.options[place - 1].case if place != NOT_MET else ""
    found: dict[int, int] = {}
    ranked = sorted(criterion.options, key=lambda o: (o.case != case, o.place))
    for option in ranked:
        if own_case and case and option.case != case:
            continue
        if option.points > criterion.points_at(place):
            found.setdefault(option.points, option.place)
    return sorted(found.values())


def _cheapest(rubric, base, asked, lower, *, own_case) -> dict[str, int] | None:
    """Criterion -> new place of the cheapest way, or None. Knapsack over groups: exact, because costs only add.

    A cost is (criteria changed, points raised, order); `order` is one number with a digit per criterion, so that of two
    equal ways the one wins that changes what stands earlier on the sheet, and then by the lower option.
    """
    codes = list(rubric.criteria)
    digit = max((len(c.options) for c in rubric.criteria.values()), default=0) + 1  # "unchanged" ranks last
    weight = {code: (digit + 1) ** (len(codes) - 1 - n) for n, code in enumerate(codes)}
    best = {0: ((0, 0, 0), {})}
    for group in _groups(rubric):
        ways = _ways(rubric, base, asked, group, weight, digit, own_case)
        after: dict[int, tuple] = {}
        for total, (cost, changes) in best.items():
            for gained, (more, places) in ways.items():
                at = min(lower, total + gained)
                sum_ = (cost[0] + more[0], cost[1] + more[1], cost[2] + more[2])
                if at not in after or sum_ < after[at][0]:
                    after[at] = (sum_, changes | places)
        best = after
    found = best.get(lower)
    return found[1] if found else None


def _ways(rubric, base, asked, group, weight, digit, own_case) -> dict[int, tuple]:
    """Points of the group as they count -> cheapest (cost, changes) that satisfies what is asked of the group."""
    ups = [[base[code], *ways_up(rubric, code, base[code], own_case=own_case)] for code in group]
    found: dict[int, tuple] = {}
    for places in product(*ups):
        changes = {c: p for c, p in zip(group, places, strict=True) if p != base[c]}
        points = sheet_points(rubric, base | changes)
        if not asked.holds(points, group):
            continue
        raised = sum(
            rubric.criteria[c].points_at(p) - rubric.criteria[c].points_at(base[c]) for c, p in changes.items()
        )
        order = sum(weight[c] * changes.get(c, digit) for c in group)
        cost, gained = (len(changes), raised, order), sum(points.points[c] for c in group)
        if gained not in found or cost < found[gained][0]:
            found[gained] = (cost, changes)
    return found


def _step(rubric, asked, points, choices, base, way, code, requirement) -> Step:
    criterion = rubric.criteria[code]
    served = [m.stars for m in asked.marks if m.criterion == code and points.points[code] < m.required]
    broken = asked.zeros_in(points)
    return Step(
        criterion=code,
        place_before=choices.get(code),
        place_after=way[code],
        points_before=criterion.points_at(base[code]),
        points_after=criterion.points_at(way[code]),
        stars=min(served) if served else None,
        clears=tuple(n for n in broken if code in asked.rules[n] and points.points[code] == 0),
        requirement=requirement,
    )
