"""Reminders that an officer sends for several rows at once: notices to the people, letters to print, one event a row.

A row is reminded of at most once a day, whoever asks: the event `….remind` of the day says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from accounts.recipients import Offices
from core import audit, clock, files, jobs, notices
from core.exceptions import NotAllowed, Refused, Stale
from core.formats import show_date
from core.models import AuditEvent, AuditHead, Job
from core.scope import COMMUNE
from districts.models import AdministrativeUnit
from evaluations import remind_messages as messages
from evaluations.letters import head_of
from evaluations.models import Certificate
from evaluations.remindletters import Letter, draw
from evaluations.selectors.renewals import window_of
from evaluations.services.shortfallfiles import office_of
from producers.models import ProducerMember
from producers.rules import may_write_at
from products.regulationfiles import regulation_on

JOB = "evaluations.remind"
VERB = "certificate.remind"
FILES = "evaluations.reminder"
LIMIT = 200


@dataclass(frozen=True)
class Reminder:
    """One row of a reminder: the record, the notice, the place that the letter goes to, the row of its table."""

    obj: models.Model
    parent: models.Model
    draft: notices.Draft
    to: str
    cells: tuple[str, ...]
    province_id: int


def reminded(verb: str, model, keys, day: date) -> set[int]:
    """Which of these records were reminded of on this day: one query."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    rows = AuditEvent.objects.filter(
        object_type=model._meta.label_lower, object_id__in=[str(key) for key in keys], verb=verb,
        recorded_at__gte=start, recorded_at__lt=start + timedelta(days=1),
    )  # fmt: skip
    return {int(key) for key in rows.values_list("object_id", flat=True)}


def ask(*, kind: str, verb: str, title, rows: list, actor, parameters: dict | None = None) -> Job:
    """Enqueue the reminder of these rows, already checked by the caller. Refused when all were reminded of today.

    The job is the act: it writes notices, file and events together. The same rows asked for twice a day are one job.
    """
    if not rows:
        raise Refused(messages.NONE_CHOSEN, code="chon")
    if len(rows) > LIMIT:
        raise Refused(messages.TOO_MANY % {"limit": LIMIT}, code="chon")
    day, keys = clock.today(), sorted(row.pk for row in rows)
    if len(reminded(verb, type(rows[0]), keys, day)) == len(keys):
        raise Refused(messages.ALL_DONE, code="chon")
    office = office_of(actor)
    given = {"rows": keys, "day": day, "actor": actor.pk, "office": office.pk if office else None}
    with transaction.atomic():
        return jobs.enqueue(
            kind=kind, key=f"{kind}:{actor.pk}:{day}:{audit.digest(keys)[:24]}", parameters=given | (parameters or {}),
            actor=actor, title=title % {"n": len(keys)}, province_id=rows[0].province_id,
        )  # fmt: skip


def work(progress, parameters: dict, *, verb: str, model, find: Callable, write: Callable) -> Callable:
    """What both kinds of reminder do: find what still is to be reminded of, draw the letters, then tell, keep, record.

    `find(keys, day, user, office) -> list[Reminder]`; `write(to, rows, user) -> Letter`.
    """
    day, user = date.fromisoformat(parameters["day"]), User.objects.get(pk=parameters["actor"])
    office = AdministrativeUnit.objects.filter(pk=parameters["office"]).first() if parameters["office"] else None
    progress(1)
    done = reminded(verb, model, parameters["rows"], day)
    found = find([key for key in parameters["rows"] if key not in done], day, user, office)
    if not found:
        raise Refused(messages.ALL_DONE, code="chon")
    by_place: dict[str, list[Reminder]] = {}
    for row in found:
        by_place.setdefault(row.to, []).append(row)
    content = draw([write(to, rows) for to, rows in by_place.items()], head_of(office, day) if office else {}, day)
    progress(2)

    def commit():
        AuditHead.objects.select_for_update().filter(
            pk=1
        ).first()  # reminders of the same row wait for one another here
        if reminded(verb, model, [row.obj.pk for row in found], day):
            raise Stale(messages.MEANWHILE, code="chon")
        told = notices.tell(row.draft for row in found)
        file = files.store_made(
            content, name=f"van-ban-nhac-{day:%Y%m%d}.pdf", content_type="application/pdf", owner_type=FILES,
            owner_id=user.pk, actor=user, province_id=found[0].province_id,
        )  # fmt: skip
        entries = [audit.Entry(row.obj, row.parent, after={"to": row.to}, province_id=row.province_id) for row in found]
        audit.record_all(verb, entries=entries, actor=user)
        words = {"letters": len(by_place), "notices": told, "skipped": len(parameters["rows"]) - len(found)}
        return {"files": [{"id": file.pk, "label": "PDF", "note": str(messages.DONE % words)}]}

    return commit


