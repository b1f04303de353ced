"""What the page frame needs on every page: province, person, main menu, demonstration mark. At most one query."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.enums import Role
from core import clock
from core.scope import COMMUNE, DISTRICT, MINISTRY, PROVINCE, PROVINCE_WIDE
from evaluations.models import CouncilMember
from evaluations.rules import may_manage_criteria
from ocop_portal.middleware import IDLE_SECONDS, WARNING_SECONDS

EVALUATION = "/danh-gia/"
# Lists that stand beside the list of cycles as tabs.
BESIDE_CYCLES = ("/quan-ly/phuong-an/", "/quan-ly/ho-tro/", "/danh-gia/thuong/")
OFFICERS = frozenset({COMMUNE, DISTRICT, MINISTRY}) | PROVINCE_WIDE


def frame(request):
    """`frame`: province_name ("Huế"), province_full ("thành phố Huế"), user_line, bell (notices not yet read), nav, idle (for people who hold a role), demo, year. Built when a template first asks for a part of it."""
    return {"frame": SimpleLazyObject(lambda: build(request))}


def build(request) -> dict:
    """The frame of one request; anonymous visitors cost no query."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    match = getattr(request, "resolver_match", None)
    public = not signed_in or (match is not None and match.namespace == "public")
    return {
        "province_full": user.scope.extra.get("province_full", "") if signed_in else "",
        "province_name": user.scope.extra.get("province_name", "") if signed_in else "",
        "user_line": user_line(user) if signed_in else {},
        "bell": getattr(user, "unread", 0) if signed_in else 0,
        "nav": mark_current(public_nav(signed_in) if public else staff_nav(user), request.path),
        "idle": {"limit": IDLE_SECONDS, "warning": WARNING_SECONDS} if signed_in and user.scope.roles else None,
        "demo": settings.DEMO,
        "year": clock.today().year,
    }


def user_line(user) -> dict:
    """Name and post of the signed-in person; without a post the role and its unit."""
    role = user.scope.main_role
    words = user.post or ", ".join(
        str(part) for part in (Role(role).label if role else "", user.scope.extra.get("unit_name", "")) if part
    )
    return {"name": user.full_name, "post": words}


def public_nav(signed_in: bool) -> list[dict]:
    """The menu of the public site."""
    items = [
        item(_("Sản phẩm"), "public:catalogue"),
        item(_("Kiểm tra giấy chứng nhận"), "public:verify"),
        item(_("Dữ liệu mở"), "public:open-data"),
        item(_("Việc hôm nay"), "inbox") if signed_in else item(_("Đăng nhập"), "accounts:login"),
    ]
    return [found for found in items if found]


def staff_nav(user) -> list[dict]:
    """The pages that the person's roles open, in the order of the work. One query where neither a role nor the page answers:
    a view that has met the person's own seat says so by `user.seated`.
    """
    roles = {held.role for held in user.scope.roles}
    officer = bool(roles & OFFICERS)
    seated = not officer and (getattr(user, "seated", False) or CouncilMember.objects.filter(user_id=user.pk).exists())
    programme = officer or not (seated or user.scope.admin)
    items = [
        item(_("Việc hôm nay"), "inbox"),
        programme and item(_("Sản phẩm"), "products:list"),
        programme and item(_("Hồ sơ"), "products:cycles"),
        officer and item(_("Chủ thể"), "producers:list"),
        officer and item(_("Đánh giá"), "evaluations:sessions"),
        seated and item(_("Phiên chấm"), "evaluations:sessions"),
        programme and not officer and item(_("Giấy chứng nhận"), "evaluations:certificates"),
        officer and item(_("Báo cáo"), "reports:list"),
        user.scope.acts_as(PROVINCE) and item(_("Thiết lập"), "programme:settings"),
        user.scope.admin and item(_("Người dùng"), "accounts:people"),
        may_manage_criteria(user) and item(_("Bộ tiêu chí"), "criteria:list"),
        item(_("Tài khoản"), "accounts:profile"),
    ]
    return [found for found in items if found]


def item(label: str, name: str) -> dict | None:
    """One entry, or None where the page does not exist."""
    try:
        return {"label": label, "url": reverse(name), "current": False}
    except NoReverseMatch:
        return None


def mark_current(items: list[dict], path: str) -> list[dict]:
    """Marks the entry whose address is the longest beginning of `path`."""
    if path.startswith(BESIDE_CYCLES):
        path = reverse("products:cycles")
    near = [i for i in items if path.startswith(i["url"])]
    if not near and path.startswith(EVALUATION):
        # All lists and pages of step 5 stand behind one entry; a dossier is reached from its cycle.
        dossier = path.startswith((f"{EVALUATION}ho-so/", f"{EVALUATION}minh-chung/", f"{EVALUATION}chu-trinh/"))
        lists = reverse("products:cycles"), reverse("evaluations:sessions")
        entries = {i["url"]: i for i in items}
        near = [entries[url] for url in (lists if dossier else lists[::-1]) if url in entries][:1]
    if near:
        max(near, key=lambda i: len(i["url"]))["current"] = True
    return items
