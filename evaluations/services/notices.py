"""Many result notices of a session in one act (26/2026/QĐ-TTg Art. 7.3.g): each its own number, or one number for all."""

from datetime import date, datetime

from django.db import transaction

from core.exceptions import Refused
from core.retries import repeatable
from core.text import clean_line
from evaluations import messages
from evaluations.enums import PaperKind, PaperState
from evaluations.models import CouncilSession, IssuedPaper
from evaluations.papers.blocks import full_number
from evaluations.selectors.papers.listing import Target
from evaluations.services import papers


@repeatable
@transaction.atomic
def issue_notices(
    *,
    session: CouncilSession,
    numbers: dict[int, str],
    common: str = "",
    issued_on: date,
    signer: str,
    authority: list[str],
    actor,
    at: datetime | None = None,
) -> list[IssuedPaper]:
    """Issue the notices of several products, all or none: item key -> its own number, empty = the `common` one.

    In order, for each product in the session's order: the draft where there is none, then `issue_paper`. Refused as
    there, for a product without number, for the same own number twice; the sentence names the product.
    """
    items = {item.pk: item for item in session.items.select_related("cycle__product").order_by("position")}
    if not numbers or not set(numbers) <= set(items):
        raise Refused(messages.PAPER_FOREIGN, code="items", obj=session)
    drafts = []
    for pk in [pk for pk in items if pk in numbers]:
        found = IssuedPaper.objects.filter(kind=PaperKind.NOTICE, item=pk, state=PaperState.DRAFT).first()
        drafts.append(found or _named(items[pk], papers.make_paper, target=Target(PaperKind.NOTICE, session, item=items[pk]),
                                      actor=actor, at=at))  # fmt: skip
    given = {paper.pk: clean_line(numbers[paper.item_id]) or clean_line(common) for paper in drafts}
    together = tuple(paper.pk for paper in drafts if not clean_line(numbers[paper.item_id]))
    _check_numbers(session, items, drafts, given, together)
    return [
        _named(
            items[paper.item_id], papers.issue_paper, paper=paper, number=given[paper.pk], issued_on=issued_on,
            signer=signer, authority=authority, shared=together if paper.pk in together else (), actor=actor, at=at,
        )
        for paper in drafts
    ]  # fmt: skip


def _check_numbers(session, items, drafts, given: dict[int, str], together: tuple[int, ...]) -> None:
    seen: dict[str, int] = {}
    for paper in drafts:
        if not given[paper.pk]:
            words = {"product": items[paper.item_id].cycle.product.name}
            raise Refused(messages.NOTICE_NUMBER_NEEDED % words, code=f"number_{paper.item_id}", obj=session)
        whole = full_number(given[paper.pk], paper.data["letter"]["symbol"]).lower()
        group = 0 if paper.pk in together else paper.pk
        if seen.setdefault(whole, group) != group:
            words = {"number": given[paper.pk]}
            raise Refused(messages.NOTICE_NUMBER_TWICE % words, code=f"number_{paper.item_id}", obj=session)


def _named(item, act, **arguments):
    """The act on one product; its refusal says which product, at the field of its number."""
    try:
        return act(**arguments)
    except Refused as refusal:
        code = f"number_{item.pk}" if refusal.code in ("number", "changed", "missing", "issued") else refusal.code
        sentence = f"{item.cycle.product.name}: {refusal.sentence}" if code.startswith("number_") else refusal.sentence
        raise type(refusal)(sentence, code=code, obj=item.session) from refusal
