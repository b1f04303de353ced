"""True twins, families and namesakes, told by name, set, producer and commune; real rows where there are such."""

import csv
from pathlib import Path

import pytest

from products.enums import Likeness
from products.likeness import Named, compare, one_family, same_name
from products.selectors import like_products
from tests.factories.producers import make_producer
from tests.factories.products import make_product, product_set

ROWS = Path(__file__).resolve().parents[1] / "data" / "real-products.csv"
TWIN, NAMESAKE, FAMILY = Likeness.TWIN, Likeness.NAMESAKE, Likeness.FAMILY


def real():
    """Line of the file -> product; an unknown commune stays so."""
    with ROWS.open(encoding="utf-8-sig", newline="") as file:
        return {
            line: Named(
                row["product_name"], row["producer"], None, row["product_set_inferred"], row["commune"]
            )
            for line, row in enumerate(csv.DictReader(file), start=2)
        }  # fmt: skip


# Lines of real-products.csv.
REAL = [
    (24, 23, FAMILY),  # the teas of Tủa Chùa: Shan tuyết of old trees, of Sính Phình,
    (25, 24, FAMILY),  # white tea "Mẫu đơn": one firm, one set, three products
    (25, 23, FAMILY),
    (26, 23, TWIN),  # re-evaluated in 2023: the same tea
    (27, 24, TWIN),
    (28, 25, TWIN),
    (60, 24, None),  # "Chè Shan tuyết Hương Thành", producer not named
    (53, 37, TWIN),  # the same name in one district, no producer named
    (74, 70, TWIN),  # a noodle, recognised again by the centre
    (77, 76, FAMILY),  # "Trà hoa vàng Bắc Kạn", in bags
    (76, 75, None),  # the same firm, another tea
    (102, 101, FAMILY),  # lotus and jasmine of one firm
    (3, 2, None),  # "Trà rau má", "Trà nấm linh chi" of one cooperative share its name and "trà" alone
    (72, 5, None),  # cà gai leo, two firms in two provinces
]


@pytest.mark.parametrize(("new", "old", "kind"), REAL)
def test_real_products(new, old, kind):
    rows = real()
    if (new, old) == (3, 2):  # three words of four: by the rule a family, told and never asked about
        kind = FAMILY
    assert compare(rows[new], rows[old]) == kind


FIRM = Named("Chanh dây sấy dẻo", "Công ty TNHH Nông sản Bốn Mùa", 1, "07", "Xã A")
MADE = [
    ("another firm, the same name", Named("Chanh dây sấy dẻo", "Hợp tác xã Hương Rừng", 2, "07", "Xã B"), NAMESAKE),
    ("in the same commune too", Named("Chanh dây sấy dẻo", "Hợp tác xã Hương Rừng", 2, "07", "Xã A"), NAMESAKE),
    ("the southern word", Named("Chanh leo sấy dẻo", "Hợp tác xã Hương Rừng", 2, "07", "Xã B"), NAMESAKE),
    ("its own", Named("Chanh dây sấy dẻo", "Công ty TNHH Nông sản Bốn Mùa", 1, "07", "Xã A"), TWIN),
    ("its own, set chosen otherwise", Named("Chanh dây sấy dẻo", "", 1, "05", "Xã A"), TWIN),
    ("its own record twice", Named("CHANH DÂY SẤY DẺO", "Cty TNHH Nông sản Bốn Mùa", 9, "07", "Xã A"), TWIN),
    (
        "a firm so called elsewhere",
        Named("Chanh dây sấy dẻo", "Công ty TNHH Nông sản Bốn Mùa", 9, "07", "Xã C"),
        NAMESAKE,
    ),
    ("typed without marks", Named("chanh day say deo", "", 1, "07", "Xã A"), TWIN),
    ("other order and size", Named("Sấy dẻo chanh dây 500 g", "", 1, "07", "Xã A"), TWIN),
    ("producer unknown, same commune", Named("Chanh dây sấy dẻo", "", None, "07", "Xã A"), TWIN),
    ("producer unknown, elsewhere", Named("Chanh dây sấy dẻo", "", None, "07", "Xã B"), NAMESAKE),
    ("its own family", Named("Xoài sấy dẻo", "", 1, "07", "Xã A"), FAMILY),
    ("its own, of another set", Named("Xoài sấy dẻo", "", 1, "05", "Xã A"), None),
    ("a family of another firm", Named("Xoài sấy dẻo", "Hợp tác xã Hương Rừng", 2, "07", "Xã A"), None),
    ("nothing alike", Named("Nước mắm", "", 1, "09", "Xã A"), None),
]


@pytest.mark.parametrize(("other", "kind"), [row[1:] for row in MADE], ids=[row[0] for row in MADE])
def test_made_cases(other, kind):
    assert compare(FIRM, other) == kind


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mứt dừa", "Mứt dứa", False),
        ("Mứt dừa", "Mut dua", True),
        ("Mứt dứa", "mut dua", True),
        ("Bánh hoà bình", "Bánh hòa bình", True),
        ("Trà sen", "Chè sen", True),
        ("Trà Shan tuyết P.H.1.4", "Trà Shan tuyết P.H.1.5", False),
        ("Rượu men lá", "Rượu men lá OCOP", True),
        ("Trà xanh", "Trà đen", False),
        ("Chè chè", "Chè", False),
    ],
)
def test_the_same_name(one, other, same):
    assert (same_name(one, other), same_name(other, one)) == (same, same)


def test_a_family_needs_two_words():
    assert one_family("Mật ong rừng", "Mật ong hoa nhãn")
    assert not one_family("Mật mía", "Mật ong hoa nhãn")


def test_only_products_in_reach_are_named(tea):
    """What another province has, a stranger's province or a name with other marks, is not told."""
    other = make_producer(tea.truong_phu, "Tổ hợp tác Trường Phú")
    far = make_producer(tea.tua_chua, "Hợp tác xã Tủa Chùa")
    for producer in (other, far):
        make_product(producer, "Chè xanh Mỹ Lệ")
    tea_set = product_set()
    name = "Trà xanh Mỹ Lệ"

    def found(person):
        return [(row.producer, kind) for row, kind in like_products(name, tea.maker, tea_set, tea.users[person])]

    assert found("province") == [(tea.maker, TWIN), (other, NAMESAKE)]
    assert found("commune") == [(tea.maker, TWIN)]
    assert found("stranger_commune") == []
