"""Registration of an idea: for which producer, then the slip. The services check again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm
from core.widgets import PlainSelect
from producers.models import Producer
from products import messages, rules
from products.enums import CycleKind
from products.models import FINAL_STATES, Cycle, Product, ProductSet
from products.selectors import like_products, likeness_warning, set_choices

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


class RegisterForm(BaseForm):
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
    likeness_reason = forms.CharField(
        label=_("Khác sản phẩm trùng tên ở điểm nào, hoặc vì sao giữ tên này"), widget=forms.HiddenInput(), max_length=1000,
        required=False,
    )  # fmt: skip
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
        elif name and "product_name" not in self.errors and "product_set" not in self.errors:
            self.ask_about_likeness(name, data)
        return data

    def ask_about_likeness(self, name, data):
        """Show the warning and ask for a reason, once there is none; with one the service takes it."""
        found = like_products(name, self.producer, data["product_set"], self.user)
        warning = likeness_warning(found, self.producer)
        if warning:
            self.fields["likeness_reason"].widget = forms.Textarea(attrs={"rows": 3, "class": "input"})
            if not data.get("likeness_reason"):
                self.add_error("product_name", warning)
