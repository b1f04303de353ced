"""A session by written opinions as it stands: who answered what, whether all agree, what is to be done next."""

from dataclasses import dataclass
from datetime import date

from core.formats import show_date
from evaluations import messages
from evaluations.enums import ItemState, SessionKind, SessionState
from evaluations.models import CouncilSession, SessionProduct, WrittenOpinion
from evaluations.selectors.outcomes import recusals, scoring_members
from products.enums import CycleKind


@dataclass(frozen=True)
class Asked:
    """One product: the seats entitled to answer, the opinions given, and who has not answered."""

    item: SessionProduct
    opinions: list[WrittenOpinion]
    waiting: list

    @property
    def differs(self) -> bool:
        return any(not opinion.agrees for opinion in self.opinions)

    @property
    def agreed(self) -> int:
        return sum(opinion.agrees for opinion in self.opinions)


def asked_of(session: CouncilSession) -> list[Asked]:
    """Every product of the session with its opinions; a recused member is not asked."""
    members, recused = scoring_members(session), recusals(session)
    given: dict[int, list[WrittenOpinion]] = {}
    rows = WrittenOpinion.objects.filter(item__session=session).select_related("member__user")
    for opinion in rows:
        given.setdefault(opinion.item_id, []).append(opinion)
    items = session.items.select_related("cycle__product", "cycle__producer", "proposal", "rubric").order_by("position")
    found = []
    for item in items:
        answered = {o.member_id for o in given.get(item.pk, [])}
        waiting = [m for m in members if m.pk not in answered and (item.pk, m.pk) not in recused]
        found.append(Asked(item, given.get(item.pk, []), waiting))
    return found


def differing(rows: list[Asked]) -> list[Asked]:
    """Products on which the opinions differ and that are still open."""
    return [row for row in rows if row.differs and row.item.state == ItemState.SCORING]


def written_blockers(session: CouncilSession, rows: list[Asked], day: date) -> list[str]:
    """Why the chair cannot end the asking yet: opinions that differ; answers to come while the last day is not over."""
    says = [messages.WRITTEN_DIFFER % {"product": row.item.cycle.product.name} for row in differing(rows)]
    waiting = sum(len(row.waiting) for row in rows)
    if waiting and day <= session.held_on:
        says.append(messages.WRITTEN_WAITING % {"count": waiting, "day": show_date(session.held_on)})
    return says


def is_asking(session: CouncilSession) -> bool:
    """Whether members may answer in writing now."""
    return session.kind == SessionKind.WRITTEN and session.state == SessionState.OPEN


def not_renewal(session: CouncilSession) -> str | None:
    """The sentence about the first product that may not be asked about in writing, or None."""
    other = session.items.exclude(cycle__kind=CycleKind.RENEWAL).select_related("cycle").first()
    return messages.WRITTEN_ONLY_RENEWAL % {"number": other.cycle.number} if other else None


def opening_blocker(session: CouncilSession) -> str | None:
    """What a session of written opinions lacks before it opens: re-evaluations only, each with its proposal."""
    if session.kind != SessionKind.WRITTEN:
        return None
    bare = session.items.filter(proposal__isnull=True).select_related("cycle__product").first()
    if bare is not None:
        return messages.WRITTEN_NO_PROPOSAL % {"product": bare.cycle.product.name}
    return not_renewal(session)
