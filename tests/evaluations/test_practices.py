"""Calibration: scored by all, compared with the agreed reference, and never a result. Guidance stands on the sheet."""

from datetime import date

import pytest
from django.urls import reverse

from core.exceptions import NotAllowed, Refused, Stale
from core.models import AuditEvent
from evaluations.models import Guidance, PracticeScore, PracticeSheet, Result, ScoreSheet
from evaluations.selectors.guidance import guidance_for
from evaluations.selectors.practices import comparison, is_opened, severities
from evaluations.services import practices as services
from tests.evaluations import helpers as h
from tests.evaluations.walk import Walker, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(world, session, item):
    return services.create_practice(
        session=session, rubric=item.rubric, title="Mẫu chấm thử", description="Cà phê bột.", actor=world.secretary
    )


def seat(practice, user):
    return practice.session.council.members.get(user=user)


def score(practice, user, total, *, reference=False, hand_in=True):
    places = h.places_for(practice.rubric, total)
    return services.save_practice(
        practice=practice, member=None if reference else seat(practice, user),
        answers={code: (place, "") for code, place in places.items()}, version=0, hand_in=hand_in, actor=user,
    )  # fmt: skip


def test_all_score_then_it_is_compared_with_the_reference(world, session, practice):
    score(practice, world.secretary, 70, reference=True)
    for total, who in ((60, world.chair), (65, world.member1), (70, world.member2)):
        score(practice, who, total)
    assert is_opened(practice) is False
    score(practice, world.member3, 75)
    assert is_opened(practice) is True
    members, rows = comparison(practice)
    assert [m.user for m in members] == [world.chair, world.member1, world.member2, world.member3]
    sums = [sum(row.points[n] for row in rows) for n in range(4)]
    assert (sums, sum(row.reference for row in rows)) == ([60, 65, 70, 75], 70)
    assert all((row.low, row.high) == (min(row.points), max(row.points)) for row in rows)
    assert (ScoreSheet.objects.count(), Result.objects.count()) == (0, 0)
    events = AuditEvent.objects.filter(verb="practice.submit")
    assert events.count() == 5
    assert {tuple(sorted(e.after)) for e in events} == {("practice", "reference")}


def test_the_chair_opens_it_sooner_and_then_nobody_scores(world, practice):
    score(practice, world.member1, 70)
    with pytest.raises(NotAllowed):
        services.compare_practice(practice=practice, actor=world.secretary)
    services.compare_practice(practice=practice, actor=world.chair)
    assert [m.user for m in comparison(practice)[0]] == [world.member1]
    with pytest.raises(Refused, match="không sửa được nữa"):
        score(h.fresh(practice), world.member2, 70)
    with pytest.raises(Stale):
        services.compare_practice(practice=h.fresh(practice), actor=world.chair)


def test_whose_sheet_and_what_is_on_it(world, practice):
    with pytest.raises(NotAllowed):  # another's
        services.save_practice(
            practice=practice, member=seat(practice, world.member1), answers={}, version=0, hand_in=False,
            actor=world.member2,
        )  # fmt: skip
    with pytest.raises(NotAllowed):  # the reference is chair's and secretary's
        score(practice, world.member1, 70, reference=True)
    common = {"practice": practice, "member": seat(practice, world.member1), "version": 0, "actor": world.member1}
    for answers, words in (({"Z.9": (1, "")}, "không thuộc"), ({"A.1.1": (99, "")}, "không có trên phiếu")):
        with pytest.raises(Refused, match=words):
            services.save_practice(answers=answers, hand_in=False, **common)
    with pytest.raises(Refused, match="chưa chấm"):
        services.save_practice(answers={"A.1.1": (1, "")}, hand_in=True, **common)
    services.save_practice(answers={"A.1.1": (1, "")}, hand_in=False, **common)
    with pytest.raises(Stale):
        services.save_practice(answers={"A.1.1": (0, "")}, hand_in=False, **common)
    assert (PracticeScore.objects.get().place, PracticeSheet.objects.get().version) == (1, 1)


