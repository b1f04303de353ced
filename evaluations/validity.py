"""The state of a certificate from its dates and the acts on it (design §6). Pure: never stored, computed when read."""

from datetime import date, timedelta

from evaluations.enums import CertificateState

EXPIRING_DAYS = 180
GRACE_DAYS = 180


def certificate_state(
    *,
    today: date,
    valid_to: date,
    withdrawn_on: date | None = None,
    superseded_on: date | None = None,
    refiled_on: date | None = None,
) -> CertificateState:
    """The state on `today`.

    `valid_to` is the last valid day, included. `refiled_on`: day on which the re-evaluation was filed; in time only up to
    `valid_to`, and then the certificate has grace for at most 180 days past it. Withdrawn and superseded count from
    their own day on; withdrawn is said first, because it warns.
    """
    if withdrawn_on is not None and withdrawn_on <= today:
        return CertificateState.WITHDRAWN
    if superseded_on is not None and superseded_on <= today:
        return CertificateState.SUPERSEDED
    if today > valid_to:
        in_time = refiled_on is not None and refiled_on <= valid_to
        if in_time and today <= valid_to + timedelta(days=GRACE_DAYS):
            return CertificateState.GRACE
        return CertificateState.EXPIRED
    if today > valid_to - timedelta(days=EXPIRING_DAYS):
        return CertificateState.EXPIRING
    return CertificateState.VALID
