"""A nation of products for the benchmarks: seeded, so every run measures the same rows. Names are invented from real goods and places."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.management import call_command
from django.db import connection, transaction

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from core import clock
from core.text import person_sort_key, search_text, sort_key
from districts.enums import Level
from districts.models import AdministrativeUnit, AnnualPlan, DocumentSettings, Target
from evaluations.codes import complete
from evaluations.enums import DecisionKind
from evaluations.models import Certificate, DecisionItem, RecognitionDecision
from producers.enums import ProducerKind, RecordSource, Sex
from producers.models import OutreachActivity, Producer
from products.enums import CycleKind, CycleState, EvaluationLevel
from products.models import Cycle, Product, ProductSet, Regulation

SEED = 20260701
REPORT_PROVINCE = "44"  # Quảng Trị since 1/7/2025: its products are the report's
REPORT_PRODUCTS = 500
TODAY = date(2026, 9, 30)
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

GOODS = (
    "Chè xanh", "Mật ong hoa rừng", "Gạo nếp", "Nước mắm", "Bánh tráng mè", "Cà phê rang xay", "Tinh bột nghệ", "Miến dong",
    "Chả mực", "Bưởi da xanh", "Khô cá lóc", "Rượu nếp cái", "Dầu lạc", "Hạt tiêu đen", "Tôm chua", "Nấm sò", "Măng khô",
    "Thịt trâu gác bếp", "Cam sành", "Chiếu cói", "Khăn thổ cẩm", "Gốm mỹ nghệ", "Trà túi lọc", "Cao dược liệu", "Kẹo lạc",
    "Bún khô", "Yến sào", "Ruốc cá", "Muối hầm", "Đường phèn", "Giò lụa", "Xoài sấy dẻo", "Ổi lê", "Sầu riêng", "Đũa tre",
)  # fmt: skip
SHADES = (
    "", "", "truyền thống", "hữu cơ", "đặc sản", "thượng hạng", "sạch", "gia truyền", "loại một", "hộp quà", "nguyên chất",
    "sấy lạnh", "thủ công", "vị gừng", "vị sả",
)  # fmt: skip
# Two words that few products bear: the search that the index must find (performance guide, habit of the rare word).
RARE = (
    "Mắc khén", "Đẳng sâm", "Sá sùng", "Hồi nướng", "Bồ khai", "Rươi ủ", "Tam giác mạch", "Sâu chít", "Trám đen", "Quế thông",
)  # fmt: skip
RARE_EACH = 80
PEOPLE_FIRST = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Lò", "Giàng")
PEOPLE_MIDDLE = ("Thị", "Văn", "Thu", "Minh", "Đức", "Ngọc", "Quốc", "Thanh")
PEOPLE_LAST = ("Hoa", "Sơn", "Hạnh", "Bình", "Lan", "Dũng", "Mơ", "Đạt", "Yến", "Ánh", "Ổn", "Páo")
KINDS = (
    (ProducerKind.COOPERATIVE, "Hợp tác xã nông nghiệp {place}"),
    (ProducerKind.COOPERATIVE, "Hợp tác xã sản xuất và dịch vụ {goods} {place}"),
    (ProducerKind.ENTERPRISE, "Công ty trách nhiệm hữu hạn {person}"),
    (ProducerKind.HOUSEHOLD, "Hộ kinh doanh {person}"),
    (ProducerKind.HOUSEHOLD, "Cơ sở sản xuất {goods} {person}"),
    (ProducerKind.COOPERATIVE_GROUP, "Tổ hợp tác {goods} {place}"),
)
STATES = (
    CycleState.RECOGNISED, CycleState.RECOGNISED, CycleState.RECOGNISED, CycleState.RUNNING, CycleState.IDEA_SUBMITTED,
    CycleState.PLAN_DRAFT, CycleState.DOSSIER_FILED, CycleState.SCORED,
)  # fmt: skip


@dataclass(frozen=True)
class Laid:
    """What stands in the database: how many products, who looks at them, which set and words a filter and search use."""

    rows: int
    ministry: User
    officer: User  # of the province of the report
    province: AdministrativeUnit
    sets: list[int]
    words: list[str]


def lay(rows: int, *, units: bool = True) -> Laid:
    """Schema, reference data, people and `rows` products with producers, cycles and certificates. Needs an empty database.

    `units`: load all shipped units; a test that has loaded some of them says False.
    """
    if units:
        call_command("migrate", verbosity=0)
        with open_null() as quiet:
            call_command("load_units", stdout=quiet)
    rng = random.Random(SEED)
    sets = _sets()
    ministry = _person("bench-bo", "Phạm Thu Trang", Role.MINISTRY, None)
    province = AdministrativeUnit.objects.get(code=REPORT_PROVINCE, level=Level.PROVINCE, valid_to=None)
    officer = _person("bench-tinh", "Nguyễn Thị Hoa", Role.PROVINCE, province)
    places = _places(province)
    own = min(REPORT_PRODUCTS, rows // 3)
    rare = {}
    for n, words in enumerate(RARE):  # spread over the whole list, away from the report's province
        for k in range(RARE_EACH):
            rare[own + (n * 997 + k * (rows - own) // RARE_EACH) % (rows - own)] = words
    with transaction.atomic():
        for start in range(0, rows, 6000):
            _chunk(rng, range(start, min(start + 6000, rows)), own, places, sets, rare, ministry)
        _letter(province)
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return Laid(rows, ministry, officer, province, [row.pk for row in sets], [words.casefold() for words in RARE])


def _chunk(rng, numbers, own, places, sets, rare, author) -> None:
    """One slice of the nation: half as many producers as products, a cycle each, a certificate for recognised ones."""
    home, elsewhere = places
    producers = []
    for n in numbers[::2]:
        place = rng.choice(home) if n < own else rng.choice(elsewhere)
        kind, pattern = rng.choice(KINDS)
        person = f"{rng.choice(PEOPLE_FIRST)} {rng.choice(PEOPLE_MIDDLE)} {rng.choice(PEOPLE_LAST)}"
        name = pattern.format(place=place.name, person=person, goods=rng.choice(GOODS).casefold())
        producers.append(
            Producer(
                name=name, kind=kind, representative=person, unit=place, province_id=place.province_id,
                representative_sex=Sex.FEMALE if "Thị" in person else Sex.MALE, created_by=author,
                search_text=search_text(name, place.name), sort_key=sort_key(name),
            )
        )  # fmt: skip
    Producer.objects.bulk_create(producers)
    products, days = [], []
    for position, n in enumerate(numbers):
        producer, own_set = producers[position // 2], rng.choice(sets)
        goods = rare.get(n) or rng.choice(GOODS)
        name = " ".join(w for w in (goods, rng.choice(SHADES), producer.unit.name) if w)
        valid = n < own or rng.random() < 0.7
        day = TODAY - timedelta(days=rng.randrange(10, 1000)) if valid else None
        products.append(
            Product(
                name=name, producer=producer, product_set=own_set, unit=producer.unit, province_id=producer.province_id,
                stars=rng.choice((3, 3, 3, 3, 4, 4, 5)) if valid else None, recognised_on=day,
                valid_until=_later(day) if day else None, created_by=author,
                description=f"{name}, {own_set.name.casefold()}.",
                search_text=search_text(name, own_set.name, producer.name, producer.unit.name), sort_key=sort_key(name),
            )
        )  # fmt: skip
        days.append(day)
    Product.objects.bulk_create(products)
    cycles = []
    for n, product, day in zip(numbers, products, days, strict=True):
        state = CycleState.RECOGNISED if day else rng.choice(STATES[3:])
        number = f"HS-{2023 + n % 4}-{n:06d}"
        made = datetime.combine(day or TODAY, datetime.min.time(), clock.now().tzinfo) - timedelta(
            days=rng.randrange(20, 90)
        )
        cycles.append(
            Cycle(
                number=number, product=product, producer_id=product.producer_id, kind=CycleKind.FIRST, year=made.year,
                regulation_id=product.product_set.regulation_id, product_set=product.product_set, unit=product.unit,
                province_id=product.province_id, state=state, created_at=made, state_changed_at=made, created_by=author,
                search_text=search_text(number, product.name, product.producer.name),
            )
        )  # fmt: skip
    Cycle.objects.bulk_create(cycles)
    _recognise(rng, [(p, c) for p, c in zip(products, cycles, strict=True) if p.stars])


def _recognise(rng, pairs) -> None:
    """One decision for each province and month, an item and a certificate for each product."""
    decisions: dict[tuple, RecognitionDecision] = {}
    for product, _cycle in pairs:
        day = product.recognised_on.replace(day=15)
        key = (product.province_id, day)
        if key not in decisions:
            number = f"{1000 + day.toordinal() % 8000 + RecognitionDecision.objects.count() + len(decisions)}/QĐ-UBND"
            decisions[key] = RecognitionDecision(
                number=number, decided_on=day, kind=DecisionKind.RECOGNISE, level=EvaluationLevel.PROVINCE,
                issuer="Chủ tịch Ủy ban nhân dân tỉnh", unit_id=product.province_id, province_id=product.province_id,
                source=RecordSource.PORTAL,
            )  # fmt: skip
    RecognitionDecision.objects.bulk_create(decisions.values())
    items, certificates = [], []
    for product, cycle in pairs:
        decision = decisions[product.province_id, product.recognised_on.replace(day=15)]
        items.append(DecisionItem(decision=decision, product=product, cycle=cycle, stars=product.stars))
        certificates.append(
            Certificate(
                number=f"{product.pk:06d}/OCOP", code=complete("".join(rng.choices(CROCKFORD, k=10))), product=product,
                cycle=cycle, decision=decision, stars=product.stars, issuer=decision.issuer, product_name=product.name,
                producer_name=product.producer.name, place=product.unit.full_name, issued_on=product.recognised_on,
                valid_to=product.valid_until,
            )
        )  # fmt: skip
    DecisionItem.objects.bulk_create(items)
    Certificate.objects.bulk_create(certificates)


def _later(day: date) -> date:
    """36 months on."""
    return day.replace(year=day.year + 3) if (day.month, day.day) != (2, 29) else date(day.year + 3, 2, 28)


def _sets() -> list[ProductSet]:
    from products.services import load_regulations

    load_regulations()
    return list(ProductSet.objects.filter(regulation=Regulation.objects.get(code="26-2026")).order_by("number"))


def _places(province) -> tuple[list, list]:
    """Communes of the report's province, and all others of today."""
    communes = list(
        AdministrativeUnit.objects.filter(level=Level.COMMUNE, valid_to=None)
        .order_by("code")
        .select_related("province")
    )
    home = [c for c in communes if c.province_id == province.pk]
    return home, [c for c in communes if c.province_id != province.pk]


