"""Support and its ledger: balances to the đồng whatever is done, only ever added to, totals equal to the rows."""

import random
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F, Sum
from django.urls import reverse

from core import audit
from core.exceptions import NotAllowed, Refused, Stale
from core.files import reachable
from products import services
from products.enums import CycleState, EntryKind, FundSource, SupportKind
from products.models import MilestoneFile, SupportEntry, SupportGrant
from products.selectors.support import grant_totals, unbalanced
from tests import races
from tests.factories.core import upload
from tests.factories.producers import make_producer
from tests.factories.products import make_cycle, make_milestone, make_product

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 5)


@pytest.fixture
def running(tea):
    return make_cycle(tea.tea, CycleState.RUNNING, by=tea.producer)


@pytest.fixture
def grant(tea, running):
    return services.add_grant(
        cycle=running, actor=tea.province, kind=SupportKind.MACHINERY, purpose="Máy sấy", source=FundSource.NATIONAL,
        planned=100,
    )  # fmt: skip


def sums(grant):
    grant.refresh_from_db()
    return grant.planned, grant.approved, grant.paid


def enter(grant, kind, amount, actor, on=TODAY, **more):
    return services.enter(grant=grant, kind=kind, amount=amount, on=on, actor=actor, **more)


def test_planned_approved_paid(tea, grant):
    assert (sums(grant), grant.granted_on) == ((100, 0, 0), None)
    enter(grant, "approve", 80, tea.province, on=date(2026, 8, 3), document="12/QĐ-UBND")
    enter(grant, "pay", 50, tea.province)
    assert (sums(grant), grant.granted_on) == ((100, 80, 50), date(2026, 8, 3))
    for kind, amount, left in (("approve", 21, "20"), ("pay", 31, "30")):
        with pytest.raises(Refused) as refusal:
            enter(grant, kind, amount, tea.province)
        assert (refusal.value.code, f"Chỉ còn {left} đồng" in refusal.value.sentence) == ("amount", True)
    enter(grant, "plan", 10, tea.province)
    enter(grant, "approve", 30, tea.province)
    assert sums(grant) == (110, 110, 50)
    assert list(grant.entries.values_list("kind", "amount")) == [
        ("plan", 100), ("approve", 80), ("pay", 50), ("plan", 10), ("approve", 30),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "on", "code"), [(0, TODAY, "amount"), (-5, TODAY, "amount"), (5, date(2026, 8, 6), "on")]
)
def test_a_wrong_line_writes_nothing(tea, grant, amount, on, code):
    with pytest.raises(Refused) as refusal:
        enter(grant, "plan", amount, tea.province, on=on)
    assert (refusal.value.code, sums(grant), grant.entries.count()) == (code, (100, 0, 0), 1)


def test_who_approves_and_pays(tea, running):
    local = services.add_grant(cycle=running, actor=tea.commune, purpose="Tem", source=FundSource.LOCAL, planned=10)
    enter(local, "approve", 10, tea.commune)
    wide = services.add_grant(cycle=running, actor=tea.commune, purpose="Máy", source=FundSource.PROVINCE, planned=10)
    for kind in ("approve", "pay"):
        with pytest.raises(NotAllowed) as refusal:
            enter(wide, kind, 10, tea.commune)
        assert refusal.value.code == "not_your_approval"
    for person in ("producer", "department", "neighbour_commune", "stranger_province"):
        with pytest.raises(NotAllowed):
            enter(wide, "plan", 10, tea.users[person])
    enter(wide, "approve", 10, tea.province)
    assert (sums(local), sums(wide)) == ((10, 10, 0), (10, 10, 0))


def test_a_line_is_taken_back_once(tea, grant):
    approved = enter(grant, "approve", 80, tea.province)
    paid = enter(grant, "pay", 50, tea.province)
    with pytest.raises(Refused) as refusal:
        services.take_back(entry=approved, actor=tea.province, reason="Nhầm.")
    assert "đã được duyệt hoặc đã chi" in refusal.value.sentence
    answer = services.take_back(entry=paid, actor=tea.province, reason="Chi nhầm đơn vị.")
    assert (answer.amount, answer.reverses, answer.note) == (-50, paid, "Chi nhầm đơn vị.")
    for entry in (paid, answer):
        with pytest.raises(Stale):
            services.take_back(entry=entry, actor=tea.province, reason="Nhầm.")
    services.take_back(entry=approved, actor=tea.province, reason="Nhầm.")
    assert (sums(grant), list(unbalanced())) == ((100, 0, 0), [])


