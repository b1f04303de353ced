"""What a row means: place, set, who recognised, whether it is decided, and every trap in it. Reads the map, writes nothing."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from core.formats import show_date, show_number
from core.text import clean_line
from districts.models import AdministrativeUnit
from districts.unit_names import accents
from evaluations import import_messages as messages
from evaluations.certificates import valid_to
from evaluations.enums import ImportKind, TrapKind
from evaluations.importing.places import LAST_OLD, Gazetteer, Place
from evaluations.importing.rows import Row
from evaluations.importing.sets import SetFound, find_set
from producers.enums import ProducerKind
from products.enums import EvaluationLevel
from products.regulationfiles import regulation_on

T = TrapKind
UNDECIDING = frozenset(
    {T.STAR_MISSING, T.STAR_ABOVE_LEVEL, T.STAR_OVER_SCORE, T.SOURCES_DISAGREE, T.NINE_OF_TEN, T.PROPOSED,
     T.DISTRICT_RESULT, T.YEAR_MISSING, T.DATE_AHEAD, T.UNKNOWN_PLACE, T.PLACE_OUTSIDE_UNIT, T.UNKNOWN_SET,
     T.UNKNOWN_KIND}
)  # fmt: skip
CEILING = {EvaluationLevel.DISTRICT: 3, EvaluationLevel.PROVINCE: 4, EvaluationLevel.CENTRE: 5}
BANDS = ((5, 90), (4, 70), (3, 50))  # lower bounds, the same in all four eras
CONFIDENCE = ("", "source", "star_unknown", "derived", "9_of_10", "conflict")
ISSUER = re.compile(r"cơ quan công nhận:\s*([^;(]+)", re.IGNORECASE)
AGAIN = re.compile(r"đánh giá lại năm ([0-9]{4}): ([1-5]) sao", re.IGNORECASE)
STATED = re.compile(r"tổng ([0-9]+) sản phẩm.*liệt kê ([0-9]+) tên", re.IGNORECASE)
KINDS = (
    (ProducerKind.COOPERATIVE_GROUP, r"tổ hợp tác|tổ hội"),
    (ProducerKind.COOPERATIVE, r"liên hiệp hợp tác xã|hợp tác xã"),
    (ProducerKind.ENTERPRISE, r"doanh nghiệp|công ty|chi nhánh|nhà máy"),
    (ProducerKind.FARM, r"trang trại"),
    (ProducerKind.HOUSEHOLD, r"hộ\b|cơ sở"),
    (ProducerKind.ASSOCIATION, r"hội\b|hiệp hội"),
    (ProducerKind.OPERATING_CENTRE, r"trung tâm"),
)
SHORT = ((r"\bhtx\b", "hợp tác xã"), (r"\btht\b", "tổ hợp tác"), (r"\bcty\b", "công ty"), (r"\bcp\b", "cổ phần"))
MINISTRIES = (
    (date(2025, 3, 1), "Bộ Nông nghiệp và Môi trường"),
    (date.min, "Bộ Nông nghiệp và Phát triển nông thôn"),
)


@dataclass
class Meaning:
    """A row understood. `stars` is what the row claims, held to what its level may give; `traps` (kind, words).

    `product_key` tells products apart, `key` recognitions, `producer_key` producers: text, stable from run to run.
    """

    row: Row
    place: Place
    set: SetFound
    stars: int | None
    issued_on: date | None
    valid_until: date | None
    level: str
    issuer: str
    label: str
    producer_name: str
    producer_kind: str
    producer_key: str
    product_key: str
    key: str
    traps: list[tuple[TrapKind, dict]] = field(default_factory=list)
    notes: list[tuple[TrapKind, dict]] = field(default_factory=list)  # found by comparing rows; not part of the content

    @property
    def undecided(self) -> bool:
        return any(kind in UNDECIDING for kind, _words in self.traps)

    @property
    def recognised(self) -> bool:
        """Whether the row gets a certificate: decided, with 3 stars or more."""
        return not self.undecided and (self.stars or 0) >= 3

    @property
    def issuing_unit(self) -> AdministrativeUnit | None:
        """Whose decision it is; None for the ministry."""
        if self.level == EvaluationLevel.CENTRE:
            return None
        own = self.place.district if self.level == EvaluationLevel.DISTRICT else None
        return own or self.place.province

    def trap(self, kind: TrapKind, /, **words) -> None:
        self.traps.append((kind, words))

    def content_hash(self, set_id: int | None) -> str:
        """Changes when the row's cells or what they mean to us change; not with rows beside it."""
        unit = self.place.unit.pk if self.place.unit else None
        kinds = sorted(kind.value for kind, _words in self.traps)
        parts = [self.row.cells, unit, self.place.text, set_id, self.level, self.issuer, self.stars, kinds]
        return _hash(json.dumps(parts, ensure_ascii=False, sort_keys=True))

    def all_traps(self) -> list[dict]:
        """Kind and Vietnamese sentence of each trap, in the order found."""
        return [
            {"kind": kind.value, "sentence": str(messages.TRAPS[kind] % words)}
            for kind, words in self.traps + self.notes
        ]


