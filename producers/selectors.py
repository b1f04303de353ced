"""Reads of producers: likeness, tax codes, training."""

import re
from difflib import SequenceMatcher

from django.db.models import Exists, OuterRef, Q

from core import audit, clock
from core.scope import COMMUNE, DISTRICT, PROVINCE
from core.text import fold
from districts.enums import Level
from districts.models import AdministrativeUnit
from producers.models import Attendance, Producer, ProducerMember, TrainingCourse

# Words of the legal form say nothing about who it is.
FORM_WORDS = re.compile(
    r"\b(hop tac xa|htx|to hop tac|tht|cong ty|tnhh|co phan|cp|mtv|mot thanh vien|doanh nghiep tu nhan|dntn|ho kinh doanh"
    r"|hkd|co so|trang trai|dich vu|nong nghiep|san xuat|kinh doanh|thuong mai|va)\b"
)
LIKE = 0.85


def is_member(user, producer: Producer) -> bool:
    """Whether the person acts for the producer."""
    return ProducerMember.objects.filter(user_id=user.pk, producer_id=producer.pk).exists()


def core_name(name: str) -> str:
    """The folded name without the words of the legal form; all of it where nothing else remains."""
    folded = fold(name)
    return " ".join(FORM_WORDS.sub(" ", folded).split()) or folded


def alike(one: str, other: str) -> bool:
    """Whether two names likely mean the same: equal but for the legal form, or at least 85 % the same letters."""
    a, b = core_name(one), core_name(other)
    return a == b or SequenceMatcher(None, a, b).ratio() >= LIKE


def likely_same(name: str, unit, user, limit: int = 5) -> list[Producer]:
    """Producers that the person sees in the unit's province whose names are alike; at most `limit`, one query."""
    words = core_name(name).split()
    if not words:
        return []
    rows = Producer.objects.visible_to(user).filter(province_id=unit.province_id)
    rows = rows.filter(search_text__contains=max(words, key=len)[:6]).select_related("unit")[:200]
    return [row for row in rows if alike(name, row.name)][:limit]


def same_tax_code(tax_code: str, unit, user, own_pk: int | None = None) -> tuple[Producer | None, bool]:
    """(the producer with this code that the person sees, whether any in the unit's province has it)."""
    rows = Producer.objects.filter(tax_code=tax_code).exclude(pk=own_pk).select_related("unit")
    reached = rows if user is audit.SYSTEM else rows.visible_to(user)
    known = reached.filter(province_id=unit.province_id).first()
    return known, known is not None or rows.filter(province_id=unit.province_id).exists()


def training_of(producer: Producer, user) -> list[Attendance]:
    """The courses that the producer's people attended, newest first: one query. `opens`: the course's page is in reach."""
    opens = Exists(TrainingCourse.objects.visible_to(user).filter(pk=OuterRef("course_id")))
    return list(producer.attendances.select_related("course").annotate(opens=opens).order_by("-course__held_on", "pk"))


def unit_choices(user) -> list[tuple[int, str]]:
    """Units for the filter of a list, in Vietnamese order: those of the person's reach that stand today. One query.

    The ministry chooses among provinces. Who holds only roles at units that have ended chooses among those.
    """
    rows = AdministrativeUnit.objects.reached_by(user)
    if user.scope.nation:
        rows = rows.filter(level=Level.PROVINCE)
    else:
        rows = rows.exclude(level=Level.PROVINCE)
    if any(held.acts for held in user.scope.roles):
        rows = rows.on(clock.today())
    return [(pk, f"{name} ({kind})") for pk, kind, name in rows.values_list("pk", "kind", "name")[:1000]]


def units_within(pk: int):
    """Keys of a unit, of what went into it and of what lies below it: a subquery for `unit_id__in`."""
    inside = Q(pk=pk) | Q(parent_id=pk) | Q(province_id=pk) | Q(successions__new_id=pk)
    return AdministrativeUnit.objects.filter(inside).order_by().values("pk")


def writable_communes(user, day):
    """Communes standing on `day` at which the person may register, in Vietnamese order."""
    scope = user.scope
    acting = [held for held in scope.roles if held.acts]
    near = frozenset().union(*(held.unit_ids for held in acting if held.role in (COMMUNE, DISTRICT)))
    wide = frozenset().union(*(held.province_ids for held in acting if held.role == PROVINCE))
    reach = Q(pk__in=near) | Q(province_id__in=wide)
    return AdministrativeUnit.objects.on(day).filter(reach, level=Level.COMMUNE)


def writable_units(user, day):
    """Units standing on `day` at which the person may record outreach and training: its own and those below."""
    scope = user.scope
    acting = [held for held in scope.roles if held.acts]
    near = frozenset().union(*(held.unit_ids for held in acting if held.role in (COMMUNE, DISTRICT)))
    wide = frozenset().union(*(held.province_ids for held in acting if held.role == PROVINCE))
    return AdministrativeUnit.objects.on(day).filter(Q(pk__in=near) | Q(province_id__in=wide) | Q(pk__in=wide))
