"""The chair's board: constant queries, nothing shines through to members, 304, and flags that only invite to talk."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from evaluations.models import CouncilMember, Dossier, Score, ScoreSheet, SessionProduct
from evaluations.selectors import briefs
from evaluations.selectors.board import Board, board_of
from evaluations.selectors.boardflags import drifting, far_members, near_bound, too_wide
from evaluations.selectors.rubrics import rubric_keys
from evaluations.services import closing
from products.models import Cycle
from tests.evaluations import helpers as h

# --- the flags, by table ---------------------------------------------------------------------------------------------

BOUNDS = (90, 70, 50, 30, 0)


@pytest.mark.parametrize(
    ("total_sum", "counted", "bound"),
    [
        (9 * 70, 9, 70),
        (9 * 68, 9, 70),
        (9 * 68 - 1, 9, None),
        (9 * 72, 9, 70),
        (9 * 72 + 1, 9, None),
        (3 * 90 - 1, 3, 90),
        (2 * 30 + 1, 2, 30),
        (1, 1, None),  # no star begins at nothing
        (0, 0, None),
        (100, 1, None),
    ],
)
def test_near_a_bound_is_two_points_exactly(total_sum, counted, bound):
    assert near_bound(total_sum, counted, BOUNDS) == bound


@pytest.mark.parametrize(
    ("totals", "far"),
    [
        ({}, set()),
        ({1: 70}, set()),
        ({1: 70, 2: 80}, set()),  # five from the mean, not more
        ({1: 70, 2: 81}, {1, 2}),
        ({1: 70, 2: 71, 3: 69, 4: 62}, {4}),
        ({1: 70, 2: 70, 3: 70, 4: 70}, set()),
    ],
)
def test_far_from_the_panel_is_half_the_spread(totals, far):
    assert far_members(totals, Decimal(10)) == far


def test_a_member_is_told_of_from_five_products_on():
    odd, calm = {1: 70, 2: 71, 3: 60}, {1: 70, 2: 71, 3: 70}
    assert drifting([odd] * 4 + [calm] * 9, Decimal(10)) == {}
    assert drifting([odd] * 5 + [calm], Decimal(10)) == {3: 5}
    assert [too_wide(t, Decimal(10)) for t in ({}, {1: 70, 2: 80}, {1: 70, 2: 81})] == [False, False, True]


# --- the page ----------------------------------------------------------------------------------------------------------


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def grow(world, item, count):
    """Copies of the product with nine members: half of the products locked with sheets, half being scored."""
    council, places = item.session.council, h.places_for(item.rubric, 74)
    for number in range(4, 10):
        CouncilMember.objects.create(
            council=council, user=world.users[f"member{number}"], seat="member", position=number
        )
    members = list(council.members.filter(scores=True))[:9]
    base, keys = item.cycle, rubric_keys(item.rubric)
    cycles = Cycle.objects.bulk_create(
        Cycle(number=f"HS-{n:06d}", product=base.product, producer=base.producer, year=base.year, province=base.province,
              regulation=base.regulation, product_set=base.product_set, state="not_recognised", unit=base.unit,
              search_text="") for n in range(count)
    )  # fmt: skip
    dossiers = Dossier.objects.bulk_create(Dossier(cycle=c, rubric=item.rubric) for c in cycles)
    rows = SessionProduct.objects.bulk_create(
        SessionProduct(session=item.session, cycle=c, dossier=d, rubric=item.rubric, position=10 + n,
                       state="locked" if n % 2 else "scoring") for n, (c, d) in enumerate(zip(cycles, dossiers, strict=True))
    )  # fmt: skip
    sheets = ScoreSheet.objects.bulk_create(ScoreSheet(item=row, member=member) for row in rows for member in members)
    Score.objects.bulk_create(
        (Score(sheet=sheet, criterion_id=keys.criteria[code], place=place, option_id=keys.options.get((code, place)))
         for sheet in sheets for code, place in places.items()),
        batch_size=5000,
    )  # fmt: skip
    # The marks of a sheet that is handed in are part of the record: they come before it is.
    handed_in = {"state": "submitted", "locked": True, "total": 74, "submitted_at": clock.now()}
    ScoreSheet.objects.filter(item__in=[row.pk for row in rows if row.state == "locked"]).update(**handed_in)


def statements(client, address):
    client.get(address)  # rubrics are read once per process
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    own = [q["sql"] for q in seen if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    return [sql for sql in own if "django_session" not in sql and 'FROM "accounts_' not in sql]


@pytest.mark.django_db
def test_the_board_asks_seven_times_the_menu_included_and_once_more_for_marks(world, item):
    page = reverse("evaluations:session", args=[item.session_id])
    table = reverse("evaluations:session_table", args=[item.session_id])
    grow(world, item, 2)
    chair = client_of(world.chair)
    asked = [statements(chair, address) for address in (page, table)]
    assert [len(rows) for rows in asked] == [7, 6], asked
    briefs.KEPT.clear()  # the first one of each process reads the marks too
    with CaptureQueriesContext(connection) as seen:
        chair.get(page)
    assert sum(q["sql"].startswith('SELECT "evaluations_score"."sheet_id"') for q in seen) == 1


@pytest.mark.django_db
def test_fifty_products_a_page_and_numbers_over_all_of_them(world, item):
    grow(world, item, 60)
    chair = client_of(world.chair)
    address = reverse("evaluations:session", args=[item.session_id])
    first, second = chair.get(address), chair.get(address + "?page=2")
    assert [len(r.context["board"].rows) for r in (first, second)] == [50, 11]
    assert first.context["board"].tally[0] == second.context["board"].tally[0]
    assert first.context["board"].tally[0]["count"] == 30 * 9
    assert "đang xem 51–61" in second.content.decode()
    assert [len(statements(chair, address + more)) for more in ("", "?page=2")] == [7, 7]
    assert "Còn 21 sản phẩm khác chưa kết thúc chấm điểm." in first.content.decode()


@pytest.mark.django_db
def test_304_when_nothing_changed_and_a_members_table_tells_nothing_of_others(world, item):
    address = reverse("evaluations:session_table", args=[item.session_id])
    chair, member = client_of(world.chair), client_of(world.member2)
    tags = [c.get(address)["ETag"] for c in (chair, member)]
    sizes = [len(c.get(address).content) for c in (chair, member)]
    again = chair.get(address, headers={"if-none-match": tags[0]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tags[0])
    h.fill(item, world.member1, h.places_for(item.rubric, 71))
    h.fill(item, world.member3, h.places_for(item.rubric, 72), submit=False)
    fresh = chair.get(address, headers={"if-none-match": tags[0]})
    assert fresh.status_code == 200
    assert [t for t in ("đã nộp", "nháp 34/34") if t not in fresh.content.decode()] == []
    still = member.get(address, headers={"if-none-match": tags[1]})
    assert (still.status_code, len(member.get(address).content)) == (304, sizes[1])
    h.fill(item, world.member2, h.places_for(item.rubric, 73))
    assert member.get(address, headers={"if-none-match": tags[1]}).status_code == 200


@pytest.mark.django_db
def test_words_of_every_cell(world, item):
    session = item.session
    h.fill(item, world.member1, h.places_for(item.rubric, 71))
    h.fill(item, world.member2, h.places_for(item.rubric, 71), submit=False)
    session.presences.filter(member__user=world.member3).update(present=False)
    board = Board(world.chair, session, [item])
    assert [c.word for c in board.rows[0].cells] == ["chưa mở", "đã nộp", "nháp 34/34", "vắng"]
    assert all(c.value is None for c in board.rows[0].cells)
    assert board.tally[0]["count"] == 1


@pytest.mark.django_db
def test_after_the_lock_the_ends_of_each_criterion_have_names(world, item):
    totals = {"chair": 74, "member1": 72, "member2": 75, "member3": 60}
    for who, total in totals.items():
        h.fill(item, world.users[who], h.places_for(item.rubric, total))
    closing.end_scoring(item=item, actor=world.chair)
    item.refresh_from_db()
    board, _page = board_of(world.chair, item.session, [item])
    row = board.rows[0]
    assert (row.outcome.result.spread, row.outcome.result.needs_rescore, row.near) == (15, True, 70)
    assert [c.far for c in row.cells] == [False, False, False, True]
    address = item.get_absolute_url()
    text = client_of(world.chair).get(address).content.decode()
    assert "Nên thảo luận" in text
    assert "thấp: 3; cao: " in text
    table = client_of(world.chair).get(reverse("evaluations:session", args=[item.session_id])).content.decode()
    assert [t for t in ("Quá 10 điểm", "Gần ngưỡng 70", "70,25") if t not in table] == []
    other = client_of(world.member2).get(reverse("evaluations:session", args=[item.session_id])).content.decode()
    assert [t for t in ("Quá 10 điểm", "70,25", ">60</a>") if t in other] == []
