"""Reads of the map: a unit by code, level and date; names, children, successors, labels (design §4).

A code is not a key, and a name is not either: every look-up says for which day it asks.
"""

from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from core.formats import show_date
from core.text import nfc
from districts import messages
from districts.enums import Level
from districts.exceptions import AmbiguousUnit, BadUnitArgument, UnitNotFound
from districts.models import AdministrativeUnit
from districts.unit_names import matches, search_part, split_kind


class UnitArgument(NamedTuple):
    """`on` is None where the person forced no date."""

    code: str
    on: date | None


def parse_unit_argument(text: str) -> UnitArgument:
    """("44", 2020-12-31) from "44@2020-12-31"; ("44", None) from "44". Raises BadUnitArgument."""
    code, at, day = nfc(text).strip().partition("@")
    if code.isascii() and code.isdigit():
        try:
            return UnitArgument(code, date.fromisoformat(day) if at else None)
        except ValueError:
            pass
    raise BadUnitArgument(messages.BAD_UNIT_ARGUMENT % {"text": text})


def find_unit(code: str, level: str | None = None, on: date | None = None) -> AdministrativeUnit:
    """The unit with this code (zero-padded text: 2, 3 or 5 digits), at this level, standing on this day.

    Without `on` the code must be the only one of all times. Raises UnitNotFound (candidates: the same code at other
    times) or AmbiguousUnit (candidates: all that answer), each with a Vietnamese sentence.
    """
    of_code = AdministrativeUnit.objects.filter(code=code).select_related("parent", "province")
    if level:
        of_code = of_code.filter(level=level)
    everyone = sorted(of_code, key=lambda u: (u.level, u.valid_from or date.min))
    found = [u for u in everyone if on is None or u.stands_on(on)]
    if len(found) == 1:
        return found[0]
    if found:
        last = found[0].valid_to or found[0].valid_from or date(2020, 12, 31)
        words = {"code": code, "candidates": candidate_list(found), "example": last.isoformat()}
        raise AmbiguousUnit(messages.UNIT_AMBIGUOUS % words, found)
    if everyone:
        words = {"code": code, "day": show_date(on), "candidates": candidate_list(everyone)}
        raise UnitNotFound(messages.UNIT_NOT_FOUND_ON % words, everyone)
    raise UnitNotFound(messages.UNIT_NOT_FOUND % {"code": code})


def resolve_unit(text: str, level: str | None = None, on: date | None = None) -> AdministrativeUnit:
    """The unit of a command-line argument: the date in the text wins over `on`, the date of the command's matter."""
    argument = parse_unit_argument(text)
    return find_unit(argument.code, level, argument.on or on)


def find_by_name(
    name: str, level: str, on: date | None, parent: AdministrativeUnit | None = None
) -> AdministrativeUnit | None:
    """The unit of this name at this level on this day, below `parent` (district or province), or None.

    - kinds are tolerated in front, written out or short ("xã Ninh Gia", "TP. Đồng Hới", "P4"); a kind chooses between
      several units of the name, but does not refuse the only one (a huyện became a thị xã under the same name);
    - case, spaces and the place of the tone (hoà, hòa) do not matter; the exact accents win; otherwise a typed
      name that only *lacks* marks is accepted ("le thuy", "Đăk Nông"); one with other marks is another name;
    - former names count at every date ("Thừa Thiên Huế" finds 46).
    Raises AmbiguousUnit with the candidates when several remain. Nothing is guessed from nearby spellings.
    """
    typed = split_kind(name)
    words = search_part(typed.name.replace("-", " ")).split()
    if not words:
        return None
    rows = AdministrativeUnit.objects.filter(level=level).select_related("parent", "province")
    if on is not None:
        rows = rows.on(on)
    if parent is not None:
        rows = rows.filter(Q(province=parent) | Q(parent=parent))
    for word in words:
        rows = rows.filter(search_text__contains=word)
    ranked = {1: [], 2: []}
    for unit in rows.prefetch_related("names"):
        known = [(unit.kind, unit.name), *((n.kind, n.name) for n in unit.names.all())]
        # A name may begin with a word that is also a kind: then the whole line counts as well.
        rank = max(max(matches(typed.name, known_name), matches(name, known_name)) for _, known_name in known)
        if rank:
            ranked[rank].append((unit, any(kind == typed.kind for kind, _ in known)))
    best = ranked[2] or ranked[1]
    of_kind = [unit for unit, same in best if same]
    found = of_kind or [unit for unit, _ in best]
    if len(found) > 1:
        words = {"name": name, "candidates": candidate_list(found)}
        raise AmbiguousUnit(messages.UNIT_NAME_AMBIGUOUS % words, found)
    return found[0] if found else None