# --- certificates near their end -----------------------------------------------------------------------------------------


def ask_certificates(*, certificates, actor) -> Job:
    """Remind the producers of these certificates. NotAllowed where the officer has no part in one of them."""
    rows = list(certificates.select_related("product")[: LIMIT + 1])
    for row in rows:
        if not may_write_at(actor, row.product.unit_id, row.product.province_id):
            raise NotAllowed(messages.NOT_YOURS, code="chon", obj=row)
        row.province_id = row.product.province_id
    return ask(kind=JOB, verb=VERB, title=messages.TITLE_CERTIFICATES, rows=rows, actor=actor)


def find_certificates(keys: list[int], day: date, user: User, office) -> list[Reminder]:
    """Reminders to the producers, and to the commune where nobody signs in for one."""
    rows = Certificate.objects.filter(pk__in=keys, superseded_by__isnull=True, withdrawal__isnull=True)
    rows = list(rows.select_related("product__producer").order_by("valid_to", "pk"))
    members: dict[int, set[int]] = {}
    owners = ProducerMember.objects.filter(producer_id__in={r.product.producer_id for r in rows}, user__is_active=True)
    for producer, person in owners.values_list("producer_id", "user_id"):
        members.setdefault(producer, set()).add(person)
    offices = Offices(day)
    return [_certificate(row, members, offices, day, user) for row in rows]


def _certificate(row: Certificate, members: dict, offices: Offices, day: date, user: User) -> Reminder:
    span, product = window_of(row, day), row.product
    people = frozenset(members.get(product.producer_id, ())) or offices.at(COMMUNE, product.unit_id)
    window = ""
    if span.first is not None and span.last is not None:
        window = f"từ ngày {show_date(span.first)} đến hết ngày {show_date(span.last)}"
    sentence = f"{user.full_name} nhắc: giấy chứng nhận {row} có hiệu lực đến hết ngày {show_date(row.valid_to)}."
    if window:
        sentence += f" Kỳ nộp hồ sơ đánh giá lại: {window}."
    draft = notices.Draft(
        key=f"remind:certificate:{row.pk}:{day}", kind="reminder", people=people,
        subject=f"Nhắc đánh giá lại: {row.product_name}", sentence=sentence, link=row.get_absolute_url(),
        object_type="evaluations.certificate", object_id=row.pk, province_id=product.province_id,
    )  # fmt: skip
    cells = (row.product_name, f"{row.stars} sao", str(row), show_date(row.valid_to), window)
    return Reminder(row, product, draft, row.producer_name, cells, product.province_id)


def certificate_letter(to: str, rows: list[Reminder], day: date) -> Letter:
    """The letter to one producer, with its certificates (148/QĐ-TTg: written notice; 26/2026/QĐ-TTg Art. 7.6)."""
    return Letter(
        to=to,
        about="giấy chứng nhận sản phẩm OCOP sắp hết hạn",
        body=(
            f"Giấy chứng nhận sản phẩm OCOP của {to} sắp hết hạn như sau. Hồ sơ đánh giá lại thực hiện theo Quyết định số "
            f"{regulation_on(day).number}:",
        ),
        columns=("Sản phẩm", "Hạng", "Số giấy chứng nhận", "Có hiệu lực đến hết ngày", "Kỳ nộp hồ sơ đánh giá lại"),
        rows=tuple(row.cells for row in rows),
        wish=f"Đề nghị {to} chuẩn bị và nộp hồ sơ đánh giá lại đúng kỳ nếu tiếp tục tham gia Chương trình",
    )
