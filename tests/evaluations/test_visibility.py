"""Nobody sees anything of the others' scoring before the rules allow: answers are compared byte for byte.

Watchers look at every address that could tell; then the others score, hand in, abstain, declare, propose and are
reopened; the watchers look again. What differs from the first look by a single byte is a leak.
"""

import re

import pytest
from django.test import Client
from django.urls import reverse

from evaluations.enums import Seat, Visibility
from evaluations.models import Council, CouncilMember, ScoreSheet
from evaluations.services import closing, proposals, reopening, sheets
from tests.evaluations import helpers as h
from tests.evaluations.conftest import build_session
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db

# What changes from one answer to the next of the very same page, at an equal length.
ONCE = re.compile(rb'(name="csrfmiddlewaretoken" value="|name="request_id" value="|nonce-)[0-9A-Za-z_=+/-]+')
API = ["score-sheets", "sessions", "councils", "rounds", "dossiers", "cycles", "products", "decisions", "certificates"]
TOTALS = (61, 87, 88, 89, 90)


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def addresses(item, sheet=None):
    """Every address of the session, with lists, exports, search and API."""
    pk, session = item.pk, item.session_id
    found = ["/", reverse("inbox"), reverse("evaluations:sessions"), reverse("evaluations:councils")]
    found += [reverse("evaluations:session", args=[session]), reverse("evaluations:item", args=[pk])]
    found += [
        reverse("evaluations:council", args=[item.session.council_id]),
        reverse("evaluations:conflict", args=[pk]),
    ]
    found += [reverse("evaluations:dossier", args=[item.dossier_id]), reverse("products:cycle", args=[item.cycle_id])]
    found += [f"{reverse(name)}?q=ca+phe" for name in ("products:list", "products:cycles", "producers:list")]
    found += [reverse("products:export"), reverse("products:cycle_export"), reverse("producers:export")]
    found += [reverse("evaluations:decisions"), reverse("evaluations:certificates"), reverse("reports:list")]
    found += [f"/api/v1/{name}/" for name in API]
    found += [f"/api/v1/sessions/{session}/", f"/api/v1/score-sheets/?session={session}&state=submitted"]
    if sheet:  # and sheets by number, whoever's they are
        for number in range(1, 8):
            found += [f"/api/v1/score-sheets/{number}/", reverse("evaluations:sheet", args=[number])]
        found += [reverse(f"evaluations:{name}", args=[sheet.pk]) for name in ("sheet_submit", "sheet_proposals")]
    return found


def look(clients, item, own):
    """(who, address) -> status, length of the body, body without what is new in every answer."""
    seen = {}
    for who, client in clients.items():
        for address in addresses(item, own.get(who)):
            response = client.get(address)
            body = b"".join(response) if response.streaming else response.content
            if response.status_code >= 400:  # an error page prints the number of its own request
                body = re.sub(rb"[0-9A-Za-z-]{8,40}</", b"</", body)
            seen[who, address] = (response.status_code, len(body), ONCE.sub(rb"\1", body))
    return seen


def differ(first, second):
    return sorted(key for key in first if first[key] != second[key])


WATCHERS = ["member1", "member2", "advisor", "leadership", "producer"]


@pytest.fixture
def scene(world, frozen):
    """Seven scoring seats. member1 is in the middle of the own sheet, member2 has handed it in."""
    session = build_session(world, members=6)
    item = session.items.select_related("rubric", "cycle__product", "session__council", "dossier").get()
    own = {
        "member1": h.fill(item, world.member1, h.places_for(item.rubric, 70), submit=False),
        "member2": h.fill(item, world.member2, h.places_for(item.rubric, 71)),
    }
    return world, item, own, {who: client_of(world.users[who]) for who in WATCHERS}


def others_score(world, item):
    """Everything that the other five can do before the locking."""
    for who, total in zip(("chair", "member3", "member4"), TOTALS, strict=False):
        sheet = h.fill(item, world.users[who], h.places_for(item.rubric, total), submit=False)
        proposals.propose_knockout(sheet=sheet, ref="D1", reason="Hồ sơ sửa số.", actor=world.users[who])
        sheets.submit_sheet(sheet=sheet, version=sheet.version, password=PASSWORD, actor=world.users[who])
    member = CouncilMember.objects.get(council=item.session.council_id, user=world.member4)
    reopening.reopen_sheet(item=item, member=member, reason="Nhầm.", password=PASSWORD, actor=world.chair)
    sheets.declare_conflict(item=item, has_conflict=True, reason="Cổ đông.", actor=world.member5)
    sheets.declare_conflict(item=item, has_conflict=False, actor=world.member6)
    sheets.abstain(sheet=sheets.open_sheet(item=item, actor=world.member6), reason="Chưa rõ.", actor=world.member6)


