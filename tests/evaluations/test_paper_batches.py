"""What issuing sets off: an invitation tells its people, the notices of a session go out in one act."""

import pytest
from django.urls import reverse

from core.exceptions import Refused
from core.models import AuditEvent, Job
from evaluations.enums import PaperKind, PaperState
from evaluations.models import Invitation, IssuedPaper
from evaluations.selectors.papers.listing import Target
from evaluations.services import papers
from evaluations.services.notices import issue_notices
from tests.evaluations.conftest import NOW
from tests.evaluations.papers import decided, told_session
from tests.evaluations.walk import Walker

pytestmark = pytest.mark.django_db
SIGNED = {"signer": "Cao Thị Vân", "authority": ["CHÁNH VĂN PHÒNG"]}
TYPED = {"signer": "Cao Thị Vân", "authority": "CHÁNH VĂN PHÒNG", "issued_on": "11/11/2026"}


def invitation(session, actor, number, member=None, **more):
    paper = papers.make_paper(target=Target(PaperKind.INVITATION, session, member=member), actor=actor)
    return papers.issue_paper(paper=paper, number=number, issued_on=NOW.date(), actor=actor, **SIGNED, **more)


def told(session):
    return set(Invitation.objects.filter(session=session).values_list("member__user__username", "told_by"))


def test_an_issued_invitation_tells_the_people_it_is_for(world, session):
    seats = {m.user.username for m in session.council.members.select_related("user")}
    own = session.council.members.get(user=world.member1)
    invitation(session, world.secretary, "4", own, told_by="email")
    assert told(session) == {(world.member1.username, "email")}
    paper = invitation(session, world.secretary, "5")
    assert told(session) == {(n, "email" if n == world.member1.username else "letter") for n in seats}
    assert {row.told_on for row in Invitation.objects.all()} == {NOW.date()}
    again = papers.correct_paper(paper=paper, reason="Đổi giờ họp.", actor=world.secretary)
    papers.issue_paper(paper=again, number="6", issued_on=NOW.date(), actor=world.secretary, told_by="system", **SIGNED)
    assert {way for _name, way in told(session)} == {"system"}
    assert AuditEvent.objects.filter(verb="session.invitations").count() == 3


def test_the_board_shows_who_is_invited(world, session):
    walk = Walker(world)
    walk.press("secretary", "session_papers", session.pk, paper=f"invitation/session:{session.pk}")
    paper = IssuedPaper.objects.get()
    walk.see("secretary", "paper_issue", paper.pk, holds=["Gửi bằng", "danh sách báo họp"])
    walk.press("secretary", "paper_issue", paper.pk, number="5", told_by="phone", **TYPED)
    count = session.council.members.count()
    page = walk.see("secretary", "session", session.pk, holds=[f"Báo họp ({count}/{count})"])
    assert page.count("đã báo 11/11/2026") == count
    walk.see("member1", "session_invitations", session.pk, holds=["Điện thoại, tin nhắn"])


@pytest.fixture
def closed(world, frozen):
    session = told_session(world)
    decided(world, session)
    return session, *session.items.order_by("position")


def notices(state=PaperState.ISSUED):
    rows = IssuedPaper.objects.filter(kind=PaperKind.NOTICE, state=state).order_by("item__position", "version")
    return [(row.item_id, row.number, row.version) for row in rows]


def test_notices_go_out_together_with_own_numbers_or_one_for_all(world, closed):
    session, high, low = closed
    walk = Walker(world)
    walk.see("province", "session_papers", session.pk, holds=["Ban hành thông báo kết quả (2)"])
    page = walk.see("province", "session_notices", session.pk, holds=[high.cycle.product.name, "Số chung"])
    assert page.count('type="checkbox"') == 2
    both = {f"take_{high.pk}": "on", f"take_{low.pk}": "on"} | TYPED
    walk.refused("province", "session_notices", session.pk, status=422, holds=["chưa có số thông báo"],
                 **both, **{f"number_{high.pk}": "7"})  # fmt: skip
    walk.refused("province", "session_notices", session.pk, status=422, holds=["Số 07 nhập cho hai thông báo"],
                 **both, **{f"number_{high.pk}": "7", f"number_{low.pk}": "07"})  # fmt: skip
    walk.refused("province", "session_notices", session.pk, status=422, holds=["chọn ít nhất một sản phẩm"], **TYPED)
    assert notices() == notices(PaperState.DRAFT) == []
    address = reverse("evaluations:session_papers", args=[session.pk])
    walk.press("province", "session_notices", session.pk, to=address, common="9", **both)
    assert notices() == [(high.pk, "09/TB-VPĐP", 1), (low.pk, "09/TB-VPĐP", 1)]
    assert Job.objects.filter(kind=papers.JOB).count() == 1
    walk.see("province", "session_notices", session.pk, holds=["Không có thông báo nào chờ ban hành"])


def test_a_corrected_notice_goes_with_the_others_and_the_old_version_stays(world, closed):
    session, high, low = closed
    issue_notices(session=session, numbers={high.pk: "3"}, issued_on=NOW.date(), actor=world.province, **SIGNED)
    first = IssuedPaper.objects.get(kind=PaperKind.NOTICE)
    papers.correct_paper(paper=first, reason="Sai địa chỉ.", actor=world.province)
    both = {high.pk: "", low.pk: ""}
    with pytest.raises(Refused, match="đã dùng") as told_no:
        issue_notices(session=session, numbers=both, common="3", issued_on=NOW.date(), actor=world.province, **SIGNED)
    assert told_no.value.code == f"number_{high.pk}"
    assert notices() == [(high.pk, "03/TB-VPĐP", 1)]
    numbers = {high.pk: "12", low.pk: ""}
    issue_notices(session=session, numbers=numbers, common="11", issued_on=NOW.date(), actor=world.province, **SIGNED)
    assert notices() == [(high.pk, "12/TB-VPĐP", 2), (low.pk, "11/TB-VPĐP", 1)]
    assert notices(PaperState.REPLACED) == [(high.pk, "03/TB-VPĐP", 1)]
