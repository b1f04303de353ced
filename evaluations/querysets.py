"""Gates of step 5. A council seat opens the sessions of that council; nobody sees another's sheet through them."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from producers.models import ProducerMember
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
    """One's own sheets. Of the others only what the rules allow by now, and nothing of a product one is recused from.

    Once a product is locked, chair and secretary read its sheets; once it is closed, officers too. Members read the
    handed-in sheets of the others from the moment that their council's Quy chế names (`Council.visibility`).
    """

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
        seen = self.filter(own | locked | closed | self._of_peers(scope))
        return seen.exclude(item_id__in=recused_from(scope).values("item_id"))

    def _of_peers(self, scope):
        """Handed-in sheets of the other members, from the moment of the council's rule; advisors are no members."""
        seats = _member_model().objects.filter(user_id=scope.user_id).exclude(seat="advisor")
        handed_in = self.model.objects.filter(
            member__user_id=scope.user_id, item_id=OuterRef("item_id"), scoring_round=OuterRef("scoring_round"),
            state="submitted",
        )  # fmt: skip
        rule = "item__session__council__visibility"
        when = (
            Q(**{rule: "closed"}, item__state="closed")
            | Q(**{rule: "locked"}, item__state__in=["locked", "closed"])
            | (Q(**{rule: "own"}) & Exists(handed_in))
        )
        return Q(state="submitted", item__session__council_id__in=seats.values("council_id")) & when


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


class CriteriaDraftQuerySet(models.QuerySet):
    """Texts of decisions and sheets before and after publishing: for the administrator of the system and the ministry."""

    def visible_to(self, user):
        scope = user.scope
        return self.all() if scope.user_id is not None and (scope.admin or scope.nation) else self.none()

    def live(self):
        """Neither published nor taken back."""
        return self.filter(published_at__isnull=True, dropped_at__isnull=True)


class RubricQuerySet(models.QuerySet):
    """The sheets of a decision are public law: everybody who is signed in may read them."""

    def visible_to(self, user):
        return self.all() if user.scope.user_id is not None else self.none()


class OfProductQuerySet(models.QuerySet):
    """Rows about a product for the offices that reach it; what its producer sees of them is `shown`."""

    prefix = "product__"
    shown: Q | None = None  # None: nothing

    def visible_to(self, user):
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        if scope.nation:
            return self.all()
        offices = Q(**{f"{self.prefix}unit_id__in": scope.unit_ids}) | Q(
            **{f"{self.prefix}province_id__in": scope.province_ids}
        )
        if self.shown is None:
            return self.filter(offices)
        return self.filter(offices | (own_products(scope, self.prefix) & self.shown))


def own_products(scope, prefix: str) -> Q:
    """Products of the producers whose member the person is."""
    own = ProducerMember.objects.filter(user_id=scope.user_id).values("producer_id")
    return Q(**{f"{prefix}producer_id__in": own})


class ProposalQuerySet(OfProductQuerySet):
    prefix = "certificate__product__"


class InspectionQuerySet(OfProductQuerySet):
    """The producer sees its own, but an unannounced one only when it was held."""

    shown = Q(kind="periodic") | Q(state="concluded")


class ComplaintQuerySet(OfProductQuerySet):
    """The producer sees those that the office has taken up; never who complained (the page leaves it out)."""

    shown = ~Q(state="received")


class PaperQuerySet(models.QuerySet):
    """Official papers. Drafts are their makers' (standing office, chair, secretary); what is issued is read by officers
    of the level too; a slip by its member always; a notice and a certificate by producer and commune once issued.

    Nobody reads values through a paper before the rules allow it: papers with values exist only after the closing, but
    for a member's own slip. Slips of a product from which the person is recused are gone for good; so are papers on the
    whole session that tell of it, whatever seat or role the person holds. A recognition decision is public.
    """

    WHOLE = ("advisory", "minutes", "summary", "submission", "approval")

    def visible_to(self, user):
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        known, seen = self._reach(scope)
        own = recused_from(scope)
        found = self.filter((seen & ~self._shut(own)) | known)
        return found.exclude(kind="slip", item_id__in=own.values("item_id"))

    def shut_for(self, user):
        """Papers that only a recusal of the person keeps away: for the sentence that says so."""
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        known, seen = self._reach(scope)
        return self.filter(seen & self._shut(recused_from(scope)) & ~known)

    def _shut(self, own):
        whole = Q(kind__in=self.WHOLE, session_id__in=own.values("item__session_id"))
        return whole | Q(kind__in=["notice", "blank"], item_id__in=own.values("item_id"))

    def _reach(self, scope):
        """(what producer and commune may read, what seats and offices may): two conditions."""
        issued = ~Q(state="draft")
        council = "session__council"
        board = _member_model().objects.filter(user_id=scope.user_id, seat__in=["chair", "secretary"])
        advisor = _member_model().objects.filter(user_id=scope.user_id, seat="advisor")
        own = Q(member__user_id=scope.user_id, kind="slip") | Q(
            member__user_id=scope.user_id, kind="invitation", state="issued"
        )
        seats = Q(session__council_id__in=board.values("council_id")) & ~Q(kind="slip")
        seats |= Q(session__council_id__in=board.values("council_id"), kind="slip", item__state="closed")
        seats |= Q(session__council_id__in=advisor.values("council_id"), kind="advisory")
        office = Q(pk__in=[])
        for held in scope.roles:
            if held.role in ("province", "district") and held.acts:
                office |= Q(**{f"{council}__unit_id": held.unit_id})
            elif held.role == "ministry" and held.acts:
                office |= Q(**{f"{council}__unit__isnull": True})
        officer = Q(**{f"{council}__unit_id__in": scope.unit_ids}) | Q(
            **{f"{council}__province_id__in": scope.province_ids}
        )
        if scope.nation:
            officer = Q()
        closed = ~Q(kind="slip") | Q(item__state="closed")
        known = (
            Q(kind__in=["notice", "certificate"])
            & issued
            & (reach(scope, "item__cycle__") | reach(scope, "certificate__product__"))
        )
        return known, own | seats | (office & closed) | (officer & issued & closed)


class RewardPaymentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Payments for products of the person's units, provinces and producers."""
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        if scope.nation:
            return self.all()
        return self.filter(reach(scope, "product__"))


class OfDossierQuerySet(models.QuerySet):
    """Parts of a dossier: seen with it."""

    def visible_to(self, user):
        dossiers = self.model._meta.get_field("dossier").related_model.objects.visible_to(user)
        return self.filter(dossier__in=dossiers.values("pk"))
