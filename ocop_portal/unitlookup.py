"""Old and new names of places: what a commune or district of the old map is today, and where today's come from."""

from datetime import date

from django.db.models import Case, Prefetch, Q, Value, When
from django.utils.translation import gettext as _

from core.formats import show_date
from core.text import search_words
from districts.enums import Level
from districts.models import AdministrativeUnit, UnitSuccession
from districts.selectors import label

SHOWN = 60
ORDER = Case(When(level=Level.PROVINCE, then=Value(0)), When(level=Level.DISTRICT, then=Value(1)), default=Value(2))


def lookup(query: str, day: date) -> tuple[list[dict], bool]:
    """(rows, whether there are more): units of all times whose name, or the name of what they lie in, has every word.

    Each row: what it was or is called, until when, and what it is on `day`. Four queries whatever is found.
    """
    words = search_words(query)
    if not words:
        return [], False
    rows = AdministrativeUnit.objects.all()
    for word in words:
        rows = rows.filter(
            Q(search_text__contains=word)
            | Q(parent__search_text__contains=word)
            | Q(province__search_text__contains=word)
        )
    went = UnitSuccession.objects.select_related("new__province", "new__parent").order_by("-main", "new__sort_key")
    came = UnitSuccession.objects.select_related("old__parent").order_by("old__sort_key")
    rows = rows.select_related("parent", "province").prefetch_related(
        Prefetch("successions", went, to_attr="went"), Prefetch("forerunners", came, to_attr="came")
    )
    found = list(rows.order_by(ORDER, "sort_key", "pk")[: SHOWN + 1])
    inside = _inside([unit for unit in found if unit.level == Level.DISTRICT and not unit.went])
    return [_row(unit, day, inside) for unit in found[:SHOWN]], len(found) > SHOWN


def _inside(districts: list) -> dict[int, list[AdministrativeUnit]]:
    """District -> what its communes became: a district has no successor of its own."""
    found: dict[int, dict[int, AdministrativeUnit]] = {}
    if districts:
        links = UnitSuccession.objects.filter(old__parent__in=districts).select_related(
            "new__province", "new__parent", "old"
        )
        for link in links.order_by("new__sort_key", "new_id"):
            found.setdefault(link.old.parent_id, {})[link.new_id] = link.new
    return {district: list(units.values()) for district, units in found.items()}


def _row(unit: AdministrativeUnit, day: date, inside: dict) -> dict:
    stands = unit.stands_on(day)
    former = sorted({link.old.parent.full_name for link in unit.came if link.old.parent_id and link.old.level == Level.COMMUNE
                     and link.old.parent.level == Level.DISTRICT})  # fmt: skip
    today = [unit] if stands else [link.new for link in unit.went] or inside.get(unit.pk, [])
    divided = len(unit.went) > 1
    note = ""
    if stands and former and unit.level == Level.COMMUNE:
        note = _("trước đây thuộc %(districts)s") % {"districts": ", ".join(former)}
    elif not stands and divided:
        note = _("được chia cho %(n)s đơn vị, đơn vị đứng đầu nhận phần chính") % {"n": len(unit.went)}
    return {
        "unit": unit,
        "name": label(unit),
        "until": show_date(unit.valid_to) if unit.valid_to and not stands else "",
        "today": [{"name": label(new), "unit": new} for new in today],
        "stands": stands,
        "note": note,
    }
