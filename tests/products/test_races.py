"""Several people at the same moment, each on a connection of its own."""

import pytest

from core.exceptions import Refused, Stale
from core.models import AuditEvent
from products import services
from products.enums import CycleState
from products.models import Cycle
from tests import races
from tests.factories.products import make_cycle, make_product, product_set

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_one_of_two_decisions_wins(tea, tmp_path):
    cycle = make_cycle(tea.tea, CycleState.IDEA_SUBMITTED, by=tea.producer)
    acts = [("accept_idea", ""), ("return_idea", "Thiếu."), ("decline_idea", "Không hợp."), ("accept_idea", "")]

    def decide(number):
        name, reason = acts[number]
        seen = Cycle.objects.select_related("regulation").get(pk=cycle.pk)
        services.apply_transition(cycle=seen, name=name, actor=tea.commune, reason=reason)
        return name

    with races.on_file(tmp_path / "race.sqlite3"):
        answers = races.together(decide, 4)
        won = [a for a in answers if isinstance(a, str)]
        lost = [a for a in answers if not isinstance(a, str)]
        assert len(won) == 1
        assert [type(a) for a in lost if not isinstance(a, Stale | Refused)] == []
        assert list(AuditEvent.objects.values_list("verb", flat=True)) == [f"cycle.{won[0]}"]


def test_numbers_are_given_once(tea, tmp_path):
    tea_set = product_set()
    products = [make_product(tea.maker, f"Chè số {n}") for n in range(6)]

    def register(number):
        return services.register_idea(
            actor=tea.commune, producer=tea.maker, kind="first", product_set=tea_set, summary="Chè.",
            product=products[number], entered_for="Phan Thị Mơ",
        ).number  # fmt: skip

    with races.on_file(tmp_path / "race.sqlite3"):
        answers = races.together(register, 6)
        assert sorted(answers) == [f"HS-2026-{n:06d}" for n in range(1, 7)]
        assert AuditEvent.objects.count() == 6


def test_one_cycle_for_one_product(tea, tmp_path):
    tea_set = product_set()

    def register(_number):
        return services.register_idea(
            actor=tea.commune, producer=tea.maker, kind="first", product_set=tea_set, summary="Chè.",
            product=tea.tea, entered_for="Phan Thị Mơ",
        ).number  # fmt: skip

    with races.on_file(tmp_path / "race.sqlite3"):
        answers = races.together(register, 4)
        assert [a for a in answers if isinstance(a, str)] == ["HS-2026-000001"]
        assert {type(a) for a in answers if not isinstance(a, str)} == {Refused}
        assert Cycle.objects.count() == 1
