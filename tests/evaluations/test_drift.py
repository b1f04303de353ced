"""Drift: exact arithmetic by tables and properties; the pages for those who may read values, and never more."""

from datetime import date
from fractions import Fraction as F

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from evaluations.drift import LevelMean, Summary, criterion_drifts, level_steps, self_drift, summary
from evaluations.models import Conflict, Council, Result
from evaluations.numbers import plain_mean, signed
from evaluations.scoring import sheet_points
from evaluations.selectors.drifts import product_drifts
from evaluations.services import intake, rounds, sheets
from evaluations.sheetfiles import load_rubric
from products.models import Regulation
from tests.evaluations import helpers as h
from tests.evaluations.conftest import build_session
from tests.evaluations.sheets import best, nothing, with_total
from tests.evaluations.walk import Walker

RUBRIC = h.COFFEE

SHOWN = [
    (F(13, 10), 1, "+1,3"), (F(-2, 5), 1, "−0,4"), (F(0), 1, "0,0"), (F(1, 100), 1, "0,0"), (F(-1, 20), 1, "−0,1"),
    (F(2, 3), 2, "+0,67"), (F(-10, 3), 2, "−3,33"), (F(-1, 300), 2, "0,00"), (None, 2, ""), (5, 2, "+5,00"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "places", "text"), SHOWN)
def test_a_difference_is_shown_with_its_sign_half_up(value, places, text):
    assert signed(value, places) == text


def test_the_widest_criteria_come_first_and_equal_ones_are_left_out():
    rubric, top = load_rubric(RUBRIC), best(RUBRIC)
    lowered = top | {"A.1.1": 0, "B.4.1": 1}
    rows = criterion_drifts(rubric, top, [lowered, top, top])
    gap = {code: rubric.criteria[code].points_at(top[code]) for code in ("A.1.1", "B.4.1")}
    expected = {
        "A.1.1": F(gap["A.1.1"], 3),
        "B.4.1": F(gap["B.4.1"] - rubric.criteria["B.4.1"].points_at(1), 3),
    }
    assert {row.code: row.apart for row in rows} == expected
    assert [abs(row.apart) for row in rows] == sorted((abs(v) for v in expected.values()), reverse=True)
    assert criterion_drifts(rubric, top, []) == []
    assert [row.code for row in criterion_drifts(rubric, {"A.1.1": top["A.1.1"]}, [nothing(RUBRIC)])] == ["A.1.1"]
    zeroed = criterion_drifts(rubric, nothing(RUBRIC), [top], frozenset(rubric.criteria))
    assert zeroed == []  # what a requirement made 0 on every sheet is no difference to 0


@given(st.integers(20, 95), st.lists(st.integers(20, 95), min_size=1, max_size=5))
def test_the_drifts_of_the_criteria_add_up_to_the_drift_of_the_totals(own, totals):
    rubric = load_rubric(RUBRIC)
    mine, theirs = with_total(RUBRIC, own), [with_total(RUBRIC, total) for total in totals]
    mean = F(sum(sheet_points(rubric, places).total for places in theirs), len(theirs))
    assert sum(row.apart for row in criterion_drifts(rubric, mine, theirs)) == self_drift(own, mean)


def test_only_what_can_be_compared_is_compared():
    assert (self_drift(None, F(70)), self_drift(70, None), self_drift(70, F(215, 3))) == (None, None, F(-5, 3))
    assert summary([None, None]) is None
    assert summary([F(3), None, F(-1), F(1, 2)]) == Summary(3, F(5, 6), F(-1), F(3))
    levels = [LevelMean("huyện", F(72)), LevelMean("tỉnh", None), LevelMean("trung ương", F(145, 2))]
    assert level_steps(levels) == [("huyện", "trung ương", F(1, 2))]
    assert (level_steps(levels[:1]), plain_mean(F(215, 3), 2)) == ([], "71,67")


