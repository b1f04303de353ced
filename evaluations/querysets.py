"""Gates of step 5. A council seat opens the sessions of that council; nobody sees another's sheet through them."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from products.querysets import reach


def seats_of(scope):
    """Ids of councils in which the person holds a seat."""
    return models.Subquery(
        _member_model().objects.filter(user_id=scope.user_id, user__isnull=False).values("council_id")
    )


def _member_model():
    return apps.get_model("evaluations", "CouncilMember")  # models take their managers from here


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        if scope.nation:
            return self.all()
        return self.filter(
            Q(unit_id__in=scope.unit_ids) | Q(province_id__in=scope.province_ids) | Q(councils__in=seats_of(scope))
        ).distinct()


class CouncilQuerySet(models.QuerySet):
    def visible_to(self, user):
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        if scope.nation:
            return self.all()
        return self.filter(
            Q(unit_id__in=scope.unit_ids) | Q(province_id__in=scope.province_ids) | Q(pk__in=seats_of(scope))
        )


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        if scope.nation:
            return self.all()
        return self.filter(
            Q(council__unit_id__in=scope.unit_ids)
            | Q(council__province_id__in=scope.province_ids)
            | Q(council_id__in=seats_of(scope))
        )


class SessionProductQuerySet(models.QuerySet):
    """A product of a session: for its seats and for officers above; never for the producer or a recused member."""

    def visible_to(self, user):
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        seen = self
        if not scope.nation:
            seen = self.filter(
                Q(session__council__unit_id__in=scope.unit_ids)
                | Q(session__council__province_id__in=scope.province_ids)
                | Q(session__council_id__in=seats_of(scope))
            )
        return seen.exclude(pk__in=recused_from(scope).values("item_id"))


def recused_from(scope):
    """Conflicts of the person: those products are gone for good."""
    return _conflict_model().objects.filter(member__user_id=scope.user_id, has_conflict=True)


def _conflict_model():
    return apps.get_model("evaluations", "Conflict")


class ScoreSheetQuerySet(models.QuerySet):
    """One's own sheets only. Once locked, the chair and secretary of the council read them; once closed, officers too."""

    def visible_to(self, user):
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        own = Q(member__user_id=scope.user_id)
        board = _member_model().objects.filter(user_id=scope.user_id, seat__in=["chair", "secretary"])
        locked = Q(item__state__in=["locked", "closed"], item__session__council_id__in=board.values("council_id"))
        closed = Q(item__state="closed")
        if not scope.nation:
            closed &= Q(item__session__council__unit_id__in=scope.unit_ids) | Q(
                item__session__council__province_id__in=scope.province_ids
            )
        return self.filter(own | locked | closed).exclude(item_id__in=recused_from(scope).values("item_id"))


class PaperEntryQuerySet(models.QuerySet):
    """Of products that the person sees; what of it, the rules say. Answers are read by no page but the comparison."""

    def visible_to(self, user):
        items = apps.get_model("evaluations", "SessionProduct").objects.visible_to(user)
        return self.filter(item__in=items.values("pk"))


class PracticeQuerySet(models.QuerySet):
    """Of sessions that the person sees."""

    def visible_to(self, user):
        sessions = apps.get_model("evaluations", "CouncilSession").objects.visible_to(user)
        return self.filter(session__in=sessions.values("pk"))


class DossierQuerySet(models.QuerySet):
    """Those of the cycle's own reach; members who have declared no conflict; advisors and secretaries of the level.

    A member who scores sees nothing of a dossier before the conflict question is answered (guides/ux.md §6).
    """

    def visible_to(self, user):
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        seen = self
        if not scope.nation:
            seen = self.filter(
                reach(scope, "cycle__") | Q(pk__in=self._for_seats(scope)) | Exists(self._for_staff(scope))
            )
        return seen.exclude(pk__in=recused_from(scope).values("item__dossier_id"))

    def _for_seats(self, scope):
        answered = _conflict_model().objects.filter(member__user_id=scope.user_id, has_conflict=False)
        return answered.values("item__dossier_id")

    def _for_staff(self, scope):
        """Seats that prepare sessions, in councils of the level that holds the dossier."""
        here = (
            Q(council__level="district", council__unit_id=OuterRef("cycle__unit__parent_id"))
            | Q(council__level="district", council__unit_id=OuterRef("cycle__unit_id"))
            | Q(council__level="province", council__unit_id=OuterRef("cycle__province_id"))
            | Q(council__level="centre", council__unit__isnull=True)
        )
        return _member_model().objects.filter(
            here,
            user_id=scope.user_id,
            seat__in=["advisor", "secretary"],
            council__level=OuterRef("cycle__level"),
        )


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        if scope.nation:
            return self.all()
        return self.filter(Q(unit_id__in=scope.unit_ids) | Q(province_id__in=scope.province_ids))


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, user):
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        if scope.nation:
            return self.all()
        return self.filter(reach(scope, "product__"))


class ImportQuerySet(CertificateQuerySet):
    pass