@lru_cache(maxsize=100_000)
def name_key(text: str) -> str:
    """A name for telling things apart: case, spaces, dashes and the place of the tone do not matter, accents do."""
    line = re.sub(r"[–—\-]", " ", clean_line(text))
    return " ".join(letters + "".join(sorted(f"{p}{m}" for p, m in marks)) for letters, marks in accents(line))


@lru_cache(maxsize=100_000)
def producer_name_key(text: str) -> str:
    """The same for producers; HTX is hợp tác xã."""
    line = clean_line(text).casefold()
    for short, long in SHORT:
        line = re.sub(short, long, line)
    return name_key(line)


def maker_key(name: str, kind: str, unit: AdministrativeUnit | None, district: AdministrativeUnit | None) -> str:
    """What tells producers of one province apart: the name, and for families and for producers that no source names
    also the district (since 1/7/2025 the commune), because namesakes are common there.
    """
    own = district or (unit if unit is not None and unit.level != "province" else None)
    unnamed = name.startswith(str(messages.NO_PRODUCER).partition("%")[0])
    near = kind == ProducerKind.HOUSEHOLD or unnamed
    return producer_name_key(name) + (f"@{name_key(own.name)}" if near and own else "")


def producer_kind(kind_text: str, name: str) -> str:
    """From the list's column, else from how the name begins; `unknown` where neither says it."""
    for text in (kind_text, re.sub(r"^htx\b", "hợp tác xã", name.casefold()), name.casefold()):
        for kind, pattern in KINDS:
            if re.match(pattern, text.casefold()):
                return kind.value
    return ProducerKind.UNKNOWN.value


def understand(row: Row, map_: Gazetteer, today: date, unit=None, on: date | None = None) -> Meaning:
    """The row on the map. `unit`: where rows without a province belong, and the bounds of all; `on`: the forced date."""
    day = on or row.issued_on or (date(row.in_force, 12, 31) if row.in_force else None)
    place = _place(row, map_, day, unit)
    inside = place.province or place.unit
    set_day = row.issued_on or (date(row.in_force, 12, 31) if row.in_force else None)
    found = find_set(row.cells["product_set_inferred"], row.name, set_day)
    label_day = day if day and inside and inside.stands_on(day) else LAST_OLD
    label = map_.label(place, label_day)[:300]
    stars = row.star
    level, issuer, assumed = _issuer(row, place, map_, label_day)
    if row.kind in (ImportKind.PROVINCE_PROPOSED, ImportKind.PROPOSED):
        level = row.result_level or level
        below = row.proposed - 1 if row.proposed else 5
        stars = min(stars, below, CEILING.get(level, 5)) if stars else stars
    producer = row.cells["producer"]
    kind = producer_kind(row.cells["producer_type"], producer) if producer else ProducerKind.UNKNOWN.value
    area = f"{map_.today_of(inside).code}" if inside else "?" + name_key(row.cells["province"])
    maker_name = producer or nobody(row.name)
    maker = maker_key(maker_name, kind, place.unit, place.district)
    product_key = "|".join((area, maker, name_key(row.name)))
    year = row.year or (row.decided_on.year if row.decided_on else row.in_force or "")
    meaning = Meaning(
        row=row,
        place=place,
        set=found,
        stars=stars,
        issued_on=row.issued_on,
        valid_until=row.valid_until or (valid_to(row.issued_on) if row.issued_on else None),
        level=level,
        issuer=issuer,
        label=label,
        producer_name=maker_name,
        producer_kind=kind,
        producer_key=f"{area}|{maker}",
        product_key=product_key,
        key=_hash(f"{product_key}|{year}|{row.kind or row.cells['recognition_type']}"),
    )
    _traps_of_result(meaning, today)
    _traps_of_place(meaning, map_, unit, label_day)
    _traps_of_source(meaning)
    if assumed and meaning.recognised:
        meaning.trap(T.ISSUER_ASSUMED, issuer=issuer)
    ended = meaning.issuing_unit
    of_district = level == EvaluationLevel.DISTRICT and meaning.recognised and ended
    if of_district and ended.valid_to and meaning.valid_until > ended.valid_to:
        meaning.trap(T.DISTRICT_ENDED, issuer=issuer, until=show_date(meaning.valid_until))
    return meaning


