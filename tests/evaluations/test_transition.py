"""The transition into 26/2026/QĐ-TTg (Art. 11 and 12): what goes over, what finishes under the old rules and until when."""

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine

from core.exceptions import NotAllowed, Refused
from core.models import AuditEvent
from evaluations.enums import CertificateState
from evaluations.evidencerows import OF_2019, OF_2023, OF_2026, evidence_note, evidence_rows, row_in
from evaluations.models import Dossier
from evaluations.renewal import window
from evaluations.selectors.rubrics import rubric_spec
from evaluations.services import dossiers, intake
from evaluations.services.lawmoves import move_to_law
from evaluations.validity import certificate_state
from products.deadlines import after_filing, refile, renewal, renewal_up
from products.models import Cycle, ProductSet, Regulation, RegulationText
from products.regulationfiles import FOLDER, load_regulation, regulation_codes
from products.selectors import law_for_filing
from products.services.regulations import load_regulations
from tests.evaluations import helpers as h
from tests.evaluations.conftest import NOW
from tests.evaluations.walk import Walker

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
D = date


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)


def bare_laws():
    """The four decisions without their sets: enough for rules about dates, and quick."""
    for code in regulation_codes():
        spec = load_regulation(code)
        Regulation.objects.create(
            code=code, number=spec.number, title=spec.title, issued_on=spec.issued, in_force_from=spec.in_force_from,
            in_force_to=spec.in_force_to, content_hash=spec.sha256,
        )  # fmt: skip


def cycle_like(code, kind="first", filed=None, **more):
    """As much of a cycle as the rules ask for."""
    values = {"created_at": noon(D(2025, 9, 1)), "state": "dossier_draft", "province": None, "province_id": None}
    values |= {"due_on": None}
    return SimpleNamespace(
        regulation=Regulation.objects.get(code=code), kind=kind, filed_at=noon(filed) if filed else None,
        **(values | more),
    )  # fmt: skip


TAKEN_OVER = [
    # opened under, kind, filed on, today, comes under (None: its own stays)
    ("1489-2025", "first", None, D(2026, 5, 21), None),  # the last day of the old rules
    ("1489-2025", "first", None, D(2026, 5, 22), "26-2026"),
    ("1489-2025", "upgrade", None, D(2026, 7, 21), "26-2026"),  # 148 still stands, but only for what was filed before
    ("148-2023", "renewal", None, D(2026, 5, 22), "26-2026"),
    ("148-2023", "first", None, D(2025, 8, 1), None),  # 1489 amends 148 and names no transition
    ("1048-2019", "first", None, D(2026, 11, 11), "26-2026"),
    ("1048-2019", "first", None, D(2023, 3, 1), None),  # 148's own transition was not found: nothing is invented
    ("26-2026", "first", None, D(2026, 11, 11), None),
    ("1489-2025", "first", D(2026, 5, 21), D(2026, 11, 11), None),  # filing pins, also long past the 60 days
]


@pytest.mark.parametrize(("code", "kind", "filed", "today", "law"), TAKEN_OVER)
def test_only_what_was_not_filed_comes_under_the_new_decision(code, kind, filed, today, law):
    bare_laws()
    found = law_for_filing(cycle_like(code, kind, filed), today)
    assert (found.code if found else None) == law


LAST = [
    ("1489-2025", "first", D(2026, 5, 21), D(2026, 7, 21)),
    ("1489-2025", "upgrade", D(2026, 5, 21), D(2026, 7, 21)),
    ("1489-2025", "renewal", D(2026, 5, 21), D(2026, 6, 21)),
    ("26-2026", "first", D(2026, 5, 22), None),
]


@pytest.mark.parametrize(("code", "kind", "filed", "last"), LAST)
def test_every_step_of_an_old_dossier_is_due_by_its_last_day(code, kind, filed, last, world):
    bare_laws()
    cycle = cycle_like(code, kind, filed, state="received", province=world.quang_tri, province_id=world.quang_tri.pk)
    at = noon(D(2026, 5, 25))
    assert (renewal(cycle, at), renewal(cycle, noon(D(2026, 5, 21)))) == (last, None)  # not issued yet on the 21st
    if last:
        assert renewal_up(cycle, at) == last
        assert refile(cycle, noon(last)) == last  # never later than the law, however late it is returned
        assert refile(cycle, at) == D(2026, 6, 9)  # the province's fifteen days come sooner
    fresh = cycle_like(code, kind, None, province=world.quang_tri, province_id=world.quang_tri.pk)
    assert after_filing(fresh, noon(D(2026, 7, 20))) == D(
        2026, 8, 10
    )  # filed after the day: no last day but the commune's


