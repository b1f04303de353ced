"""The computed state of certificates as conditions on dates, for lists: the same rule as `evaluations.validity`.

`tests/evaluations/test_lists.py` holds the two together, certificate by certificate and day by day.
"""

from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from evaluations.enums import CertificateState
from evaluations.standing import with_standing
from evaluations.validity import EXPIRING_DAYS, GRACE_DAYS


def in_state(certificates: QuerySet, state: CertificateState, today: date) -> QuerySet:
    """Certificates whose `certificate_state` is `state` on `today`."""
    withdrawn = Q(withdrawal__decided_on__lte=today)
    superseded = Q(superseded_on__isnull=False, superseded_on__lte=today)
    if state == CertificateState.WITHDRAWN:
        return certificates.filter(withdrawn)
    # Two exclusions: one `exclude` over a join that is not there would drop what has no withdrawal.
    standing = certificates.filter(Q(withdrawal__isnull=True) | Q(withdrawal__decided_on__gt=today))
    if state == CertificateState.SUPERSEDED:
        return standing.filter(superseded)
    standing = standing.filter(Q(superseded_on__isnull=True) | Q(superseded_on__gt=today))
    edge = today + timedelta(days=EXPIRING_DAYS)
    if state == CertificateState.VALID:
        return standing.filter(valid_to__gte=edge)
    if state == CertificateState.EXPIRING:
        return standing.filter(valid_to__gte=today, valid_to__lt=edge)
    past = with_standing(standing.filter(valid_to__lt=today))
    grace = Q(
        refiled_at__isnull=False,
        refiled_at__date__lte=F("valid_to"),
        valid_to__gte=today - timedelta(days=GRACE_DAYS),
    )
    if state == CertificateState.GRACE:
        return past.filter(grace)
    # Not `~grace`: a comparison with an absent filing is neither true nor false to the database.
    return past.filter(
        Q(refiled_at__isnull=True)
        | Q(refiled_at__date__gt=F("valid_to"))
        | Q(valid_to__lt=today - timedelta(days=GRACE_DAYS))
    )


def ending_within(certificates: QuerySet, days: int, today: date) -> QuerySet:
    """Certificates in force today whose last day comes within `days` days, today's own included."""
    return in_force(certificates, today).filter(valid_to__lte=today + timedelta(days=days))


def in_force(certificates: QuerySet, today: date) -> QuerySet:
    """Certificates in force today: valid or expiring."""
    return certificates.filter(
        Q(withdrawal__isnull=True) | Q(withdrawal__decided_on__gt=today),
        Q(superseded_on__isnull=True) | Q(superseded_on__gt=today),
        valid_to__gte=today,
    )
