"""The work as a list: groups, for whom others' rows wait, filters, file, price; 2,000 rows cost what three cost."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from products.models import Cycle
from tests.portal.test_inbox import make

pytestmark = pytest.mark.django_db
LIST = "/viec/danh-sach/"


def read(client, who, query=""):
    client.force_login(who)
    return " ".join(client.get(LIST + query).content.decode().split())


def test_groups_search_and_step(client, land):
    make(land, 300, "idea_returned")
    Cycle.objects.filter(pk=make(land, 301, "plan_draft").pk).update(
        due_on=date(2026, 11, 1), search_text="hs-2026-900301 mat ong rung"
    )
    own = read(client, land.producer)
    assert "Sửa phiếu ý tưởng: Sản phẩm 300" in own and "Lập phương án kinh doanh: Sản phẩm 301" in own
    late = read(client, land.producer, "?nhom=qua-han")
    assert ("Sản phẩm 301" in late, "Sản phẩm 300" in late) == (True, False)
    found = read(client, land.producer, "?q=mat+ong&buoc=3")
    assert ("Sản phẩm 301" in found, "Sản phẩm 300" in found) == (True, False)
    assert "Không có việc nào khớp" in read(client, land.producer, "?nhom=qua-han&buoc=2")


def test_what_waits_for_others_says_for_whom(client, land):
    make(land, 310, "plan_submitted")
    late = make(land, 311, "dossier_filed")
    Cycle.objects.filter(pk=late.pk).update(due_on=date(2026, 11, 5))
    page = read(client, land.commune, "?nhom=cho-noi-khac")
    assert "Đang chờ: Cơ quan OCOP tỉnh Quảng Trị, từ ngày 11/11/2026." in page
    page = read(client, land.province, "?nhom=cho-noi-khac&tre=co")
    assert "Đang chờ: Ủy ban nhân dân xã Lệ Thủy" in page
    assert "Nơi đó quá hạn" in page and "hạn 05/11/2026" in page
    assert "Sản phẩm 310" not in page


def test_the_overview_says_it_too(client, land):
    make(land, 312, "dossier_filed")
    client.force_login(land.province)
    assert "Đang chờ: Ủy ban nhân dân xã Lệ Thủy" in client.get("/viec/").content.decode()


def test_own_and_others_rows_make_up_all(land):
    from ocop_portal import inbox
    from tests.portal.test_inbox import everyone, open_states

    for number, state in enumerate(open_states(), start=320):
        make(land, number, state)
    for user in everyone(land):
        mine = set(inbox.mine(user).values_list("pk", flat=True))
        others = set(inbox.elsewhere(user).values_list("pk", flat=True))
        assert (mine & others, mine | others) == (set(), set(inbox.open_cycles(user).values_list("pk", flat=True)))


@pytest.mark.parametrize("query", ["", "?nhom=qua-han", "?nhom=cho-noi-khac"])
def test_four_queries_whatever_the_length(client, land, query):
    counts = []
    for start, many in ((400, 3), (450, 60)):
        for number in range(start, start + many):
            Cycle.objects.filter(pk=make(land, number, "plan_submitted").pk).update(due_on=date(2026, 11, 2))
        client.force_login(land.province)
        client.get(LIST + query)
        with CaptureQueriesContext(connection) as found:
            client.get(LIST + query)
        counts.append(len(found) - 3)
    assert counts[0] == counts[1] <= 4


def test_the_file_has_the_rows_of_the_address(client, land):
    make(land, 500, "plan_submitted")
    make(land, 501, "dossier_filed")
    client.force_login(land.province)
    own = client.get("/viec/xuat/?buoc=3").getvalue().decode("utf-8-sig").splitlines()
    assert "Sản phẩm 500" in own[1] and "Xét chọn phương án" in own[1] and len(own) == 2
    others = client.get("/viec/xuat/?nhom=cho-noi-khac").getvalue().decode("utf-8-sig")
    assert "Ủy ban nhân dân xã Lệ Thủy" in next(row for row in others.splitlines() if "Sản phẩm 501" in row)
