"""What the records say against a member: the pure rule by table, the facts read from the tables."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import RoleAssignment
from evaluations.conflictrules import Case, Person, ends, hints
from evaluations.models import Conflict
from evaluations.selectors.conflicthints import hints_for
from producers.models import ProducerMember
from products.models import SupportGrant

pytestmark = pytest.mark.django_db

CASE = Case(
    producer="Hộ kinh doanh Nguyễn Văn Hùng",
    places=frozenset({10, 11}),
    members=frozenset({1}),
    people=(("Phan Thị Mơ", "người đại diện"), ("Đỗ Sơn", "người của chủ thể")),
    helpers=((2, "đã nhập hồ sơ này thay chủ thể"),),
    sources=frozenset({"industry", "local", "province"}),
)

TABLE = [
    (Person(1, "Lê Lan"), ["member"]),
    (Person(2, "Lê Lan"), ["helped"]),
    (Person(3, "Lê Lan"), []),
    (Person(3, "Lê Lan", posts=((10, "xã Lệ Thủy"),)), ["commune", "support"]),
    (Person(3, "Lê Lan", posts=((12, "xã Bố Trạch"),)), []),
    (Person(3, "Lê Lan", agency="Sở Công Thương"), ["support"]),
    (Person(3, "Lê Lan", agency="SỞ CÔNG THƯƠNG tỉnh Quảng Trị"), ["support"]),
    (Person(3, "Lê Lan", agency="Sở Khoa học và Công nghệ"), []),
    (Person(3, "Lê Lan", agency="Sở Tài chính"), []),  # the province's own budget names no agency
    (Person(3, "Phan Văn Mơ"), ["family"]),  # surname and given name; the words between differ
    (Person(3, "PHAN THI MO"), ["family"]),  # typed without marks
    (Person(3, "Phan Thị Mai"), []),
    (Person(3, "Mơ"), []),
    (Person(3, "Đo Sơn"), ["family"]),
    (Person(3, "Nguyễn Văn Hùng"), ["family"]),  # in the name of the family firm
    (Person(3, "Văn Hùng"), ["family"]),
    (Person(3, "Ăn Hùng"), []),  # whole words only
    (Person(1, "Phan Thị Mơ", "Sở Công Thương", ((11, "huyện Lệ Thủy"),)), ["member", "commune", "support", "support"]),
]  # fmt: skip


@pytest.mark.parametrize(("person", "codes"), TABLE)
def test_each_kind_of_hint(person, codes):
    found = hints(person, CASE)
    assert [h.code for h in found] == codes
    assert all(h.says and not h.says[0].isupper() and not h.says.endswith(".") for h in found)


def test_names_are_compared_by_surname_and_given_name():
    assert ends("  Nguyễn  Thị Minh Khai ") == ("nguyen", "khai")
    assert ends("Khai") is None
    assert ends("") is None


def codes(item, user):
    seat = item.session.council.members.select_related("user").get(user=user)
    return [h.code for h in hints_for(item, [seat])[seat.pk]]


def test_the_facts_are_read_from_the_tables(world, item):
    assert codes(item, world.member1) == []
    ProducerMember.objects.create(user=world.member1, producer=item.cycle.producer)
    RoleAssignment.objects.create(user=world.member2, role="commune", unit=world.kien_giang)  # before the merger
    SupportGrant.objects.create(cycle=item.cycle, purpose="Máy rang", source="industry", planned=9, approved=9, paid=5)
    world.member3.full_name = "Phan Văn Mơ"
    world.member3.save()
    assert codes(item, world.member1) == ["member", "support"]
    assert codes(item, world.member2) == ["commune", "support"]
    assert codes(item, world.member3) == ["support", "family"]


def test_money_that_was_only_planned_and_a_neighbours_post_say_nothing(world, item):
    SupportGrant.objects.create(cycle=item.cycle, purpose="Máy rang", source="industry", planned=9)
    RoleAssignment.objects.create(user=world.member2, role="commune", unit=world.truong_phu)
    assert codes(item, world.member2) == []


def test_whoever_wrote_papers_of_the_dossier_is_named(world, item):
    council = item.session.council
    council.members.filter(user=world.member1).update(user=world.commune)  # wrote the commune's report
    council.members.filter(user=world.member2).update(user=world.province)  # wrote the advisory note
    assert codes(item, world.commune) == ["commune", "helped"]
    assert codes(item, world.province) == ["helped"]


def test_the_declaration_page_shows_the_hints_and_the_chair_sees_them_for_everybody(world, item):
    ProducerMember.objects.create(user=world.member1, producer=item.cycle.producer)
    client = Client()
    client.force_login(world.member1)
    page = client.get(reverse("evaluations:conflict", args=[item.pk])).content.decode()
    assert "Hệ thống thấy ông/bà:" in page
    assert "là người của chủ thể" in page
    other = Client()
    other.force_login(world.member2)
    assert "Hệ thống thấy" not in other.get(reverse("evaluations:conflict", args=[item.pk])).content.decode()
    assert "Hệ thống thấy" not in other.get(reverse("evaluations:item", args=[item.pk])).content.decode()
    chair = Client()
    chair.force_login(world.chair)
    assert "Hệ thống thấy: là người của chủ thể" in chair.get(item.get_absolute_url()).content.decode()
    assert Conflict.objects.count() == 0  # a hint decides nothing


def test_hints_for_a_whole_council_cost_a_fixed_number_of_queries(world, item, django_assert_max_num_queries):
    members = list(item.session.council.members.select_related("user"))
    with django_assert_max_num_queries(12):
        hints_for(item, members)
