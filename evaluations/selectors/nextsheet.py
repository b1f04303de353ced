"""Which product of the session a member scores next."""

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from evaluations.enums import ItemState, SheetState
from evaluations.models import CouncilMember, ScoreSheet, SessionProduct


def next_to_score(user, item: SessionProduct) -> SessionProduct | None:
    """The next product, by position and then from the start, that is being scored and waits for a sheet of the person.

    Recused products are out by `visible_to`; one whose sheet is handed in, abstained or locked is done. One query.
    """
    seats = CouncilMember.objects.filter(user_id=user.pk, scores=True).values("council_id")
    done = ScoreSheet.objects.filter(
        ~Q(state=SheetState.DRAFT) | Q(locked=True),
        item=OuterRef("pk"), member__user_id=user.pk, scoring_round=OuterRef("scoring_round"),
    )  # fmt: skip
    return (
        SessionProduct.objects.visible_to(user)
        .filter(session_id=item.session_id, state=ItemState.SCORING, session__council_id__in=seats)
        .exclude(pk=item.pk)
        .exclude(Exists(done))
        .select_related("cycle__product")
        .order_by(Case(When(position__gt=item.position, then=Value(0)), default=Value(1)), "position")
        .first()
    )
