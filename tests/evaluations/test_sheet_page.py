"""What stands on a member's page: aids beside the criteria, words for the next star, the remark, the way to the next sheet."""

from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse

from evaluations.models import ScoreChange, ScoreSheet, SessionProduct
from evaluations.scoring import sheet_state
from evaluations.selectors.lastcycle import last_cycle, mean_words
from evaluations.selectors.nextsheet import next_to_score
from evaluations.selectors.rubrics import rubric_spec
from evaluations.selectors.sheetpage import aids, lacking_words, lines_of, part_views, verdict
from evaluations.services import closing, sheets
from products.models import FINAL_STATES, Cycle
from tests.evaluations import helpers as h
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(world, item):
    sheets.declare_conflict(item=item, has_conflict=False, actor=world.member1)
    return sheets.open_sheet(item=item, actor=world.member1)


@pytest.fixture
def client(world, item):
    browser = Client()
    browser.force_login(world.member1)
    return browser


def page_of(client, sheet):
    return client.get(sheet.get_absolute_url()).content.decode()


def test_beside_a_criterion_stand_paper_self_score_and_the_commune(client, item, sheet):
    text = page_of(client, sheet)
    paper = item.dossier.evidence.get()
    assert f'href="{reverse("core:file_pages", args=[paper.file_id, 1, 1])}"' in text
    line = lines_of(item.dossier, item.rubric)["A.1.1"]
    assert f"Chủ thể tự chấm {line.self_points}" in text
    assert "Xã xác nhận nội dung này." in text
    assert "Chu trình trước" not in text


def test_unscored_and_not_met_are_two_things(client, world, sheet):
    text = page_of(client, sheet)
    box = text[text.index('id="c-A.1.1"') : text.index('id="c-A.1.2"')]
    assert "<span data-todo><span" in box
    assert "<span data-zero hidden>" in box
    sheets.save_answers(
        sheet_id=sheet.pk, answers={"A.1.1": (0, "")}, version=0, request_id="request-01", actor=world.member1
    )
    text = page_of(client, sheet)
    box = text[text.index('id="c-A.1.1"') : text.index('id="c-A.1.2"')]
    assert "<span data-todo hidden>" in box
    assert "<span data-zero><span" in box


def test_a_criterion_whose_condition_does_not_hold_says_so(item):
    spec = rubric_spec(item.rubric)
    code = next(c.code for c in spec.criteria.values() if c.applies_if)
    rule = spec.criteria[code].applies_if

    def line(choices):
        lines = lines_of(item.dossier, item.rubric)
        for at, place in choices.items():
            lines[at].place = place
        part_views(spec, lines, sheet_state(spec, choices))
        return lines[code]

    assert f"Chỉ tính khi tiêu chí {rule.criterion} đạt từ {rule.min_points} điểm." == line({}).condition
    best = max(spec.criteria[rule.criterion].options, key=lambda o: o.points).place
    assert [line(choices).idle for choices in ({}, {rule.criterion: 0}, {rule.criterion: best})] == [False, True, False]


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (0, "Để đạt 2 sao: còn thiếu 30 điểm"),
        (100, ""),
        (48, "Để đạt 3 sao: còn thiếu 2 điểm"),
    ],
)
def test_what_is_missing_for_the_next_star(item, total, words):
    spec = rubric_spec(item.rubric)
    said = lacking_words(spec, sheet_state(spec, h.places_for(item.rubric, total)))
    assert said.startswith(words)
    assert bool(said) == bool(words)


def test_marks_alone_may_keep_a_star_back(item):
    spec = rubric_spec(item.rubric)
    marked = {mark.criterion for mark in spec.marks if mark.stars <= 3}
    choices = {
        code: 0 if code in marked else max(c.options, key=lambda o: o.points).place for code, c in spec.criteria.items()
    }
    state = sheet_state(spec, choices)
    said = lacking_words(spec, state)
    assert "mốc của tiêu chí" in said
    assert [code for code in marked if code not in said] == []
    bar = verdict(spec, state)
    assert (bar["lacks"], set(bar["unmet"]) >= marked) == ("", True)  # said once, as links


def test_the_general_remark_is_saved_alone_and_clashes_like_an_answer(client, sheet):
    address = reverse("evaluations:sheet_save", args=[sheet.pk])
    good = {"remark_text": "Mẫu đẹp.\r\nNgon. ", "version": "0", "request_id": "request-01"}
    answer = client.post(address, good)
    assert (answer.status_code, answer.json()["version"], answer.json()["remark"]) == (200, 1, "Mẫu đẹp.\nNgon.")
    assert ScoreChange.objects.count() == 0
    late = client.post(address, good | {"remark_text": "Khác", "request_id": "request-02"})
    assert (late.status_code, late.json()["remark"], late.json()["version"]) == (409, "Mẫu đẹp.\nNgon.", 1)
    sheet.refresh_from_db()
    assert sheet.remark == "Mẫu đẹp.\nNgon."


def test_an_answer_tells_what_now_stands(client, sheet):
    address = reverse("evaluations:sheet_save", args=[sheet.pk])
    data = {"criterion": "A.1.1", "place": "2", "comment": " Được\nlắm ", "version": "0", "request_id": "request-01"}
    first, again = client.post(address, data).json(), client.post(address, data).json()
    assert first["current"] == again["current"] == {"A.1.1": {"place": 2, "comment": "Được\nlắm"}}
    assert (first["version"], again["version"], ScoreChange.objects.count()) == (1, 1, 1)
    assert first["words"] == "tạm tính 1 sao"


