"""Definitions of the indicators, one small table each. Pure."""

from dataclasses import replace
from datetime import date

import pytest

from core.exceptions import Refused
from reports import indicators
from reports.indicators import Entered, Held, Place, Producing, Proposed

MAKER = Producing(1, "Hợp tác xã A", "cooperative", "female", "Bru - Vân Kiều")


def held(id_, product, issued, stars=3, *, valid_to=None, producer=MAKER, place=10, **fields):
    last = valid_to or issued.replace(year=issued.year + 3)
    return Held(id_, product, f"Sản phẩm {product}", "", producer, place, stars, issued, last, **fields)


def test_a_certificate_stands_from_its_first_to_its_last_day():
    row = held(1, 1, date(2023, 5, 10))
    days = [date(2023, 5, 9), date(2023, 5, 10), date(2026, 5, 10), date(2026, 5, 11)]
    assert [row.stands_on(day) for day in days] == [False, True, True, False]


def test_withdrawn_and_replaced_ones_stand_until_the_day_before():
    gone = held(1, 1, date(2025, 1, 1), withdrawn_on=date(2025, 6, 1))
    replaced = held(2, 2, date(2025, 1, 1), superseded_on=date(2025, 6, 1))
    for row in (gone, replaced):
        assert [row.stands_on(date(2025, 5, 31)), row.stands_on(date(2025, 6, 1))] == [True, False]


def test_a_product_counts_once_by_its_newest_certificate():
    rows = [held(1, 1, date(2024, 1, 1), 3), held(2, 1, date(2025, 1, 1), 4), held(3, 2, date(2025, 1, 1), 5)]
    assert indicators.by_star(indicators.standing(rows, date(2025, 2, 1))) == {"3": 0, "4": 1, "5": 1, "total": 2}
    assert indicators.by_star(indicators.standing(rows, date(2024, 6, 1))) == {"3": 1, "4": 0, "5": 0, "total": 1}


def test_changes_compare_with_the_certificate_before():
    rows = [
        held(1, 1, date(2023, 1, 1), 3),
        held(2, 1, date(2026, 1, 1), 4),  # upgraded
        held(3, 2, date(2023, 1, 1), 4),
        held(4, 2, date(2026, 1, 1), 4),  # renewed
        held(5, 3, date(2023, 1, 1), 4),
        held(6, 3, date(2026, 1, 1), 3),  # downgraded
        held(7, 4, date(2026, 1, 2), 3),  # new
        held(8, 5, date(2026, 1, 2), 4, hint="upgraded"),  # an import that says so
        held(9, 6, date(2022, 12, 31), 3),  # expired: last day 31/12/2025
        held(10, 7, date(2025, 6, 1), 3, withdrawn_on=date(2026, 2, 1)),
    ]
    assert indicators.changes(rows, date(2026, 1, 1), date(2026, 3, 31)) == {
        "recognised": 5, "new": 1, "renewed": 1, "upgraded": 2, "downgraded": 1, "withdrawn": 1, "expired": 1,
    }  # fmt: skip


def test_a_renewal_in_time_is_not_an_expiry():
    rows = [held(1, 1, date(2023, 2, 1), 3), held(2, 1, date(2026, 1, 15), 3)]
    assert indicators.changes(rows, date(2026, 1, 1), date(2026, 3, 31))["expired"] == 0


def test_potential_five_stars_last_until_a_certificate_comes():
    proposed = [
        Proposed(1, 10, date(2026, 6, 1)),
        Proposed(2, None, date(2026, 6, 1)),
        Proposed(1, 10, date(2026, 6, 2)),
    ]
    rows = [held(1, 2, date(2026, 8, 1), 5), held(2, 1, date(2025, 1, 1), 4)]
    assert [p.product_id for p in indicators.potential(proposed, rows, date(2026, 7, 1))] == [1, 2]
    assert [p.product_id for p in indicators.potential(proposed, rows, date(2026, 8, 1))] == [1]
    assert indicators.potential(proposed, rows, date(2026, 5, 31)) == []


def test_every_place_is_named_and_the_unplaced_only_where_needed():
    places = [Place(10, "001", "Xã A"), Place(11, "002", "Xã B")]
    rows = [held(1, 1, date(2026, 1, 1)), held(2, 2, date(2026, 1, 1), 4)]
    table = indicators.by_place(places, rows, [])
    assert [(r["name"], r["3"], r["4"], r["total"], r["producers"]) for r in table] == [
        ("Xã A", 1, 1, 2, 1),
        ("Xã B", 0, 0, 0, 0),
    ]
    table = indicators.by_place(places, [replace(rows[0], place=None)], [Proposed(9, 11, date(2026, 1, 1))])
    assert [(r["unit"], r["total"], r["potential"]) for r in table] == [(10, 0, 0), (11, 0, 1), (None, 1, 0)]


