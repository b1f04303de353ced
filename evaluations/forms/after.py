"""Forms of what follows a result: renewal, notice, withdrawal, inspection, complaint, written opinion."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, VietnameseDateField, with_empty
from evaluations.enums import ComplaintChannel, InspectionConclusion, InspectionKind, RedoAnswer, WithdrawalGround
from evaluations.models import Inspection
from products.enums import CycleKind
from products.models import ProductSet
from products.selectors import set_choices

EXAMPLE_DAY = _("Ví dụ: 05/11/2026")


def words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class RenewForm(BaseForm):
    """Kind of request and product set of the new dossier."""

    kind = forms.ChoiceField(label=_("Loại đề nghị"), widget=forms.RadioSelect)
    product_set = forms.ModelChoiceField(
        label=_("Bộ sản phẩm theo quyết định hiện hành"), queryset=ProductSet.objects.none()
    )

    def __init__(self, *args, regulation, upgrade: bool, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [(CycleKind.RENEWAL, _("Đánh giá lại để cấp giấy chứng nhận mới"))]
        kinds += [(CycleKind.UPGRADE, _("Nâng hạng sao"))] if upgrade else []
        self.fields["kind"].choices = kinds
        self.fields["product_set"].queryset = regulation.product_sets.all()
        self.fields["product_set"].choices = with_empty(set_choices(regulation))


class NoticeForm(BaseForm):
    number = forms.CharField(label=_("Số văn bản"), help_text=_("Ví dụ: 215/TB-SNNMT"), max_length=60)
    sent_on = VietnameseDateField(label=_("Ngày gửi"), help_text=EXAMPLE_DAY)


class WithdrawForm(BaseForm):
    """A signed decision of withdrawal."""

    ground_code = forms.ChoiceField(
        label=_("Căn cứ theo Điều 8"), choices=WithdrawalGround.choices, widget=forms.RadioSelect
    )
    ground = forms.CharField(
        label=_("Nội dung căn cứ"), help_text=_("Kết luận, văn bản làm căn cứ. Trang công khai chỉ nêu căn cứ đã chọn ở trên."),
        widget=words(), max_length=2000,
    )  # fmt: skip
    concluded_on = VietnameseDateField(
        label=_("Ngày có kết luận, hoặc ngày xã xác nhận ngừng sản xuất"),
        help_text=_("Quyết định phải ban hành trong 15 ngày kể từ ngày này."),
    )
    number = forms.CharField(label=_("Số quyết định thu hồi"), max_length=60)
    decided_on = VietnameseDateField(label=_("Ngày quyết định"), help_text=EXAMPLE_DAY)
    issuer = forms.CharField(label=_("Người có thẩm quyền ban hành"), max_length=200)
    signer = forms.CharField(label=_("Người ký"), max_length=100, required=False)


class ProposeForm(BaseForm):
    """A proposal of withdrawal; a commune only says that production stopped."""

    ground_code = forms.ChoiceField(label=_("Căn cứ theo Điều 8"), widget=forms.RadioSelect)
    ground = forms.CharField(label=_("Nội dung"), widget=words(), max_length=2000)
    basis_number = forms.CharField(label=_("Số kết luận hoặc văn bản xác nhận"), max_length=60)
    concluded_on = VietnameseDateField(label=_("Ngày kết luận hoặc xác nhận"), help_text=EXAMPLE_DAY)

    def __init__(self, *args, office: bool, **kwargs):
        super().__init__(*args, **kwargs)
        choices = WithdrawalGround.choices if office else [(g.value, g.label) for g in (WithdrawalGround.STOPPED,)]
        self.fields["ground_code"].choices = choices


class RedoForm(BaseForm):
    """The ministry's letter that asks a province to evaluate again."""

    number = forms.CharField(label=_("Số văn bản"), help_text=_("Ví dụ: 5120/BNNMT-VPĐP"), max_length=60)
    sent_on = VietnameseDateField(label=_("Ngày văn bản"), help_text=EXAMPLE_DAY)
    reason = forms.CharField(label=_("Nội dung đánh giá chưa đúng"), widget=words(), max_length=4000)
    asks_withdrawal = forms.BooleanField(label=_("Đồng thời đề nghị thu hồi kết quả công nhận"), required=False)


class RedoAnswerForm(BaseForm):
    """The province's answer to it."""

    answer_kind = forms.ChoiceField(label=_("Tỉnh trả lời"), choices=RedoAnswer.choices, widget=forms.RadioSelect)
    answer_number = forms.CharField(label=_("Số văn bản trả lời"), max_length=60)
    answered_on = VietnameseDateField(label=_("Ngày trả lời"), help_text=EXAMPLE_DAY)
    answer = forms.CharField(label=_("Nội dung trả lời"), widget=words(), max_length=4000)