def test_a_queue_of_another_person_is_refused_before_anything_is_read(client, world, sheet):
    data = {"criterion": "A.1.1", "place": "2", "version": "0", "request_id": "request-01", "user": world.member2.pk}
    answer = client.post(reverse("evaluations:sheet_save", args=[sheet.pk]), data)
    assert (answer.status_code, answer.json()["code"], ScoreChange.objects.count()) == (403, "other_user", 0)


def test_a_comment_without_a_choice_is_not_lost_in_a_clash(client, world, sheet):
    sheets.save_answers(
        sheet_id=sheet.pk,
        answers={"A.1.2": (1, "")},
        version=0,
        request_id="request-01",
        actor=world.member1,
        remark="Cũ",
    )
    data = {"version": "0", "request_id": "request-02", "remark": "Mới", "c-A.1.1": "Chờ xem mẫu."}
    answer = client.post(sheet.get_absolute_url(), data)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert [t for t in ("Chờ xem mẫu.", "“Cũ”", ">Mới</textarea>") if t not in text] == []


def test_a_whole_sheet_that_says_the_same_is_no_clash(client, world, sheet):
    sheets.save_answers(
        sheet_id=sheet.pk, answers={"A.1.1": (2, "")}, version=0, request_id="request-01", actor=world.member1
    )
    data = {"version": "0", "request_id": "request-02", "remark": "", "p-A.1.1": "2", "c-A.1.1": ""}
    answer = client.post(sheet.get_absolute_url(), data)
    assert (answer.status_code, ScoreChange.objects.count()) == (302, 1)


# --- the previous cycle ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "words"), [(Fraction(2), "2"), (Fraction(5, 2), "2,5"), (Fraction(8, 3), "2,67"), (Fraction(0), "0")]
)
def test_mean_words(value, words):
    assert mean_words(value) == words


def test_the_last_cycle_comes_from_its_frozen_result(world, session, client):
    first = session.items.select_related("cycle", "rubric").get()
    h.scored(world, session, (72, 74, 75, 76))
    h.close(world, session)
    old = first.cycle
    Cycle.objects.filter(pk=old.pk).update(state=next(iter(FINAL_STATES)))
    again = Cycle.objects.create(
        number="HS-2026-000002", product=old.product, producer=old.producer, year=old.year, regulation=old.regulation,
        product_set=old.product_set, state="completed", search_text="", unit=old.unit, province=old.province, kind="renewal",
    )  # fmt: skip
    dossier = h.checked_dossier(world, again, producer=world.producer, commune=world.commune, receiver=world.province)
    item = h.open_session(world, session.council, [dossier], world.province).items.get()
    found = last_cycle(item)
    assert (found.average, found.stars, found.same_sheet) == ("74.25", first.result.stars, True)
    spec = rubric_spec(item.rubric)
    total = sum(Fraction(text.replace(",", ".")) for text in found.marks.values())
    assert abs(total - Fraction(297, 4)) < 1
    lines = lines_of(item.dossier, item.rubric)
    aids(lines, rule="extremes", last=found, guidance={"A.1.1": "Tỉnh hướng dẫn."})
    assert set(found.marks) == set(spec.criteria)
    assert (lines["A.1.1"].last, lines["A.1.1"].guidance) == (found.marks["A.1.1"], "Tỉnh hướng dẫn.")
    sheets.declare_conflict(item=item, has_conflict=False, actor=world.member1)
    text = page_of(client, sheets.open_sheet(item=item, actor=world.member1))
    assert "Trung bình 74,25 điểm" in text
    assert f"Chu trình trước {found.marks['A.1.1']}" in text


# --- on to the next -------------------------------------------------------------------------------------------------


@pytest.fixture
def three(world, session):
    """Two more products of the same session."""
    first = session.items.get()
    rows = [first]
    for number in (2, 3):
        cycle = h.completed_cycle(
            world, world.le_thuy, world.producer, name=f"Cà phê {number}", number=f"HS-2026-00000{number}"
        )
        dossier = h.checked_dossier(
            world, cycle, producer=world.producer, commune=world.commune, receiver=world.province
        )
        rows.append(
            SessionProduct.objects.create(
                session=session, cycle=cycle, dossier=dossier, rubric=dossier.rubric, position=number, state="scoring"
            )
        )
    return rows


def test_the_next_sheet_goes_on_by_position_and_comes_back(world, three):
    one, two, three_ = three
    user = world.member1
    assert [next_to_score(user, row) for row in three] == [two, three_, one]
    h.fill(two, user, h.places_for(two.rubric, 70))
    sheets.declare_conflict(item=three_, has_conflict=True, reason="Người nhà.", actor=user)
    assert [next_to_score(user, row) for row in three] == [None, one, one]
    closing.end_scoring(item=one, actor=world.chair)
    assert next_to_score(user, two) is None
    assert [next_to_score(who, two) for who in (world.secretary, world.province, world.member9)] == [None] * 3


def test_handing_in_leads_on_when_asked(world, three):
    one, two, _three = three
    client = Client()
    client.force_login(world.member1)
    sheet = h.fill(one, world.member1, h.places_for(one.rubric, 70), submit=False)
    address = reverse("evaluations:sheet_submit", args=[sheet.pk])
    assert "Nộp và sang phiếu tiếp" in client.get(address).content.decode()
    answer = client.post(address, {"version": sheet.version, "password": PASSWORD, "next": "1"})
    assert (answer.status_code, answer["Location"]) == (302, two.get_absolute_url())
    assert ScoreSheet.objects.get(pk=sheet.pk).state == "submitted"
    text = page_of(client, sheet)
    assert [t for t in ("Phiếu đã nộp lúc", "In phiếu", "Sang sản phẩm 2") if t not in text] == []
