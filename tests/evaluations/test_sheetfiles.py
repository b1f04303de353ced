"""The official sheets as files: what they hold, and that a bad one is refused with file, place and reason."""

import copy
import re
import time
from dataclasses import replace

import pytest
import yaml

from evaluations import sheetfiles
from evaluations.sheetdefs import NOT_MET
from evaluations.sheetfiles import SheetError, load_rubric, load_sheet, read_sheet, sheet_ids
from products.regulationfiles import load_regulation, regulation_codes

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
WATER = yaml.safe_load((sheetfiles.FOLDER / "26-2026" / "16-nuoc-khoang-nuoc-dong-chai.yaml").read_text("utf-8"))
PARTIAL = ["1048-2019/10", "1048-2019/16", "1048-2019/19", "148-2023/03"]


def test_the_project_holds_52_sheets_of_which_48_are_whole():
    sheets = [load_sheet(i) for i in sheet_ids()]
    assert [s.rubric.id for s in sheets] == list(sheet_ids())
    assert [s.rubric.id for s in sheets if not s.rubric.complete] == PARTIAL
    by_era = {code: len([s for s in sheets if s.regulation == code]) for code in regulation_codes()}
    assert by_era == {"1048-2019": 25, "148-2023": 1, "1489-2025": 0, "26-2026": 26}
    assert "1048-2019/03" not in sheet_ids()


def test_the_sheets_of_2026_count_as_the_decision_was_read():
    rubrics = [load_rubric(i) for i in sheet_ids() if i.startswith("26-2026/")]
    criteria = [c for r in rubrics for c in r.criteria.values()]
    options = [o for c in criteria for o in c.options]
    assert (len(rubrics), len(criteria), len([o for o in options if not o.implied])) == (26, 787, 2535)
    assert len([o for o in options if o.implied]) == 44
    assert sum(len(r.marks) for r in rubrics) == 575


@pytest.mark.parametrize("rubric_id", [i for i in sheet_ids() if i not in PARTIAL])
def test_a_whole_sheet_sums_to_a_hundred_at_every_level(rubric_id):
    rubric = load_rubric(rubric_id)
    assert [p.code for p in rubric.parts] == ["A", "B", "C"]
    assert sum(p.max_points for p in rubric.parts) == 100
    for part in rubric.parts:
        assert sum(s.max_points for s in part.sections) == part.max_points
        for section in part.sections:
            assert sum(c.max_points for c in section.criteria) == section.max_points
            for criterion in section.criteria:
                assert criterion.code.startswith(f"{part.code}.")
                assert [o.place for o in criterion.options] == list(range(1, len(criterion.options) + 1))
                assert max(o.points for o in criterion.options) == criterion.max_points
                assert criterion.points_at(NOT_MET) == 0
    assert rubric.gaps == ()
    assert rubric.marks_known == rubric_id.startswith("26-")
    assert [b.lower for b in rubric.bands] == [90, 70, 50, 30, 0]


def test_partial_sheets_say_what_they_lack():
    assert [r.gaps[0][:8] for r in map(load_rubric, PARTIAL[:3])] == ["C: 38/40"] * 3
    assert load_rubric("148-2023/03").gaps == (
        "A.1 after criterion b (10 of 18 points)",
        "A.2, A.3 (22 of 40 points)",
        "B (25 points)",
        "C (35 points)",
        "star marks",
    )
    assert [load_rubric(i).marks_known for i in PARTIAL] == [False] * 4


def test_what_stands_around_a_sheet_is_kept():
    sheet = load_sheet("26-2026/16")
    assert (sheet.regulation, sheet.number, sheet.slug) == ("26-2026", 16, "nuoc-khoang-nuoc-dong-chai")
    assert sheet.rubric.name == "Nước khoáng thiên nhiên, nước uống đóng chai"
    assert (sheet.sector, sheet.group, sheet.sample_required) == ("do-uong", "Đồ uống không cồn", True)
    assert [k.name for k in sheet.rubric.knockouts] == ["C.6", "D1"]
    assert len(sheet.sha256) == 64
    assert sheet.sources[0][0] == "qd26"
    assert load_sheet("26-2026/26").sample_required is False


def test_groups_and_notes_of_tea_are_kept():
    rubric = load_rubric("26-2026/11")
    section = rubric.section("C.6")
    assert {c.group for c in section.criteria} - {""} <= {g.code for g in section.groups}
    assert section.groups[0].code == "C.6.1"
    assert rubric.criteria["B.5.2"].notes == ("Chỉ áp dụng khi có câu chuyện sản phẩm",)