@pytest.mark.django_db
class TestPages:
    def test_a_closed_session_shows_own_score_council_and_findings(self, world, session):
        h.scored(world, session, (66, 70, 70, 75))
        walk = Walker(world)
        before = walk.see("chair", "session_drift", session.pk, holds=["Phiên chưa đóng"])
        assert "70,25" not in before
        h.close(world, session)
        page = walk.see(
            "chair", "session_drift", session.pk,
            holds=["Chỉ để tham khảo, không làm thay đổi kết quả.", "70,25", "−0,25", "Xã xác nhận nội dung này.",
                   "Tiêu chí chênh lệch nhiều nhất"],
        )  # fmt: skip
        assert "Kết quả của các cấp" not in page  # one level only
        (row,) = product_drifts(world.chair, session)
        assert (row.own, row.apart, row.steps, len(row.findings)) == (70, F(-1, 4), [], 4)
        walk.see("chair", "severity", session.council_id, holds=["So sánh điểm sau phiên 11/11/2026"])
        walk.see("chair", "session", session.pk, holds=["So sánh điểm tự chấm, Hội đồng và các cấp"])
        assert Result.objects.get().total_sum == 281  # nothing is written by looking

    def test_a_member_reads_by_the_rule_of_the_council_and_a_recused_one_nothing(self, world, frozen):
        session = build_session(world, visibility="never")
        item = session.items.get()
        sheets.declare_conflict(item=item, has_conflict=True, reason="Cùng xã.", actor=world.member3)
        users = [world.chair, world.member1, world.member2]
        h.scored(world, session, (66, 70, 74), users)
        h.close(world, session)
        walk = Walker(world)
        for who in ("member1", "member3", "advisor"):
            page = walk.see(who, "session_drift", session.pk, holds=["Không có sản phẩm nào ông/bà được xem ở đây"])
            assert item.cycle.product.name not in page
        Council.objects.update(visibility="closed")
        walk.see("member1", "session_drift", session.pk, holds=[item.cycle.product.name, "70,00"])
        assert item.cycle.product.name not in walk.see("member3", "session_drift", session.pk)
        Conflict.objects.filter(member__user=world.member1).update(has_conflict=True)
        assert product_drifts(world.member1, session) == []

    def test_the_levels_stand_beside_each_other(self, world, frozen):
        session = build_session(world)
        h.scored(world, session, (92, 93, 94, 95))
        h.close(world, session)
        dossier = session.items.get().dossier
        intake.forward(dossier=dossier, actor=world.province)
        dossier = h.fresh(dossier)
        intake.receive(dossier=dossier, actor=world.ministry)
        intake.save_advisory_note(dossier=h.fresh(dossier), note="Đủ.", actor=world.ministry)
        intake.check_dossier(dossier=h.fresh(dossier), actor=world.ministry)
        council = h.council_of(world, level="centre", unit=None, actor=world.ministry)
        centre = h.open_session(world, council, [h.fresh(dossier)], world.ministry)
        h.scored(world, centre, (84, 85, 86, 87))
        h.close(world, centre)
        (row,) = product_drifts(world.province, session)
        assert row.steps == [("cấp tỉnh", "cấp trung ương", F(-8))]
        Walker(world).see(
            "province", "session_drift", session.pk, holds=["93,50", "85,50", "−8,00", "Kết quả của các cấp"]
        )

    def test_a_round_sums_its_sessions_up(self, world, frozen):
        h.ready(h.COFFEE)
        law = Regulation.objects.get(code="26-2026")
        row = rounds.create_round(level="province", unit=world.quang_tri, regulation=law, year=2026, number=2,
                                  proposed_by=date(2026, 12, 1), actor=world.province)  # fmt: skip
        session = build_session(world, round=row)
        walk = Walker(world)
        walk.see("chair", "round_drift", row.pk, holds=["chưa có phiên nào đã đóng"])
        h.scored(world, session, (66, 70, 70, 75))
        h.close(world, session)
        walk.see("province", "round_drift", row.pk, holds=["−0,25", "Cả đợt"])
        walk.see("province", "round", row.pk, holds=["So sánh điểm của đợt"])
        with CaptureQueriesContext(connection) as queries:
            walk.see("province", "session_drift", session.pk)
        assert len(queries) <= 11  # three of them for session, user and roles; the same for any number of products
