"""How forms of the portal read and show: renderer, base classes, Vietnamese fields (guides/ux §3, §4)."""

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django import forms
from django.conf import settings
from django.db import models
from django.forms import renderers
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core import formats, messages
from core.enums import MailChoice
from core.text import clean_line, nfc

TEXT_WIDGETS = (forms.widgets.Input, forms.Textarea)
NOT_TEXT = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.HiddenInput)


class BoundField(forms.BoundField):
    """Adds the classes of our stylesheet, NFC of what was typed, and the cleaned value shown back."""

    @property
    def data(self):
        """The posted value in NFC (one line without double spaces); files and lists as Django gives them."""
        value = super().data
        if isinstance(value, str):
            keep = isinstance(self.field.widget, (forms.Textarea, forms.PasswordInput))
            return nfc(value) if keep else clean_line(value)
        if isinstance(value, list):
            return [nfc(v) if isinstance(v, str) else v for v in value]
        return value

    def value(self):
        """What the control shows: after a good answer its cleaned form, else the text as it was typed."""
        cleaned = getattr(self.form, "cleaned_data", {}) if self.form.is_bound else {}
        if getattr(self.field, "shows_cleaned", False) and self.name in cleaned and not self.errors:
            return self.field.prepare_value(cleaned[self.name])
        return super().value()

    @property
    def aria_describedby(self):
        """Help and errors, and what was asked for at this item when its paper was returned."""
        found = super().aria_describedby
        if found is not None and getattr(self.field, "remark", "") and self.auto_id and not self.is_hidden:
            found = f"{found} {self.auto_id}_remark".strip()
        return found

    def build_widget_attrs(self, attrs, widget=None):
        """Widget attributes with our class, aria-required, and aria-invalid only where the role knows it."""
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if isinstance(widget, TEXT_WIDGETS) and not isinstance(widget, NOT_TEXT):
            names = ["input", widget.attrs.get("class", ""), attrs.get("class", "")]
            attrs["class"] = " ".join(dict.fromkeys(" ".join(names).split()))
        if self.use_fieldset:
            attrs.pop("aria-invalid", None)
        elif self.field.required and not widget.is_hidden and not isinstance(widget, forms.FileInput):
            attrs["aria-required"] = "true"
        return attrs


class Renderer(renderers.DjangoTemplates):
    """Forms by templates/ui/form.html and field.html; widgets of Django with ours in front of them."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
    bound_field_class = BoundField

    @cached_property
    def engine(self):
        """An engine that knows our templates and tags but no request: what a form shows depends on the form alone."""
        own = settings.TEMPLATES[0]
        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [*own["DIRS"], Path(renderers.__file__).parent / "templates"],
                "NAME": "forms",
                "OPTIONS": {"builtins": own["OPTIONS"]["builtins"]},
            }
        )


class DateInput(forms.TextInput):
    """Text with numeric keys; a date shows as 05/11/2026."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "numeric", "autocomplete": "off", "class": "w-10", **(attrs or {})})

    def format_value(self, value):
        """A date as dd/mm/yyyy, a text as typed."""
        return formats.show_date(value) if isinstance(value, date) else super().format_value(value)


class NumberInput(forms.TextInput):
    """Text with decimal keys: type=number loses commas and turns with the mouse wheel."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "class": "w-10", **(attrs or {})})

    def format_value(self, value):
        """A number as 1.234,5, a text as typed."""
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return formats.show_number(value)
        return super().format_value(value)


class PhoneInput(forms.TextInput):
    """Text with telephone keys."""

    input_type = "tel"

    def __init__(self, attrs=None):
        super().__init__({"autocomplete": "tel", "class": "w-20", **(attrs or {})})

    def format_value(self, value):
        """0912 345 678."""
        return formats.show_phone(value) if value else super().format_value(value)


class VietnameseDateField(forms.DateField):
    """A date from 5/11/2026, 5-11-2026, 5.11.2026 or 05112026; cleans to datetime.date."""

    widget = DateInput
    shows_cleaned = True
    default_error_messages = {"invalid": messages.DATE_SHAPE}

    def to_python(self, value):
        """ValidationError says whether the shape, the month or the day is wrong."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return formats.parse_date(str(value))
        except ValueError:
            raise self._error(str(value)) from None

    def _error(self, text):
        digits = re.findall(r"[0-9]+", text)
        if len(digits) == 1 and len(digits[0]) == 8:
            digits = [digits[0][:2], digits[0][2:4], digits[0][4:]]
        if len(digits) != 3 or len(digits[2]) != 4 or self._is_shape(text):
            return forms.ValidationError(self.error_messages["invalid"], code="invalid")
        params = {"day": int(digits[0]), "month": int(digits[1])}
        no_month = not 1 <= params["month"] <= 12
        return forms.ValidationError(
            messages.DATE_NO_MONTH if no_month else messages.DATE_NO_DAY, code="impossible", params=params
        )

    def _is_shape(self, text):
        try:
            formats.parse_date(text)
        except ValueError as error:
            return str(error) == "shape"
        return False


