"""The public site: what it shows, what it never shows, its addresses, its price."""

import csv
import gzip
import io
import json
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.text import search_text, sort_key
from evaluations import codes
from evaluations.models import Certificate, Withdrawal
from ocop_portal.public import product_tail, product_url, qr_drawing, safe_cell
from products.models import Cycle, Product

pytestmark = pytest.mark.django_db


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def add(land, name, **more):
    like = land.a_product
    fields = {
        "producer": like.producer, "product_set": like.product_set, "unit": like.unit, "province": like.province,
        "stars": 3, "recognised_on": date(2026, 6, 30), "valid_until": date(2029, 6, 30),
    }  # fmt: skip
    return Product.objects.create(
        name=name, search_text=search_text(f"{name} {like.producer.name}"), sort_key=sort_key(name), **fields | more
    )


@pytest.fixture
def hidden(land):
    """What could leak, made first: everything personal, an undecided product, one without a star."""
    producer = land.a_producer
    producer.representative, producer.address, producer.email = "Phan Thị Bí Mật", "thôn Kín", "kin@example.vn"
    producer.tax_code = "044085001234"
    producer.save()
    add(land, "Nấm chưa quyết", undecided=True)
    return ["Phan Thị Bí Mật", "thôn Kín", "kin@example.vn", "044085001234", "0912345678", "0912 345 678",
            "Nấm chưa quyết", "Chè Lệ Thủy mới", "HS-2026"]  # fmt: skip


PAGES = [
    "/",
    "/san-pham/",
    "/du-lieu-mo/",
    "/du-lieu-mo/san-pham-ocop.csv",
    "/du-lieu-mo/san-pham-ocop.json",
    "product",
    "certificate",
]


def address(land, page):
    return {"product": product_url(land.a_product), "certificate": f"/xac-thuc/{land.a_certificate.code}/"}.get(
        page, page
    )


@pytest.mark.parametrize("page", PAGES)
def test_nothing_personal_and_nothing_undecided_is_public(client, land, hidden, page):
    shown = client.get(address(land, page)).content.decode()
    assert [word for word in hidden if word in shown] == []
    assert "Chè Lệ Thủy" in shown or page == "/du-lieu-mo/"


@pytest.mark.parametrize("page", [*PAGES, "/xac-thuc/", "/san-pham/?q=che", "/xac-thuc/00000000001/"])
def test_no_cookie_is_set(client, land, page):
    response = client.get(address(land, page))
    assert (response.cookies.output(), "Set-Cookie" in response.headers) == ("", False)


BUDGETS = {
    "/": 2,
    "/san-pham/": 4,
    "product": 3,
    "certificate": 1,
    "/xac-thuc/": 0,
    "/du-lieu-mo/": 0,
    "/du-lieu-mo/san-pham-ocop.csv": 1,
    "/xac-thuc/00000000001/": 0,
}


@pytest.mark.parametrize("page", list(BUDGETS))
def test_queries(client, land, page):
    for number in range(25):
        add(land, f"Sản phẩm {number}")
    with CaptureQueriesContext(connection) as found:
        client.get(address(land, page))
    assert len(found) == BUDGETS[page]


def test_the_telephone_is_public_only_where_the_producer_ticked_it(client, land):
    assert "0912 345 678" not in text(client.get(product_url(land.a_product)))
    land.a_producer.phone_public = True
    land.a_producer.save()
    assert "0912 345 678" in text(client.get(product_url(land.a_product)))


# --- catalogue -----------------------------------------------------------------------------------------------------


def names(response):
    return [product.name for product in response.context["page"].object_list]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Chè Lệ Thủy", "Chè Tủa Chùa", "Dầu lạc", "Đậu phộng"]),
        ("q=tua+che", ["Chè Tủa Chùa"]),
        ("q=CHÈ+lệ", ["Chè Lệ Thủy", "Dầu lạc", "Đậu phộng"]),
        ("q=dau", ["Dầu lạc", "Đậu phộng"]),
        ("q=khong+co", []),
        ("sao=5", ["Đậu phộng"]),
        ("han=het", ["Dầu lạc"]),
        ("han=con", ["Chè Lệ Thủy", "Chè Tủa Chùa", "Đậu phộng"]),
        ("sap=sao", ["Đậu phộng", "Chè Lệ Thủy", "Chè Tủa Chùa", "Dầu lạc"]),
        ("sao=5&q=dau", ["Đậu phộng"]),
        ("page=99", ["Chè Lệ Thủy", "Chè Tủa Chùa", "Dầu lạc", "Đậu phộng"]),
        ("page=abc", ["Chè Lệ Thủy", "Chè Tủa Chùa", "Dầu lạc", "Đậu phộng"]),
    ],
)
def test_catalogue(client, land, query, found):
    add(land, "Đậu phộng", stars=5)
    add(land, "Dầu lạc", valid_until=date(2023, 12, 31))
    response = client.get(f"/san-pham/?{query}")
    assert (response.status_code, names(response)) == (200, found)


