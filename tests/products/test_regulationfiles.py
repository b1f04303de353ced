"""The decisions as files: the four eras as they were read, and that a bad file is refused with file, place and reason."""

import copy
from datetime import date

import pytest
import yaml

from products import regulationfiles
from products.regulationfiles import (
    RegulationError,
    load_regulation,
    read_regulation,
    regulation_codes,
    regulation_on,
)

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
NOW = yaml.safe_load((regulationfiles.FOLDER / "26-2026.yaml").read_text("utf-8"))


def steps(path):
    return [(lv.level, lv.scores, lv.recognises, lv.forwards_from) for lv in path.levels]


def test_four_eras_stand_in_order_with_their_numbers_and_dates():
    found = [load_regulation(code) for code in regulation_codes()]
    assert [(r.code, r.number, r.in_force_from, r.in_force_to) for r in found] == [
        ("1048-2019", "1048/QĐ-TTg", date(2019, 8, 21), date(2023, 2, 24)),
        ("148-2023", "148/QĐ-TTg", date(2023, 2, 24), date(2026, 7, 21)),
        ("1489-2025", "1489/QĐ-TTg", date(2025, 7, 6), date(2026, 7, 21)),
        ("26-2026", "26/2026/QĐ-TTg", date(2026, 5, 22), None),
    ]
    assert [[p.max_points for p in r.parts] for r in found] == [[35, 25, 40], [40, 25, 35], [40, 25, 35], [40, 25, 35]]
    assert [r.certificate_months for r in found] == [36] * 4
    assert (found[2].amends, found[2].sets_of) == ("148-2023", "148-2023")


@pytest.mark.parametrize("code", regulation_codes())
def test_bands_are_those_of_every_era(code):
    bands = load_regulation(code).bands
    assert [(b.stars, b.lower, b.certificate) for b in bands] == [
        (5, 90, True),
        (4, 70, True),
        (3, 50, True),
        (2, 30, False),
        (1, 0, False),
    ]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2019, 8, 20), None),
        (date(2019, 8, 21), "1048-2019"),
        (date(2023, 2, 23), "1048-2019"),
        (date(2023, 2, 24), "148-2023"),
        (date(2025, 7, 5), "148-2023"),
        (date(2025, 7, 6), "1489-2025"),
        (date(2026, 5, 21), "1489-2025"),
        (date(2026, 5, 22), "26-2026"),
        (date(2030, 1, 1), "26-2026"),
    ],
)
def test_the_regulation_of_a_day(day, code):
    found = regulation_on(day)
    assert (found and found.code) == code


def test_the_path_of_1048_and_its_change_of_late_2022():
    old = load_regulation("1048-2019")
    assert steps(old.path_on(date(2021, 6, 1))) == [
        ("district", True, (), 50),
        ("province", True, (3, 4), 90),
        ("centre", True, (5,), None),
    ]
    late = old.path_on(date(2022, 12, 1))
    assert steps(late) == [
        ("district", True, (3,), 70),
        ("province", True, (4,), 90),
        ("centre", True, (5,), None),
    ]
    assert (late.confidence, late.recognising(3).level, late.recognising(2)) == ("partial", "district", None)
    assert old.path_on(date(2019, 8, 20)) is None


def test_the_paths_without_a_district():
    for code, days in (("1489-2025", None), ("26-2026", 15)):
        path = load_regulation(code).path_on(date(2026, 6, 1))
        assert steps(path) == [
            ("commune", False, (), 0),
            ("province", True, (3, 4), 90),
            ("centre", True, (5,), None),
        ]
        assert (path.entry.level, path.entry.reports, path.entry.working_days) == ("commune", True, days)
        assert len(load_regulation(code).commune_report) == 4


def test_what_26_2026_fixes_in_days_and_dates():
    now = load_regulation("26-2026")
    assert [(r.level, r.number, r.proposed_before, r.done_before, r.excludes_day) for r in now.rounds] == [
        ("province", 1, (4, 30), (6, 30), True),
        ("province", 2, (10, 30), (12, 30), True),
        ("centre", 1, (7, 30), (9, 30), True),
        ("centre", 2, (1, 30), (3, 30), True),
    ]
    window = now.renewal
    assert (window.file_from_days, window.file_to_days, window.result_days, window.grace_days) == (180, 120, 45, 180)
    assert (now.deadline("commune-report").days, now.deadline("commune-report").working) == (15, True)
    assert [(t.kinds, t.last_day) for t in now.transition] == [
        (("first", "upgrade"), date(2026, 7, 21)),
        (("renewal",), date(2026, 6, 21)),
    ]
    assert [f.code for f in now.forms] == ["mau-01", "mau-02", "mau-03"]
    assert (now.takes_sample(1), now.takes_sample(26), now.sample_count) == (True, False, 5)
    assert load_regulation("148-2023").takes_sample(1) is None


def test_the_product_code_of_each_era():
    found = {code: load_regulation(code).product_code for code in regulation_codes()}
    parts = {"province": "83", "district": "829", "commune": "28780", "serial": "3", "year": "2022"}
    assert found["1048-2019"].pattern.format(**parts) == "83-829-28780-3-2022"
    assert found["26-2026"].pattern.format(**parts) == "(83)-(28780)-(3)-2022"
    assert found["26-2026"].parts == ("province", "commune", "serial", "year")
    assert (found["1489-2025"].parts, found["1489-2025"].pattern) == ((), "")


