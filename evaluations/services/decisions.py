"""Decisions after a closed session, and certificates (26/2026/QĐ-TTg Art. 4, 7.3.e)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from core import audit, clock
from core.exceptions import NotAllowed, Refused
from core.formats import show_date
from core.retries import repeatable
from core.text import clean_line
from evaluations import messages
from evaluations.certificates import valid_to
from evaluations.codes import new_code
from evaluations.enums import DecisionKind, ItemState, SessionState
from evaluations.models import (
    Certificate,
    CouncilSession,
    DecisionItem,
    RecognitionDecision,
    Result,
    SessionProduct,
)
from evaluations.rules import may_manage
from evaluations.selectors.certificates import place_text, product_code
from evaluations.selectors.results import deciding_results
from evaluations.services.intake import forward
from products.selectors.regulations import spec_of
from products.services import apply_transition, set_recognition

NUMBER_TRIES = 20


@repeatable
@transaction.atomic
def record_decision(
    *,
    session: CouncilSession,
    items: list[SessionProduct],
    number: str,
    decided_on: date,
    issuer: str,
    signer: str = "",
    kind: str = DecisionKind.RECOGNISE,
    actor,
    at: datetime | None = None,
) -> RecognitionDecision:
    """Record a signed decision on closed products of one session.

    RECOGNISE: per product a DecisionItem, a Certificate (its older ones superseded), the product's stars, transition
    `recognise`. APPROVE: per product a DecisionItem with the stars of its
    band, transition `forward` to the level above. Then event `decision.record`. Refused for a number
    and date that are recorded already, a day in the future or before the session, products of another session, and
    stars that this level does not recognise.
    """
    council = session.council
    if actor is not audit.SYSTEM and not may_manage(actor, council):
        raise NotAllowed(messages.NOT_YOUR_COUNCIL, code="not_your_council", obj=session)
    if session.state != SessionState.CLOSED:
        raise Refused(messages.DECISION_SESSION_OPEN, code="state", obj=session)
    number = clean_line(number)
    _check_dates(session, number, decided_on)
    results = _check_items(session, items)
    decision = RecognitionDecision(
        number=number,
        decided_on=decided_on,
        kind=kind,
        level=council.level,
        issuer=clean_line(issuer),
        signer=clean_line(signer),
        unit=council.unit,
        province=council.province,
        session=session,
    )
    decision.full_clean()
    decision.save()
    for item in items:
        payload = {"decision": decision.pk, "number": number}
        if kind == DecisionKind.APPROVE:
            # Listed with the stars of its band: "tiềm năng 5 sao" of the reports; no certificate (Art. 7.3.e).
            _listed(decision, item, results[item.pk], results[item.pk].band)
            forward(dossier=item.dossier, actor=actor, at=at, payload=payload)
            continue
        certificate = _certify(decision, item, results[item.pk])
        apply_transition(
            cycle=item.cycle, name="recognise", actor=actor, at=at, room="evaluations",
            payload=payload | {"stars": certificate.stars, "certificate": certificate.pk},
        )  # fmt: skip
    audit.record(
        "decision.record", actor=actor, obj=decision, parent=session, at=at,
        province_id=council.province_id, after={"number": number, "on": decided_on, "kind": kind, "items": len(items)},
    )  # fmt: skip
    return decision


def _check_dates(session: CouncilSession, number: str, decided_on: date) -> None:
    if decided_on > clock.today():
        raise Refused(messages.DECISION_FUTURE, code="decided_on", obj=session)
    if decided_on < session.held_on:
        words = {"held": show_date(session.held_on)}
        raise Refused(messages.DECISION_BEFORE_SESSION % words, code="decided_on", obj=session)
    same = RecognitionDecision.objects.filter(
        unit=session.council.unit_id, level=session.council.level, number__iexact=number, decided_on=decided_on
    )
    if same.exists():
        raise Refused(messages.DECISION_TWICE % {"number": number}, code="number", obj=session)


def _check_items(session: CouncilSession, items: list[SessionProduct]) -> dict[int, Result]:
    """Item -> the result that is decided on: its own, or the centre's of a product that was handed back."""
    if not items:
        raise Refused(messages.DECISION_NO_ITEMS, code="items", obj=session)
    if any(item.session_id != session.pk or item.state != ItemState.CLOSED for item in items):
        raise Refused(messages.DECISION_FOREIGN_ITEM, code="items", obj=session)
    results = deciding_results(items)
    if any(item.pk not in results for item in items):
        raise Refused(messages.DECISION_FOREIGN_ITEM, code="items", obj=session)
    return results


def _listed(decision: RecognitionDecision, item: SessionProduct, result: Result, stars: int) -> DecisionItem:
    """The product's line in the annex of the decision."""
    row = DecisionItem(
        decision=decision,
        product=item.cycle.product,
        cycle=item.cycle,
        stars=stars,
        average_shown=result.average_shown,
        product_code=product_code(item.cycle, decision.decided_on.year),
    )
    row.full_clean()
    row.save()
    return row


def _certify(decision: RecognitionDecision, item: SessionProduct, result: Result) -> Certificate:
    """Item of the decision, certificate with its texts as they stand, product. No event: the transition tells it."""
    cycle, product = item.cycle, item.cycle.product
    rules = spec_of(cycle.regulation)
    stars = result.stars
    if stars is None or stars < 3:
        raise Refused(messages.NOT_RECOGNISED_HERE % {"stars": "3, 4, 5"}, code="items", obj=cycle)
    code = _listed(decision, item, result, stars).product_code
    certificate = Certificate(
        code=_fresh_code(),
        product=product,
        cycle=cycle,
        decision=decision,
        stars=stars,
        issuer=decision.issuer,
        product_name=product.name,
        producer_name=cycle.producer.name,
        place=place_text(cycle),
        product_code=code,
        issued_on=decision.decided_on,
        valid_to=valid_to(decision.decided_on, rules.certificate_months),
    )
    _take_number(certificate, decision)
    Certificate.objects.filter(product=product, superseded_by__isnull=True).exclude(pk=certificate.pk).update(
        superseded_by=certificate, superseded_on=decision.decided_on
    )
    set_recognition(product=product, stars=stars, recognised_on=decision.decided_on, valid_until=certificate.valid_to)
    return certificate


def _fresh_code() -> str:
    """A code that no certificate has ever had (50 random bits; certificates are never deleted)."""
    while True:
        code = new_code()
        if not Certificate.objects.filter(code=code).exists():
            return code


def _take_number(certificate: Certificate, decision: RecognitionDecision) -> None:
    """Save it as "087/GCN-OCOP-2026", after the highest of the issuing unit, level and year; a lost race takes the next."""
    year = decision.decided_on.year
    certificate.series = f"{decision.level}-{decision.unit_id or 0}-{year}"
    for _attempt in range(NUMBER_TRIES):
        last = Certificate.objects.filter(series=certificate.series).aggregate(last=Max("serial"))["last"] or 0
        certificate.serial = last + 1
        certificate.number = f"{certificate.serial:03d}/GCN-OCOP-{year}"
        certificate.full_clean(validate_unique=False, validate_constraints=False)
        try:
            with transaction.atomic():
                certificate.save()
            return
        except IntegrityError:
            if not Certificate.objects.filter(series=certificate.series, serial=certificate.serial).exists():
                raise  # another constraint
    raise Refused(messages.CERTIFICATE_NO_NUMBER, code="number", obj=decision)