def test_catalogue_by_province_and_set(client, land):
    own = client.get("/san-pham/", {"tinh": land.quang_tri.pk, "bo": land.tea.pk})
    assert names(own) == ["Chè Lệ Thủy"]


@pytest.mark.parametrize(
    "query", ["tinh=999999", "sao=2", "sao=x", "bo=1;drop", "sap=producer__phone", f"q={'x' * 200}"]
)
def test_a_filter_that_does_not_exist_is_said(client, land, query):
    response = client.get(f"/san-pham/?{query}")
    assert (response.status_code, "cần sửa" in text(response)) == (422, True)


def test_twenty_a_page(client, land):
    for number in range(1, 31):
        add(land, f"Rượu {number}")
    first, second = client.get("/san-pham/?q=ruou"), client.get("/san-pham/?q=ruou&page=2")
    assert names(first) == [f"Rượu {n}" for n in range(1, 21)]
    assert names(second) == [f"Rượu {n}" for n in range(21, 31)]
    assert "?q=ruou&amp;page=2" in first.content.decode()


# --- product -------------------------------------------------------------------------------------------------------


def test_the_last_digits_count_and_a_wrong_wording_redirects(client, land):
    product = land.a_product
    assert product_tail(product) == f"che-le-thuy-{product.pk}"
    assert client.get(product_url(product)).status_code == 200
    for tail in (f"khac-{product.pk}", str(product.pk), f"chè-lệ-thủy-{product.pk}", f"a-1-{product.pk}"):
        response = client.get(f"/san-pham/{tail}/")
        assert (response.status_code, response["Location"]) == (301, product_url(product))


@pytest.mark.parametrize("tail", ["che", "che-999999999999999", "che-0", "che-", "9" * 30])
def test_no_such_product(client, land, tail):
    assert client.get(f"/san-pham/{tail}/").status_code == 404


def test_a_name_without_letters_still_has_an_address(land):
    assert product_tail(add(land, "???")).startswith("san-pham-")


# --- certificate ---------------------------------------------------------------------------------------------------

HEADINGS = {
    "2026-11-11": "Giấy chứng nhận còn hiệu lực",
    "2029-02-01": "Giấy chứng nhận còn hiệu lực, sắp hết hạn",
    "2029-06-30": "Giấy chứng nhận còn hiệu lực, sắp hết hạn",
    "2029-07-01": "Giấy chứng nhận đã hết hạn",
}


def heading(response):
    return re.findall(r"<h1>(.*?)</h1>", text(response))