def test_every_sheet_that_a_regulation_names_exists_and_the_other_way_round():
    named = {s.rubric for code in regulation_codes() for s in load_regulation(code).sets if s.rubric}
    assert named == set(sheet_ids())


def test_loading_everything_is_quick_and_one_sheet_reads_one_file():
    sheetfiles.load_sheet.cache_clear()
    start = time.process_time()
    for rubric_id in sheet_ids():
        load_sheet(rubric_id)
    assert time.process_time() - start < 2
    sheetfiles.load_sheet.cache_clear()
    load_rubric("26-2026/26")
    assert sheetfiles.load_sheet.cache_info().currsize == 1


@pytest.mark.parametrize(
    "name", ["26-2026/27", "26-2026/1", "26-2026", "../26-2026/01", "26-2026/01-rau", "", "1489-2025/01", "99-2026/01"]
)
def test_an_id_without_a_sheet_is_refused(name):
    with pytest.raises(SheetError) as refused:
        load_sheet(name)
    assert (refused.value.file, refused.value.reason) == (name, "no such sheet")


# --- bad files -------------------------------------------------------------------------------------------------------


@pytest.fixture
def broken(tmp_path):
    """A function that reads set 16 of 2026 after `change(document)`, or with `text` in place of the file."""

    def read(change=None, text=None, name="16-nuoc-khoang-nuoc-dong-chai.yaml"):
        path = tmp_path / name
        if text is None:
            document = copy.deepcopy(WATER)
            change(document)
            text = yaml.dump(document, Dumper=DUMPER, allow_unicode=True, sort_keys=False)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_sheet(path, load_regulation("26-2026"))

    return read


def first(document):
    return document["parts"][0]["sections"][0]["criteria"][0]


BAD = [
    (lambda d: d.update(code="17"), "code", "the file should be called 17-"),
    (lambda d: d.update(decision="148/QĐ-TTg"), "decision", "'148/QĐ-TTg' is not '26/2026/QĐ-TTg'"),
    (lambda d: d.update(total_points=99), "total_points", "99 is not a whole number"),
    (lambda d: d.update(surprise=1), "surprise", "is not a known key"),
    (lambda d: d.pop("name_vi"), "name_vi", "is missing"),
    (lambda d: d.update(name_vi=""), "name_vi", "a text is expected"),
    (lambda d: d.update(name_vi="Nu\u031bo\u031b\u0301c"), "name_vi", "the text is not in Unicode NFC"),
    (lambda d: d.update(sources=[]), "sources", "at least one source"),
    (lambda d: d.update(confidence="partial"), "missing", "must say what it lacks"),
    (lambda d: d.update(confidence="sure"), "confidence", "'sure' is none of"),
    (lambda d: d.update(missing=[{"what": "B"}]), "confidence", "cannot be 'found'"),
    (lambda d: d["parts"].pop(), "parts", "parts are ['A', 'B']"),
    (lambda d: d["parts"][0].update(max_points=41), "A.max_points", "sections sum to 40, 41 declared"),
    (lambda d: d["parts"][0]["sections"][0].update(max_points=18), "A.1.max_points", "criteria sum to 17, 18 declared"),
    (lambda d: first(d).update(max_points=5), "A.1.1.max_points", "best option 4, 5 declared"),
    (lambda d: first(d).update(kind="additive"), "A.1.1.kind", "'additive' is none of choice"),
    (lambda d: first(d).update(options=[]), "A.1.1.options", "no option"),
    (lambda d: first(d)["options"].reverse(), "A.1.1.options", "points do not ascend: [4, 2, 1]"),
    (lambda d: first(d)["options"][0].update(points=2), "A.1.1.options", "points do not ascend: [2, 2, 4]"),
    (lambda d: first(d)["options"][0].update(points=0.5), "options[0].points", "0.5 is not a whole number"),
    (lambda d: first(d)["options"][0].update(points=True), "options[0].points", "True is not a whole number"),
    (lambda d: first(d)["options"][0].update(points=-1), "options[0].points", "-1 is not a whole number"),
    (lambda d: first(d)["options"][0].update(case="a"), "A.1.1.options", "cases of the options"),
    (lambda d: first(d)["options"][0].update(label_vi=None), "options[0].label_vi", "is empty"),
    (lambda d: first(d)["options"][0].update(implied=True), "A.1.1.options", "implied options are"),
    (lambda d: first(d)["options"][0].pop("min_for_stars"), "gates", "marks of the options differ: A.1.1 3*"),
    (lambda d: first(d)["options"][2].update(min_for_stars=3), "gates", "A.1.1 3*"),
    (lambda d: first(d).update(code="1.2"), "", "criterion A.1.2 stands twice"),
    (lambda d: first(d).update(group="1.9"), "A.1.groups", "names group A.1.9"),
    (lambda d: first(d).update(applies_if={"criterion": "A.9", "min_points": 1}), "A.1.1", "cannot be its condition"),
    (lambda d: first(d).update(applies_if={"criterion": "A.1.1", "min_points": 1}), "A.1.1", "cannot be its condition"),
    (lambda d: first(d).update(applies_if={"criterion": "B.5.2", "min_points": 1}), "A.1.1", "cannot be its condition"),
    (lambda d: d["gates"].pop(), "gates", "gates and the marks of the options differ"),
    (lambda d: d["gates"].append(copy.deepcopy(d["gates"][0])), "gates", "one twice"),
    (lambda d: d["gates"][0].update(stars=2), "gates[0].stars", "2 is none of 3, 4, 5"),
    (lambda d: d["knockouts"][0].update(section="C.66"), "knockouts[0]", "C.66 is not a criterion or section"),
    (lambda d: d["knockouts"][0].update(criterion="C.6.1"), "knockouts[0]", "is not a criterion or section"),
    (lambda d: d["knockouts"][0].update(effect="halt"), "knockouts[0].effect", "'halt' is none of"),
    (lambda d: d["knockouts"][0].update(when="criterion_is_zero"), "knockouts[0].when", "does not fit its place"),
    (lambda d: d["knockouts"][0].update(effect="requirement"), "knockouts[0].effect", "a requirement stands at one"),
    (lambda d: d["knockouts"].append(dict(d["knockouts"][0])), "", "knock-out C.6 stands twice"),
    (lambda d: d.update(parts=3), "parts", "a list is expected"),
    (lambda d: d.update(parts=[1]), "parts[0]", "a mapping is expected"),
]


