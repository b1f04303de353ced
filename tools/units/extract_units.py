"""Write districts/data/*.csv from the package `vietnamadminunits`. Development only: see README.md beside this file.

Run with the Python of a throw-away environment, never with the project's own:

    python tools/units/extract_units.py --date 2026-07-30 --out districts/data

It reads the data files of the installed package (never its functions), checks what it reads, and stops at the first
thing that does not fit instead of repairing it. Nothing is taken from anywhere else and nothing is guessed.
"""

import argparse
import csv
import json
import math
import sqlite3
import sys
import unicodedata
from collections import Counter, defaultdict
from importlib.metadata import distribution
from pathlib import Path

PACKAGE = "vietnamadminunits"
VERSION = "1.0.4"
LICENCE = "MIT, Copyright (c) 2025 Hieu Tran (tranngocminhhieu)"
LAST_DAY, FIRST_DAY = "2025-06-30", "2025-07-01"
# Longest first: "Thành phố" before anything shorter. The source writes kinds with capitals, here and there "Thành Phố".
KINDS = ("thành phố", "thị trấn", "đặc khu", "thị xã", "phường", "huyện", "quận", "tỉnh", "xã")
ALLOWED = {
    "province": {"tỉnh", "thành phố"},
    "district": {"huyện", "quận", "thị xã", "thành phố"},
    "commune": {"xã", "phường", "thị trấn", "đặc khu"},
}
WIDTH = {"province": 2, "district": 3, "commune": 5}
UNIT_COLUMNS = ["code", "level", "kind", "name", "parent_code", "lat", "lon", "valid_from", "valid_to"]
SUCCESSION_COLUMNS = ["old_level", "old_code", "new_level", "new_code", "partial", "main", "doubt"]
COUNTS = {  # what the law says, and what the source must give
    "before": {"province": 63, "district": 696, "commune": 10035},
    "since": {"province": 34, "commune": 3321},
}


def split_kind(full: str, level: str) -> tuple[str, str]:
    """("thành phố", "Đồng Hới") from "Thành Phố Đồng Hới": from the name, for seven rows have a wrong type column."""
    if full != " ".join(full.split()) or full != unicodedata.normalize("NFC", full):
        sys.exit(f"not one clean NFC line: {full!r}")
    for kind in KINDS:
        if full.casefold().startswith(kind + " "):
            if kind not in ALLOWED[level]:
                sys.exit(f"{full!r} cannot be a {level}")
            return kind, full[len(kind) + 1 :]
    sys.exit(f"no kind in {full!r}")


def number(value) -> str:
    return "" if value is None else format(value, ".6f").rstrip("0").rstrip(".")


class Map:
    """One map of units: rows by level and code."""

    def __init__(self, valid_from: str, valid_to: str):
        self.rows: dict[tuple[str, str], list[str]] = {}
        self.dates = [valid_from, valid_to]

    def add(self, level: str, code: str, full: str, parent: str, lat, lon) -> None:
        if not (code.isdigit() and len(code) == WIDTH[level]):
            sys.exit(f"{full}: code {code!r} is not {WIDTH[level]} digits")
        row = [code, level, *split_kind(full, level), parent, number(lat), number(lon), *self.dates]
        if self.rows.setdefault((level, code), row) != row:
            sys.exit(f"two different rows for {level} {code}: {row}")

    def check(self, wanted: dict[str, int]) -> None:
        found = Counter(level for level, _ in self.rows)
        if dict(found) != wanted:
            sys.exit(f"counts differ from the official ones: {dict(found)} instead of {wanted}")


def kilometres(a, b) -> float:
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(h))


def doubtful(links, old_units, new_places) -> set:
    """Links that the source made by name alone.

    An old commune is in doubt as a part of a new one when another old commune of the same kind and name gives to the
    same new commune, lies nearer to it, and the link is not the source's main one. (Phường 4 of Mỹ Tho did not become
    a part of phường Cao Lãnh, 81 km away; phường 4 of Cao Lãnh did.)
    """
    givers = defaultdict(list)
    for old, new, main in links:
        if old_units[old]["ward"]:
            givers[new].append((old, main))
    doubts = set()
    for new, olds in givers.items():
        for old, main in olds:
            for other, _ in olds:
                same = old != other and old_units[old]["wardKey"] == old_units[other]["wardKey"]
                if same and not main:
                    far, near = (
                        kilometres((old_units[k]["wardLat"], old_units[k]["wardLon"]), new_places[new])
                        for k in (old, other)
                    )
                    if near < far:
                        doubts.add((old, new))
    return doubts


def misplaced(links, old_units, new_places) -> set:
    """New communes whose point lies over 50 km from every old commune that became one: the point of a namesake.

    Old communes that the source itself places only at their district's point prove nothing (Trường Sa, Ia H'Drai).
    """
    olds = defaultdict(list)
    for old, new, main in links:
        if main:
            olds[new].append(old_units[old])
    wrong = set()
    for new, rows in olds.items():
        own = [r for r in rows if r["ward"] and (r["wardLat"], r["wardLon"]) != (r["districtLat"], r["districtLon"])]
        if own and all(kilometres((r["wardLat"], r["wardLon"]), new_places[new]) > 50 for r in own):
            wrong.add(new)
    return wrong


