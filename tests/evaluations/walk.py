"""Step 5 with the client: each person is signed in and presses what the page offers. Every answer is checked."""

from django.test import Client
from django.urls import reverse

from core import clock
from core.formats import show_date
from evaluations.models import Council, CouncilSession, Dossier, ScoreSheet, SessionProduct
from tests.evaluations import helpers as h
from tests.world import PASSWORD


class Walker:
    """One client per person."""

    def __init__(self, world):
        self.world, self.clients = world, {}

    def client(self, who) -> Client:
        if who not in self.clients:
            self.clients[who] = Client()
            self.clients[who].force_login(self.world.users[who])
        return self.clients[who]

    def see(self, who, name, *args, holds=()):
        """GET that must answer 200 and hold the texts."""
        response = self.client(who).get(reverse(f"evaluations:{name}", args=args))
        text = response.content.decode()
        assert response.status_code == 200, (name, response.status_code)
        lacks = [t for t in holds if t not in text]
        assert lacks == [], (name, lacks, text[text.find("<main") :][:1500])
        return text

    def press(self, who, name, /, *args, to=None, **data):
        """POST that must end in a redirect (to `to`, when given)."""
        response = self.client(who).post(reverse(f"evaluations:{name}", args=args), data)
        shown = response.content.decode()
        errors = shown[shown.find("summary") :][:900] if response.status_code != 302 else ""
        assert (name, response.status_code, errors) == (name, 302, "")
        if to:
            assert response["Location"] == to
        return response

    def refused(self, who, name, /, *args, status, holds=(), **data):
        """POST that must be refused with this status and these words."""
        response = self.client(who).post(reverse(f"evaluations:{name}", args=args), data)
        assert (name, response.status_code) == (name, status)
        text = response.content.decode()
        lacks = [t for t in holds if t not in text]
        assert lacks == [], (name, lacks, text[text.find("<main") :][:1500])
        return text


def posted(places, prefix="p", version="", **more):
    return {f"{prefix}-{code}": place for code, place in places.items()} | {"version": version} | more


def prepare_dossier(walk, cycle, producer):
    """From the open button to the filed dossier."""
    walk.press(producer, "dossier_open", cycle.pk)
    dossier = Dossier.objects.get(cycle=cycle)
    ready = 1 if cycle.regulation.code == "26-2026" else 0  # Mẫu số 01 is filled from the records alone
    hub = walk.see(producer, "dossier", dossier.pk, holds=[f"Đã xong {ready}/", "Nộp minh chứng theo danh mục"])
    assert "Kiểm tra và nộp hồ sơ" in hub
    walk.press(
        producer,
        "evidence",
        dossier.pk,
        row="03",
        title="Hợp đồng vùng nguyên liệu",
        upload=h.upload(),
        issued_on="05/01/2020",
    )
    paper = dossier.evidence.get()
    walk.see(producer, "evidence", dossier.pk, holds=["Hợp đồng vùng nguyên liệu"])
    walk.press(producer, "evidence_cite", paper.pk, criterion="A.1.1", page_from="1", page_to="1")
    walk.press(producer, "self_assessment", dossier.pk, **posted(h.places_for(dossier.rubric, 75), **{"d-A.1.1": "Đủ"}))
    walk.see(producer, "self_assessment", dossier.pk, holds=["<span data-total>75</span>", "Đã chấm đủ."])
    walk.refused(producer, "dossier_file", dossier.pk, status=422, holds=["Lỗi: "])
    walk.press(producer, "dossier_file", dossier.pk, agree="on")
    return Dossier.objects.get(pk=dossier.pk)


def intake(walk, dossier, office):
    """Receiving and the advisory check at one level."""
    walk.press(office, "dossier_receive", dossier.pk)
    walk.press(office, "advisory", dossier.pk, note="Đủ thành phần hồ sơ.", confirm="1")


def convene(walk, office, world, office_key, members=3):
    """Council with members and a session by the office's pages; the open session."""
    day = show_date(clock.today())
    walk.press(
        office, "council_create", office=office_key, name="Hội đồng đánh giá sản phẩm OCOP", decision_number="2145/QĐ-UBND",
        decision_date=day, rules_number="07/QC-HĐ", rules_date=day, quorum="75", spread_limit="10", gate_rule="majority",
        comment_rule="extremes", visibility="closed",
    )  # fmt: skip
    council = Council.objects.latest("pk")
    seats = [("chair", "chair", "on"), ("secretary", "secretary", "")]
    seats += [(f"member{n}", "member", "on") for n in range(1, members + 1)]
    for who, seat, scores in seats:
        data = {"username": world.users[who].username, "seat": seat, "agency": "Sở Công Thương"}
        walk.press(office, "member_add", council.pk, **data, **({"scores": "on"} if scores else {}))
    walk.press(office, "session_create", council.pk, held_on=day, place="Hội trường")
    return CouncilSession.objects.latest("pk")


def score_online(walk, world, session, totals, who=("chair", "member1", "member2", "member3")):
    """Every member answers the conflict question, fills the sheet by one whole save and hands it in."""
    present = {f"present-{m.pk}": "on" for m in session.council.members.all()}
    walk.press("secretary", "session_presence", session.pk, **present)
    for item in SessionProduct.objects.filter(session=session):
        for name, total in zip(who, totals, strict=True):
            walk.press(name, "conflict", item.pk, has_conflict="0")
            walk.press(name, "sheet_open", item.pk)
            sheet = ScoreSheet.objects.get(item=item, member__user=world.users[name], scoring_round=item.scoring_round)
            places = h.places_for(item.rubric, total)
            data = posted(places, version=sheet.version, request_id=f"request-{sheet.pk}", remark="Đồng ý.", submit="1")
            data |= {f"c-{code}": "Theo hồ sơ và mẫu sản phẩm." for code in places}
            walk.press(name, "sheet", sheet.pk, **data)
            sheet.refresh_from_db()
            walk.see(name, "sheet_submit", sheet.pk, holds=["Nộp phiếu", f"Tổng điểm của phiếu: {total}"])
            walk.refused(name, "sheet_submit", sheet.pk, status=422, version=sheet.version, password="sai-mat-khau")
            walk.press(name, "sheet_submit", sheet.pk, version=sheet.version, password=PASSWORD)
        walk.see("chair", "item", item.pk, holds=["đã nộp"])
        walk.press("chair", "item_end", item.pk)


def run_session(walk, world, office, dossier, session, totals, statement=""):
    """Schedule, open, score, close."""
    walk.press(office, "session_schedule", session.pk, dossier=dossier.pk)
    walk.press(office, "session_open", session.pk)
    score_online(walk, world, session, totals)
    item = session.items.get()
    walk.press(
        "secretary",
        "item_findings",
        item.pk,
        discussion="Thống nhất.",
        **({"statement": statement} if statement else {}),
    )
    walk.see("chair", "session", session.pk, holds=["Đủ điều kiện đóng phiên"])
    walk.refused("chair", "session_close", session.pk, status=422, password="sai", holds=["Mật khẩu không đúng."])
    walk.press("chair", "session_close", session.pk, password=PASSWORD)
    return item
