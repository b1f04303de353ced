"""Finding, naming and walking units: by code, level and date, never by code alone."""

from datetime import date

import pytest

from districts import selectors
from districts.exceptions import AmbiguousUnit, BadUnitArgument, UnitNotFound
from tests.factories.districts import unit

THEN, NOW = date(2020, 12, 31), date(2026, 9, 30)


def test_code_44_by_date(quang_binh):
    assert selectors.find_unit("44", on=THEN).full_name == "tỉnh Quảng Bình"
    assert selectors.find_unit("44", on=date(2025, 6, 30)).full_name == "tỉnh Quảng Bình"
    assert selectors.find_unit("44", on=date(2025, 7, 1)).full_name == "tỉnh Quảng Trị"


def test_code_44_without_a_date_is_ambiguous(quang_binh):
    with pytest.raises(AmbiguousUnit) as refused:
        selectors.find_unit("44")
    assert refused.value.candidates == [unit("44"), unit("44", new=True)]
    assert str(refused.value) == (
        "Mã 44 thuộc về nhiều đơn vị hành chính: tỉnh Quảng Bình (đến 30/06/2025); tỉnh Quảng Trị (từ 01/07/2025). "
        "Hãy ghi thêm ngày, ví dụ 44@2025-06-30."
    )


def test_a_code_of_another_time_is_refused_with_its_candidates(quang_binh):
    with pytest.raises(UnitNotFound) as refused:
        selectors.find_unit("457", on=NOW)
    assert refused.value.candidates == [unit("457")]
    assert str(refused.value) == (
        "Ngày 30/09/2026 không có đơn vị hành chính nào mang mã 457. "
        "Mã này có ở thời gian khác: huyện Lệ Thủy, tỉnh Quảng Bình (đến 30/06/2025)."
    )


def test_an_unknown_code_and_a_wrong_level(quang_binh):
    with pytest.raises(UnitNotFound) as refused:
        selectors.find_unit("99", on=NOW)
    assert (str(refused.value), refused.value.candidates) == (
        "Không có đơn vị hành chính nào mang mã 99. Hãy kiểm tra lại mã.",
        [],
    )
    with pytest.raises(UnitNotFound):
        selectors.find_unit("457", level="commune", on=THEN)
    assert selectors.find_unit("457").full_name == "huyện Lệ Thủy"


def test_unit_arguments():
    assert selectors.parse_unit_argument("44@2020-12-31") == ("44", THEN)
    assert selectors.parse_unit_argument(" 457 ") == ("457", None)


@pytest.mark.parametrize("text", ["", "Quảng Bình", "44@", "44@31/12/2020", "44@2020-02-30", "@2020-12-31", "４４"])
def test_bad_unit_arguments_are_refused(text):
    with pytest.raises(BadUnitArgument) as refused:
        selectors.parse_unit_argument(text)
    assert str(refused.value).startswith(f"“{text}” không phải là mã đơn vị hành chính.")


def test_the_date_of_the_argument_wins(quang_binh):
    assert selectors.resolve_unit("44@2020-12-31", on=NOW) == unit("44")
    assert selectors.resolve_unit("44", on=NOW) == unit("44", new=True)


@pytest.mark.parametrize(
    ("typed", "level", "on", "full_name"),
    [
        ("Lệ Thủy", "district", THEN, "huyện Lệ Thủy"),
        ("huyện Lệ Thuỷ", "district", THEN, "huyện Lệ Thủy"),
        ("le thuy", "district", THEN, "huyện Lệ Thủy"),
        ("TP. Đồng Hới", "district", THEN, "thành phố Đồng Hới"),
        ("TP Đồng Hới", "district", THEN, "thành phố Đồng Hới"),
        ("TX. Ba Đồn", "district", THEN, "thị xã Ba Đồn"),
        ("huyện Ba Đồn", "district", THEN, "thị xã Ba Đồn"),
        ("H. Bố Trạch", "district", THEN, "huyện Bố Trạch"),
        ("  xã   SƠN LỘC ", "commune", THEN, "xã Sơn Lộc"),
        ("Thị trấn Kiến Giang", "commune", THEN, "thị trấn Kiến Giang"),
        ("Nông trường Việt Trung", "commune", THEN, "thị trấn Nông trường Việt Trung"),
        ("Bố Trạch", "commune", NOW, "xã Bố Trạch"),
        ("Đông Trạch", "commune", NOW, "xã Đông Trạch"),
        ("Quảng Trị", "province", NOW, "tỉnh Quảng Trị"),
        ("tỉnh Quảng Bình", "province", THEN, "tỉnh Quảng Bình"),
        ("Cồn Cỏ", "commune", NOW, "đặc khu Cồn Cỏ"),
    ],
)
def test_names_as_people_type_them(quang_binh, typed, level, on, full_name):
    assert selectors.find_by_name(typed, level, on).full_name == full_name


