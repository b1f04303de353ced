"""The API: schema, scope, masks, days of units, price of a page; never another member's sheet."""

import io
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations.enums import ItemState
from evaluations.models import ScoreSheet, SessionProduct
from evaluations.serializers import ScoreSheetSerializer
from ocop_portal.api import RESOURCES
from tests.portal.test_public import add

pytestmark = pytest.mark.django_db


def get(client, who, address):
    client.force_login(who)
    return client.get(f"/api/v1/{address}").json()


def ids(answer):
    return [row["id"] for row in answer["results"]]


def test_the_schema_is_valid_and_without_a_warning(db):
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=io.StringIO(), stderr=io.StringIO())


def test_schema_and_documentation_answer_without_signing_in(client, db):
    schema = client.get("/api/schema/?format=json")
    listed = {path.split("/")[3] for path in json.loads(schema.content)["paths"]}
    assert (schema.status_code, listed) == (200, set(RESOURCES))
    page = client.get("/api/docs/").content.decode()
    assert ("<style" in page, "style=" in page, "<script>" in page) == (False, False, False)
    script = client.get("/api/docs/?script=")
    assert (script.status_code, script["Content-Type"]) == (200, "application/javascript")
    assert "https://" not in page


def test_the_resources_are_those_of_the_contract():
    assert list(RESOURCES) == [
        "units", "producers", "product-sets", "products", "cycles", "dossiers", "rubrics", "rounds", "councils",
        "sessions", "score-sheets", "decisions", "certificates", "plans", "reports",
    ]  # fmt: skip


@pytest.mark.parametrize("name", list(RESOURCES))
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, land, name, method):
    client.force_login(land.province)
    for address in (f"/api/v1/{name}/", f"/api/v1/{name}/1/"):
        assert getattr(client, method)(address, {}, content_type="application/json").status_code == 405


@pytest.mark.parametrize("name", list(RESOURCES))
def test_a_page_of_25_costs_two_queries(client, land, name):
    for number in range(30):
        add(land, f"Sản phẩm {number}")
    client.force_login(land.ministry)
    client.get(f"/api/v1/{name}/")
    with CaptureQueriesContext(connection) as found:
        answer = client.get(f"/api/v1/{name}/")
    expected = 5 if answer.json()["count"] else 4  # session, user, roles, then count and rows
    # Units, product sets and rubrics are everybody's: nobody's roles are asked.
    assert len(found) == expected - (name in ("units", "product-sets", "rubrics"))


def test_never_the_sheet_of_another_member(client, land):
    """Two sheets stand side by side with totals; each member gets the own one, the others none, until it is closed."""
    ScoreSheet.objects.update(total=77)
    own, other = land.a_sheet, land.a_other_sheet
    assert own.member.user == land.member1 and other.member.user == land.member2
    assert ids(get(client, land.member1, "score-sheets/")) == [own.pk]
    assert ids(get(client, land.member2, "score-sheets/")) == [other.pk]
    for who in (
        "member3",
        "chair",
        "secretary",
        "advisor",
        "province",
        "leadership",
        "ministry",
        "commune",
        "producer",
        "admin",
    ):
        assert ids(get(client, land.users[who], "score-sheets/")) == [], who
    assert client.get(f"/api/v1/score-sheets/{other.pk}/").status_code == 404
    client.force_login(land.member1)
    assert client.get(f"/api/v1/score-sheets/{other.pk}/").status_code == 404
    for query in (f"item={land.a_item.pk}", f"session={land.a_session.pk}", "state=draft"):
        assert ids(get(client, land.member1, f"score-sheets/?{query}")) == [own.pk]


def test_after_closing_the_office_of_the_council_reads_the_sheets_without_names(client, land):
    SessionProduct.objects.update(state=ItemState.CLOSED)
    answer = get(client, land.province, "score-sheets/")
    assert ids(answer) == [land.a_sheet.pk, land.a_other_sheet.pk]
    assert "Thành viên" not in json.dumps(answer, ensure_ascii=False)
    assert ids(get(client, land.member1, "score-sheets/")) == [land.a_sheet.pk]
    assert ids(get(client, land.stranger_province, "score-sheets/")) == [land.far_sheet.pk]


