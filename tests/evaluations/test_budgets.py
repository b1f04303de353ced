"""Query budgets of step 5 (performance guide): board and sheet, the same for one product and for three.

Counted as the guide counts: without session, person and roles, without transaction control.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations.services import closing, sheets
from tests.evaluations import helpers as h
from tests.evaluations.test_score_races import another

pytestmark = pytest.mark.django_db
FREE = ('FROM "django_session"', 'FROM "accounts_user"', 'FROM "accounts_roleassignment"')
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def counted(client, url):
    """Statements of the second of two like requests."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    assert answer.status_code == 200
    work = [q["sql"] for q in captured if not q["sql"].startswith(CONTROL)]
    return len([sql for sql in work if not any(words in sql for words in FREE)])


def full(world, item):
    for user in (world.chair, world.member1, world.member2, world.member3):
        h.fill(item, user, h.places_for(item.rubric, 75))
    closing.end_scoring(item=item, actor=world.chair)


def test_the_board_costs_the_same_for_one_product_and_for_three(client, world, session, item):
    full(world, item)
    client.force_login(world.chair)
    one = counted(client, session.get_absolute_url())
    for number in (2, 3):
        full(world, another(world, session, number))
    assert (one, counted(client, session.get_absolute_url())) == (7, 7)  # and 8 where the marks are not kept yet


def test_the_sheet_costs_the_same_beside_others(client, world, session, item):
    sheets.declare_conflict(item=item, has_conflict=False, actor=world.member1)
    sheet = sheets.open_sheet(item=item, actor=world.member1)
    client.force_login(world.member1)
    one = counted(client, sheet.get_absolute_url())
    for number in (2, 3):
        another(world, session, number)
    assert one <= 8
    assert counted(client, sheet.get_absolute_url()) == one
