"""Forms of producers and of step 1. They check the shape; the services check again and write."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms import BaseForm, MoneyField, PhoneField, VietnameseDateField, VietnameseIntegerField
from core.scope import COMMUNE
from core.widgets import PlainSelect
from districts.models import AdministrativeUnit
from producers import messages, validators
from producers.enums import Audience, OutreachChannel, ProducerKind, Sex
from producers.models import Producer
from producers.selectors import likely_same, units_of, writable_communes, writable_units
from producers.step1_services import COURSE_FIELDS, OUTREACH_FIELDS

KINDS = [(kind.value, kind.label) for kind in ProducerKind if kind != ProducerKind.UNKNOWN]


class UnitField(forms.ModelChoiceField):
    """A choice of units, shown with kind and name."""

    def label_from_instance(self, unit):
        return unit.full_name


class TaxCodeField(forms.CharField):
    """Mã số thuế: 10 digits with check digit, 13 for a branch, 12 for a household (guides: ux §4)."""

    shows_cleaned = True

    def to_python(self, value):
        """The cleaned code; ValidationError says how many digits or that one of them is wrong."""
        text = super().to_python(value)
        if text in self.empty_values:
            return ""
        try:
            return validators.clean_tax_code(text)
        except validators.BadTaxCode as problem:
            words = {"shape": messages.TAX_SHAPE, "length": messages.TAX_LENGTH, "check": messages.TAX_CHECK}
            raise forms.ValidationError(
                words[problem.problem], code=problem.problem, params={"digits": problem.digits}
            ) from None


class ConfirmedForm(BaseForm):
    """A form that asks once more when something much like it exists: `confirmed` shows after the first sending."""

    confirmed = forms.BooleanField(
        label=_("Tôi đã kiểm tra: đây không phải là bản ghi đã có"), required=False, widget=forms.HiddenInput()
    )

    def ask(self, field, sentence):
        """Put the warning at the field and show the box, unless it is ticked already."""
        if self.cleaned_data.get("confirmed"):
            return
        self.fields["confirmed"].widget = forms.CheckboxInput()
        self.add_error(field, sentence)


class ProducerForm(ConfirmedForm):
    """Register or edit a producer. `version` travels along so that nobody overwrites what he has not seen."""

    name = forms.CharField(
        label=_("Tên chủ thể"),
        help_text=_("Ghi như trên giấy đăng ký."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(
        label=_("Loại hình chủ thể"),
        choices=KINDS,
        widget=forms.RadioSelect,
        help_text=_("Hội, hiệp hội và trung tâm điều hành chỉ tham gia với sản phẩm du lịch."),
    )
    unit = UnitField(label=_("Xã, phường nơi đăng ký"), queryset=AdministrativeUnit.objects.none())
    address = forms.CharField(label=_("Địa chỉ liên hệ"), max_length=300, required=False)
    tax_code = TaxCodeField(
        label=_("Mã số thuế"),
        help_text=_("10 chữ số; 13 chữ số với chi nhánh; 12 chữ số với hộ kinh doanh."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-20", "inputmode": "numeric", "autocomplete": "off"}),
    )
    registration_number = forms.CharField(label=_("Số giấy đăng ký"), max_length=50, required=False)
    founded_on = VietnameseDateField(
        label=_("Ngày thành lập, đăng ký kinh doanh"), help_text=_("Ví dụ: 05/11/2026"), required=False
    )
    representative = forms.CharField(
        label=_("Họ tên người đại diện pháp luật"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    representative_post = forms.CharField(label=_("Chức vụ"), max_length=100, required=False)
    representative_sex = forms.ChoiceField(
        label=_("Giới tính người đại diện"),
        choices=Sex.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Bộ tiêu chí có mục về chủ thể do phụ nữ đại diện."),
    )
    representative_ethnicity = forms.CharField(label=_("Dân tộc"), max_length=50, required=False)
    representative_disabled = forms.BooleanField(label=_("Người đại diện là người khuyết tật"), required=False)
    phone = PhoneField(label=_("Điện thoại"), max_length=30, required=False)
    phone_public = forms.BooleanField(label=_("Cho phép hiện số điện thoại trên trang công khai"), required=False)
    email = forms.EmailField(
        label=_("Thư điện tử"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    field_order = [
        "name", "kind", "unit", "address", "tax_code", "registration_number", "founded_on", "representative",
        "representative_post", "representative_sex", "representative_ethnicity", "representative_disabled", "phone",
        "phone_public", "email", "confirmed", "version",
    ]  # fmt: skip

    def __init__(self, *args, user, producer: Producer | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.producer = user, producer
        units = writable_communes(user, clock.today())
        if producer is not None:
            units = units | AdministrativeUnit.objects.filter(pk=producer.unit_id)
        self.fields["unit"].queryset = units.distinct().order_by("sort_key", "pk")
        own = [held.unit_id for held in user.scope.roles if held.acts and held.role == COMMUNE]
        if producer is None and len(own) == 1:
            self.fields["unit"].initial = own[0]

    def clean_founded_on(self):
        day = self.cleaned_data["founded_on"]
        if day and day > clock.today():
            raise forms.ValidationError(messages.DAY_AHEAD)
        return day

    def clean(self):
        data = super().clean()
        if self.producer is None and data.get("name") and data.get("unit") and "tax_code" in data:
            found = likely_same(data["name"], data["unit"], self.user)
            # The same tax code is the service's matter: it refuses, a likeness only asks.
            found = [row for row in found if not data["tax_code"] or row.tax_code != data["tax_code"]]
            if found:
                self.ask("name", messages.LIKE_THESE % {"names": names_of(found)})
        return data

    def values(self) -> dict:
        """What the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("confirmed", "version")}


