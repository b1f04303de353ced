"""Uploaded decisions and sheets: every fault with its place and a sentence, nothing raised, nothing half read."""

import copy
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from core.datafiles import MAX_BYTES, DataError, parse_yaml
from evaluations import fault_messages, sheetfiles
from evaluations.sheetfiles import load_sheet, parse_sheet, sheet_ids, sheet_of
from products import regulationfiles
from products.regulationfiles import load_regulation, parse_regulation, regulation_codes

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
LAWS = {load_regulation(code).number: load_regulation(code) for code in regulation_codes()}
PATH = sheetfiles.FOLDER / "26-2026" / "16-nuoc-khoang-nuoc-dong-chai.yaml"
TEXT = PATH.read_text("utf-8")
WATER = yaml.safe_load(TEXT)
LAW_TEXT = (regulationfiles.FOLDER / "26-2026.yaml").read_text("utf-8")
LAW = yaml.safe_load(LAW_TEXT)
ROOT = Path(__file__).resolve().parents[2]


def dumped(document):
    return yaml.dump(document, Dumper=DUMPER, allow_unicode=True, sort_keys=False).encode()


def told(faults):
    return [(fault_messages.place(f), fault_messages.sentence(f)) for f in faults]


def test_every_shipped_text_is_taken_and_gives_the_sheet_of_its_file():
    for code in sheet_ids():
        (path,) = (sheetfiles.FOLDER / code[:-3]).glob(f"{code[-2:]}-*.yaml")
        found, faults = parse_sheet(path.read_bytes(), path.name, LAWS)
        assert (faults, found) == ([], load_sheet(code))
    for code in regulation_codes():
        found, faults = parse_regulation((regulationfiles.FOLDER / f"{code}.yaml").read_bytes(), "x")
        assert faults == []
        assert (found.number, found.sha256) == (load_regulation(code).number, load_regulation(code).sha256)


