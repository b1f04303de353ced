"""`manage.py score`: the contract other programs rely on. The process is the real one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from evaluations import scorecases
from evaluations.scorecases import CaseError, score_text
from evaluations.scoring_messages import sentence
from evaluations.sheetfiles import load_rubric
from tests.evaluations.sheets import best, with_total

ROOT = Path(__file__).resolve().parents[2]
COUNCIL = {"members": 9, "quorum": "0.75", "spread_limit": "10", "gate_rule": "majority", "chair_present": True}
TEA = "26-2026/11"


def case(*choices, rubric=TEA, **changes):
    cards = [{"member": f"m{n}", "choices": c} for n, c in enumerate(choices, start=1)]
    return {"rubric": rubric, "council": COUNCIL, "sheets": cards} | changes


def process(*arguments, stdin=b"", **environment):
    """Run manage.py as another program would: no variable of ours set."""
    clean = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "SYSTEMROOT")}
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "score", *arguments],
        input=stdin,
        capture_output=True,
        env=clean | environment,
        cwd=ROOT,
        timeout=60,
    )


def test_one_case_from_standard_input_gives_one_object(tmp_path):
    asked = case(best(TEA), with_total(TEA, 81), with_total(TEA, 80))
    done = process("-", stdin=json.dumps(asked).encode(), DATABASE_URL=f"sqlite:///{tmp_path}/none.sqlite3")
    assert (done.returncode, done.stderr) == (0, b"")
    answer = json.loads(done.stdout)
    assert [s["total"] for s in answer["sheets"]] == ["100", "81", "80"]
    assert answer["sheets"][0] == {
        "member": "m1",
        "total": "100",
        "parts": {"A": "40", "B": "25", "C": "35"},
        "complete": True,
        "missing": [],
    }
    assert (answer["counted"], answer["average"], answer["average_exact"], answer["band"]) == (3, "87.00", "87", 4)
    assert (answer["spread"], answer["needs_rescore"], answer["quorum_met"]) == ("20", True, False)
    assert (answer["knockouts"], answer["marks_known"]) == ([], True)
    assert list(tmp_path.iterdir()) == []  # no database was made


def test_a_list_of_cases_is_answered_in_order_from_a_file(tmp_path):
    file = tmp_path / "cases.json"
    asked = [
        case(best("26-2026/16") | {"C.6.1": 1}, rubric="26-2026/16"),
        case(
            with_total("1048-2019/02", 71),
            with_total("1048-2019/02", 72),
            with_total("1048-2019/02", 72),
            rubric="1048-2019/02",
        ),
        case(),
    ]
    file.write_text("\ufeff" + json.dumps(asked), encoding="utf-8")
    done = process(str(file))
    assert (done.returncode, done.stderr) == (0, b"")
    water, meat, empty = json.loads(done.stdout)
    assert (water["average"], water["band"], water["stars"], water["knockouts"]) == ("97.00", 5, None, ["C.6"])
    assert (meat["average"], meat["average_exact"], meat["stars"], meat["marks_known"]) == ("71.67", "215/3", 4, False)
    assert [empty[key] for key in ("counted", "average", "average_exact", "band", "stars")] == [
        0,
        None,
        None,
        None,
        None,
    ]
    assert (empty["sheets"], empty["spread"], empty["needs_rescore"]) == ([], "0", False)
    assert empty["gates_failed"][0] == {"stars": 3, "criterion": "A.1.1", "required": "2", "met_by": 0}
    assert len(empty["gates_failed"]) == len(load_rubric(TEA).marks)


def test_a_bad_case_prints_nothing_and_says_where_on_one_line():
    asked = [case(best(TEA)), case(best(TEA), best(TEA) | {"C.6.1.1": 9})]
    done = process("-", stdin=json.dumps(asked).encode())
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == (
        "CommandError: trường hợp 2, thành viên m2, mã C.6.1.1, [1].sheets[1]: "
        "Lựa chọn nằm ngoài phiếu; hãy ghi số từ 0 đến 3.\n"
    )


def test_a_file_that_is_not_there_is_one_line_too(tmp_path):
    done = process(str(tmp_path / "none.json"))
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
    assert process(str(tmp_path)).returncode == 2  # a folder


def without(value, *keys):
    return {k: v for k, v in value.items() if k not in keys}


BAD = [
    (without(case(), "rubric"), "missing_key", ""),
    (without(case(), "council"), "missing_key", ""),
    (without(case(), "sheets"), "missing_key", ""),
    (case(finding={}), "unknown_key", ""),
    (case(rubric="26-2026/27"), "unknown_rubric", "rubric"),
    (case(rubric="../../etc/01"), "unknown_rubric", "rubric"),
    (case(rubric=26), "not_text", "rubric"),
    (case(rubric="1048-2019/03"), "unknown_rubric", "rubric"),
    (case(rubric="1048-2019/10"), "incomplete_rubric", "rubric"),
    (case(rubric="148-2023/03"), "incomplete_rubric", "rubric"),
    (case(council=None), "not_object", "council"),
    (case(council=without(COUNCIL, "members")), "missing_key", "council"),
    (case(council=without(COUNCIL, "chair_present")), "missing_key", "council"),
    (case(council=COUNCIL | {"gate_rules": "all"}), "unknown_key", "council"),
    (case(council=COUNCIL | {"members": True}), "council_members", "council"),
    (case(council=COUNCIL | {"members": "9"}), "council_members", "council"),
    (case(council=COUNCIL | {"chair_present": "true"}), "council_chair", "council"),
    (case(council=COUNCIL | {"gate_rule": "some"}), "council_rule", "council"),
    (case(council=COUNCIL | {"gate_rule": ["all"]}), "council_rule", "council"),
    (case(council=COUNCIL | {"quorum": "75%"}), "council_quorum", "council"),
    (case(council=COUNCIL | {"quorum": "\n"}), "council_quorum", "council"),
    (case(council=COUNCIL | {"spread_limit": -1}), "council_spread_limit", "council"),
    (case(sheets={}), "not_list", "sheets"),
    (case(sheets=[1]), "not_object", "sheets[0]"),
    (case(sheets=[{"member": "A"}]), "missing_key", "sheets[0]"),
    (case(sheets=[{"choices": {}}]), "missing_key", "sheets[0]"),
    (case(sheets=[{"member": 1, "choices": {}}]), "not_text", "sheets[0].member"),
    (case(sheets=[{"member": " ", "choices": {}}]), "member_empty", "sheets[0].member"),
    (case(sheets=[{"member": "A", "choices": []}]), "not_object", "sheets[0].choices"),
    (case(sheets=[{"member": "A", "choices": {}}] * 2), "member_twice", "sheets[1]"),
    (case({"A.1.1": True}), "choice_type", "sheets[0]"),
    (case({"A.1.1": None}), "choice_type", "sheets[0]"),
    (case({"A.1.1": 1.5}), "choice_type", "sheets[0]"),
    (case({"A.1.1": "2"}), "choice_type", "sheets[0]"),
    (case({"A.1.1": -1}), "choice_range", "sheets[0]"),
    (case({}, {"Z": 1}), "unknown_criterion", "sheets[1]"),
    (case(findings=None), "not_object", "findings"),
    (case(findings={"knockout": ["D1"]}), "unknown_key", "findings"),
    (case(findings={"knockouts": "D1"}), "not_list", "findings.knockouts"),
    (case(findings={"knockouts": [1]}), "not_text", "findings.knockouts"),
    (case(findings={"knockouts": ["D9"]}), "unknown_finding", "findings"),
    (case(findings={"joint": []}), "not_object", "findings.joint"),
    (case(findings={"joint": {"A.1.1": 99}}), "choice_range", "findings"),
    ("text", "not_object", ""),
    (None, "not_object", ""),
    (3, "not_object", ""),
]


@pytest.mark.parametrize(("asked", "code", "path"), BAD)
def test_what_is_refused_names_its_place_and_has_a_sentence(asked, code, path):
    with pytest.raises(CaseError) as refused:
        score_text(json.dumps(asked).encode())
    error = refused.value
    assert (error.code, error.path, error.number) == (code, path, None)
    assert sentence(error.code, error.values).endswith(".")
    with pytest.raises(CaseError) as refused:
        score_text(json.dumps([case(), asked]).encode())
    inside = f"[1].{path}" if path else "[1]"
    assert (refused.value.code, refused.value.path, refused.value.number) == (code, inside, 2)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b'{"a": 1, "a": 2}', "not_json"),
        (b'{"a": NaN}', "not_json"),
        (b'{"a": -Infinity}', "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not_json"),
        (b'{"rubric": "\xff"}', "not_utf8"),
        ("{}".encode("utf-16"), "not_utf8"),
        (b"{} {}", "not_json"),
    ],
)
def test_what_is_not_json_is_refused(raw, code):
    with pytest.raises(CaseError) as refused:
        score_text(raw)
    assert refused.value.code == code
    assert "\n" not in sentence(code, refused.value.values)


def test_a_number_is_read_exactly_and_an_absurd_one_refused():
    for written, met in (("0.75", False), ("0.7", True), ("1e-1", True), ("7.0e-1", True)):
        text = json.dumps(case(*[best(TEA)] * 7, council=COUNCIL | {"members": 10, "quorum": "Q"}))
        assert json.loads(score_text(text.replace('"Q"', written).encode()))["quorum_met"] is met
    for written in ("1e999999999", "1e-999999999", "2", "-0.1"):
        with pytest.raises(CaseError) as refused:
            score_text(text.replace('"Q"', written).encode())
        assert refused.value.code == "council_quorum"


def test_findings_and_settings_with_a_usual_value_may_be_absent():
    short = case(best(TEA), council={"members": 1, "chair_present": True})
    full = case(best(TEA), council=COUNCIL | {"members": 1}, findings={"knockouts": [], "joint": {}})
    assert score_text(json.dumps(short).encode()) == score_text(json.dumps(full).encode())


def test_an_empty_list_is_answered_by_an_empty_list():
    assert json.loads(score_text(b"[]")) == []


def test_a_file_beyond_the_limit_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(scorecases, "MAX_BYTES", 10)
    with pytest.raises(CaseError) as refused:
        score_text(b'{"rubric": 1}')
    assert refused.value.code == "too_large"


def test_a_member_cannot_break_the_line_of_the_error(tmp_path):
    file = tmp_path / "case.json"
    file.write_text(
        json.dumps(case() | {"sheets": [{"member": "A\nB\ud800", "choices": {"Z\n": 1}}]}), encoding="utf-8"
    )
    with pytest.raises(CommandError) as refused:
        call_command("score", str(file))
    assert refused.value.returncode == 2
    assert str(refused.value) == (
        "thành viên A B , mã Z , sheets[0]: Tiêu chí này không có trong bộ tiêu chí; hãy ghi mã như A.1.1."
    )


def test_the_command_asks_no_database(tmp_path, capsys):
    """pytest-django blocks the database of a test without the db mark: a query would raise."""
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case(best(TEA))), encoding="utf-8")
    call_command("score", str(file))
    assert json.loads(capsys.readouterr().out)["stars"] == 5