def agree(world, session, rubric, text, *, province=False, actor=None, **more):
    values = {"criterion": "A.1.1", "agreed_on": date(2026, 11, 10), "agreed_by": "Phiên trù bị"} | more
    return services.record_guidance(
        council=session.council, whole_province=province, rubric=rubric, text=text, actor=actor or world.province,
        **values,
    )  # fmt: skip


def test_guidance_of_the_council_comes_before_the_provinces_and_the_new_before_the_old(world, session, item):
    agree(world, session, item.rubric, "Của tỉnh.", province=True)
    assert guidance_for(item.rubric, session.council) == {"A.1.1": "Của tỉnh. (Phiên trù bị, 10/11/2026)"}
    agree(world, session, item.rubric, "Lần một.", actor=world.chair)
    agree(world, session, item.rubric, "Lần hai.", actor=world.secretary)
    assert guidance_for(item.rubric, session.council) == {"A.1.1": "Lần hai. (Phiên trù bị, 10/11/2026)"}
    assert (Guidance.objects.count(), Guidance.objects.filter(ended_at__isnull=True).count()) == (3, 2)
    with pytest.raises(NotAllowed):
        agree(world, session, item.rubric, "Lệch.", actor=world.member1)
    with pytest.raises(NotAllowed):
        agree(world, session, item.rubric, "Lệch.", province=True, actor=world.chair)
    with pytest.raises(Refused, match="không được sau hôm nay"):
        agree(world, session, item.rubric, "Lệch.", agreed_on=date(2026, 12, 1))
    with pytest.raises(Refused, match="không thuộc"):
        agree(world, session, item.rubric, "Lệch.", criterion="Z.9")


def test_severity_is_the_mean_distance_from_the_panel(world, session):
    assert severities(session.council) == []
    h.scored(world, session, (66, 70, 70, 74))
    h.close(world, session)
    found = {row.user_id: (row.products, row.mean) for row in severities(session.council)}
    people = [world.chair, world.member1, world.member2, world.member3]
    assert found == {user.pk: (1, mean) for user, mean in zip(people, (-4, 0, 0, 4), strict=True)}
    walk = Walker(world)
    everybody = walk.see("chair", "severity", session.council_id, holds=["−4,0", "+4,0", "Thành viên Hội đồng 1"])
    assert everybody.count("<tr>") == 5
    own = walk.see("member3", "severity", session.council_id, holds=["+4,0"])
    assert (own.count("<tr>"), "−4,0" in own) == (2, False)


def test_the_pages_from_the_form_to_the_comparison(world, session, item):
    walk = Walker(world)
    walk.see("chair", "session", session.pk, holds=["Chấm thử"])
    walk.press(
        "secretary", "practices", session.pk, title="Mẫu chấm thử", rubric=item.rubric.pk, description="Cà phê bột.",
        upload=h.upload(),
    )  # fmt: skip
    practice = session.practices.get()
    walk.press("province", "guidance", session.council_id, criterion="A.1.1", text="Xem hợp đồng.", scope="council",
               agreed_on="10/11/2026", agreed_by="Phiên trù bị")  # fmt: skip
    walk.see("member1", "guidance", session.council_id, holds=["Xem hợp đồng."])
    walk.see("member1", "practice_sheet", practice.pk, holds=["Xem hợp đồng.", "không tính vào kết quả nào"])
    walk.press("member1", "practice_sheet", practice.pk, **posted({"A.1.1": 1}, version=0))
    walk.refused("member1", "practice_sheet", practice.pk, status=422, holds=["chưa chấm"],
                 **posted({"A.1.1": 1}, version=1, submit="1"))  # fmt: skip
    whole = posted(h.places_for(item.rubric, 70), version=1, submit="1")
    walk.press("member1", "practice_sheet", practice.pk, **whole)
    before = walk.see("member2", "practice", practice.pk, holds=["đã nộp", "giay-to.pdf", "Bảng đối chiếu hiện khi"])
    assert "Đối chiếu theo tiêu chí" not in before
    page = walk.client("chair").post(reverse("evaluations:practice_compare", args=[practice.pk]), follow=True)
    assert "Đối chiếu theo tiêu chí" in page.content.decode()
