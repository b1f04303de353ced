"""Every figure of a plan is the length of its list, by the map of the time; pages of plans and of training."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import AuditEvent
from districts import plan_services
from districts.enums import Indicator
from districts.models import AnnualPlan
from producers import step1_services
from products.enums import CycleKind
from reports.progress import SOURCES, Records, lines_of, progress_below, progress_of
from tests.factories import reports as make
from tests.factories.products import make_cycle, product_set

pytestmark = pytest.mark.django_db
ALL = [
    {"indicator": i.value, "value": 2} | ({"value": 100, "unit": "percent"} if i == Indicator.TRAINED else {})
    for i in Indicator
]


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel("2026-08-05T09:00:00+07:00", tick=False):
        yield


def train(world, producers, day=date(2026, 3, 2), unit=None):
    course = step1_services.add_course(
        actor=world.province, unit=unit or world.quang_tri, held_on=day, title="Lập phương án", audience="producers"
    )
    for producer in producers:
        step1_services.add_attendance(course=course, actor=world.province, producer=producer)
    return course


@pytest.fixture
def ground(world):
    """What every indicator counts once or more in Quảng Trị 2026, and beside each one row that must not count."""
    old = make.recognise(world.kien_giang, date(2024, 5, 1))  # kept, on the old map, by now under Lệ Thủy
    make.make_certificate(old.product, date(2026, 5, 1), 4)  # upgraded
    other = make.recognise(world.truong_phu, date(2025, 12, 1))  # kept
    make.make_certificate(other.product, date(2026, 6, 1), 3)  # renewed
    make.recognise(world.le_thuy, date(2026, 2, 1))  # new
    make.recognise(world.truong_phu, date(2026, 2, 1))  # new
    gone = make.make_product(world.le_thuy)
    make.make_certificate(gone, date(2025, 2, 1), valid_to=date(2026, 1, 31))  # ran out: neither kept nor new
    make.recognise(world.tua_chua, date(2026, 2, 1))  # another province
    tea = make.make_product(world.le_thuy, product_set=product_set())
    make_cycle(tea)
    make_cycle(make.make_product(world.le_thuy, producer=tea.producer, product_set=product_set()))
    make_cycle(make.make_product(world.tua_chua, product_set=product_set()))
    make_cycle(make.make_product(world.le_thuy, product_set=product_set()), kind=CycleKind.UPGRADE)
    train(world, [tea.producer, old.product.producer])
    train(world, [other.product.producer], day=date(2025, 3, 2))  # the year before
    cancelled = train(world, [other.product.producer])
    step1_services.cancel(row=cancelled, version=1, reason="Ghi trùng", actor=world.province)
    common = {"actor": world.province, "year": 2026, "number": "1/KH-UBND", "issued_on": date(2026, 1, 20)}
    plan = plan_services.keep_plan(unit=world.quang_tri, targets=ALL, below_due_on=date(2026, 3, 31), **common)
    plan_services.keep_plan(unit=world.le_thuy, targets=ALL[:1], **common)
    world.extra |= {"plan": plan, "tea_maker": tea.producer, "other": other.product.producer}
    return world


DONE = {
    Indicator.NEW_3_UP: 2, Indicator.NEW_PRODUCTS: 2, Indicator.UPGRADED: 1, Indicator.RENEWED: 1, Indicator.KEPT: 2,
    Indicator.NEW_PRODUCERS: 2, Indicator.TRAINED: 2,
}  # fmt: skip


def test_the_figures_of_every_indicator(ground):
    rows = {row.target.indicator: row for row in progress_of(ground.plan, Records(ground.quang_tri, 2026))}
    assert {Indicator(name): row.done for name, row in rows.items() if row.done is not None} == DONE
    assert {name for name, row in rows.items() if row.done is None} == {"sales_points", "fairs"}
    assert set(SOURCES) == set(DONE)
    assert (rows["trained"].whole, rows["trained"].done_words, rows["trained"].share) == (7, "2/7 (28,6 %)", 28)
    assert {name: row.state for name, row in rows.items()} == {
        "new_3_up": "met", "new_products": "met", "upgraded": "open", "renewed": "open", "kept": "met",
        "new_producers": "met", "trained": "open", "sales_points": "unknown", "fairs": "unknown",
    }  # fmt: skip


def test_a_year_that_is_over_misses_what_it_did_not_do(ground):
    with time_machine.travel("2027-01-01T09:00:00+07:00", tick=False):
        rows = progress_of(ground.plan, Records(ground.quang_tri, 2026))
    assert {row.target.indicator for row in rows if row.state == "missed"} == {"upgraded", "renewed", "trained"}


def test_each_figure_opens_a_list_with_its_count(client, ground):
    client.force_login(ground.province)
    detail = client.get(ground.plan.get_absolute_url()).content.decode()
    counts, silent = {}, []
    for indicator in Indicator:
        url = reverse("reports:plan_lines", args=[ground.plan.pk, indicator.value])
        page = client.get(url)
        text = page.content.decode()
        if "Chưa có số liệu" in text:
            silent.append(indicator)
            continue
        counts[indicator] = page.context["page"].paginator.count
        assert len(page.context["rows"]) == counts[indicator]
        assert f'<a href="{url}">{"2/7 (28,6 %)" if indicator == "trained" else counts[indicator]}<' in detail
        for line, place in page.context["rows"]:
            assert line.title in text and place in ("Xã Lệ Thủy", "Xã Trường Phú")
    assert (counts, silent) == (DONE, [Indicator.SALES_POINTS, Indicator.FAIRS])


def test_the_table_of_the_units_below_adds_up_and_opens_each_list(client, ground):
    rows = progress_below(ground.plan, Records(ground.quang_tri, 2026), Indicator.NEW_3_UP)
    assert {row.place.name: row.done for row in rows} == {
        "Xã Bố Trạch": 0, "Phường Đồng Hới": 0, "Xã Lệ Thủy": 1, "Xã Trường Phú": 1,
    }  # fmt: skip
    client.force_login(ground.province)
    url = reverse("reports:plan_lines", args=[ground.plan.pk, "new_3_up"])
    for row in rows:
        page = client.get(url, {"noi": row.place.id})
        assert page.context["page"].paginator.count == row.done


def test_the_map_of_the_time(ground):
    plan = plan_services.keep_plan(unit=ground.quang_binh, year=2024, targets=ALL[:1], actor=ground.province)
    rows = progress_below(plan, Records(ground.quang_binh, 2024), Indicator.NEW_3_UP)
    assert {row.place.name: row.done for row in rows} == {"Huyện Bố Trạch": 0, "Huyện Lệ Thủy": 1}


def test_the_report_and_the_plan_say_the_same(ground):
    from reports.figures import _done
    from reports.periods import parse_period
    from reports.selectors import gather

    period = parse_period("2026")
    got = gather(ground.quang_tri, period, date(2026, 8, 5))
    assert _done(got, date(2026, 1, 1), date(2026, 8, 5)) == DONE


@pytest.mark.parametrize("count", [1, 3])
def test_lists_of_plans_ask_a_constant_number(client, ground, django_assert_num_queries, count):
    for name in ("truong_phu", "dong_hoi", "bo_trach")[:count]:
        plan_services.keep_plan(unit=ground.units[name], year=2026, targets=ALL[:2], actor=ground.province)
        make.recognise(ground.units[name], date(2026, 4, 1))
    client.force_login(ground.province)
    lines = reverse("reports:plan_lines", args=[ground.plan.pk, "new_3_up"])
    trained = reverse("reports:plan_lines", args=[ground.plan.pk, "trained"])
    for url, queries in (
        (reverse("reports:plans"), 3), (reverse("reports:plans_owed"), 4), (lines, 3), (trained, 4),
        (reverse("reports:training"), 3), (reverse("reports:training") + "?ai=can-bo", 3),
        (reverse("reports:training_people"), 3),
    ):  # fmt: skip
        client.get(url)  # the map is read once a process
        with django_assert_num_queries(3 + queries):
            assert client.get(url).status_code == 200


def sent(world, **more):
    values = {"number": "12/KH-UBND", "issued_on": "01/03/2026", "issuer": "Ủy ban nhân dân xã", "year": "2026"}
    return values | {"unit": world.truong_phu.pk, "t_new_3_up": "3 - 5", "t_trained": "100%"} | more


def test_a_commune_enters_sends_and_the_province_approves(client, ground):
    client.force_login(ground.neighbour_commune)
    wrong = client.post(reverse("reports:plan_create"), sent(ground, t_new_3_up="năm", issued_on="31/02/2026"))
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert page.count("Chỉ tiêu chưa đúng dạng") == 2 and 'value="năm"' in page and 'value="100%"' in page
    assert "tháng 2 không có ngày 31" in page
    foreign = client.post(reverse("reports:plan_create"), sent(ground, unit=ground.le_thuy.pk))
    assert (foreign.status_code, AnnualPlan.objects.count()) == (422, 2)
    assert client.post(reverse("reports:plan_create"), sent(ground)).status_code == 302
    plan = AnnualPlan.objects.get(unit=ground.truong_phu)
    assert client.post(reverse("reports:plan_submit", args=[plan.pk]), {"version": 1}).status_code == 302
    stale = client.post(reverse("reports:plan_submit", args=[plan.pk]), {"version": 1})
    assert stale.status_code == 409 and "chuyển sang bước khác" in stale.content.decode()
    client.force_login(ground.province)
    assert "Duyệt kế hoạch" in client.get(plan.get_absolute_url()).content.decode()
    assert client.post(reverse("reports:plan_return", args=[plan.pk]), {"version": 2}).status_code == 422
    assert client.post(reverse("reports:plan_approve", args=[plan.pk]), {"version": 2}).status_code == 302
    plan.refresh_from_db()
    assert (plan.state, [row.words for row in plan.targets.all()]) == ("approved", ["3 - 5", "100%"])


def test_the_signed_paper_is_behind_the_plans_own_gate(client, ground):
    client.force_login(ground.neighbour_commune)
    paper = SimpleUploadedFile("ke-hoach.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    assert client.post(reverse("reports:plan_create"), sent(ground, upload=paper)).status_code == 302
    plan = AnnualPlan.objects.get(unit=ground.truong_phu)
    assert "ke-hoach.pdf" in client.get(plan.get_absolute_url()).content.decode()
    url = reverse("core:file", args=[plan.file_id])
    assert b"".join(client.get(url).streaming_content) == b"%PDF-1.4\n%%EOF"
    client.force_login(ground.commune)
    assert client.get(url).status_code == 404


def test_a_stale_form_keeps_what_was_typed(client, ground):
    client.force_login(ground.province)
    plan = plan_services.enter_plan(unit=ground.dong_hoi, year=2026, targets=[], actor=ground.province)
    url = reverse("reports:plan_edit", args=[plan.pk])
    assert client.post(url, {"number": "13/KH-UBND", "version": 1}).status_code == 302
    answer = client.post(url, {"number": "14/KH-UBND", "t_fairs": "2", "version": 1})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="14/KH-UBND"' in page and 'name="version" value="2"' in page
    assert client.post(url, {"number": "14/KH-UBND", "t_fairs": "2", "version": 2}).status_code == 302
    assert AuditEvent.objects.filter(verb="plan.update", refused=False).count() == 2


def test_who_is_late_is_shown_and_found(client, ground):
    client.force_login(ground.province)
    url = reverse("reports:plans_owed")
    page = client.get(url)
    assert page.context["page"].paginator.count == 4
    assert "Quá hạn 127 ngày" in page.content.decode()
    late = client.get(url, {"tt": "overdue", "q": "dong hoi"})
    assert [row.unit.name for row in late.context["page"]] == ["Đồng Hới"]
    lines = b"".join(client.get(reverse("reports:plans_owed_export"), {"tt": "overdue"}).streaming_content).decode()
    assert len(lines.splitlines()) == 4
    assert client.get(url, {"nam": "abc", "dv": "x", "tt": "?"}).context["page"].paginator.count == 4


def test_training_by_place_opens_lists_of_the_same_length(client, ground):
    client.force_login(ground.province)
    page = client.get(reverse("reports:training"))
    rows = {row.name: row for row in page.context["page"]}
    assert {name: (row.all, row.trained, row.untrained) for name, row in rows.items()} == {
        "Xã Bố Trạch": (0, 0, 0), "Phường Đồng Hới": (0, 0, 0), "Xã Lệ Thủy": (5, 2, 3), "Xã Trường Phú": (2, 0, 2),
    }  # fmt: skip
    for row in rows.values():
        for wanted, count in (("tat-ca", row.all), ("da", row.trained), ("chua", row.untrained)):
            found = client.get(reverse("reports:training_people"), {"noi": row.place, "xem": wanted})
            assert found.context["page"].paginator.count == count
    client.force_login(ground.commune)
    page = client.get(reverse("reports:training"))
    assert [(row.name, row.all) for row in page.context["page"]] == [("Xã Lệ Thủy", 5)]


def test_training_of_officers(client, ground):
    course = step1_services.add_course(
        actor=ground.province, unit=ground.quang_tri, held_on=date(2026, 4, 1), title="Sáu bước", audience="officers"
    )
    step1_services.invite(course=course, people=[ground.commune.pk], actor=ground.province)
    pk = course.invitations.get().pk
    step1_services.tick_attendance(course=course, version=1, shown=[pk], present=[pk], actor=ground.province)
    client.force_login(ground.province)
    page = client.get(reverse("reports:training"), {"ai": "can-bo"})
    rows = {row.name: (row.all, row.trained) for row in page.context["page"]}
    assert rows["Xã Lệ Thủy"] == (2, 1) and rows["Xã Trường Phú"] == (1, 0)
    missing = client.get(reverse("reports:training_people"), {"ai": "can-bo", "xem": "chua", "q": "vo van son"})
    assert [line.title for line, _place in missing.context["rows"]] == ["Võ Văn Sơn"]


def test_a_commune_sees_its_own_plan_only(client, ground):
    client.force_login(ground.commune)
    assert [row.unit for row in client.get(reverse("reports:plans")).context["page"]] == [ground.le_thuy]
    assert client.get(ground.plan.get_absolute_url()).status_code == 404
    assert client.get(reverse("reports:plan_lines", args=[ground.plan.pk, "new_3_up"])).status_code == 404


def test_lines_without_a_place_are_counted_once(ground):
    records = Records(ground.quang_tri, 2026)
    for indicator in SOURCES:
        lines = lines_of(indicator, records)
        by_place = sum(len(lines_of(indicator, records, place.id)) for place in records.ground.places)
        assert by_place + sum(line.place is None for line in lines) == len(lines)
