"""Forms of a province's programme: its settings, its rewards."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, MoneyField, VietnameseDateField, VietnameseIntegerField
from districts.enums import Level, RewardKind

# The law knows no district level since 1/7/2025; where a cycle's path has one, the district appraises whatever stands here.
LEVELS = [(Level.COMMUNE, _("Ủy ban nhân dân cấp xã")), (Level.PROVINCE, _("Cơ quan tham mưu OCOP cấp tỉnh"))]
STARS = [("3", _("3 sao")), ("4", _("4 sao")), ("5", _("5 sao"))]
FROM_STARS = [("0", _("Từ hạng bất kỳ")), ("3", _("Từ 3 sao")), ("4", _("Từ 4 sao"))]
PAYERS = [("", _("Không ghi")), *Level.choices]


class ProgrammeForm(BaseForm):
    """What a province chooses where the law leaves it the choice."""

    appraisal_level = forms.ChoiceField(
        label=_("Cấp thẩm định ý tưởng"), choices=LEVELS, widget=forms.RadioSelect,
        help_text=_("Khi cấp tỉnh thẩm định, xã xem xét và ghi ý kiến trước. Hồ sơ thời có cấp huyện vẫn do huyện thẩm định."),
    )  # fmt: skip
    selection_level = forms.ChoiceField(label=_("Cấp lựa chọn phương án"), choices=LEVELS, widget=forms.RadioSelect)
    refile_days = VietnameseIntegerField(
        label=_("Số ngày được gửi lại ý tưởng"), help_text=_("Tính từ ngày trả lại, cả ngày nghỉ. Ví dụ: 15"),
        min_value=1, max_value=365,
    )  # fmt: skip
    plan_refile_days = VietnameseIntegerField(
        label=_("Số ngày được gửi lại phương án"), help_text=_("Tính từ ngày trả lại, cả ngày nghỉ. Ví dụ: 7"),
        min_value=1, max_value=365,
    )  # fmt: skip
    commune_report_days = VietnameseIntegerField(
        label=_("Số ngày làm việc xã báo cáo"), help_text=_("Chỉ dùng khi quyết định không quy định số ngày."),
        min_value=1, max_value=120,
    )  # fmt: skip
    advisory_name = forms.CharField(label=_("Tên cơ quan tham mưu"), max_length=200)


class PolicyForm(BaseForm):
    """A reward policy of the province."""

    name = forms.CharField(label=_("Tên quy định"), max_length=200)
    legal_basis = forms.CharField(
        label=_("Căn cứ pháp lý"), max_length=200, required=False,
        help_text=_("Số, ngày của nghị quyết hoặc quyết định. Chưa ghi thì quy định chưa dùng để chi."),
    )  # fmt: skip
    valid_from = VietnameseDateField(label=_("Áp dụng từ ngày"), help_text=_("Ví dụ: 01/01/2026"))
    valid_to = VietnameseDateField(label=_("Đến hết ngày"), required=False)
    producer_cap = MoneyField(
        label=_("Mức trần của một chủ thể"), help_text=_("Số đồng cộng mọi lần chi; để trống khi không có trần."),
        min_value=1, max_value=10**15, required=False,
    )  # fmt: skip
    source_note = forms.CharField(label=_("Nguồn tra cứu"), max_length=300, required=False)

    def clean(self):
        data = super().clean()
        if data.get("valid_from") and data.get("valid_to") and data["valid_to"] < data["valid_from"]:
            self.add_error("valid_to", _("Ngày cuối phải bằng hoặc sau ngày đầu. Ông/bà sửa lại ngày."))
        return data


class RuleForm(BaseForm):
    """One amount of a policy."""

    star = forms.TypedChoiceField(label=_("Hạng sao"), choices=STARS, coerce=int)
    kind = forms.ChoiceField(label=_("Trường hợp"), choices=RewardKind.choices)
    from_star = forms.TypedChoiceField(label=_("Nâng từ hạng"), choices=FROM_STARS, coerce=int)
    amount = MoneyField(label=_("Mức thưởng"), help_text=_("Số đồng, ví dụ: 50.000.000"), min_value=1, max_value=10**12)
    level = forms.ChoiceField(label=_("Ngân sách chi"), choices=PAYERS, required=False)
    paid_once = forms.BooleanField(label=_("Mỗi sản phẩm chỉ được một lần"), required=False, initial=True)
