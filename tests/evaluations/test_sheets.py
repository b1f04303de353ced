"""One member's sheet: versions, repeats, places off the sheet, locks; and that nobody sees another's marks before time."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.exceptions import NotAllowed, Refused
from core.models import AuditEvent
from evaluations.models import Score, ScoreChange, ScoreSheet
from evaluations.services import closing, sheets
from tests.evaluations import helpers as h
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(world, item):
    sheets.declare_conflict(item=item, has_conflict=False, actor=world.member1)
    return sheets.open_sheet(item=item, actor=world.member1)


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def save(sheet, user, code="A.1.1", place=1, comment="", version=0, request_id="request-0001"):
    answers = {code: (place, comment)}
    return sheets.save_answers(sheet_id=sheet.pk, answers=answers, version=version, request_id=request_id, actor=user)


def post(client, sheet, **data):
    good = {"criterion": "A.1.1", "place": "2", "comment": "", "version": "0", "request_id": "request-0001"}
    return client.post(reverse("evaluations:sheet_save", args=[sheet.pk]), good | data)


def test_an_answer_is_saved_with_its_version_and_change(world, sheet):
    saved = save(sheet, world.member1, place=2, comment="  Tốt  ")
    assert (saved.version, saved.running.points.points["A.1.1"]) == (1, 2)
    row = Score.objects.get()
    assert (row.place, row.option.place, row.comment) == (2, 2, "Tốt")
    change = ScoreChange.objects.get()
    assert (change.version, change.place_before, change.place_after) == (1, None, 2)
    save(sheet, world.member1, place=0, version=1, request_id="request-0002", comment="Tốt")
    row.refresh_from_db()
    assert (row.place, row.option, ScoreChange.objects.last().place_before) == (0, None, 2)


def test_a_repeat_answers_as_before_and_writes_nothing(world, sheet):
    first = save(sheet, world.member1, place=2)
    again = save(sheet, world.member1, place=2)
    assert (again.version, again.repeated, ScoreChange.objects.count()) == (first.version, True, 1)


def test_a_comment_before_the_choice_is_kept_and_counts_nothing(world, sheet):
    saved = save(sheet, world.member1, place=None, comment="Chờ xem mẫu.")
    assert "A.1.1" in saved.running.points.missing
    assert Score.objects.get().place is None


def test_autosave_takes_four_statements(world, sheet):
    client = client_of(world.member1)
    assert post(client, sheet).status_code == 200  # the rubric is read once per process
    with CaptureQueriesContext(connection) as seen:
        response = post(client, sheet, version="1", place="3", request_id="request-0002")
    own = [q["sql"] for q in seen if "SAVEPOINT" not in q["sql"] and "django_session" not in q["sql"]]
    own = [sql for sql in own if 'FROM "accounts_' not in sql]
    assert (len(own), own) == (4, own)
    assert response.json()["version"] == 2


def test_the_server_counts_and_ignores_posted_totals(world, sheet):
    response = post(client_of(world.member1), sheet, total="100", stars="5")
    body = response.json()
    assert (body["total"], body["parts"], body["stars"]) == (2, {"A": 2, "B": 0, "C": 0}, 1)


def test_an_old_version_shows_both_values(world, sheet):
    save(sheet, world.member1, place=2, comment="Nơi khác")
    client = client_of(world.member1)
    response = post(client, sheet, place="1", request_id="request-0009")
    assert (response.status_code, response.json()["current"]["A.1.1"]) == (409, {"place": 2, "comment": "Nơi khác"})
    page = client.post(
        reverse("evaluations:sheet", args=[sheet.pk]),
        {"p-A.1.1": "1", "c-A.1.1": "Máy này", "version": "0", "request_id": "request-0010", "remark": ""},
    )
    text = page.content.decode()
    assert page.status_code == 409
    assert [t for t in ("Trên máy này:", "Đã lưu ở nơi khác:", "Nơi khác", "Máy này") if t not in text] == []
    assert Score.objects.get().place == 2


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"place": "9"}, "Mức điểm này không có trên phiếu."),
        ({"place": "-1"}, "Mức điểm này không có trên phiếu."),
        ({"place": "hai"}, "Mức điểm này không có trên phiếu."),
        ({"criterion": "Z.9"}, "Tiêu chí này không thuộc phiếu chấm"),
        ({"request_id": "x"}, "Yêu cầu lưu không đúng dạng."),
        ({"version": "mới"}, "Mức điểm này không có trên phiếu."),
    ],
)
def test_what_is_not_on_the_sheet_is_refused(world, sheet, data, sentence):
    response = post(client_of(world.member1), sheet, **data)
    assert response.status_code == 422
    assert sentence in response.json()["detail"]
    assert (Score.objects.count(), ScoreChange.objects.count()) == (0, 0)


def test_another_members_sheet_is_not_there(world, sheet):
    for who in (world.member2, world.chair, world.secretary, world.province, world.producer):
        assert post(client_of(who), sheet).status_code == 404
        assert client_of(who).get(sheet.get_absolute_url()).status_code == 404
    with pytest.raises(NotAllowed):
        save(sheet, world.member2)
    assert Score.objects.count() == 0


def test_the_dossier_opens_only_after_the_question(world, item):
    client = client_of(world.member2)
    assert client.get(item.dossier.get_absolute_url()).status_code == 404
    assert client.post(reverse("evaluations:sheet_open", args=[item.pk])).status_code == 422
    sheets.declare_conflict(item=item, has_conflict=False, actor=world.member2)
    assert client.get(item.dossier.get_absolute_url()).status_code == 200


def test_a_conflict_takes_the_product_away(world, item, sheet):
    with pytest.raises(Refused, match="lý do của xung đột"):
        sheets.declare_conflict(item=item, has_conflict=True, actor=world.member1)
    sheets.declare_conflict(item=item, has_conflict=True, reason="Em ruột là thành viên HTX.", actor=world.member1)
    client = client_of(world.member1)
    gone = [item.get_absolute_url(), item.dossier.get_absolute_url(), sheet.get_absolute_url()]
    assert [client.get(address).status_code for address in gone] == [404, 404, 404]
    assert item.cycle.product.name not in client.get(item.session.get_absolute_url()).content.decode()
    assert post(client, sheet).status_code == 404


def test_an_incomplete_sheet_or_a_wrong_password_is_not_handed_in(world, item, sheet):
    with pytest.raises(Refused, match="chưa chấm"):
        sheets.submit_sheet(sheet=sheet, version=0, password=PASSWORD, actor=world.member1)
    h.fill(item, world.member1, h.places_for(item.rubric, 70), submit=False)
    sheet.refresh_from_db()
    with pytest.raises(Refused, match="Mật khẩu không đúng"):
        sheets.submit_sheet(sheet=sheet, version=sheet.version, password="sai", actor=world.member1)
    with pytest.raises(sheets.SheetChanged):
        sheets.submit_sheet(sheet=sheet, version=sheet.version - 1, password=PASSWORD, actor=world.member1)
    assert ScoreSheet.objects.get().state == "draft"


def test_after_submission_nothing_is_written(world, item):
    sheet = h.fill(item, world.member1, h.places_for(item.rubric, 70))
    assert (sheet.total, sheet.locked, len(sheet.seal)) == (70, True, 64)
    before = list(Score.objects.values_list("criterion_id", "place"))
    response = post(client_of(world.member1), sheet, version=str(sheet.version), request_id="request-0077")
    assert response.status_code == 422
    assert "Phiếu đã nộp hoặc đã khóa" in response.json()["detail"]
    assert list(Score.objects.values_list("criterion_id", "place")) == before
    with pytest.raises(Refused):
        sheets.submit_sheet(sheet=sheet, version=sheet.version, password=PASSWORD, actor=world.member1)
    assert AuditEvent.objects.filter(verb="sheet.submit").count() == 1
    assert set(AuditEvent.objects.get(verb="sheet.submit").after) == {"state", "seal", "source"}


def test_a_draft_is_locked_with_the_product_and_not_counted(world, item, sheet):
    save(sheet, world.member1)
    for who, total in ((world.chair, 70), (world.member2, 71), (world.member3, 72)):
        h.fill(item, who, h.places_for(item.rubric, total))
    closing.end_scoring(item=item, actor=world.chair)
    with pytest.raises(Refused, match="Phiếu đã nộp hoặc đã khóa"):
        save(sheet, world.member1, version=1, request_id="request-0002")
    h.close(world, item.session)
    item.refresh_from_db()
    assert (item.result.counted, item.result.total_sum) == (3, 213)


def test_nobody_sees_marks_before_the_scoring_has_ended(world, item):
    h.fill(item, world.member1, h.places_for(item.rubric, 87))
    h.fill(item, world.member2, h.places_for(item.rubric, 86), submit=False)
    watchers = (world.chair, world.secretary, world.province, world.member2, world.member3, world.leadership)
    for who in watchers:
        client = client_of(who)
        board = client.get(item.session.get_absolute_url()).content.decode()
        page = client.get(item.get_absolute_url()).content.decode()
        assert "đã nộp" in board
        assert [x for x in (">87<", ">86<", "86,50", "Trung vị") if x in board + page] == []
        api = client.get("/api/v1/score-sheets/").json()
        own = ScoreSheet.objects.filter(member__user=who).values_list("pk", flat=True)
        assert [row["id"] for row in api["results"]] == list(own)
        assert client.get("/api/v1/cycles/").status_code == 200
    hub = client_of(world.producer).get(item.cycle.get_absolute_url()).content.decode()
    assert [x for x in ("Thành viên Hội đồng 1", "Nộp phiếu") if x in hub] == []
    events = AuditEvent.objects.filter(parent_type="products.cycle", verb__startswith="sheet.")
    assert events.count() == 0


def test_chair_and_secretary_see_values_once_locked_and_officers_once_closed(world, item):
    for who, total in zip((world.chair, world.member1, world.member2, world.member3), (72, 74, 75, 76), strict=True):
        h.fill(item, who, h.places_for(item.rubric, total))
    closing.end_scoring(item=item, actor=world.chair)
    address = item.session.get_absolute_url()
    assert ">74</a>" in client_of(world.chair).get(address).content.decode()
    assert ">74</a>" not in client_of(world.province).get(address).content.decode()
    assert ">74</a>" not in client_of(world.member2).get(address).content.decode()
    h.close(world, item.session)
    assert ">74</a>" in client_of(world.province).get(address).content.decode()
    assert ">74</a>" in client_of(world.member2).get(address).content.decode()  # the default of the Quy chế
