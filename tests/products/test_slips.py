"""The slips of steps 2 and 3: which one a paper gets, what each asks, and what a bad file is told."""

import pytest

from core.datafiles import DataError
from products.slips import COLUMNS, read_slips, slip_by_code, slip_of, slips


@pytest.mark.parametrize(
    ("paper", "regulation", "existing", "code"),
    [
        ("idea", "1048-2019", False, "bieu-01"),
        ("idea", "1048-2019", True, "bieu-02"),
        ("idea", "148-2023", True, "phieu-dang-ky"),
        ("idea", "1489-2025", False, "phieu-dang-ky"),
        ("idea", "26-2026", True, "mau-01"),
        ("idea", "77-2031", False, "mau-01"),  # published in the portal: the newest slip serves
        ("plan", "1048-2019", False, "bieu-03"),
        ("plan", "26-2026", False, "bieu-03"),
    ],
)
def test_which_slip(paper, regulation, existing, code):
    assert slip_of(paper, regulation, existing).code == code


def test_every_slip_keeps_its_columns():
    for slip in slips():
        asked = [item.column for item in slip.items if item.column]
        assert sorted(asked) == sorted(COLUMNS[slip.paper]), slip.code
        assert len({item.name for item in slip.items}) == len(slip.items)


def test_the_words_of_bieu_02():
    slip = slip_by_code("bieu-02")
    assert [part.heading[:2] for part in slip.parts] == ["B.", "C.", "HO", "D.", "E.", "G.", "H."]
    labels = {item.key: item.label for item in slip.items}
    assert labels["c.dien"] == "Nguồn điện từ điện quốc gia"
    assert labels["e.dao_tao"] == "Có nhận được hỗ trợ về đào tạo nào không?"


def test_a_service_brings_no_samples():
    def keys(number):
        return [item.key for part in slip_by_code("mau-01").for_set(number) for item in part.items]

    assert keys("26") == ["summary", "materials", "market"]
    assert keys("11") == ["summary", "materials", "market", "mau.so_luong"]


BAD = [
    ("input: textarea", "input: drawing", "input"),
    ("column: market", "column: place", "column"),
    ("key: materials", "key: summary", "twice"),
    ("help_vi: ''", "options_vi: [Có]", "options"),
]


@pytest.mark.parametrize(("good", "bad", "reason"), BAD)
def test_a_bad_file_is_refused_with_its_place(tmp_path, good, bad, reason):
    text = """slips:
  - {code: a, paper: idea, regulations: ['26-2026'], for: any, decision: 26/2026/QĐ-TTg, name_vi: Phiếu, parts: [
      {heading_vi: Một, items: [
        {key: summary, column: summary, label_vi: Mô tả, input: textarea, help_vi: ''},
        {key: materials, column: materials, label_vi: Nguyên liệu, input: textarea},
        {key: market, column: market, label_vi: Thị trường, input: textarea}]}]}
"""
    file = tmp_path / "slips.yaml"
    file.write_text(text, encoding="utf-8")
    assert len(read_slips(file)[0].items) == 3
    file.write_text(text.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(DataError) as refusal:
        read_slips(file)
    assert refusal.value.file.endswith("slips.yaml")
    assert reason in str(refusal.value)