class VietnameseDecimalField(forms.DecimalField):
    """A number as 1.234,5; in score fields 7.5 is 7,5. Cleans to Decimal."""

    widget = NumberInput
    shows_cleaned = True
    default_error_messages = {"invalid": messages.NUMBER_SHAPE}

    def to_python(self, value):
        """ValidationError for anything that is not a number."""
        if value in self.empty_values or isinstance(value, (int, Decimal)):
            return super().to_python(value)
        try:
            return formats.parse_number(str(value))
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class VietnameseIntegerField(forms.IntegerField):
    """A whole number as 1.234. Cleans to int."""

    widget = NumberInput(attrs={"inputmode": "numeric"})
    shows_cleaned = True
    default_error_messages = {"invalid": messages.WHOLE_NUMBER}

    def to_python(self, value):
        """ValidationError for anything that is not a whole number."""
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        try:
            number = formats.parse_number(str(value))
        except ValueError:
            number = None
        if number is None or number != number.to_integral_value():
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return int(number)


class MoneyField(forms.IntegerField):
    """Whole đồng; 1.234 is one thousand two hundred and thirty-four. Cleans to int."""

    widget = NumberInput(attrs={"inputmode": "numeric", "class": "w-20"})
    shows_cleaned = True
    default_error_messages = {"invalid": messages.MONEY_SHAPE}

    def to_python(self, value):
        """ValidationError for anything that is not an amount of whole đồng."""
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        try:
            return formats.parse_money(str(value))
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class PhoneField(forms.CharField):
    """A Vietnamese telephone number, with +84, spaces, dots or dashes. Cleans to its digits from 0."""

    widget = PhoneInput
    shows_cleaned = True
    default_error_messages = {"invalid": messages.PHONE_SHAPE}

    def to_python(self, value):
        """ValidationError for anything but 10 or 11 digits from 0."""
        text = super().to_python(value)
        if text in self.empty_values:
            return self.empty_value
        try:
            return formats.clean_phone(text)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


EMPTY_CHOICE = _("Chọn trong danh sách")


def with_empty(choices) -> list:
    """The choices of a select set in `__init__`, with our words for the empty one before them."""
    return [("", EMPTY_CHOICE), *choices]


def vietnamese_formfield(db_field, **kwargs):
    """`formfield_callback` of a Meta: dates, numbers and money of a model by our fields, the rest by Django's."""
    if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
        kwargs.setdefault("form_class", VietnameseDateField)
    elif isinstance(db_field, models.DecimalField):
        kwargs.setdefault("form_class", VietnameseDecimalField)
    elif isinstance(db_field, models.IntegerField) and not db_field.choices:
        kwargs.setdefault("form_class", VietnameseIntegerField)
    return db_field.formfield(**kwargs)


class VietnameseForm:
    """Mixin of every form: our checks speak (no `required` attribute), in Vietnamese; the empty choice has words."""

    use_required_attribute = False
    empty_choice = EMPTY_CHOICE

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.label is None:
                field.label = name
            speak_vietnamese(field)
            if hasattr(field, "empty_label"):
                if field.empty_label == "---------":
                    field.empty_label = self.empty_choice
            elif isinstance(field, forms.ChoiceField) and isinstance(field.widget, forms.Select):
                field.choices = [
                    (v, self.empty_choice if v == "" and t == "---------" else t) for v, t in field.choices
                ]

    def mark_source(self, name, source):
        """Have the field say "lấy từ <source>, sửa được"; `source` for example "hồ sơ 2025"."""
        self.fields[name].source = source


class BaseForm(VietnameseForm, forms.Form):
    """Base of every form without a model."""


class FilterForm(BaseForm):
    """Base of the form of a list's FilterSet (`class Meta: form = FilterForm`): an empty choice means all."""

    empty_choice = _("Tất cả")


class BaseModelForm(VietnameseForm, forms.ModelForm):
    """Base of every model form; its Meta inherits BaseModelForm.Meta and names its fields."""

    class Meta:
        formfield_callback = vietnamese_formfield


