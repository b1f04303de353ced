"""Quảng Trị under 26/2026/QĐ-TTg: producers, and products at every step, dated back from the day of seeding."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from core import audit
from evaluations.services import dossiers, intake
from ocop_portal.demo.sheets import answers
from ocop_portal.demo.stage import Stage, unit
from producers.models import Producer
from producers.services import add_member, register_producer
from producers.step1_services import add_attendance, add_course, add_outreach
from products.enums import CycleState as S
from products.models import Cycle, ProductSet
from products.services import (
    add_grant,
    add_milestone,
    add_milestone_file,
    apply_transition,
    enter,
    finish_milestone,
    register_idea,
    save_plan,
    save_plan_money,
    send_back,
)

# short name, commune, name, kind, representative, sex, phone
PRODUCERS = (
    ("lethuy", "19249", "Hợp tác xã mẫu Lệ Thủy", "cooperative", "Phan Thị Mơ", "female", "0912000101"),
    ("kiengiang", "19249", "Công ty TNHH mẫu Kiến Giang", "enterprise", "Lê Quang Trung", "male", "0912000102"),
    ("xuanthuy", "19249", "Hộ kinh doanh mẫu Xuân Thủy", "household", "Hoàng Thị Bưởi", "female", "0912000103"),
    ("truongphu", "19309", "Hợp tác xã mẫu Trường Phú", "cooperative", "Dương Văn Lợi", "male", "0912000104"),
    ("donghoi", "18880", "Công ty cổ phần mẫu Đồng Hới", "enterprise", "Trần Thị Hải", "female", "0912000105"),
    ("nhatle", "18880", "Tổ hợp tác mẫu Nhật Lệ", "cooperative_group", "Võ Thị Nga", "female", "0912000106"),
    ("phongnha", "19138", "Hợp tác xã du lịch mẫu Phong Nha", "cooperative", "Hồ Thị Lý", "female", "0912000107"),
)
OFFICERS = {"19249": "xa", "19309": "xa2", "18880": "xa3", "19138": "xa4"}


@dataclass(frozen=True)
class Plot:
    """A product and how far it has come. `days`: since its idea; `score`: the producer's own points."""

    name: str
    producer: str
    set: str
    state: str
    days: int
    score: int = 68