def test_it_balances_whatever_is_done(tea, running):
    """Sixty random acts on three grants: after each the sums are those of the lines, and paid <= approved <= planned."""
    dice = random.Random(20261122)
    grants = [
        services.add_grant(
            cycle=running, actor=tea.province, purpose=f"Khoản {n}", source=source, planned=dice.randint(1, 10**12)
        )
        for n, source in enumerate(("national", "local", "science"))
    ]
    refused = 0
    for _act in range(60):
        grant = dice.choice(grants)
        entries = list(grant.entries.all())
        try:
            if dice.random() < 0.3:
                services.take_back(entry=dice.choice(entries), actor=tea.province, reason="Thử.")
            else:
                enter(grant, dice.choice(EntryKind.values), dice.randint(1, 10**12), tea.province)
        except (Refused, Stale):
            refused += 1
        planned, approved, paid = sums(grant)
        assert 0 <= paid <= approved <= planned
    for grant in grants:
        found = dict(grant.entries.order_by().values_list("kind").annotate(total=Sum("amount")))
        assert sums(grant) == tuple(found.get(kind, 0) for kind in ("plan", "approve", "pay"))
    assert (list(unbalanced()), 0 < refused < 60) == ([], True)


def test_a_changed_sum_is_named(tea, grant):
    SupportGrant.objects.filter(pk=grant.pk).update(planned=F("planned") + 1)
    assert [f"Khoản hỗ trợ {grant.pk}:" in sentence for sentence in unbalanced()] == [True]
    assert unbalanced in audit.checks()


