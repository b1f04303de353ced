"""The way of a cycle's dossier through the levels, as its regulation lays it down for the day of filing (design §5)."""

from core import clock
from products.regulationdefs import Level, LevelPath
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