def disputed(meaning: Meaning, others: list[Meaning]) -> bool:
    """Whether rows of one key say different things about the result; then nothing is decided."""
    for name in ("star", "decided_on", "valid_until"):
        if len({getattr(m.row, name) for m in [meaning, *others] if getattr(m.row, name) is not None}) > 1:
            return True
    return len({m.row.cells["decision_number"] for m in [meaning, *others]} - {""}) > 1


def nobody(product: str) -> str:
    """The name under which a product stands whose producer no source names: one for each product."""
    return str(messages.NO_PRODUCER % {"product": product})[:200]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _place(row: Row, map_: Gazetteer, day: date | None, unit: AdministrativeUnit | None) -> Place:
    province, district, commune = (row.cells[c] for c in ("province", "district", "commune"))
    if not province and unit is not None:
        on = day if day and unit.stands_on(day) else unit.valid_to or unit.valid_from or LAST_OLD
        return map_.below(unit, district, commune, on)
    return map_.place(province, district, commune, day)


def _issuer(row: Row, place: Place, map_: Gazetteer, day: date) -> tuple[str, str, bool]:
    """Level and issuer as the source says them, else as the regulation of the day has it; True where assumed."""
    stated = ISSUER.search(row.cells["note"])
    number = row.cells["decision_number"].upper()
    level = ""
    if stated:
        issuer = clean_line(stated[1])
        text = issuer.casefold()
        if text.startswith("bộ"):
            level = EvaluationLevel.CENTRE
        elif re.search(r"huyện|thị xã|quận", text):
            level = EvaluationLevel.DISTRICT
        elif "tỉnh" in text or (place.province and place.province.name.casefold() in text):
            level = EvaluationLevel.PROVINCE
        elif "thành phố" in text:
            level = EvaluationLevel.DISTRICT
        return level or EvaluationLevel.PROVINCE, issuer[:200], not level
    if "BNN" in number or (row.star == 5 and "UBND" not in number and row.proposed is None):
        on = row.issued_on or day
        name = "Bộ Nông nghiệp và Môi trường" if "BNNMT" in number else next(n for d, n in MINISTRIES if on >= d)
        return EvaluationLevel.CENTRE, name, "BNN" not in number
    if row.kind in (ImportKind.RENEWAL_DISTRICT, ImportKind.DISTRICT_RESULT):
        level = EvaluationLevel.DISTRICT
    elif row.issued_on and row.star:
        level = _recognising(row.issued_on, row.star)
        if level == EvaluationLevel.DISTRICT and place.district is None:
            level = ""  # a district must be known to have decided
    level = level or EvaluationLevel.PROVINCE
    unit = place.district if level == EvaluationLevel.DISTRICT else place.province
    return level, f"Ủy ban nhân dân {map_.name(unit, day)}" if unit else "", True


@lru_cache(maxsize=5000)
def _recognising(day: date, star: int) -> str:
    """The level that recognises so many stars under the regulation of the day; empty where that is not sure."""
    regulation = regulation_on(day)
    paths = [p for p in regulation.paths if p.valid_from <= day] if regulation else []
    # The late amendment of 1048 was not followed everywhere (docs/import.md).
    if not paths or (regulation.code == "1048-2019" and paths[-1].confidence != "found"):
        return ""
    found = paths[-1].recognising(star)
    return found.level if found else ""


