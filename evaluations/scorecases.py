"""Cases of the `score` command: JSON in, the engine, JSON out. No database, no settings.

In: `{"rubric", "council", "sheets", "findings"}` or a list of such cases. What decides must be spelt right: an unknown
key of a case, of `council` or of `findings` is refused. A sheet is `member` and `choices`; anything else posted with
it, and any result posted with a case ("total", "stars" …), is ignored and changes nothing.

Out, per case: `total`, `parts`, `required` and `spread` are whole points as strings ("71"); `average` has two decimals
and a point ("71.67", "72.00"), `average_exact` is the fraction in lowest terms ("215/3", or "72"); `counted`, `band`,
`stars`, `met_by` are integers. While no sheet is counted, average, average_exact, band and stars are null and spread is
"0". `met_by` counts the counted sheets that reach the mark, under every gate rule. `gates_failed` is ordered by stars,
then as on the sheet; `knockouts` holds the names in force ("C.6.1", "C.6", "D1"), in the order of the sheet.
"""

import json
from decimal import Decimal

from evaluations.scoring import CouncilRules, Findings, Result, ScoringError, Sheet, score
from evaluations.sheetdefs import Rubric
from evaluations.sheetfiles import SheetError, load_rubric

MAX_BYTES = 64 * 1024 * 1024
MAX_NAME = 200
COUNCIL_KEYS = ("members", "chair_present", "quorum", "spread_limit", "gate_rule")
SHEET_RESULTS = {"member", "total", "parts", "complete", "missing"}
CASE_RESULTS = {"counted", "average", "average_exact", "band", "gates_failed", "knockouts", "stars", "spread"}
CASE_RESULTS |= {"needs_rescore", "quorum_met", "marks_known"} | SHEET_RESULTS


class CaseError(ValueError):
    """An input that is refused. number: of the case, from 1 (None outside a list); path: inside the JSON."""

    def __init__(self, code: str, path: str = "", *, member=None, criterion=None, **values):
        self.code, self.path, self.member, self.criterion, self.values = code, path, member, criterion, values
        self.number: int | None = None
        super().__init__(f"{path}: {code} {values}")


def score_text(raw: bytes) -> str:
    """Answer the cases in `raw` (UTF-8 JSON) with JSON text in the same shape. Raises CaseError for the first bad
    case.
    """
    value = _parse(raw)
    if not isinstance(value, list):
        answer = score_case(value)
    else:
        answer = []
        for index, case in enumerate(value):
            try:
                answer.append(score_case(case, f"[{index}]"))
            except CaseError as error:
                error.number = index + 1
                raise
    return json.dumps(answer, indent=1)


def score_case(case, path: str = "") -> dict:
    """One case, as parsed from JSON, to its answer. Raises CaseError with the place below `path`."""
    _keys(case, {"rubric", "council", "sheets", "findings"} | CASE_RESULTS, ("rubric", "council", "sheets"), path)
    rubric = _rubric(case["rubric"], _at(path, "rubric"))
    where = _at(path, "council")
    try:
        council = _council(case["council"], where)
        sheets = _sheets(case["sheets"], _at(path, "sheets"))
        where = _at(path, "findings")
        findings = _findings(case.get("findings", {}), where)
        result = score(rubric, council, sheets, findings)
    except ScoringError as error:
        if error.member is not None:
            members = [s.member for s in sheets]
            first = members.index(error.member)
            again = error.code == "member_twice" and error.member in members[first + 1 :]
            where = f"{_at(path, 'sheets')}[{members.index(error.member, first + 1) if again else first}]"
        elif error.code == "incomplete_rubric":
            where = _at(path, "rubric")
        values = {key: _short(value) for key, value in error.values.items()}
        raise CaseError(
            error.code, where, member=_short(error.member), criterion=_short(error.criterion), **values
        ) from None
    return answer_of(result)


