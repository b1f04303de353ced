"""Administration of accounts: people, their roles, one-time passwords, locked accounts. For the administrator alone."""

from functools import wraps

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import messages, services
from accounts.filters import SORT_LABELS, SORTS, PersonFilter
from accounts.forms import PersonForm, ReasonForm, RoleForm
from accounts.models import RoleAssignment, User
from core import clock
from core.answers import posted, refuse
from core.exceptions import NotAllowed, Refused

PAGE = 25


def administrators_only(view):
    """403 for everybody who is not the administrator of the system; the services ask again."""

    @wraps(view)
    @login_required
    def guarded(request, *args, **kwargs):
        if not request.user.scope.admin:
            raise NotAllowed(messages.NOT_AN_ADMINISTRATOR, code="not_an_administrator")
        return view(request, *args, **kwargs)

    return guarded


def person_of(request, pk) -> User:
    return get_object_or_404(User.objects.visible_to(request.user), pk=pk)


@require_safe
@administrators_only
def people(request):
    """Everybody with the roles they hold: filter, sort, pages."""
    rows = User.objects.visible_to(request.user)
    found = PersonFilter(request.GET, rows)
    sort = request.GET.get("sort")
    sort = sort if sort in SORTS else "ten"
    held = RoleAssignment.objects.filter(ended_at__isnull=True).select_related("unit")
    rows = (found.qs if found.form.is_valid() else rows).order_by(*SORTS[sort])
    rows = rows.prefetch_related(Prefetch("assignments", held, to_attr="held"))
    context = {
        "filter": found.form,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "sort": sort,
        "sorts": SORT_LABELS,
    }
    return render(request, "accounts/people.html", context)


@require_http_methods(["GET", "POST"])
@administrators_only
def person_add(request):
    """A new person without a role; the one-time password is given on the person's page."""
    form = PersonForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                person = services.create_user(actor=request.user, **form.cleaned_data)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                flash.success(request, _("Đã thêm người. Ông/bà giao vai trò và cấp mật khẩu dùng một lần."))
                return redirect("accounts:person", person.pk)
    return render(request, "accounts/person_form.html", {"form": form}, status=status)


def _person_page(request, person, form, status=200, plain=""):
    held = person.assignments.visible_to(request.user).select_related("unit")
    context = {
        "person": person,
        "held": [row for row in held if row.ended_at is None],
        "former": [row for row in held if row.ended_at is not None],
        "today": clock.today(),
        "form": form,
        "plain": plain,
        "own": person.pk == request.user.pk,
    }
    return render(request, "accounts/person.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@administrators_only
def person(request, pk):
    """One person: roles, and the form that gives another one."""
    found = person_of(request, pk)
    form = RoleForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.grant_role(user=found, actor=request.user, **form.cleaned_data)
            except Refused as refusal:
                refusal.code = "place" if refusal.code == "unit" else refusal.code
                status = refuse(request, form, refusal)
            else:
                flash.success(request, _("Đã giao vai trò."))
                return redirect("accounts:person", found.pk)
    return _person_page(request, found, form, status)


@never_cache
@require_POST
@administrators_only
def person_password(request, pk):
    """A one-time password, shown once on the answer to this press."""
    found = person_of(request, pk)
    plain = services.reset_password(user=found, actor=request.user)
    return _person_page(request, found, RoleForm(), plain=plain)


def _with_reason(request, act, *, question, verb, done, back):
    """The question with its reason, or the act."""
    form = ReasonForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act(form.cleaned_data["reason"])
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                flash.success(request, done)
                return redirect("accounts:person", back.pk)
    context = {"form": form, "question": question, "verb": verb, "person": back}
    return render(request, "accounts/reason.html", context, status=status)


@require_http_methods(["GET", "POST"])
@administrators_only
def person_state(request, pk):
    """Lock the account, or open it again."""
    found = person_of(request, pk)
    opens = not found.is_active
    words = {"name": found.full_name}
    return _with_reason(
        request,
        lambda reason: services.set_active(user=found, active=opens, reason=reason, actor=request.user),
        question=(_("Mở lại tài khoản của %(name)s?") if opens else _("Khóa tài khoản của %(name)s?")) % words,
        verb=_("Mở lại tài khoản") if opens else _("Khóa tài khoản"),
        done=_("Đã mở lại tài khoản.") if opens else _("Đã khóa tài khoản; các phiên đang mở không dùng được nữa."),
        back=found,
    )


@require_http_methods(["GET", "POST"])
@administrators_only
def role_end(request, pk):
    """Take one role away, at once and for good."""
    held = get_object_or_404(RoleAssignment.objects.visible_to(request.user).select_related("user", "unit"), pk=pk)
    words = {"role": held.get_role_display(), "name": held.user.full_name}
    return _with_reason(
        request,
        lambda reason: services.end_role(assignment=held, reason=reason, actor=request.user),
        question=_("Kết thúc vai trò “%(role)s” của %(name)s?") % words,
        verb=_("Kết thúc vai trò"),
        done=_("Đã kết thúc vai trò."),
        back=held.user,
    )
