"""Periods and legal bases: pure tables."""

from datetime import date

import pytest

from core.exceptions import Refused
from reports import legal, periods
from reports.enums import ReportKind


@pytest.mark.parametrize(
    ("code", "kind", "start", "end", "words", "after", "before"),
    [
        ("2026Q1", "quarterly", date(2026, 1, 1), date(2026, 3, 31), "quý I năm 2026", "quý II năm 2026", "2025Q1"),
        ("2026Q3", "quarterly", date(2026, 7, 1), date(2026, 9, 30), "quý III năm 2026", "quý IV năm 2026", "2025Q3"),
        ("2020Q4", "quarterly", date(2020, 10, 1), date(2020, 12, 31), "quý IV năm 2020", "quý I năm 2021", "2019Q4"),
        ("2026H1", "half-year", date(2026, 1, 1), date(2026, 6, 30), "6 tháng đầu năm 2026", "6 tháng cuối năm 2026", "2025H1"),
        ("2026H2", "half-year", date(2026, 7, 1), date(2026, 12, 31), "6 tháng cuối năm 2026", "năm 2027", "2025H2"),
        ("2026M9", "nine-month", date(2026, 1, 1), date(2026, 9, 30), "9 tháng đầu năm 2026", "3 tháng cuối năm 2026", "2025M9"),
        ("2024", "annual", date(2024, 1, 1), date(2024, 12, 31), "năm 2024", "năm 2025", "2023"),
    ],
)  # fmt: skip
def test_a_code_is_a_period(code, kind, start, end, words, after, before):
    period = periods.parse_period(code, ReportKind(kind))
    assert (period.code, period.start, period.end, period.words) == (code, start, end, words)
    assert (period.next_words, period.previous_year.code) == (after, before)


@pytest.mark.parametrize(
    "code", ["", "2026Q5", "2026Q0", "26Q1", "2026H3", "2026M6", "2026 Q1x", "２０２６", "1999", "2026q1"]
)
def test_anything_else_is_refused_with_the_shapes(code):
    with pytest.raises(Refused) as caught:
        periods.parse_period(code)
    assert caught.value.sentence == (
        f"“{code}” không phải là kỳ báo cáo. Hãy ghi kỳ theo mẫu 2026Q3 (quý), 2026H1 (6 tháng đầu năm), "
        "2026M9 (9 tháng) hoặc 2026 (cả năm)."
    )


def test_a_period_of_another_kind_is_refused_with_an_example():
    with pytest.raises(Refused) as caught:
        periods.parse_period("2026Q3", ReportKind.ANNUAL)
    assert caught.value.sentence == "Kỳ 2026Q3 không hợp với loại báo cáo năm. Hãy ghi kỳ theo mẫu 2026."


def test_an_unknown_kind_is_refused():
    with pytest.raises(Refused, match="“monthly” không phải là loại báo cáo"):
        periods.parse_kind("monthly")


def test_cut_off_is_the_end_today_or_the_day_that_was_asked():
    third = periods.parse_period("2026Q3")
    assert periods.cut_off(third, date(2026, 11, 21)) == date(2026, 9, 30)
    assert periods.cut_off(third, date(2026, 8, 5)) == date(2026, 8, 5)
    assert periods.cut_off(third, date(2026, 7, 1)) == date(2026, 7, 1)
    assert periods.cut_off(third, date(2026, 11, 21), date(2026, 9, 14)) == date(2026, 9, 14)


@pytest.mark.parametrize(
    ("today", "as_of", "sentence"),
    [
        (date(2026, 6, 30), None, "Quý III năm 2026 chưa bắt đầu (kỳ này bắt đầu từ ngày 01/07/2026)"),
        (date(2026, 8, 1), date(2026, 8, 2), "Ngày chốt số liệu 02/08/2026 chưa tới."),
        (date(2026, 8, 1), date(2026, 6, 30), "Ngày chốt số liệu 30/06/2026 sớm hơn ngày bắt đầu"),
    ],
)
def test_no_figures_of_days_that_have_not_come(today, as_of, sentence):
    with pytest.raises(Refused) as caught:
        periods.cut_off(periods.parse_period("2026Q3"), today, as_of)
    assert caught.value.sentence.startswith(sentence)


def test_year_before_a_leap_day():
    assert periods.year_before(date(2024, 2, 29)) == date(2023, 2, 28)


def test_open_periods_begin_with_the_running_one():
    codes = [p.code for p in periods.open_periods(ReportKind.QUARTERLY, date(2026, 2, 1), 3)]
    assert codes == ["2026Q1", "2025Q4", "2025Q3"]
    assert [p.code for p in periods.open_periods(ReportKind.NINE_MONTH, date(2026, 2, 1), 1)] == ["2026M9"]


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        ("2020Q4", ["490/QĐ-TTg", "1048/QĐ-TTg", "781/QĐ-TTg"]),
        ("2023Q1", ["919/QĐ-TTg", "1048/QĐ-TTg", "781/QĐ-TTg", "148/QĐ-TTg"]),
        ("2025Q3", ["919/QĐ-TTg", "148/QĐ-TTg", "1489/QĐ-TTg"]),
        ("2026Q3", ["148/QĐ-TTg", "1489/QĐ-TTg", "26/2026/QĐ-TTg"]),
        ("2026Q4", ["26/2026/QĐ-TTg"]),
    ],
)
def test_legal_bases_are_those_in_force_in_the_period(code, numbers):
    period = periods.parse_period(code)
    assert [line.split()[3] for line in legal.bases(period.start, period.end, [])] == numbers


def test_a_citation_is_full_and_own_papers_come_last():
    own = [
        {"text": "Kế hoạch số 88/KH-UBND ngày 20 tháng 01 năm 2026 của UBND tỉnh;", "from": "2026-01-20", "to": None},
        {"text": "Đề án cũ", "from": "2018-01-01", "to": "2020-12-31"},
    ]
    lines = legal.bases(date(2026, 10, 1), date(2026, 12, 31), own)
    assert lines == [
        "Quyết định số 26/2026/QĐ-TTg ngày 22 tháng 5 năm 2026 của Thủ tướng Chính phủ ban hành Bộ tiêu chí và quy trình "
        "đánh giá, phân hạng sản phẩm mỗi xã một sản phẩm",
        "Kế hoạch số 88/KH-UBND ngày 20 tháng 01 năm 2026 của UBND tỉnh",
    ]
