"""Notices: every one exactly once, day by day through 40 months, with days left out, runs doubled and a run that dies."""

import random
from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from accounts.models import User
from core import jobs, notices
from core.enums import MailState
from core.models import Job, Notice, NoticeChoice
from ocop_portal import noticeboard, sweeps
from products.models import Cycle

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
START, END = date(2026, 11, 11), date(2030, 3, 10)  # 40 months
VALID_TO = date(2029, 6, 30)
# What happens to one cycle: day -> (state, due on).
STORY = {
    date(2026, 11, 12): ("idea_submitted", None),
    date(2026, 11, 20): ("idea_returned", date(2026, 12, 5)),
    date(2026, 12, 20): ("dossier_filed", date(2027, 1, 12)),
    date(2027, 1, 8): ("reported", None),
    date(2027, 2, 1): ("closed", None),
    date(2027, 2, 20): ("recognised", None),
}


def moment(day, hour=7):
    return datetime(day.year, day.month, day.day, hour, tzinfo=HERE)


def live(land, day):
    """What the story says of this day."""
    if day in STORY:
        state, due = STORY[day]
        Cycle.objects.filter(pk=land.a_open_cycle.pk).update(
            state=state, due_on=due, state_changed_at=moment(day, 3), last_reason="Thiếu ảnh."
        )


def run(day):
    with time_machine.travel(moment(day), tick=False):
        return notices.tell(list(sweeps.drafts(day)))


def days():
    return [START + timedelta(days=n) for n in range((END - START).days + 1)]


def near_events():
    """The days on which something may be told, and three before and after: the rest of the 40 months is silent."""
    edges = [*STORY, *(due for _state, due in STORY.values() if due)]
    edges += [VALID_TO - timedelta(days=n) for n in (240, 180, 127, 120, 30, 0)] + [END]
    wanted = {day + timedelta(days=n) for day in edges for n in range(-1, 2)} | set(STORY)
    return sorted(day for day in wanted if START <= day <= END)


def told(land):
    """(what, to whom) -> times, about the open cycle and the certificate of Lệ Thủy."""
    names = {user.pk: name for name, user in land.users.items()}
    about = {("products.cycle", land.a_open_cycle.pk), ("evaluations.certificate", land.a_certificate.pk)}
    rows = Notice.objects.values_list("object_type", "object_id", "key", "user_id")
    return Counter((key.split(":")[0], names[user]) for kind, pk, key, user in rows if (kind, pk) in about)


@pytest.fixture
def story(land):
    Cycle.objects.filter(pk=land.a_open_cycle.pk).update(due_on=None)
    Cycle.objects.filter(pk=land.a_cycle.pk).update(state="recognised", state_changed_at=moment(date(2026, 6, 30)))
    return land


EXPECTED = {
    ("returned", "producer"): 1, ("soon", "producer"): 1, ("overdue", "producer"): 1,
    ("soon", "commune"): 1, ("closed", "province"): 1, ("decided", "producer"): 1, ("decided", "commune"): 1,
    **{(f"radar{n}", who): 1 for n in (240, 180, 120, 30) for who in ("producer", "commune", "province")},
    ("window-opens", "producer"): 1, ("window-ends", "producer"): 1, ("window-ends", "commune"): 1,
}  # fmt: skip


def test_every_notice_exactly_once_in_forty_months(story):
    for day in near_events():
        live(story, day)
        run(day)
    assert told(story) == EXPECTED


@pytest.mark.nightly
def test_day_by_day_through_forty_months(story):
    for day in days():
        live(story, day)
        run(day)
        assert run(day) == 0  # twice a day
    assert told(story) == EXPECTED


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(5))
def test_days_left_out_are_made_good(story, seed):
    """Up to six days in a row without a run: within the week that each notice stands, the next run tells it."""
    chance, pause = random.Random(seed), 0
    for day in days():
        live(story, day)
        pause = pause - 1 if pause else chance.choice((0, 0, 1, 3, 6))
        if not pause or day in (
            date(2026, 11, 26),
            date(2027, 1, 6),
            date(2027, 2, 7),
            date(2027, 3, 1),
            date(2026, 12, 5),
        ):
            run(day)
    assert told(story) == EXPECTED


def test_a_long_gap_tells_where_things_stand_and_not_what_was_slept_through(story):
    run(VALID_TO - timedelta(days=240))
    run(VALID_TO - timedelta(days=20))
    radar = {what for what, _who in told(story) if what.startswith("radar")}
    assert radar == {"radar240", "radar30"}


