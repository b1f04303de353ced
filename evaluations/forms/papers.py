"""Forms of official papers: what a person adds to a draft, the issue, the settings of a province."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, VietnameseDateField
from evaluations.enums import InvitedBy, MinutesForm, PaperKind, TermStart
from evaluations.models import IssuedPaper, PaperSettings

SHORT, LONG = forms.Textarea(attrs={"rows": 2}), forms.Textarea(attrs={"rows": 5})


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    def __init__(self, **more):
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=4000, **more)

    def prepare_value(self, value):
        """Lines below each other; a text as typed."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class EnteredForm(BaseForm):
    """What the portal cannot know of a paper; every field is optional, dots are printed instead."""

    hour = forms.CharField(label=_("Giờ họp"), help_text=_("Ví dụ: 08 giờ 00"), max_length=40, required=False)
    agenda = forms.CharField(
        label=_("Nội dung họp"), help_text=_("Mỗi nội dung một dòng. Để trống thì dùng nội dung mẫu."), widget=LONG,
        max_length=4000, required=False,
    )  # fmt: skip
    contact = forms.CharField(label=_("Người liên hệ"), max_length=200, required=False)
    invited = forms.CharField(label=_("Đại biểu được mời"), widget=SHORT, max_length=2000, required=False)
    conclusion = forms.CharField(
        label=_("Kết luận của Hội đồng"), help_text=_("In sau phần tổng hợp kết quả."), widget=LONG, max_length=8000,
        required=False,
    )  # fmt: skip
    copies = forms.CharField(label=_("Số bản"), help_text=_("Ví dụ: 03"), max_length=10, required=False)
    proposal = forms.CharField(label=_("Đề xuất của Tổ tư vấn"), widget=LONG, max_length=8000, required=False)

    def __init__(self, *args, names: tuple[str, ...], **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(names):
            del self.fields[name]


ENTERED: dict[str, tuple[str, ...]] = {
    PaperKind.INVITATION: ("hour", "agenda", "contact"),
    PaperKind.MINUTES: ("invited", "conclusion", "copies"),
    PaperKind.ADVISORY: ("proposal",),
}


class IssueForm(BaseForm):
    """Number, day and signer. A decision has them already: then the form has no field."""

    number = forms.CharField(label=_("Số văn bản"), max_length=60)
    issued_on = VietnameseDateField(label=_("Ngày ban hành"), help_text=_("Ví dụ: 05/11/2026"))
    authority = LinesField(
        label=_("Thẩm quyền, chức vụ người ký"),
        help_text=_("Mỗi dòng một ý, ví dụ: KT. CHỦ TỊCH, dòng sau: PHÓ CHỦ TỊCH."),
    )
    signer = forms.CharField(label=_("Người ký"), max_length=100)
    told_by = forms.ChoiceField(
        label=_("Gửi bằng"), choices=InvitedBy.choices, initial=InvitedBy.LETTER,
        help_text=_("Người được mời được ghi vào danh sách báo họp theo ngày của giấy mời."),
    )  # fmt: skip

    def __init__(self, *args, paper: IssuedPaper, **kwargs):
        super().__init__(*args, **kwargs)
        symbol = paper.data["letter"]["symbol"]
        if paper.kind != PaperKind.INVITATION:
            del self.fields["told_by"]
        if paper.decision_id:
            self.fields.clear()
        elif symbol:
            self.fields["number"].help_text = _("Ví dụ: 05/%(symbol)s") % {"symbol": symbol}
        else:
            del self.fields["number"]

    def values(self) -> dict:
        """What issue_paper takes."""
        data = self.cleaned_data
        return {
            "number": data.get("number", ""), "issued_on": data.get("issued_on"), "signer": data.get("signer", ""),
            "authority": data.get("authority", []), "told_by": data.get("told_by", ""),
        }  # fmt: skip


class NoticesForm(BaseForm):
    """Number, day and signer of many notices at once: a tick and a number of its own for each product."""

    common = forms.CharField(
        label=_("Số chung"), max_length=60, required=False,
        help_text=_("Dùng cho các sản phẩm không có số riêng. Ví dụ: 05"),
    )  # fmt: skip
    issued_on = VietnameseDateField(label=_("Ngày ban hành"), help_text=_("Ví dụ: 05/11/2026"))
    authority = LinesField(label=_("Thẩm quyền, chức vụ người ký"), help_text=_("Mỗi dòng một ý."))
    signer = forms.CharField(label=_("Người ký"), max_length=100)

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            words = {"name": item.cycle.product.name}
            self.fields[f"take_{item.pk}"] = forms.BooleanField(
                label=item.cycle.product.name, required=False, initial=True
            )
            self.fields[f"number_{item.pk}"] = forms.CharField(
                label=_("Số riêng của %(name)s") % words, max_length=60, required=False
            )

    def head(self):
        """The fields that hold for all."""
        return [self[name] for name in ("common", "issued_on", "authority", "signer")]

    def rows(self):
        """(product of the session, its tick, its number)."""
        return [(item, self[f"take_{item.pk}"], self[f"number_{item.pk}"]) for item in self.items]

    def clean(self):
        data = super().clean()
        if not any(data.get(f"take_{item.pk}") for item in self.items):
            self.add_error(None, _("Ông/bà chọn ít nhất một sản phẩm."))
        return data

    def values(self) -> dict:
        """What issue_notices takes."""
        data = self.cleaned_data
        taken = {item.pk: data[f"number_{item.pk}"] for item in self.items if data[f"take_{item.pk}"]}
        return {"numbers": taken} | {name: data[name] for name in ("common", "issued_on", "authority", "signer")}


class PaperSettingsForm(BaseForm):
    """Texts and habits of an issuing unit. An empty text means the portal's own wording."""

    office_lines = LinesField(
        label=_("Tên cơ quan ở đầu văn bản"), help_text=_("Mỗi dòng một tên, cơ quan ban hành ở dòng cuối, viết hoa.")
    )
    office_name = forms.CharField(
        label=_("Tên cơ quan trong câu"), help_text=_("Ví dụ: Văn phòng Điều phối nông thôn mới tỉnh"), max_length=200,
        required=False,
    )  # fmt: skip
    office_authority = LinesField(label=_("Chức vụ người ký của cơ quan"), help_text=_("Ví dụ: CHÁNH VĂN PHÒNG"))
    office_signer = forms.CharField(label=_("Người ký của cơ quan"), max_length=100, required=False)
    minutes_form = forms.ChoiceField(label=_("Kết quả phiên họp in dưới dạng"), choices=MinutesForm.choices)
    symbol_invitation = forms.CharField(label=_("Ký hiệu giấy mời"), max_length=30)
    symbol_minutes = forms.CharField(label=_("Ký hiệu biên bản"), max_length=30)
    symbol_report = forms.CharField(label=_("Ký hiệu báo cáo của Hội đồng"), max_length=30)
    symbol_advisory = forms.CharField(label=_("Ký hiệu báo cáo của Tổ tư vấn"), max_length=30)
    symbol_submission = forms.CharField(label=_("Ký hiệu tờ trình"), max_length=30)
    symbol_notice = forms.CharField(label=_("Ký hiệu thông báo"), max_length=30)
    decision_title = forms.CharField(
        label=_("Trích yếu quyết định công nhận"), help_text=_("Sau chữ “Về việc”; đợt và năm được thêm vào cuối."),
        max_length=300, required=False,
    )  # fmt: skip
    approval_title = forms.CharField(
        label=_("Trích yếu quyết định phê duyệt kết quả"),
        help_text=_("Sau chữ “Về việc”."),
        max_length=300,
        required=False,
    )
    mark_name = forms.CharField(
        label=_("Tên nhãn hiệu được in trên sản phẩm"), help_text=_("Ví dụ: nhãn hiệu OCOP"), max_length=100
    )
    term_start = forms.ChoiceField(label=_("Thời hạn 36 tháng tính"), choices=TermStart.choices)
    prints_points = forms.BooleanField(label=_("In điểm trung bình trong phụ lục quyết định"), required=False)
    duties = LinesField(label=_("Các khoản của điều tổ chức thực hiện"), help_text=_("Mỗi khoản một dòng."))
    decision_recipients = LinesField(
        label=_("Nơi nhận quyết định"), help_text=_("Mỗi nơi một dòng, không ghi dòng Lưu.")
    )
    complaint_line = forms.CharField(
        label=_("Câu hướng dẫn gửi ý kiến về kết quả"), widget=SHORT, max_length=1000, required=False
    )
    collect_line = forms.CharField(
        label=_("Câu hướng dẫn nhận giấy chứng nhận"), widget=SHORT, max_length=1000, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @classmethod
    def start(cls, row: PaperSettings) -> dict:
        """Initial values: the row's own, version 0 where there is none yet."""
        values = {name: getattr(row, name) for name in cls.base_fields if name != "version"}
        return values | {"version": row.version if row.pk else 0}