END = D(2026, 7, 10)
KEPT = [
    # Art. 12.1: a certificate of the old rules lives to its own end, whatever became of its decision
    (D(2028, 6, 16), None, D(2026, 7, 22), CertificateState.VALID),
    (D(2028, 6, 16), None, D(2028, 6, 16), CertificateState.EXPIRING),
    (D(2028, 6, 16), None, D(2028, 6, 17), CertificateState.EXPIRED),
    # Art. 12.3: its window (11/1 to 12/3/2026) was over before the decision came; filed late, it is kept for 180 days
    (END, D(2026, 6, 30), D(2026, 7, 11), CertificateState.GRACE),
    (END, D(2026, 7, 10), D(2027, 1, 6), CertificateState.GRACE),
    (END, D(2026, 7, 10), D(2027, 1, 7), CertificateState.EXPIRED),
    (END, D(2026, 7, 11), D(2026, 7, 12), CertificateState.EXPIRED),  # filed after the end: nothing left to continue
    (END, None, D(2026, 7, 11), CertificateState.EXPIRED),
]


@pytest.mark.parametrize(("valid_to", "refiled", "today", "state"), KEPT)
def test_certificates_of_the_old_rules_are_kept(valid_to, refiled, today, state):
    assert certificate_state(today=today, valid_to=valid_to, refiled_on=refiled) == state


def test_the_window_of_the_table_above_was_over_when_the_decision_came():
    span = window(END, load_regulation("26-2026").renewal)
    assert (span.first, span.last) == (D(2026, 1, 11), D(2026, 3, 12))
    assert span.state(D(2026, 6, 30)) == "late"


# Lists of papers


def test_no_decision_borrows_the_list_of_another():
    bare_laws()
    laws = {law.code: law for law in Regulation.objects.all()}
    rows = {code: evidence_rows(law) for code, law in laws.items()}
    assert rows == {"1048-2019": OF_2019, "148-2023": OF_2023, "1489-2025": OF_2023, "26-2026": OF_2026}
    assert [bool(evidence_note(laws[code])) for code in sorted(laws)] == [False, True, True, False]
    assert "148/QĐ-TTg chưa có trong dữ liệu" in evidence_note(laws["148-2023"])
    old, new = laws["1048-2019"], laws["26-2026"]
    same = {row.number: row_in(new, old, row.number) for row in OF_2019}
    assert (same["04"], same["07"], same["14"], same["05"]) == ("01", "11", "", "")
    assert row_in(new, old, "77") == ""


def test_a_decision_without_a_list_takes_no_papers_and_says_so(world, frozen):
    h.ready(h.COFFEE)
    cycle = h.completed_cycle(world, world.le_thuy, world.producer)
    dossier = dossiers.open_dossier(cycle=cycle, actor=world.producer)
    new = Regulation.objects.create(
        code="31-2027", number="31/2027/QĐ-TTg", title="", issued_on=D(2026, 9, 1), in_force_from=D(2026, 9, 1),
        content_hash="x",
    )  # fmt: skip
    text = (FOLDER / "26-2026.yaml").read_text("utf-8").replace("26-2026", "31-2027")
    RegulationText.objects.create(regulation=new, text=text, sha256="x")
    Cycle.objects.filter(pk=cycle.pk).update(regulation=new)
    dossier = Dossier.objects.get()
    assert (evidence_rows(new), "31/2027/QĐ-TTg" in evidence_note(new)) == ((), True)
    with pytest.raises(Refused, match="chưa có danh mục giấy tờ minh chứng của Quyết định 31/2027"):
        dossiers.add_evidence(dossier=dossier, row="03", title="x", upload=h.upload(), actor=world.producer)
    page = Walker(world).see("producer", "evidence", dossier.pk, holds=["danh mục được nạp cùng quyết định"])
    assert "Tải lên giấy tờ" not in page


# A cycle goes over


