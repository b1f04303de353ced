"""The shipped map against the numbers of the law and places that we know."""

import unicodedata
from collections import Counter
from datetime import date

import pytest

from districts import selectors
from districts.enums import Level
from districts.exceptions import AmbiguousUnit
from districts.models import AdministrativeUnit, UnitName, UnitSuccession
from districts.unit_files import DATA

THEN, NOW = date(2020, 12, 31), date(2026, 9, 30)
OLD = {"valid_from": None, "valid_to": date(2025, 6, 30)}
NEW = {"valid_from": date(2025, 7, 1), "valid_to": None}


def get(code, dates):
    key = {"valid_from__isnull": True} if dates is OLD else {"valid_from": dates["valid_from"]}
    return AdministrativeUnit.objects.get(code=code, **key)


def test_counts_of_both_maps(nation):
    rows = Counter(AdministrativeUnit.objects.values_list("level", "valid_from", "valid_to"))
    assert rows == {
        ("province", None, date(2025, 6, 30)): 63,
        ("district", None, date(2025, 6, 30)): 696,
        ("commune", None, date(2025, 6, 30)): 10035,
        ("province", date(2025, 7, 1), None): 34,
        ("commune", date(2025, 7, 1), None): 3321,
    }


def test_counts_by_kind_of_today(nation):
    rows = Counter(AdministrativeUnit.objects.on(date(2026, 1, 1)).values_list("level", "kind"))
    assert rows == {
        ("province", "tỉnh"): 28,
        ("province", "thành phố"): 6,
        ("commune", "xã"): 2621,
        ("commune", "phường"): 687,
        ("commune", "đặc khu"): 13,
    }


def test_counts_by_kind_before(nation):
    rows = Counter(AdministrativeUnit.objects.on(date(2025, 6, 30)).values_list("level", "kind"))
    assert rows == {
        ("province", "tỉnh"): 57,
        ("province", "thành phố"): 6,
        ("district", "huyện"): 508,
        ("district", "quận"): 49,
        ("district", "thị xã"): 52,
        ("district", "thành phố"): 87,
        ("commune", "xã"): 7692,
        ("commune", "phường"): 1726,
        ("commune", "thị trấn"): 617,
    }


def test_every_text_is_nfc_and_stored_for_search_and_order(nation):
    rows = AdministrativeUnit.objects.values_list("kind", "name", "search_text", "sort_key")
    assert [r for r in rows if unicodedata.normalize("NFC", r[0] + r[1]) != r[0] + r[1]] == []
    assert [r for r in rows if not r[2] or not r[3] or not r[2].isascii()] == []


def test_every_unit_hangs_under_its_province(nation):
    orphans = AdministrativeUnit.objects.exclude(level=Level.PROVINCE).filter(parent=None)
    assert orphans.count() == 0
    assert AdministrativeUnit.objects.filter(province=None).count() == 0
    wrong = [
        u.pk
        for u in AdministrativeUnit.objects.select_related("parent")
        if u.province_id != (u.parent.province_id if u.parent else u.pk)
    ]
    assert wrong == []


def test_coordinates_are_in_vietnam_and_eight_false_points_are_left_out(nation):
    without = AdministrativeUnit.objects.filter(lat=None).values_list("code", "name").order_by("code")
    assert list(without) == [
        ("04714", "Yên Bình"),
        ("04924", "Lương Sơn"),
        ("06757", "Vĩnh Thực"),
        ("06967", "Cái Chiên"),
        ("08296", "Sơn Lương"),
        ("28615", "Lương Hòa Lạc"),
        ("29983", "Long Khánh"),
        ("30130", "Thanh Bình"),
    ]
    outside = AdministrativeUnit.objects.exclude(lat=None).exclude(lat__range=(6, 24), lon__range=(102, 118))
    assert list(outside) == []


def test_nearly_every_new_commune_code_is_an_old_one(nation):
    communes = AdministrativeUnit.objects.filter(level="commune")
    old = set(communes.filter(valid_from=None).values_list("code", flat=True))
    new = set(communes.filter(valid_from=date(2025, 7, 1)).values_list("code", flat=True))
    assert sorted(new - old) == ["11948", "19742", "20333", "21548", "26732"]


def test_code_44_is_two_provinces(nation):
    old, new = get("44", OLD), get("44", NEW)
    assert (old.full_name, new.full_name) == ("tỉnh Quảng Bình", "tỉnh Quảng Trị")
    assert sorted(old.children.values_list("name", flat=True)) == sorted(
        ["Đồng Hới", "Minh Hóa", "Tuyên Hóa", "Quảng Trạch", "Bố Trạch", "Quảng Ninh", "Lệ Thủy", "Ba Đồn"]
    )
    assert new.children.count() == 78
    assert set(selectors.predecessors(new)) == {old, get("45", OLD)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("19150", "xã Đông Trạch"),  # xã Sơn Lộc, Bố Trạch
        ("19141", "xã Bố Trạch"),  # xã Cự Nẫm
        ("19249", "xã Lệ Thủy"),  # thị trấn Kiến Giang
        ("19246", "xã Lệ Ninh"),  # thị trấn Nông trường Lệ Ninh
        ("19318", "xã Kim Ngân"),  # xã Kim Thủy, Lệ Thủy
        ("19312", "xã Sen Ngư"),  # xã Sen Thủy, Lệ Thủy
    ],
)
def test_what_became_of_communes_of_quang_binh(nation, old, new):
    links = UnitSuccession.objects.filter(old=get(old, OLD)).select_related("new")
    assert [(link.new.full_name, link.partial, link.main) for link in links] == [(new, False, True)]


