"""Pages of accounts: sign-in and out, lock-out, one's own account, password, keys for programs."""

import math

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.contrib import messages as flash
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services
from accounts.clients import account_name, client_address
from accounts.forms import PasswordForm, SignInForm, TokenForm
from accounts.models import ApiToken
from core import clock
from core.exceptions import Refused

SIGNED_IN_AT = "signed_in_at"


class SignIn(LoginView):
    """Sign-in; afterwards the person is where the way was cut off (`next`, own addresses only)."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form):
        response = super().form_valid(form)  # a new session key: security §8
        self.request.session[SIGNED_IN_AT] = int(clock.now().timestamp())
        return response

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SignOut(LogoutView):
    """Ends the session (POST only) and says so."""

    template_name = "accounts/logged_out.html"
    http_method_names = ["post", "options"]


def locked_out(request, response=None, credentials=None):
    """429 with the minutes to wait, for a name that failed too often from one address (axes calls this)."""
    tried = AccessAttempt.objects.filter(
        username=account_name(request, credentials), ip_address=client_address(request)
    ).order_by("-attempt_time")
    wait = get_cool_off(request).total_seconds()
    last = tried.values_list("attempt_time", flat=True).first()
    if last:
        wait -= (clock.now() - last).total_seconds()
    minutes = max(1, math.ceil(wait / 60))
    page = render(request, "accounts/locked.html", {"minutes": minutes}, status=429)
    page["Retry-After"] = str(minutes * 60)
    return page


@require_safe
@login_required
def profile(request):
    """One's own account: roles, and the ways to password and keys."""
    held = request.user.assignments.filter(ended_at__isnull=True).select_related("unit")
    return render(request, "accounts/profile.html", {"assignments": held})


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def password(request):
    """A new password for oneself; the other sessions end, this one goes on."""
    form = PasswordForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_password(user=request.user, password=form.cleaned_data["new"], actor=request.user)
        except (Refused, ValidationError) as error:
            form.add_error("new", getattr(error, "sentence", None) or error)
        else:
            update_session_auth_hash(request, request.user)
            flash.success(
                request, _("Đã đổi mật khẩu. Các máy khác đang đăng nhập bằng tài khoản này đã bị đăng xuất.")
            )
            return redirect("accounts:profile")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def tokens(request):
    """One's keys for programs; a new one is shown once, on the answer to the form."""
    form, plain, made = TokenForm(request.POST or None, request=request), "", None
    if request.method == "POST" and form.is_valid():
        try:
            made, plain = services.issue_token(
                user=request.user, name=form.cleaned_data["name"], days=form.cleaned_data["days"], actor=request.user
            )
        except Refused as error:
            form.add_error(None, error.sentence)
        else:
            form = TokenForm(request=request)
    rows = ApiToken.objects.visible_to(request.user)
    context = {"form": form, "tokens": rows, "plain": plain, "made": made}
    return render(request, "accounts/tokens.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def revoke(request, pk):
    """End one of one's own keys."""
    token = get_object_or_404(ApiToken.objects.visible_to(request.user), pk=pk)
    try:
        services.revoke_token(token=token, actor=request.user)
    except Refused as error:
        flash.error(request, error.sentence)
    else:
        flash.success(
            request,
            _("Đã thu hồi khóa “%(name)s”. Chương trình dùng khóa này không đọc được nữa.") % {"name": token.name},
        )
    return redirect("accounts:tokens")
