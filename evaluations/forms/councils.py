"""Forms of rounds, councils, members, sessions."""

import re
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import BaseForm, VietnameseDateField, VietnameseDecimalField, VietnameseIntegerField, with_empty
from districts.models import AdministrativeUnit
from evaluations.enums import CommentRule, GateRule, InvitedBy, Seat, Visibility
from evaluations.models import Council, Round
from evaluations.rules import managed_levels
from products.enums import EvaluationLevel
from products.models import Regulation
from products.rounds import round_dates


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
        self.fields["office"].choices = [*names.items()] if len(names) == 1 else with_empty(names.items())

    def chosen(self) -> dict:
        """level and unit of the chosen office."""
        level, unit = self.offices[self.cleaned_data["office"]]
        return {"level": level, "unit": unit}


def _office(label, unit) -> str:
    return f"{label}: {unit.full_name}" if unit else str(label)


class RoundForm(OfficeForm):
    """A new round. `fill()` puts the regulation's dates where none was typed."""

    regulation = forms.ModelChoiceField(label=_("Quyết định ban hành bộ tiêu chí"), queryset=Regulation.objects.none())
    year = forms.IntegerField(
        label=_("Năm"),
        min_value=2018,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-10"}),
    )  # a year takes no separator of thousands
    number = VietnameseIntegerField(label=_("Đợt số"), min_value=1, max_value=12)
    name = forms.CharField(
        label=_("Tên gọi của đợt"), help_text=_("Theo kế hoạch, nếu có."), max_length=200, required=False
    )
    proposed_by = VietnameseDateField(
        label=_("Nhận đề nghị trước ngày"),
        help_text=_("Để trống thì lấy ngày của quyết định. Ví dụ: 30/10/2026"),
        required=False,
    )
    done_by = VietnameseDateField(
        label=_("Xong đợt trước ngày"),
        help_text=_("Để trống thì lấy ngày của quyết định. Ví dụ: 30/12/2026"),
        required=False,
    )
    counts_day = forms.BooleanField(
        label=_("Tính cả hai ngày này"),
        help_text=_("Quyết định 26/2026/QĐ-TTg ghi “trước ngày”; đối chiếu văn bản đã ký trước khi chọn."),
        required=False,
    )
    plan_number = forms.CharField(
        label=_("Số kế hoạch"), help_text=_("Bắt buộc với đợt bổ sung."), max_length=60, required=False
    )
    plan_date = VietnameseDateField(label=_("Ngày kế hoạch"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["regulation"].queryset = Regulation.objects.order_by("-in_force_from")

    def printed(self):
        """The regulation's dates for what was chosen, or None."""
        data = getattr(self, "cleaned_data", {})
        if not all(data.get(name) for name in ("office", "regulation", "year", "number")):
            return None
        level = self.chosen()["level"]
        return round_dates(data["regulation"], level, data["number"], data["year"])


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
    visibility = forms.ChoiceField(
        label=_("Khi nào thành viên thấy phiếu của nhau"),
        help_text=_("Chủ tịch và Thư ký thấy điểm sau khi khóa phiếu."),
        choices=Visibility.choices,
        initial=Visibility.CLOSED,
    )
    round = forms.ModelChoiceField(label=_("Đợt đánh giá"), queryset=Round.objects.none(), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["round"].queryset = Round.objects.visible_to(user)

    def settings(self) -> dict:
        """What create_council and update_council take beside the office: the quorum as a share."""
        data = {k: v for k, v in self.cleaned_data.items() if k != "office"}
        return data | {"quorum": data["quorum"] / 100}


class CouncilEditForm(CouncilForm):
    """Decision and Quy chế of a council that stands; its level and unit stay."""

    def __init__(self, *args, council: Council, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["office"]
        rounds = self.fields["round"].queryset.filter(level=council.level, unit=council.unit_id)
        self.fields["round"].queryset = rounds
        self.initial = {name: getattr(council, name) for name in self.fields} | {"quorum": council.quorum * 100}


class MemberForm(BaseForm):
    username = forms.CharField(
        label=_("Tên đăng nhập"), help_text=_("Tài khoản của thành viên trên cổng này."), max_length=60
    )
    seat = forms.ChoiceField(label=_("Vai trò"), choices=with_empty(Seat.choices))
    agency = forms.CharField(label=_("Cơ quan"), help_text=_("Ví dụ: Sở Công Thương"), max_length=200, required=False)
    post = forms.CharField(
        label=_("Chức vụ"), help_text=_("Để trống thì lấy chức vụ của tài khoản."), max_length=150, required=False
    )
    scores = forms.BooleanField(label=_("Có chấm điểm"), initial=True, required=False)

    def clean_username(self):
        user = User.objects.filter(username=self.cleaned_data["username"].strip().lower(), is_active=True).first()
        if user is None:
            raise forms.ValidationError(_("Không có tài khoản với tên đăng nhập này. Ông/bà kiểm tra lại tên."))
        self.cleaned_data["user"] = user
        return user.username


class MemberEditForm(BaseForm):
    """A seat that stands: who sits on it does not change."""

    seat = forms.ChoiceField(label=_("Vai trò"), choices=Seat.choices)
    agency = forms.CharField(label=_("Cơ quan"), max_length=200, required=False)
    post = forms.CharField(label=_("Chức vụ"), max_length=150, required=False)
    position = VietnameseIntegerField(
        label=_("Thứ tự trong danh sách"), help_text=_("1 đứng đầu."), min_value=1, max_value=99
    )
    scores = forms.BooleanField(label=_("Có chấm điểm"), required=False)


class AdvisoryTeamForm(BaseForm):
    """Decision, head and deadline of the advisory team; its people hold advisor seats of the council."""

    decision_number = forms.CharField(label=_("Số quyết định"), help_text=_("Ví dụ: 2146/QĐ-UBND"), max_length=60)
    decision_date = VietnameseDateField(label=_("Ngày quyết định"), help_text=_("Ví dụ: 05/11/2026"))
    head = forms.CharField(label=_("Tổ trưởng"), max_length=100)
    due_on = VietnameseDateField(label=_("Hạn báo cáo Chủ tịch Hội đồng"), help_text=_("Theo Quy chế."), required=False)


class HourField(forms.TimeField):
    """An hour as 8:00, 08h00 or 8 giờ 30; cleans to datetime.time."""

    widget = forms.TimeInput(format="%H:%M", attrs={"class": "w-10"})
    default_error_messages = {"invalid": _("Hãy nhập giờ như 08:00 hoặc 14:30.")}

    def to_python(self, value):
        text = value
        if isinstance(value, str):
            text = re.sub(r"\s*(?:giờ|h|g)\s*", ":", value.strip().lower()).rstrip(":")
            text = text if ":" in text or not text else f"{text}:00"
        return super().to_python(text)


class SessionForm(BaseForm):
    held_on = VietnameseDateField(label=_("Ngày họp"), help_text=_("Ví dụ: 02/12/2026"))
    starts_at = HourField(label=_("Giờ bắt đầu"), help_text=_("Ví dụ: 08:00"), required=False)
    ends_at = HourField(label=_("Giờ kết thúc"), help_text=_("Ví dụ: 17:00"), required=False)
    place = forms.CharField(label=_("Nơi họp"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Địa chỉ họp trực tuyến"), max_length=300, required=False, assume_scheme="https",
        error_messages={"invalid": _("Hãy nhập địa chỉ bắt đầu bằng https://.")},
    )  # fmt: skip
    agenda = forms.CharField(
        label=_("Nội dung, chương trình"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False
    )


class AgendaForm(BaseForm):
    """Place and hour of every product of a session: fields position-<item> and hour-<item>."""

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = []
        for item in items:
            name = item.cycle.product.name
            self.fields[f"position-{item.pk}"] = VietnameseIntegerField(
                label=_("Thứ tự của %(name)s") % {"name": name}, min_value=1, max_value=999, initial=item.position
            )
            self.fields[f"hour-{item.pk}"] = HourField(
                label=_("Giờ của %(name)s") % {"name": name}, required=False, initial=item.starts_at
            )
            self.rows.append((item, self[f"position-{item.pk}"], self[f"hour-{item.pk}"]))

    def agenda(self) -> dict:
        """What set_agenda takes."""
        data = self.cleaned_data
        return {i.pk: (data[f"position-{i.pk}"], data.get(f"hour-{i.pk}")) for i, _position, _hour in self.rows}


class InvitationsForm(BaseForm):
    """The day and way for those who are ticked."""

    told_on = VietnameseDateField(label=_("Ngày báo họp"), help_text=_("Ví dụ: 25/11/2026"))
    told_by = forms.ChoiceField(label=_("Cách báo"), choices=InvitedBy.choices)
    members = forms.MultipleChoiceField(label=_("Người được báo"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = [(str(m.pk), f"{m.user.full_name}, {m.get_seat_display()}") for m in members]

    def told(self) -> dict:
        """What record_invitations takes."""
        data = self.cleaned_data
        return {int(key): (data["told_on"], data["told_by"]) for key in data["members"]}


class PasswordForm(BaseForm):
    """The password again, before an act that cannot be undone."""

    password = forms.CharField(
        label=_("Mật khẩu"),
        help_text=_("Nhập lại mật khẩu để xác nhận."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
