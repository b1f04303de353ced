"""A closed session with everything that minutes have to tell: two rounds, a recusal, an abstention, an absence, two outcomes."""

from decimal import Decimal

from evaluations.services import closing, decisions, intake, recusals, reopening, sessions, sheets
from tests.evaluations import helpers as h
from tests.evaluations.conftest import NOW
from tests.world import PASSWORD

ROUND_ONE, ROUND_TWO = (60, 75, 72), (72, 74, 76)
LOW = (44, 45, 47)


def told_session(world):
    """Coffee: round one 60-75 (too wide), round two 72-76, member 2 gives no points; honey: member 1 recused, 45.33."""
    h.ready(h.COFFEE)
    h.passwords(world)
    dossiers = []
    for number, name in enumerate(("Cà phê bột Sa Mù", "Cà phê rang xay Hướng Phùng"), start=1):
        cycle = h.completed_cycle(world, world.le_thuy, world.producer, name=name, number=f"HS-2026-00000{number}")
        dossiers.append(
            h.checked_dossier(world, cycle, producer=world.producer, commune=world.commune, receiver=world.province)
        )
    council = h.council_of(
        world, level="province", unit=world.quang_tri, actor=world.province, members=4, quorum=Decimal("0.5")
    )
    session = h.open_session(world, council, dossiers, world.province)
    absent = council.members.get(user=world.member4)
    present = {m.pk: m != absent for m in council.members.all()}
    sessions.record_presence(
        session=session, present=present, reasons={absent.pk: "đi công tác"}, actor=world.secretary
    )
    high, low = session.items.order_by("position")
    scorers = (world.chair, world.member1, world.member3)
    for user, total in zip(scorers, ROUND_ONE, strict=True):
        h.fill(high, user, h.places_for(high.rubric, total))
    sheets.declare_conflict(item=high, has_conflict=False, actor=world.member2)
    sheet = sheets.open_sheet(item=high, actor=world.member2)
    sheets.abstain(sheet=sheet, reason="Chưa đủ thông tin về vùng nguyên liệu.", actor=world.member2)
    reopening.reopen_sheet(
        item=high, member=council.members.get(user=world.member3), reason="Nhập nhầm mức", password=PASSWORD,
        actor=world.chair,
    )  # fmt: skip
    h.fill(high, world.member3, h.places_for(high.rubric, ROUND_ONE[2]))
    closing.end_scoring(item=high, actor=world.chair)
    high = h.fresh(high)
    closing.rescore(item=high, reason="Điểm cảm quan chênh nhau nhiều", actor=world.chair)
    high = h.fresh(high)
    for user, total in zip(scorers, ROUND_TWO, strict=True):
        h.fill(high, user, h.places_for(high.rubric, total))
    closing.end_scoring(item=high, actor=world.chair)
    sheets.declare_conflict(item=low, has_conflict=True, reason="Là người thân của chủ thể", actor=world.member1)
    recusals.rule_recusal(item=low, member=absent, reason="Có góp vốn với chủ thể", actor=world.chair)
    for user, total in zip((world.chair, world.member2, world.member3), LOW, strict=True):
        h.fill(low, user, h.places_for(low.rubric, total))
    closing.end_scoring(item=low, actor=world.chair)
    for item in (h.fresh(high), h.fresh(low)):
        closing.record_findings(item=item, knockouts={}, discussion="Hội đồng thống nhất.", actor=world.secretary)
    return h.close(world, session)


def decided(world, session):
    """The first product recognised, the second refused; the decision."""
    high, low = session.items.order_by("position")
    decision = decisions.record_decision(
        session=session, items=[high], number="3981/QĐ-UBND", decided_on=NOW.date(),
        issuer="Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị", signer="Hoàng Nam", actor=world.province,
    )  # fmt: skip
    intake.refuse(dossier=h.fresh(low).dossier, actor=world.province)
    return decision


def texts(value) -> list[str]:
    """Every text of a paper's data."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for name, one in value.items() if name != "sources" for text in texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return []


def words(data) -> str:
    return "\n".join(texts(data))
