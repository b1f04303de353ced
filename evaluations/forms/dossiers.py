"""Forms of the dossier: papers, citations, the sheet filled by the producer, the commune's report, the advisory check."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, VietnameseDateField, VietnameseIntegerField, with_empty
from core.upload_forms import ChunkedForm
from evaluations.evidencerows import evidence_rows
from evaluations.forms.sheets import PlaceReader
from evaluations.selectors.rubrics import rubric_spec
from products.models import ProductSet
from products.selectors import set_choices

FILE_HELP = _(
    "PDF đến 200 MB, ảnh JPEG, PNG, WebP, tệp Word hoặc Excel đến 10 MB. Chọn nhiều ảnh cùng lúc để gộp thành một tệp PDF. "
    "Trình duyệt tắt JavaScript chỉ gửi được tệp đến 20 MB."
)
NO_END = _("Để trống nếu giấy tờ không có hạn.")


class DatedForm(ChunkedForm):
    """A file with its dates; an end before the beginning is refused."""

    def clean(self):
        data = super().clean()
        begins, ends = data.get("issued_on"), data.get("expires_on")
        if begins and ends and ends < begins:
            self.add_error("expires_on", _("Ngày hết hạn phải sau ngày cấp. Ông/bà sửa lại ngày."))
        return data


class EvidenceForm(DatedForm):
    """One paper under a line of the official list."""

    row = forms.ChoiceField(label=_("Mục của danh mục minh chứng"))
    title = forms.CharField(
        label=_("Tên giấy tờ"), help_text=_("Ví dụ: Hợp đồng vùng nguyên liệu số 12/2026."), max_length=300
    )
    upload = forms.FileField(label=_("Tệp"), help_text=FILE_HELP)
    issued_on = VietnameseDateField(label=_("Ngày cấp"), help_text=_("Ví dụ: 05/11/2026"), required=False)
    expires_on = VietnameseDateField(label=_("Hết hạn ngày"), help_text=NO_END, required=False)

    def __init__(self, *args, regulation, **kwargs):
        super().__init__(*args, **kwargs)
        rows = [(r.number, f"{r.number}. {r.title}") for r in evidence_rows(regulation)]
        self.fields["row"].choices = with_empty(rows)


class ReplaceForm(DatedForm):
    """A new file in the place of a paper, with the dates of the new one."""

    upload = forms.FileField(label=_("Tệp mới"), help_text=FILE_HELP)
    issued_on = VietnameseDateField(label=_("Ngày cấp của bản mới"), help_text=_("Ví dụ: 05/11/2026"), required=False)
    expires_on = VietnameseDateField(label=_("Bản mới hết hạn ngày"), help_text=NO_END, required=False)


class PlaceForm(BaseForm):
    """The line of the list under which a paper stands."""

    row = forms.ChoiceField(label=_("Mục của danh mục minh chứng"))

    def __init__(self, *args, regulation, **kwargs):
        super().__init__(*args, **kwargs)
        rows = [(r.number, f"{r.number}. {r.title}") for r in evidence_rows(regulation)]
        self.fields["row"].choices = with_empty(rows)


class LawMoveForm(BaseForm):
    """The product set under the decision that takes the cycle over."""

    product_set = forms.ModelChoiceField(label=_("Bộ sản phẩm theo quyết định mới"), queryset=ProductSet.objects.none())

    def __init__(self, *args, regulation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["product_set"].queryset = regulation.product_sets.all()
        self.fields["product_set"].choices = with_empty(set_choices(regulation))


class CiteForm(BaseForm):
    """Pages of a paper for a criterion."""

    criterion = forms.ChoiceField(label=_("Tiêu chí được viện dẫn"))
    page_from = VietnameseIntegerField(label=_("Từ trang"), min_value=1, max_value=9999)
    page_to = VietnameseIntegerField(label=_("Đến trang"), min_value=1, max_value=9999, required=False)

    def __init__(self, *args, rubric, **kwargs):
        super().__init__(*args, **kwargs)
        rows = [(c.code, f"{c.code} {c.name}") for c in rubric_spec(rubric).criteria.values()]
        self.fields["criterion"].choices = with_empty(rows)


class SelfAssessmentForm(PlaceReader):
    """The whole sheet filled by the producer; its fields are read from the posted data by the rubric."""

    comment_name = "d"


class CommuneReportForm(BaseForm):
    """Mẫu số 03 of 26/2026/QĐ-TTg: four topics, number, date, proposal. Drafts may be partial."""

    materials = forms.CharField(
        label=_("1. Nguồn gốc sản phẩm, nguyên liệu địa phương"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    labour = forms.CharField(
        label=_("2. Sử dụng lao động địa phương"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    idea = forms.CharField(
        label=_("3. Nguồn gốc ý tưởng sản phẩm"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    identity = forms.CharField(
        label=_("4. Bản sắc, trí tuệ địa phương"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    number = forms.CharField(label=_("Số báo cáo"), help_text=_("Ví dụ: 12/BC-UBND"), max_length=40, required=False)
    reported_on = VietnameseDateField(label=_("Ngày báo cáo"), help_text=_("Ví dụ: 05/11/2026"), required=False)
    proposes = forms.BooleanField(
        label=_("Đề nghị Ủy ban nhân dân cấp tỉnh đánh giá, phân hạng sản phẩm"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What goes up has to be whole; a draft may have gaps.
        whole = not self.is_bound or "send" in self.data
        for name in ("materials", "labour", "idea", "identity", "number", "reported_on"):
            self.fields[name].required = whole


class AdvisoryForm(BaseForm):
    """What the advisory team found."""

    note = forms.CharField(
        label=_("Ý kiến của tổ tư vấn"),
        help_text=_("Thành phần, nội dung hồ sơ; việc cần bổ sung; có cần khảo sát thực tế không."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ReasonForm(BaseForm):
    """A reason that goes with an act."""

    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class DeclareForm(BaseForm):
    """The pledge of Mẫu số 01 before filing."""

    agree = forms.BooleanField(
        label=_("Cam đoan những thông tin trong hồ sơ là đúng sự thật và chịu trách nhiệm trước Hội đồng và pháp luật")
    )