# A session takes on those that are checked; what happens there is in councils.py.
PLOTS = (
    Plot("Trà lá sen", "lethuy", "12", S.IDEA_DRAFT, 2),
    Plot("Cốm gạo lứt", "truongphu", "06", S.IDEA_SUBMITTED, 4),
    Plot("Khoai lang sấy", "xuanthuy", "07", S.IDEA_RETURNED, 10),
    Plot("Nước uống đóng bình", "kiengiang", "16", S.IDEA_DECLINED, 40),
    Plot("Bánh lọc đông lạnh", "donghoi", "05", S.PLAN_DRAFT, 20),
    Plot("Chả cá thu", "nhatle", "08", S.PLAN_SUBMITTED, 30),
    Plot("Dầu lạc", "truongphu", "09", S.PLAN_RETURNED, 26),
    Plot("Nến thơm", "kiengiang", "21", S.PLAN_DECLINED, 60),
    Plot("Gạo hữu cơ", "lethuy", "03", S.RUNNING, 60),
    Plot("Tour chèo thuyền", "phongnha", "26", S.COMPLETED, 60),
    Plot("Mứt gừng", "xuanthuy", "07", S.ABANDONED, 50),
    Plot("Ruốc cá lóc", "lethuy", "08", S.DOSSIER_DRAFT, 52),
    Plot("Tinh dầu tràm", "kiengiang", "20", S.DOSSIER_FILED, 64),
    Plot("Kẹo lạc", "lethuy", "07", S.DOSSIER_FILED, 50),
    Plot("Ớt bột", "truongphu", "10", S.DOSSIER_RETURNED, 56),
    Plot("Nấm rơm tươi", "truongphu", "01", S.REPORTED, 64),
    Plot("Hạt sen khô", "lethuy", "03", S.RECEIVED, 70),
    Plot("Mắm ruốc", "nhatle", "09", S.CHECKED, 76, 74),
    # the session that is ready to score
    Plot("Mật ong rừng", "phongnha", "04", "ready", 95, 72),
    Plot("Nước mắm cá cơm", "donghoi", "09", "ready", 95, 78),
    Plot("Rượu nếp", "kiengiang", "14", "ready", 95, 66),
    # a session to come
    Plot("Nón lá", "xuanthuy", "21", "planned", 85, 61),
    # scored, closed, decided
    Plot("Bột sắn dây", "truongphu", "07", "ends", 100, 70),
    Plot("Tương ớt", "donghoi", "09", "closes", 110, 71),
    Plot("Bún khô", "lethuy", "06", "three", 175, 66),
    Plot("Cao lá vằng", "kiengiang", "12", "four", 175, 82),
    Plot("Giỏ mây", "xuanthuy", "21", "two", 175, 55),
    Plot("Nước mắm hạ thổ", "donghoi", "09", "five", 175, 95),
    Plot("Tinh dầu sả", "kiengiang", "20", "back", 175, 94),
)
TWICE = "Chả cá thu"  # its plan was returned once and sent again
# Plans that lie side by side for the body that selects; later ones keep the one figure of their need.
MONEY_STATES = (S.PLAN_SUBMITTED, S.PLAN_RETURNED, S.PLAN_DECLINED, S.RUNNING)
SMALL = (
    ("label", "Thiết kế nhãn", "local"), ("stamp", "Tem truy xuất nguồn gốc", "science"),
    ("testing", "Kiểm nghiệm sản phẩm", "province"),
)  # fmt: skip
STEPS_BEFORE_DOSSIER = (
    S.IDEA_DRAFT, S.IDEA_SUBMITTED, S.IDEA_RETURNED, S.IDEA_DECLINED, S.PLAN_DRAFT, S.PLAN_SUBMITTED, S.PLAN_RETURNED,
    S.PLAN_DECLINED, S.RUNNING, S.COMPLETED,
)  # fmt: skip
TOPICS = {
    "materials": "Nguyên liệu chính mua của các hộ trong xã, có hợp đồng và sổ theo dõi.",
    "labour": "Trên một nửa lao động thường trú tại xã, có danh sách kèm theo.",
    "idea": "Sản phẩm làm theo nghề có sẵn của địa phương.",
    "identity": "Bao bì giới thiệu địa danh và cách làm của địa phương.",
}


def producers(stage: Stage) -> dict[str, Producer]:
    """Producers of four communes, outreach and training of the year; `chuthe` acts for the first one."""
    made, moment = {}, stage.when(178)
    for short, code, name, kind, representative, sex, phone in PRODUCERS:
        place = unit(code, stage.today)
        made[short] = register_producer(
            actor=audit.SYSTEM, unit=place, at=moment, name=name, kind=kind, representative=representative,
            representative_sex=sex, representative_post="Giám đốc" if kind != "household" else "Chủ hộ", phone=phone,
            address=f"Thôn 1, {place.full_name}, tỉnh Quảng Trị",
        )  # fmt: skip
    add_member(producer=made["lethuy"], user=stage.people["chuthe"], actor=stage.people["xa"], at=moment)
    province = unit("44", stage.today)
    for days, code in ((170, "19249"), (120, "19309"), (60, "18880"), (20, "19249")):
        place = unit(code, stage.today)
        add_outreach(
            actor=audit.SYSTEM, unit=place, held_on=stage.when(days).date(), channel="meeting", people=45, cost=6_000_000,
            title=f"Hội nghị tuyên truyền Chương trình OCOP tại {place.full_name}", at=stage.when(days, 16),
        )  # fmt: skip
    course = add_course(
        actor=audit.SYSTEM, unit=province, held_on=stage.when(165).date(), title="Tập huấn chu trình OCOP cho chủ thể",
        audience="producers", days=2, place="Đồng Hới", at=stage.when(165, 16),
    )  # fmt: skip
    for producer in made.values():
        add_attendance(course=course, actor=audit.SYSTEM, producer=producer, at=stage.when(165, 17))
    return made