def test_producers_by_kind_with_women_and_minorities():
    other = Producing(2, "Công ty B", "enterprise", "male", "Kinh")
    rows = [held(1, 1, date(2026, 1, 1)), held(2, 2, date(2026, 1, 1)), held(3, 3, date(2026, 1, 1), producer=other)]
    table = {r["kind"]: r for r in indicators.by_kind(rows)}
    assert list(table) == ["cooperative", "enterprise", "household", "cooperative_group"]
    assert table["cooperative"] == {
        "kind": "cooperative", "producers": 1, "women": 1, "minority": 1, "disabled": 0, "share": "50.0", "products": 2,
    }  # fmt: skip
    assert (table["enterprise"]["minority"], table["household"]["share"]) == (0, "0.0")


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(1, 3, "33.3"), (2, 3, "66.7"), (1, 8, "12.5"), (1, 2000, "0.1"), (0, 5, "0.0"), (3, 2, "150.0"), (1, 0, None)]
)  # fmt: skip
def test_per_cents_are_exact_and_half_up(part, whole, text):
    assert indicators.percent(part, whole) == text


def test_the_calendar_holds_every_certificate():
    rows = [
        held(1, 1, date(2023, 10, 1)),
        held(2, 2, date(2026, 9, 30)),
        held(3, 3, date(2026, 1, 1), valid_to=date(2031, 1, 1)),
    ]
    table = indicators.expiry_calendar(rows, date(2026, 9, 30))
    assert [(r["year"], r["quarter"]) for r in table][:2] == [(2026, 3), (2026, 4)]
    assert {(r["year"], r["quarter"]): r["total"] for r in table if r["total"]} == {
        (2026, 4): 1,
        (2029, 3): 1,
        (None, None): 1,
    }


def test_the_funnel_counts_cycles_not_acts():
    day, later = date(2026, 8, 1), date(2026, 9, 1)
    rows = [
        Entered(1, 10, day, 1, {"file_dossier": (day, later), "return_dossier": (day,)}, (later,)),
        Entered(2, 10, date(2026, 5, 1), 1, {"file_dossier": (date(2026, 5, 2),), "forward": (later,)}),
    ]
    assert indicators.funnel(rows, date(2026, 7, 1), date(2026, 9, 30)) == {
        "registered": 1, "filed": 1, "proposed": 0, "forwarded": 1, "returned": 1, "evaluated": 1, "refused": 0,
    }  # fmt: skip
    assert indicators.first_registered(rows, date(2026, 7, 1), date(2026, 9, 30)) == 0


GOOD = {
    "valid": {"3": 2, "4": 1, "5": 0, "total": 3},
    "places": [{"3": 2, "4": 0, "5": 0, "total": 2}, {"3": 0, "4": 1, "5": 0, "total": 1}],
    "calendar": [{"total": 3}],
    "kinds": [{"producers": 2}],
    "producers": {"producers": 2},
}


@pytest.mark.parametrize(
    ("change", "annex", "place"),
    [
        ({"valid": {"3": 2, "4": 1, "5": 1, "total": 3}}, 3, "tổng theo hạng sao là 4 nhưng tổng số sản phẩm là 3"),
        ({}, 2, "Phụ lục I có 2 dòng nhưng tổng số sản phẩm là 3"),
        ({"calendar": [{"total": 2}]}, 3, "lịch hết hiệu lực (Biểu 3) cộng được 2 nhưng tổng số sản phẩm là 3"),
        ({"kinds": [{"producers": 1}]}, 3, "cộng theo loại hình chủ thể được 1 nhưng tổng số chủ thể là 2"),
        ({"places": GOOD["places"][:1]}, 3, "cộng theo địa bàn được 0 ở cột “4 sao” nhưng toàn tỉnh Quảng Trị là 1"),
    ],
)  # fmt: skip
def test_sums_that_disagree_stop_the_report_and_say_where(change, annex, place):
    with pytest.raises(Refused) as caught:
        indicators.reconcile({**GOOD, **change}, annex, "tỉnh Quảng Trị")
    assert caught.value.sentence == (
        f"Số liệu không khớp nên báo cáo chưa được lập: {place}. Hãy báo cho người quản trị hệ thống."
    )


def test_sums_that_agree_pass():
    indicators.reconcile(GOOD, 3, "tỉnh Quảng Trị")
