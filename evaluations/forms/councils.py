"""Forms of rounds, councils, members, sessions."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import BaseForm, VietnameseDateField, VietnameseDecimalField, VietnameseIntegerField
from districts.models import AdministrativeUnit
from evaluations.enums import CommentRule, GateRule, Seat
from evaluations.models import Round
from evaluations.rules import managed_levels
from products.enums import EvaluationLevel
from products.models import Regulation


class OfficeForm(BaseForm):
    """A form whose first question is for which standing office; one office is chosen by itself."""

    office = forms.ChoiceField(label=_("Cấp và đơn vị"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        offices = managed_levels(user)
        units = AdministrativeUnit.objects.in_bulk([pk for _level, pk in offices if pk])
        self.offices = {f"{level}-{pk or ''}": (level, units.get(pk)) for level, pk in offices}
        labels = EvaluationLevel.choices
        names = {key: _office(dict(labels)[level], unit) for key, (level, unit) in self.offices.items()}
        self.fields["office"].choices = [*names.items()] if len(names) == 1 else [("", "---------"), *names.items()]

    def chosen(self) -> dict:
        """level and unit of the chosen office."""
        level, unit = self.offices[self.cleaned_data["office"]]
        return {"level": level, "unit": unit}


def _office(label, unit) -> str:
    return f"{label}: {unit.full_name}" if unit else str(label)


class RoundForm(OfficeForm):
    regulation = forms.ModelChoiceField(label=_("Quyết định ban hành bộ tiêu chí"), queryset=Regulation.objects.none())
    year = VietnameseIntegerField(label=_("Năm"), min_value=2018, max_value=2100)
    number = VietnameseIntegerField(label=_("Đợt số"), min_value=1, max_value=12)
    proposed_by = VietnameseDateField(
        label=_("Ngày cuối nhận đề nghị"), help_text=_("Kể cả ngày này. Ví dụ: 29/10/2026"), required=False
    )
    done_by = VietnameseDateField(
        label=_("Ngày cuối của đợt"), help_text=_("Kể cả ngày này. Ví dụ: 29/12/2026"), required=False
    )
    plan_number = forms.CharField(label=_("Số kế hoạch"), max_length=60, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["regulation"].queryset = Regulation.objects.order_by("-in_force_from")

    def clean(self):
        data = super().clean()
        first, last = data.get("proposed_by"), data.get("done_by")
        if first and last and last < first:
            self.add_error("done_by", _("Ngày cuối của đợt phải sau ngày cuối nhận đề nghị. Ông/bà sửa lại ngày."))
        return data


class CouncilForm(OfficeForm):
    name = forms.CharField(label=_("Tên hội đồng"), max_length=300)
    decision_number = forms.CharField(
        label=_("Số quyết định thành lập"), help_text=_("Ví dụ: 2145/QĐ-UBND"), max_length=60
    )
    decision_date = VietnameseDateField(label=_("Ngày quyết định thành lập"), help_text=_("Ví dụ: 05/11/2026"))
    rules_number = forms.CharField(label=_("Số Quy chế hoạt động"), max_length=60, required=False)
    rules_date = VietnameseDateField(label=_("Ngày Quy chế"), required=False)
    quorum = VietnameseDecimalField(
        label=_("Tỷ lệ thành viên tối thiểu (%)"), help_text=_("Theo Quy chế; thường là 75."), initial=Decimal(75),
        min_value=0, max_value=100,
    )  # fmt: skip
    spread_limit = VietnameseDecimalField(
        label=_("Chênh lệch điểm tối đa"), help_text=_("Quá mức này phải chấm lại; thường là 10 điểm."),
        initial=Decimal(10), min_value=0, max_value=100,
    )  # fmt: skip
    gate_rule = forms.ChoiceField(
        label=_("Cách xét dấu sao tối thiểu"), choices=GateRule.choices, initial=GateRule.MAJORITY
    )
    comment_rule = forms.ChoiceField(
        label=_("Nơi phải ghi nhận xét"), choices=CommentRule.choices, initial=CommentRule.EXTREMES
    )
    round = forms.ModelChoiceField(label=_("Đợt đánh giá"), queryset=Round.objects.none(), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["round"].queryset = Round.objects.visible_to(user)

    def settings(self) -> dict:
        """What create_council takes beside the office: the quorum as a share."""
        data = {k: v for k, v in self.cleaned_data.items() if k != "office"}
        return data | {"quorum": data["quorum"] / 100}


class MemberForm(BaseForm):
    username = forms.CharField(
        label=_("Tên đăng nhập"), help_text=_("Tài khoản của thành viên trên cổng này."), max_length=60
    )
    seat = forms.ChoiceField(label=_("Vai trò"), choices=[("", "---------"), *Seat.choices])
    agency = forms.CharField(label=_("Cơ quan"), help_text=_("Ví dụ: Sở Công Thương"), max_length=200, required=False)
    scores = forms.BooleanField(label=_("Có chấm điểm"), initial=True, required=False)

    def clean_username(self):
        user = User.objects.filter(username=self.cleaned_data["username"].strip().lower(), is_active=True).first()
        if user is None:
            raise forms.ValidationError(_("Không có tài khoản với tên đăng nhập này. Ông/bà kiểm tra lại tên."))
        self.cleaned_data["user"] = user
        return user.username


class SessionForm(BaseForm):
    held_on = VietnameseDateField(label=_("Ngày họp"), help_text=_("Ví dụ: 02/12/2026"))
    place = forms.CharField(label=_("Nơi họp"), max_length=200, required=False)


class PasswordForm(BaseForm):
    """The password again, before an act that cannot be undone."""

    password = forms.CharField(
        label=_("Mật khẩu"),
        help_text=_("Nhập lại mật khẩu để xác nhận."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