@pytest.fixture
def draft(world):
    """A dossier that was opened under 1048 and never filed: two papers, a self-score, a citation. It is November 2026."""
    h.ready(h.PROCESSED_1048, "26-2026/07")
    with time_machine.travel(noon(D(2020, 9, 1)), tick=False):
        cycle = h.completed_cycle(world, world.le_thuy, world.producer, code=h.PROCESSED_1048, name="Khoai deo")
        dossier = dossiers.open_dossier(cycle=cycle, actor=world.producer)
        for row in ("07", "14"):
            paper = dossiers.add_evidence(
                dossier=dossier, row=row, title=f"Giấy {row}", upload=h.upload(), actor=world.producer
            )
            dossiers.cite(evidence=paper, criterion="A.1.1", actor=world.producer)
        dossiers.save_self_assessment(dossier=dossier, places=h.places_for(dossier.rubric, 70), actor=world.producer)
    with time_machine.travel(NOW, tick=False):
        yield dossier


def test_a_draft_is_told_goes_over_and_is_filed_under_the_new_decision(world, draft):
    walk, cycle = Walker(world), draft.cycle
    words = "Hồ sơ chưa nộp trước ngày 22/05/2026 nên phải theo Quyết định 26/2026/QĐ-TTg"
    for page in ("dossier", "dossier_file"):
        walk.see("producer", page, draft.pk, holds=[words, "Chuyển hồ sơ"])
    with pytest.raises(Refused, match="không theo Quyết định 1048/QĐ-TTg"):
        dossiers.file_dossier(dossier=draft, actor=world.producer)
    assert (
        "Hồ sơ đánh giá chưa nộp trước ngày 22/05/2026"
        in walk.client("producer").get(cycle.get_absolute_url()).content.decode()
    )
    walk.see("producer", "cycle_law", cycle.pk, holds=[words, "Bộ sản phẩm theo quyết định mới"])
    wrong = ProductSet.objects.get(regulation__code="1048-2019", number="07")
    walk.refused("producer", "cycle_law", cycle.pk, status=422, product_set=wrong.pk)
    incomplete = ProductSet.objects.get(regulation__code="26-2026", number="08")  # its sheet is not loaded here
    walk.refused("producer", "cycle_law", cycle.pk, status=422, holds=["chưa có phiếu chấm đầy đủ"],
                 product_set=incomplete.pk)  # fmt: skip
    chosen = ProductSet.objects.get(regulation__code="26-2026", number="07")
    walk.press("producer", "cycle_law", cycle.pk, product_set=chosen.pk)
    dossier = Dossier.objects.select_related("cycle__regulation", "rubric", "self_assessment").get()
    assert (dossier.cycle.regulation.code, dossier.cycle.product_set, dossier.rubric.code) == (
        "26-2026", chosen, "26-2026/07",
    )  # fmt: skip
    assert sorted(dossier.evidence.values_list("title", "row")) == [("Giấy 07", "11"), ("Giấy 14", "")]
    event = AuditEvent.objects.get(verb="cycle.follow_law")
    assert (event.before, event.after["regulation"], event.after["unplaced"]) == (
        {"regulation": "1048-2019", "set": "07"}, "26-2026", 1,
    )  # fmt: skip
    spec, old = rubric_spec(dossier.rubric).criteria, rubric_spec(h.rubric_of(h.PROCESSED_1048)).criteria
    kept = set(dossier.self_assessment.choices.values_list("criterion__code", flat=True))
    assert all(spec[code].name == old[code].name for code in kept)
    walk.see("producer", "evidence", dossier.pk, holds=["chưa xếp vào mục của danh mục mới", "Giấy 14"])
    paper = dossier.evidence.get(row="")
    walk.refused("producer", "evidence_place", paper.pk, status=422, row="99")
    walk.press("producer", "evidence_place", paper.pk, row="06")
    walk.refused("producer", "cycle_law", cycle.pk, status=422, product_set=chosen.pk)  # once is enough
    places = h.places_for(dossier.rubric, 72)
    dossiers.save_self_assessment(dossier=h.fresh(dossier), places=places, actor=world.producer)
    walk.see("producer", "dossier_file", dossier.pk, holds=["được đánh giá theo Quyết định 26/2026/QĐ-TTg"])
    walk.press("producer", "dossier_file", dossier.pk, agree="on")
    assert h.fresh(cycle).filed_at is not None