def read_links(converter):
    """[(old key, (new province key, new commune key), main)], each old unit either whole or divided."""
    links, seen = [], Counter()
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in communes.items():
            for old in olds:
                links.append((old, (province, new), True))
                seen[old] += 1
    divided = set()
    for province, olds in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, news in olds.items():
            if len(news) < 2 or sum(n["isDefaultNewWard"] for n in news) != 1:
                sys.exit(f"{old}: a divided commune needs two successors and one main")
            divided.add(old)
            seen[old] += 1
            links += [(old, (province, n["newWardKey"]), n["isDefaultNewWard"]) for n in news]
    if set(seen.values()) != {1}:
        sys.exit("an old unit is mapped twice")
    return links, divided


def write(path: Path, title: str, date: str, columns: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        handle.write(f"# {title}\n# source: PyPI package {PACKAGE} {VERSION}; licence: {LICENCE}\n")
        handle.write(f"# extracted: {date}, by tools/units/extract_units.py; do not edit by hand\n")
        out = csv.writer(handle, lineterminator="\n")
        out.writerow(columns)
        out.writerows(rows)
    print(f"{path}: {len(rows)} rows")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--date", required=True, help="day of extraction, YYYY-MM-DD, written into the files")
    options.add_argument("--out", type=Path, default=Path("districts/data"))
    given = options.parse_args()
    package = distribution(PACKAGE)
    if package.version != VERSION:
        sys.exit(f"{PACKAGE} {package.version} is installed, {VERSION} was checked; read README.md first")
    data = Path(package.locate_file(PACKAGE)) / "data"
    converter = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    with sqlite3.connect(data / "dataset.db") as db:
        db.row_factory = sqlite3.Row
        legacy = [dict(r) for r in db.execute("SELECT * FROM admin_units_legacy")]
        current = [dict(r) for r in db.execute("SELECT * FROM admin_units")]

    before, since = Map("", LAST_DAY), Map(FIRST_DAY, "")
    old_units, old_provinces = {}, {}
    for r in legacy:
        before.add("province", r["provinceCode"], r["province"], "", r["provinceLat"], r["provinceLon"])
        before.add("district", r["districtCode"], r["district"], r["provinceCode"], r["districtLat"], r["districtLon"])
        if r["ward"]:  # five island districts had no communes
            before.add("commune", r["wardCode"], r["ward"], r["districtCode"], r["wardLat"], r["wardLon"])
        old_units[f"{r['provinceKey']}_{r['districtKey']}_{r['wardKey'] or ''}"] = r
        old_provinces[r["provinceKey"]] = r["provinceCode"]
    new_codes, new_places, new_provinces = {}, {}, {}
    for r in current:
        since.add("province", r["provinceCode"], r["province"], "", r["provinceLat"], r["provinceLon"])
        since.add("commune", r["wardCode"], r["ward"], r["provinceCode"], r["wardLat"], r["wardLon"])
        key = (r["provinceKey"], r["wardKey"])
        new_codes[key], new_places[key] = r["wardCode"], (r["wardLat"], r["wardLon"])
        new_provinces[r["provinceKey"]] = r["provinceCode"]
    before.check(COUNTS["before"])
    since.check(COUNTS["since"])
    if len(old_units) != len(legacy) or len(new_codes) != len(current):
        sys.exit("two units share a key of the source")

    links, divided = read_links(converter)
    if {old for old, _, _ in links} != set(old_units) or {new for _, new, _ in links} != set(new_codes):
        sys.exit("the mapping does not cover both maps exactly")
    doubts = doubtful(links, old_units, new_places)
    wrong = misplaced(links, old_units, new_places)
    for new in wrong:
        row = since.rows["commune", new_codes[new]]
        print(f"left without coordinates: {row}")
        row[5] = row[6] = ""
    rows = []
    for new, olds in converter["DICT_PROVINCE"].items():
        rows += [["province", old_provinces[o], "province", new_provinces[new], "0", "1", ""] for o in olds]
    if len(rows) != COUNTS["before"]["province"]:
        sys.exit("the mapping of provinces is not complete")
    for old, new, main_link in links:
        r = old_units[old]
        level, code = ("commune", r["wardCode"]) if r["ward"] else ("district", r["districtCode"])
        doubt = "same name" if (old, new) in doubts else ""
        rows.append([level, code, "commune", new_codes[new], str(int(old in divided)), str(int(main_link)), doubt])
    order = {"province": 0, "district": 1, "commune": 2}
    rows.sort(key=lambda r: (order[r[0]], r[1], r[3]))

    def units(m: Map):
        return [m.rows[k] for k in sorted(m.rows, key=lambda k: (order[k[0]], k[1]))]

    given.out.mkdir(parents=True, exist_ok=True)
    write(
        given.out / "units-before-2025-07.csv",
        "Administrative units of Viet Nam as they stood on 30/6/2025: 63 provinces, 696 districts, 10,035 communes",
        given.date,
        UNIT_COLUMNS,
        units(before),
    )
    write(
        given.out / "units-since-2025-07.csv",
        "Administrative units of Viet Nam since 1/7/2025: 34 provinces, 3,321 communes",
        given.date,
        UNIT_COLUMNS,
        units(since),
    )
    write(
        given.out / "successions-2025-07.csv",
        "Which unit of 30/6/2025 became, or became a part of (partial=1), which unit of 1/7/2025",
        given.date,
        SUCCESSION_COLUMNS,
        rows,
    )
    print(f"divided: {len(divided)}; links in doubt: {len(doubts)}; points left out: {len(wrong)}")


if __name__ == "__main__":
    main()
