"""Questions about many products at once answer as the same question about each: conditions of closing, actors, guards."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import audit
from evaluations import guards
from evaluations.models import CouncilMember, SessionProduct
from evaluations.selectors.board import Board
from evaluations.selectors.outcomes import Counts, item_blockers
from evaluations.services import closing, sheets
from tests.evaluations import helpers as h
from tests.evaluations.test_score_races import another

pytestmark = pytest.mark.django_db


def products(session):
    rows = SessionProduct.objects.filter(session=session).select_related("rubric", "cycle__product", "session__council")
    return list(rows.order_by("position"))


@pytest.fixture
def full(world, session, item):
    """Five locked products: agreed, too wide, one sheet only, one recused, and one with a knock-out that was found."""
    users = [world.chair, world.member1, world.member2, world.member3]
    items = [item, *(another(world, session, number) for number in (1, 2, 3, 4))]
    for one, totals in zip(items, [(70,) * 4, (60, 74, 70, 70), (70,), (72,) * 3, (71,) * 4], strict=True):
        for user, total in zip(users, totals, strict=False):
            h.fill(one, user, h.places_for(one.rubric, total))
    sheets.declare_conflict(item=items[3], has_conflict=True, reason="Người nhà.", actor=world.member3)
    for one in products(session):
        closing.end_scoring(item=one, actor=world.chair)
    found = products(session)[4]
    closing.record_findings(item=found, knockouts={found.rubric.knockouts.first().ref: "Có."}, actor=world.secretary)
    return session


def test_what_stops_the_closing_is_the_same_from_totals_and_from_the_engine(world, full):
    items = products(full)
    engine = Board(world.chair, full, items, items, whole=True).checked
    counted = Board(world.chair, full, items, items[:1], whole=True).checked
    assert [type(one) is Counts for one in counted.values()] == [False, True, True, True, False]
    assert [type(one) is Counts for one in engine.values()] == [False] * 5
    told = [[item_blockers(full, found[item.pk]) for item in items] for found in (engine, counted)]
    assert told[0] == told[1]
    assert [len(says) for says in told[0]] == [0, 1, 1, 0, 0]
    for item in items:
        one, other = engine[item.pk], counted[item.pk]
        assert (one.members, one.result.counted, one.result.spread) == (
            other.members, other.result.counted, other.result.spread,
        )  # fmt: skip


def test_who_presides_is_the_same_for_many_and_for_one(world, full):
    CouncilMember.objects.filter(council=full.council, user=world.member1).update(seat="vice_chair")
    items = products(full)
    items[1].conflicts.filter(member__user=world.chair).update(has_conflict=True)
    cycles = [item.cycle for item in items]
    for user in (world.chair, world.member1, world.member2, world.province, audit.SYSTEM):
        one_by_one = (
            {cycle.pk for cycle in cycles if guards.is_chair(user, cycle)} if user is not audit.SYSTEM else None
        )
        if one_by_one is not None:
            assert guards.chaired(user, cycles) == one_by_one
    assert guards.chaired(world.chair, cycles) == {c.pk for n, c in enumerate(cycles) if n != 1}
    assert guards.chaired(world.member1, cycles) == {cycles[1].pk}


def test_a_result_is_asked_for_all_cycles_at_once(world, session, item):
    second = another(world, session, 1)
    for one in (item, second):
        for user in (world.chair, world.member1, world.member2, world.member3):
            h.fill(one, user, h.places_for(one.rubric, 70))
        closing.end_scoring(item=SessionProduct.objects.get(pk=one.pk), actor=world.chair)
    cycles = [h.fresh(one.cycle) for one in (item, second)]
    assert set(guards.closing_refused(cycles, world.chair)) == {c.pk for c in cycles}
    with CaptureQueriesContext(connection) as asked:
        h.close(world, session)
    assert guards.closing_refused(cycles, world.chair) == {}
    assert [guards.closing_allowed(cycle, world.chair) for cycle in cycles] == [None, None]
    assert len([q for q in asked if "evaluations_conflict" in q["sql"] and "UPDATE" not in q["sql"]]) <= 6
