"""Rewards are paid once: by the rule of the province, within the cap of a producer, also when many press at the same moment."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.exceptions import NotAllowed, Refused, Stale
from core.models import AuditEvent
from districts.models import RewardPolicy, RewardRule
from evaluations.models import DecisionItem, RecognitionDecision, RewardPayment, RewardTally
from evaluations.services.rewards import pay_reward, void_payment
from tests import races
from tests.factories.producers import make_producer
from tests.factories.products import make_product

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 30)


@pytest.fixture
def now():
    with time_machine.travel("2026-08-05T09:00:00+07:00", tick=False):
        yield


@pytest.fixture
def rewarded(now, world):
    """Two products of one producer recognised with 4 stars, rewarded with 60 up to 100 in all."""
    maker = make_producer(world.le_thuy)
    policy = RewardPolicy.objects.create(
        province=world.quang_tri,
        name="Thưởng 2026",
        legal_basis="12/2026/NQ-HĐND",
        valid_from=date(2026, 1, 1),
        producer_cap=100,
    )
    RewardRule.objects.create(policy=policy, star=4, kind="first", amount=60)
    RewardRule.objects.create(policy=policy, star=4, kind="keep", amount=40, paid_once=False)
    world.extra |= {"maker": maker, "policy": policy}
    world.extra["item"] = recognise(world, make_product(maker, "Chè xanh"))
    world.extra["second"] = recognise(world, make_product(maker, "Chè lài"))
    return world


def recognise(world, product, on=DAY, stars=4, number="1"):
    decision, _made = RecognitionDecision.objects.get_or_create(
        number=f"{number}/QĐ-UBND",
        decided_on=on,
        level="province",
        issuer="Chủ tịch",
        unit=world.quang_tri,
        province=world.quang_tri,
    )
    return DecisionItem.objects.create(decision=decision, product=product, stars=stars)


def pay(world, item, **more):
    return pay_reward(
        item=item, paid_on=more.pop("paid_on", date(2026, 7, 1)), actor=more.pop("actor", world.province), **more
    )


def test_a_reward_is_paid_by_the_rule(rewarded):
    payment = pay(rewarded, rewarded.item, document="CT-5")
    assert (payment.amount, payment.kind, payment.stars, payment.legal_basis) == (60, "first", 4, "12/2026/NQ-HĐND")
    assert RewardTally.objects.get().paid == 60
    event = AuditEvent.objects.get()
    assert (event.verb, event.after["amount"]) == ("reward.pay", 60)


def test_a_second_payment_is_refused_with_the_first_one(rewarded):
    pay(rewarded, rewarded.item)
    with pytest.raises(Refused) as refusal:
        pay(rewarded, rewarded.item)
    assert refusal.value.sentence == (
        "Khoản thưởng này đã được chi 60 đồng ngày 01/07/2026 theo 12/2026/NQ-HĐND. Không chi lần thứ hai."
    )
    again = recognise(rewarded, rewarded.item.product, on=date(2026, 7, 10), number="2")
    RewardRule.objects.filter(kind="keep").delete()
    RewardPolicy.objects.update(producer_cap=None)
    with pytest.raises(Refused) as refusal:
        pay(rewarded, again, paid_on=date(2026, 7, 11))
    assert refusal.value.code == "rule"  # the same stars again are kept stars, for which no amount is laid down
    assert (RewardPayment.objects.count(), RewardTally.objects.get().paid) == (1, 60)


def test_the_database_itself_refuses(rewarded):
    payment = pay(rewarded, rewarded.item)
    payment.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        payment.save(force_insert=True)
    payment.item = recognise(rewarded, rewarded.item.product, on=date(2026, 7, 2), number="3")
    with pytest.raises(IntegrityError), transaction.atomic():  # once for a product, star and kind
        payment.save(force_insert=True)


def test_kept_stars_are_paid_for_each_decision(rewarded):
    RewardPolicy.objects.update(producer_cap=None)
    pay(rewarded, rewarded.item)
    for number, day in (("2", date(2026, 7, 2)), ("3", date(2026, 7, 3))):
        again = recognise(rewarded, rewarded.item.product, on=day, number=number)
        assert pay(rewarded, again, paid_on=day).kind == "keep"
    assert RewardTally.objects.get().paid == 60 + 40 + 40


def test_the_cap_of_a_producer(rewarded):
    pay(rewarded, rewarded.item)
    with pytest.raises(Refused) as refusal:
        pay(rewarded, rewarded.second)
    assert (refusal.value.code, "đã nhận 60 đồng; mức trần là 100 đồng" in refusal.value.sentence) == ("cap", True)
    assert RewardPayment.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"paid_on": date(2026, 6, 29)}, "paid_on"),
        ({"paid_on": date(2026, 8, 6)}, "paid_on"),
        ({"legal_basis": ""}, "rule"),
        ({"valid_to": date(2026, 6, 29)}, "rule"),
        ({"kind": "approve"}, "rule"),
    ],
)
def test_what_is_not_paid(rewarded, change, code):
    RewardPolicy.objects.update(**{k: v for k, v in change.items() if k in ("legal_basis", "valid_to")})
    if "kind" in change:
        RecognitionDecision.objects.update(kind=change["kind"])
        rewarded.item.decision.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        pay(rewarded, rewarded.item, **{k: v for k, v in change.items() if k == "paid_on"})
    assert (refusal.value.code, RewardPayment.objects.count()) == (code, 0)


@pytest.mark.parametrize("person", ["commune", "department", "leadership", "ministry", "stranger_province", "producer"])
def test_only_the_province_pays(rewarded, person):
    with pytest.raises(NotAllowed):
        pay(rewarded, rewarded.item, actor=rewarded.users[person])


def test_a_payment_taken_back_may_be_recorded_anew(rewarded):
    payment = pay(rewarded, rewarded.item)
    with pytest.raises(Refused):
        void_payment(payment=payment, reason=" ", actor=rewarded.province)
    void_payment(payment=payment, reason="Nhầm sản phẩm.", actor=rewarded.province)
    with pytest.raises(Stale):
        void_payment(payment=payment, reason="Nhầm.", actor=rewarded.province)
    assert RewardTally.objects.get().paid == 0
    pay(rewarded, rewarded.item)
    assert (RewardPayment.objects.count(), RewardTally.objects.get().paid) == (2, 60)
    with pytest.raises(IntegrityError), transaction.atomic():
        RewardPayment.objects.all()._raw_delete("default")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_six_at_once_one_pays(rewarded, tmp_path):
    def press(number):
        # Half of them for the other product: together they would pass the cap.
        item = DecisionItem.objects.select_related("decision", "product__producer").get(
            pk=(rewarded.item if number % 2 else rewarded.second).pk
        )
        return pay(rewarded, item).amount

    with races.on_file(tmp_path / "race.sqlite3"):
        answers = races.together(press, 6)
        assert [a for a in answers if isinstance(a, int)] == [60]
        assert {type(a) for a in answers if not isinstance(a, int)} == {Refused}
        assert (RewardPayment.objects.count(), RewardTally.objects.get().paid) == (1, 60)


def test_the_list_and_its_page(client, rewarded):
    client.force_login(rewarded.province)
    url = reverse("rewards:pay", args=[rewarded.item.pk])
    assert client.post(url, {"paid_on": "29/06/2026", "document": "CT-9"}).status_code == 422
    assert client.post(url, {"paid_on": "01/07/2026", "document": "CT-9"}).status_code == 302
    answer = client.post(url, {"paid_on": "01/07/2026"})
    assert (answer.status_code, "Không chi lần thứ hai." in answer.content.decode()) == (422, True)

    def rows(**query):
        found = client.get(reverse("rewards:list"), query).context
        return [(line.product, line.amount, line.paid_amount) for line, _kind in found["rows"]], found["total"]

    assert rows(sort="ten") == ([("Chè lài", 60, None), ("Chè xanh", 60, 60)], 60)
    assert rows(chi="roi") == ([("Chè xanh", 60, 60)], 60)
    assert rows(chi="chua", q="che lai") == ([("Chè lài", 60, None)], 0)
    text = b"".join(client.get(reverse("rewards:export"), {"sort": "ten"}).streaming_content).decode()
    assert text.splitlines()[2].endswith("4,Công nhận lần đầu,1/QĐ-UBND,30/06/2026,60,60,01/07/2026")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_four_times(client, rewarded, django_assert_num_queries, count):
    rewarded.second.delete()
    for number in range(1, count):
        recognise(rewarded, make_product(rewarded.maker, f"Chè {number}"))
    client.force_login(rewarded.province)
    with django_assert_num_queries(4 + 3):  # count, rows, rules, paid; session, user, roles
        page = client.get(reverse("rewards:list"), {"q": "che"})
    assert page.context["page"].paginator.count == count
