"""The four regulations side by side: who receives, reports, scores, recognises and forwards, and where a result ends up.

The expected values are those of the project's notes on the decisions, written out here again by hand.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from products.paths import finishes_by, path_of
from products.regulationfiles import load_regulation

D, P, C, X = "district", "province", "centre", "commune"
# regulation, day of filing, levels from below: (level, receives, reports, scores, stars, forwards to, from, working days)
PATHS = [
    ("1048-2019", date(2019, 8, 21), [
        (D, True, False, True, (), P, 50, None), (P, True, False, True, (3, 4), C, 90, None),
        (C, True, False, True, (5,), None, None, None)]),
    ("1048-2019", date(2022, 10, 31), [
        (D, True, False, True, (), P, 50, None), (P, True, False, True, (3, 4), C, 90, None),
        (C, True, False, True, (5,), None, None, None)]),
    ("1048-2019", date(2022, 11, 1), [
        (D, True, False, True, (3,), P, 70, None), (P, True, False, True, (4,), C, 90, None),
        (C, True, False, True, (5,), None, None, None)]),
    ("148-2023", date(2023, 2, 24), [
        (D, True, False, True, (3,), P, 70, None), (P, True, False, True, (4,), C, 90, None),
        (C, True, False, True, (5,), None, None, None)]),
    ("1489-2025", date(2025, 7, 6), [
        (X, True, True, False, (), P, 0, None), (P, True, False, True, (3, 4), C, 90, None),
        (C, True, False, True, (5,), None, None, None)]),
    ("26-2026", date(2026, 5, 22), [
        (X, True, True, False, (), P, 0, 15), (P, True, False, True, (3, 4), C, 90, None),
        (C, True, False, True, (5,), None, None, None)]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "filed", "levels"), PATHS)
def test_the_levels_of_each_path(code, filed, levels):
    path = load_regulation(code).path_on(filed)
    assert [
        (v.level, v.receives, v.reports, v.scores, v.recognises, v.forwards_to, v.forwards_from, v.working_days)
        for v in path.levels
    ] == levels


# regulation, day of filing, level that scored, points, stars of its result -> (recognises itself, sends up)
ENDS = [
    ("1048-2019", date(2021, 6, 1), D, 49, 2, False, False),
    ("1048-2019", date(2021, 6, 1), D, 50, 3, False, True),
    ("1048-2019", date(2021, 6, 1), P, 69, 3, True, False),
    ("1048-2019", date(2021, 6, 1), P, 89, 4, True, False),
    ("1048-2019", date(2021, 6, 1), P, 90, 5, False, True),
    ("1048-2019", date(2022, 12, 1), D, 69, 3, True, False),
    ("1048-2019", date(2022, 12, 1), D, 70, 4, False, True),
    ("1048-2019", date(2022, 12, 1), P, 60, 3, False, False),
    ("148-2023", date(2024, 6, 1), D, 50, 3, True, False),
    ("148-2023", date(2024, 6, 1), D, 70, 4, False, True),
    ("148-2023", date(2024, 6, 1), P, 89, 4, True, False),
    ("1489-2025", date(2025, 9, 1), P, 50, 3, True, False),
    ("1489-2025", date(2025, 9, 1), P, 90, 5, False, True),
    ("26-2026", date(2026, 9, 1), P, 49, 2, False, False),
    ("26-2026", date(2026, 9, 1), P, 50, 3, True, False),
    ("26-2026", date(2026, 9, 1), P, 89, 4, True, False),
    ("26-2026", date(2026, 9, 1), P, 90, 4, True, True),  # a 5-star mark missed: the office decides
    ("26-2026", date(2026, 9, 1), P, 90, 5, False, True),
    ("26-2026", date(2026, 9, 1), C, 90, 5, True, False),
    ("26-2026", date(2026, 9, 1), C, 89, 4, False, False),
]


@pytest.mark.parametrize(("code", "filed", "level", "points", "stars", "recognises", "sends"), ENDS)
def test_where_a_result_ends_up(code, filed, level, points, stars, recognises, sends):
    step = load_regulation(code).path_on(filed).level(level)
    goes_up = step.forwards_from is not None and points >= step.forwards_from
    assert (stars in step.recognises, goes_up) == (recognises, sends)


def test_only_26_2026_hands_a_result_back():
    found = {
        (code, lv.level)
        for code in ("1048-2019", "148-2023", "1489-2025", "26-2026")
        for path in load_regulation(code).paths
        for lv in path.levels
        if lv.hands_back
    }
    assert found == {("26-2026", "centre")}


FORMS = {
    "1048-2019": (["bieu-01", "bieu-02", "bieu-03", "bieu-04"], 5, 0, 0),
    "148-2023": (["phieu-dang-ky", "bao-cao"], None, 0, 0),
    "1489-2025": (["phieu-dang-ky", "bao-cao", "bao-cao-xa"], None, 4, 0),
    "26-2026": (["mau-01", "mau-02", "mau-03"], 5, 4, 4),
}


@pytest.mark.parametrize("code", FORMS)
def test_forms_samples_topics_and_rounds(code):
    law = load_regulation(code)
    assert ([f.code for f in law.forms], law.sample_count, len(law.commune_report), len(law.rounds)) == FORMS[code]
    assert law.certificate_months == 36


@dataclass
class Law:
    code: str
    content_hash: str = ""


@dataclass
class Filed:
    """As much of a cycle as a path asks for."""

    regulation: Law
    kind: str
    filed_at: datetime | None
    created_at: datetime = datetime(2020, 1, 1, tzinfo=UTC)


def filed(code, kind, *day):
    return Filed(Law(code), kind, datetime(*day, 3, tzinfo=UTC))


LAST_DAYS = [
    (filed("1489-2025", "first", 2026, 5, 21), date(2026, 7, 21)),
    (filed("1489-2025", "upgrade", 2026, 1, 10), date(2026, 7, 21)),
    (filed("148-2023", "renewal", 2025, 6, 1), date(2026, 6, 21)),
    (filed("1489-2025", "first", 2026, 5, 22), None),  # not before the day: the rule does not speak of it
    (filed("26-2026", "first", 2026, 6, 1), None),
    (Filed(Law("1489-2025"), "first", None), None),
]


@pytest.mark.parametrize(("cycle", "last"), LAST_DAYS)
def test_until_when_an_older_dossier_is_finished(cycle, last):
    assert finishes_by(cycle) == last


def test_a_filed_dossier_walks_the_path_of_its_own_regulation():
    late = filed("1489-2025", "first", 2026, 5, 20)
    assert [lv.level for lv in path_of(late).levels] == [X, P, C]
    old = filed("148-2023", "first", 2025, 6, 20)
    assert [lv.level for lv in path_of(old).levels] == [D, P, C]
