"""What the board keeps of locked products is what the engine says now, whatever changed since it was kept."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations.models import Council
from evaluations.selectors import briefs
from evaluations.selectors.board import Board, board_of
from evaluations.selectors.boarditems import board_items
from evaluations.selectors.outcomes import item_blockers
from evaluations.services import closing
from evaluations.templatetags import board as drawing
from products.models import Product
from tests.evaluations import helpers as h
from tests.evaluations.test_board import client_of

pytestmark = pytest.mark.django_db


def locked(world, item, totals=(74, 72, 75, 60)):
    for who, total in zip(("chair", "member1", "member2", "member3"), totals, strict=True):
        h.fill(item, world.users[who], h.places_for(item.rubric, total))
    closing.end_scoring(item=h.fresh(item), actor=world.chair)
    return h.fresh(item)


def told(world, session):
    """(kept, asked anew): all that the table and the conditions of closing read, of every product."""
    session = h.fresh(session)
    items = board_items(world.chair, session)
    ways = Board(world.chair, session, items, brief=True), Board(world.chair, session, items)
    return [
        [
            (row.outcome.total_sum, row.outcome.members, row.outcome.open_proposals, row.near, row.blockers, row.cells,
             *(getattr(row.outcome.result, name) for name in briefs.Shown._fields[:-1]))
            for row in way.rows if row.outcome
        ]
        for way in ways
    ]  # fmt: skip


def test_the_kept_word_is_the_engines_after_every_change(world, item):
    session, seen = item.session, []
    item = locked(world, item)

    def same():
        kept, anew = told(world, session)
        assert kept == anew
        seen.append(kept)

    same()
    same()
    assert seen[0] == seen[1]
    found = next(k for k in item.rubric.knockouts.order_by("position") if k.effect != "requirement")
    closing.record_findings(item=item, knockouts={found.ref: "Có."}, actor=world.secretary)
    same()
    Council.objects.filter(pk=session.council_id).update(spread_limit=Decimal(20))
    same()
    Council.objects.filter(pk=session.council_id).update(gate_rule="all")
    same()
    assert seen[1] != seen[2] != seen[3]
    assert not told(world, session)[0][0][4]
    Council.objects.filter(pk=session.council_id).update(spread_limit=Decimal(10))
    closing.rescore(item=h.fresh(item), reason="Chênh lệch 15 điểm.", actor=world.chair)
    again = h.fresh(item)
    for who in ("chair", "member1", "member2", "member3"):
        h.fill(again, world.users[who], h.places_for(item.rubric, 71))
    closing.end_scoring(item=again, actor=world.chair)
    same()
    assert seen[-1][0][0] == 4 * 71


def test_marks_of_locked_products_are_read_once(world, item):
    locked(world, item)
    session = h.fresh(item.session)

    def asked():
        items = board_items(world.chair, session)
        with CaptureQueriesContext(connection) as captured:
            board, _page = board_of(world.chair, session, items)
            assert board.rows[0].outcome.result.counted == 4
        return sum('FROM "evaluations_score" ' in q["sql"] and "criterion" in q["sql"] for q in captured)

    assert [asked() for _ in range(3)] == [1, 0, 0]
    kept = board_of(world.chair, session, board_items(world.chair, session))[0].found
    assert [item_blockers(session, one) for one in kept.values()] == [
        item_blockers(session, one) for one in Board(world.chair, session, board_items(world.chair, session)).found.values()
    ]  # fmt: skip


def test_a_kept_line_is_the_line_that_would_be_drawn(world, item):
    session = item.session
    address = reverse("evaluations:session_table", args=[session.pk])
    chair, member = client_of(world.chair), client_of(world.member2)

    def same(client):
        kept = client.get(address).content.decode()
        drawing.LINES.clear()
        assert client.get(address).content.decode() == kept
        return client.get(address).content.decode()

    seen = [same(chair), same(member)]
    h.fill(item, world.member3, h.places_for(item.rubric, 60), submit=False)
    seen += [same(chair), same(member)]
    assert seen[0] != seen[2] and seen[1] == seen[3]
    for who, total in {"chair": 74, "member1": 72, "member2": 75}.items():
        h.fill(item, world.users[who], h.places_for(item.rubric, total))
    h.fill(item, world.member3, h.places_for(item.rubric, 60))
    closing.end_scoring(item=h.fresh(item), actor=world.chair)
    text = same(chair)
    assert [t for t in ("Quá 10 điểm", "Gần ngưỡng 70", "70,25", ">60<") if t not in text] == []
    assert ">60<" not in same(member)
    Council.objects.filter(pk=session.council_id).update(spread_limit=Decimal("12.5"))
    assert "Quá 12,5 điểm" in same(chair)
    Product.objects.filter(pk=item.cycle.product_id).update(name="Cà phê <bột> & sấy")
    assert "Cà phê &lt;bột&gt; &amp; sấy" in same(chair)
