"""Forms of step 4: milestones and support. The services check again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms import BaseForm, MoneyField, VietnameseDateField, speak_vietnamese
from products.enums import FundSource, SupportKind

SHORT = forms.Textarea(attrs={"rows": 3})
FILE_HELP = _("PDF, ảnh JPEG, PNG, WebP, tệp Word hoặc Excel; nhiều nhất 20 MB.")


class MilestoneForm(BaseForm):
    """One more milestone."""

    title = forms.CharField(label=_("Việc cần làm"), max_length=300)
    due_on = VietnameseDateField(label=_("Dự kiến xong ngày"), help_text=_("Ví dụ: 05/11/2026"), required=False)


class MilestoneDoneForm(BaseForm):
    """A milestone was reached."""

    done_on = VietnameseDateField(label=_("Ngày hoàn thành"), help_text=_("Ví dụ: 05/11/2026"))
    note = forms.CharField(label=_("Kết quả"), widget=SHORT, max_length=2000, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = clock.today()


class MilestoneFileForm(BaseForm):
    """Evidence of a milestone."""

    title = forms.CharField(
        label=_("Tên minh chứng"), help_text=_("Ví dụ: Biên bản nghiệm thu máy sấy."), max_length=300
    )
    file = forms.FileField(label=_("Tệp"), help_text=FILE_HELP)


class GrantForm(BaseForm):
    """One support of a cycle."""

    kind = forms.ChoiceField(label=_("Nội dung hỗ trợ"), choices=[("", "---------"), *SupportKind.choices])
    purpose = forms.CharField(label=_("Cụ thể là"), help_text=_("Ví dụ: Máy sấy lạnh 50 kg."), max_length=300)
    source = forms.ChoiceField(label=_("Nguồn"), choices=[("", "---------"), *FundSource.choices])
    planned = MoneyField(
        label=_("Số dự kiến"), help_text=_("Số đồng, ví dụ: 50.000.000"), min_value=1, max_value=10**15
    )
    granted_on = VietnameseDateField(
        label=_("Ngày duyệt"), help_text=_("Để trống khi chưa duyệt. Ví dụ: 05/11/2026"), required=False
    )
    document = forms.CharField(label=_("Số quyết định duyệt"), max_length=100, required=False)
    paid = MoneyField(label=_("Số đã chi"), min_value=0, max_value=10**15, required=False)


class EntryForm(BaseForm):
    """One more line of a grant's ledger."""

    amount = MoneyField(label=_("Số tiền"), help_text=_("Số đồng, ví dụ: 50.000.000"), min_value=1, max_value=10**15)
    on = VietnameseDateField(label=_("Ngày"), help_text=_("Ví dụ: 05/11/2026"))
    document = forms.CharField(label=_("Số văn bản, chứng từ"), max_length=100, required=False)
    note = forms.CharField(label=_("Ghi chú"), widget=SHORT, max_length=1000, required=False)

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {
            "kind": forms.ChoiceField(label=_("Việc"), choices=kinds, widget=forms.RadioSelect),
            **self.fields,
        }
        speak_vietnamese(self.fields["kind"])
        self.fields["kind"].initial = kinds[-1][0]
        self.fields["on"].initial = clock.today()


class TakeBackForm(BaseForm):
    """Why a line is taken back."""

    reason = forms.CharField(label=_("Lý do rút lại"), widget=SHORT, max_length=1000)
