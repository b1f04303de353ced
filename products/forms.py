"""Forms of products: registration, papers of steps 2 to 4, and the act of a step. The services check again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms import BaseForm, MoneyField, VietnameseDateField
from core.widgets import PlainSelect
from producers.forms import ConfirmedForm
from producers.models import Producer
from products import messages, rules
from products.enums import CycleKind, FundSource
from products.models import FINAL_STATES, Cycle, Product, ProductSet
from products.selectors import likely_products, set_choices

LONG = forms.Textarea(attrs={"rows": 5})
SHORT = forms.Textarea(attrs={"rows": 3})


class ChooseProducerForm(BaseForm):
    """First question of a registration: for which producer."""

    producer = forms.ModelChoiceField(
        label=_("Chủ thể"),
        queryset=Producer.objects.none(),
        help_text=_("Chưa có trong danh sách thì đăng ký chủ thể trước."),
    )

    def __init__(self, *args, producers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["producer"].queryset = producers


class RegisterForm(ConfirmedForm):
    """Phiếu đăng ký ý tưởng (Biểu số 01, 02 of 1048/QĐ-TTg; items 2 to 4 of Mẫu số 01, 26/2026/QĐ-TTg)."""

    kind = forms.ChoiceField(
        label=_("Lần đăng ký đánh giá"),
        choices=CycleKind.choices,
        widget=forms.RadioSelect,
        initial=CycleKind.FIRST,
        help_text=_("Nâng hạng, đánh giá lại: chỉ với sản phẩm đã có hạng sao."),
    )
    product = forms.ModelChoiceField(
        label=_("Sản phẩm đã có của chủ thể"),
        queryset=Product.objects.none(),
        required=False,
        empty_label=_("Sản phẩm mới, ghi tên ở dưới"),
    )
    product_name = forms.CharField(
        label=_("Tên sản phẩm mới"), help_text=_("Ghi như trên nhãn."), max_length=250, required=False
    )
    existing_product = forms.BooleanField(label=_("Sản phẩm này đang được sản xuất, đã có mẫu"), required=False)
    product_set = forms.ChoiceField(label=_("Bộ sản phẩm (ngành, nhóm, bộ)"), widget=PlainSelect)
    summary = forms.CharField(
        label=_("Mô tả ý tưởng sản phẩm"),
        help_text=_("Sản phẩm là gì, ý tưởng từ đâu, khác gì sản phẩm đã có."),
        widget=LONG,
        max_length=5000,
    )
    materials = forms.CharField(label=_("Nguyên liệu và cách làm"), widget=SHORT, max_length=5000, required=False)
    market = forms.CharField(label=_("Thị trường dự kiến"), widget=SHORT, max_length=5000, required=False)
    entered_for = forms.CharField(label=_("Người đại diện chủ thể mà ông/bà nhập thay"), max_length=100, required=False)

    def __init__(self, *args, user, producer, regulation, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.producer = user, producer
        busy = Cycle.objects.filter(producer=producer).exclude(state__in=FINAL_STATES).values("product_id")
        products = Product.objects.visible_to(user).filter(producer=producer).exclude(pk__in=busy)
        self.fields["product"].queryset = products
        self.fields["product_set"].choices = [("", self.empty_choice), *set_choices(regulation)]
        if rules.is_member(user, producer.pk):
            del self.fields["entered_for"]
        else:
            self.fields["entered_for"].required = True
            self.fields["entered_for"].initial = producer.representative
            self.fields["entered_for"].error_messages["required"] = messages.ENTERED_FOR_MISSING
            if producer.representative:
                self.mark_source("entered_for", _("thông tin chủ thể"))

    def clean_product_set(self):
        return ProductSet.objects.get(pk=self.cleaned_data["product_set"])

    def clean(self):
        data = super().clean()
        name, product = data.get("product_name"), data.get("product")
        if name and product:
            self.add_error("product_name", messages.ONE_PRODUCT)
        elif name and "product_name" not in self.errors:
            others = [row for row in likely_products(name, self.producer, self.user) if row.producer != self.producer]
            if others:
                names = "; ".join(f"{row.name} ({row.producer.name})" for row in others)
                self.ask("product_name", messages.LIKE_THESE % {"names": names})
        return data

    def values(self) -> dict:
        """What the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "confirmed"}


class IdeaForm(BaseForm):
    """The idea again, while it is written or after it was returned."""

    summary = RegisterForm.base_fields["summary"]
    materials = RegisterForm.base_fields["materials"]
    market = RegisterForm.base_fields["market"]
    entered_for = forms.CharField(label=_("Người đại diện chủ thể mà ông/bà nhập thay"), max_length=100, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)


class PlanForm(BaseForm):
    """Phương án sản xuất kinh doanh, the parts of Biểu số 03 (1048/QĐ-TTg). May be saved with gaps."""

    market = forms.CharField(
        label=_("Tổng quan thị trường và khả năng tham gia"),
        help_text=_("Phần II: tình hình thị trường, khách hàng, đối thủ, nơi bán."),
        widget=LONG,
        max_length=10000,
        required=False,
    )
    materials = forms.CharField(
        label=_("Nguyên liệu và hoạt động sản xuất"),
        help_text=_("Phần III, mục IV: nguồn nguyên liệu, sản lượng, liên kết."),
        widget=LONG,
        max_length=10000,
        required=False,
    )
    technology = forms.CharField(
        label=_("Công nghệ, cơ sở vật chất, máy móc"),
        help_text=_("Phần III, mục VI."),
        widget=LONG,
        max_length=10000,
        required=False,
    )
    quality = forms.CharField(label=_("Chất lượng, bao bì, nhãn"), widget=SHORT, max_length=10000, required=False)
    people = forms.CharField(
        label=_("Tổ chức nhân sự"), help_text=_("Phần I, mục II và phần III, mục VI."), widget=SHORT,
        max_length=10000, required=False,
    )  # fmt: skip
    timetable = forms.CharField(label=_("Mục tiêu và tiến độ 3 năm"), widget=SHORT, max_length=10000, required=False)
    budget = MoneyField(
        label=_("Tổng nhu cầu vốn"), help_text=_("Phần IV. Số đồng, ví dụ: 150.000.000"), min_value=0,
        max_value=10**15, required=False,
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)


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


class GrantForm(BaseForm):
    """One support of a cycle."""

    purpose = forms.CharField(label=_("Nội dung hỗ trợ"), max_length=300)
    source = forms.ChoiceField(label=_("Nguồn"), choices=FundSource.choices)
    planned = MoneyField(
        label=_("Số được duyệt"), help_text=_("Số đồng, ví dụ: 50.000.000"), min_value=0, max_value=10**15
    )
    paid = MoneyField(label=_("Số đã chi"), min_value=0, max_value=10**15, required=False)
    granted_on = VietnameseDateField(label=_("Ngày duyệt"), help_text=_("Ví dụ: 05/11/2026"), required=False)


class TransitionForm(BaseForm):
    """One act of a step: the state that the person saw, and a reason where one is needed."""

    reason = forms.CharField(label=_("Lý do"), widget=SHORT, max_length=2000, required=False)
    seen = forms.CharField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        if row.reason_needed:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = messages.REASON_NEEDED % {"label": row.label}
        else:
            self.fields["reason"].label = _("Ghi chú")
