"""The access matrix: one table of (address, person, expected) over every address (security §1, craft §13).

Each room keeps its rows in `tests/matrix/<room>.py` as `ROWS` (a topic of it also in `<room>_<topic>.py`), and there may
write `def build(world)` to add the records that its rows need to `world.extra`; rooms build in the order of `ROOMS`, after `tests/matrix/ground.py`.
`test_matrix.py` walks the resolver: an address without a row fails, and so does a row without its address.
"""

import pathlib
from collections.abc import Callable
from dataclasses import dataclass, field

FIRST = ["core", "districts", "accounts", "producers", "products", "evaluations", "reports", "portal"]
FOLDER = pathlib.Path(__file__).parent
# A room's own file, then its topics in the order of their names.
ROOMS = [
    name
    for room in FIRST
    for name in [room, *sorted(path.stem for path in FOLDER.glob(f"{room}_*.py"))]
    if (FOLDER / f"{name}.py").exists()
]

# Everybody who knocks at every address. `anonymous` is nobody; the others are names of `world.users`.
KNOCKERS = [
    "anonymous", "commune", "neighbour_commune", "province", "department", "leadership", "stranger_commune",
    "stranger_province", "ministry", "admin", "producer", "stranger_producer", "nobody", "district",
    "neighbour_district", "old_province", "old_commune", "old_stranger", "member1", "member2", "chair", "secretary",
    "advisor",
]  # fmt: skip
PEOPLE = {"owner": "commune", "neighbour": "neighbour_commune", "stranger": "stranger_commune"}


@dataclass(frozen=True)
class Row:
    """What each person gets from one address.

    url: name with namespaces, "products:detail". args: world -> keyword arguments of the address.
    query: world -> query string parameters. data: world -> posted fields (files too).
    expect: person -> expected; `owner`, `neighbour`, `stranger` stand for the names in `people`.
    others: expected of everybody else in KNOCKERS, each of whom knocks.
    Expected is a status, "login" (redirect to the sign-in page with `next`) or "/path/" (redirect there; "…*" = begins).
    holds, lacks: person -> world -> texts that the answer has to contain, or must not.
    foreign: field -> world -> id that the person named by `foreign_by` may not use; posted in place of the good one it
    answers 404, 403 or 422 and leaves no audit event but a refused one.
    """

    url: str
    args: Callable = lambda world: {}
    method: str = "get"
    data: Callable = lambda world: {}
    query: Callable = lambda world: {}
    expect: dict = field(default_factory=dict)
    others: int | str = 404
    people: dict = field(default_factory=lambda: PEOPLE)
    holds: dict = field(default_factory=dict)
    lacks: dict = field(default_factory=dict)
    foreign: dict = field(default_factory=dict)
    foreign_by: str = "owner"
    headers: dict = field(default_factory=dict)

    def who(self, name: str) -> str:
        """The knocker behind `owner`, `neighbour` or `stranger`; any other name is itself."""
        return self.people.get(name, name)

    def expected(self) -> dict:
        """Knocker -> expected, for all of them."""
        table = dict.fromkeys(KNOCKERS, self.others)
        table["anonymous"] = "login"
        for name, value in self.expect.items():
            if self.who(name) not in table:
                raise KeyError(f"{self.url}: {name} is not one of KNOCKERS")
            table[self.who(name)] = value
        return table


def public(url: str, status: int = 200, **more) -> Row:
    """A row of an address that answers everybody alike."""
    return Row(url, expect={"anonymous": status}, others=status, **more)
