"""The way of a cycle's dossier through the levels, as its regulation lays it down for the day of filing (design §5)."""

from datetime import date

from core import clock
from products.regulationdefs import Level, LevelPath
from products.regulationfiles import load_regulation, regulation_codes
from products.selectors.regulations import spec_of


def path_of(cycle) -> LevelPath:
    """The path of the cycle's regulation on the day of filing; before filing, on the day when the cycle was opened.

    A cycle opened before its regulation began (renewal of an imported product) walks the regulation's first path.
    """
    rules = spec_of(cycle.regulation)
    return rules.path_on(clock.local_day(cycle.filed_at or cycle.created_at)) or rules.paths[0]


def has_level(cycle, level: str) -> bool:
    """Whether the path knows this level: "commune", "district", "province", "centre"."""
    return path_of(cycle).level(level) is not None


def first_scoring_level(cycle) -> Level:
    """The lowest level whose council scores the dossier."""
    return next(level for level in path_of(cycle).levels if level.scores)


def reporting_level(cycle) -> Level | None:
    """The level that reports before the scoring (the commune, Mẫu số 03 of 26/2026), or None."""
    return next((level for level in path_of(cycle).levels if level.reports), None)


def finishes_by(cycle, filed: date | None = None, on: date | None = None) -> date | None:
    """Last day on which a dossier may be finished under its own regulation, after a newer one has come into force.

    A filed dossier keeps the regulation that it was filed under. The newer one says until when (26/2026/QĐ-TTg Art. 11
    and 12: filed before 22/5/2026, first time and upgrade within 60 days, re-evaluation within 30). None where none says,
    and before filing. `filed`: the day, for a cycle that is being filed just now. `on` (today): a decision that was not
    issued by then binds nothing yet.
    """
    filed = clock.local_day(cycle.filed_at) if cycle.filed_at else filed
    if filed is None:
        return None
    own, on = spec_of(cycle.regulation), on or clock.today()
    for code in regulation_codes():
        newer = load_regulation(code)
        if newer.in_force_from <= own.in_force_from or newer.issued > on:
            continue
        for rule in newer.transition:
            if cycle.kind in rule.kinds and filed < rule.filed_before:
                return rule.last_day
    return None