def test_a_cycle_without_dossier_goes_over_before_one_is_opened(world, frozen):
    h.ready("26-2026/13")
    cycle = h.completed_cycle(world, world.le_thuy, world.producer, code="148-2023/13")
    walk = Walker(world)
    page = walk.see("producer", "of_cycle", cycle.pk, holds=["Chuyển sang quyết định mới"])
    assert "Lập hồ sơ đánh giá</button>" not in page
    with pytest.raises(Refused, match="chuyển hồ sơ sang quyết định mới"):
        dossiers.open_dossier(cycle=cycle, actor=world.producer)
    chosen = ProductSet.objects.get(regulation__code="26-2026", number="13")
    for who in (world.stranger_producer, world.province, world.neighbour_commune):
        with pytest.raises(NotAllowed):
            move_to_law(cycle=cycle, product_set=chosen, actor=who)
    walk.press("commune", "cycle_law", cycle.pk, product_set=chosen.pk)  # the officer who enters it for the producer
    walk.see("producer", "of_cycle", cycle.pk, holds=["phiếu chấm của bộ 13"])
    walk.press("producer", "dossier_open", cycle.pk)


def test_what_was_filed_in_time_is_pinned_due_and_shown_late(world):
    h.ready(h.PROCESSED_1048, "26-2026/07")
    with time_machine.travel(noon(D(2026, 5, 20)), tick=False):
        cycle = h.completed_cycle(world, world.le_thuy, world.producer, code=h.PROCESSED_1048)
        cycle.regulation = Regulation.objects.get(code="1489-2025")  # its own sheets are not in the public record
        cycle.save()
        dossier = _filed(cycle, world)
        assert h.fresh(cycle).due_on == D(2026, 6, 10)  # fifteen working days of the commune come sooner
    walk = Walker(world)
    with time_machine.travel(noon(D(2026, 6, 5)), tick=False):
        topics = dict.fromkeys(intake.TOPICS, "Xã xác nhận nội dung này.")
        intake.save_commune_report(dossier=dossier, topics=topics, number="12/BC-UBND", reported_on=D(2026, 6, 5),
                                   actor=world.commune)  # fmt: skip
        intake.report_by_commune(dossier=h.fresh(dossier), actor=world.commune)
        assert h.fresh(cycle).due_on == D(2026, 7, 21)
        walk.see("province", "dossier", dossier.pk, holds=["hoàn thành chậm nhất ngày 21/07/2026"])
    with time_machine.travel(noon(D(2026, 7, 22)), tick=False):
        walk = Walker(world)
        walk.see("province", "dossier", dossier.pk, holds=["Đã quá hạn hoàn thành ngày 21/07/2026."])
        text = walk.client("province").get(cycle.get_absolute_url()).content.decode()
        assert "Đã quá hạn hoàn thành ngày 21/07/2026." in text
        with pytest.raises(Refused, match="tiếp tục theo Quyết định 1489/QĐ-TTg"):
            move_to_law(cycle=h.fresh(cycle), actor=world.producer,
                        product_set=ProductSet.objects.get(regulation__code="26-2026", number="07"))  # fmt: skip


def test_dossiers_that_stand_still_when_the_decision_arrives_get_its_last_day(world):
    h.ready(h.PROCESSED_1048)
    cycle = h.completed_cycle(world, world.le_thuy, world.producer, code=h.PROCESSED_1048)
    rows = Cycle.objects.filter(pk=cycle.pk)
    cases = [
        ({"state": "received", "filed_at": noon(D(2026, 5, 21)), "due_on": None}, "2026-07-22", D(2026, 7, 21)),
        ({"state": "received", "kind": "renewal", "due_on": D(2026, 7, 1)}, "2026-06-01", D(2026, 6, 21)),
        ({"state": "received", "kind": "renewal", "due_on": D(2026, 6, 3)}, "2026-06-01", D(2026, 6, 3)),
        ({"kind": "first", "filed_at": noon(D(2026, 5, 22)), "due_on": None}, "2026-06-01", None),
        ({"filed_at": noon(D(2026, 5, 21))}, "2026-05-21", None),  # not issued yet
        ({"state": "recognised"}, "2026-06-01", None),
    ]
    for change, today, due in cases:
        rows.update(**change)
        Regulation.objects.filter(code="26-2026").update(title="")  # the file brings something new
        with time_machine.travel(noon(D.fromisoformat(today)), tick=False):
            load_regulations()
        assert rows.get().due_on == due, (change, today)


def _filed(cycle, world):
    dossier = dossiers.open_dossier(cycle=cycle, actor=world.producer)
    dossiers.add_evidence(dossier=dossier, row="02", title="Báo cáo", upload=h.upload(), actor=world.producer)
    places = h.places_for(dossier.rubric, 70)
    dossiers.save_self_assessment(dossier=dossier, places=places, actor=world.producer)
    return dossiers.file_dossier(dossier=dossier, actor=world.producer)
