"""One of each record, twice: `a_…` under xã Lệ Thủy (Quảng Trị), `far_…` under xã Tủa Chùa (Điện Biên).

Written straight into the tables: what is tested here is who reaches the records, not how they came to be.
"""

from datetime import date, timedelta

from core import clock
from core.models import File, Job
from core.text import search_text, sort_key
from districts.models import AnnualPlan
from evaluations import codes
from evaluations.enums import ItemState, Seat, SessionState, SheetState
from evaluations.models import (
    Certificate,
    Conflict,
    Council,
    CouncilMember,
    CouncilSession,
    Criterion,
    DecisionItem,
    Dossier,
    Option,
    RecognitionDecision,
    Round,
    Rubric,
    ScoreSheet,
    Section,
    SessionProduct,
)
from producers.models import Producer, ProducerMember
from products.models import Cycle, Idea, Product, ProductSet, Regulation
from reports.models import Report

CODES = {"a": codes.complete("ABCDEFGH00"), "far": codes.complete("QRSTVWXY00")}


def build(world):
    """Fill `world.extra` with the two sides."""
    law = Regulation.objects.create(
        code="26-2026",
        number="26/2026/QĐ-TTg",
        title="Bộ tiêu chí",
        issued_on=date(2026, 1, 1),
        in_force_from=date(2026, 1, 1),
        content_hash="0" * 64,
    )
    tea = ProductSet.objects.create(
        regulation=law,
        number="11",
        code="I.4.a",
        name="Chè tươi, chè chế biến",
        sector="Thực phẩm",
        sector_code="I",
        group="Chè",
        sort_key=sort_key("Chè tươi, chè chế biến"),
    )
    rubric = Rubric.objects.create(
        code="26-2026/11", product_set=tea, title="Phiếu chấm chè", complete=True, content_hash="1" * 64
    )
    section = Section.objects.create(
        rubric=rubric, part="A", part_name="Phần A", part_max=100, code="A.1", name="Mục 1", max_points=100, position=1
    )
    criterion = Criterion.objects.create(
        rubric=rubric, section=section, code="A.1.1", name="Tiêu chí 1", max_points=100, subjective=False, position=1
    )
    option = Option.objects.create(criterion=criterion, place=1, points=100, label="Đáp ứng")
    world.extra |= {"law": law, "tea": tea, "rubric": rubric, "criterion": criterion, "option": option}
    u, p = world.units, world.users
    own_seats = [(p[f"member{n}"], Seat.MEMBER) for n in range(1, 10)]
    own_seats += [(p["chair"], Seat.CHAIR), (p["secretary"], Seat.SECRETARY), (p["advisor"], Seat.ADVISOR)]
    side(world, "a", u["le_thuy"], p["producer"], "Chè Lệ Thủy", "HTX Chè Lệ Thủy", own_seats)
    far_seats = [(p["stranger_province"], Seat.CHAIR)]
    side(world, "far", u["tua_chua"], p["stranger_producer"], "Chè Tủa Chùa", "HTX Chè Tủa Chùa", far_seats)