@pytest.mark.parametrize(
    ("typed", "level", "on"),
    [
        ("Đồng Trạch", "commune", NOW),  # is now Đông Trạch: another mark is another name
        ("Quảng Bình", "province", NOW),
        ("Lệ Thủy", "district", NOW),
        ("Sơn", "commune", THEN),
        ("", "commune", THEN),
        ("xã", "commune", THEN),
    ],
)
def test_names_that_no_unit_has(quang_binh, typed, level, on):
    assert selectors.find_by_name(typed, level, on) is None


def test_a_name_held_by_several_needs_its_district(quang_binh):
    with pytest.raises(AmbiguousUnit) as refused:
        selectors.find_by_name("Cam Thủy", "commune", THEN)
    assert {u.parent.name for u in refused.value.candidates} == {"Lệ Thủy", "Cam Lộ"}
    assert "xã Cam Thủy, huyện Lệ Thủy, tỉnh Quảng Bình (đến 30/06/2025)" in str(refused.value)
    assert selectors.find_by_name("Cam Thủy", "commune", THEN, unit("457")).parent == unit("457")
    assert selectors.find_by_name("Cự Nẫm", "commune", THEN, unit("44")).code == "19141"
    assert selectors.find_by_name("Cự Nẫm", "commune", THEN, unit("457")) is None


def test_children_and_descendants(quang_binh):
    old, new = unit("44"), unit("44", new=True)
    assert [u.name for u in selectors.children(old, THEN)] == [
        "Ba Đồn",
        "Bố Trạch",
        "Đồng Hới",
        "Lệ Thủy",
        "Minh Hóa",
        "Quảng Ninh",
        "Quảng Trạch",
        "Tuyên Hóa",
    ]
    assert list(selectors.children(old, NOW)) == []
    assert len(selectors.descendant_ids(old)) == 1 + 8 + 145
    assert len(selectors.descendant_ids(new, NOW)) == 1 + 78
    assert len(selectors.descendant_ids(unit("457"), THEN)) == 1 + 26
    assert selectors.descendant_ids(unit("19249")) == [unit("19249").pk]
    assert selectors.descendant_ids(old, NOW) == [old.pk]


def test_descendants_are_one_query(quang_binh, django_assert_num_queries):
    old = unit("44")
    with django_assert_num_queries(1):
        selectors.descendant_ids(old, THEN)


def test_successors_and_predecessors(quang_binh):
    assert list(selectors.successors(unit("44"))) == [unit("44", new=True)]
    assert {u.name for u in selectors.successors(unit("457"))} == {
        "Lệ Thủy",
        "Lệ Ninh",
        "Cam Hồng",
        "Sen Ngư",
        "Tân Mỹ",
        "Trường Phú",
        "Kim Ngân",
    }
    assert [u.full_name for u in selectors.successors(unit("471"))] == ["đặc khu Cồn Cỏ"]
    assert {u.name for u in selectors.predecessors(unit("19159", new=True))} == {
        "Đồng Trạch",
        "Hải Phú",
        "Sơn Lộc",
        "Đức Trạch",
    }
    assert selectors.main_successor(unit("19150"), NOW) == unit("19159", new=True)
    assert selectors.main_successor(unit("19150"), THEN) == unit("19150")
    assert selectors.main_successor(unit("457"), NOW) is None


def test_labels(quang_binh):
    assert selectors.label(unit("19150")) == "xã Sơn Lộc, huyện Bố Trạch, tỉnh Quảng Bình"
    assert selectors.label(unit("19159", new=True)) == "xã Đông Trạch, tỉnh Quảng Trị"
    assert selectors.label(unit("450")) == "thành phố Đồng Hới, tỉnh Quảng Bình"
    assert selectors.label(unit("44")) == "tỉnh Quảng Bình"
    former = selectors.label_with_former_district
    assert former(unit("19150")) == "xã Sơn Lộc, trước đây thuộc huyện Bố Trạch"
    assert former(unit("19141", new=True)) == "xã Bố Trạch, trước đây thuộc huyện Bố Trạch"
    assert former(unit("19742", new=True)) == "đặc khu Cồn Cỏ, trước đây thuộc huyện Cồn Cỏ"
    assert former(unit("457")) == "huyện Lệ Thủy"
