"""Reads of producers: likeness, tax codes, training."""

import re
from datetime import date
from difflib import SequenceMatcher

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models import RoleAssignment, User
from core import audit, clock
from core.scope import COMMUNE, DISTRICT, PROVINCE
from core.text import fold
from districts.enums import Level
from districts.models import AdministrativeUnit
from producers.enums import Audience
from producers.models import Attendance, CourseInvitation, OutreachActivity, Producer, ProducerMember, TrainingCourse

# Words of the legal form say nothing about who it is.
FORM_WORDS = re.compile(
    r"\b(hop tac xa|htx|to hop tac|tht|cong ty|tnhh|co phan|cp|mtv|mot thanh vien|doanh nghiep tu nhan|dntn|ho kinh doanh"
    r"|hkd|co so|trang trai|dich vu|nong nghiep|san xuat|kinh doanh|thuong mai|va)\b"
)
LIKE = 0.85
OFFICES = (COMMUNE, DISTRICT, PROVINCE)  # roles that manage the programme


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
    rows = producer.attendances.filter(course__cancelled_at__isnull=True).select_related("course")
    return list(rows.annotate(opens=opens).order_by("-course__held_on", "pk"))


def invited_to(producer: Producer, user) -> list[CourseInvitation]:
    """Courses to come to which the producer is invited, the next one first: one query. `opens` as in `training_of`."""
    opens = Exists(TrainingCourse.objects.visible_to(user).filter(pk=OuterRef("course_id")))
    rows = CourseInvitation.objects.filter(
        producer=producer, course__cancelled_at__isnull=True, course__held_on__gte=clock.today()
    )
    return list(rows.select_related("course__unit").annotate(opens=opens).order_by("course__held_on", "pk"))


def held_trained(start, end, **which):
    """Attendance at courses that count, held from `start` to `end`: the one meaning of "trained" for lists and figures."""
    return Attendance.objects.filter(course__cancelled_at__isnull=True, course__held_on__range=(start, end), **which)


def with_training(rows, year: int, trained: bool):
    """Producers that had (or had not) anybody at a course of that year."""
    had = Exists(held_trained(date(year, 1, 1), date(year, 12, 31), producer_id=OuterRef("pk")))
    return rows.filter(had) if trained else rows.exclude(had)


def officers_of(course: TrainingCourse):
    """Officers with an account, in office at a unit of the course's unit or below: who a course for officers is for.

    Names of colleagues for those who may write the course; the accounts themselves stay behind their own gate.
    """
    held = RoleAssignment.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=clock.today()),
        Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today()),
        Q(unit__valid_to__isnull=True) | Q(unit__valid_to__gte=clock.today()),
        role__in=OFFICES, ended_at__isnull=True, unit_id__in=units_of(course.unit),
    )  # fmt: skip
    return User.objects.filter(is_active=True, pk__in=held.order_by().values("user_id"))


def with_attended(rows):
    """Courses with `attended`, the number of people on the list, counted for the rows of one page only."""
    people = Attendance.objects.filter(course=OuterRef("pk")).order_by().values("course").annotate(n=Count("pk"))
    return rows.annotate(attended=Coalesce(Subquery(people.values("n")), 0))


def invited_of(course: TrainingCourse):
    """Those invited, in Vietnamese order, with `there`: whether attendance is noted."""
    there = Attendance.objects.filter(course=course)
    rows = course.invitations.select_related("producer__unit", "officer").annotate(
        there=Exists(
            there.filter(
                Q(producer_id=OuterRef("producer_id"), producer__isnull=False)
                | Q(officer_id=OuterRef("officer_id"), officer__isnull=False)
            )
        )
    )
    return rows.order_by("producer__sort_key", "officer__sort_key", "pk")


def to_invite(course: TrainingCourse, user):
    """Who could be invited and is not yet: producers of the course's unit, or its officers, in Vietnamese order."""
    if course.audience == Audience.OFFICERS:
        rows, column = officers_of(course), "officer_id"
    else:
        rows, column = Producer.objects.visible_to(user).filter(unit_id__in=units_of(course.unit)), "producer_id"
        rows = rows.select_related("unit")
    invited = course.invitations.filter(**{f"{column}__isnull": False})
    return rows.exclude(pk__in=invited.values(column)).order_by("sort_key", "pk")


def may_fetch_activity(user, pk: int) -> bool:
    """The gate of an activity's evidence."""
    return OutreachActivity.objects.visible_to(user).filter(pk=pk).exists()


def may_fetch_course(user, pk: int) -> bool:
    """The gate of a course's evidence."""
    return TrainingCourse.objects.visible_to(user).filter(pk=pk).exists()


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


def units_of(unit: AdministrativeUnit):
    """Keys of a unit and what went into it, all below included: for a province also what lay below its forerunners."""
    if unit.level != Level.PROVINCE:
        return units_within(unit.pk)
    inside = Q(province_id=unit.pk) | Q(province__successions__new_id=unit.pk)
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
