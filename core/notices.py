"""Notices: what a person is told without having asked, each of them once (issue of the six steps, "The inbox and the clocks").

Rooms above name their kinds (`kind`) and write by `tell`; who is told, and when, is theirs. What is told is named by its
key: a key that stands in the table is never written again, so that a sweep may run twice, late, or be killed and begin anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit, clock
from core.enums import MailState
from core.models import Notice, NoticeChoice
from core.text import clean_line, search_text

BATCH = 500


@dataclass(frozen=True)
class Kind:
    """A kind of notice: its Vietnamese words, tone and icon on the page."""

    label: str
    tone: str = ""
    icon: str = "info"


@dataclass(frozen=True)
class Draft:
    """A notice before it is written: `people` are user ids, `link` a path of this site."""

    key: str
    kind: str
    people: frozenset[int]
    subject: str
    sentence: str
    link: str
    object_type: str = ""
    object_id: int | None = None
    province_id: int | None = None


# A reminder is an officer's act in whatever room; every other kind is named by the room that tells it.
KINDS: dict[str, Kind] = {"reminder": Kind(_("Nhắc việc"), "soon", "bell")}


def kind(name: str, label, tone: str = "", icon: str = "info") -> None:
    """Register a kind; rooms do so in AppConfig.ready()."""
    KINDS[name] = Kind(label, tone, icon)


def known_keys(keys: Iterable[str]) -> set[str]:
    """Which of these keys have been told to anybody."""
    asked, found = sorted(set(keys)), set()
    for start in range(0, len(asked), BATCH):
        found.update(Notice.objects.filter(key__in=asked[start : start + BATCH]).values_list("key", flat=True))
    return found


@transaction.atomic
def tell(drafts: Iterable[Draft], *, at: datetime | None = None) -> int:
    """Write what was not told before. Out: how many notices were written.

    A key that anybody was told of is told: who takes the office up later reads the inbox. Drafts of one call may share a
    key (other words for other people). A writer that is faster wins; nothing is written twice (constraint). No event: a
    notice changes nothing of the programme.
    """
    drafts = [draft for draft in drafts if draft.people]
    told, moment, rows = known_keys(draft.key for draft in drafts), at or clock.now(), []
    for draft in drafts:
        if draft.key in told:
            continue
        if draft.kind not in KINDS or not draft.link.startswith("/") or draft.link.startswith("//"):
            raise ValueError(f"notice {draft.key!r}: unknown kind {draft.kind!r} or foreign link {draft.link!r}")
        subject, sentence = clean_line(str(draft.subject))[:300], clean_line(str(draft.sentence))
        rows += [
            Notice(
                user_id=person, key=draft.key, kind=draft.kind, subject=subject, sentence=sentence, link=draft.link,
                object_type=draft.object_type, object_id=draft.object_id, province_id=draft.province_id,
                created_at=moment, search_text=search_text(subject, sentence),
            )
            for person in sorted(draft.people)
        ]  # fmt: skip
    Notice.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)


def read(*, notice: Notice, at: datetime | None = None) -> None:
    """The person has read it; the first time stands."""
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at or clock.now())


def read_all(*, user, at: datetime | None = None) -> int:
    """Everything unread of a person is read. Out: how many."""
    return Notice.objects.visible_to(user).unread().update(read_at=at or clock.now())


@transaction.atomic
def choose_mail(*, user, mail: str, at: datetime | None = None) -> NoticeChoice:
    """Keep how the person wants letters; what waits to be sent is dropped by the next run. Event `notice.choose`."""
    row = NoticeChoice.objects.filter(user_id=user.pk).first() or NoticeChoice(user_id=user.pk)
    before, row.mail = row.mail if row.pk else "", mail
    row.full_clean()
    row.save()
    audit.record("notice.choose", actor=user, obj=row, before={"mail": before}, after={"mail": mail}, at=at)
    return row


def claim_mail(person: int, at: datetime | None = None) -> list[Notice]:
    """The notices of a person that wait for the letter, taken: nobody else sends them, and nobody sends them again."""
    moment = at or clock.now()
    keys = list(Notice.objects.filter(user_id=person, mail=MailState.WAITING).values_list("pk", flat=True)[:BATCH])
    Notice.objects.filter(pk__in=keys, mail=MailState.WAITING).update(mail=MailState.SENDING, mail_at=moment)
    mine = Notice.objects.filter(pk__in=keys, mail=MailState.SENDING, mail_at=moment)
    return list(mine.order_by("created_at", "pk"))


def give_up_mail(before: datetime) -> int:
    """Letters that a killed process left half sent, since before this moment: never sent again, said to have failed."""
    left = Notice.objects.filter(mail=MailState.SENDING, mail_at__lt=before)
    return left.update(mail=MailState.FAILED)


def end_mail(rows: list[Notice], state: MailState) -> None:
    """How sending ended for claimed notices."""
    Notice.objects.filter(pk__in=[row.pk for row in rows], mail=MailState.SENDING).update(
        mail=state, mail_at=clock.now()
    )