def _person(username: str, full_name: str, role: str, unit) -> User:
    user = User(username=username, full_name=full_name, sort_key=person_sort_key(full_name))
    user.set_unusable_password()
    user.save()
    RoleAssignment.objects.create(user=user, role=role, unit=unit)
    return user


def _letter(province) -> None:
    """What the head, the table of targets and the text of the report read."""
    DocumentSettings.objects.create(
        unit=province, agency_lines=["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG TRỊ"], place="Quảng Trị",
        authority_lines=["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], signer_name="Hoàng Minh Đức",
        report_to=["Bộ Nông nghiệp và Môi trường"], recipients=["Như trên", "Thường trực Tỉnh ủy"],
    )  # fmt: skip
    plan = AnnualPlan.objects.create(
        unit=province, province=province, year=2026, number="12/KH-UBND", issued_on=date(2026, 1, 20),
        issuer="Ủy ban nhân dân tỉnh Quảng Trị",
    )  # fmt: skip
    Target.objects.create(plan=plan, indicator="new_3_up", value=120)
    for n in range(12):
        OutreachActivity.objects.create(
            channel="meeting", title=f"Hội nghị tuyên truyền số {n + 1}", held_on=date(2026, 7, 2) + timedelta(days=7 * n),
            people=40 + n, unit=province, province=province,
        )  # fmt: skip


def open_null():
    """A place for a command's lines."""
    import os
    from pathlib import Path

    return Path(os.devnull).open("w", encoding="utf-8")