def test_before_the_locking_not_a_byte_tells_of_the_others(scene):
    world, item, own, clients = scene
    first = look(clients, item, own)
    assert differ(first, look(clients, item, own)) == []  # the pages themselves stand still
    statuses = {status for status, _size, _body in first.values()}
    assert statuses == {200, 403, 404}
    others_score(world, item)
    assert differ(first, look(clients, item, own)) == []


def test_chair_and_secretary_follow_the_progress_and_read_no_value(scene):
    world, item, _own, _clients = scene
    others_score(world, item)
    for who in ("chair", "secretary", "province"):
        client = client_of(world.users[who])
        board = client.get(item.session.get_absolute_url()).content.decode()
        page = client.get(item.get_absolute_url()).content.decode()
        assert "đã nộp" in board
        assert "nháp" in board
        assert [t for t in ("70", "71", "87", "88") if f">{t}<" in board + page or f"{t} điểm" in page] == []
        mine = list(ScoreSheet.objects.filter(member__user=world.users[who]).values_list("pk", flat=True))
        assert [row["id"] for row in client.get("/api/v1/score-sheets/").json()["results"]] == mine
        assert "Hồ sơ sửa số." not in page


def reads(world, item, who):
    """Totals of others that the person reads: by the API, and on the product's page."""
    client = client_of(world.users[who])
    rows = client.get("/api/v1/score-sheets/").json()["results"]
    own = {s.pk for s in ScoreSheet.objects.filter(member__user=world.users[who])}
    api = sorted(r["total"] for r in rows if r["id"] not in own and r["state"] == "submitted")
    page = client.get(item.get_absolute_url()).content.decode()
    shown = sorted(int(t) for t in re.findall(r">(\d+) điểm</a>", page))
    return api, shown


def lock(world, item):
    for who, total in (("chair", 72), ("member3", 73), ("member4", 74), ("member5", 75), ("member6", 76)):
        h.fill(item, world.users[who], h.places_for(item.rubric, total))
    sheet = ScoreSheet.objects.get(item=item, member__user=world.member1)
    sheets.submit_sheet(sheet=sheet, version=sheet.version, password=PASSWORD, actor=world.member1)
    closing.end_scoring(item=item, actor=world.chair)
    item.refresh_from_db()


RULES = [
    # rule, others' totals that member2 reads: own handed in; locked; closed
    (Visibility.NEVER, [], [], []),
    (Visibility.OWN, [], [70, 72, 73, 74, 75, 76], [70, 72, 73, 74, 75, 76]),
    (Visibility.LOCKED, [], [70, 72, 73, 74, 75, 76], [70, 72, 73, 74, 75, 76]),
    (Visibility.CLOSED, [], [], [70, 72, 73, 74, 75, 76]),
]


@pytest.mark.parametrize(("rule", "scoring", "locked", "closed"), RULES)
def test_the_rule_of_the_council_opens_the_others(scene, rule, scoring, locked, closed):
    world, item, _own, _clients = scene
    Council.objects.update(visibility=rule)
    item = h.fresh(item)
    assert reads(world, item, "member2")[0] == scoring
    lock(world, item)
    api, shown = reads(world, item, "member2")
    assert api == locked
    assert shown == sorted([*locked, 71] if locked else [])
    everything = [70, 71, 73, 74, 75, 76]
    assert reads(world, item, "chair")[0] == everything
    assert reads(world, item, "province")[0] == []
    assert reads(world, item, "advisor") == ([], [])
    h.close(world, item.session)
    item = h.fresh(item)
    assert reads(world, item, "member2")[0] == closed
    assert reads(world, item, "province")[0] == [70, 71, 72, 73, 74, 75, 76]
    page = client_of(world.member2).get(item.get_absolute_url()).content.decode()
    assert "Kết quả đã chốt" in page  # the result itself is the council's own


def test_after_own_submission_opens_exactly_the_handed_in_sheets_of_the_same_round(scene):
    world, item, _own, _clients = scene
    Council.objects.update(visibility=Visibility.OWN)
    item = h.fresh(item)
    h.fill(item, world.member3, h.places_for(item.rubric, 73))
    h.fill(item, world.member4, h.places_for(item.rubric, 74), submit=False)
    assert reads(world, item, "member2") == ([73], [71, 73])
    assert reads(world, item, "member1") == ([], [])  # still a draft
    page = client_of(world.member2).get(item.session.get_absolute_url()).content.decode()
    assert "nháp" not in page  # not how far the others are
    assert "72,00" not in page  # nor the mean of what is there
    assert reads(world, item, "advisor") == ([], [])


def test_an_officer_with_a_seat_is_a_member_first(scene):
    world, item, _own, _clients = scene
    CouncilMember.objects.create(
        council=item.session.council, user=world.province, seat=Seat.MEMBER, scores=False, position=99
    )
    page = client_of(world.province).get(item.session.get_absolute_url()).content.decode()
    assert [t for t in ("<small>đã nộp</small>", "nháp") if t in page] == []
