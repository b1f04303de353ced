"""What comes after a first decision: a result that the centre gave back, a re-evaluation asked about in writing."""

from evaluations.enums import Seat
from evaluations.models import Council, CouncilSession, Dossier
from evaluations.selectors.certificates import certificates_for
from evaluations.selectors.sheetpage import self_places
from evaluations.services import closing, councils, dossiers, intake, renewals, sessions, sheets, written
from ocop_portal.demo.cycles import TOPICS, paper_file
from ocop_portal.demo.sheets import answers, with_comments
from ocop_portal.demo.stage import PASSWORD, Stage
from products.enums import CycleKind, EvaluationLevel
from products.models import Cycle, ProductSet

CENTRE = (("bo2", Seat.CHAIR, True, 87), ("bo3", Seat.MEMBER, True, 86), ("bo4", Seat.MEMBER, True, 88))
ASKED = "Cửa Việt"  # the commune of the product that is evaluated again; its certificate runs out in 140 days
AGREED = ("hoidong1", "hoidong2", "hoidong3", "hoidong4")


def hand_back(stage: Stage, cycle: Cycle) -> None:
    """Forwarded by the province; scored below 5 stars by the ministry's council; given back (26/2026/QĐ-TTg Art. 7.4.g)."""
    bo, dossier = stage.people["bo"], Dossier.objects.select_related("cycle__regulation").get(cycle=cycle)
    intake.receive(dossier=dossier, actor=bo, at=stage.when(44))
    intake.save_advisory_note(dossier=dossier, note="Hồ sơ đủ thành phần.", actor=bo, at=stage.when(42))
    intake.check_dossier(dossier=dossier, actor=bo, at=stage.when(42, 10))
    council = _ministry(stage)
    session = sessions.create_session(
        council=council, held_on=stage.when(30).date(), place="Bộ Nông nghiệp và Môi trường", actor=bo, at=stage.when(40)
    )  # fmt: skip
    sessions.schedule(session=session, dossiers=[dossier], actor=bo, at=stage.when(40))
    moment = stage.when(30, 8)
    sessions.open_session(session=session, actor=bo, at=moment)
    present = dict.fromkeys(council.members.values_list("pk", flat=True), True)
    sessions.record_presence(session=session, present=present, actor=bo, at=moment)
    item = session.items.select_related("rubric", "cycle", "session__council").get()
    own = self_places(item.dossier_id)
    for name, _seat, _scores, total in CENTRE:
        user, at = stage.people[name], stage.when(30, 9)
        sheets.declare_conflict(item=item, has_conflict=False, actor=user, at=at)
        sheet = sheets.open_sheet(item=item, actor=user, at=at)
        saved = sheets.save_answers(
            sheet_id=sheet.pk, answers=with_comments(item.rubric, answers(item.rubric, total), own), version=0,
            request_id=f"demo-{sheet.pk:06d}", actor=user, at=at,
        )  # fmt: skip
        sheets.submit_sheet(sheet=sheet, version=saved.version, password=PASSWORD, actor=user, at=at)
    chair, at = stage.people["bo2"], stage.when(30, 16)
    closing.end_scoring(item=item, actor=chair, at=at)
    item.refresh_from_db()
    closing.record_findings(item=item, knockouts={}, discussion="Hội đồng thống nhất.", actor=bo, at=at)
    closing.close_session(session=session, password=PASSWORD, actor=chair, at=at)
    dossier.cycle.refresh_from_db()
    intake.hand_back(dossier=dossier, actor=bo, at=stage.when(26))


def _ministry(stage: Stage) -> Council:
    bo, at = stage.people["bo"], stage.when(43)
    council = councils.create_council(
        name="Hội đồng đánh giá, phân hạng sản phẩm OCOP cấp trung ương", level=EvaluationLevel.CENTRE, unit=None,
        decision_number="MAU-1207/QĐ-BNNMT", decision_date=at.date(), rules_number="MAU-09/QC-HĐTW",
        rules_date=at.date(), actor=bo, at=at,
    )  # fmt: skip
    for name, seat, scores, _total in (*CENTRE, ("bo", Seat.SECRETARY, False, 0)):
        user = stage.people[name]
        councils.add_member(council=council, user=user, seat=seat, agency=user.post, scores=scores, actor=bo, at=at)
    return council


def ask_in_writing(stage: Stage, council: Council) -> CouncilSession:
    """A certificate in its window: the dossier is checked, the members are asked, four have answered so far (Art. 7.6)."""
    officer, tinh = stage.people["xa5"], stage.people["tinh"]
    certificate = certificates_for(officer).get(product__name__endswith=f"nước mắm {ASKED}")
    chosen = ProductSet.objects.get(regulation__code="26-2026", number="09")
    moment = stage.now_at_most(12, 8)
    dossier = renewals.open_from_certificate(
        certificate=certificate, kind=CycleKind.RENEWAL, product_set=chosen, actor=officer, at=moment
    )  # fmt: skip
    paper = dossiers.add_evidence(
        dossier=dossier, row="03", title="Hợp đồng vùng nguyên liệu", upload=paper_file("Hợp đồng vùng nguyên liệu"),
        actor=officer, at=moment,
    )  # fmt: skip
    dossiers.cite(evidence=paper, criterion="A.1.1", page_from=1, page_to=1, actor=officer, at=moment)
    dossiers.save_self_assessment(dossier=dossier, places=answers(dossier.rubric, 76), actor=officer, at=moment)
    dossiers.file_dossier(dossier=dossier, actor=officer, at=stage.now_at_most(11, 8))
    at = stage.now_at_most(9, 8)
    intake.save_commune_report(
        dossier=dossier, topics=TOPICS, number="MAU-31/BC-UBND", reported_on=at.date(), actor=officer, at=at
    )  # fmt: skip
    intake.report_by_commune(dossier=dossier, actor=officer, at=at)
    at = stage.now_at_most(7, 8)
    intake.receive(dossier=dossier, actor=tinh, at=at)
    intake.save_advisory_note(dossier=dossier, note="Sản phẩm giữ quy mô, chất lượng như hồ sơ cũ.", actor=tinh, at=at)
    intake.check_dossier(dossier=dossier, actor=tinh, at=at)
    return _asked(stage, council, dossier)


def _asked(stage: Stage, council: Council, dossier) -> CouncilSession:
    tinh, at = stage.people["tinh"], stage.now_at_most(5, 8)
    session = sessions.create_session(council=council, held_on=stage.when(-5).date(), actor=tinh, at=at)
    sessions.schedule(session=session, dossiers=[dossier], actor=tinh, at=at)
    session = written.make_written(session=session, actor=tinh, at=at)
    item = session.items.select_related("rubric", "cycle", "session__council", "dossier").get()
    note = "Tổ tư vấn đề nghị giữ hạng theo điểm tự đánh giá đã được xã xác nhận."
    written.propose(item=item, places=written.first_places(item), note=note, actor=tinh, at=at)
    sessions.open_session(session=session, actor=stage.people["thuky"], at=stage.now_at_most(4, 8))
    item = session.items.select_related("rubric", "cycle", "session__council", "dossier", "proposal").get()
    for name in AGREED:
        user, at = stage.people[name], stage.now_at_most(2, 9)
        sheets.declare_conflict(item=item, has_conflict=False, actor=user, at=at)
        written.give_opinion(item=item, agrees=True, password=PASSWORD, actor=user, at=at)
    return session