def _traps_of_result(m: Meaning, today: date) -> None:
    row = m.row
    if row.kind is None:
        m.trap(T.UNKNOWN_KIND, kind=row.cells["recognition_type"][:60])
    if row.kind in (ImportKind.PROVINCE_PROPOSED, ImportKind.PROPOSED):
        m.trap(T.PROPOSED, stars=row.proposed or row.star or "?")
    elif row.kind == ImportKind.DISTRICT_RESULT:
        m.trap(T.DISTRICT_RESULT)
    if m.stars is None:
        m.trap(T.STAR_MISSING)
    elif m.stars < 3:
        m.trap(T.STAR_BELOW_THREE, stars=m.stars)
    elif m.stars > CEILING.get(m.level, 5):
        m.trap(T.STAR_ABOVE_LEVEL, issuer=m.issuer, stars=m.stars)
    if row.score is not None and m.stars in (3, 4, 5) and row.score < _lower(m.stars):
        m.trap(T.STAR_OVER_SCORE, score=show_number(row.score), stars=m.stars)
    if row.cells["confidence"] == "conflict":
        m.trap(T.SOURCES_DISAGREE)
    if row.cells["confidence"] == "9_of_10":
        m.trap(T.NINE_OF_TEN)
    if row.issued_on is None:
        m.trap(T.YEAR_MISSING)
    elif not row.date_given:
        m.trap(T.DATE_ASSUMED, year=row.year)
    elif row.year and row.year != row.decided_on.year:
        m.trap(T.YEAR_DIFFERS, year=row.year, date=show_date(row.decided_on))
    if (row.decided_on and row.decided_on > today) or (row.year and row.year > today.year):
        m.trap(T.DATE_AHEAD)


def _lower(stars: int) -> Decimal:
    return Decimal(next(bound for r, bound in BANDS if r == stars))


def _traps_of_place(m: Meaning, map_: Gazetteer, unit: AdministrativeUnit | None, day: date) -> None:
    place, cells = m.place, m.row.cells
    if not place.known:
        m.trap(T.UNKNOWN_PLACE, place=place.text)
    elif place.text:
        m.trap(T.COMMUNE_NOT_FOUND, place=place.text, unit=map_.name(place.unit, day))
    elif place.unit is not None and place.unit.pk == place.province.pk:
        m.trap(T.PLACE_MISSING)
    if unit is not None and place.unit is not None and not _within(place, unit, map_):
        m.trap(T.PLACE_OUTSIDE_UNIT, place=m.label, unit=unit.full_name)
    if place.province is not None:
        today = map_.today_of(place.province)
        then = map_.name(place.province, day)
        if place.before or today.full_name != then:
            m.trap(T.PLACE_OF_BEFORE, place=then[0].upper() + then[1:], today=today.full_name)
    if "inferred" in cells["geo_basis"]:
        m.trap(T.PLACE_INFERRED)


def _within(place: Place, unit: AdministrativeUnit, map_: Gazetteer) -> bool:
    """Whether the place lies in the unit or in what the unit became or was made of, by province."""
    if unit.level != "province":
        return unit.pk in {u.pk for u in (place.unit, place.district) if u is not None}
    return place.province.pk == unit.pk or (place.before and map_.today_of(place.province).pk == unit.pk)


def _traps_of_source(m: Meaning) -> None:
    cells, note = m.row.cells, m.row.cells["note"]
    hint = cells["product_set_inferred"]
    if not m.set.known:
        m.trap(T.UNKNOWN_SET, set=hint)
    elif hint and not m.set.number:
        m.trap(T.AMBIGUOUS_SET, set=hint)
    if not cells["producer"]:
        m.trap(T.PRODUCER_MISSING)
    elif "bị cắt" in cells["producer"] or "tên chủ thể bị cắt" in note:
        m.trap(T.PRODUCER_NAME_CUT)
    if cells["confidence"] == "derived":
        m.trap(T.DERIVED)
    elif cells["confidence"] not in CONFIDENCE:
        m.trap(T.SOURCE_DOUBTFUL, value=cells["confidence"][:40])
    stated = STATED.search(note)
    if stated and int(stated[2]) > int(stated[1]):
        m.trap(T.NAMES_OVER_STATED_COUNT, stated=stated[1], listed=stated[2])
    again = AGAIN.search(note)
    if again and m.stars:
        year, stars = again[1], int(again[2])
        if stars == m.stars:
            m.trap(T.REEVALUATED, year=year, stars=stars)
        else:
            m.trap(T.UPGRADE if stars > m.stars else T.DOWNGRADE, before=m.stars, stars=stars)
    if "đã hết hiệu lực" in note:
        m.trap(T.EXPIRED_NOTED)
    if "là kết quả cấp huyện" in note:
        m.trap(T.SCORE_OF_DISTRICT)