def test_divided_communes_are_marked_and_have_one_main_successor(nation):
    links = UnitSuccession.objects.filter(old__level="commune")
    partial = links.filter(partial=True)
    assert partial.values("old").distinct().count() == 471
    assert partial.filter(main=True).count() == 471
    assert links.filter(partial=False, main=False).count() == 0
    assert links.filter(main=True).count() == 10035
    parts = selectors.successors(get("09586", OLD))  # phường Sơn Lộc, thị xã Sơn Tây
    assert {u.full_name for u in parts} == {"phường Sơn Tây", "phường Tùng Thiện"}


def test_links_by_name_alone_are_left_out(nation):
    """Two communes named Thạnh Quới, 99 km apart: each keeps only its own successor, still marked as divided."""
    for code, new in (("31246", "xã Thạnh Quới"), ("31714", "xã Gia Hòa")):
        links = UnitSuccession.objects.filter(old__code=code, old__valid_from=None).select_related("new")
        assert [(link.new.full_name, link.partial) for link in links] == [(new, True)]


def test_every_old_commune_and_every_new_one_is_linked(nation):
    communes = AdministrativeUnit.objects.filter(level="commune")
    assert communes.filter(valid_from=None, successions=None).count() == 0
    assert communes.filter(valid_from=date(2025, 7, 1), forerunners=None).count() == 0
    assert UnitSuccession.objects.filter(old__level="province").count() == 63
    islands = UnitSuccession.objects.filter(old__level="district").values_list("old__name", "new__kind")
    assert sorted(islands) == sorted(
        (name, "đặc khu") for name in ("Bạch Long Vĩ", "Cồn Cỏ", "Hoàng Sa", "Lý Sơn", "Côn Đảo")
    )


def test_hue_changed_its_name_under_one_code(nation):
    names = UnitName.objects.values_list("unit__code", "kind", "name", "valid_from", "valid_to")
    assert set(names) == {
        ("46", "tỉnh", "Thừa Thiên Huế", None, date(2024, 12, 31)),
        ("46", "thành phố", "Huế", date(2025, 1, 1), None),
    }


def test_every_file_says_where_it_is_from():
    for path in DATA.glob("*.csv"):
        head = path.read_text(encoding="utf-8").splitlines()[:3]
        assert [line[0] for line in head[:2]] == ["#", "#"]
        assert "vietnamadminunits 1.0.4" in head[1]
    assert len(list(DATA.glob("*.csv"))) == 4


def test_hue_by_its_name_of_the_day(nation):
    old = selectors.find_unit("46", on=THEN)
    assert selectors.unit_name(old, date(2024, 12, 31)) == "tỉnh Thừa Thiên Huế"
    assert selectors.unit_name(old, date(2025, 1, 1)) == "thành phố Huế"
    assert selectors.find_by_name("Thừa Thiên - Huế", "province", THEN) == old
    assert selectors.find_by_name("tỉnh Thừa Thiên Huế", "province", THEN) == old
    assert selectors.find_by_name("TP.Huế", "province", NOW) == selectors.find_unit("46", on=NOW)
    huong_thuy = selectors.find_unit("479")
    assert selectors.label(huong_thuy, THEN) == "thị xã Hương Thủy, tỉnh Thừa Thiên Huế"
    assert selectors.label(huong_thuy) == "thị xã Hương Thủy, thành phố Huế"


def test_a_kind_chooses_between_two_of_one_name(nation):
    ky_anh = selectors.find_by_name("thị xã Kỳ Anh", "district", THEN)
    assert (ky_anh.kind, selectors.find_by_name("H. Kỳ Anh", "district", THEN).kind) == ("thị xã", "huyện")
    with pytest.raises(AmbiguousUnit):
        selectors.find_by_name("Kỳ Anh", "district", THEN)


def test_numbered_wards_and_spellings_without_marks(nation):
    province = selectors.find_by_name("TP.HCM", "province", NOW)
    assert province is None  # an abbreviation is not a name
    hcm = selectors.find_by_name("tp. ho chi minh", "province", THEN)
    assert hcm.code == "79"
    assert selectors.find_by_name("Q1", "district", THEN, hcm).full_name == "quận 1"
    assert selectors.find_by_name("Đăk Lăk", "province", THEN).name == "Đắk Lắk"
    assert selectors.find_by_name("Bà Rịa-Vũng Tàu", "province", THEN).code == "77"