def candidate_list(units) -> str:
    """The units with their places and dates, for a sentence."""
    return "; ".join(_candidate(unit) for unit in units)


def _candidate(unit: AdministrativeUnit) -> str:
    first = show_date(unit.valid_from) if unit.valid_from else ""
    last = show_date(unit.valid_to) if unit.valid_to else ""
    words = {"unit": label(unit), "first": first, "last": last}
    if first and last:
        return messages.CANDIDATE_BETWEEN % words
    if last:
        return messages.CANDIDATE_UNTIL % words
    return messages.CANDIDATE_SINCE % words if first else words["unit"]


def children(unit: AdministrativeUnit, on: date | None = None):
    """Units directly below, in Vietnamese order; with `on` only those standing that day."""
    rows = AdministrativeUnit.objects.filter(parent=unit)
    return rows if on is None else rows.on(on)


def descendant_ids(unit: AdministrativeUnit, on: date | None = None) -> list[int]:
    """Keys of the unit itself and of everything below it (standing on `on`): one query."""
    below = Q(province=unit) if unit.level == Level.PROVINCE else Q(parent=unit)
    rows = AdministrativeUnit.objects.filter(below)
    if on is not None:
        rows = rows.on(on)
    return [unit.pk, *rows.exclude(pk=unit.pk).order_by("pk").values_list("pk", flat=True)]


def successors(unit: AdministrativeUnit):
    """What the unit became, the main one first. A district has no successor of its level: what its communes became."""
    own = AdministrativeUnit.objects.filter(forerunners__old=unit)
    if unit.level != Level.DISTRICT or own.exists():
        return own.order_by("-forerunners__main", "sort_key", "pk")
    return AdministrativeUnit.objects.filter(forerunners__old__parent=unit).distinct()


def predecessors(unit: AdministrativeUnit):
    """What the unit was made of, divided ones included."""
    return AdministrativeUnit.objects.filter(successions__new=unit)


def main_successor(unit: AdministrativeUnit, on: date) -> AdministrativeUnit | None:
    """The unit that stands for this one on `on`: itself or its main successor; None for a district with communes."""
    if unit.stands_on(on):
        return unit
    return AdministrativeUnit.objects.on(on).filter(forerunners__old=unit, forerunners__main=True).first()


def unit_name(unit: AdministrativeUnit, on: date | None = None) -> str:
    """ "tỉnh Thừa Thiên Huế" for 46 in 2020, "thành phố Huế" in 2025; without `on` the unit's last name."""
    if on is not None:
        for name in unit.names.all():
            if (name.valid_from is None or name.valid_from <= on) and (name.valid_to is None or on <= name.valid_to):
                return f"{name.kind} {name.name}"
    return unit.full_name


def label(unit: AdministrativeUnit, on: date | None = None) -> str:
    """ "xã Sơn Lộc, huyện Bố Trạch, tỉnh Quảng Bình": the unit and all above it, under the names of `on`.

    Reads `parent` and `province` (and `names` with `on`): select or prefetch them in lists.
    """
    parts = [unit_name(unit, on)]
    if unit.level == Level.COMMUNE and unit.parent and unit.parent.level == Level.DISTRICT:
        parts.append(unit_name(unit.parent, on))
    if unit.level != Level.PROVINCE and unit.province:
        parts.append(unit_name(unit.province, on))
    return ", ".join(parts)


def label_with_former_district(unit: AdministrativeUnit) -> str:
    """ "xã Bố Trạch, trước đây thuộc huyện Bố Trạch": for a commune of today, or one that ended with its district."""
    if unit.level != Level.COMMUNE:
        return unit.full_name
    if unit.parent and unit.parent.level == Level.DISTRICT:
        former = [unit.parent]
    else:
        communes = Q(children__successions__new=unit)
        islands = Q(successions__new=unit, level=Level.DISTRICT)
        former = AdministrativeUnit.objects.filter(communes | islands, level=Level.DISTRICT).distinct()
    names = [district.full_name for district in former]
    if not names:
        return unit.full_name
    if len(names) == 1:
        return _("%(unit)s, trước đây thuộc %(district)s") % {"unit": unit.full_name, "district": names[0]}
    words = {"unit": unit.full_name, "districts": ", ".join(names[:-1]), "last": names[-1]}
    return _("%(unit)s, trước đây thuộc %(districts)s và %(last)s") % words
