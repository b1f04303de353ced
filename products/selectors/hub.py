"""The parts of a cycle for its page: what is done, what is to do, where (guides: ux §5)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from products.enums import CycleState as S
from products.enums import MilestoneState
from products.models import BusinessPlan, Cycle, Idea
from products.selectors.cycles import PAGES, step_of

WHO = {
    "producer": _("chủ thể"),
    "local_officer": _("cán bộ xã hoặc huyện nơi chủ thể đăng ký"),
    "commune": _("cán bộ xã"),
    "appraiser": _("cơ quan thẩm định ý tưởng"),
    "selector": _("cơ quan lựa chọn phương án"),
    "receiver": _("cơ quan của cấp đánh giá"),
    "advisor": _("tổ tư vấn"),
    "secretary": _("thư ký hội đồng"),
    "chair": _("chủ tịch hội đồng"),
}


def waiting_for(acts) -> str:
    """Who is expected to act next, in words: of the first main row, each once."""
    row = next((act.row for act in acts if act.row.main), None)
    return ", ".join(str(WHO[name]) for name in row.who) if row else ""


def hub_parts(cycle: Cycle, may_edit: bool) -> list[dict]:
    """Task rows of steps 2 to 5: dicts with label, status, url, hint, said. Three queries."""
    step = int(step_of(cycle.state))
    idea = Idea.objects.filter(cycle=cycle).first()
    plan = BusinessPlan.objects.filter(cycle=cycle).first()
    milestones = list(cycle.milestones.values_list("state", flat=True))
    done = milestones.count(MilestoneState.DONE)
    parts = [
        {
            "label": _("Soạn phiếu ý tưởng") if may_edit and cycle.state in (S.IDEA_DRAFT, S.IDEA_RETURNED)
            else _("Xem phiếu ý tưởng"),
            "status": _status(step, 2, bool(idea), cycle.state in (S.IDEA_RETURNED, S.IDEA_DECLINED)),
            "hint": _("Mô tả sản phẩm, nguyên liệu, thị trường"),
            "url": reverse("products:idea", args=[cycle.pk]),
            "said": cycle.last_reason if cycle.state in (S.IDEA_RETURNED, S.IDEA_DECLINED) else "",
        },
        {
            "label": _("Lập phương án kinh doanh") if may_edit and cycle.state in (S.PLAN_DRAFT, S.PLAN_RETURNED)
            else _("Xem phương án kinh doanh"),
            "status": _status(step, 3, bool(plan), cycle.state in (S.PLAN_RETURNED, S.PLAN_DECLINED)),
            "hint": _("Thị trường, nguyên liệu, công nghệ, vốn") if step > 2 else _("Mở khi ý tưởng được chấp nhận"),
            "url": reverse("products:plan", args=[cycle.pk]) if step > 2 else "",
            "said": cycle.last_reason if cycle.state in (S.PLAN_RETURNED, S.PLAN_DECLINED) else "",
        },
        {
            "label": _("Ghi mốc triển khai"),
            "status": _status(step, 4, bool(milestones), False),
            "hint": _("Đã xong %(done)s/%(all)s mốc") % {"done": done, "all": len(milestones)} if step > 3
            else _("Mở khi phương án được chọn"),
            "url": reverse("products:milestones", args=[cycle.pk]) if step > 3 else "",
            "said": "",
        },
        {
            "label": _("Xem các khoản hỗ trợ"),
            "status": "doing" if step > 3 else "locked",
            "hint": _("Nội dung, nguồn, số được duyệt, số đã chi") if step > 3 else _("Mở khi phương án được chọn"),
            "url": reverse("products:grants", args=[cycle.pk]) if step > 3 else "",
            "said": "",
        },
    ]  # fmt: skip
    ready = step > 4 or cycle.state == S.COMPLETED
    parts.append(
        {
            "label": _("Mở hồ sơ đánh giá"),
            "status": "done" if step > 5 else "doing" if step == 5 else "locked",
            "hint": _("Tự đánh giá, minh chứng, kết quả chấm") if ready else _("Mở khi triển khai xong"),
            "url": reverse(PAGES["dossier"], args=[cycle.pk]) if step > 4 and "dossier" in PAGES else "",
            "said": cycle.last_reason if cycle.state == S.DOSSIER_RETURNED else "",
        }
    )
    return parts


def _status(step: int, own: int, begun: bool, returned: bool) -> str:
    if returned:
        return "fix"
    if step > own:
        return "done"
    if step < own:
        return "locked"
    return "doing" if begun else "todo"
