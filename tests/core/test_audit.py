"""The audit chain: sealed alike on both databases, append-only, and checked by `verify_audit`."""

import io
import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from core import audit, clock, triggers
from core.models import AuditEvent, AuditHead, Job
from tests.races import together

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def job(db):
    return Job.objects.create(kind="test.nothing", key="audit", title="Việc thử")


def append(job, count=1, **kwargs):
    for _ in range(count):
        with transaction.atomic():
            event = audit.record("test.verb", actor=audit.SYSTEM, obj=job, **kwargs)
    return event


def verify():
    out = io.StringIO()
    call_command("verify_audit", stdout=out)
    return out.getvalue()


@pytest.fixture
def open_table(db):
    """Triggers away inside the test's own transaction: what somebody with the database's password could do."""
    triggers.lift()


def test_an_event_is_sealed_and_verifies_after_the_round_trip(job):
    moment = datetime(2026, 11, 21, 9, 30, 15, 123457, tzinfo=HANOI)
    with time_machine.travel(moment, tick=False):
        append(
            job,
            before={
                "điểm": Decimal("71.670"),
                "ngày": date(2026, 3, 5),
                "lúc": moment,
                "danh sách": (3, 1.5, None, True),
            },
            after={1: {"x", "y"}, "lớn": 10**30, "chữ": "Ho\u0300a\u0000 B\u00ecnh\r\n"},
            reason="Lý do có dấu “ngoặc” và \\ gạch",
        )
    event = AuditEvent.objects.get()
    assert event.hash == audit.event_hash(event)
    assert event.before == {
        "điểm": "71.670",
        "ngày": "2026-03-05",
        "lúc": "2026-11-21T02:30:15.123457+00:00",
        "danh sách": [3, "1.5", None, True],
    }
    assert event.after == {"1": ["x", "y"], "lớn": 10**30, "chữ": "Hòa Bình\n"}
    assert (event.number, event.previous_hash, event.recorded_at) == (1, audit.ZERO, moment)
    assert verify() == "OK: 1 events\n"


def test_events_are_linked_and_the_head_follows(job):
    append(job, 3)
    numbers = list(AuditEvent.objects.values_list("number", flat=True))
    hashes = list(AuditEvent.objects.values_list("hash", flat=True))
    previous = list(AuditEvent.objects.values_list("previous_hash", flat=True))
    head = AuditHead.objects.get()
    assert numbers == [1, 2, 3]
    assert previous == [audit.ZERO, *hashes[:2]]
    assert (head.number, head.hash) == (3, hashes[2])


def test_recording_takes_three_statements(job, django_assert_num_queries):
    append(job)
    with transaction.atomic(), django_assert_num_queries(3):
        audit.record("test.verb", actor=audit.SYSTEM, obj=job)


def test_the_hash_depends_on_every_column(job):
    event = append(job)
    others = {"number": 9, "actor_id": 4, "refused": True, "at": clock.now() - timedelta(days=1), "before": {"a": 1}}
    for name in audit.SEALED:
        changed = AuditEvent(**{n: getattr(event, n) for n in audit.SEALED})
        setattr(changed, name, others.get(name, clock.now() if name == "recorded_at" else 77))
        assert audit.event_hash(changed) != event.hash, name
    columns = {field.attname for field in AuditEvent._meta.concrete_fields}
    assert columns == set(audit.SEALED) | {"id", "hash"}


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded():
    row = Job.objects.create(kind="test.nothing", key="audit", title="Việc thử")
    with pytest.raises(RuntimeError):
        audit.record("test.verb", actor=audit.SYSTEM, obj=row)
    assert AuditEvent.objects.count() == 0


def test_an_unsaved_object_is_refused(db):
    with pytest.raises(ValueError, match="saved"):
        audit.record("test.verb", actor=audit.SYSTEM, obj=Job(title="chưa lưu"))


def test_a_rolled_back_change_leaves_no_gap(job):
    append(job)
    with pytest.raises(RuntimeError, match="lỗi"), transaction.atomic():
        audit.record("test.verb", actor=audit.SYSTEM, obj=job)
        raise RuntimeError("lỗi")
    append(job)
    assert list(AuditEvent.objects.values_list("number", flat=True)) == [1, 2]
    assert verify() == "OK: 2 events\n"


@pytest.mark.parametrize(
    "act",
    [
        lambda: AuditEvent.objects.update(reason="khác"),
        lambda: AuditEvent.objects.filter(number=1).delete(),
        lambda: AuditHead.objects.all().delete(),
    ],
    ids=["update", "delete", "delete head"],
)
def test_the_database_itself_refuses_changes(job, act):
    append(job, 2)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        act()
    assert verify() == "OK: 2 events\n"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="TRUNCATE exists on PostgreSQL only")
def test_truncate_is_refused(job):
    append(job)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE core_auditevent")
    assert verify() == "OK: 1 events\n"


def refused_with(match):
    return pytest.raises(CommandError, match=match)


def test_a_changed_row_is_named(job, open_table):
    append(job, 5)
    AuditEvent.objects.filter(number=3).update(reason="sửa lén")
    triggers.lay()
    with refused_with("Nội dung sự kiện số 3 không khớp"):
        verify()


def test_a_changed_and_resealed_row_breaks_the_next(job, open_table):
    append(job, 5)
    event = AuditEvent.objects.get(number=3)
    event.reason = "sửa lén"
    AuditEvent.objects.filter(number=3).update(reason=event.reason, hash=audit.event_hash(event))
    triggers.lay()
    with refused_with("số 4 không nối vào"):
        verify()


def test_a_removed_row_is_named(job, open_table):
    append(job, 5)
    AuditEvent.objects.filter(number=2).delete()
    triggers.lay()
    with refused_with("số 2 không còn"):
        verify()


