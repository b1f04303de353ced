"""What a signed-in person may reach: a plain value that accounts fills and every `visible_to` reads (design §3)."""

from dataclasses import dataclass, field

COMMUNE, DISTRICT, PROVINCE = "commune", "district", "province"
DEPARTMENT, LEADERSHIP, MINISTRY, ADMIN = "department", "leadership", "ministry", "admin"
PROVINCE_WIDE = frozenset({PROVINCE, DEPARTMENT, LEADERSHIP})
NATION_WIDE = frozenset({MINISTRY})


@dataclass(frozen=True)
class RoleHeld:
    """One role at one unit. `acts` is False when the unit has ended or the role's dates have not begun or are over."""

    role: str
    unit_id: int | None
    province_id: int | None
    acts: bool
    unit_ids: frozenset[int] = frozenset()
    province_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Scope:
    """Rows a person may see.

    `unit_ids`: units whose records are reached one by one (a commune with its forerunners, a district with its communes).
    `province_ids`: provinces reached whole, forerunners included. `nation`: every province (ministry).
    An administrator of the system reaches accounts and settings, not the programme's records.
    """

    user_id: int | None = None
    name: str = ""
    roles: tuple[RoleHeld, ...] = ()
    unit_ids: frozenset[int] = frozenset()
    province_ids: frozenset[int] = frozenset()
    nation: bool = False
    admin: bool = False
    main_role: str = ""
    extra: dict = field(default_factory=dict, compare=False)

    @property
    def bare(self) -> bool:
        """Whether nothing but the person's own key opens rows: council seats, memberships, own sheets."""
        return not (self.nation or self.unit_ids or self.province_ids)

    def holds(self, role: str, *, unit_id: int | None = None, province_id: int | None = None) -> bool:
        """Whether the person may act in `role` for a record of this unit and province. Roles at ended units only read."""
        for held in self.roles:
            if held.role != role or not held.acts:
                continue
            if role in PROVINCE_WIDE:
                if province_id is not None and province_id in held.province_ids:
                    return True
            elif role in (COMMUNE, DISTRICT):
                if unit_id is not None and unit_id in held.unit_ids:
                    return True
            else:
                return True
        return False

    def acts_as(self, role: str) -> bool:
        """Whether the person holds `role` anywhere and may act in it."""
        return any(held.role == role and held.acts for held in self.roles)


NOBODY = Scope()