def test_the_ledger_is_only_added_to(grant):
    entry = grant.entries.get()
    for change in (lambda: SupportEntry.objects.filter(pk=entry.pk).update(amount=1), entry.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportGrant.objects.filter(pk=grant.pk).update(paid=1)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_many_pay_at_once_and_no_more_than_approved_goes_out(tea, running, tmp_path):
    grant = services.add_grant(
        cycle=running, actor=tea.province, purpose="Máy", source="national", planned=100, granted_on=TODAY
    )

    def pay(_number):
        return enter(SupportGrant.objects.select_related("cycle").get(pk=grant.pk), "pay", 30, tea.province).amount

    with races.on_file(tmp_path / "race.sqlite3"):
        answers = races.together(pay, 5)
        assert sorted(str(type(a).__name__) for a in answers) == ["Refused", "Refused", "int", "int", "int"]
        assert (
            SupportGrant.objects.get().paid
            == SupportEntry.objects.filter(kind="pay").aggregate(s=Sum("amount"))["s"]
            == 90
        )


def three(tea):
    """Grants of two kinds and three sources, one far away."""
    cycle = make_cycle(tea.tea, CycleState.RUNNING, by=tea.producer)
    far = make_cycle(make_product(make_producer(tea.tua_chua, "HTX Xa"), "Chè xa"), CycleState.RUNNING)
    give = [("machinery", "national", 70), ("machinery", "local", 20), ("label", "national", 7)]
    for kind, source, amount in give:
        services.add_grant(
            cycle=cycle, actor=tea.province, kind=kind, source=source, purpose=f"Hỗ trợ {amount}", planned=amount,
            paid=amount // 2, granted_on=TODAY,
        )  # fmt: skip
    services.add_grant(cycle=far, actor=tea.stranger_province, kind="label", source="local", purpose="Xa", planned=1000)


def test_totals_are_those_of_the_rows(client, tea):
    three(tea)
    client.force_login(tea.province)
    url = reverse("products:grant_list")
    page = client.get(url)
    totals = page.context["totals"]
    shown = [row[4:7] for row in page.context["page"]]
    assert (totals.all.count, totals.all.planned, totals.all.approved, totals.all.paid) == (3, 97, 97, 48)
    assert tuple(sum(column) for column in zip(*shown, strict=True)) == (97, 97, 48)
    assert [(t.key, t.count, t.planned) for t in totals.by_kind] == [("label", 1, 7), ("machinery", 2, 90)]
    assert [(t.key, t.count, t.planned) for t in totals.by_source] == [("national", 2, 77), ("local", 1, 20)]
    for group in (totals.by_kind, totals.by_source):
        for column in ("count", "planned", "approved", "paid"):
            assert sum(getattr(t, column) for t in group) == getattr(totals.all, column)
    assert "?loai=machinery" in page.content.decode()
    part = client.get(url, {"loai": "machinery", "sort": "tien"})
    assert [row[4] for row in part.context["page"]] == [70, 20]
    assert part.context["totals"].all.planned == 90
    assert grant_totals(SupportGrant.objects.none()).all.count == 0


def test_the_list_is_searched_filtered_and_taken_away(client, tea):
    three(tea)
    client.force_login(tea.province)

    def sums_of(**query):
        return sorted(row[4] for row in client.get(reverse("products:grant_list"), query).context["page"])

    assert sums_of(q="ho tro 70") == [70]
    assert sums_of(nguon="national", loai="label") == [7]
    assert sums_of(tt="dang-chi") == [7, 20, 70]
    assert sums_of(tt="du-kien") == []
    text = b"".join(client.get(reverse("products:grant_export"), {"sort": "tien"}).streaming_content).decode()
    assert text.splitlines()[1].endswith(
        '"Máy móc, thiết bị",Hỗ trợ 70,Chương trình mục tiêu quốc gia,70,70,35,35,05/08/2026'
    )
    assert client.force_login(tea.commune) or client.get(reverse("products:grant_export")).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_four_times(client, tea, running, django_assert_num_queries, count):
    for number in range(count):
        services.add_grant(cycle=running, actor=tea.province, purpose=f"Máy {number}", source="local", planned=5)
    client.force_login(tea.commune)
    with django_assert_num_queries(4 + 3):  # units, count, rows, totals; session, user, roles
        page = client.get(reverse("products:grant_list"), {"q": "may"})
    assert page.context["page"].paginator.count == count


def test_a_grant_on_its_page(client, tea, grant):
    client.force_login(tea.province)
    url = grant.get_absolute_url()
    line = {"kind": "approve", "amount": "1.000", "on": "05/08/2026", "document": "12/QĐ-UBND"}
    answer = client.post(url, line)
    assert (answer.status_code, "Chỉ còn 100 đồng" in answer.content.decode()) == (422, True)
    assert client.post(url, line | {"amount": "60"}).status_code == 302
    entry = grant.entries.get(kind="approve")
    back = reverse("products:entry_back", args=[grant.pk, entry.pk])
    assert client.post(back, {"reason": ""}).status_code == 422
    assert client.post(back, {"reason": "Nhầm số."}).status_code == 302
    assert client.post(back, {"reason": "Nhầm số."}).status_code == 409
    page = client.get(url).content.decode()
    assert ("Rút lại dòng duyệt" in page, "Nhầm số." in page, sums(grant)) == (True, True, (100, 0, 0))
    client.force_login(tea.producer)
    assert "Ghi vào sổ" not in client.get(url).content.decode()


def test_evidence_of_a_milestone(client, tea, running):
    row = make_milestone(running)
    client.force_login(tea.producer)
    url = reverse("products:milestone_file", args=[running.pk, row.pk])
    answer = client.post(url, {"title": "Biên bản", "file": upload("a.exe", b"MZ")})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])
    assert MilestoneFile.objects.count() == 0
    assert client.post(url, {"title": "Biên bản nghiệm thu", "file": upload()}).status_code == 302
    paper = MilestoneFile.objects.get()
    assert (paper.title, paper.added_by, paper.file.owner_type) == (
        "Biên bản nghiệm thu",
        tea.producer,
        "products.milestone",
    )
    seen = [
        name
        for name in ("producer", "commune", "province", "neighbour_commune", "stranger_producer")
        if reachable(tea.users[name], paper.file_id)
    ]
    assert seen == ["producer", "commune", "province"]
    page = client.get(reverse("products:milestones", args=[running.pk])).content.decode()
    assert f'href="{reverse("core:file", args=[paper.file_id])}"' in page
    services.finish_milestone(milestone=row, actor=tea.producer, done_on=TODAY)
    services.apply_transition(cycle=running, name="complete", actor=tea.producer)
    assert client.post(url, {"title": "Ảnh", "file": upload()}).status_code == 422
