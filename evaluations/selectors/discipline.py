"""Recusals, proposed knock-outs and reopened sheets of products: for the item's page, and frozen with the result."""

from collections import defaultdict

from evaluations.enums import KnockoutProposalState, SheetState
from evaluations.models import Conflict, KnockoutProposal, SessionProduct, SheetReopening
from evaluations.selectors.rubrics import rubric_spec


def proposals_of(items: list[SessionProduct]):
    """Proposals that stand on handed-in sheets of any round, in the order of the sheet's seats."""
    rows = KnockoutProposal.objects.filter(sheet__item__in=[i.pk for i in items], sheet__state=SheetState.SUBMITTED)
    rows = rows.exclude(state=KnockoutProposalState.WITHDRAWN).select_related("sheet__member__user", "decided_by")
    return rows.order_by("sheet__item_id", "ref", "sheet__member__position", "pk")


def proposal_rows(item: SessionProduct) -> list[tuple]:
    """(proposal, the sheet's knock-out, whether its sheet is counted) for those who conclude on them."""
    spec = rubric_spec(item.rubric)
    out = set(Conflict.objects.filter(item=item, has_conflict=True).values_list("member_id", flat=True))
    return [(row, spec.knockout(row.ref), row.sheet.member_id not in out) for row in proposals_of([item])]


def reopenings_of(item: SessionProduct):
    """Every sheet of the product that was given back, the newest first."""
    rows = SheetReopening.objects.filter(sheet__item=item).select_related("sheet__member__user", "reopened_by")
    return rows.order_by("-reopened_at", "-pk")


def discipline_of(items: list[SessionProduct]) -> dict[int, dict]:
    """Item -> what the minutes have to say of recusals and proposed knock-outs; plain values, frozen with the result."""
    found: dict[int, dict] = defaultdict(lambda: {"recusals": [], "proposals": []})
    recused = set()
    out = Conflict.objects.filter(item__in=[i.pk for i in items], has_conflict=True)
    for row in out.select_related("ruled_by").order_by("item_id", "member__position", "pk"):
        recused.add((row.item_id, row.member_id))
        found[row.item_id]["recusals"].append(
            {
                "member": str(row.member_id), "own_answer": row.own_answer, "reason": row.reason, "ruling": row.ruling,
                "ruled_by": row.ruled_by.full_name if row.ruled_by else "",
            }
        )  # fmt: skip
    for row in proposals_of(items):
        counted = (row.sheet.item_id, row.sheet.member_id) not in recused
        found[row.sheet.item_id]["proposals"].append(
            {
                "member": str(row.sheet.member_id), "round": row.sheet.scoring_round, "ref": row.ref,
                "reason": row.reason, "state": row.state, "decision_reason": row.decision_reason, "counted": counted,
            }
        )  # fmt: skip
    return dict(found)
