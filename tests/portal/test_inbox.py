"""Việc hôm nay: whose turn it is, in the words of the transition table; groups, counts, price."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from districts.models import ProgrammeSettings
from evaluations.models import Certificate, Complaint, WithdrawalProposal
from ocop_portal import inbox
from products import cycle as table
from products.enums import CycleState
from products.models import FINAL_STATES, Cycle, Regulation
from products.rules import appraisal_level
from tests.matrix.ground import _cycle, _product

pytestmark = pytest.mark.django_db
# Acts of council seats: the inbox shows them as sessions.
SEATS = {"advisor", "secretary", "chair"}


def everyone(world):
    return [user for name, user in world.users.items() if not name.startswith("member")]


def open_states():
    return [state for state in CycleState if state not in FINAL_STATES]


def make(land, number, state, level="", law=None, unit=None):
    product = _product(f"Sản phẩm {number}", land.a_producer, land.tea)
    if unit is not None:
        product.unit, product.province = unit, unit.province
    return _cycle(f"HS-2026-9{number:05d}", product, law or land.law, state=state, level=level)


def due_by_rules(user, cycle):
    """The same question asked of the table's own actors, one cycle at a time."""
    for row in inbox.next_acts():
        if cycle.state not in row.sources:
            continue
        reports = inbox._reports(Cycle.objects.annotate(**WALKED).get(pk=cycle.pk))
        if row.name == "report_by_commune" and not reports:
            continue
        if row.name == "receive" and cycle.state == CycleState.DOSSIER_FILED and reports:
            continue
        above = appraisal_level(cycle) != "commune"
        if row.name == "review_idea" and not above:
            continue
        if row.name == "accept_idea" and cycle.state == CycleState.IDEA_SUBMITTED and above:
            continue
        for name in set(row.who) - SEATS:
            if name == "local_officer" and cycle.producer.members.exists():
                continue
            if table.ACTORS[name](user, cycle):
                return True
    return False


def _walked():
    from django.db.models import DateTimeField, F
    from django.db.models.functions import Coalesce

    return {
        "walked_at": Coalesce("filed_at", "created_at", output_field=DateTimeField()),
        "regulation_code": F("regulation__code"),
    }


WALKED = _walked()


@pytest.mark.parametrize("members", [True, False])
@pytest.mark.parametrize("appraisal", [None, "commune", "province"])
def test_the_inbox_agrees_with_the_rules(land, members, appraisal):
    if not members:
        land.a_producer.members.all().delete()
    if appraisal:
        ProgrammeSettings.objects.create(province=land.quang_tri, appraisal_level=appraisal, selection_level=appraisal)
    old = Regulation.objects.create(
        code="1048-2019", number="1048/QĐ-TTg", title="Bộ tiêu chí", issued_on=date(2019, 8, 21),
        in_force_from=date(2019, 8, 21), content_hash="3" * 64,
    )  # fmt: skip
    number = 100
    for state in open_states():
        for law, levels in ((land.law, ("", "province", "centre")), (old, ("", "district", "province"))):
            for level in levels:
                number += 1
                make(land, number, state, level, law, land.le_thuy if law == land.law else land.kien_giang)
    cycles = list(Cycle.objects.exclude(state__in=FINAL_STATES).select_related("producer", "regulation"))
    wrong = {}
    for user in everyone(land):
        seen = set(Cycle.objects.visible_to(user).values_list("pk", flat=True))
        rules = {c.number for c in cycles if c.pk in seen and due_by_rules(user, c)}
        shown = set(inbox.mine(user).values_list("number", flat=True))
        if rules != shown:
            wrong[user.username] = (sorted(rules - shown), sorted(shown - rules))
    assert wrong == {}


def test_every_open_state_is_somebodys_turn(land):
    """But those that wait for a council: they are sessions."""
    land.a_producer.members.all().delete()
    turns = {}
    for number, state in enumerate(open_states(), start=200):
        cycle = make(land, number, state, "province" if state in (CycleState.RECEIVED, CycleState.CHECKED) else "")
        turns[state] = any(inbox.mine(u).filter(pk=cycle.pk).exists() for u in everyone(land))
    assert {state for state, found in turns.items() if not found} == {
        CycleState.CHECKED, CycleState.SCHEDULED, CycleState.SCORED,
    }  # fmt: skip


def groups(user):
    return {group["id"]: (group["count"], len(group["rows"])) for group in inbox.page(user)["groups"]}


def test_groups_by_due_day(land):
    for number, (state, due) in enumerate(
        [
            ("idea_draft", date(2026, 11, 10)), ("idea_draft", date(2026, 11, 11)), ("idea_draft", date(2026, 11, 18)),
            ("idea_draft", date(2026, 11, 19)), ("idea_draft", None), ("idea_returned", date(2026, 11, 12)),
            ("idea_returned", date(2026, 11, 1)), ("idea_submitted", None),
        ],
        start=300,
    ):  # fmt: skip
        Cycle.objects.filter(pk=make(land, number, state).pk).update(due_on=due, last_reason="Thiếu ảnh.")
    assert groups(land.producer) == {
        "qua-han": (2, 2), "trong-7-ngay": (3, 3), "bi-tra-lai": (1, 1), "cho-xu-ly": (2, 2), "cho-noi-khac": (2, 2),
    }  # fmt: skip