def speak_vietnamese(field):
    """Put our sentences in place of Django's defaults; what the form's author wrote stays."""
    defaults = {}
    for cls in reversed(type(field).__mro__):
        defaults.update(getattr(cls, "default_error_messages", {}))
    for code, sentence in _sentences(field).items():
        if field.error_messages.get(code) is defaults.get(code):
            field.error_messages[code] = sentence


def _sentences(field):
    label = _inside(re.sub(r"^\d+\. ", "", str(field.label)))  # the number of an official form is not read aloud
    choose = isinstance(field, (forms.ChoiceField, forms.ModelChoiceField))
    required = messages.CHOOSE if choose else messages.ENTER
    found = {
        "invalid_choice": messages.NOT_A_CHOICE % {"label": label},
        "invalid_list": messages.NOT_A_CHOICE % {"label": label},
        "invalid_pk_value": messages.NOT_A_CHOICE % {"label": label},
        "max_length": messages.TOO_LONG,
        "min_length": messages.TOO_SHORT,
        "max_value": messages.TOO_LARGE,
        "min_value": messages.TOO_SMALL,
        "max_digits": messages.TOO_MANY_DIGITS,
        "max_whole_digits": messages.TOO_MANY_DIGITS,
        "max_decimal_places": messages.TOO_MANY_PLACES,
        "null_characters_not_allowed": messages.NO_NULLS,
    }
    if isinstance(field, forms.FileField):
        required = messages.ATTACH
        found |= {
            "invalid": messages.FILE_MISSING,
            "missing": messages.FILE_MISSING,
            "empty": messages.FILE_EMPTY,
            "max_length": messages.FILE_NAME_LONG,
            "invalid_image": messages.IMAGE_SHAPE,
        }
    elif isinstance(field, forms.BooleanField):
        required, label = messages.TICK, str(field.label)
    elif isinstance(field, forms.EmailField):
        found["invalid"] = messages.EMAIL_SHAPE
    return found | {"required": required % {"label": label}}


def _inside(label):
    """A label as it stands inside a sentence: small first letter unless it begins with an abbreviation."""
    return label[:1].lower() + label[1:] if label[1:2].islower() or not label[1:2].isalpha() else label


class NoticeChoiceForm(BaseForm):
    """Letters or not."""

    mail = forms.ChoiceField(label=_("Thư điện tử"), choices=MailChoice.choices, widget=forms.RadioSelect)


class SampleFilterForm(FilterForm):
    """The filters of the style page."""

    q = forms.CharField(label=_("Tìm theo tên, chủ thể"), required=False)
    stars = forms.ChoiceField(
        label=_("Số sao"),
        choices=[("", "---------"), ("3", _("3 sao")), ("4", _("4 sao")), ("5", _("5 sao"))],
        required=False,
    )


class SampleForm(BaseForm):
    """The form of the style page: one field of each kind."""

    name = forms.CharField(label=_("Tên chủ thể"), help_text=_("Ghi như trên giấy đăng ký."), max_length=200)
    kind = forms.ChoiceField(
        label=_("Loại chu trình"),
        choices=[("first", _("Lần đầu")), ("upgrade", _("Nâng hạng")), ("renewal", _("Đánh giá lại"))],
        widget=forms.RadioSelect,
    )
    issued = VietnameseDateField(label=_("Ngày cấp giấy đăng ký"), help_text=_("Ví dụ: 05/11/2026"))
    revenue = MoneyField(label=_("Doanh thu năm trước"), help_text=_("Số đồng, ví dụ: 1.250.000"), required=False)
    area = VietnameseDecimalField(label=_("Diện tích vùng nguyên liệu"), help_text=_("Héc-ta, ví dụ: 12,5"))
    phone = PhoneField(label=_("Điện thoại"), required=False)
    unit = forms.ChoiceField(label=_("Bộ sản phẩm"), choices=[("", "---------"), ("13", _("Cà phê, cacao"))])
    channels = forms.MultipleChoiceField(
        label=_("Nơi bán"),
        choices=[("shop", _("Cửa hàng")), ("fair", _("Hội chợ")), ("web", _("Sàn thương mại điện tử"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    story = forms.CharField(label=_("Câu chuyện sản phẩm"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    paper = forms.FileField(
        label=_("Phiếu kiểm nghiệm"), help_text=_("PDF hoặc ảnh, nhiều nhất 20 MB."), required=False
    )
    agree = forms.BooleanField(label=_("Tôi chịu trách nhiệm về nội dung đã khai"))