def answer_of(result: Result) -> dict:
    """The result as the command prints it (module docstring)."""
    return {
        "sheets": [
            {
                "member": member,
                "total": str(points.total),
                "parts": {code: str(value) for code, value in points.parts.items()},
                "complete": points.complete,
                "missing": list(points.missing),
            }
            for member, points in result.sheets
        ],
        "counted": result.counted,
        "average": result.average_shown,
        "average_exact": None if result.average is None else str(result.average),
        "band": result.band,
        "gates_failed": [
            {"stars": m.stars, "criterion": m.criterion, "required": str(m.required), "met_by": m.met_by}
            for m in result.gates_failed
        ],
        "knockouts": list(result.knockouts),
        "stars": result.stars,
        "spread": str(result.spread),
        "needs_rescore": result.needs_rescore,
        "quorum_met": result.quorum_met,
        "marks_known": result.marks_known,
    }


def _parse(raw: bytes):
    if len(raw) > MAX_BYTES:
        raise CaseError("too_large", top=MAX_BYTES // 1024 // 1024)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CaseError("not_utf8") from None
    try:
        # Decimal keeps 0.75 exact; the hooks refuse what JSON proper does not know or what would lose a value.
        return json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_no_twice)
    except (ValueError, ArithmeticError, RecursionError) as error:
        detail = " ".join((str(error) or type(error).__name__).split())
        raise CaseError("not_json", detail=_short(detail)) from None


def _no_constant(name: str):
    raise ValueError(f"{name} is not a number")


def _no_twice(pairs: list) -> dict:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"key {next(n for n in names if names.count(n) > 1)!r} twice")
    return found


def _keys(value, known: set[str], needed: tuple[str, ...], path: str) -> None:
    if not isinstance(value, dict):
        raise CaseError("not_object", path)
    for key in needed:
        if key not in value:
            raise CaseError("missing_key", path, key=key)
    for key in value:
        if key not in known:
            raise CaseError("unknown_key", path, key=_short(key))


def _rubric(value, path: str) -> Rubric:
    if not isinstance(value, str):
        raise CaseError("not_text", path)
    try:
        return load_rubric(value)
    except SheetError:
        raise CaseError("unknown_rubric", path, criterion=_short(value)) from None


def _council(value, path: str) -> CouncilRules:
    _keys(value, set(COUNCIL_KEYS), COUNCIL_KEYS[:2], path)
    return CouncilRules(**value)


def _sheets(value, path: str) -> list[Sheet]:
    if not isinstance(value, list):
        raise CaseError("not_list", path)
    found = []
    for index, sheet in enumerate(value):
        where = f"{path}[{index}]"
        _keys(sheet, set(sheet) if isinstance(sheet, dict) else set(), ("member", "choices"), where)
        member = sheet["member"]
        if not isinstance(member, str):
            raise CaseError("not_text", f"{where}.member")
        if not member.strip() or len(member) > MAX_NAME:
            raise CaseError("member_empty", f"{where}.member")
        if not isinstance(sheet["choices"], dict):
            raise CaseError("not_object", f"{where}.choices", member=_short(member))
        found.append(Sheet(member, sheet["choices"]))
    return found


def _findings(value, path: str) -> Findings:
    _keys(value, {"knockouts", "joint"}, (), path)
    knockouts, joint = value.get("knockouts", []), value.get("joint", {})
    if not isinstance(knockouts, list):
        raise CaseError("not_list", f"{path}.knockouts")
    if not all(isinstance(name, str) for name in knockouts):
        raise CaseError("not_text", f"{path}.knockouts")
    if not isinstance(joint, dict):
        raise CaseError("not_object", f"{path}.joint")
    return Findings(knockouts, joint)


def _at(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _short(value):
    """A text fit for one line of an error: no control characters, at most 80 long."""
    if value is None:
        return None
    return "".join(c if c.isprintable() else " " for c in str(value))[:80]