def test_all_faults_are_told_at_once_with_line_and_path():
    text = TEXT.replace("max_points: 17", "max_points: 18").replace("points: 2\n", "points: 2.5\n", 1)
    text = text.replace("code: '1.2'", "code: '1.1'", 1).replace("effect: stop", "effect: halt")
    text = text.replace("group_vi", "grup_vi")
    found, faults = parse_sheet(text.encode(), "16.yaml", LAWS)
    assert found is None
    assert told(faults) == [
        ("dòng 55, A.1.1, mức 2, points", "“2.5” không phải là số nguyên từ 0 đến 100. Ông/bà sửa lại số."),
        ("dòng 42, A.1, max_points",
         "Các tiêu chí cộng lại được 17 điểm, mục này ghi 18 điểm. Ông/bà sửa cho khớp."),
        ("dòng 38, A, max_points", "Các mục cộng lại được 41 điểm, phần này ghi 40 điểm. Ông/bà sửa cho khớp."),
        ("", "Mã A.1.1 đứng hai lần. Ông/bà sửa một mã."),
        ("dòng 32, điểm loại thứ 1, effect",
         "“halt” không thuộc các giá trị được dùng. "
         "Ông/bà chọn một trong: disqualify, ineligible, stop, requirement."),
        ("dòng 7, grup_vi", "Không có mục nào tên là “grup_vi”. Ông/bà kiểm tra chính tả hoặc bỏ mục này."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: [1,\nb: {", "dòng 3, cột 1", "không đọc được như YAML"),
        ("a: 1\nb:\n  - x\n c: 2\n", "dòng 4, cột 2", "không đọc được như YAML"),
        ("a: 1\na: 2\n", "dòng 2, cột 1", "“a” ghi hai lần"),
        ("a: &x [1]\nb: *x\n", "dòng 1, cột 4", "dấu neo hoặc tham chiếu"),
        ("a: !!python/object/apply:os.system ['true']\n", "dòng 1, cột 4", "thẻ kiểu dữ liệu"),
        ("? [a, b]\n: 1\n", "dòng 1, cột 3", "không đọc được như YAML"),
        ("a: " + "[" * 5000, "dòng 1, cột 27", "lồng nhau quá 24 cấp"),
        ("a: [" + "1," * 120_000 + "1]", "dòng 1, cột 199999", "quá 100000 mục"),
        ("a: " + "9" * 5000, "", "không đọc được như YAML"),
        ("x" * (MAX_BYTES + 1), "", "lớn hơn 2 MB"),
        (b"a: \xff", "", "bảng mã UTF-8"),
        ("a: \x00", "", "không đọc được như YAML"),
        ("- 1\n", "", "các cặp"),
        ("", "", "các cặp"),
        ("decision: 99/QĐ-TTg\n", "dòng 1, decision", "Chưa có quyết định “99/QĐ-TTg”"),
        ("decision: 7\n", "dòng 1, decision", "phải là chữ"),
    ],
)
def test_a_text_that_is_no_sheet_is_told_with_line_and_column(text, place, words):
    found, faults = parse_sheet(text if isinstance(text, bytes) else text.encode(), "x.yaml", LAWS)
    assert found is None
    ((where, sentence),) = told(faults)
    assert (where, words in sentence) == (place, True)


def test_a_bomb_of_aliases_builds_nothing():
    lines = ["a0: &a0 [x]"] + [f"a{i}: &a{i} [*a{i - 1},*a{i - 1},*a{i - 1}]" for i in range(1, 60)]
    with pytest.raises(DataError) as refused:
        parse_yaml("\n".join(lines).encode(), "x.yaml")
    assert refused.value.code == "alias"


def test_a_set_that_the_decision_does_not_have_is_told():
    found, faults = parse_sheet(TEXT.replace("code: '16'", "code: '27'", 1).encode(), "x.yaml", LAWS)
    assert found is None
    assert told(faults)[0] == (
        "dòng 2, code", "Quyết định 26/2026/QĐ-TTg không có bộ sản phẩm số 27. Ông/bà kiểm tra lại số của bộ."
    )  # fmt: skip


def test_every_code_of_a_fault_has_a_sentence():
    used = set()
    for file in ("core/datafiles.py", "evaluations/sheetfiles.py", "products/regulationfiles.py"):
        used |= set(re.findall(r'code="([a-z_]+)"', (ROOT / file).read_text("utf-8")))
    assert used - set(fault_messages._SENTENCES) == set()
    assert len(used) > 40


# --- whatever is wrong -----------------------------------------------------------------------------------------------

ODD = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 200), st.floats(allow_nan=False), st.text(max_size=8),
    st.just([]), st.just({}), st.just([[1]]), st.just({"a": {"b": 1}}), st.just("A.1"), st.just([None]),
)  # fmt: skip


def spots(value, path=()):
    """Every place of a document."""
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        found += spots(child, (*path, key))
    return found


def damaged(document, path, change, odd):
    copied = copy.deepcopy(document)
    target = copied
    for key in path[:-1]:
        target = target[key]
    if change == "replace":
        target[path[-1]] = odd
    elif change == "drop":
        del target[path[-1]]
    elif isinstance(target, list):
        target.append(copy.deepcopy(target[path[-1]]))
    else:
        target["odd key"] = odd
    return copied


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_a_damaged_sheet_never_raises_and_is_refused_as_the_strict_reader_refuses_it(data):
    document = WATER
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(spots(document)))
        document = damaged(document, path, data.draw(st.sampled_from(["replace", "drop", "add"])), data.draw(ODD))
        if not document:
            return
    found, faults = sheet_of(document, "x.yaml", LAWS, "0" * 64)
    assert (found is None) == bool(faults)
    for _place, sentence in told(faults):
        assert "%(" not in sentence
    law = LAWS["26/2026/QĐ-TTg"]
    try:
        strict = sheetfiles._sheet(sheetfiles.Node(document, "x", "", sheetfiles.SheetError), law, "0" * 64)
    except sheetfiles.SheetError:
        assert faults
    else:
        assert strict == found


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_decision_never_raises(data):
    path = data.draw(st.sampled_from(spots(LAW)))
    document = damaged(LAW, path, data.draw(st.sampled_from(["replace", "drop", "add"])), data.draw(ODD))
    found, faults = parse_regulation(dumped(document), "x.yaml")
    assert (found is None) == bool(faults)
    assert all("%(" not in sentence for _place, sentence in told(faults))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_answered(raw):
    found, faults = parse_sheet(raw, "x.yaml", LAWS)
    assert found is None
    assert told(faults)
