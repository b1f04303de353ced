"""Administration of accounts in the browser: people, roles, one-time passwords, locked accounts."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import RoleAssignment, User
from core.models import AuditEvent

pytestmark = pytest.mark.django_db
PEOPLE = "/tai-khoan/quan-tri/"
OWN = "mot-cau-dai-cua-rieng-toi"


@pytest.fixture
def admin(client, world):
    client.force_login(world.admin)
    return client


def names(client, **query):
    return [row.username for row in client.get(PEOPLE, query).context["page"].object_list]


def verbs():
    return list(AuditEvent.objects.filter(refused=False).order_by("number").values_list("verb", flat=True))


def add(client, **more):
    sent = {"full_name": "Đỗ Thị Huệ", "username": "Hue.Do", "post": "Công chức xã Lệ Thủy", "phone": "0912 345 678"}
    return client.post(f"{PEOPLE}them/", sent | more)


def test_from_a_new_person_to_the_own_password(admin, world):
    answer = add(admin)
    hue = User.objects.get(username="hue.do")
    assert (answer.status_code, answer["Location"]) == (302, f"{PEOPLE}{hue.pk}/")
    admin.post(f"{PEOPLE}{hue.pk}/", {"role": "commune", "place": "xa le thuy, quang tri"})
    assert hue.assignments.get().unit == world.le_thuy
    page = admin.post(f"{PEOPLE}{hue.pk}/mat-khau/").content.decode()
    plain = re.search(r"<code>([a-z2-9-]{19})</code>", page)[1]
    assert plain not in admin.get(f"{PEOPLE}{hue.pk}/").content.decode()
    assert verbs() == ["user.create", "role.grant", "user.reset_password"]
    assert not AuditEvent.objects.filter(after__icontains=plain).exists()

    own = Client()
    own.post("/tai-khoan/dang-nhap/", {"username": "hue.do", "password": plain})
    for path in ("/viec/", "/chu-the/", "/api/v1/producers/", "/tai-khoan/"):
        assert own.get(path)["Location"] == "/tai-khoan/mat-khau/"
    assert "chỉ dùng một lần" in own.get("/tai-khoan/mat-khau/").content.decode()
    assert own.post("/tai-khoan/mat-khau/", {"password": plain, "new": plain, "again": plain}).status_code == 422
    assert own.post("/tai-khoan/mat-khau/", {"password": plain, "new": OWN, "again": OWN}).status_code == 302
    assert own.get("/viec/").status_code == 200
    hue.refresh_from_db()
    assert (hue.password_once, hue.check_password(OWN)) == (False, True)


def test_a_new_password_ends_the_sessions(admin, world):
    other = Client()
    other.force_login(world.commune)
    assert other.get("/viec/").status_code == 200
    admin.post(f"{PEOPLE}{world.commune.pk}/mat-khau/")
    assert other.get("/viec/")["Location"].startswith("/tai-khoan/dang-nhap/")


def test_a_person_is_found_without_marks_and_by_role_unit_and_state(admin, world):
    add(admin)
    hue = User.objects.get(username="hue.do")
    assert names(admin, q="do thi hue") == ["hue.do"]
    assert names(admin, q="le thuy cong chuc hue") == ["hue.do"]
    assert "hue.do" not in names(admin, vt="commune")
    admin.post(f"{PEOPLE}{hue.pk}/", {"role": "commune", "place": "xã Lệ Thủy, tỉnh Quảng Trị"})
    assert set(names(admin, vt="commune", dv="le thuy")) == {"hue.do", world.commune.username}
    assert names(admin, tt="closed") == []
    admin.post(f"{PEOPLE}{hue.pk}/trang-thai/", {"reason": "Nghỉ việc."})
    assert names(admin, tt="closed") == ["hue.do"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"full_name": ""}, "Hãy nhập họ và tên."),
        ({"username": "commune"}, "đã có người dùng"),
        ({"phone": "12"}, "Số điện thoại"),
    ],
)
def test_a_wrong_person_keeps_what_was_typed(admin, world, wrong, sentence):
    User.objects.filter(pk=world.commune.pk).update(username="commune")
    answer = add(admin, **wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Công chức xã Lệ Thủy" in page
    assert not User.objects.filter(username="hue.do").exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"role": "commune", "place": ""}, "phải gắn với một đơn vị"),
        ({"role": "commune", "place": "xã Không Có"}, "Không có đơn vị"),
        ({"role": "admin", "place": ""}, "đang giữ vai trò"),
        ({"role": "", "place": ""}, "Hãy chọn"),
        ({"role": "province", "place": "Quảng Trị", "valid_from": "5/3/2026", "valid_to": "4/3/2026"}, "trở đi"),
    ],
)
def test_a_wrong_role_says_how_to_mend_it(admin, world, sent, sentence):
    answer = admin.post(f"{PEOPLE}{world.admin.pk}/", sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert world.admin.assignments.count() == 1


def test_a_role_ends_with_its_reason_and_works_no_longer(admin, world):
    held = world.commune.assignments.get()
    url = reverse("accounts:role_end", args=[held.pk])
    assert admin.post(url, {"reason": ""}).status_code == 422
    assert admin.post(url, {"reason": "Chuyển công tác."}).status_code == 302
    held.refresh_from_db()
    assert held.ended_at is not None
    event = AuditEvent.objects.get(verb="role.end")
    assert (event.reason, event.actor_id) == ("Chuyển công tác.", world.admin.pk)
    assert admin.post(url, {"reason": "Lần nữa."}).status_code == 409
    assert not User.objects.get(pk=world.commune.pk).scope.roles


def test_a_locked_account_is_out_at_once_and_opens_again(admin, world):
    other = Client()
    other.force_login(world.commune)
    url = reverse("accounts:person_state", args=[world.commune.pk])
    assert "Khóa tài khoản của" in admin.get(url).content.decode()
    admin.post(url, {"reason": "Mất máy."})
    assert other.get("/viec/").status_code == 302
    assert "Mở lại tài khoản của" in admin.get(url).content.decode()
    admin.post(url, {"reason": "Đã tìm thấy."})
    assert User.objects.get(pk=world.commune.pk).is_active
    assert verbs() == ["user.close", "user.open"]


def test_nobody_locks_out_oneself(admin, world):
    url = reverse("accounts:person_state", args=[world.admin.pk])
    assert admin.post(url, {"reason": "Thử."}).status_code == 422
    assert admin.post(reverse("accounts:person_password", args=[world.admin.pk])).status_code == 422
    assert User.objects.get(pk=world.admin.pk).is_active


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_a_constant_number(admin, world, django_assert_num_queries, count):
    for number in range(count):
        person = User.objects.create(username=f"them{number}", full_name="Người thêm", sort_key=f"{number}")
        RoleAssignment.objects.create(user=person, role="commune", unit=world.le_thuy)
    with django_assert_num_queries(5 + 3):  # found people, count, rows, their roles, menu; beside session, user, roles
        page = admin.get(PEOPLE, {"q": "nguoi them"})
    assert page.context["page"].paginator.count == count