def names_of(rows) -> str:
    """ "Hợp tác xã A (xã Lệ Thủy); Hợp tác xã B (xã Trường Phú)"."""
    return "; ".join(f"{row.name} ({row.unit.full_name})" for row in rows)


class HeldForm(BaseForm):
    """What activities and courses share: the units of the person's office, and the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args, user, row=None, **kwargs):
        if row is not None:
            kwargs.setdefault("initial", {name: getattr(row, name) for name in (*self.columns, "unit", "version")})
        super().__init__(*args, **kwargs)
        offer_units(self.fields["unit"], user, row)

    def values(self) -> dict:
        """What the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class OutreachForm(HeldForm):
    """An activity of step 1."""

    columns = OUTREACH_FIELDS
    channel = forms.ChoiceField(label=_("Hình thức"), choices=OutreachChannel.choices)
    title = forms.CharField(label=_("Nội dung"), max_length=300)
    held_on = VietnameseDateField(label=_("Ngày thực hiện"), help_text=_("Ví dụ: 05/11/2026"))
    unit = UnitField(label=_("Đơn vị thực hiện"), queryset=AdministrativeUnit.objects.none())
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    audience = forms.CharField(
        label=_("Đối tượng nghe, xem"), help_text=_("Ví dụ: người dân thôn Mỹ Lệ, các hợp tác xã trong xã."),
        max_length=200, required=False,
    )  # fmt: skip
    people = VietnameseIntegerField(label=_("Số người dự, nghe"), min_value=0, max_value=1_000_000, required=False)
    cost = MoneyField(
        label=_("Kinh phí"), help_text=_("Số đồng, ví dụ: 1.250.000"), min_value=0, max_value=10**12, required=False
    )

    def values(self) -> dict:
        return super().values() | {"people": self.cleaned_data["people"] or 0}


class CourseForm(HeldForm):
    """A training course of step 1."""

    columns = COURSE_FIELDS
    title = forms.CharField(label=_("Tên lớp tập huấn"), max_length=300)
    audience = forms.ChoiceField(label=_("Đối tượng"), choices=Audience.choices, widget=forms.RadioSelect)
    held_on = VietnameseDateField(
        label=_("Ngày khai giảng"), help_text=_("Ví dụ: 05/11/2026. Lớp sắp mở cũng ghi được, để mời người dự.")
    )
    days = VietnameseIntegerField(label=_("Số ngày học"), min_value=1, max_value=60, initial=1)
    unit = UnitField(label=_("Đơn vị tổ chức"), queryset=AdministrativeUnit.objects.none())
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    content = forms.CharField(
        label=_("Nội dung tập huấn"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def offer_units(field, user, row=None) -> None:
    """The units of the person's office and that of the row; the only one of the office is chosen already."""
    field.queryset = writable_units(user, clock.today())
    if row is not None:
        field.queryset = (field.queryset | AdministrativeUnit.objects.filter(pk=row.unit_id)).distinct()
        return
    own = [held.unit_id for held in user.scope.roles if held.acts and held.unit_id]
    if len(own) == 1:
        field.initial = own[0]


class CancelForm(BaseForm):
    """Why an activity or a course is taken out of the figures."""

    reason = forms.CharField(
        label=_("Lý do hủy"), help_text=_("Ví dụ: ghi trùng, hoãn vì mưa lũ."), max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput())


class EvidenceForm(BaseForm):
    """A photograph, a signed list, a page of a newspaper."""

    title = forms.CharField(label=_("Tên giấy tờ, hình ảnh"), max_length=200, required=False)
    upload = forms.FileField(
        label=_("Tệp"), help_text=_("PDF, ảnh JPEG, PNG, WebP, tệp Word hoặc Excel; nhiều nhất 20 MB.")
    )


class ImportForm(BaseForm):
    """An attendance list as a file."""

    upload = forms.FileField(label=_("Danh sách người dự"), help_text=_("XLSX hoặc CSV; nhiều nhất 1.000 dòng, 2 MB."))
    dry_run = forms.BooleanField(label=_("Chỉ kiểm tra, chưa ghi"), required=False)


class AttendanceForm(BaseForm):
    """One person on the list of a course."""

    producer = forms.ModelChoiceField(
        label=_("Chủ thể"), queryset=Producer.objects.none(), required=False, empty_label=_("Không thuộc chủ thể nào"),
        widget=PlainSelect,
    )  # fmt: skip
    person = forms.CharField(
        label=_("Họ tên người dự"), max_length=100, required=False, help_text=_("Bỏ trống thì lấy tên người đại diện.")
    )
    agency = forms.CharField(label=_("Đơn vị công tác"), max_length=200, required=False)

    def __init__(self, *args, user, course, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Producer.objects.visible_to(user)
        self.fields["producer"].queryset = rows.filter(unit_id__in=units_of(course.province))
