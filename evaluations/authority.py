"""Which office decides on a certificate in force: notices, withdrawal, inspection (26/2026/QĐ-TTg Art. 8, 9)."""

from datetime import date

from core import audit, clock
from core.scope import MINISTRY, PROVINCE
from evaluations.rules import may_manage_level
from products.enums import EvaluationLevel

ARTICLE_8_SINCE = date(2026, 5, 22)


def authority_of(certificate, day: date | None = None) -> str:
    """The level that withdraws: the minister for 5 stars, the provincial chairman for 3 and 4, whoever had issued it.

    Before 26/2026/QĐ-TTg the level that had issued it (the grounds of then were not read; recorded as practised).
    """
    if (day or clock.today()) < ARTICLE_8_SINCE and certificate.decision is not None:
        return certificate.decision.level
    return EvaluationLevel.CENTRE if certificate.stars == 5 else EvaluationLevel.PROVINCE


def may_decide_on(actor, certificate, day: date | None = None) -> bool:
    """Whether the actor's office decides on this certificate. SYSTEM may."""
    if actor is audit.SYSTEM:
        return True
    level = authority_of(certificate, day)
    if level == EvaluationLevel.DISTRICT:
        return may_manage_level(actor, level, certificate.decision.unit)
    return may_manage_level(actor, level, certificate.product.province)


def may_inspect(actor, product) -> bool:
    """The province's OCOP office for all in its area; the ministry for 5 stars, and for 3 and 4 when needed (Art. 9)."""
    if actor is audit.SYSTEM or actor.scope.acts_as(MINISTRY):
        return True
    return actor.scope.holds(PROVINCE, province_id=product.province_id)
