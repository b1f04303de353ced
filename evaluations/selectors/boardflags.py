"""Flags of the chair's board: pure arithmetic on totals. They invite to talk and change nothing (guides/ux.md §7)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

NEAR_POINTS = 2  # an average this near to a bound may fall on either side of it
DRIFT_PRODUCTS = 5  # on so many products a member is far from the panel before it is told


def near_bound(total_sum: int, counted: int, bounds: Iterable[int]) -> int | None:
    """The bound of a star (30, 50, 70, 90) within two points of the average; exact, no division. None without one."""
    if not counted:
        return None
    near = [b for b in bounds if b and abs(total_sum - b * counted) <= NEAR_POINTS * counted]
    return min(near, key=lambda b: abs(total_sum - b * counted), default=None)


def far_members(totals: Mapping[int, int], limit: Decimal) -> set[int]:
    """Members whose total lies further from the mean of the product than half of the spread that the Quy chế allows."""
    count, total = len(totals), sum(totals.values())
    if count < 2:
        return set()
    return {m for m, points in totals.items() if abs(points * count - total) * 2 > limit * count}


def drifting(products: Iterable[Mapping[int, int]], limit: Decimal) -> dict[int, int]:
    """Member -> number of products where he or she is far from the panel, for those with five or more."""
    found = Counter(member for totals in products for member in far_members(totals, limit))
    return {member: number for member, number in found.items() if number >= DRIFT_PRODUCTS}


def too_wide(totals: Mapping[int, int], limit: Decimal) -> bool:
    """Whether highest and lowest total lie further apart than the Quy chế allows."""
    return bool(totals) and max(totals.values()) - min(totals.values()) > limit
