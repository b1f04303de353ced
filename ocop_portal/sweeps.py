"""What the day brings to whom: deadlines, returns, results, certificates near their end (issue of the six steps).

Pure of clockwork: `drafts(day)` reads the rows of the rooms and says every notice that is due on that day, told before or
not; `core.notices.tell` writes those that were not. So a day that is left out is made good by the next one, and a second
run writes nothing. Long gaps tell the stage that has been reached, not the ones slept through: "còn 240 ngày" of a
certificate with 20 days left would be wrong.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.recipients import Offices
from core import notices
from core.formats import show_date
from core.notices import Draft
from core.scope import COMMUNE, PROVINCE
from evaluations.models import Certificate
from evaluations.renewal import RADAR, radar_stage
from evaluations.selectors.renewals import AGAIN, window_of
from ocop_portal import turns
from products.enums import CycleState
from products.models import FINAL_STATES, Cycle

SOON_DAYS = 7
FRESH_DAYS = 14  # a result older than this is no news: the first run of the portal does not tell its history
CHUNK = 500
RETURNED = (CycleState.IDEA_RETURNED, CycleState.PLAN_RETURNED, CycleState.DOSSIER_RETURNED)
RESULT = (CycleState.CLOSED, CycleState.HANDED_BACK)
DECIDED = (CycleState.RECOGNISED, CycleState.NOT_RECOGNISED)

KINDS = (
    ("due_soon", gettext_lazy("Sắp đến hạn"), "soon", "clock"),
    ("overdue", gettext_lazy("Quá hạn"), "bad", "alert"),
    ("returned", gettext_lazy("Bị trả lại"), "info", "back"),
    ("closed", gettext_lazy("Kết quả đã chốt"), "info", "lock"),
    ("decided", gettext_lazy("Đã có quyết định"), "ok", "award"),
    ("radar", gettext_lazy("Giấy chứng nhận sắp hết hạn"), "soon", "cal"),
    ("window_opens", gettext_lazy("Bắt đầu kỳ nộp đánh giá lại"), "info", "cal"),
    ("window_ends", gettext_lazy("Sắp hết kỳ nộp đánh giá lại"), "soon", "cal"),
)


def register() -> None:
    """Name the kinds of the portal."""
    for name, label, tone, icon in KINDS:
        notices.kind(name, label, tone, icon)


def drafts(day: date) -> Iterator[Draft]:
    """Every notice that is due on `day`, for all provinces."""
    offices = Offices(day)
    yield from cycle_drafts(day, offices)
    yield from certificate_drafts(day, offices)


def pieces(rows) -> Iterator[list]:
    """The rows in lists of CHUNK, read as they are needed."""
    piece = []
    for row in rows.iterator(chunk_size=CHUNK):
        piece.append(row)
        if len(piece) == CHUNK:
            yield piece
            piece = []
    if piece:
        yield piece


def fresh_since(day: date) -> datetime:
    """The moment from which a result is still news on `day`."""
    return timezone.make_aware(datetime.combine(day - timedelta(days=FRESH_DAYS), time.min))


# --- cycles ------------------------------------------------------------------------------------------------------------


def cycle_drafts(day: date, offices: Offices) -> Iterator[Draft]:
    """Deadlines, returns and results."""
    open_ = ~Q(state__in=FINAL_STATES)
    wanted = (
        open_ & (Q(due_on__lte=day + timedelta(days=SOON_DAYS)) | Q(state__in=RETURNED))
        | Q(state__in=(*RESULT, *DECIDED), state_changed_at__gte=fresh_since(day))
    )  # fmt: skip
    rows = turns.with_members(Cycle.objects.filter(wanted)).select_related(*turns.READ_ALONG).order_by("pk")
    for piece in pieces(rows):
        members = turns.members_of(row.producer_id for row in piece)
        for row in piece:
            yield from of_cycle(row, day, offices, members)


def of_cycle(cycle: Cycle, day: date, offices: Offices, members: dict) -> Iterator[Draft]:
    """The notices of one cycle on `day`."""
    turn = turns.turn_of(cycle)
    doers = turns.people_of(turn, cycle, offices, members)
    moment = int(cycle.state_changed_at.timestamp() * 1_000_000)
    words = {"product": cycle.product.name, "number": cycle.number, "state": cycle.get_state_display()}
    if cycle.due_on is not None and cycle.state not in FINAL_STATES:
        words["day"] = show_date(cycle.due_on)
        key = f"{cycle.pk}:{cycle.due_on}:{turn.kind if turn else ''}"
        if cycle.due_on < day:
            sentence = _("Hồ sơ %(number)s (%(state)s) đã quá hạn ngày %(day)s. Ông/bà xử lý ngay hôm nay.")
            yield about(cycle, f"overdue:{key}", "overdue", doers, _("Quá hạn: %(product)s"), sentence, words)
        elif cycle.due_on <= day + timedelta(days=SOON_DAYS):
            sentence = _("Hồ sơ %(number)s (%(state)s) phải xử lý trước hoặc trong ngày %(day)s.")
            yield about(cycle, f"soon:{key}", "due_soon", doers, _("Sắp đến hạn: %(product)s"), sentence, words)
    if cycle.state in RETURNED:
        words["reason"] = cycle.last_reason
        sentence = _("Hồ sơ %(number)s bị trả lại: “%(reason)s”")
        yield about(
            cycle, f"returned:{cycle.pk}:{moment}", "returned", doers, _("Bị trả lại: %(product)s"), sentence, words
        )
    elif cycle.state in RESULT:
        sentence = _("Hội đồng đã chốt kết quả của hồ sơ %(number)s; cơ quan ông/bà xử lý tiếp.")
        yield about(
            cycle, f"closed:{cycle.pk}:{moment}", "closed", doers, _("Đã chốt kết quả: %(product)s"), sentence, words
        )
    elif cycle.state in DECIDED:
        told = frozenset(members.get(cycle.producer_id, ())) | offices.at(COMMUNE, cycle.unit_id)
        sentence = _("Hồ sơ %(number)s đã có quyết định: %(state)s.")
        yield about(
            cycle, f"decided:{cycle.pk}:{moment}", "decided", told, _("Đã có quyết định: %(product)s"), sentence, words
        )


def about(cycle: Cycle, key: str, kind: str, people, subject: str, sentence: str, words: dict) -> Draft:
    """A draft about a cycle."""
    return Draft(
        key=key, kind=kind, people=frozenset(people), subject=subject % words, sentence=sentence % words,
        link=cycle.get_absolute_url(), object_type="products.cycle", object_id=cycle.pk, province_id=cycle.province_id,
    )  # fmt: skip


# --- certificates ------------------------------------------------------------------------------------------------------


def certificate_drafts(day: date, offices: Offices) -> Iterator[Draft]:
    """The radar days, and the window in which a re-evaluation is to be filed; nothing where one is under way."""
    under_way = Cycle.objects.filter(product_id=OuterRef("product_id"), kind__in=AGAIN).exclude(state__in=FINAL_STATES)
    rows = (
        Certificate.objects.filter(superseded_by__isnull=True, withdrawal__isnull=True)
        .filter(valid_to__range=(day, day + timedelta(days=max(RADAR))))
        .filter(~Exists(under_way))
        .annotate(
            producer_id=F("product__producer_id"), unit_id=F("product__unit_id"), province_id=F("product__province_id")
        )
        .order_by("pk")
    )
    for piece in pieces(rows):
        members = turns.members_of(row.producer_id for row in piece)
        for row in piece:
            yield from of_certificate(row, day, offices, frozenset(members.get(row.producer_id, ())))


def of_certificate(certificate, day: date, offices: Offices, owners: frozenset[int]) -> Iterator[Draft]:
    """The notices of one certificate on `day`: other words for the producer than for the offices."""
    span = window_of(certificate, day)
    near = offices.at(COMMUNE, certificate.unit_id)
    officers = near | offices.at(PROVINCE, certificate.province_id)
    words = {
        "product": certificate.product_name, "producer": certificate.producer_name, "end": show_date(certificate.valid_to),
        "number": str(certificate), "first": show_date(span.first), "last": show_date(span.last),
        "stage": radar_stage(certificate.valid_to, day),
    }  # fmt: skip

    def draft(name, kind, people, subject, sentence):
        return Draft(
            key=f"{name}:{certificate.pk}", kind=kind, people=people, subject=subject % words, sentence=sentence % words,
            link=certificate.get_absolute_url(), object_type="evaluations.certificate", object_id=certificate.pk,
            province_id=certificate.province_id,
        )  # fmt: skip

    name, subject = f"radar{words['stage']}", _("Còn không quá %(stage)s ngày: %(product)s")
    own = _("Giấy chứng nhận %(number)s có hiệu lực đến hết ngày %(end)s.")
    if span.first is not None:
        own += " " + _("Kỳ nộp hồ sơ đánh giá lại: từ ngày %(first)s đến hết ngày %(last)s.")
    yield draft(name, "radar", owners, subject, own)
    sentence = _(
        "Giấy chứng nhận %(number)s của %(producer)s có hiệu lực đến hết ngày %(end)s. Văn bản nhắc đã soạn sẵn ở trang giấy chứng nhận sắp hết hạn."
    )
    yield draft(name, "radar", officers - owners, subject, sentence)
    if span.first is None or span.last is None or not span.first <= day <= span.last:
        return
    sentence = _("Hồ sơ đánh giá lại của giấy chứng nhận %(number)s nộp được từ ngày %(first)s đến hết ngày %(last)s.")
    yield draft("window-opens", "window_opens", owners, _("Bắt đầu kỳ nộp: %(product)s"), sentence)
    if span.last <= day + timedelta(days=SOON_DAYS):
        sentence = _("Hết ngày %(last)s là hết kỳ nộp hồ sơ đánh giá lại của giấy chứng nhận %(number)s.")
        yield draft("window-ends", "window_ends", owners | near, _("Sắp hết kỳ nộp: %(product)s"), sentence)
