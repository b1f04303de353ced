"""Pages of a province's programme: settings of steps 2, 3 and 5, rewards as data."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.answers import adding, posted, refuse
from core.exceptions import NotAllowed, Refused
from core.scope import PROVINCE, PROVINCE_WIDE
from districts import messages, rewards
from districts.models import AdministrativeUnit, ProgrammeSettings, RewardPolicy
from districts.programme_forms import PolicyForm, ProgrammeForm, RuleForm
from districts.services import keep_programme

FIELDS = (
    "appraisal_level",
    "selection_level",
    "refile_days",
    "plan_refile_days",
    "commune_report_days",
    "advisory_name",
)


def province_of(request) -> AdministrativeUnit:
    """The province in which the person acts. NotAllowed for those who act in none."""
    held = [role for role in request.user.scope.roles if role.acts and role.role in PROVINCE_WIDE]
    if not held:
        raise NotAllowed(messages.NO_PROVINCE_HELD, code="province")
    return AdministrativeUnit.objects.get(pk=held[0].province_id)


def may_write(user, province) -> bool:
    """The advising office of the province; departments and leadership read."""
    return user.scope.holds(PROVINCE, province_id=province.pk)


def writer(user, province) -> None:
    if not may_write(user, province):
        raise NotAllowed(messages.NOT_YOUR_PROGRAMME, code="not_your_step", obj=province)


@login_required
@require_http_methods(["GET", "POST"])
def settings(request):
    province = province_of(request)
    if request.method == "POST":
        writer(request.user, province)
    row = ProgrammeSettings.objects.filter(province=province).first() or ProgrammeSettings(province=province)
    form = ProgrammeForm(posted(request), initial={name: getattr(row, name) for name in FIELDS})
    context = {"province": province, "row": row, "writes": may_write(request.user, province)}
    return adding(
        request, form, "districts/programme.html", context,
        lambda: keep_programme(province=province, actor=request.user, **form.cleaned_data), ["programme:settings"],
        _("Đã lưu. Thiết lập áp dụng cho các bước từ nay; hạn đã đặt không đổi."),
    )  # fmt: skip


@login_required
@require_GET
def policies(request):
    rows = RewardPolicy.objects.visible_to(request.user).select_related("province").annotate(count=Count("rules"))
    writes = any(role.acts and role.role == PROVINCE for role in request.user.scope.roles)
    return render(request, "districts/policies.html", {"rows": rows[:200], "writes": writes})


@login_required
@require_http_methods(["GET", "POST"])
def policy_new(request):
    province = province_of(request)
    writer(request.user, province)
    form, status = PolicyForm(posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = rewards.keep_policy(province=province, actor=request.user, **form.cleaned_data)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã lập quy định. Ông/bà thêm các mức thưởng."))
                return redirect("programme:policy", pk=row.pk)
    return render(request, "districts/policy_form.html", {"form": form, "province": province}, status=status)


def policy_of(request, pk) -> RewardPolicy:
    return get_object_or_404(RewardPolicy.objects.visible_to(request.user).select_related("province"), pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def policy(request, pk):
    """A policy with its amounts; one more amount."""
    row = policy_of(request, pk)
    if request.method == "POST":
        writer(request.user, row.province)
    form = RuleForm(posted(request))
    context = {"policy": row, "rules": row.rules.all(), "writes": may_write(request.user, row.province)}
    return adding(
        request, form, "districts/policy.html", context,
        lambda: rewards.add_rule(policy=row, actor=request.user, **form.cleaned_data), ["programme:policy", row.pk],
        _("Đã thêm mức thưởng."),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def policy_edit(request, pk):
    row = policy_of(request, pk)
    writer(request.user, row.province)
    form = PolicyForm(posted(request), initial={name: getattr(row, name) for name in rewards.POLICY_FIELDS})
    return adding(
        request, form, "districts/policy_form.html", {"province": row.province, "policy": row},
        lambda: rewards.keep_policy(policy=row, province=row.province, actor=request.user, **form.cleaned_data),
        ["programme:policy", row.pk],
    )  # fmt: skip
