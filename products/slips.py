"""What the papers of steps 2 and 3 ask, read from `slips.yaml` and validated: pure but for reading the file once a process.

A slip belongs to a regulation; an item is kept in a column of the paper or among its `answers`, under its key.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.datafiles import Node, read_yaml

FILE = Path(__file__).resolve().parent / "slips.yaml"
INPUTS = ("text", "textarea", "ticks", "choice", "number", "money")
COLUMNS = {
    "idea": ("summary", "materials", "market"),
    "plan": ("market", "materials", "technology", "quality", "people", "timetable", "budget"),
}


@dataclass(frozen=True)
class Item:
    """One thing that a slip asks. `column`: empty where it is kept among the answers; `longest`: letters of a text."""

    key: str
    label: str
    input: str
    column: str = ""
    help: str = ""
    options: tuple[str, ...] = ()
    longest: int = 5000
    not_for_sets: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its field in a form."""
        return self.column or "x_" + self.key.replace(".", "_")


@dataclass(frozen=True)
class Part:
    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Slip:
    """`gap`: what is known to be missing against the official form, said on the page."""

    code: str
    paper: str
    regulations: tuple[str, ...]
    asks: str
    decision: str
    number: str
    name: str
    gap: str
    parts: tuple[Part, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for part in self.parts for item in part.items)

    @property
    def title(self) -> str:
        """ "Biểu số 02: Phiếu đăng ký sản phẩm đã có (1048/QĐ-TTg)"."""
        return f"{self.number}: {self.name} ({self.decision})" if self.number else f"{self.name} ({self.decision})"

    def for_set(self, number: str) -> tuple[Part, ...]:
        """The parts that are asked of a product of this set."""
        kept = (Part(p.heading, tuple(i for i in p.items if number not in i.not_for_sets)) for p in self.parts)
        return tuple(part for part in kept if part.items)


def read_slips(path: Path = FILE) -> tuple[Slip, ...]:
    """Every slip of a file. Raises DataError with file, place and reason."""
    node = read_yaml(path)
    found = tuple(_slip(child) for child in node.children("slips"))
    node.done()
    return found


def _slip(node: Node) -> Slip:
    paper = node.choice("paper", tuple(COLUMNS))
    slip = Slip(
        code=node.code("code"),
        paper=paper,
        regulations=node.texts("regulations"),
        asks=node.choice("for", ("new", "existing", "any")),
        decision=node.text("decision"),
        number=node.take("number_vi", "") or "",
        name=node.text("name_vi"),
        gap=node.take("gap_vi", "") or "",
        parts=tuple(_part(part, paper) for part in node.children("parts")),
    )
    keys = [item.key for item in slip.items]
    if len(keys) != len(set(keys)):
        node.fail("a key stands twice", "parts")
    node.done()
    return slip


def _part(node: Node, paper: str) -> Part:
    node.flag("ours", False)
    part = Part(node.text("heading_vi"), tuple(_item(item, paper) for item in node.children("items")))
    node.done()
    return part


def _item(node: Node, paper: str) -> Item:
    node.flag("ours", False)
    item = Item(
        key=node.code("key"),
        label=node.text("label_vi"),
        input=node.choice("input", INPUTS),
        column=node.choice("column", COLUMNS[paper], ""),
        help=node.take("help_vi", "") or "",
        options=node.texts("options_vi"),
        longest=node.whole("max", 1, 20_000, 5000),
        not_for_sets=node.texts("not_for_sets"),
    )
    if (item.input in ("ticks", "choice")) != bool(item.options):
        node.fail("options belong to ticks and choices, and to them alone", "options_vi")
    node.done()
    return item


@cache
def slips() -> tuple[Slip, ...]:
    """The project's own slips."""
    return read_slips()


def slip_of(paper: str, regulation: str, existing: bool = False) -> Slip:
    """The slip that a paper of a cycle uses: by its regulation, and for an idea by whether the product exists already.

    A decision published in the portal has no slip of its own: the newest one without condition serves.
    """
    wanted = ("any", "existing" if existing else "new")
    fitting = [slip for slip in slips() if slip.paper == paper and slip.asks in wanted]
    own = [slip for slip in fitting if regulation in slip.regulations]
    return own[0] if own else [slip for slip in fitting if slip.asks == "any"][-1]


def slip_by_code(code: str) -> Slip | None:
    """A slip by the code that a paper keeps."""
    return next((slip for slip in slips() if slip.code == code), None)


def value_of(item: Item, paper):
    """What a paper (idea or plan) answers to an item; "" where it does not."""
    found = getattr(paper, item.column) if item.column else paper.answers.get(item.key, "")
    return "" if found is None else found


def content_of(slip: Slip, paper) -> dict:
    """Every answered item of a paper, key -> value, as it is frozen when the paper is sent."""
    return {item.key: value for item in slip.items if (value := value_of(item, paper)) not in ("", [])}