def side(world, name, unit, member, product_name, producer_name, seats):
    """Records of one commune under the keys `<name>_<thing>`."""
    province = unit.province
    number = 1 if name == "a" else 2
    producer = Producer.objects.create(
        name=producer_name,
        kind="cooperative",
        tax_code="0300588569" if name == "a" else "012345678901",
        phone="0912345678",
        email="chu-the@example.vn",
        address="thôn 1",
        representative="Phan Thị Mơ",
        unit=unit,
        province=province,
        search_text=search_text(producer_name),
        sort_key=sort_key(producer_name),
    )
    ProducerMember.objects.create(user=member, producer=producer)
    product = _product(product_name, producer, world.extra["tea"], stars=4)
    fresh = _product(f"{product_name} mới", producer, world.extra["tea"])
    cycle = _cycle(f"HS-2026-00000{number}", product, world.extra["law"], state="scheduled", level="province")
    open_cycle = _cycle(f"HS-2026-00001{number}", fresh, world.extra["law"], state="idea_draft")
    Idea.objects.create(cycle=open_cycle, summary="Ý tưởng", entered_by=member)
    dossier = Dossier.objects.create(cycle=cycle, rubric=world.extra["rubric"])
    round_ = Round.objects.create(
        level="province", unit=province, province=province, regulation=world.extra["law"], year=2026, number=2
    )
    council = Council.objects.create(
        name=f"Hội đồng {province.name}",
        level="province",
        unit=province,
        province=province,
        decision_number="100/QĐ-UBND",
        decision_date=date(2026, 9, 1),
        round=round_,
    )
    members = [
        CouncilMember.objects.create(council=council, user=user, seat=seat, position=place, scores=seat != Seat.ADVISOR)
        for place, (user, seat) in enumerate(seats)
    ]
    session = CouncilSession.objects.create(
        council=council, round=round_, held_on=clock.today(), state=SessionState.OPEN
    )
    item = SessionProduct.objects.create(
        session=session, cycle=cycle, dossier=dossier, rubric=world.extra["rubric"], position=1, state=ItemState.SCORING
    )
    # The first seat has answered the conflict question and sees the dossier; the others have not.
    Conflict.objects.create(item=item, member=members[0], has_conflict=False)
    sheets = [
        ScoreSheet.objects.create(item=item, member=seat, state=SheetState.DRAFT, remark=f"Nhận xét {name} {place}")
        for place, seat in enumerate(members[:2])
    ]
    decision = RecognitionDecision.objects.create(
        number=f"{number}00/QĐ-UBND",
        decided_on=date(2026, 6, 30),
        level="province",
        issuer=f"Chủ tịch Ủy ban nhân dân {province.full_name}",
        unit=province,
        province=province,
    )
    DecisionItem.objects.create(decision=decision, product=product, stars=4, average_shown="85.00")
    certificate = Certificate.objects.create(
        number=f"{number}/GCN-OCOP-2026",
        code=CODES[name],
        product=product,
        decision=decision,
        stars=4,
        issuer=decision.issuer,
        product_name=product_name,
        producer_name=producer_name,
        place=f"{unit.full_name}, {province.full_name}",
        issued_on=date(2026, 6, 30),
        valid_to=date(2029, 6, 30),
    )
    plan = AnnualPlan.objects.create(unit=province, province=province, year=2026, number=f"{number}/KH-UBND")
    file = File.objects.create(
        stored_name=f"{name}.pdf",
        original_name=f"{name}.pdf",
        content_type="application/pdf",
        size=10,
        sha256="2" * 64,
        owner_type="reports.report",
        owner_id=None,
        province_id=province.pk,
    )
    job = Job.objects.create(kind="report", key=f"report-{name}", title=f"Báo cáo {name}", province_id=province.pk)
    report = Report.objects.create(
        kind="quarterly", unit=province, province=province, period="2026Q3", as_of=date(2026, 9, 30), job=job
    )
    made = {
        "producer": producer, "product": product, "fresh_product": fresh, "cycle": cycle, "open_cycle": open_cycle,
        "dossier": dossier, "round": round_, "council": council, "seats": members, "session": session, "item": item,
        "sheet": sheets[0], "other_sheet": sheets[-1], "decision": decision, "certificate": certificate, "plan": plan,
        "file": file, "job": job, "report": report,
    }  # fmt: skip
    world.extra |= {f"{name}_{key}": value for key, value in made.items()}


def _product(name, producer, product_set, stars=None):
    return Product.objects.create(
        name=name,
        producer=producer,
        product_set=product_set,
        unit=producer.unit,
        province=producer.province,
        stars=stars,
        recognised_on=date(2026, 6, 30) if stars else None,
        valid_until=date(2029, 6, 30) if stars else None,
        search_text=search_text(f"{name} {producer.name}"),
        sort_key=sort_key(name),
    )


def _cycle(number, product, law, *, state, level=""):
    return Cycle.objects.create(
        number=number,
        product=product,
        producer=product.producer,
        year=2026,
        regulation=law,
        product_set=product.product_set,
        unit=product.unit,
        province=product.province,
        state=state,
        level=level,
        due_on=clock.today() + timedelta(days=3),
        search_text=product.search_text,
    )