def test_a_reevaluation_under_way_keeps_the_radar_silent(story):
    Cycle.objects.filter(pk=story.a_cycle.pk).update(state="dossier_draft", kind="renewal", due_on=None)
    run(VALID_TO - timedelta(days=100))
    assert [what for what, _who in told(story) if what.startswith("radar")] == []


def test_two_runs_at_once_write_each_notice_once(story):
    """Both have read before either writes."""
    day = VALID_TO - timedelta(days=180)
    first, second = list(sweeps.drafts(day)), list(sweeps.drafts(day))
    assert notices.tell(first) > 0
    known, notices.known_keys = notices.known_keys, lambda keys: set()  # the second looked before the first wrote
    try:
        notices.tell(second)
    finally:
        notices.known_keys = known
    assert set(told(story).values()) == {1}


def test_a_run_that_dies_leaves_nothing_and_the_next_one_tells_all(story, monkeypatch):
    with time_machine.travel(moment(VALID_TO - timedelta(days=180)), tick=False) as clock:

        def die(day):
            raise OSError("the disk is full")

        with monkeypatch.context() as broken:
            broken.setattr(noticeboard, "ask_letters", die)
            noticeboard.tick()
            job = Job.objects.get(kind=noticeboard.SWEEP)
            assert (jobs.run(job.pk), Notice.objects.count()) == ("queued", 0)
        clock.shift(timedelta(minutes=1))
        assert jobs.run(job.pk) == "done"
    assert {what for what, _who in told(story)} >= {"radar180", "window-opens"}


def test_the_sweep_is_asked_for_once_a_day_and_soon_after_news(story):
    with time_machine.travel(moment(date(2027, 3, 1), 2), tick=False) as clock:
        asked = []

        def later(**span):
            clock.shift(timedelta(**span))
            before = Job.objects.filter(kind=noticeboard.SWEEP).count()
            noticeboard.tick()
            asked.append(Job.objects.filter(kind=noticeboard.SWEEP).count() - before)

        later()  # two o'clock at night: nobody is woken
        later(hours=4)  # six
        later(minutes=1)
        later(hours=9)  # nothing new
        Cycle.objects.filter(pk=story.a_open_cycle.pk).update(
            state="idea_returned", state_changed_at=moment(date(2027, 3, 1), 15)
        )
        later(minutes=5)
        later(minutes=5)  # told already
        later(hours=16)  # the next morning
    assert asked == [0, 1, 0, 0, 1, 0, 1]


def test_who_holds_the_office_no_longer_is_not_told(story):
    story.commune.assignments.update(valid_to=date(2027, 1, 1))
    story.province.is_active = False
    story.province.save()
    run(VALID_TO - timedelta(days=30))
    assert {who for _what, who in told(story)} == {"producer"}


def test_what_nobody_was_told_is_told_when_somebody_comes(story):
    story.a_producer.members.all().delete()
    story.commune.assignments.update(valid_to=date(2027, 1, 1))
    story.province.assignments.update(valid_to=date(2027, 1, 1))
    run(VALID_TO - timedelta(days=30))
    story.province.assignments.update(valid_to=None)
    run(VALID_TO - timedelta(days=29))
    assert told(story) == {("radar30", "province"): 1}


def test_queries_of_a_sweep_do_not_grow(story, django_assert_max_num_queries):
    from tests.portal.test_inbox import make

    for number in range(900, 930):
        Cycle.objects.filter(pk=make(story, number, "idea_draft").pk).update(due_on=START)
    with django_assert_max_num_queries(8):
        list(sweeps.drafts(START))


# --- letters -----------------------------------------------------------------------------------------------------------


def with_address(*people):
    for person in people:
        User.objects.filter(pk=person.pk).update(email=f"{person.username}@example.vn")


def letters(day):
    with time_machine.travel(moment(day), tick=False):
        return noticeboard.send_letters(lambda *_step: None)


def test_one_letter_a_day_with_all_that_is_new(story):
    with_address(story.commune)
    run(VALID_TO - timedelta(days=120))
    assert letters(VALID_TO - timedelta(days=120)) == {"letters": 1}
    assert letters(VALID_TO - timedelta(days=120)) == {"letters": 0}
    (letter,) = mail.outbox
    assert letter.to == ["xa-lt@example.vn"]
    assert letter.subject == "Cổng OCOP: 2 thông báo mới ngày 02/03/2029"
    assert "Còn không quá 120 ngày: Chè Lệ Thủy" in letter.body
    assert f"http://127.0.0.1:8000/danh-gia/giay-chung-nhan/{story.a_certificate.pk}/" in letter.body
    states = Counter(Notice.objects.values_list("user_id", "mail"))
    assert states[story.commune.pk, MailState.SENT] == 2
    assert states[story.producer.pk, MailState.NONE] == 3  # no address


def test_who_wants_no_letters_gets_none(story):
    with_address(story.commune)
    NoticeChoice.objects.create(user_id=story.commune.pk, mail="off")
    run(VALID_TO - timedelta(days=30))
    letters(VALID_TO - timedelta(days=30))
    assert (mail.outbox, set(Notice.objects.values_list("mail", flat=True))) == ([], {MailState.NONE})


def test_a_letter_that_was_begun_is_never_sent_again(story):
    with_address(story.commune)
    day = VALID_TO - timedelta(days=30)
    run(day)
    with time_machine.travel(moment(day), tick=False):
        notices.claim_mail(story.commune.pk)  # and the process dies here
    letters(day + timedelta(days=1))
    assert mail.outbox == []
    assert Notice.objects.get(user_id=story.commune.pk, key__startswith="radar30").mail == MailState.FAILED


def test_a_refused_letter_does_not_stop_the_others(story, monkeypatch):
    with_address(story.commune, story.province)
    run(VALID_TO - timedelta(days=30))
    send = EmailBackend.send_messages

    def refuse_one(server, messages):
        if messages[0].to == ["tinh-qt@example.vn"]:
            raise OSError("refused")
        return send(server, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse_one)
    assert letters(VALID_TO - timedelta(days=30)) == {"letters": 1}
    assert [letter.to for letter in mail.outbox] == [["xa-lt@example.vn"]]
    assert Notice.objects.get(user_id=story.province.pk, key__startswith="radar30").mail == MailState.FAILED


# --- pages -------------------------------------------------------------------------------------------------------------


def tell_one(person, key="x:1", **more):
    values = {"kind": "reminder", "subject": "Nhắc: Chè Lệ Thủy", "sentence": "Hạn là mai.", "link": "/viec/"} | more
    notices.tell([notices.Draft(key=key, people=frozenset({person.pk}), **values)])


def test_the_list_filters_and_costs_no_more_for_more(client, story, django_assert_max_num_queries):
    for number in range(60):
        tell_one(story.commune, f"x:{number}", subject=f"Nhắc lần {number}")
    tell_one(story.commune, "y", kind="returned", subject="Bị trả lại: Mật ong")
    client.force_login(story.commune)
    with django_assert_max_num_queries(3 + 3):
        page = client.get("/thong-bao/").content.decode()
    assert "61<span" in page and "Bị trả lại: Mật ong" in page
    assert "Mật ong" in client.get("/thong-bao/?q=mat+ong&loai=returned&doc=chua").content.decode()
    assert "Mật ong" not in client.get("/thong-bao/?doc=roi").content.decode()


def test_opening_reads_it_and_leads_there(client, story):
    tell_one(story.commune)
    row = Notice.objects.get()
    client.force_login(story.commune)
    assert client.post(f"/thong-bao/{row.pk}/mo/").headers["Location"] == "/viec/"
    row.refresh_from_db()
    assert row.read_at is not None
    tell_one(story.commune, "x:2")
    tell_one(story.province, "x:3")
    client.post("/thong-bao/da-doc/")
    assert list(Notice.objects.unread().values_list("user_id", flat=True)) == [story.province.pk]


def test_letters_are_a_choice_that_is_kept(client, story):
    client.force_login(story.commune)
    assert "chưa có địa chỉ thư" in client.get("/thong-bao/cach-nhan/").content.decode()
    client.post("/thong-bao/cach-nhan/", {"mail": "off"})
    assert NoticeChoice.objects.get().mail == "off"
    wrong = client.post("/thong-bao/cach-nhan/", {"mail": "sms"})
    assert (wrong.status_code, NoticeChoice.objects.get().mail) == (422, "off")


def test_a_link_never_leaves_the_site(story):
    for link in ("https://example.com/", "//example.com/"):
        with pytest.raises(ValueError, match="foreign link"):
            tell_one(story.commune, link=link)
