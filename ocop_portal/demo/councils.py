"""The council of nine and its sessions: three that scored by whole-sheet saves, one ready to score, one to come."""

from datetime import time, timedelta

from core import clock
from evaluations.enums import DecisionKind, InvitedBy, Seat
from evaluations.models import Council, CouncilSession
from evaluations.selectors.sheetpage import self_places
from evaluations.services import closing, councils, decisions, intake, rounds, sessionplans, sessions, sheets
from ocop_portal.demo import later
from ocop_portal.demo.sheets import answers, with_comments
from ocop_portal.demo.stage import PASSWORD, Stage, unit
from products.enums import EvaluationLevel
from products.models import Cycle, Regulation

MEMBERS = tuple(f"hoidong{n}" for n in range(1, 10))
SPREAD = (0, 1, -1, 2, 0, -2, 1, 0, -1)  # points of the members beside the wanted total
TOTALS = {"three": 64, "four": 80, "two": 44, "five": 93, "back": 93, "closes": 72, "ends": 70}
FIRST = ("three", "four", "two", "five", "back")  # products of the first session
ISSUER = "Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị"


def lay(stage: Stage, waiting: dict[str, list[Cycle]]) -> None:
    """Round, council, sessions and decisions of the year."""
    council = _council(stage)
    first = _session(stage, council, [waiting[name][0] for name in FIRST], 62)
    _score(stage, first, [TOTALS[name] for name in FIRST], 60)
    _close(stage, first, 60)
    _decide(stage, first)
    second = _session(stage, council, waiting["closes"], 8)
    _score(stage, second, [TOTALS["closes"]], 6)
    _close(stage, second, 6)
    third = _session(stage, council, waiting["ends"], 2)
    _score(stage, third, [TOTALS["ends"]], 1)
    ready = _session(stage, council, waiting["ready"], 0)
    sessions.open_session(session=ready, actor=stage.people["thuky"], at=clock.now())
    _presence(stage, ready, clock.now())
    _session(stage, council, waiting["planned"], -14)
    later.ask_in_writing(stage, council)
    later.hand_back(stage, waiting["back"][0])


def _council(stage: Stage) -> Council:
    tinh, province, moment = stage.people["tinh"], unit("44", stage.today), stage.when(66)
    # The day of proposals lies between those of the sessions and two dossiers of later, which are late for the round.
    proposed = stage.when(24).date() + timedelta(days=1)
    held = rounds.create_round(
        level=EvaluationLevel.PROVINCE, unit=province, regulation=Regulation.objects.get(code="26-2026"),
        year=proposed.year, number=2, proposed_by=proposed, done_by=stage.today + timedelta(days=38),
        plan_number=f"MAU-15/KH-UBND-{proposed.year}", plan_date=moment.date(), actor=tinh, at=moment,
    )  # fmt: skip
    council = councils.create_council(
        name="Hội đồng đánh giá, phân hạng sản phẩm OCOP tỉnh Quảng Trị", level=EvaluationLevel.PROVINCE, unit=province,
        decision_number="MAU-2145/QĐ-UBND", decision_date=moment.date(), rules_number="MAU-07/QC-HĐ",
        rules_date=moment.date(), round=held, actor=tinh, at=moment,
    )  # fmt: skip
    seats = [("chutich", Seat.CHAIR, False), ("thuky", Seat.SECRETARY, False)]
    seats += [(name, Seat.VICE_CHAIR if name == "hoidong1" else Seat.MEMBER, True) for name in MEMBERS]
    for name, seat, scores in seats:
        user = stage.people[name]
        agency = user.post if name in MEMBERS else "Sở Nông nghiệp và Môi trường"
        councils.add_member(council=council, user=user, seat=seat, agency=agency, scores=scores, actor=tinh, at=moment)
    councils.add_member(
        council=council, user=stage.people["so"], seat=Seat.ADVISOR, agency="Sở Công Thương", actor=tinh, at=moment
    )
    councils.set_advisory_team(
        council=council, decision_number="MAU-2146/QĐ-UBND", decision_date=moment.date(), head="Trần Quốc Bình",
        due_on=stage.when(64).date(), actor=tinh, at=moment,
    )  # fmt: skip
    return council


