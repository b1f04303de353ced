"""Rounds that stand: edited within what has happened; proposals in time, late, taken in with a reason."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.exceptions import NotAllowed, Refused, Stale
from core.models import AuditEvent
from evaluations.models import Round, RoundProposal
from evaluations.roundrules import Window, after_day, falls_into, is_late
from evaluations.services import dossiers, intake, roundproposals, rounds, sessions
from products.models import Regulation
from tests.evaluations import helpers as h
from tests.evaluations.conftest import NOW
from tests.evaluations.walk import Walker

D = date
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SPRING = Window(1, D(2026, 4, 29), D(2026, 6, 29))
AUTUMN = Window(2, D(2026, 10, 29), D(2026, 12, 29))
EXTRA = Window(3, D(2026, 8, 31), D(2026, 9, 30))
OPEN = Window(4, None, D(2026, 9, 30))  # an extra round whose plan names no day of proposals

FALLS = [
    (D(2026, 4, 29), [SPRING, AUTUMN], 1, set()),
    (D(2026, 4, 30), [SPRING, AUTUMN], 2, {1}),  # "trước ngày 30/4" leaves the 30th out
    (D(2026, 6, 29), [SPRING, AUTUMN], 2, {1}),
    (D(2026, 6, 30), [SPRING, AUTUMN], 2, set()),  # the spring round is over: simply the next one's
    (D(2026, 7, 1), [SPRING, AUTUMN, EXTRA], 3, set()),
    (D(2026, 9, 1), [SPRING, AUTUMN, EXTRA], 2, {3}),
    (D(2026, 10, 30), [SPRING, AUTUMN], None, {2}),
    (D(2027, 1, 2), [SPRING, AUTUMN], None, set()),
    (D(2026, 8, 1), [OPEN], None, set()),
    (D(2026, 8, 1), [], None, set()),
]


@pytest.mark.parametrize(("day", "windows", "into", "late"), FALLS)
def test_a_proposal_falls_into_the_first_round_whose_day_it_kept(day, windows, into, late):
    found = falls_into(day, windows)
    assert (found.key if found else None) == into
    assert {w.key for w in windows if is_late(day, w)} == late


def test_a_round_begins_after_the_day_of_the_one_before():
    rows = [SPRING, AUTUMN, EXTRA, OPEN]
    assert [after_day(row, rows) for row in rows] == [None, D(2026, 8, 31), D(2026, 4, 29), None]


pytestmark = pytest.mark.django_db


@pytest.fixture
def law(frozen):
    h.ready(h.COFFEE)
    return Regulation.objects.get(code="26-2026")


def make(world, law, **more):
    data = {"level": "province", "unit": world.quang_tri, "regulation": law, "year": 2026, "number": 2}
    return rounds.create_round(actor=world.province, **(data | more))


def edit(world, row, actor=None, **more):
    data = {name: getattr(row, name) for name in rounds.EDITABLE} | more
    return rounds.edit_round(round=row, actor=actor or world.province, **data)


def proposed(world, day, *, number="HS-2026-000001", name="Cà phê bột Sa Mù"):
    """A dossier whose commune proposes it at noon of `day`, received and checked at once."""
    with time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=ZONE), tick=False):
        cycle = h.completed_cycle(world, world.le_thuy, world.producer, number=number, name=name)
        return h.checked_dossier(world, cycle, producer=world.producer, commune=world.commune, receiver=world.province)


# Editing


def test_dates_name_and_plan_are_corrected_with_an_event(world, law):
    row = make(world, law)
    new = edit(world, row, name=" Đợt  cuối năm ", done_by=D(2026, 12, 20), counts_day=True)
    assert (new.name, new.done_by, new.counts_day, new.version) == ("Đợt cuối năm", D(2026, 12, 20), True, 2)
    event = AuditEvent.objects.get(verb="round.edit")
    assert event.before == {"name": "", "done_by": "2026-12-30", "counts_day": False}
    assert event.after == {"name": "Đợt cuối năm", "done_by": "2026-12-20", "counts_day": True}
    with pytest.raises(Stale, match="vừa được người khác sửa"):
        edit(world, row, version=1, name="Khác")
    assert edit(world, new, done_by=None).done_by == D(2026, 12, 30)  # the decision's day again


BAD_EDITS = [
    ({"done_by": D(2026, 10, 30)}, "done_by", "phải sau ngày nhận đề nghị"),
    ({"proposed_by": D(2025, 12, 31)}, "proposed_by", "phải nằm trong năm 2026"),
    ({"done_by": D(2027, 7, 1)}, "done_by", "phải nằm trong năm 2026"),
]


@pytest.mark.parametrize(("change", "field", "words"), BAD_EDITS)
def test_a_bad_edit_is_refused_at_its_field_and_nothing_is_written(world, law, change, field, words):
    row = make(world, law)
    with pytest.raises(Refused, match=words) as refusal:
        edit(world, row, **change)
    assert (refusal.value.code, Round.objects.get()) == (field, row)
    assert (Round.objects.get().version, AuditEvent.objects.filter(verb="round.edit").count()) == (1, 0)


def test_only_the_office_of_the_round_edits_it(world, law):
    row = make(world, law)
    for who in ("stranger_province", "ministry", "commune", "leadership", "chair"):
        with pytest.raises(NotAllowed):
            edit(world, row, actor=world.users[who], name="Khác")


def test_an_extra_round_keeps_its_plan(world, law):
    row = make(world, law, number=3, plan_number="15/KH-UBND", plan_date=D(2026, 9, 1), done_by=D(2026, 12, 1))
    for change, field in (({"plan_number": " "}, "plan_number"), ({"plan_date": None}, "plan_date")):
        with pytest.raises(Refused, match="phải có số và ngày của kế hoạch") as refusal:
            edit(world, row, **change)
        assert refusal.value.code == field
    assert edit(world, make(world, law), plan_number="").plan_number == ""


def test_what_has_happened_under_the_old_dates_stays_within_the_round(world, law):
    row = make(world, law, number=3, plan_number="15/KH-UBND", plan_date=D(2026, 9, 1), proposed_by=D(2026, 10, 30),
               done_by=D(2026, 12, 30))  # fmt: skip
    dossier = proposed(world, D(2026, 10, 28))
    council = h.council_of(world, level="province", unit=world.quang_tri, actor=world.province, round=row)
    session = h.open_session(world, council, [dossier], world.province)
    assert (session.round, session.held_on) == (row, NOW.date())
    with pytest.raises(Refused, match="nhận đề nghị của hồ sơ HS-2026-000001 ngày 28/10/2026") as refusal:
        edit(world, row, proposed_by=D(2026, 10, 28))  # "trước ngày 28" would leave it out
    assert refusal.value.code == "proposed_by"
    assert edit(world, row, proposed_by=D(2026, 10, 28), counts_day=True).version == 2
    row = h.fresh(row)
    with pytest.raises(Refused, match="đã có phiên họp ngày 11/11/2026") as refusal:
        edit(world, row, done_by=D(2026, 11, 10))
    assert refusal.value.code == "done_by"
    with pytest.raises(Refused, match="kế hoạch không được có ngày sau đó") as refusal:
        edit(world, row, plan_date=D(2026, 11, 12))
    assert refusal.value.code == "plan_date"
    assert edit(world, row, done_by=D(2026, 11, 11)).done_by == D(2026, 11, 11)


def test_the_edit_page_keeps_what_was_typed_and_says_why_beside_the_field(world, law):
    row, walk = make(world, law), Walker(world)
    walk.see("province", "round", row.pk, holds=["trước ngày 30/10/2026", "Sửa đợt"])
    walk.see("province", "round_edit", row.pk, holds=['value="30/10/2026"'])
    typed = {"name": "Đợt Tết", "proposed_by": "30/10/2026", "done_by": "01/10/2026", "version": 1}
    text = walk.refused("province", "round_edit", row.pk, status=422, holds=["Đợt Tết", "01/10/2026"], **typed)
    assert 'id="id_done_by_error"' in text or "phải sau ngày nhận đề nghị" in text
    walk.press("province", "round_edit", row.pk, **(typed | {"done_by": "30/12/2026"}))
    walk.see("province", "round", row.pk, holds=["Đợt Tết"])
    walk.refused("province", "round_edit", row.pk, status=409, holds=["vừa được người khác sửa"],
                 **(typed | {"done_by": "30/12/2026"}))  # fmt: skip


# Late proposals


def test_the_day_of_the_first_proposal_is_kept_for_each_level(world, law):
    dossier = proposed(world, D(2026, 10, 28))
    intake.return_dossier(dossier=dossier, reason="Thiếu phiếu kiểm nghiệm.", actor=world.province)
    dossier = dossiers.file_dossier(dossier=h.fresh(dossier), actor=world.producer)
    intake.report_by_commune(dossier=dossier, actor=world.commune)
    row = RoundProposal.objects.get()
    assert (row.level, row.unit, row.proposed_on) == ("province", world.quang_tri, D(2026, 10, 28))


def test_a_late_proposal_falls_to_the_next_round_unless_it_is_taken_in(world, law):
    row = make(world, law)
    kept, late = proposed(world, D(2026, 10, 29)), proposed(world, D(2026, 11, 5), number="HS-2026-000002", name="Chè")
    council = h.council_of(world, level="province", unit=world.quang_tri, actor=world.province, round=row)
    session = sessions.create_session(council=council, held_on=D(2026, 11, 20), actor=world.province)
    with pytest.raises(Refused, match="HS-2026-000002 được đề nghị ngày 05/11/2026, sau hạn nhận đề nghị của Đợt 2"):
        sessions.schedule(session=session, dossiers=[kept, late], actor=world.province)
    assert session.items.count() == 0
    walk, proposal = Walker(world), RoundProposal.objects.get(cycle=late.cycle)
    walk.see("province", "rounds", holds=[f"/danh-gia/dot/{row.pk}/?tt=muon", "1 hồ sơ đến muộn"])
    page = walk.see("province", "round", row.pk, holds=["Đúng hạn", "Đến muộn", "Thuộc đợt sau, chưa lập."])
    assert page.count("Nhận vào đợt này<") == 1
    board = walk.see("secretary", "session", session.pk, holds=["Đề nghị ngày 05/11/2026, sau hạn của Đợt 2 năm 2026"])
    assert f'value="{late.pk}" disabled' in board
    walk.see("producer", "dossier", late.pk, holds=["Đề nghị đến sau hạn của Đợt 2 năm 2026."])
    walk.refused("province", "round_take_in", row.pk, proposal.pk, status=422, reason=" ")
    walk.press("province", "round_take_in", row.pk, proposal.pk, reason="Lũ làm gián đoạn giao thông.")
    event = AuditEvent.objects.get(verb="round.take_in")
    assert (event.reason, int(event.object_id), event.after["proposed_on"]) == (
        "Lũ làm gián đoạn giao thông.", row.pk, "2026-11-05",
    )  # fmt: skip
    walk.see("province", "round", row.pk, holds=["Đến muộn, đã nhận vào đợt", "Lũ làm gián đoạn giao thông."])
    walk.see("producer", "dossier", late.pk, holds=["được nhận vào Đợt 2 năm 2026"])
    walk.refused("province", "round_take_in", row.pk, proposal.pk, status=409, reason="Lại lần nữa.")
    sessions.schedule(session=session, dossiers=[kept, h.fresh(late)], actor=world.province)
    assert session.items.count() == 2
    with pytest.raises(Refused, match="nhận hồ sơ HS-2026-000002 đến muộn ngày 05/11/2026") as refusal:
        edit(world, h.fresh(row), done_by=D(2026, 11, 5))
    assert refusal.value.code == "done_by"


def test_who_takes_in_what_and_when(world, law):
    row, late = make(world, law), proposed(world, D(2026, 10, 30))
    proposal, early = RoundProposal.objects.get(), make(world, law, number=1)
    take = {"proposal": proposal, "reason": "Có lý do."}
    for who in ("stranger_province", "commune", "ministry", "secretary"):
        with pytest.raises(NotAllowed):
            roundproposals.take_in(round=row, actor=world.users[who], **take)
    with pytest.raises(Refused, match="không đến muộn so với đợt"):  # long after the spring round
        roundproposals.take_in(round=early, actor=world.province, **take)
    past = time_machine.travel(datetime(2026, 12, 30, 8, tzinfo=ZONE), tick=False)
    with past, pytest.raises(Refused, match="đã hết ngày 29/12/2026"):
        roundproposals.take_in(round=row, actor=world.province, **take)
    bare = make(world, law, number=4, plan_number="1/KH", plan_date=D(2026, 9, 1), proposed_by=D(2026, 10, 1),
                done_by=D(2026, 12, 1))  # fmt: skip
    Round.objects.filter(pk=bare.pk).update(plan_number="")
    with pytest.raises(Refused, match="không có kế hoạch"):
        roundproposals.take_in(round=h.fresh(bare), actor=world.province, **take)
    council = h.council_of(world, level="province", unit=world.quang_tri, actor=world.province)
    h.open_session(world, council, [late], world.province)  # a session of no round
    with pytest.raises(Refused, match="đã được xếp lịch họp"):
        roundproposals.take_in(round=row, actor=world.province, proposal=proposal, reason="Có lý do.")
    assert (h.fresh(proposal).taken_into, AuditEvent.objects.filter(verb="round.take_in").count()) == (None, 0)


def test_the_round_page_asks_the_same_number_of_queries_for_one_and_many(world, law):
    row, walk = make(world, law), Walker(world)
    first, counts = proposed(world, D(2026, 10, 30)), []
    walk.see("province", "round", row.pk)
    for more in range(3):
        with CaptureQueriesContext(connection) as queries:
            walk.see("province", "round", row.pk)
        counts.append(len(queries))
        made = h.completed_cycle(world, world.le_thuy, world.province, number=f"HS-2026-1{more}", name=f"Chè {more}")
        RoundProposal.objects.create(
            cycle=made, level="province", unit=world.quang_tri, proposed_on=D(2026, 10, 30) + timedelta(days=more)
        )
    assert (len(set(counts)), counts[0] <= 8) == (1, True)  # three of them for session, user and roles
    address = reverse("evaluations:round_proposals_export", args=[row.pk])
    found = walk.client("province").get(address, {"tt": "muon", "q": "ca phe"})
    text = b"".join(found.streaming_content).decode() if found.streaming else found.content.decode()
    assert ("Đến muộn" in text, "Chè" in text, first.cycle.number in text) == (True, False, True)
