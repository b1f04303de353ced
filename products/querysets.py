"""Gates of products and of everything that hangs on a cycle."""

from django.db import models
from django.db.models import Q

from core.text import search_words
from producers.models import ProducerMember


def reach(scope, prefix: str = "") -> Q:
    """Rows of the person's units and provinces, and of the producers whose member the person is."""
    own = ProducerMember.objects.filter(user_id=scope.user_id).values("producer_id")
    return (
        Q(**{f"{prefix}unit_id__in": scope.unit_ids})
        | Q(**{f"{prefix}province_id__in": scope.province_ids})
        | Q(**{f"{prefix}producer_id__in": own})
    )


class RegulationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Decisions are public law: everybody sees every one."""
        return self.all()


class ReachQuerySet(models.QuerySet):
    """Rows with `unit`, `province` and `producer` of their own."""

    prefix = ""

    def visible_to(self, user):
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        if scope.nation:
            return self.all()
        return self.filter(reach(scope, self.prefix))

    def search(self, query: str):
        found = self
        for word in search_words(query):
            found = found.filter(**{f"{self.prefix}search_text__contains": word})
        return found


class ProductQuerySet(ReachQuerySet):
    def public(self):
        """What anybody may see: products with a recognised star, undecided ones left out."""
        return self.filter(stars__gte=3, undecided=False)


class CycleQuerySet(ReachQuerySet):
    """Council members reach cycles through their sessions, in evaluations; this gate knows nothing of councils."""


class OfCycleQuerySet(ReachQuerySet):
    """Rows that hang on a cycle: idea, plan, milestone."""

    prefix = "cycle__"


class GrantQuerySet(OfCycleQuerySet):
    """Support of a cycle; found by words of its own: purpose, product, producer, number."""

    def search(self, query: str):
        found = self
        for word in search_words(query):
            found = found.filter(search_text__contains=word)
        return found


class OfMilestoneQuerySet(ReachQuerySet):
    """Rows that hang on a milestone."""

    prefix = "milestone__cycle__"


class OfGrantQuerySet(ReachQuerySet):
    """Rows that hang on a grant."""

    prefix = "grant__cycle__"
