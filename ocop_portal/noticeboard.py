"""When the sweep of notices runs, and the letters that follow it. The same for Celery's beat and the embedded runner."""

import logging
import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit, clock, jobs, notices
from core.enums import MailChoice, MailState
from core.formats import show_date
from core.models import Notice, NoticeChoice
from ocop_portal.sweeps import DECIDED, RESULT, RETURNED
from products.models import Cycle

log = logging.getLogger("ocop.notices")
SWEEP, MAIL = "portal.notices", "portal.mail"
SWEEP_TITLE = gettext_lazy("Gửi thông báo của ngày")
MAIL_TITLE = gettext_lazy("Gửi thư thông báo của ngày")
FROM_HOUR = 6  # deadlines are told in the morning, not at midnight
AT_MOST_EVERY = timedelta(minutes=5)
HALF_SENT = timedelta(hours=1)


def tick() -> None:
    """Ask for a sweep: once a day from six o'clock, and within minutes after a return, a closing or a decision.

    The day is kept as a beat. Two clocks that tick at once ask for the same job (its key is the minute).
    """
    moment = clock.now()
    last = jobs.last_beat(SWEEP)
    if last is not None and moment - last < AT_MOST_EVERY:
        return
    daily = moment.hour >= FROM_HOUR and (
        last is None or clock.local_day(last) < moment.date() or last.astimezone(moment.tzinfo).hour < FROM_HOUR
    )
    if daily or (last is not None and news_since(last)):
        ask(moment)


def news_since(moment) -> bool:
    """Whether a cycle was returned, closed or decided after this moment."""
    return Cycle.objects.filter(state__in=(*RETURNED, *RESULT, *DECIDED), state_changed_at__gt=moment).exists()


def ask(moment) -> None:
    """Enqueue one sweep and remember when."""
    with transaction.atomic():
        jobs.enqueue(
            kind=SWEEP, key=f"{SWEEP}:{moment:%Y-%m-%dT%H:%M}", parameters={"day": moment.date()}, actor=audit.SYSTEM
        )
        jobs.beat(SWEEP)


def ask_letters(day) -> None:
    """Enqueue the letters of a day: one job a day, one letter a person."""
    jobs.enqueue(kind=MAIL, key=f"{MAIL}:{day}", parameters={"day": day}, actor=audit.SYSTEM)


def send_letters(progress) -> dict:
    """One letter to everybody with notices that wait for it. A letter is sent at most once: who dies while sending never
    sends it again, the notice itself stands in the portal. Without a mail server in reach everything waits for the next run.
    """
    notices.give_up_mail(clock.now() - HALF_SENT)
    people = list(Notice.objects.filter(mail=MailState.WAITING).order_by().values_list("user_id", flat=True).distinct())
    off = set(NoticeChoice.objects.filter(mail=MailChoice.OFF).values_list("user_id", flat=True))
    known = User.objects.filter(pk__in=people, is_active=True, is_demo=False).exclude(email="")
    addresses = dict(known.exclude(pk__in=off).values_list("pk", "email"))
    Notice.objects.filter(mail=MailState.WAITING, user_id__in=set(people) - set(addresses)).update(mail=MailState.NONE)
    if not addresses:
        return {"letters": 0}
    sent = 0
    with get_connection() as server:
        for place, (person, address) in enumerate(sorted(addresses.items()), start=1):
            progress(1, _("thư %(n)s/%(all)s") % {"n": place, "all": len(addresses)})
            sent += send(server, person, address)
    return {"letters": sent}


def send(server, person: int, address: str) -> int:
    """One person's letter. Out: 1 when the server took it."""
    rows = notices.claim_mail(person)
    if not rows:
        return 0
    try:
        letter(rows, address, server).send()
    except (smtplib.SMTPException, OSError):
        log.warning("the letter to user %s was not taken", person, exc_info=True)
        notices.end_mail(rows, MailState.FAILED)
        return 0
    notices.end_mail(rows, MailState.SENT)
    return 1


def letter(rows: list[Notice], address: str, server) -> EmailMessage:
    """The text of a letter: each notice with its address."""
    words = {"n": len(rows), "day": show_date(clock.today())}
    lines = [_("Ông/bà có %(n)s thông báo mới trên cổng OCOP, ngày %(day)s.") % words, ""]
    for row in rows:
        lines += [row.subject, row.sentence, f"{settings.SITE_URL}{row.link}", ""]
    lines.append(
        _("Ông/bà tắt thư này ở mục Thông báo, Cách nhận: %(url)s")
        % {"url": f"{settings.SITE_URL}/thong-bao/cach-nhan/"}
    )
    subject = _("Cổng OCOP: %(n)s thông báo mới ngày %(day)s") % words
    return EmailMessage(subject, "\n".join(lines), to=[address], connection=server)