@pytest.mark.parametrize("day", list(HEADINGS))
def test_the_verdict_is_said_in_words(client, land, now, day):
    now.move_to(datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")))
    response = client.get(f"/xac-thuc/{land.a_certificate.code}/")
    assert (response.status_code, heading(response)) == (200, [HEADINGS[day]])
    assert "Chè Lệ Thủy" in text(response) and "1/GCN-OCOP-2026" in text(response)


def test_withdrawn_is_another_thing_than_expired(client, land):
    Withdrawal.objects.create(
        certificate=land.a_certificate,
        number="1987/QĐ-UBND",
        decided_on=date(2026, 10, 2),
        issuer="Chủ tịch",
        ground="Không còn sản xuất.",
    )
    response = client.get(f"/xac-thuc/{land.a_certificate.code}/")
    assert heading(response) == ["Giấy chứng nhận đã bị thu hồi"]
    assert "từ ngày 02/10/2026" in text(response) and "1987/QĐ-UBND" in text(response)
    assert "cert--off" in text(response) and 'class="band"' not in text(response)


def test_superseded_leads_to_the_new_one(client, land):
    new = Certificate.objects.create(
        number="9/GCN-OCOP-2026", code=codes.complete("ZZZZZZZZ03"), product=land.a_product, stars=5, issuer="Chủ tịch",
        product_name="Chè Lệ Thủy", producer_name="HTX", issued_on=date(2026, 11, 1), valid_to=date(2029, 11, 1),
    )  # fmt: skip
    Certificate.objects.filter(pk=land.a_certificate.pk).update(superseded_by=new, superseded_on=date(2026, 11, 1))
    response = client.get(f"/xac-thuc/{land.a_certificate.code}/")
    assert heading(response) == ["Giấy chứng nhận đã được thay thế"]
    assert f"/xac-thuc/{new.code}/" in text(response)


def test_waiting_for_the_re_evaluation(client, land, now):
    filed = datetime(2029, 6, 1, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    Cycle.objects.filter(pk=land.a_cycle.pk).update(kind="renewal", filed_at=filed)
    now.move_to(datetime(2029, 7, 10, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")))
    assert heading(client.get(f"/xac-thuc/{land.a_certificate.code}/")) == ["Giấy chứng nhận đang chờ đánh giá lại"]


def check(client, land):
    """(heading, the page's words) of the certificate at this moment, with at most one query."""
    with CaptureQueriesContext(connection) as found:
        response = client.get(f"/xac-thuc/{land.a_certificate.code}/")
    assert len(found) == 1
    return heading(response)[0], text(response)


def test_a_kept_page_is_never_an_old_one(client, land, now, settings):
    page = f"/xac-thuc/{land.a_certificate.code}/"
    assert check(client, land)[0] == "Giấy chứng nhận còn hiệu lực"
    assert "kiểm tra lúc 09:00, 11/11/2026" in check(client, land)[1]
    now.move_to(datetime(2026, 11, 11, 15, 7, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")))
    assert "kiểm tra lúc 15:07, 11/11/2026" in check(client, land)[1]
    Certificate.objects.filter(pk=land.a_certificate.pk).update(producer_name="HTX <b>Đổi tên</b>")
    assert "HTX &lt;b&gt;Đổi tên&lt;/b&gt;" in check(client, land)[1]
    settings.SITE_URL = "https://ocop.example.vn"
    assert str(qr_drawing(land.a_certificate.code)) in client.get(page).content.decode()
    settings.DEMO = True
    assert "Bản trình diễn" in check(client, land)[1]
    settings.DEMO = False
    now.move_to(datetime(2029, 7, 1, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")))
    assert check(client, land)[0] == "Giấy chứng nhận đã hết hạn"
    Withdrawal.objects.create(
        certificate=land.a_certificate, number="7/QĐ-UBND", decided_on=date(2029, 7, 2), issuer="Chủ tịch",
        ground="Không còn sản xuất.",
    )  # fmt: skip
    assert check(client, land)[0] == "Giấy chứng nhận đã hết hạn"  # the withdrawal counts from tomorrow on
    now.move_to(datetime(2029, 7, 2, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")))
    assert check(client, land)[0] == "Giấy chứng nhận đã bị thu hồi"
    assert "Không còn sản xuất." in check(client, land)[1]


def test_a_page_of_one_person_is_kept_for_nobody(client, land):
    page = f"/xac-thuc/{land.a_certificate.code}/"
    client.force_login(land.province)
    assert "Việc hôm nay" in text(client.get(page))
    client.logout()
    assert "Việc hôm nay" not in text(client.get(page))
    client.force_login(land.province)
    assert "Việc hôm nay" in text(client.get(page))


def test_a_code_may_be_written_in_many_ways(client, land):
    code = land.a_certificate.code
    for written in (code.lower(), f"{code[:4]}-{code[4:]}", f"{code[:5]} {code[5:]}", code.replace("0", "O")):
        response = client.get(f"/xac-thuc/{written}/")
        assert (response.status_code, response["Location"]) == (301, f"/xac-thuc/{code}/")
        typed = client.get("/xac-thuc/", {"ma": f" {written} "})
        assert (typed.status_code, typed["Location"]) == (302, f"/xac-thuc/{code}/")


@pytest.mark.parametrize("code", ["00000000001", "ABCDEFGH00N", "x", "<script>", "ABCDEFGH00" * 9])
def test_an_unknown_code_says_how_to_report_it_and_helps_nobody_to_guess(client, land, code):
    response = client.get(f"/xac-thuc/{code}/")
    assert (response.status_code, heading(response)) == (404, ["Không có giấy chứng nhận với mã này"])
    assert "báo cho Ủy ban nhân dân xã, phường" in text(response)
    assert "<script>" not in text(response) and land.a_certificate.code not in text(response)


def test_weight_and_requests_of_the_certificate_page(client, land, settings):
    page = client.get(f"/xac-thuc/{land.a_certificate.code}/").content
    files = re.findall(rb'(?:src|<link[^>]*href)="(/[^"]+)"', page)
    assert files == [b"/static/css/ocop.css", b"/static/img/emblem.svg"]
    css = (settings.BASE_DIR / "static/css/ocop.css").read_bytes()
    assert len(gzip.compress(page)) + len(gzip.compress(css)) < 50_000


def test_the_qr_code_holds_the_configured_address(settings, land):
    settings.SITE_URL = "https://ocop.example.vn"
    one = qr_drawing(land.a_certificate.code)
    settings.SITE_URL = "https://other.example.vn"
    assert one != qr_drawing(land.a_certificate.code)
    assert re.search(r' d="(M\d+ \d+h\d+v1h-\d+z)+"', one)


# --- open data -----------------------------------------------------------------------------------------------------


def test_csv_has_a_mark_and_defused_cells(client, land):
    add(land, "=HYPERLINK(1)", valid_until=None)
    response = client.get("/du-lieu-mo/san-pham-ocop.csv")
    assert response.content.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["san_pham"] for row in rows] == ["'=HYPERLINK(1)", "Chè Lệ Thủy", "Chè Tủa Chùa"]
    assert rows[1] == {
        "san_pham": "Chè Lệ Thủy", "chu_the": "HTX Chè Lệ Thủy", "xa_phuong": "xã Lệ Thủy", "tinh": "tỉnh Quảng Trị",
        "so_sao": "4", "so_giay_chung_nhan": "1/GCN-OCOP-2026", "ngay_cap": "2026-06-30", "hieu_luc_den": "2029-06-30",
        "dia_chi": f"http://127.0.0.1:8000{product_url(land.a_product)}",
    }  # fmt: skip


def test_json_says_the_same(client, land):
    body = json.loads(client.get("/du-lieu-mo/san-pham-ocop.json").content)
    assert (body["date"], [p["san_pham"] for p in body["products"]]) == ("2026-11-11", ["Chè Lệ Thủy", "Chè Tủa Chùa"])


@pytest.mark.parametrize(
    ("cell", "safe"),
    [("=1", "'=1"), ("+84", "'+84"), ("-1", "'-1"), ("@a", "'@a"), ("\t=1", "'\t=1"), ("Chè", "Chè"), ("", "")],
)
def test_cells(cell, safe):
    assert safe_cell(cell) == safe


def test_the_home_page_of_an_empty_portal(client, db):
    assert "Chưa có sản phẩm được công nhận" in text(client.get("/"))


def test_robots(client, db):
    assert "Disallow: /xac-thuc/" in client.get("/robots.txt").content.decode().split("\n")


def test_certificate_and_product_lead_to_each_other(client, land):
    product, certificate = land.a_product, land.a_certificate
    public = client.get(f"/xac-thuc/{certificate.code}/")
    assert f'href="{product_url(product)}"' in text(public)
    Product.objects.filter(pk=product.pk).update(undecided=True)
    assert f'href="{product_url(product)}"' not in text(client.get(f"/xac-thuc/{certificate.code}/"))
    client.force_login(land.users["province"])
    address = f"/danh-gia/giay-chung-nhan/?sp={product.pk}"
    assert f'href="{address}"' in text(client.get(product.get_absolute_url()))
    Certificate.objects.create(
        number="9/KHAC", code=codes.complete("ZZZZZZZZ04"), product=land.a_fresh_product, stars=3, issuer="Chủ tịch",
        product_name="Khác", producer_name="HTX", issued_on=date(2026, 6, 30), valid_to=date(2029, 6, 30),
    )  # fmt: skip
    listed = text(client.get(address))
    assert certificate.number in listed
    assert "9/KHAC" not in listed
    assert f'href="{product.get_absolute_url()}"' in text(client.get(certificate.get_absolute_url()))