def test_a_recused_member_loses_the_dossier(client, land):
    from evaluations.models import Conflict

    assert ids(get(client, land.member1, "dossiers/")) == [land.a_dossier.pk]
    assert ids(get(client, land.member2, "dossiers/")) == []  # the question is not answered yet
    Conflict.objects.filter(member=land.a_sheet.member).update(has_conflict=True, reason="Người nhà.")
    assert ids(get(client, land.member1, "dossiers/")) == []


def test_personal_data_of_producers_is_masked_or_left_out(client, land):
    own, far = (
        get(client, land.commune, "producers/")["results"][0],
        get(client, land.stranger_commune, "producers/")["results"][0],
    )
    assert (own["tax_code"], own["phone"]) == ("0300588569", "")
    assert far["tax_code"] == "•••••••••901"
    assert set(own) == {
        "id",
        "name",
        "kind",
        "tax_code",
        "phone",
        "founded_on",
        "unit",
        "province",
        "place_text",
        "source",
    }


def test_units_stand_on_a_day(client, land):
    now = {u["name"] for u in get(client, land.nobody, "units/?code=44")["results"]}
    then = {u["name"] for u in get(client, land.nobody, "units/?code=44&on=2020-12-31")["results"]}
    assert (now, then) == ({"Quảng Trị"}, {"Quảng Bình"})
    assert get(client, land.nobody, f"units/{land.quang_binh.pk}/")["valid_to"] == "2025-06-30"


@pytest.mark.parametrize(
    "address",
    ["units/?on=2020-13-01", "units/?level=x", "cycles/?state=x", "products/?stars=x", "certificates/?product=a"],
)
def test_a_filter_that_means_nothing_is_refused(client, land, address):
    client.force_login(land.province)
    assert client.get(f"/api/v1/{address}").status_code == 400


def test_filters(client, land):
    for number in range(3):
        add(land, f"Rượu {number}", stars=5)
    assert [p["name"] for p in get(client, land.commune, "products/?q=ruou")["results"]] == [
        "Rượu 0",
        "Rượu 1",
        "Rượu 2",
    ]
    assert get(client, land.commune, "products/?stars=4")["count"] == 1
    assert get(client, land.commune, "products/?page_size=2")["next"].endswith("page=2&page_size=2")
    assert get(client, land.commune, "cycles/?state=scheduled")["results"][0]["step"] == 5


def test_a_certificate_says_its_state_of_today(client, land, now):
    assert get(client, land.commune, "certificates/")["results"][0]["state"] == "valid"
    now.move_to("2029-07-02T02:00:00Z")
    assert get(client, land.commune, "certificates/")["results"][0]["state"] == "expired"


def test_a_rubric_is_whole(client, land):
    sheet = get(client, land.nobody, f"rubrics/{land.rubric.pk}/")
    assert sheet["sections"][0]["criteria"][0]["options"] == [
        {"place": 1, "points": 100, "label": "Đáp ứng", "case": "", "min_for_stars": None}
    ]


def test_pages_of_sheets_and_their_number_come_in_one_question(client, land):
    """What the page holds and links to is what two questions would say, also at and beyond the end."""
    SessionProduct.objects.update(state=ItemState.CLOSED)
    first = get(client, land.province, "score-sheets/?page_size=1")
    with CaptureQueriesContext(connection) as found:
        second = client.get(first["next"]).json()
    assert (first["count"], second["count"], len(found)) == (2, 2, 4)  # session, user, roles, and this
    assert ids(first) + ids(second) == [land.a_sheet.pk, land.a_other_sheet.pk]
    assert (first["previous"], second["next"]) == (None, None)
    one = client.get(f"/api/v1/score-sheets/{land.a_sheet.pk}/").json()
    assert first["results"] == [{name: one[name] for name in first["results"][0]}]
    assert list(first["results"][0]) == list(ScoreSheetSerializer.Meta.fields)
    assert client.get("/api/v1/score-sheets/?page_size=1&page=last").json() == second
    for page in ("3", "0", "x", "-1"):
        answer = client.get(f"/api/v1/score-sheets/?page_size=1&page={page}")
        assert (answer.status_code, list(answer.json())) == (404, ["detail"])
    nothing = get(client, land.member3, "score-sheets/?state=submitted")
    assert (nothing["count"], nothing["results"]) == (0, [])
