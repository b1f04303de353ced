"""Reads of the papers of steps 2 and 3: their slip, what they answer, what a return asked for, what a second sending changed."""

from dataclasses import dataclass

from core.formats import show_money
from products.enums import PaperKind
from products.models import BusinessPlan, Cycle, PaperRemark, SentPaper
from products.money import MoneySum, sum_lines
from products.slips import Item, Part, Slip, slip_by_code, slip_of, value_of


def slip_for(kind: str, cycle: Cycle, paper=None) -> Slip:
    """The slip of a paper: the one that it was begun on, else that of the cycle's regulation."""
    own = slip_by_code(paper.form_code) if kind == PaperKind.IDEA and paper else None
    existing = bool(kind == PaperKind.IDEA and paper and paper.existing_product)
    return own or slip_of(kind, cycle.regulation.code, existing)


def parts_for(kind: str, cycle: Cycle, paper=None) -> tuple[Part, ...]:
    """What the slip asks of a product of the cycle's set."""
    return slip_for(kind, cycle, paper).for_set(cycle.product_set.number)


@dataclass(frozen=True)
class Answered:
    """An item with its answer in words; `remark` of the last return; `changed` since the sending before."""

    item: Item
    shown: str
    remark: str = ""
    changed: bool = False


def shown(item: Item, value) -> str:
    """An answer in words."""
    if value in ("", None, []):
        return ""
    if item.input == "money":
        return show_money(value)
    return "; ".join(value) if isinstance(value, list) else str(value)


def last_remarks(cycle: Cycle, kind: str) -> dict[str, str]:
    """Key of an item -> what the latest return of this paper asks for there. One query."""
    rows = PaperRemark.objects.filter(cycle=cycle, paper=kind).order_by("-turn").values_list("turn", "item", "text")
    found: dict[str, str] = {}
    latest = None
    for turn, item, text in rows:
        latest = turn if latest is None else latest
        if turn == latest:
            found[item] = text
    return found


def sent(cycle: Cycle, kind: str) -> list[SentPaper]:
    """The paper as it was sent, newest first. One query."""
    return list(SentPaper.objects.filter(cycle=cycle, paper=kind).order_by("-turn"))


def changed_keys(turns: list[SentPaper]) -> set[str]:
    """Keys of the items that the newest sending answers otherwise than the one before; none for a first one."""
    if len(turns) < 2:
        return set()
    new, old = turns[0].content, turns[1].content
    return {key for key in {*new, *old} if new.get(key) != old.get(key)}


def answers(parts, paper, remarks: dict[str, str], changed: set[str]) -> list[tuple[str, list[Answered]]]:
    """(heading, answered items) of every part, for reading."""
    return [
        (
            part.heading,
            [
                Answered(item, shown(item, value_of(item, paper)), remarks.get(item.key, ""), item.key in changed)
                for item in part.items
            ],
        )
        for part in parts
    ]


def money_of(plan: BusinessPlan | None) -> MoneySum:
    """The plan's money table with its sums. One query."""
    lines = plan.lines.values("part", "label", "year1", "year2", "year3") if plan else []
    return sum_lines(list(lines))
