"""Places of rows: the map in memory, asked by name and date as `districts.selectors.find_by_name` does."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from districts.enums import Level
from districts.models import AdministrativeUnit, UnitName, UnitSuccession
from districts.unit_files import MERGER
from districts.unit_names import accents, matches, split_kind

LAST_OLD = date(2025, 6, 30)  # last day of the map with districts


@dataclass(frozen=True)
class Place:
    """Where a row belongs. `unit` is the nearest one that is known (None: not even the province); `text` what is not
    found on the map; `known` False keeps the row undecided.
    """

    unit: AdministrativeUnit | None = None
    district: AdministrativeUnit | None = None
    province: AdministrativeUnit | None = None
    text: str = ""
    known: bool = True
    before: bool = False  # found on the map of before although the row's date is later


class Gazetteer:
    """All units, read with three queries; look-ups ask no database."""

    def __init__(self):
        self.units = {u.pk: u for u in AdministrativeUnit.objects.order_by("pk")}
        self._names: dict[int, list[UnitName]] = defaultdict(list)
        for name in UnitName.objects.order_by("pk"):
            self._names[name.unit_id].append(name)
        self._by_letters: dict[tuple, list[tuple[AdministrativeUnit, str, str]]] = defaultdict(list)
        for unit in self.units.values():
            for kind, name in {(unit.kind, unit.name), *((n.kind, n.name) for n in self._names[unit.pk])}:
                self._by_letters[(unit.level, _letters(name))].append((unit, kind, name))
        links = UnitSuccession.objects.filter(old__level=Level.PROVINCE, main=True).order_by("pk")
        self._became = dict(links.values_list("old_id", "new_id"))
        self._places: dict[tuple, Place] = {}

    def find(self, text: str, level: str, day: date, parent: AdministrativeUnit | None = None):
        """The unit of this name at this level on `day` below `parent`; None where none or several answer."""
        typed = split_kind(text)
        ranked: dict[int, list] = {1: [], 2: []}
        for words in {typed.name, text}:
            for unit, kind, name in self._by_letters.get((level, _letters(words)), ()):
                if not unit.stands_on(day) or (parent and parent.pk not in (unit.parent_id, unit.province_id)):
                    continue
                rank = matches(words, name)
                if rank:
                    ranked[rank].append((unit, kind == typed.kind))
        best = ranked[2] or ranked[1]
        found = {u.pk: u for u, same in best if same} or {u.pk: u for u, _same in best}
        return next(iter(found.values())) if len(found) == 1 else None

    def name(self, unit: AdministrativeUnit, day: date) -> str:
        """ "tỉnh Thừa Thiên Huế" for 46 in 2020, "thành phố Huế" in 2025."""
        for name in self._names[unit.pk]:
            if (name.valid_from is None or name.valid_from <= day) and (name.valid_to is None or day <= name.valid_to):
                return f"{name.kind} {name.name}"
        return unit.full_name

    def label(self, place: Place, day: date) -> str:
        """The place in words, from the commune up; text that is on no map goes first."""
        parts = [place.text] if place.text else []
        unit = place.unit
        while unit is not None:
            parts.append(self.name(unit, day))
            unit = self.units.get(unit.parent_id)
        return ", ".join(parts)

    def today_of(self, province: AdministrativeUnit) -> AdministrativeUnit:
        """The province that stands for this one since 1/7/2025."""
        return self.units[self._became.get(province.pk, province.pk)]

    def place(self, province: str, district: str, commune: str, day: date | None) -> Place:
        """Where these names were on `day`. Without a day the map of before goes first, for it alone has districts."""
        asked = (province, district, commune, day)
        if asked not in self._places:
            self._places[asked] = self._place(*asked)
        return self._places[asked]

    def _place(self, province: str, district: str, commune: str, day: date | None) -> Place:
        days = [day] if day else [LAST_OLD, MERGER]
        if day and day >= MERGER:
            days.append(LAST_OLD)  # a row of a later year that still names a district
        best = Place(text=_joined(commune, district, province), known=False)
        for number, on in enumerate(days):
            found = self._on(province, district, commune, on)
            before = bool(day) and number > 0
            found = Place(found.unit, found.district, found.province, found.text, found.known, before)
            if found.known:
                return found
            if best.unit is None and found.unit is not None:
                best = found
        return best

    def below(self, unit: AdministrativeUnit, district: str, commune: str, day: date) -> Place:
        """The same below a given unit, for rows that name no province."""
        if unit.level == Level.PROVINCE:
            return self._under(unit, district, commune, day)
        found = self.find(commune, Level.COMMUNE, day, unit) if commune and unit.level == Level.DISTRICT else None
        text = "" if found or unit.level == Level.COMMUNE else commune
        own = unit if unit.level == Level.DISTRICT else self.units.get(unit.parent_id)
        return Place(found or unit, own, self.units[unit.province_id], text)

    def _on(self, province: str, district: str, commune: str, day: date) -> Place:
        top = self.find(province, Level.PROVINCE, day) if province else None
        if top is None:
            return Place(text=_joined(commune, district, province), known=False)
        return self._under(top, district, commune, day)

    def _under(self, top: AdministrativeUnit, district: str, commune: str, day: date) -> Place:
        own = self.find(district, Level.DISTRICT, day, top) if district else None
        if district and own is None:
            return Place(top, None, top, _joined(commune, district), known=False)
        if not commune:
            return Place(own or top, own, top)
        found = self.find(commune, Level.COMMUNE, day, own or top)
        if found:
            above = self.units.get(found.parent_id)
            return Place(found, above if above and above.level == Level.DISTRICT else None, top)
        # Communes merged before 2025 are not in our data: the name stays as text under its district (design §4).
        return Place(own or top, own, top, commune, known=own is not None)


def _letters(name: str) -> tuple[str, ...]:
    return tuple(letters for letters, _marks in accents(name))


def _joined(*parts: str) -> str:
    return ", ".join(p for p in parts if p)