def lay(stage: Stage, made: dict[str, Producer]) -> dict[str, list[Cycle]]:
    """Every plot walked to its state; those for a session up to the advisory check, by the state they wait for."""
    waiting: dict[str, list[Cycle]] = {}
    for plot in PLOTS:
        cycle = _walk(stage, plot, made[plot.producer])
        if plot.state not in S.values:
            waiting.setdefault(plot.state, []).append(cycle)
    return waiting


def money(size: int) -> list[dict]:
    """The money table of a plan, larger with `size`."""
    rows = (
        ("use", "Máy sấy, máy đóng gói", 80, 0, 0), ("use", "Nguyên liệu", 40 + size, 20, 0), ("fund", "Vốn tự có", 60, 20, 0),
        ("fund", "Đề nghị hỗ trợ", 60, 0, 0), ("revenue", "Bán sản phẩm", 180, 240 + size, 300 + size),
        ("cost", "Nguyên liệu, nhân công", 150, 180, 210),
    )  # fmt: skip
    return [
        {"part": part, "label": label, "year1": a * 1_000_000, "year2": b * 1_000_000, "year3": c * 1_000_000}
        for part, label, a, b, c in rows
    ]


class _Walk:
    """One cycle on its way: each act a few days after the one before."""

    def __init__(self, stage: Stage, plot: Plot, producer: Producer):
        self.stage, self.plot, self.producer = stage, plot, producer
        self.officer = stage.people[OFFICERS[producer.unit.code]]
        self.province = stage.people["tinh"]
        own = plot.producer == "lethuy"
        self.writer = stage.people["chuthe"] if own else self.officer
        self.entered_for = "" if own else producer.representative
        self.days = plot.days
        self.acts = 0

    def at(self, later: int = 0):
        """The moment of the next act, `later` days after the last one; the order of acts is kept within a day."""
        self.days -= later
        self.acts += 1
        return self.stage.now_at_most(max(self.days, 0), 8 + self.acts // 60, self.acts % 60)

    def go(self, name: str, actor, later: int = 1, reason: str = "") -> None:
        apply_transition(cycle=self.cycle, name=name, actor=actor, reason=reason, at=self.at(later))


def _walk(stage: Stage, plot: Plot, producer: Producer) -> Cycle:
    walk = _Walk(stage, plot, producer)
    chosen = ProductSet.objects.get(regulation__code="26-2026", number=plot.set)
    walk.cycle = register_idea(
        actor=walk.writer, producer=producer, kind="first", product_set=chosen, product_name=f"{plot.name} (mẫu)",
        summary=f"Làm {plot.name.lower()} từ nguyên liệu của địa phương, bán cho khách trong và ngoài tỉnh.",
        materials="Nguyên liệu mua của các hộ trong xã.", market="Chợ, siêu thị trong tỉnh và sàn thương mại điện tử.",
        entered_for=walk.entered_for, at=walk.at(),
    )  # fmt: skip
    if plot.state == S.ABANDONED:
        walk.go("abandon", walk.writer, 5, "Chủ thể chưa thu xếp được vốn.")
    elif plot.state != S.IDEA_DRAFT:
        _idea(walk)
    return walk.cycle


def _idea(walk: _Walk) -> None:
    state = walk.plot.state
    walk.go("submit_idea", walk.writer)
    if state == S.IDEA_RETURNED:
        walk.cycle = send_back(
            cycle=walk.cycle, name="return_idea", actor=walk.officer, at=walk.at(3),
            reason="Ông/bà ghi rõ vùng nguyên liệu và sản lượng mỗi năm.",
            remarks={"materials": "Ghi diện tích vùng khoai và sản lượng mỗi năm."},
        )  # fmt: skip
    elif state == S.IDEA_DECLINED:
        walk.go("decline_idea", walk.officer, 5, "Nguồn nước chưa có giấy phép khai thác.")
    elif state != S.IDEA_SUBMITTED:
        walk.go("accept_idea", walk.officer, 3)
        _plan(walk)


def _plan(walk: _Walk) -> None:
    state = walk.plot.state
    if state == S.PLAN_DRAFT:
        return
    plan = save_plan(
        cycle=walk.cycle, version=0, actor=walk.writer, at=walk.at(4), budget=120_000_000,
        market="Bán tại điểm giới thiệu sản phẩm của tỉnh và hai siêu thị; mỗi tháng 500 sản phẩm.",
        materials="Liên kết với 20 hộ trong xã, có hợp đồng mua bán.",
        technology="Máy sấy lạnh, máy đóng gói; quy trình theo tiêu chuẩn cơ sở.",
        quality="Tự công bố chất lượng, phiếu kiểm nghiệm sáu tháng một lần.",
        people="12 lao động, 9 người của xã.", timetable="Ba tháng lắp máy và chạy thử.",
        answers={"iii.manh": "Nguyên liệu tại chỗ, nghề có sẵn.", "v.xuc_tien": "Hội chợ tỉnh, hai sàn thương mại điện tử."},
    )  # fmt: skip
    if state in MONEY_STATES:
        plan = save_plan_money(
            cycle=walk.cycle, version=plan.version, lines=money(len(walk.plot.name)), actor=walk.writer, at=walk.at()
        )
    walk.go("submit_plan", walk.writer)
    if walk.plot.name == TWICE:
        walk.cycle = send_back(
            cycle=walk.cycle, name="return_plan", actor=walk.province, reason="Ông/bà làm rõ máy móc đầu tư.",
            remarks={"technology": "Ghi công suất và giá của máy."}, at=walk.at(3),
        )  # fmt: skip
        save_plan(
            cycle=walk.cycle, version=plan.version, actor=walk.writer, at=walk.at(3),
            technology="Máy sấy lạnh 50 kg một mẻ, 60 triệu đồng; máy đóng gói 20 triệu đồng.",
        )  # fmt: skip
        walk.go("submit_plan", walk.writer)
    if state == S.PLAN_RETURNED:
        walk.cycle = send_back(
            cycle=walk.cycle, name="return_plan", actor=walk.province, at=walk.at(4),
            reason="Ông/bà bổ sung phương án tiêu thụ và nguồn vốn đối ứng.",
            remarks={"market": "Ghi tên hai siêu thị và sản lượng đã thỏa thuận.", "tc.huy_dong": "Nêu nguồn vốn đối ứng."},
        )  # fmt: skip
    elif state == S.PLAN_DECLINED:
        walk.go("decline_plan", walk.province, 6, "Thị trường tiêu thụ chưa rõ.")
    elif state != S.PLAN_SUBMITTED:
        walk.go("select_plan", walk.province, 5)
        _work(walk)


def _work(walk: _Walk) -> None:
    first = add_milestone(
        cycle=walk.cycle, actor=walk.writer, title="Mua và lắp máy", due_on=walk.at().date() + timedelta(days=20), at=walk.at()
    )  # fmt: skip
    add_milestone(
        cycle=walk.cycle, actor=walk.writer, title="In bao bì, tem truy xuất", due_on=walk.at().date() + timedelta(days=40),
        at=walk.at(),
    )  # fmt: skip
    decided = walk.at(2).date()
    grant = add_grant(
        cycle=walk.cycle, actor=walk.province, kind="machinery", purpose="Hỗ trợ mua máy", source="national",
        planned=60_000_000, granted_on=decided, document=f"{walk.cycle.pk:02d}/QĐ-VPĐP", at=walk.at(),
    )  # fmt: skip
    paid = 30_000_000 if walk.plot.state == S.RUNNING else 60_000_000
    moment = walk.at()
    enter(grant=grant, kind="pay", amount=paid, on=moment.date(), document="UNC-01", actor=walk.province, at=moment)
    if walk.plot.state in S.values:
        kind, purpose, source = SMALL[walk.cycle.pk % len(SMALL)]
        add_grant(
            cycle=walk.cycle, actor=walk.officer, kind=kind, purpose=purpose, source=source, planned=8_000_000, at=walk.at()
        )  # fmt: skip
    moment = walk.at(12)
    finish_milestone(milestone=first, actor=walk.writer, done_on=moment.date(), at=moment)
    if walk.plot.state == S.RUNNING:
        add_milestone_file(
            milestone=first, actor=walk.writer, title="Biên bản nghiệm thu máy", upload=paper_file("Bien ban"), at=walk.at()
        )  # fmt: skip
        return
    for milestone in walk.cycle.milestones.filter(state="planned"):
        moment = walk.at(10)
        finish_milestone(milestone=milestone, actor=walk.writer, done_on=moment.date(), at=moment)
    walk.go("complete", walk.writer)
    if walk.plot.state != S.COMPLETED:
        _dossier(walk)


def _dossier(walk: _Walk) -> None:
    state = walk.plot.state
    dossier = dossiers.open_dossier(cycle=walk.cycle, actor=walk.writer, at=walk.at(2))
    dossier.cycle = walk.cycle
    for row, title in (("01", "Giấy đăng ký kinh doanh"), ("03", "Hợp đồng vùng nguyên liệu")):
        paper = dossiers.add_evidence(
            dossier=dossier, row=row, title=title, upload=paper_file(title), actor=walk.writer, at=walk.at()
        )  # fmt: skip
    dossiers.cite(evidence=paper, criterion="A.1.1", page_from=1, page_to=1, actor=walk.writer, at=walk.at())
    if state == S.DOSSIER_DRAFT:
        return
    dossiers.save_self_assessment(
        dossier=dossier, places=answers(dossier.rubric, walk.plot.score), actor=walk.writer, at=walk.at()
    )  # fmt: skip
    dossiers.file_dossier(dossier=dossier, actor=walk.writer, at=walk.at(2))
    if state == S.DOSSIER_RETURNED:
        reason = "Ông/bà bổ sung giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm."
        intake.return_dossier(dossier=dossier, reason=reason, actor=walk.officer, at=walk.at(3))
    elif state != S.DOSSIER_FILED:
        _intake(walk, dossier)
    walk.cycle.refresh_from_db()


def _intake(walk: _Walk, dossier) -> None:
    state, moment = walk.plot.state, walk.at(6)
    number = f"{walk.cycle.pk:02d}/BC-UBND"
    intake.save_commune_report(
        dossier=dossier, topics=TOPICS, number=number, reported_on=moment.date(), actor=walk.officer, at=moment
    )  # fmt: skip
    intake.report_by_commune(dossier=dossier, actor=walk.officer, at=walk.at())
    if state == S.REPORTED:
        return
    intake.receive(dossier=dossier, actor=walk.province, at=walk.at(3))
    if state == S.RECEIVED:
        return
    note = "Hồ sơ đủ thành phần; đã xem thực tế cơ sở sản xuất."
    intake.save_advisory_note(dossier=dossier, note=note, actor=walk.province, at=walk.at(2))
    intake.check_dossier(dossier=dossier, actor=walk.province, at=walk.at())


def paper_file(title: str) -> SimpleUploadedFile:
    """A one-page PDF that says what it stands for."""
    words = "Tai lieu minh hoa cua ban trinh dien OCOP"
    body = f"BT /F1 18 Tf 72 760 Td ({words}) Tj ET"
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(body)}>>stream\n{body}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    text, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(text))
        text += f"{number} 0 obj{part}endobj\n"
    start = len(text)
    text += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n" + "".join(f"{p:010d} 00000 n \n" for p in places)
    text += f"trailer<</Size {len(parts) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    return SimpleUploadedFile(f"{title}.pdf", text.encode("ascii"), content_type="application/pdf")
