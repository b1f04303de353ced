"""Standing of certificates as read from the database: what `evaluations.validity` asks for, in one query for many."""

from django.db.models import Min, OuterRef, Subquery

from core import clock
from evaluations.enums import CertificateState
from evaluations.validity import certificate_state
from products.enums import CycleKind, CycleState
from products.models import Cycle

ENDED = (CycleState.NOT_RECOGNISED, CycleState.ABANDONED, CycleState.IDEA_DECLINED, CycleState.PLAN_DECLINED)


def with_standing(certificates):
    """Adds `refiled_at`, the first filing of a re-evaluation or upgrade since the issue, and the withdrawal.

    One that was refused or given up keeps nothing alive: grace lasts until the authority decides (26/2026/QĐ-TTg Art. 12).
    """
    again = (
        Cycle.objects.filter(
            product_id=OuterRef("product_id"),
            kind__in=[CycleKind.RENEWAL, CycleKind.UPGRADE],
            filed_at__isnull=False,
            filed_at__date__gte=OuterRef("issued_on"),
        )
        .exclude(state__in=ENDED)
        .order_by()
        .values("product_id")
        .annotate(first=Min("filed_at"))
        .values("first")
    )
    return certificates.select_related("withdrawal").annotate(refiled_at=Subquery(again))


def state_of(certificate) -> CertificateState:
    """State today of a certificate that `with_standing` has read."""
    withdrawal = getattr(certificate, "withdrawal", None)
    return certificate_state(
        today=clock.today(),
        valid_to=certificate.valid_to,
        withdrawn_on=withdrawal.decided_on if withdrawal else None,
        superseded_on=certificate.superseded_on,
        refiled_on=clock.local_day(certificate.refiled_at) if certificate.refiled_at else None,
    )
