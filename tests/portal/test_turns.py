"""Whose act a cycle waits for: one answer that agrees with the rules asked person by person, and has a name."""

import pytest

from accounts.recipients import Offices
from core import clock
from districts.models import ProgrammeSettings
from ocop_portal import turns
from products.enums import CycleState
from products.models import FINAL_STATES, Cycle
from tests.portal.test_inbox import due_by_rules, make, open_states

pytestmark = pytest.mark.django_db
SEATED = {CycleState.CHECKED, *turns.IN_COUNCIL}  # the inbox shows these as sessions; here the office is named


def read():
    rows = Cycle.objects.exclude(state__in=FINAL_STATES)
    return list(turns.with_members(rows).select_related(*turns.READ_ALONG))


LEVELS = (CycleState.FORWARDED, CycleState.RECEIVED, CycleState.CLOSED, CycleState.HANDED_BACK)
ACTING = ("commune", "neighbour_commune", "province", "stranger_province", "ministry", "producer", "district")
ACTING += ("stranger_producer", "stranger_commune")


@pytest.mark.parametrize(("members", "appraisal"), [(True, None), (False, "province")])
def test_people_of_a_turn_are_those_whose_step_it_is(land, members, appraisal):
    if not members:
        land.a_producer.members.all().delete()
    if appraisal:
        ProgrammeSettings.objects.create(province=land.quang_tri, appraisal_level=appraisal, selection_level="commune")
    number = 100
    for state in open_states():
        for level in ("", "province", "centre") if state in LEVELS else ("",):
            number += 1
            make(land, number, state, level)
    offices, cycles = Offices(clock.today()), read()
    known = turns.members_of(c.producer_id for c in cycles)
    wrong = {}
    for cycle in cycles:
        if cycle.state in SEATED:
            continue
        told = turns.people_of(turns.turn_of(cycle), cycle, offices, known)
        rules = {land.users[who].pk for who in ACTING if due_by_rules(land.users[who], cycle)}
        if told != rules:
            wrong[cycle.number, cycle.state, cycle.level] = (sorted(rules), sorted(told))
    assert wrong == {}


@pytest.mark.parametrize(
    ("state", "level", "words"),
    [
        ("idea_draft", "", "HTX Chè Lệ Thủy"),
        ("idea_submitted", "", "Ủy ban nhân dân xã Lệ Thủy"),
        ("plan_submitted", "", "Cơ quan OCOP tỉnh Quảng Trị"),
        ("dossier_filed", "", "Ủy ban nhân dân xã Lệ Thủy"),
        ("reported", "", "Cơ quan OCOP tỉnh Quảng Trị"),
        ("forwarded", "centre", "Bộ Nông nghiệp và Môi trường"),
        ("scheduled", "province", "Hội đồng đánh giá cấp tỉnh"),
    ],
)
def test_the_place_has_a_name(land, state, level, words):
    made = make(land, 700, state, level)
    cycle = next(row for row in read() if row.pk == made.pk)
    assert turns.words_of(turns.turn_of(cycle), cycle) == words


def test_the_district_of_then_is_named(land):
    made = make(land, 701, "plan_submitted", unit=land.kien_giang)
    old = type(land.law).objects.create(
        code="1048-2019", number="1048/QĐ-TTg", title="x", issued_on="2019-08-21", in_force_from="2019-08-21",
        content_hash="3" * 64,
    )  # fmt: skip
    Cycle.objects.filter(pk=made.pk).update(regulation=old)
    cycle = next(row for row in read() if row.pk == made.pk)
    assert turns.words_of(turns.turn_of(cycle), cycle) == "Ủy ban nhân dân huyện Lệ Thủy"


def test_no_query_for_a_name(land, django_assert_num_queries):
    make(land, 702, "plan_submitted")
    cycles = read()
    turns.turn_of(cycles[0])  # the regulation's file is read once a process
    with django_assert_num_queries(0):
        assert all(turns.words_of(turns.turn_of(cycle), cycle) for cycle in cycles)