class InspectionForm(BaseForm):
    kind = forms.ChoiceField(
        label=_("Hình thức"), choices=InspectionKind.choices, widget=forms.RadioSelect,
        help_text=_("Kiểm tra đột xuất chỉ hiện với chủ thể khi đã có kết luận."),
    )  # fmt: skip
    planned_on = VietnameseDateField(label=_("Ngày dự kiến"), help_text=EXAMPLE_DAY)
    team = forms.CharField(label=_("Thành phần đoàn kiểm tra"), max_length=300, required=False)


def yes_no(label):
    return forms.TypedChoiceField(
        label=label, choices=[("1", _("Đạt")), ("0", _("Không đạt"))], coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )  # fmt: skip


class ConcludeForm(BaseForm):
    """What an inspection found (26/2026/QĐ-TTg Art. 9) and what follows."""

    done_on = VietnameseDateField(label=_("Ngày kiểm tra"), help_text=EXAMPLE_DAY)
    record_number = forms.CharField(label=_("Số biên bản"), max_length=60)
    criteria_kept = yes_no(_("Duy trì các tiêu chí như hồ sơ đã được công nhận"))
    criteria_note = forms.CharField(label=_("Nhận xét về tiêu chí"), widget=words(), required=False, max_length=4000)
    mark_proper = yes_no(_("Sử dụng nhãn hiệu chứng nhận OCOP và quảng bá đúng quy định"))
    mark_note = forms.CharField(label=_("Nhận xét về nhãn hiệu"), widget=words(), required=False, max_length=4000)
    conclusion = forms.ChoiceField(label=_("Kết luận"), choices=InspectionConclusion.choices, widget=forms.RadioSelect)
    conclusion_note = forms.CharField(
        label=_("Nội dung kết luận"), widget=words(), required=False, max_length=4000,
        help_text=_("Việc phải khắc phục, hoặc nội dung căn cứ đề nghị thu hồi."),
    )  # fmt: skip
    mend_by = VietnameseDateField(label=_("Hạn khắc phục"), help_text=EXAMPLE_DAY, required=False)
    ground_code = forms.ChoiceField(
        label=_("Căn cứ thu hồi (khi đề nghị thu hồi)"), choices=with_empty(WithdrawalGround.choices), required=False
    )


class MendedForm(BaseForm):
    mended_on = VietnameseDateField(label=_("Ngày khắc phục xong"), help_text=EXAMPLE_DAY)
    note = forms.CharField(label=_("Kết quả khắc phục"), widget=words(), max_length=4000)


class InspectionFileForm(BaseForm):
    title = forms.CharField(label=_("Tên giấy tờ, ảnh"), max_length=300)
    upload = forms.FileField(label=_("Tệp"))


TOLD = [pair for pair in ComplaintChannel.choices if pair[0] != ComplaintChannel.WEB]


class ComplaintForm(BaseForm):
    channel = forms.ChoiceField(label=_("Hình thức tiếp nhận"), choices=with_empty(TOLD))
    received_on = VietnameseDateField(label=_("Ngày tiếp nhận"), help_text=EXAMPLE_DAY)
    content = forms.CharField(label=_("Nội dung phản ánh, khiếu nại"), widget=words(5), max_length=8000)
    from_name = forms.CharField(
        label=_("Người phản ánh"), max_length=100, required=False, help_text=_("Chỉ cơ quan quản lý đọc được.")
    )
    from_contact = forms.CharField(
        label=_("Liên hệ"), max_length=200, required=False, help_text=_("Chỉ cơ quan quản lý đọc được.")
    )


class OfComplaint(BaseForm):
    """A form that may name an inspection of the same product."""

    def __init__(self, *args, product, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["inspection"].queryset = Inspection.objects.visible_to(user).filter(product=product)


def inspection_field():
    return forms.ModelChoiceField(
        label=_("Cuộc kiểm tra liên quan"), queryset=Inspection.objects.none(), required=False
    )


class TakeUpForm(OfComplaint):
    handler = forms.CharField(label=_("Người, bộ phận xử lý"), max_length=200)
    due_on = VietnameseDateField(label=_("Hạn trả lời"), help_text=_("Theo quy định tiếp công dân của cơ quan."))
    inspection = inspection_field()


class AnswerForm(OfComplaint):
    answer = forms.CharField(label=_("Nội dung trả lời"), widget=words(5), max_length=8000)
    inspection = inspection_field()


class OpinionForm(BaseForm):
    """A member's answer in writing, with the password."""

    agrees = forms.TypedChoiceField(
        label=_("Ý kiến của ông/bà"), choices=[("1", _("Đồng ý với phương án")), ("0", _("Không đồng ý"))],
        coerce=lambda value: value == "1", widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Lý do"), help_text=_("Bắt buộc khi không đồng ý."), widget=words(), required=False, max_length=4000
    )
    password = forms.CharField(
        label=_("Mật khẩu"), help_text=_("Nhập lại mật khẩu để xác nhận. Ý kiến đã gửi không đổi được."), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


class CallForm(BaseForm):
    held_on = VietnameseDateField(label=_("Ngày họp"), help_text=EXAMPLE_DAY)
    place = forms.CharField(label=_("Nơi họp"), max_length=200, required=False)
