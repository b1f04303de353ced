"""Role × state × transition, generated from the one table: who may, who may not, and what is written (craft §13)."""

import pytest

from core.exceptions import NotAllowed, Refused, Stale
from core.models import AuditEvent
from products import cycle as table
from products.enums import CycleState
from products.models import FINAL_STATES, Cycle
from products.services import apply_transition
from tests.factories.products import make_cycle

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]

NEW_PEOPLE = [
    "producer",
    "commune",
    "neighbour_commune",
    "province",
    "department",
    "leadership",
    "stranger_commune",
    "stranger_province",
    "stranger_producer",
    "ministry",
    "admin",
    "nobody",
]
OLD_PEOPLE = [
    "producer",
    "old_commune",
    "district",
    "neighbour_district",
    "old_province",
    "old_leadership",
    "old_stranger",
    "nobody",
]
# Who stands behind the names of the table that products registers, by the words of the design, not by the code.
NEW_ACTORS = {
    "producer": {"producer"},
    "local_officer": {"commune"},
    "commune": {"commune"},
    "appraiser": {"commune"},  # the default of a province without districts
    "selector": {"province"},
    "receiver": {"province"},
}
OLD_ACTORS = {
    "producer": {"producer"},
    "local_officer": {"old_commune", "district"},
    "commune": {"old_commune"},
    "appraiser": {"district"},
    "selector": {"district"},
    "receiver": {"district"},  # the district's council scores first under 1048
}
# Members of councils are the matter of evaluations.
COUNCIL = {"chair", "secretary", "advisor"}


@pytest.fixture
def open_guards(monkeypatch):
    """Guards and deadlines have tests of their own; here the table's own rules are asked."""
    for row in table.TABLE:
        for name in row.guards:
            monkeypatch.setitem(table.GUARDS, name, lambda cycle, actor: None)
        for name in COUNCIL & set(row.who):
            monkeypatch.setitem(table.ACTORS, name, lambda user, cycle: False)


def walk(world, people, actors, state):
    """Every row of the table from `state` for every person; from a foreign state for the owner and a stranger only."""
    cycle = make_cycle(world.tea, state, by=world.producer)
    for row in table.TABLE:
        walk_row(world, people if state in row.sources else [people[0], people[-1]], actors, cycle, row)


def walk_row(world, people, actors, cycle, row):
    name, state = row.name, cycle.state
    allowed = set().union(*(actors.get(who, set()) for who in row.who))
    for person in people:
        user = world.users[person]
        before = (Cycle.objects.values().get(pk=cycle.pk), AuditEvent.objects.count())

        def act(reason="Lý do của phép thử.", room=row.room, user=user):
            return apply_transition(cycle=cycle, name=name, actor=user, reason=reason, room=room)

        if state not in row.sources:
            with pytest.raises(Refused) as refusal:
                act()
            assert (refusal.value.code, refusal.value.status) == ("forbidden_transition", 422)
        elif person not in allowed:
            with pytest.raises(NotAllowed) as refusal:
                act()
            assert (refusal.value.code, refusal.value.status) == ("not_your_step", 403)
        else:
            if row.reason_needed:
                with pytest.raises(Refused) as refusal:
                    act(reason="  ")
                assert refusal.value.code == "reason_needed"
            if row.room != "products":
                with pytest.raises(Refused) as refusal:
                    act(room="products")
                assert refusal.value.code == "own_page"
            assert (Cycle.objects.values().get(pk=cycle.pk), AuditEvent.objects.count()) == before
            act()
            event = AuditEvent.objects.order_by("-number").first()
            assert AuditEvent.objects.count() == before[1] + 1
            assert (event.verb, event.actor_id, event.object_id) == (f"cycle.{name}", user.pk, str(cycle.pk))
            assert (event.before, event.after["state"]) == ({"state": state}, row.target)
            assert cycle.state == row.target
            Cycle.objects.filter(pk=cycle.pk).update(state=state, due_on=None, last_reason="")
            cycle.refresh_from_db()
            continue
        assert str(refusal.value.sentence).endswith(".")
        assert (Cycle.objects.values().get(pk=cycle.pk), AuditEvent.objects.count()) == before


@pytest.mark.parametrize("state", CycleState)
def test_the_table_since_2025(tea, open_guards, state):
    walk(tea, NEW_PEOPLE, NEW_ACTORS, state)


@pytest.mark.parametrize("state", CycleState)
def test_the_table_with_districts(old_tea, open_guards, state):
    walk(old_tea, OLD_PEOPLE, OLD_ACTORS, state)


def test_every_name_of_the_table_has_its_function():
    """Step 5 keeps its functions in evaluations, which registers them when it is ready."""
    guards = {name for row in table.TABLE for name in row.guards}
    actors = {name for row in table.TABLE for name in row.who}
    deadlines = {row.deadline for row in table.TABLE if row.deadline}
    assert {name for row in table.TABLE for name in row.effects} == set(table.EFFECTS)
    assert {row.window for row in table.TABLE if row.window} == set(table.WINDOWS)
    assert guards - set(table.GUARDS) == set()
    assert actors - set(table.ACTORS) == set()
    assert deadlines - set(table.DEADLINES) == set()


def test_the_names_of_products_have_their_functions():
    rows = [row for row in table.TABLE if row.room == "products"]
    assert {name for row in rows for name in row.guards} <= set(table.GUARDS)
    assert {name for row in rows for name in row.who} <= set(table.ACTORS)
    assert {row.deadline for row in table.TABLE if row.deadline} <= set(table.DEADLINES)


def test_the_table_is_sound():
    assert len(table.BY_NAME) == len(table.TABLE)
    assert set(table.STEP_OF) == set(CycleState)
    assert set(table.PUBLIC_WORDING) == set(CycleState)
    assert [row.name for row in table.TABLE if set(row.sources) & set(FINAL_STATES)] == []
    reached = {row.target for row in table.TABLE} | {CycleState.IDEA_DRAFT}
    assert reached == set(CycleState)


def test_an_unknown_act_is_refused(tea, cycle):
    with pytest.raises(Refused) as refusal:
        apply_transition(cycle=cycle, name="jump", actor=tea.producer)
    assert refusal.value.code == "unknown"
    assert AuditEvent.objects.count() == 0


def test_the_second_of_two_is_told_what_stands_now(tea):
    """Both saw the submitted idea; the first has returned it, so the second does not accept what is no longer there."""
    cycle = make_cycle(tea.tea, CycleState.IDEA_SUBMITTED, by=tea.producer)
    seen = Cycle.objects.get(pk=cycle.pk)
    apply_transition(cycle=cycle, name="return_idea", actor=tea.commune, reason="Thiếu nguồn nguyên liệu.")
    with pytest.raises(Stale) as refusal:
        apply_transition(cycle=seen, name="accept_idea", actor=tea.commune)
    assert refusal.value.status == 409
    assert "Ý tưởng bị trả lại" in refusal.value.sentence
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["cycle.return_idea"]
    assert Cycle.objects.get(pk=cycle.pk).state == CycleState.IDEA_RETURNED
