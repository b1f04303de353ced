"""Nightly: nine members play a session in the browser, in both worlds, second round included, to minutes and certificates."""

import io
import subprocess
import sys
import time
from datetime import datetime

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from pypdf import PdfReader

from accounts.models import User
from core import clock, documents
from core.formats import show_date
from evaluations.models import Certificate, IssuedPaper, Result
from evaluations.services import closing, intake, sessions
from tests.browser.conftest import PASSWORD, ROOT
from tests.browser.people import Person, scored
from tests.evaluations import helpers as h

IN_2026, IN_2020 = "2026-11-11T09:00:00+07:00", "2020-10-05T09:00:00+07:00"
STATEMENT = "Hội đồng đã đối chiếu từng điều kiện tối thiểu theo Quyết định 781/QĐ-TTg."
NAMES = ("Bột nghệ Kiến Giang", "Trà lá sen Lệ Thủy")


def of_2026(world):
    """Two dossiers that the commune has reported on and the province has checked."""
    h.ready(h.COFFEE)
    made = []
    for number, name in enumerate(NAMES, 1):
        cycle = h.completed_cycle(world, world.le_thuy, world.producer, name=name, number=f"HS-2026-00000{number}")
        made.append(
            h.checked_dossier(world, cycle, producer=world.producer, commune=world.commune, receiver=world.province)
        )
    return made, world.province, world.quang_tri


def of_2020(world):
    """The same two, scored by the district first and sent up with more than 50 points."""
    h.ready(h.PROCESSED_1048)
    h.passwords(world)
    made = []
    for number, name in enumerate(NAMES, 1):
        cycle = h.completed_cycle(
            world, world.kien_giang, world.producer, code=h.PROCESSED_1048, name=name, number=f"HS-2020-00000{number}"
        )
        made.append(h.checked_dossier(world, cycle, producer=world.old_commune, receiver=world.district))
    council = h.council_of(world, level="district", unit=world.le_thuy_district, actor=world.district)
    session = h.open_session(world, council, made, world.district)
    h.scored(world, session, (55, 56, 57, 58))
    for item in session.items.all():
        closing.record_findings(item=item, knockouts={}, statement=STATEMENT, discussion="", actor=world.secretary)
    h.close(world, session)
    User.objects.update(password=make_password(PASSWORD, hasher="argon2"))
    for dossier in made:
        intake.forward(dossier=h.fresh(dossier), actor=world.district)
        intake.receive(dossier=h.fresh(dossier), actor=world.old_province)
        intake.save_advisory_note(dossier=h.fresh(dossier), note="Hồ sơ đủ thành phần.", actor=world.old_province)
        intake.check_dossier(dossier=h.fresh(dossier), actor=world.old_province)
    return [h.fresh(dossier) for dossier in made], world.old_province, world.quang_binh


WORLDS = [
    pytest.param(IN_2026, of_2026, 72, 4, id="26-2026", marks=pytest.mark.lives_on(IN_2026)),
    pytest.param(IN_2020, of_2020, 60, 3, id="1048-2019", marks=pytest.mark.lives_on(IN_2020)),
]


@pytest.mark.nightly
@pytest.mark.skipif(documents.pdf_ready() is not None, reason=str(documents.pdf_ready()))
@pytest.mark.parametrize(("day", "prepared", "base", "stars"), WORLDS)
def test_nine_members_play_a_session(portal, day, prepared, base, stars):
    runner = subprocess.Popen([sys.executable, "tests/browser/frozen.py", "run_jobs"], cwd=ROOT, env=portal.env)
    try:
        with time_machine.travel(datetime.fromisoformat(day), tick=True):
            played(portal, prepared, base, stars)
    finally:
        runner.terminate()
        runner.wait(timeout=30)
    verify = subprocess.run(
        [sys.executable, "tests/browser/frozen.py", "verify_audit"],
        cwd=ROOT,
        env=portal.env,
        capture_output=True,
        text=True,
    )
    assert (verify.returncode, verify.stderr) == (0, "")


