"""Which product of the session a member scores next."""

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from core.prepared import Prepared
from evaluations.enums import ItemState, SheetState
from evaluations.models import CouncilMember, ScoreSheet, SessionProduct
from evaluations.selectors.visibility import seat_holder


def next_to_score(user, item: SessionProduct) -> SessionProduct | None:
    """The next product, by position and then from the start, that is being scored and waits for a sheet of the person.

    Recused products are out by `visible_to`; one whose sheet is handed in, abstained or locked is done. One query.
    """
    found = _following.rows(user.pk, item.session_id, item.pk, item.position)
    return found[0] if found else None


def _waiting(user_id: int, session_id: int, item_id: int, position: int):
    seats = CouncilMember.objects.filter(user_id=user_id, scores=True).values("council_id")
    done = ScoreSheet.objects.filter(
        ~Q(state=SheetState.DRAFT) | Q(locked=True),
        item=OuterRef("pk"), member__user_id=user_id, scoring_round=OuterRef("scoring_round"),
    )  # fmt: skip
    return (
        SessionProduct.objects.visible_to(seat_holder(user_id))
        .filter(session_id=session_id, state=ItemState.SCORING, session__council_id__in=seats)
        .exclude(pk=item_id)
        .exclude(Exists(done))
        .order_by(Case(When(position__gt=position, then=Value(0)), default=Value(1)), "position")[:1]
    )


_following = Prepared(_waiting, 4)
