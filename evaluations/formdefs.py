"""Official forms of a dossier as data: `evaluations/formfiles/<regulation>.yaml`, loaded, validated, drawn to plain rows.

A row of a drawn form is JSON: {"type": "p", "align", "look", "runs": [[text, kind]]} with kind "" (printed), "v" (filled),
"on"/"off" (a box), "dots" (an empty blank); {"type": "two", "left", "right"}; {"type": "sign", "lines"}; {"type": "dots"};
{"type": "table", "columns", "widths", "rows"}; {"type": "rule"}. Printed words never pass through gettext.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.datafiles import DataError, parse_yaml

FOLDER = Path(__file__).resolve().parent / "formfiles"
KINDS = {
    "motto", "letterhead", "title", "text", "heading", "part", "footnote", "line", "free", "tick", "choice", "note", "table",
    "generated", "pledge", "request", "signature", "slip",
}  # fmt: skip
INPUTS = {
    "text", "textarea", "tick", "year", "phone", "email", "classification", "number", "date_part", "date", "code", "signature",
    "select", "select_entity_type", "select_ethnic_group",
}  # fmt: skip
BLANK = re.compile(r"\{([a-z0-9_.]+)\}")
DOTS = "." * 24


@dataclass(frozen=True, slots=True)
class Field:
    """One blank. source: where the portal fills it from ("" = a person writes it)."""

    key: str
    label: str
    input: str
    source: str
    shown_for: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """One printed form. version: hash of its words, kept with every filled one."""

    code: str
    number: str
    name: str
    confidence: str
    version: str
    blocks: tuple[dict, ...]
    fields: tuple[Field, ...]  # of the whole form but for the office's slips, in printed order


@cache
def forms_of(regulation: str) -> dict[str, Form]:
    """Forms of a regulation by code, in order; empty where none was found in the public record."""
    path = FOLDER / f"{regulation}.yaml"
    return read(path.read_bytes(), path.name) if path.exists() else {}


def read(raw: bytes, name: str) -> dict[str, Form]:
    """The forms of one file; DataError with file, place and reason."""
    data = parse_yaml(raw, name)
    if not isinstance(data, dict) or not isinstance(data.get("forms"), list):
        raise DataError(name, "forms", "a list of forms is expected")
    version = hashlib.sha256(raw).hexdigest()[:16]
    found = {}
    for number, form in enumerate(data["forms"]):
        place = f"forms[{number}]"
        missing = [key for key in ("code", "number", "name", "blocks") if not form.get(key)]
        if missing or form["code"] in found:
            raise DataError(name, place, f"needs {missing}" if missing else "a code twice")
        fields: dict[str, Field] = {}
        _check(form["blocks"], f"{place}.blocks", name, fields)
        found[form["code"]] = Form(
            form["code"], form["number"], form["name"], data.get("confidence", ""), version, tuple(form["blocks"]),
            tuple(fields.values()),
        )  # fmt: skip
    return found


def _check(blocks, place: str, name: str, fields: dict) -> None:
    for number, block in enumerate(blocks):
        here = f"{place}[{number}]"
        if block.get("kind") not in KINDS:
            raise DataError(name, here, f"kind {block.get('kind')!r} is not known")
        if block["kind"] == "slip":
            _check(block["blocks"], f"{here}.blocks", name, {})
            continue
        sides = [block, *(block[side] for side in ("left", "right") if side in block)]
        own = [one for side in sides for one in side.get("fields", [])]
        for one in own:
            if one.get("input") not in INPUTS or not one.get("label_vi"):
                raise DataError(name, here, f"field {one.get('key')!r} has no label or an unknown input")
            fields.setdefault(
                one["key"],
                Field(one["key"], one["label_vi"], one["input"], one.get("from", ""), tuple(one.get("shown_for", ()))),
            )
        printed = " ".join(line for side in sides for line in [side.get("printed_vi", ""), *side.get("lines_vi", [])])
        blanks, keys = set(BLANK.findall(printed)), {one["key"] for one in own}
        known = blanks & keys
        if blanks - known:
            raise DataError(name, here, f"blanks without a field: {sorted(blanks - known)}")


# --- drawing ---------------------------------------------------------------------------------------------------------


def draw(form: Form, values: dict, *, kind: str, slips: dict | None = None, words: dict | None = None) -> list[dict]:
    """The rows of the filled form. kind: "lan-dau", "nang-hang", "danh-gia-lai". words: printed text -> what stands instead
    (a city has no "tỉnh"). `values[key]` of a `generated` block is a table row. slips: "xa"/"tinh" -> values.
    """
    rows: list[dict] = []
    for block in form.blocks:
        rows += _drawn(block, values, kind, slips or {}, words or {})
    return rows


def draw_slip(form: Form, slip: str, values: dict, *, words: dict) -> list[dict]:
    """The rows of one office's slip alone, under the form's own heading."""
    block = next(one for one in form.blocks if one.get("slip") == slip)
    return [_p([[form.blocks[0]["printed_vi"], ""]], "left", "bold"), *_drawn(block, {}, "", {slip: values}, words)]


def _drawn(block: dict, values: dict, kind: str, slips: dict, words: dict) -> list[dict]:
    what = block["kind"]
    if what == "slip":
        own = slips.get(block["slip"], {})
        inner = [row for part in block["blocks"] for row in _drawn(part, own, kind, {}, words)]
        return [{"type": "rule"}, _p([[block["heading_vi"], ""]], "center", "bold"), *inner]
    if what == "generated":
        return [values[block["key"]]] if block["key"] in values else []
    if what == "table":
        return [
            {"type": "table", "columns": block["columns_vi"], "widths": block["column_widths"],
             "rows": [row["cells_vi"] for row in block["rows"]]}
        ]  # fmt: skip
    if what == "letterhead":
        sides = {
            side: [_runs(line, block[side], values, words) for line in block[side]["lines_vi"]]
            for side in ("left", "right")
        }
        return [{"type": "two", **sides}]
    if what == "signature":
        looks = block.get("styles", [])
        lines = [
            [_runs(line, block, values, words), look] for line, look in zip(block["lines_vi"], looks, strict=False)
        ]
        return [{"type": "sign", "lines": lines, "align": block.get("align", "right")}]
    return _lines(block, values, kind, words)


def _lines(block: dict, values: dict, kind: str, words: dict) -> list[dict]:
    what = block["kind"]
    if what == "note" and block.get("shown_for") and kind not in block["shown_for"] and what != "free":
        printed = []
    else:
        printed = block.get("lines_vi") or ([block["printed_vi"]] if block.get("printed_vi") else [])
    align = block.get("align") or ("center" if what in ("title", "motto") else "left")
    look = block.get("style") or (
        "bold" if what in ("heading", "part") else "italic" if what in ("note", "footnote") else ""
    )
    rows = [_p(_runs(line, block, values, words), align, look) for line in printed]
    open_fields = [one for one in block.get("fields", []) if f"{{{one['key']}}}" not in block.get("printed_vi", "")]
    for one in open_fields if what in ("free", "note") else []:
        text = str(values.get(one["key"], "") or "")
        if one.get("shown_for") and kind not in one["shown_for"]:
            continue
        rows += [_p([[line, "v"]], "justify", "") for line in text.split("\n") if line.strip()] or [
            {"type": "dots", "count": max(1, block.get("dotted_lines_after", 2))}
        ]
    return rows


def _p(runs: list, align: str, look: str) -> dict:
    return {"type": "p", "align": align, "look": look, "runs": runs}


def _runs(line: str, block: dict, values: dict, words: dict) -> list[list[str]]:
    """Printed words and blanks of a line, in order."""
    for printed, instead in words.items():
        line = line.replace(printed, instead)
    line = line.replace("^1", "¹")
    inputs = {one["key"]: one["input"] for one in block.get("fields", [])}
    runs, end = [], 0
    for match in BLANK.finditer(line):
        before = line[end : match.start()]
        if before and not before[-1].isspace() and before[-1] not in "(-":
            before += " "
        if before:
            runs.append([before, ""])
        value = values.get(match.group(1), "")
        if inputs.get(match.group(1)) == "tick":
            runs.append(["", "on" if value else "off"])
        else:
            if before.strip().isupper() and isinstance(value, str):
                value = value.upper()  # after words in capitals: the head of a report, who signs
            runs.append([str(value), "v"] if value not in ("", None) else [DOTS, "dots"])
        end = match.end()
    return [*runs, [line[end:], ""]] if line[end:] else runs