def test_a_cut_end_is_seen(job, open_table):
    append(job, 5)
    AuditEvent.objects.filter(number__gte=4).delete()
    triggers.lay()
    with refused_with("thiếu từ sự kiện số 4"):
        verify()


def test_a_head_that_was_set_back_is_seen(job, open_table):
    append(job, 3)
    AuditHead.objects.update(number=2, hash=AuditEvent.objects.get(number=2).hash)
    triggers.lay()
    with refused_with("số 3 nằm ngoài"):
        verify()


def test_a_forged_head_is_seen(job):
    append(job, 2)
    AuditHead.objects.update(hash="f" * 64)
    with refused_with("không khớp sự kiện cuối, số 2"):
        verify()


def test_a_vanished_head_is_seen(job, open_table):
    append(job, 2)
    AuditHead.objects.all().delete()
    triggers.lay()
    with refused_with("số 1 nằm ngoài"):
        verify()


def test_a_missing_trigger_is_named(job):
    append(job)
    on = " ON core_auditevent" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER ocop_core_auditevent_no_update" + on)
    assert triggers.missing() == ["ocop_core_auditevent_no_update"]
    with refused_with("ocop_core_auditevent_no_update. Hãy chạy lệnh migrate"):
        verify()
    triggers.lay()
    triggers.lay()
    assert triggers.missing() == []


def test_a_weakened_trigger_is_missing(db):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION ocop_core_auditevent_no_delete() RETURNS trigger LANGUAGE plpgsql "
                "AS $$BEGIN RETURN OLD; END$$"
            )
        else:
            cursor.execute("DROP TRIGGER ocop_core_auditevent_no_delete")
            cursor.execute(
                "CREATE TRIGGER ocop_core_auditevent_no_delete BEFORE DELETE ON core_auditevent BEGIN SELECT 1; END"
            )
    assert triggers.missing() == ["ocop_core_auditevent_no_delete"]


def test_an_empty_chain_is_in_order(db):
    assert verify() == "OK: 0 events\n"


def test_checks_of_other_rooms_are_called(job, monkeypatch):
    monkeypatch.setattr(audit, "_checks", [])
    found = []
    audit.register_check(lambda: iter(found))
    append(job)
    assert verify() == "OK: 1 events\n"
    found[:] = ["Phiên số 7 đã đóng nhưng kết quả bị sửa.", "Phiên số 8 cũng vậy."]
    with refused_with("^Phiên số 7 đã đóng nhưng kết quả bị sửa.$"):
        verify()


def test_a_conditional_guard_shuts_only_rows_in_that_state(db, monkeypatch):
    monkeypatch.setattr(triggers, "_guards", {})
    triggers.protect("core_job", insert=True, when="{row}.state = 'done'")
    triggers.lay()
    try:
        row = Job.objects.create(kind="k", key="guard", title="t")
        Job.objects.filter(pk=row.pk).update(title="đổi được", state="done")
        for act in (
            lambda: Job.objects.filter(pk=row.pk).update(title="không đổi được"),
            lambda: Job.objects.filter(pk=row.pk).delete(),
            lambda: Job.objects.create(kind="k", key="guard 2", title="t", state="done"),
        ):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                act()
        assert list(Job.objects.values_list("title", "state")) == [("đổi được", "done")]
    finally:
        triggers.lift()


def test_a_name_that_is_no_table_is_refused():
    with pytest.raises(ValueError, match="not the name of a table"):
        triggers.protect("core_job; --")


def test_refusals_are_counted_per_person_and_hour(job, world):
    actor, other = world.province, world.commune
    with time_machine.travel(datetime(2026, 5, 4, 8, tzinfo=HANOI), tick=False) as traveller:
        events = [audit.record_refusal("test.refused", actor=actor, obj=job, reason="Không được.") for _ in range(61)]
        assert (events[59].refused, events[60]) == (True, None)
        assert audit.record_refusal("test.refused", actor=other, obj=job, reason="Không được.").refused is True
        traveller.shift(3601)
        assert audit.record_refusal("test.refused", actor=actor, obj=job, reason="Không được.").refused is True
    assert AuditEvent.objects.filter(actor_id=actor.pk, refused=True).count() == 61


def test_the_system_and_nobody_leave_no_refusal(job):
    assert audit.record_refusal("test.refused", actor=audit.SYSTEM, obj=job, reason="Không được.") is None
    assert AuditEvent.objects.count() == 0


def test_events_about_an_object_and_its_parts(job):
    other = Job.objects.create(kind="test.nothing", key="other", title="Việc khác")
    append(job)
    append(other)
    append(other, parent=job)
    assert list(AuditEvent.objects.about(job).values_list("number", flat=True)) == [1, 3]


def test_long_chains_are_walked_in_chunks(job):
    append(job, 7)
    assert audit.first_break(chunk=3) == (7, None)


@pytest.mark.race
def test_eight_writers_leave_one_unbroken_chain(file_database):
    job = Job.objects.create(kind="test.nothing", key="race", title="Việc thử")

    def write(_number):
        for _ in range(12):
            with transaction.atomic():
                audit.record("test.race", actor=audit.SYSTEM, obj=job)

    assert together(write, 8) == [None] * 8
    assert audit.first_break() == (96, None)
    assert AuditHead.objects.get().number == 96


def test_canonical_text_is_stable():
    value = {"b": [Decimal("1.50")], "a": "Đ", "c": {"z": None, "y": False}}
    assert audit.canonical(value) == '{"a":"Đ","b":["1.50"],"c":{"y":false,"z":null}}'
    assert audit.digest(value) == audit.digest(json.loads(audit.canonical(value)))