def _session(stage: Stage, council: Council, cycles: list[Cycle], days: int) -> CouncilSession:
    """A planned session `days` before today (below 0: to come) with the dossiers of these cycles."""
    tinh = stage.people["tinh"]
    moment = stage.now_at_most(max(days, 0) + 1, 15)
    session = sessions.create_session(
        council=council, held_on=stage.when(days).date(), place="Hội trường Sở Nông nghiệp và Môi trường", actor=tinh,
        starts_at=time(8), agenda="Nghe báo cáo của tổ tư vấn; chấm điểm từng sản phẩm; thông qua biên bản.", at=moment,
    )  # fmt: skip
    dossiers = []
    for cycle in cycles:
        dossier = cycle.dossier
        dossier.cycle = cycle
        dossiers.append(dossier)
    sessions.schedule(session=session, dossiers=dossiers, actor=tinh, at=moment)
    told = dict.fromkeys(council.members.values_list("pk", flat=True), (moment.date(), InvitedBy.LETTER))
    sessionplans.record_invitations(session=session, told=told, actor=tinh, at=moment)
    return session


def _presence(stage: Stage, session: CouncilSession, moment) -> None:
    present = dict.fromkeys(session.council.members.values_list("pk", flat=True), True)
    sessions.record_presence(session=session, present=present, actor=stage.people["thuky"], at=moment)


def _score(stage: Stage, session: CouncilSession, totals: list[int], days: int) -> None:
    """Every member saves whole sheets and hands them in; the chair ends the scoring of each product."""
    moment = stage.now_at_most(days, 8)
    sessions.open_session(session=session, actor=stage.people["thuky"], at=moment)
    _presence(stage, session, moment)
    items = list(session.items.select_related("rubric", "cycle", "session__council").order_by("position"))
    for number, (item, total) in enumerate(zip(items, totals, strict=True)):
        own = self_places(item.dossier_id)
        for name, more in zip(MEMBERS, SPREAD, strict=True):
            user, moment = stage.people[name], stage.now_at_most(days, 9 + number, 10)
            sheets.declare_conflict(item=item, has_conflict=False, actor=user, at=moment)
            sheet = sheets.open_sheet(item=item, actor=user, at=moment)
            saved = sheets.save_answers(
                sheet_id=sheet.pk, answers=with_comments(item.rubric, answers(item.rubric, total + more), own), version=0,
                request_id=f"demo-{sheet.pk:06d}", actor=user, remark="Đồng ý với kết quả kiểm tra hồ sơ.", at=moment,
            )  # fmt: skip
            sheets.submit_sheet(sheet=sheet, version=saved.version, password=PASSWORD, actor=user, at=moment)
        closing.end_scoring(item=item, actor=stage.people["chutich"], at=stage.now_at_most(days, 9 + number, 40))


def _close(stage: Stage, session: CouncilSession, days: int) -> None:
    moment = stage.now_at_most(days, 16)
    for item in session.items.select_related("rubric", "cycle", "session__council"):
        closing.record_findings(
            item=item, knockouts={}, discussion="Hội đồng thống nhất với điểm của các thành viên.",
            actor=stage.people["thuky"], at=moment,
        )  # fmt: skip
    closing.close_session(
        session=session, password=PASSWORD, actor=stage.people["chutich"], at=stage.now_at_most(days, 17)
    )


def _decide(stage: Stage, session: CouncilSession) -> None:
    """Three and four stars are recognised, two stars are not, the potential five stars go up to the ministry."""
    three, four, two, five, back = session.items.select_related("cycle__product", "dossier__cycle", "result").order_by(
        "position"
    )
    tinh, day = stage.people["tinh"], stage.when(50)
    common = {"session": session, "issuer": ISSUER, "signer": "Hoàng Minh Đức", "actor": tinh, "at": day}
    decisions.record_decision(items=[three, four], number="MAU-3981/QĐ-UBND", decided_on=day.date(), **common)
    decisions.record_decision(
        items=[five, back], number="MAU-3982/QĐ-UBND", decided_on=day.date(), kind=DecisionKind.APPROVE, **common
    )
    intake.refuse(dossier=two.dossier, actor=tinh, at=stage.when(48))