def test_sectors_groups_and_sets_of_each_era():
    count = {}
    for code in regulation_codes():
        found = load_regulation(code)
        groups = [g for s in found.sectors for g in s.groups]
        count[code] = (len(found.sectors), len(groups), len(found.sets), len([s for s in found.sets if s.rubric]))
    assert count == {
        "1048-2019": (6, 16, 26, 25),
        "148-2023": (6, 17, 26, 1),
        "1489-2025": (6, 17, 26, 1),
        "26-2026": (6, 17, 26, 26),
    }


def test_a_set_carries_its_names_agencies_and_sheet():
    drinks = load_regulation("26-2026").set(17)
    assert (drinks.code, drinks.name, drinks.sheet_name) == ("II.2.b", "Đồ uống không cồn", "Đồ uống không cồn khác")
    assert (drinks.agencies, drinks.rubric) == (("Bộ Công Thương",), "26-2026/17")
    assert load_regulation("26-2026").set(6).agencies == ("Bộ Nông nghiệp và Môi trường", "Bộ Công Thương")
    assert load_regulation("1048-2019").set(3).rubric is None
    assert load_regulation("1489-2025").set(3).rubric == "148-2023/03"
    assert load_regulation("26-2026").set(27) is None


@pytest.mark.parametrize("code", ["27-2026", "26-2026.yaml", "../26-2026", ""])
def test_a_code_without_a_file_is_refused(code):
    with pytest.raises(RegulationError) as refused:
        load_regulation(code)
    assert (refused.value.file, refused.value.reason) == (code, "no such regulation")


def levels(document):
    return document["paths"][0]["levels"]


def product_set(document):
    return document["sectors"][0]["groups"][0]["sets"][0]


BAD = [
    (lambda d: d.update(code="27-2026"), "code", "should be called 27-2026.yaml"),
    (lambda d: d.update(extra=1), "extra", "is not a known key"),
    (lambda d: d.update(issued="22/5/2026"), "issued", "is not a date as 2026-05-22"),
    (lambda d: d.update(issued=date(2026, 5, 22)), "issued", "put figures and dates in quotes"),
    (lambda d: d.update(in_force_to="2026-05-21"), "in_force_to", "ends before it starts"),
    (lambda d: d.update(sources=[]), "sources", "at least one source"),
    (lambda d: d["parts"][0].update(max_points=41), "parts", "with 100 points"),
    (lambda d: d["bands"].reverse(), "bands", "bands must be 5, 4, 3, 2, 1"),
    (lambda d: d["bands"][1].update(lower=90), "bands", "falling bounds"),
    (lambda d: d["bands"][4].update(lower=1), "bands", "down to 0"),
    (lambda d: d.update(paths=[]), "paths", "must follow each other in time"),
    (lambda d: d["paths"][0].update(valid_from="2026-06-01"), "paths", "the first from in_force_from"),
    (lambda d: d["paths"].append(copy.deepcopy(d["paths"][0])), "paths", "must follow each other in time"),
    (lambda d: levels(d).reverse(), "paths[0].levels", "from the bottom up"),
    (lambda d: levels(d).pop(1), "paths[0].levels", "each level forwards to the next"),
    (lambda d: levels(d)[1].update(recognises=[3]), "paths", "recognised by one level each"),
    (lambda d: levels(d)[0].update(recognises=[3]), "paths[0].levels[0].recognises", "recognises nothing"),
    (lambda d: levels(d)[0].update(forwards_from=None), "paths[0].levels[0].forwards_from", "go together"),
    (lambda d: levels(d)[0].update(level="village"), "paths[0].levels[0].level", "'village' is none of"),
    (lambda d: levels(d)[0].update(working_days="15"), "paths[0].levels[0].working_days", "not a whole number"),
    (lambda d: d["rounds"][0].update(done_before="31-06"), "rounds[0].done_before", "month and day as 04-30"),
    (lambda d: d["renewal"].update(file_from_days=100), "renewal.file_to_days", "closes before it opens"),
    (lambda d: d["transition"][0].update(last_day="2026-07-20"), "transition[0].last_day", "60 days after"),
    (lambda d: d["forms"][0].update(kinds=["again"]), "forms[0].kinds", "kinds are first, upgrade, renewal"),
    (lambda d: d["product_code"].update(parts=["year"]), "product_code.pattern", "the pattern names"),
    (lambda d: d["certificate"].update(months=0), "certificate.months", "not a whole number"),
    (lambda d: d.update(sectors=[]), "sectors", "either sets_of, or sectors"),
    (lambda d: d.update(sets_of="148-2023"), "sectors", "either sets_of, or sectors"),
    (lambda d: product_set(d).update(number=2), "sets[0].rubric", "the sheet of set 2 is 26-2026/02"),
    (lambda d: product_set(d).update(number=2, rubric=None), "sectors", "once each"),
    (lambda d: product_set(d).update(managing_agencies_vi=[]), "sets[0].managing_agencies_vi", "at least one"),
]


@pytest.mark.parametrize(("change", "place", "reason"), BAD)
def test_a_bad_file_is_refused_with_file_place_and_reason(tmp_path, change, place, reason):
    document = copy.deepcopy(NOW)
    change(document)
    path = tmp_path / "26-2026.yaml"
    path.write_text(yaml.dump(document, Dumper=DUMPER, allow_unicode=True, sort_keys=False), encoding="utf-8")
    with pytest.raises(RegulationError) as refused:
        read_regulation(path)
    assert refused.value.file.endswith("/26-2026.yaml")
    assert refused.value.place.endswith(place)
    assert reason in refused.value.reason


def test_an_unchanged_copy_reads_like_the_file(tmp_path):
    path = tmp_path / "26-2026.yaml"
    path.write_text(yaml.dump(NOW, Dumper=DUMPER, allow_unicode=True, sort_keys=False), encoding="utf-8")
    assert read_regulation(path) == load_regulation("26-2026")
