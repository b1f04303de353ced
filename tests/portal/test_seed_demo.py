"""The demonstration: refused without DEMO=1, the figures of Quảng Bình, Quảng Trị at every step, nothing the second time."""

from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from accounts.models import User
from core.models import AuditEvent
from districts.models import AdministrativeUnit, AnnualPlan, DocumentSettings, RewardPolicy
from evaluations.models import Certificate, CouncilMember, CouncilSession, ImportedRecognition, Result, ScoreSheet
from evaluations.standing import state_of, with_standing
from ocop_portal.demo.people import PEOPLE
from ocop_portal.demo.seed import ACTS, seed
from ocop_portal.demo.stage import PASSWORD, Stage
from producers.enums import OutreachChannel
from producers.models import OutreachActivity, ProducerMember, TrainingCourse
from products.enums import CycleState
from products.models import Cycle, MilestoneFile, PaperRemark, Product, SentPaper, SupportGrant
from products.selectors.support import unbalanced
from reports import figures
from reports.enums import ReportKind
from reports.periods import parse_period
from reports.selectors import gather, unit_at_end

END = date(2020, 12, 31)


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The whole demonstration once, rolled back at the end; files in a folder of their own."""
    with (
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), DEMO=True),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        said = []
        seed(said.append)
        with django_db_blocker.block():
            yield said
        transaction.set_rollback(True)


@pytest.fixture
def demo(seeded, db, settings):
    settings.DEMO = True
    return seeded


def test_without_demo_it_refuses_with_a_sentence_and_writes_nothing(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="Chỉ nạp dữ liệu trình diễn khi DEMO=1.") as refused:
        call_command("seed_demo")
    assert refused.value.returncode == 1
    assert (User.objects.count(), AdministrativeUnit.objects.count()) == (0, 0)


def test_it_never_touches_an_installation_of_real_people(db, settings):
    settings.DEMO = True
    User.objects.create(username="tinh", full_name="Nguyễn Thị Thật")
    with pytest.raises(CommandError, match="Các tên đăng nhập tinh đang là của người thật"):
        call_command("seed_demo")
    assert AdministrativeUnit.objects.count() == 0


def test_every_act_is_told(demo):
    assert demo == list(ACTS)


def test_the_people_of_the_contract_stand_and_share_one_password(demo):
    wanted = {"xa", "huyen", "tinh", "so", "bo", "chuthe", "chutich", "thuky", "lanhdao", "admin"}
    wanted |= {f"hoidong{n}" for n in range(1, 10)}
    people = User.objects.filter(is_demo=True)
    assert wanted <= set(people.values_list("username", flat=True))
    assert people.count() == User.objects.count() == len(PEOPLE)
    assert people.order_by().values("password").distinct().count() == 1
    assert User.objects.get(username="tinh").check_password(PASSWORD) is True


def test_each_role_reaches_its_rows(demo):
    def sees(name):
        return Product.objects.visible_to(User.objects.get(username=name)).count()

    everything = Product.objects.count()
    assert sees("bo") == sees("tinh") == sees("lanhdao") == sees("so") == everything
    assert sees("admin") == 0
    assert 0 < sees("chuthe") < sees("xa") < everything
    assert 0 < sees("huyen") < everything
    huyen = User.objects.get(username="huyen").scope
    assert [role.acts for role in huyen.roles] == [False]
    member = ProducerMember.objects.get(user__username="chuthe")
    assert member.producer.unit.full_name == "xã Lệ Thủy"


def test_quang_binh_stands_as_its_letter_of_2021_says(demo):
    period = parse_period("2020Q4", ReportKind.QUARTERLY)
    data = figures.compose(ReportKind.QUARTERLY, period, END, gather(unit_at_end("44", period), period, END))
    valid = data["figures"]["valid"]
    assert (valid["total"], valid["3"], valid["4"]) == (57, 56, 1)
    four = Certificate.objects.get(stars=4, issued_on__lte=END)
    assert "huyện Bố Trạch" in four.place
    held = Certificate.objects.filter(issued_on__lte=END, product__province__name="Quảng Bình")
    districts = {c.place.split(", ")[-2] for c in held if c.place.count(", ")}
    assert len(districts) == 8


def test_real_rows_stand_under_their_names_and_the_others_say_that_they_are_samples(demo):
    held = Certificate.objects.filter(issued_on__lte=END).values_list("product_name", flat=True)
    real = sorted(name for name in held if not name.startswith("Sản phẩm mẫu "))
    assert real == [
        "Cá bờm trắng",
        "Mật ong Tuyên Hóa",
        "Rượu sim Hùng Nhung",
        "Thịt thỏ Ruby",
        "Tôm khô",
        "Tỏi đen Quảng Minh",
    ]
    undecided = Product.objects.filter(undecided=True)
    assert (undecided.count(), undecided.filter(stars__isnull=False).count()) == (7, 0)
    assert ImportedRecognition.objects.filter(undecided=True, certificate__isnull=False).count() == 0


def test_quang_tri_has_a_product_at_every_state(demo):
    # A reviewed idea exists only where a level above the commune appraises; in the demonstration the commune does.
    assert set(Cycle.objects.values_list("state", flat=True)) == set(CycleState.values) - {CycleState.IDEA_REVIEWED}
    assert set(Cycle.objects.values_list("regulation__code", flat=True)) == {"26-2026"}


def test_steps_2_to_4_have_their_papers(demo):
    assert SentPaper.objects.filter(paper="plan", turn=2).count() == 1
    assert set(PaperRemark.objects.values_list("paper", flat=True)) == {"idea", "plan"}
    assert MilestoneFile.objects.count() == 1
    assert set(SupportGrant.objects.values_list("kind", flat=True)) >= {"machinery", "label"}
    assert list(unbalanced()) == []
    assert RewardPolicy.objects.exclude(legal_basis="").count() == 1


def test_nothing_is_dated_in_the_future(demo):
    from core import clock

    assert AuditEvent.objects.filter(at__gt=clock.now()).count() == 0
    assert Cycle.objects.filter(state_changed_at__gt=clock.now()).count() == 0


def test_sessions_were_scored_closed_and_one_is_ready(demo):
    sessions = CouncilSession.objects.order_by("pk")
    assert [(s.state, s.items.count()) for s in sessions] == [
        ("closed", 5), ("closed", 1), ("open", 1), ("open", 3), ("planned", 1), ("open", 1), ("closed", 1),
    ]  # fmt: skip
    assert Counter(Result.objects.values_list("stars", flat=True)) == {2: 1, 3: 1, 4: 3, 5: 2}
    ready = sessions[3]
    assert ScoreSheet.objects.filter(item__session=ready).count() == 0
    assert set(ready.items.values_list("state", flat=True)) == {"scoring"}
    seats = CouncilMember.objects.filter(council=ready.council)
    assert sorted(seats.filter(scores=True).values_list("user__username", flat=True)) == [
        f"hoidong{n}" for n in range(1, 10)
    ]
    assert sorted(seats.filter(seat__in=["chair", "secretary"]).values_list("user__username", flat=True)) == [
        "chutich",
        "thuky",
    ]


def test_certificates_of_today_are_of_every_kind_that_dates_give(demo):
    held = with_standing(Certificate.objects.filter(product__province__code="45"))
    found = Counter(str(state_of(certificate)) for certificate in held)
    assert found == {"valid": 3, "expiring": 4, "expired": 2}


def test_plans_and_letterheads_are_there(demo):
    assert AnnualPlan.objects.filter(year=2021, unit__level="district").count() == 8
    assert set(
        AnnualPlan.objects.filter(year=2021, unit__level="district").values_list("targets__value", "targets__value_to")
    ) == {(3, 5)}
    assert AnnualPlan.objects.filter(unit__code="44", year=Stage().today.year).get().targets.count() == 9
    lines = DocumentSettings.objects.order_by("pk").values_list("agency_lines", flat=True)
    assert list(lines) == [["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG BÌNH"], ["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG TRỊ"]]


def test_step_one_was_done_in_both_worlds(demo):
    courses = TrainingCourse.objects.order_by("held_on", "pk")
    assert [(row.audience, row.unit.name) for row in courses] == [
        ("producers", "Quảng Bình"), ("producers", "Quảng Trị"), ("officers", "Quảng Trị"), ("producers", "Lệ Thủy"),
    ]  # fmt: skip
    assert courses[0].attendances.count() == courses[0].invitations.count() - 6 > 20
    assert (courses[3].attendances.count(), courses[3].invitations.count() > 0) == (0, True)
    assert set(OutreachActivity.objects.values_list("channel", flat=True)) == set(OutreachChannel.values)


def test_a_second_run_does_nothing(demo, capsys, django_assert_num_queries):
    before = AuditEvent.objects.count(), Product.objects.count(), ScoreSheet.objects.count()
    with django_assert_num_queries(2):
        call_command("seed_demo")
    assert capsys.readouterr().out == "Dữ liệu trình diễn đã đủ, không nạp thêm.\n"
    assert (AuditEvent.objects.count(), Product.objects.count(), ScoreSheet.objects.count()) == before
