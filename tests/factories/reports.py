"""Recognised products for tests of figures: rows made directly, without the steps that lead to them."""

from datetime import date
from itertools import count

from accounts.models import User
from core.text import search_text, sort_key
from evaluations.enums import DecisionKind
from evaluations.models import Certificate, DecisionItem, RecognitionDecision, Withdrawal
from producers.models import Producer
from products.enums import EvaluationLevel
from products.models import Product

SERIAL = count(1)


def make_producer(unit, *, name="", kind="cooperative", **fields) -> Producer:
    name = name or f"Hợp tác xã mẫu {next(SERIAL)}"
    return Producer.objects.create(
        name=name,
        kind=kind,
        unit=unit,
        province=unit.province or unit,
        search_text=search_text(name),
        sort_key=sort_key(name),
        **fields,
    )


def make_product(unit, *, name="", producer=None, **fields) -> Product:
    name = name or f"Sản phẩm mẫu {next(SERIAL)}"
    return Product.objects.create(
        name=name,
        producer=producer or make_producer(unit),
        unit=unit,
        province=unit.province or unit,
        search_text=search_text(name),
        sort_key=sort_key(name),
        **fields,
    )


def make_decision(unit, day: date, *, number="", kind=DecisionKind.RECOGNISE, **fields) -> RecognitionDecision:
    province = unit.province or unit
    return RecognitionDecision.objects.create(
        number=number or f"{next(SERIAL)}/QĐ-UBND",
        decided_on=day,
        kind=kind,
        level=EvaluationLevel.PROVINCE,
        issuer=f"Chủ tịch Ủy ban nhân dân {province.full_name}",
        unit=province,
        province=province,
        **fields,
    )


def make_certificate(product, day: date, stars: int = 3, *, decision=None, valid_to=None, **fields) -> Certificate:
    """Recognised on `day` for 36 months."""
    number = next(SERIAL)
    decision = decision or make_decision(product.unit, day)
    DecisionItem.objects.create(decision=decision, product=product, stars=stars)
    try:
        last = day.replace(year=day.year + 3)
    except ValueError:
        last = day.replace(year=day.year + 3, day=28)
    return Certificate.objects.create(
        number=f"{number}/GCN",
        code=f"T{number:010d}",
        product=product,
        decision=decision,
        stars=stars,
        issuer=decision.issuer,
        product_name=product.name,
        producer_name=product.producer.name,
        place=product.unit.full_name,
        issued_on=day,
        valid_to=valid_to or last,
        **fields,
    )


def recognise(unit, day: date, stars: int = 3, **fields) -> Certificate:
    """A new product of a new producer, recognised on `day`."""
    return make_certificate(make_product(unit, **fields), day, stars)


def propose(product, day: date) -> DecisionItem:
    """A result of 90 points or more, approved on `day` and sent up for 5 stars."""
    decision = make_decision(product.unit, day, kind=DecisionKind.APPROVE)
    return DecisionItem.objects.create(decision=decision, product=product, stars=5, average_shown="92.33")


def withdraw(certificate, day: date) -> Withdrawal:
    return Withdrawal.objects.create(
        certificate=certificate,
        number=f"{next(SERIAL)}/QĐ-UBND",
        decided_on=day,
        issuer=certificate.issuer,
        ground="Chủ thể không còn sản xuất.",
    )


def make_person(username="lanhdao", name="Trần Văn Lãnh", role=None, unit=None) -> User:
    person = User.objects.create(username=username, full_name=name, sort_key=sort_key(name))
    if role:
        person.assignments.create(role=role, unit=unit)
    return person