def test_counts_are_of_all_even_where_rows_are_not_shown(land, monkeypatch):
    monkeypatch.setattr(inbox, "SHOWN", 3)
    monkeypatch.setattr(inbox, "ELSEWHERE_SHOWN", 2)
    for number in range(400, 406):
        make(land, number, "idea_draft")
        make(land, number + 50, "idea_submitted")
    found = {g["id"]: (g["count"], len(g["rows"]), g["more"]) for g in inbox.page(land.producer)["groups"]}
    assert (found["trong-7-ngay"], found["cho-noi-khac"]) == ((7, 3, 4), (7, 2, 5))


def test_a_returned_row_quotes_the_reason(client, land):
    Cycle.objects.filter(pk=land.a_open_cycle.pk).update(state="idea_returned", last_reason="Thiếu <ảnh>.", due_on=None)
    client.force_login(land.producer)
    assert "“Thiếu &lt;ảnh&gt;.”" in client.get("/viec/").content.decode()


def test_counts_are_links_to_groups_that_exist(client, land):
    client.force_login(land.producer)
    page = client.get("/viec/").content.decode()
    assert 'href="#trong-7-ngay"' in page and 'id="trong-7-ngay"' in page


@pytest.mark.parametrize(
    ("who", "count"),
    [
        ("commune", 6),
        ("province", 5),
        ("leadership", 5),
        ("producer", 6),
        ("member1", 5),
        ("nobody", 5),
        ("ministry", 5),
    ],
)
def test_queries(client, land, who, count):
    """Beside session, user and roles; one counts certificates near their end, offices have one more for acts with a last
    day; the people without a role cost one more for the menu."""
    for number in range(500, 520):
        make(land, number, "idea_draft")
        make(land, number + 50, "idea_submitted")
    client.force_login(land.users[who])
    client.get("/viec/")
    with CaptureQueriesContext(connection) as found:
        client.get("/viec/")
    assert len(found) - 3 == count


def test_a_member_sees_the_session_and_leadership_the_reports(client, land):
    client.force_login(land.member1)
    assert land.a_council.name in client.get("/viec/").content.decode()
    client.force_login(land.leadership)
    page = client.get("/viec/").content.decode()
    assert ("Báo cáo quý 2026Q3, tỉnh Quảng Trị" in page, land.a_council.name in page) == (True, False)


def test_certificates_near_their_end_and_acts_with_a_last_day(client, land):
    """A row for each radar day (guides: ux), the proposals of withdrawal and complaints of the office, nothing of a stranger."""
    today = clock.today()
    Certificate.objects.filter(pk=land.a_certificate.pk).update(valid_to=today + timedelta(days=30))
    Cycle.objects.filter(pk=land.a_cycle.pk).update(state="recognised")
    WithdrawalProposal.objects.create(
        certificate=land.a_certificate, ground_code="b", ground="x", basis_number="1/KL", concluded_on=today,
        due_on=today + timedelta(days=15),
    )  # fmt: skip
    Complaint.objects.create(
        number="PA-2026-0009", product=land.a_product, channel="phone", content="x", received_on=today,
        state="handling", handler="x", due_on=today,
    )  # fmt: skip

    def shown(who):
        client.force_login(land.users[who])
        return client.get("/viec/").content.decode()

    for who in ("commune", "province"):
        text = shown(who)
        for words in ("1 giấy chứng nhận", "Còn từ 0 đến 30 ngày", "Quyết định thu hồi: Chè Lệ Thủy", "Còn 15 ngày",
                      "Trả lời phản ánh: Chè Lệ Thủy"):  # fmt: skip
            assert words in text, (who, words)
    assert "1 giấy chứng nhận" in shown("producer")
    assert "Quyết định thu hồi" not in shown("producer")
    assert "Quyết định thu hồi" not in shown("stranger_commune")


def test_every_expected_act_has_its_own_verb(land):
    """A button says what waits; a row that is new in the table would read "Mở hồ sơ" and is to be given words."""
    states = {str(state) for row in inbox.next_acts() for state in row.sources}
    told = {str(state) for state in inbox.WORK} | {"dossier_filed", "scheduled", "scored"}  # seats have their sessions
    assert states <= told
    verbs = [str(verb) for _task, verb in inbox.WORK.values()]
    assert max(len(verb) for verb in verbs) <= 14  # one line on a phone
    assert "Mở hồ sơ" not in verbs


def test_the_button_names_the_act(client, land):
    Cycle.objects.filter(pk=land.a_open_cycle.pk).update(state="idea_submitted", due_on=None)
    client.force_login(land.commune)
    row = next(
        r for g in inbox.page(land.commune)["groups"] for r in g["rows"] if r["product"] == land.a_fresh_product.name
    )
    assert (str(row["verb"]), row["title"]) == ("Xét ý tưởng", f"Xét ý tưởng: {land.a_fresh_product.name}")


def test_a_day_off_after_the_last_day_is_not_today(client, land):
    Cycle.objects.filter(pk=land.a_open_cycle.pk).update(state="idea_draft", due_on=date(2026, 11, 13))  # a Friday
    with time_machine.travel("2026-11-15T02:00:00Z", tick=False):
        client.force_login(land.producer)
        page = client.get("/viec/").content.decode()
    assert "Đã quá hạn" in page
    assert "Hạn là hôm nay" not in page
