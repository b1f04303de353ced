"""Forms of recusal, reopening, proposed knock-outs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm
from evaluations.models import SessionProduct
from evaluations.selectors.rubrics import rubric_spec


class RecusalForm(BaseForm):
    """Why the chair takes a member off a product."""

    reason = forms.CharField(
        label=_("Lý do loại khỏi sản phẩm"),
        help_text=_("Lý do được ghi vào biên bản. Việc này không rút lại được."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class ReopenForm(BaseForm):
    """Why a handed-in sheet goes back, and the chair's password again."""

    reason = forms.CharField(
        label=_("Lý do mở lại phiếu"),
        help_text=_("Thành viên đọc được lý do này."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        help_text=_("Nhập lại mật khẩu để xác nhận."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ProposalForm(BaseForm):
    """A knock-out of the sheet with the member's reason."""

    ref = forms.ChoiceField(label=_("Điểm loại trên phiếu"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Căn cứ đề xuất"),
        help_text=_("Ví dụ: giấy tờ nào, trang nào; điều đã thấy ở mẫu sản phẩm."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args, item: SessionProduct, taken: set[str], **kwargs):
        super().__init__(*args, **kwargs)
        spec = rubric_spec(item.rubric)
        self.fields["ref"].choices = [(k.name, f"{k.name}: {k.label}") for k in spec.knockouts if k.name not in taken]


class ProposalDecisionForm(BaseForm):
    """What the session concluded on a proposal."""

    accept = forms.TypedChoiceField(
        label=_("Kết luận của Hội đồng"),
        choices=[("1", _("Chấp thuận: sản phẩm bị điểm loại này")), ("0", _("Không chấp thuận"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Lý do"),
        help_text=_("Phải ghi khi không chấp thuận."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )
