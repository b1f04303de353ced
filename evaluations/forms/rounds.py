"""Forms of a round that stands: its dates and plan, and the reason for a late proposal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, VietnameseDateField
from evaluations.services.rounds import EDITABLE


class RoundEditForm(BaseForm):
    """Level, unit, decision, year and number stay; an empty date is the decision's again."""

    name = forms.CharField(
        label=_("Tên gọi của đợt"), help_text=_("Theo kế hoạch, nếu có."), max_length=200, required=False
    )
    proposed_by = VietnameseDateField(
        label=_("Nhận đề nghị trước ngày"), help_text=_("Để trống thì lấy ngày của quyết định."), required=False
    )
    done_by = VietnameseDateField(
        label=_("Xong đợt trước ngày"), help_text=_("Để trống thì lấy ngày của quyết định."), required=False
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
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, round, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(round, name) for name in (*EDITABLE, "version")}


class TakeInForm(BaseForm):
    reason = forms.CharField(
        label=_("Lý do nhận vào đợt này"),
        help_text=_("Lý do được lưu cùng tên ông/bà và ngày nhận."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