def played(portal, prepared, base, stars):
    world = portal.world
    world.users.update({name: h.fresh(user) for name, user in world.users.items()})  # their roles as of that day
    dossiers, office_user, unit = prepared(world)
    council = h.council_of(world, level="province", unit=unit, actor=office_user, members=8)
    session = sessions.create_session(council=council, held_on=clock.today(), place="UBND tỉnh", actor=office_user)
    sessions.schedule(session=session, dossiers=dossiers, actor=office_user)
    board = f"/danh-gia/phien/{session.pk}/"

    office = Person(portal, next(name for name, user in world.users.items() if user == office_user))
    office.open(board).press("Mở phiên chấm điểm")
    secretary = Person(portal, "secretary").open(board)
    for member in council.members.all():
        secretary.fill(**{f"present-{member.pk}": True})
    secretary.press("Ghi danh sách có mặt")

    wide, close = session.items.order_by("position")
    seats = ["chair", *(f"member{n}" for n in range(1, 9))]
    people = {who: Person(portal, who) for who in seats}
    for number, who in enumerate(seats):
        scored(people[who], world.users[who], close, base + number % 5)
        scored(people[who], world.users[who], wide, base + number % 5 - (14 if who == "member8" else 0))
    chair = people["chair"]
    for item in (wide, close):
        chair.open(f"/danh-gia/san-pham/{item.pk}/").press("Kết thúc chấm điểm, khóa phiếu", exact=False)
    chair.open(board, f"session-board-{base}").reads("Quá 10 điểm", "phải chấm lại lần hai")
    assert chair.page.get_by_role("button", name="Đóng phiên và niêm phong kết quả").count() == 0

    chair.open(f"/danh-gia/san-pham/{wide.pk}/cham-lai/").fill(reason="Một phiếu lệch 14 điểm ở phần cảm quan.")
    chair.press("Mở vòng chấm 2")
    wide.refresh_from_db()
    for number, who in enumerate(seats):
        scored(people[who], world.users[who], wide, base + number % 5)
    chair.open(f"/danh-gia/san-pham/{wide.pk}/").press("Kết thúc chấm điểm, khóa phiếu", exact=False)
    for item in (wide, close):
        secretary.open(f"/danh-gia/san-pham/{item.pk}/").fill(discussion="Hội đồng thống nhất kết quả.")
        if stars == 3:
            secretary.fill(statement=STATEMENT)
        secretary.press("Ghi kết luận")
    chair.open(board, f"session-before-closing-{base}").fill(password=PASSWORD)
    chair.press("Đóng phiên và niêm phong kết quả")
    results = Result.objects.filter(item__session=session)
    mean = sum(base + number % 5 for number in range(9))
    assert [(r.counted, r.total_sum, r.stars) for r in results] == [(9, mean, stars)] * 2

    office.open(f"{board}quyet-dinh/").fill(
        kind="recognise", number="3981/QĐ-UBND", decided_on=show_date(clock.today())
    )
    office.fill(items=wide.pk).fill(items=close.pk).press("Ghi quyết định", exact=False)
    certificates = Certificate.objects.order_by("pk")
    assert [(c.stars, c.issued_on) for c in certificates] == [(stars, clock.today())] * 2
    visitor = portal.page(width=360, height=740)
    for certificate in certificates:
        portal.go(visitor, f"/xac-thuc/{certificate.code}/")
        assert "còn hiệu lực" in visitor.locator("h1").inner_text().lower()

    secretary.open(f"{board}van-ban/", f"session-papers-{base}").press("Lập các văn bản còn thiếu")
    text = drawn(secretary, session)
    held = [str(base + number % 5) for number in range(9)]
    lacks = [t for t in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", *NAMES, *held, str(base + 3 - 14)) if t not in text]
    assert lacks == []


def drawn(person, session) -> str:
    """Text of the minutes, once the job has drawn every paper of the session."""
    for _try in range(600):
        papers = IssuedPaper.objects.filter(session=session)
        if papers and not papers.filter(pdf__isnull=True).exists():
            break
        time.sleep(0.5)
    minutes = IssuedPaper.objects.get(session=session, kind="minutes")
    answer = person.page.request.get(f"{person.portal.url}/tep/{minutes.pdf_id}/")
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)