@pytest.mark.parametrize(("change", "place", "reason"), BAD)
def test_a_bad_file_is_refused_with_file_place_and_reason(broken, change, place, reason):
    with pytest.raises(SheetError) as refused:
        broken(change)
    assert refused.value.file.endswith("/16-nuoc-khoang-nuoc-dong-chai.yaml")
    assert refused.value.place.endswith(place)
    assert reason in refused.value.reason
    assert str(refused.value).startswith(refused.value.file + ": ")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("code: '16'\ncode: '17'\n", "key 'code' twice"),
        ("code: [", "is not YAML"),
        ("!!python/object/apply:os.system ['true']", "is not YAML"),
        (b"name: \xff", "is not UTF-8"),
        ("- 1\n", "a mapping is expected"),
        ("", "a mapping is expected"),
        ("a: " + "x" * 3_000_000, "larger than"),
    ],
)
def test_text_that_is_no_sheet_is_refused(broken, text, reason):
    with pytest.raises(SheetError) as refused:
        broken(text=text)
    assert reason in refused.value.reason


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SheetError) as refused:
        read_sheet(tmp_path / "16-x.yaml", load_regulation("26-2026"))
    assert refused.value.reason == "cannot be read (No such file or directory)"


def test_the_parts_must_be_those_of_the_regulation(broken):
    regulation = load_regulation("26-2026")
    path = sheetfiles.FOLDER / "26-2026" / "16-nuoc-khoang-nuoc-dong-chai.yaml"
    other = replace(regulation, parts=load_regulation("1048-2019").parts)
    with pytest.raises(SheetError) as refused:
        read_sheet(path, other)
    assert (refused.value.place, refused.value.reason) == ("part A", "40 points, 35 in 26-2026")


def test_an_unchanged_copy_reads_like_the_file(broken):
    assert broken(lambda d: None).rubric == load_rubric("26-2026/16")


def test_texts_of_the_sheets_are_clean():
    for path in sheetfiles.FOLDER.glob("*/*.yaml"):
        assert not re.search(r"[\u00a0\u200b\ufeff\r\t]", path.read_text(encoding="utf-8")), path.name
