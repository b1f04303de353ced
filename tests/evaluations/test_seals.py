"""What is sealed stays: the database refuses a later change, and where somebody takes the triggers away it is named."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import F

from core import triggers
from core.audit import digest
from core.models import AuditEvent
from evaluations.models import (
    Conflict,
    CouncilSession,
    Finding,
    Presence,
    Result,
    Score,
    ScoreChange,
    ScoreSheet,
    SessionProduct,
)
from evaluations.selectors.seals import PARTS, closed_sessions, session_parts
from evaluations.services import closing, sheets
from tests.evaluations import helpers as h
from tests.evaluations.conftest import build_session

pytestmark = pytest.mark.django_db
LATER = timedelta(microseconds=1)


@pytest.fixture
def closed(world, frozen):
    """Closed with one of everything: an abstention, a conflict, comments, findings, an absent advisor."""
    session = build_session(world, quorum=Decimal("0.5"))
    item = session.items.get()
    sheets.declare_conflict(item=item, has_conflict=True, reason="Cổ đông.", actor=world.member3)
    sheets.declare_conflict(item=item, has_conflict=False, actor=world.member2)
    sheets.abstain(sheet=sheets.open_sheet(item=item, actor=world.member2), reason="Vắng.", actor=world.member2)
    for who in (world.chair, world.member1):
        h.fill(item, who, h.places_for(item.rubric, 70))
    closing.end_scoring(item=item, actor=world.chair)
    closing.record_findings(
        item=item, knockouts={"D1": "Đã nêu."}, discussion="Thống nhất.", statement="Đủ.", actor=world.secretary
    )
    Presence.objects.filter(session=session, member__seat="advisor").update(present=False)
    return h.close(world, session)


def first(rows):
    return rows.filter(pk=rows.order_by("pk").first().pk)


# Name -> rows to alter, by hand and below every service. `None` deletes the row.
ALTERED = {
    "a mark": lambda: first(Score.objects.filter(place__gt=0)).update(place=0, option=None),
    "a comment": lambda: first(Score.objects.filter(place__gt=0)).update(comment="sửa"),
    "a mark that goes": lambda: first(Score.objects.filter(place__gt=0)).delete(),
    "a saved change": lambda: first(ScoreChange.objects).update(comment_after="sửa"),
    "the moment of a change": lambda: first(ScoreChange.objects).update(at=F("at") + LATER),
    "a saved change that goes": lambda: ScoreChange.objects.filter(pk=ScoreChange.objects.last().pk).delete(),
    "the total of a sheet": lambda: first(ScoreSheet.objects.filter(state="submitted")).update(total=99),
    "the remark of a sheet": lambda: first(ScoreSheet.objects.filter(state="submitted")).update(remark="sửa"),
    "the hour of a sheet": lambda: first(ScoreSheet.objects.filter(state="submitted")).update(submitted_at=F("submitted_at") + LATER),
    "the seal of a sheet": lambda: first(ScoreSheet.objects.filter(state="submitted")).update(seal="0" * 64),
    "a sheet that becomes an abstention": lambda: first(ScoreSheet.objects.filter(state="submitted")).update(state="abstained"),
    "an abstention that becomes a draft": lambda: ScoreSheet.objects.filter(state="abstained").update(state="draft"),
    "the reason of an abstention": lambda: ScoreSheet.objects.filter(state="abstained").update(remark="sửa"),
    "the owner of a sheet": lambda: first(ScoreSheet.objects.filter(state="submitted")).update(member=Conflict.objects.get(has_conflict=True).member),
    "the stars": lambda: Result.objects.update(stars=5),
    "the band": lambda: Result.objects.update(band=5),
    "the average": lambda: Result.objects.update(average_shown="99.99"),
    "the sum": lambda: Result.objects.update(total_sum=F("total_sum") + 1),
    "the counted sheets": lambda: Result.objects.update(counted=9),
    "the frozen data": lambda: Result.objects.update(data={}),
    "the frozen data with its hash": lambda: Result.objects.update(data={}, hash=digest({})),
    "the hour of a result": lambda: Result.objects.update(closed_at=F("closed_at") + LATER),
    "a result that goes": lambda: Result.objects.all().delete(),
    "a finding": lambda: Finding.objects.update(ref="D2"),
    "the note of a finding": lambda: Finding.objects.update(note="sửa"),
    "a finding that goes": lambda: Finding.objects.all().delete(),
    "a presence": lambda: Presence.objects.filter(present=False).update(present=True),
    "the reason of an absence": lambda: first(Presence.objects).update(reason="sửa"),
    "a presence that goes": lambda: first(Presence.objects).delete(),
    "a conflict": lambda: Conflict.objects.filter(has_conflict=True).update(has_conflict=False),
    "the reason of a conflict": lambda: Conflict.objects.filter(has_conflict=True).update(reason="sửa"),
    "an answer that goes": lambda: first(Conflict.objects).delete(),
    "the discussion": lambda: SessionProduct.objects.update(discussion="sửa"),
    "the statement": lambda: SessionProduct.objects.update(marks_statement="sửa"),
    "the scoring round": lambda: SessionProduct.objects.update(scoring_round=2),
    "the day of the session": lambda: CouncilSession.objects.update(held_on=F("held_on") + timedelta(days=1)),
    "the hour of closing": lambda: CouncilSession.objects.update(closed_at=F("closed_at") + LATER),
    "the seal of the session": lambda: CouncilSession.objects.update(seal="0" * 64),
}  # fmt: skip


def said():
    """What `verify_audit` ends with when the triggers were taken away for the deed and laid again."""
    with pytest.raises(CommandError) as caught:
        call_command("verify_audit")
    return str(caught.value)


def test_every_later_change_is_named(closed, capsys):
    call_command("verify_audit")
    assert re.fullmatch(r"OK: \d+ events\n", capsys.readouterr().out)
    silent, strange = [], {}
    for name, deed in ALTERED.items():
        with transaction.atomic():
            triggers.lift()
            deed()
            triggers.lay()
            if not list(closed_sessions()):
                silent.append(name)
            elif f"Phiên họp {closed.pk}" not in said():
                strange[name] = said()
            transaction.set_rollback(True)
    assert (silent, strange) == ([], {})
    call_command("verify_audit")


def test_a_new_seal_over_changed_rows_is_named_by_the_audit_event(closed):
    triggers.lift()
    Presence.objects.filter(present=False).update(present=True)
    CouncilSession.objects.update(seal=digest(session_parts(closed)))
    triggers.lay()
    assert list(closed_sessions()) == [
        f"Phiên họp {closed.pk}: danh sách có mặt không khớp với dấu niêm phong khi đóng phiên.",
        f"Phiên họp {closed.pk}: dấu niêm phong không khớp với nhật ký.",
    ]


def test_a_session_whose_closing_event_is_gone_is_named(closed):
    triggers.lift()
    AuditEvent.objects.filter(verb="session.close").update(object_id="0")
    triggers.lay()
    assert all(f"Phiên họp {closed.pk}" in sentence for sentence in closed_sessions())
    assert len(list(closed_sessions())) == len(PARTS) + 1


def test_the_database_itself_refuses(closed):
    marks = Score.objects.values_list("sheet_id", "criterion_id").first()
    shut = {name: ALTERED[name] for name in ALTERED if "mark" in name or "change" in name or "result" in name}
    shut |= {name: ALTERED[name] for name in ("the total of a sheet", "the stars", "the frozen data")}
    shut["a mark that is added"] = lambda: Score.objects.bulk_create(
        [Score(sheet_id=marks[0], criterion_id=marks[1], place=0)]
    )
    done = []
    for name, deed in shut.items():
        try:
            with transaction.atomic():
                deed()
        except IntegrityError as error:
            assert "append-only" in str(error), name
        else:
            done.append(name)
    assert done == []


def test_a_draft_that_was_locked_takes_no_mark(world, session, item):
    sheet = h.fill(item, world.member1, h.places_for(item.rubric, 70), submit=False)
    closing.end_scoring(item=item, actor=world.chair)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Score.objects.filter(sheet=sheet).update(comment="sửa")
