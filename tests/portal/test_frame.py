"""Menu by role, error pages, headers."""

import pytest
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path

from ocop_portal import context
from ocop_portal.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401 - used below

pytestmark = pytest.mark.django_db


def fails(request):
    raise RuntimeError("bí mật /srv/ocop")


broken = [path("hong/", fails), *urlpatterns]


class Broken:
    urlpatterns = broken
    handler404 = "ocop_portal.views.not_found"
    handler500 = "ocop_portal.views.server_error"


def labels(world, who):
    request = RequestFactory().get("/viec/")
    request.user = world.users[who]
    request.resolver_match = None
    return [item["label"] for item in context.build(request)["nav"]]


@pytest.mark.parametrize(
    ("who", "must", "never"),
    [
        ("commune", {"Việc hôm nay", "Chủ thể"}, {"Phiên chấm"}),
        ("province", {"Việc hôm nay", "Chủ thể"}, {"Phiên chấm"}),
        ("member1", {"Việc hôm nay"}, {"Chủ thể", "Báo cáo", "Sản phẩm", "Hồ sơ", "Đánh giá"}),
        (
            "admin",
            {"Việc hôm nay", "Bộ tiêu chí", "Tài khoản"},
            {"Chủ thể", "Báo cáo", "Sản phẩm", "Hồ sơ", "Đánh giá", "Phiên chấm"},
        ),
        ("producer", {"Việc hôm nay"}, {"Chủ thể", "Báo cáo", "Đánh giá", "Phiên chấm"}),
    ],
)
def test_the_menu_shows_what_the_role_opens(land, who, must, never):
    shown = set(labels(land, who))
    assert (must - shown, never & shown) == (set(), set())


@pytest.mark.parametrize("who", ["commune", "province", "member1", "admin", "producer", "ministry"])
def test_every_entry_opens(client, land, who):
    client.force_login(land.users[who])
    request = RequestFactory().get("/viec/")
    request.user, request.resolver_match = land.users[who], None
    found = {item["url"]: client.get(item["url"]).status_code for item in context.build(request)["nav"]}
    assert set(found.values()) == {200}, found


@pytest.mark.parametrize(("who", "count"), [("commune", 0), ("ministry", 0), ("member1", 1), ("producer", 1)])
def test_the_frame_costs_one_query_at_most(land, who, count):
    user = land.users[who]
    assert user.scope
    request = RequestFactory().get("/viec/")
    request.user, request.resolver_match = user, None
    with CaptureQueriesContext(connection) as found:
        context.build(request)
    assert len(found) == count


def test_the_header_names_the_person_and_the_province(client, land):
    client.force_login(land.commune)
    page = client.get("/viec/").content.decode()
    assert "Lê Thị Hạnh" in page and "Công chức xã Lệ Thủy" in page and "OCOP Quảng Trị" in page


def test_without_a_post_the_role_speaks(land):
    assert context.user_line(land.neighbour_commune) == {"name": "Võ Văn Sơn", "post": "Cán bộ xã, xã Trường Phú"}


@pytest.mark.parametrize(("demo", "shown"), [(True, True), (False, False)])
def test_every_page_of_a_demonstration_says_so(client, db, settings, demo, shown):
    settings.DEMO = demo
    for address in ("/", "/san-pham/", "/tai-khoan/dang-nhap/", "/khong-co/"):
        assert ("Bản trình diễn" in client.get(address).content.decode()) is shown, address


def test_not_found_says_the_same_for_what_is_not_there_and_what_is_not_yours(client, db):
    response = client.get("/khong-co/")
    page = response.content.decode()
    assert (response.status_code, "hoặc ông/bà không có quyền xem" in page) == (404, True)
    assert response["X-Request-Id"] in page


def test_our_own_failure_gives_a_code_and_no_trace(db):
    with override_settings(ROOT_URLCONF=Broken, DEBUG=False):
        response = Client(raise_request_exception=False).get("/hong/")
    page = response.content.decode()
    assert (response.status_code, "Cổng đang gặp lỗi" in page, "bí mật" in page) == (500, True, False)
    assert response["X-Request-Id"] in page


@pytest.mark.parametrize(
    "address", ["/", "/san-pham/", "/tai-khoan/dang-nhap/", "/api/docs/", "/khong-co/", "/tro-giup/"]
)
def test_headers_and_no_inline_code(client, db, address):
    response = client.get(address)
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    page = response.content.decode()
    assert [word for word in ("<style", " style=", "<script>", " onclick=") if word in page] == []
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/danh-gia/hoi-dong/", "Đánh giá"),
        ("/danh-gia/giay-chung-nhan/7/", "Đánh giá"),
        ("/danh-gia/phien/7/", "Đánh giá"),
        ("/danh-gia/van-ban/7/", "Đánh giá"),
        ("/danh-gia/dot/7/", "Đánh giá"),
        ("/danh-gia/ho-so/7/", "Hồ sơ"),
        ("/chu-the/tap-huan/", "Chủ thể"),
    ],
)
def test_the_menu_shows_where_one_is(world, path, label):
    request = RequestFactory().get(path)
    request.user, request.resolver_match = world.province, None
    assert [item["label"] for item in context.build(request)["nav"] if item["current"]] == [label]


def test_the_footer_names_the_unit_in_full(client, world):
    world.quang_tri.kind, world.quang_tri.name = "thành phố", "Huế"
    world.quang_tri.save()
    client.force_login(world.province)
    page = client.get("/tro-giup/").content.decode()
    assert "Ủy ban nhân dân thành phố Huế" in page
    assert "OCOP Huế" in page
