"""Topics of the help page: which stand open for this person, and which fold below them."""

from django.utils.translation import gettext as _

from core.scope import ADMIN, COMMUNE, DEPARTMENT, DISTRICT, LEADERSHIP, MINISTRY, PROVINCE
from evaluations.enums import Seat
from evaluations.models import CouncilMember
from products.enums import Step

ROLE_TOPICS = {
    COMMUNE: "commune",
    DISTRICT: "reader",
    PROVINCE: "province",
    DEPARTMENT: "reader",
    LEADERSHIP: "reader",
    MINISTRY: "ministry",
    ADMIN: "admin",
}
SEAT_TOPICS = {Seat.CHAIR: "chair", Seat.VICE_CHAIR: "chair", Seat.SECRETARY: "chair"}


def titles() -> dict[str, str]:
    """Every topic in the order of the work; the text stands in templates/portal/help/<key>.html."""
    return {
        "producer": _("Chủ thể: đăng ký, nộp hồ sơ"),
        "commune": _("Cán bộ xã, phường: nhận, kiểm tra, báo cáo"),
        "province": _("Cơ quan tham mưu OCOP tỉnh: tổ chức đánh giá, công nhận"),
        "member": _("Thành viên hội đồng: chấm điểm"),
        "chair": _("Chủ tịch, thư ký hội đồng: điều hành phiên họp"),
        "reader": _("Lãnh đạo, sở, ngành và người chỉ xem"),
        "ministry": _("Bộ, trung ương: bộ tiêu chí và hạng 5 sao"),
        "admin": _("Người quản trị: tài khoản, vai trò"),
        "public": _("Người dân, người mua hàng"),
    }


def own_topics(user) -> set[str]:
    """The topics that concern this person. At most one query, of the council seats."""
    if not user.is_authenticated:
        return {"public"}
    own = {ROLE_TOPICS[held.role] for held in user.scope.roles if held.role in ROLE_TOPICS}
    for seat in set(CouncilMember.objects.filter(user_id=user.pk).values_list("seat", flat=True)):
        own |= {"member", SEAT_TOPICS.get(seat, "member")}
    return own or {"producer"}


def page(user) -> dict:
    """Context of the help page: the six steps, the person's own topics open, the others folded."""
    own, every = own_topics(user), titles()
    notes = {
        Step.OUTREACH: _("Xã, tỉnh tuyên truyền, mở lớp tập huấn; chủ thể tham dự."),
        Step.IDEA: _("Chủ thể gửi phiếu đăng ký; cơ quan quản lý chấp nhận, trả lại hoặc từ chối kèm lý do."),
        Step.PLAN: _("Chủ thể lập phương án sản xuất, kinh doanh; cơ quan quản lý lựa chọn."),
        Step.IMPLEMENTATION: _("Chủ thể làm theo phương án, ghi từng mốc và khoản hỗ trợ."),
        Step.EVALUATION: _("Chủ thể nộp hồ sơ; xã báo cáo; hội đồng chấm; cấp có thẩm quyền công nhận."),
        Step.PROMOTION: _("Quảng bá, bán hàng, giữ chất lượng; đánh giá lại trước khi hết 36 tháng."),
    }
    return {
        "steps": [{"label": step.label, "note": notes[step], "state": ""} for step in Step],
        "own": [(key, title, f"portal/help/{key}.html") for key, title in every.items() if key in own],
        "others": [(key, title, f"portal/help/{key}.html") for key, title in every.items() if key not in own],
    }
