"""Step 1 of the demonstration: outreach by every channel, courses with attendance, one that is announced."""

from datetime import date, timedelta

from core import audit
from districts.selectors import children
from ocop_portal.demo.stage import OLD_DAY, Stage, at_hour, unit
from producers.models import Producer, TrainingCourse
from producers.selectors import to_invite
from producers.step1_services import add_course, add_outreach, invite, tick_attendance

CHANNELS = (
    ("broadcast", "Phóng sự “Mỗi xã một sản phẩm” trên truyền hình tỉnh", "người dân trong tỉnh", 0, 25_000_000),
    ("loudspeaker", "Phát bản tin OCOP trên loa truyền thanh", "người dân trong xã", 1200, 1_500_000),
    ("press", "Bài báo về các sản phẩm đạt 3 sao", "bạn đọc", 0, 8_000_000),
    ("web", "Chuyên mục OCOP trên trang thông tin điện tử", "người dùng mạng", 0, 0),
    ("leaflet", "Tờ rơi hướng dẫn đăng ký ý tưởng sản phẩm", "hợp tác xã, hộ sản xuất", 500, 6_500_000),
)


def _tick(course: TrainingCourse, keys: list[int], at, absent: int = 0) -> None:
    """Invite these and note all of them but the last `absent` as there."""
    invite(course=course, people=keys, actor=audit.SYSTEM, at=at)
    shown = list(course.invitations.order_by("pk").values_list("pk", flat=True))
    present = shown[: len(shown) - absent]
    tick_attendance(course=course, version=course.version, shown=shown, present=present, actor=audit.SYSTEM, at=at)


def quang_binh(stage: Stage) -> None:
    """The year 2020: a provincial course that most producers attended, and outreach in every district."""
    province = unit("44", OLD_DAY)
    begun = date(2020, 2, 18)
    course = add_course(
        actor=audit.SYSTEM, unit=province, held_on=begun, title="Tập huấn chu trình OCOP cho chủ thể tỉnh Quảng Bình",
        audience="producers", days=2, place="Đồng Hới", content="Chu trình sáu bước; lập phương án kinh doanh.",
        at=at_hour(date(2020, 2, 10)),
    )  # fmt: skip
    makers = Producer.objects.filter(province=province).order_by("sort_key", "pk").values_list("pk", flat=True)
    _tick(course, list(makers), at_hour(begun, 16), absent=6)
    for number, district in enumerate(children(province, OLD_DAY)):
        channel, title, audience, people, cost = CHANNELS[number % len(CHANNELS)]
        day = date(2020, 2, 3) + timedelta(days=3 * number)
        add_outreach(
            actor=audit.SYSTEM, unit=district, held_on=day, channel=channel, title=title, audience=audience,
            people=people, cost=cost, at=at_hour(day, 16),
        )  # fmt: skip


def quang_tri(stage: Stage) -> None:
    """This year: outreach by every channel, a course for officers, and one for producers that lies ahead."""
    province, commune = unit("44", stage.today), unit("19249", stage.today)
    for number, (channel, title, audience, people, cost) in enumerate(CHANNELS):
        moment = stage.now_at_most(100 - 15 * number, 16)
        add_outreach(
            actor=audit.SYSTEM, unit=province if channel in ("broadcast", "press", "web") else commune, channel=channel,
            held_on=moment.date(), title=title, audience=audience, people=people, cost=cost, at=moment,
        )  # fmt: skip
    begun = stage.when(150)
    course = add_course(
        actor=audit.SYSTEM, unit=province, held_on=begun.date(), title="Tập huấn sáu bước và bộ tiêu chí cho cán bộ xã",
        audience="officers", place="Đồng Hới", content="Quyết định 26/2026/QĐ-TTg; báo cáo của xã (Mẫu số 03).", at=begun,
    )  # fmt: skip
    officers = list(to_invite(course, stage.people["tinh"]).values_list("pk", flat=True))
    _tick(course, officers, stage.now_at_most(150, 16), absent=1)
    ahead = add_course(
        actor=audit.SYSTEM, unit=commune, held_on=stage.today + timedelta(days=14), audience="producers",
        title="Lớp hoàn thiện bao bì, nhãn hàng hóa", place="Hội trường xã Lệ Thủy", at=stage.now_at_most(1),
    )  # fmt: skip
    makers = to_invite(ahead, stage.people["tinh"]).values_list("pk", flat=True)
    invite(course=ahead, people=list(makers), actor=audit.SYSTEM, at=stage.now_at_most(1))
