"""Figures against an independent slow count on real maps, by the map of the time; the number of queries is fixed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.exceptions import Refused
from districts.models import AdministrativeUnit, AnnualPlan, Target
from evaluations.models import Certificate
from producers.models import Attendance, OutreachActivity, TrainingCourse
from reports import figures, selectors, services
from reports.periods import cut_off, parse_period
from tests.factories import reports as make
from tests.factories.districts import unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maps")]
TODAY = date(2026, 11, 21)
BUDGET = 16


def report(who, code, as_of=None):
    period = parse_period(code)
    return services.compose(kind=period.kind, unit=who, period=period, as_of=cut_off(period, TODAY, as_of))


def quang_binh():
    return unit("44")


def quang_tri():
    return unit("44", new=True)


def districts():
    return list(AdministrativeUnit.objects.filter(parent=quang_binh(), level="district"))


def slow_count(day, within):
    """Products in force on `day`, one certificate at a time: star by product id."""
    best = {}
    for row in Certificate.objects.order_by("issued_on", "pk"):
        gone = getattr(row, "withdrawal", None)
        if row.product.unit_id not in within or row.product.undecided:
            continue
        if row.issued_on > day or row.valid_to < day or (gone and gone.decided_on <= day):
            continue
        if row.superseded_on and row.superseded_on <= day:
            continue
        best[row.product_id] = row.stars
    return best


def scatter():
    """Products over Quảng Bình before and Quảng Trị after, with every way for a certificate not to count."""
    rows = []
    for index, home in enumerate(districts()):
        for number in range(index % 3 + 1):
            rows.append(make.recognise(home, date(2020, 6 + number, 10), 3 + (number == 2)))
    make.withdraw(rows[0], date(2021, 3, 1))
    communes = list(AdministrativeUnit.objects.filter(parent=quang_tri()).order_by("code")[:12])
    for index, home in enumerate(communes):
        rows.append(make.recognise(home, date(2025, 8, index + 1), 3 + index % 3))
    old = rows[-1]
    again = make.make_certificate(old.product, date(2026, 8, 20), 4)
    Certificate.objects.filter(pk=old.pk).update(superseded_by=again, superseded_on=date(2026, 8, 20))
    make.recognise(communes[0], date(2026, 10, 5))  # after the third quarter
    make.recognise(communes[1], date(2023, 9, 30))  # ends on the last day
    make.recognise(communes[2], date(2023, 9, 29))  # ended the day before
    make.make_product(communes[3], undecided=True)
    return rows


def test_figures_equal_a_slow_count_at_every_cut_off():
    scatter()
    within_old = set(selectors.ground_of(quang_binh(), date(2020, 12, 31)).row_of)
    within_new = {*within_old, *AdministrativeUnit.objects.filter(province=quang_tri()).values_list("pk", flat=True)}
    for code, who, within in (
        ("2020Q2", quang_binh(), within_old),
        ("2020Q4", quang_binh(), within_old),
        ("2021", quang_binh(), within_old),
        ("2025Q3", quang_tri(), within_new),
        ("2026Q3", quang_tri(), within_new),
        ("2026Q4", quang_tri(), within_new),
    ):
        data = report(who, code)
        best = slow_count(date.fromisoformat(data["as_of"]), within)
        stars = list(best.values())
        expected = {"3": stars.count(3), "4": stars.count(4), "5": stars.count(5), "total": len(stars)}
        assert data["figures"]["valid"] == expected, code
        assert len(data["annex"]) == len(best), code
        assert sum(row["total"] for row in data["figures"]["places"]) == len(best), code


def test_every_district_is_named_to_june_2025_and_every_commune_after():
    make.recognise(unit("457"), date(2020, 12, 1))
    rows = report(quang_binh(), "2020Q4")["figures"]["places"]
    assert [row["name"] for row in rows] == [
        "Thị xã Ba Đồn", "Huyện Bố Trạch", "Thành phố Đồng Hới", "Huyện Lệ Thủy", "Huyện Minh Hóa", "Huyện Quảng Ninh",
        "Huyện Quảng Trạch", "Huyện Tuyên Hóa",
    ]  # fmt: skip
    assert [row["total"] for row in rows] == [0, 0, 0, 1, 0, 0, 0, 0]
    rows = report(quang_tri(), "2026Q3")["figures"]["places"]
    assert len(rows) == 78
    assert {row["total"] for row in rows} == {0}
    assert report(quang_binh(), "2025Q2")["figures"]["row_level"] == "district"


def test_a_record_of_before_moves_to_the_commune_that_stands_for_its_own():
    old = AdministrativeUnit.objects.get(code="19249", valid_from__isnull=True)  # thị trấn Kiến Giang
    make.recognise(old, date(2024, 5, 1), 4)
    make.recognise(unit("457"), date(2024, 5, 1))  # huyện Lệ Thủy: no single commune stands for it
    make.recognise(unit("45"), date(2024, 5, 1))  # tỉnh Quảng Trị of before
    before = report(quang_binh(), "2024Q4")["figures"]
    assert {r["name"]: r["total"] for r in before["places"] if r["total"]} == {"Huyện Lệ Thủy": 2}
    after = report(quang_tri(), "2026Q3")
    placed = {r["name"]: r["total"] for r in after["figures"]["places"] if r["total"]}
    assert placed == {"Xã Lệ Thủy": 1, "": 2}
    assert after["figures"]["valid"]["total"] == 3
    table = next(b for b in after["blocks"] if b.get("id") == "B2")
    assert table["rows"][-1] == [79, "Chưa xác định địa bàn", 2, 0, 0, 0, 2, 2]


def test_reports_of_a_district_and_of_a_commune():
    old = AdministrativeUnit.objects.get(code="19249", valid_from__isnull=True)
    make.recognise(old, date(2024, 5, 1), 4)
    make.recognise(unit("455"), date(2024, 5, 1))
    district = report(unit("457"), "2024Q4")
    assert (district["figures"]["valid"]["total"], district["unit"]["name"]) == (1, "huyện Lệ Thủy")
    assert {r["name"]: r["total"] for r in district["figures"]["places"] if r["total"]} == {"Thị trấn Kiến Giang": 1}
    commune = report(unit("19249", new=True), "2026Q3")
    assert [(r["name"], r["4"], r["total"]) for r in commune["figures"]["places"]] == [("Xã Lệ Thủy", 1, 1)]
    assert commune["letter"]["to"] == ["Ủy ban nhân dân tỉnh Quảng Trị"]


def test_plan_done_and_the_same_period_last_year():
    home = unit("19249", new=True)
    for day in (date(2025, 8, 1), date(2025, 11, 1), date(2026, 2, 1), date(2026, 8, 1), date(2026, 9, 30)):
        make.recognise(home, day)
    plan = AnnualPlan.objects.create(
        unit=quang_tri(), province=quang_tri(), year=2026, number="88/KH-UBND", state="approved"
    )
    Target.objects.create(plan=plan, indicator="new_3_up", value=4)
    Target.objects.create(plan=plan, indicator="fairs", value=2)
    data = report(quang_tri(), "2026Q3")
    rows = {row["indicator"]: row for row in data["figures"]["progress"]}
    done = rows["new_3_up"]
    assert (done["plan"], done["in_period"], done["year_to_date"], done["share"], done["before"]) == (
        4,
        2,
        3,
        "75.0",
        1,
    )
    assert (rows["fairs"]["plan"], rows["fairs"]["year_to_date"], rows["fairs"]["share"]) == (2, None, None)
    text = " ".join(b["text"] for b in data["blocks"] if "text" in b)
    assert "Sản phẩm mới được công nhận từ 3 sao trở lên: thực hiện 03, kế hoạch 04, đạt 75,0% kế hoạch năm." in text
    assert "Phấn đấu hoàn thành chỉ tiêu “Sản phẩm mới được công nhận từ 3 sao trở lên”: còn 01 so với" in text
    assert "Hội chợ" not in text.replace("hội chợ", "")


def test_undecided_imports_are_named_and_not_counted():
    product = make.make_product(unit("19249", new=True), undecided=True)
    make.make_certificate(product, date(2026, 8, 1))
    data = report(quang_tri(), "2026Q3")
    assert (data["figures"]["valid"]["total"], data["figures"]["undecided"]) == (0, 1)
    notes = [b["text"] for b in data["blocks"] if b["type"] == "note"]
    assert notes[-1] == "Không tính 1 sản phẩm chưa xác định được kết quả phân hạng."


def test_assumed_dates_count_and_are_noted():
    cert = make.recognise(unit("19249", new=True), date(2025, 12, 31))
    Certificate.objects.filter(pk=cert.pk).update(date_assumed=True)
    data = report(quang_tri(), "2026Q3")
    assert (data["figures"]["valid"]["total"], data["figures"]["assumed"], data["annex"][0]["assumed"]) == (1, 1, True)


def test_potential_five_stars_stand_apart():
    home = unit("19249", new=True)
    make.propose(make.make_product(home), date(2026, 8, 1))
    data = report(quang_tri(), "2026Q3")["figures"]
    row = next(r for r in data["places"] if r["name"] == "Xã Lệ Thủy")
    assert (row["potential"], row["total"], data["potential"], data["valid"]["total"]) == (1, 0, 1, 0)


def test_outreach_and_training_of_the_period():
    home = unit("19249", new=True)
    common = {"unit": home, "province": quang_tri()}
    for day, people in ((date(2026, 7, 5), 40), (date(2026, 6, 30), 500)):
        OutreachActivity.objects.create(channel="meeting", title="Họp thôn", held_on=day, people=people, **common)
    course = TrainingCourse.objects.create(title="Lập hồ sơ", audience="producers", held_on=date(2026, 8, 1), **common)
    maker = make.make_producer(home)
    Attendance.objects.create(course=course, producer=maker, person="Lê Thị A")
    Attendance.objects.create(course=course, producer=maker, person="Lê Thị B")
    data = report(quang_tri(), "2026Q3")
    assert data["figures"]["outreach"] == {"activities": 1, "people": 40, "cost": 0}
    assert data["figures"]["training"] == {"courses": 1, "people": 2}
    assert next(r for r in data["figures"]["progress"] if r["indicator"] == "trained")["in_period"] == 1
    text = [b["text"] for b in data["blocks"] if b["type"] == "p"]
    assert "Đã tổ chức 01 hoạt động tuyên truyền về Chương trình OCOP, với 40 lượt người tham gia." in text
    assert "Đã tổ chức 01 lớp tập huấn với 02 lượt người tham dự." in text


@pytest.mark.parametrize("many", [1, 3])
def test_the_number_of_queries_does_not_grow(many):
    for index in range(many * 5):
        make.recognise(districts()[index % 8], date(2020, 10, 1 + index))
    who, period = quang_binh(), parse_period("2020Q4")
    with CaptureQueriesContext(connection) as asked:
        selectors.gather(who, period, date(2020, 12, 31))
    assert len(asked) == BUDGET


def test_a_wrong_sum_stops_the_job(monkeypatch):
    make.recognise(unit("457"), date(2020, 12, 1))
    monkeypatch.setattr(figures, "_annex", lambda got, valid: [])
    with pytest.raises(Refused, match="Phụ lục I có 0 dòng nhưng tổng số sản phẩm là 1"):
        report(quang_binh(), "2020Q4")


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        ("44@2020-12-31", "2026Q3", "Tỉnh Quảng Bình đã kết thúc hoạt động từ ngày 30/06/2025, trước ngày cuối của kỳ"),
        ("44@2025-07-01", "2025Q2", "Tỉnh Quảng Trị được thành lập từ ngày 01/07/2025, sau ngày cuối của kỳ"),
        ("99", "2026Q3", "Không có đơn vị hành chính nào mang mã 99."),
        ("457", "2026Q3", "Ngày 30/09/2026 không có đơn vị hành chính nào mang mã 457. Mã này có ở thời gian khác"),
        ("tỉnh", "2026Q3", "“tỉnh” không phải là mã đơn vị hành chính."),
    ],
)
def test_units_that_did_not_stand_are_refused(text, code, sentence):
    with pytest.raises(Refused) as caught:
        selectors.unit_at_end(text, parse_period(code))
    assert caught.value.sentence.startswith(sentence)


def test_a_code_is_the_unit_of_the_periods_last_day():
    names = [selectors.unit_at_end("44", parse_period(code)).full_name for code in ("2025H1", "2025M9", "2025", "2024")]
    assert names == ["tỉnh Quảng Bình", "tỉnh Quảng Trị", "tỉnh Quảng Trị", "tỉnh Quảng Bình"]
