"""Sign-in and out, lock-out, demonstration accounts, idle log-out, passwords, keys: the pages."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import messages
from accounts.models import ApiToken, User
from accounts.services import issue_token
from core.audit import SYSTEM
from evaluations.models import Council, CouncilMember, CouncilSession
from tests.world import PASSWORD, person

pytestmark = pytest.mark.django_db
LOGIN = "/tai-khoan/dang-nhap/"
NOW = "2026-11-11T02:00:00Z"


@pytest.fixture
def now():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def hoa(world):
    return person("hoa", "Nguyễn Thị Hoa", "commune", world.le_thuy, password=PASSWORD)


def sign_in(client, username="hoa", password=PASSWORD, **data):
    return client.post(LOGIN, {"username": username, "password": password, **data})


def test_signing_in_leads_to_the_work_of_today(client, hoa):
    client.get(LOGIN)
    before = client.cookies.get("sessionid")
    response = sign_in(client, " HOA ")
    assert (response.status_code, response["Location"]) == (302, "/viec/")
    assert before is None or before.value != client.cookies["sessionid"].value
    assert client.get("/viec/").context["request"].user == hoa


def test_a_session_from_before_gets_a_new_key(client, hoa):
    session = client.session
    session["x"] = 1
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    sign_in(client)
    assert client.cookies["sessionid"].value != planted


@pytest.mark.parametrize(
    ("target", "lands"),
    [
        ("/tai-khoan/mat-khau/?a=1", "/tai-khoan/mat-khau/?a=1"),
        ("https://xau.example/", "/viec/"),
        ("//xau.example/", "/viec/"),
        ("javascript:alert(1)", "/viec/"),
    ],
)
def test_one_lands_where_one_was_and_only_here(client, hoa, target, lands):
    assert sign_in(client, next=target)["Location"] == lands


def test_a_page_that_needs_sign_in_names_itself(client, db):
    assert client.get("/viec/")["Location"] == f"{LOGIN}?next=/viec/"


@pytest.mark.parametrize(
    ("username", "password"), [("hoa", "sai-mat-khau"), ("khong-co", PASSWORD), ("dong", PASSWORD), ("hoa", "")]
)
def test_every_refusal_says_the_same(client, hoa, username, password):
    closed = person("dong", "Người đã nghỉ", password=PASSWORD)
    closed.is_active = False
    closed.save()
    response = sign_in(client, username, password)
    said = response.context["form"].errors.get("__all__") or response.context["form"].errors["password"]
    expected = messages.WRONG_NAME_OR_PASSWORD if password else "Hãy nhập mật khẩu."
    assert (response.status_code, said) == (422, [expected])
    assert "sessionid" not in client.cookies
    assert f'value="{username}"' in response.content.decode()
    assert password == "" or password not in response.content.decode()


def test_unknown_names_cost_one_hash_like_known_ones(client, hoa, monkeypatch, settings):
    from django.contrib.auth.hashers import Argon2PasswordHasher

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    hoa.set_password("mot-mat-khau-that")
    hoa.save()
    worked = []
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)
        monkeypatch.setattr(
            Argon2PasswordHasher,
            name,
            lambda self, *a, real=real, name=name, **k: (worked.append(name), real(self, *a, **k))[1],
        )
    for username in ("hoa", "khong-co", "xa-lt"):
        worked.clear()
        sign_in(client, username, "sai-mat-khau")
        assert len([w for w in worked if w in ("encode", "verify")]) in (1, 2), username
        assert worked[-1] in ("encode", "verify")


def test_five_wrong_passwords_lock_the_name_at_this_address_only(now, hoa):
    here, there = Client(REMOTE_ADDR="10.0.0.1"), Client(REMOTE_ADDR="10.0.0.2")
    statuses = [sign_in(here, name, "sai-mat-khau").status_code for name in ("hoa", "HOA", " hoa", "Hoa", "hoa ")]
    assert statuses == [422, 422, 422, 422, 429]
    locked = sign_in(here)
    page = locked.content.decode()
    assert (locked.status_code, locked["Retry-After"]) == (429, "900")
    assert "Hãy đợi 15 phút rồi thử lại." in re.sub(r"\s+", " ", page)
    assert "sessionid" not in here.cookies
    assert sign_in(there)["Location"] == "/viec/"
    person("khac", "Người khác", password=PASSWORD)
    assert sign_in(here, "khac")["Location"] == "/viec/"


def test_the_lock_ends_when_it_said(now, hoa):
    client = Client()
    for _n in range(5):
        sign_in(client, password="sai-mat-khau")
    now.shift(timedelta(minutes=10))
    assert "Hãy đợi 5 phút" in sign_in(client).content.decode()
    now.shift(timedelta(minutes=6))
    assert sign_in(client)["Location"] == "/viec/"


def test_demonstration_accounts_only_in_a_demonstration(client, hoa, settings):
    User.objects.update(is_demo=True)
    assert sign_in(client).status_code == 422
    settings.DEMO = True
    assert sign_in(client)["Location"] == "/viec/"
    assert client.get("/viec/").status_code == 200
    settings.DEMO = False
    assert client.get("/viec/")["Location"] == f"{LOGIN}?next=/viec/"


def test_signing_out_is_posted_and_ends_the_session(client, hoa):
    client.force_login(hoa)
    assert client.get("/tai-khoan/dang-xuat/").status_code == 405
    response = client.post("/tai-khoan/dang-xuat/")
    assert (response.status_code, "Đã đăng xuất" in response.content.decode()) == (200, True)
    assert client.get("/viec/").status_code == 302


def test_a_form_from_elsewhere_gets_guidance(hoa):
    client = Client(enforce_csrf_checks=True)
    response = sign_in(client)
    assert (response.status_code, "Chưa có gì được ghi" in response.content.decode()) == (403, True)


def test_a_role_taken_away_works_no_longer_on_the_next_request(client, hoa, world):
    client.force_login(hoa)
    assert client.get("/api/v1/producers/").status_code == 200
    User.objects.filter(pk=hoa.pk).update(is_active=False)
    assert client.get("/viec/")["Location"] == f"{LOGIN}?next=/viec/"


# --- idle log-out --------------------------------------------------------------------------------------------------


def test_half_an_hour_idle_ends_the_session_of_an_officer(now, client, hoa):
    sign_in(client)
    now.shift(timedelta(minutes=29))
    assert client.get("/viec/").status_code == 200
    now.shift(timedelta(minutes=29))
    assert client.get("/viec/").status_code == 200
    now.shift(timedelta(minutes=31))
    assert client.get("/viec/?a=1")["Location"] == f"{LOGIN}?next=%2Fviec%2F%3Fa%3D1"
    assert client.get("/viec/").status_code == 302


def test_a_form_sent_too_late_says_so_and_writes_nothing(now, client, hoa):
    sign_in(client)
    now.shift(timedelta(minutes=31))
    response = client.post("/tai-khoan/khoa-api/", {"name": "x", "days": "30", "password": PASSWORD})
    assert (response.status_code, "chưa được ghi" in response.content.decode()) == (403, True)
    assert ApiToken.objects.count() == 0


def test_an_idle_cookie_of_another_session_or_a_forged_one_does_not_help(now, client, hoa):
    other = Client()
    sign_in(client), sign_in(other)
    now.shift(timedelta(minutes=25))
    other.get("/viec/")
    now.shift(timedelta(minutes=10))
    client.cookies["ocop_seen"] = other.cookies["ocop_seen"].value
    assert client.get("/viec/").status_code == 302
    sign_in(client)
    client.cookies["ocop_seen"] = "9999999999"
    now.shift(timedelta(minutes=31))
    assert client.get("/viec/").status_code == 302


def council_of(world, user, held_on):
    council = Council.objects.create(
        name="Hội đồng", level="province", unit=world.quang_tri, province=world.quang_tri, decision_number="1",
        decision_date="2026-09-01",
    )  # fmt: skip
    CouncilMember.objects.create(council=council, user=user, seat="member")
    CouncilSession.objects.create(council=council, held_on=held_on)


@pytest.mark.parametrize(("held_on", "status"), [("2026-11-11", 200), ("2026-11-12", 302)])
def test_a_council_member_stays_on_a_scoring_day(now, client, hoa, world, held_on, status):
    council_of(world, hoa, held_on)
    sign_in(client)
    now.shift(timedelta(hours=3))
    assert client.get("/viec/").status_code == status


def test_nobody_stays_over_eight_hours(now, client, hoa, world):
    council_of(world, hoa, "2026-11-11")
    sign_in(client)
    for _n in range(9):
        now.shift(timedelta(minutes=55))
        last = client.get("/viec/").status_code
    assert last == 302


def test_reading_writes_nothing(now, client, hoa, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    sign_in(client)
    now.shift(timedelta(minutes=5))
    with CaptureQueriesContext(
        connection,
    ) as found:
        client.get("/viec/")
    assert [q["sql"] for q in found if q["sql"].lstrip("(").split()[0] != "SELECT"] == []


# --- password and keys ---------------------------------------------------------------------------------------------

NEW = "con cò bay lả bay la"


def test_changing_the_password_ends_the_other_sessions(client, hoa):
    other = Client()
    sign_in(client), sign_in(other)
    response = client.post("/tai-khoan/mat-khau/", {"password": PASSWORD, "new": NEW, "again": NEW})
    assert response["Location"] == reverse("accounts:profile")
    assert (client.get("/viec/").status_code, other.get("/viec/").status_code) == (200, 302)
    assert sign_in(Client(), password=NEW)["Location"] == "/viec/"
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"password": "sai"}, "password", messages.WRONG_PASSWORD),
        ({"again": "khac"}, "again", messages.PASSWORDS_DIFFER),
        ({"new": "ngan", "again": "ngan"}, "new", messages.PASSWORD_SHORT % {"limit": 12}),
        ({"new": PASSWORD, "again": PASSWORD}, "new", messages.PASSWORD_SAME),
    ],
)
def test_a_wrong_change_of_password(client, hoa, fields, field, sentence):
    client.force_login(hoa)
    response = client.post("/tai-khoan/mat-khau/", {"password": PASSWORD, "new": NEW, "again": NEW} | fields)
    assert (response.status_code, response.context["form"].errors[field]) == (422, [sentence])
    assert User.objects.get(pk=hoa.pk).check_password(PASSWORD)


def test_a_key_is_shown_once_and_works_until_it_is_revoked(client, hoa):
    client.force_login(hoa)
    page = client.post("/tai-khoan/khoa-api/", {"name": "Bảng", "days": "30", "password": PASSWORD}).content.decode()
    plain = re.search(r"ocop_[\w-]{43}", page)[0]
    assert plain not in client.get("/tai-khoan/khoa-api/").content.decode()
    caller = Client(headers={"Authorization": f"Token {plain}"})
    assert caller.get("/api/v1/producers/").json()["results"] == []
    client.post(f"/tai-khoan/khoa-api/{ApiToken.objects.get().pk}/thu-hoi/")
    assert caller.get("/api/v1/producers/").status_code == 401


def test_a_key_needs_the_password_again(client, hoa):
    client.force_login(hoa)
    response = client.post("/tai-khoan/khoa-api/", {"name": "Bảng", "days": "30", "password": "sai"})
    assert (response.status_code, response.context["form"].errors["password"]) == (422, [messages.WRONG_PASSWORD])
    assert 'value="Bảng"' in response.content.decode()
    assert ApiToken.objects.count() == 0


def test_guessing_the_password_at_a_key_locks_too(now, client, hoa):
    client.force_login(hoa)
    fields = {"name": "Bảng", "days": "30", "password": "sai"}
    assert [client.post("/tai-khoan/khoa-api/", fields).status_code for _n in range(5)] == [422, 422, 422, 422, 429]


@pytest.mark.parametrize("spoil", ["expired", "revoked", "inactive", "demo", "other"])
def test_a_key_that_is_no_good_gets_one_answer(now, hoa, spoil):
    token, plain = issue_token(user=hoa, name="x", days=1, actor=SYSTEM)
    caller = Client(headers={"Authorization": f"Token {plain}"})
    assert caller.get("/api/v1/producers/").status_code == 200
    if spoil == "expired":
        now.shift(timedelta(days=1))
    elif spoil == "revoked":
        ApiToken.objects.update(revoked_at=token.created_at)
    elif spoil == "inactive":
        User.objects.filter(pk=hoa.pk).update(is_active=False)
    elif spoil == "demo":
        User.objects.filter(pk=hoa.pk).update(is_demo=True)
    else:
        caller = Client(headers={"Authorization": f"Token {plain}x"})
    response = caller.get("/api/v1/producers/")
    assert (response.status_code, response.json(), response["WWW-Authenticate"]) == (
        401, {"detail": str(messages.TOKEN_REFUSED)}, "Token",
    )  # fmt: skip


@pytest.mark.parametrize("header", ["Token", "Token a b", "Bearer x", "Token \xff"])
def test_other_headers_are_no_keys(db, header):
    assert Client(headers={"Authorization": header}).get("/api/v1/producers/").status_code == 401


def test_the_day_of_the_last_use_is_kept_once_a_day(now, hoa, django_assert_num_queries):
    _token, plain = issue_token(user=hoa, name="x", days=9, actor=SYSTEM)
    caller = Client(headers={"Authorization": f"Token {plain}"})
    caller.get("/api/v1/rubrics/")
    assert ApiToken.objects.get().last_used_on.isoformat() == "2026-11-11"
    with django_assert_num_queries(2):  # token with its user, count of an empty list
        caller.get("/api/v1/rubrics/")
