"""Re-evaluation and upgrade from a certificate, and the written notice before its end (26/2026/QĐ-TTg Art. 6.1, 7.6)."""

from datetime import date, datetime

from django.db import transaction

from core import audit, clock
from core.exceptions import NotAllowed, Refused
from core.text import clean_line
from evaluations import messages
from evaluations.authority import may_decide_on
from evaluations.models import Certificate, Dossier, RenewalNotice
from evaluations.selectors.renewals import renewable, window_of
from evaluations.services.dossiers import open_dossier
from evaluations.services.renewalpapers import carry_over
from products.enums import CycleKind
from products.models import ProductSet
from products.rules import may_register
from products.services import open_again

KINDS = (CycleKind.RENEWAL, CycleKind.UPGRADE)


@transaction.atomic
def open_from_certificate(
    *, certificate: Certificate, kind: str, product_set: ProductSet, actor, at: datetime | None = None
) -> Dossier:
    """Open a cycle of re-evaluation or upgrade with its dossier. Outside the window the page warns; it is not refused.

    In order: right and state of the certificate (`certificate` as read by `certificates_for`), cycle `cycle.open`,
    dossier with transition `open_dossier`, what is still valid of the last dossier carried over. NotAllowed for who does not act for the producer; Refused for a certificate
    that was replaced or withdrawn, for an upgrade of one that has ended or has five stars, and while a cycle runs.
    """
    if not may_register(actor, certificate.product.producer):
        raise NotAllowed(messages.RENEW_NOT_YOURS, code="producer", obj=certificate)
    moment = at or clock.now()
    state = renewable(certificate, clock.local_day(moment))
    if state.cycle is not None:
        raise Refused(messages.RENEW_RUNNING % {"number": state.cycle.number}, code="kind", obj=certificate)
    if kind not in KINDS or not state.may_renew:
        raise Refused(messages.RENEW_NOT_STANDING, code="kind", obj=certificate)
    if kind == CycleKind.UPGRADE and not state.may_upgrade:
        raise Refused(messages.UPGRADE_NOT_POSSIBLE, code="kind", obj=certificate)
    cycle = open_again(
        product=certificate.product, kind=kind, product_set=product_set, actor=actor, at=at,
        payload={"certificate": certificate.pk, "window": state.state},
    )  # fmt: skip
    dossier = open_dossier(cycle=cycle, actor=actor, at=at)
    carry_over(dossier=dossier, actor=actor, at=at)
    return dossier


@transaction.atomic
def record_notice(
    *, certificate: Certificate, number: str, sent_on: date, actor, at: datetime | None = None
) -> RenewalNotice:
    """Record the letter by which the authority told the producer of the end (148/QĐ-TTg, at the latest 30 days before).

    Event `certificate.notice`. NotAllowed for another office; Refused for a second notice, a day before the issue or ahead.
    """
    if not may_decide_on(actor, certificate):
        raise NotAllowed(messages.NOT_YOUR_CERTIFICATE, code="not_your_step", obj=certificate)
    if RenewalNotice.objects.filter(certificate=certificate).exists():
        raise Refused(messages.NOTICE_TWICE, code="number", obj=certificate)
    moment = at or clock.now()
    if not certificate.issued_on <= sent_on <= clock.local_day(moment):
        raise Refused(messages.NOTICE_DATE, code="sent_on", obj=certificate)
    notice = RenewalNotice(
        certificate=certificate,
        number=clean_line(number),
        sent_on=sent_on,
        recorded_by=None if actor is audit.SYSTEM else actor,
        created_at=moment,
    )
    notice.full_clean()
    notice.save()
    by = window_of(certificate, sent_on).notify_by
    audit.record(
        "certificate.notice", actor=actor, obj=certificate, parent=certificate.product, at=at,
        province_id=certificate.product.province_id,
        after={"number": notice.number, "on": sent_on, "late": bool(by and sent_on > by)},
    )  # fmt: skip
    return notice
