"""The old commune or district finds the new unit, in both directions, at one price."""

import pytest

from districts.models import UnitSuccession

pytestmark = pytest.mark.django_db


def read(client, world, query):
    client.force_login(world.commune)
    return " ".join(client.get("/don-vi/", {"q": query}).content.decode().split())


def test_an_old_commune_finds_the_new_one(client, world):
    page = read(client, world, "kien giang le thuy")
    assert "thị trấn Kiến Giang, huyện Lệ Thủy, tỉnh Quảng Bình" in page
    assert "đến hết ngày 30/06/2025" in page
    assert "<p>xã Lệ Thủy, tỉnh Quảng Trị</p>" in page
    assert f'href="/quan-ly/ho-so/?dv={world.le_thuy.pk}"' in page


def test_a_district_finds_what_its_communes_became(client, world):
    page = read(client, world, "huyện Lệ Thủy")
    assert "huyện Lệ Thủy, tỉnh Quảng Bình" in page
    assert "<p>xã Lệ Thủy, tỉnh Quảng Trị</p><p>xã Trường Phú, tỉnh Quảng Trị</p>" in page


def test_a_new_commune_says_where_it_comes_from(client, world):
    assert "trước đây thuộc huyện Lệ Thủy" in read(client, world, "truong phu")


def test_a_divided_commune_names_all_and_the_main_one_first(client, world):
    UnitSuccession.objects.create(old=world.kien_giang, new=world.dong_hoi, partial=True, main=False)
    page = read(client, world, "kien giang")
    assert "được chia cho 2 đơn vị" in page
    assert page.index("<p>xã Lệ Thủy, tỉnh") < page.index("<p>phường Đồng Hới, tỉnh")


def test_nothing_asked_nothing_found(client, world):
    assert "Không có đơn vị nào khớp" not in read(client, world, "")
    assert "Không có đơn vị nào khớp" in read(client, world, "atlantis")


def test_four_queries_whatever_is_found(client, world, django_assert_max_num_queries):
    client.force_login(world.commune)
    for query in ("quang", "kien giang", "huyen"):
        client.get("/don-vi/", {"q": query})
        with django_assert_max_num_queries(4 + 3):  # 3 for session, person and roles
            client.get("/don-vi/", {"q": query})
