"""Forms of plans. They check the shape; the services check again and write."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.formats import show_date
from core.forms import BaseForm, VietnameseDateField
from districts import messages
from districts.enums import OF_A_WHOLE, Indicator, TargetUnit
from districts.models import AdministrativeUnit
from districts.plan_selectors import plan_units

MOST = 100_000
EXAMPLE = _("Ví dụ: 05/11/2026")
RANGE = re.compile(r"([0-9][0-9.]*)(?:\s*(?:-|–|đến)\s*([0-9][0-9.]*))?\s*(%)?")
FIRST_YEAR = 2018


class PlanUnitField(forms.ModelChoiceField):
    """A choice of units; one that ended says until when it stood."""

    def label_from_instance(self, unit):
        if unit.valid_to:
            return _("%(unit)s (đến %(day)s)") % {"unit": unit.full_name, "day": show_date(unit.valid_to)}
        return unit.full_name


class TargetField(forms.CharField):
    """A number ("31"), a range ("3 - 5") or per cent ("100%"). Cleans to a dict with value, value_to, unit; None if empty."""

    def __init__(self, *, indicator: Indicator, **kwargs):
        self.indicator = indicator
        attrs = {"class": "w-10", "autocomplete": "off"}
        super().__init__(
            label=indicator.label, required=False, max_length=30, widget=forms.TextInput(attrs=attrs), **kwargs
        )

    def to_python(self, value):
        """ValidationError says what is wrong with the number, the range or the per cent."""
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        found = RANGE.fullmatch(text.strip())
        if not found:
            raise forms.ValidationError(messages.TARGET_SHAPE, code="shape")
        low, high = (part and self._number(part) for part in found.groups()[:2])
        if high is not None and high <= low:
            raise forms.ValidationError(messages.TARGET_ORDER, code="order")
        if found[3] and self.indicator not in OF_A_WHOLE:
            raise forms.ValidationError(messages.TARGET_PERCENT, code="percent")
        if found[3] and max(low, high or 0) > 100:
            raise forms.ValidationError(messages.TARGET_OVER, code="over")
        unit = TargetUnit.PERCENT if found[3] else TargetUnit.COUNT
        return {"value": low, "value_to": high, "unit": unit.value}

    def _number(self, text: str) -> int:
        if not re.fullmatch(r"[0-9]+|[0-9]{1,3}(\.[0-9]{3})+", text):
            raise forms.ValidationError(messages.TARGET_SHAPE, code="shape")
        number = int(text.replace(".", ""))
        if number > MOST:
            raise forms.ValidationError(messages.TARGET_LARGE, code="large")
        return number


class PlanForm(BaseForm):
    """Number, days, paper and targets of a plan. Unit and year are asked for a new one only."""

    unit = PlanUnitField(label=_("Đơn vị"), queryset=AdministrativeUnit.objects.none())
    year = forms.TypedChoiceField(label=_("Năm kế hoạch"), coerce=int)
    number = forms.CharField(
        label=_("Số kế hoạch"), help_text=_("Ví dụ: 45/KH-UBND"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"class": "w-20"}),
    )  # fmt: skip
    issued_on = VietnameseDateField(label=_("Ngày ban hành"), help_text=EXAMPLE, required=False)
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=200, required=False)
    due_on = VietnameseDateField(label=_("Hạn ban hành"), help_text=_("Nếu cấp trên giao hạn."), required=False)
    below_due_on = VietnameseDateField(
        label=_("Hạn các đơn vị cấp dưới ban hành kế hoạch"),
        help_text=_("Chỉ ghi ở kế hoạch của tỉnh."),
        required=False,
    )
    upload = forms.FileField(
        label=_("Bản kế hoạch đã ký"), help_text=_("PDF hoặc ảnh; nhiều nhất 20 MB."), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args, user, plan=None, **kwargs):
        if plan is not None:
            names = ("number", "issued_on", "issuer", "due_on", "below_due_on", "version")
            initial = {name: getattr(plan, name) for name in names}
            initial |= {f"t_{row.indicator}": row.words for row in plan.targets.all()}
            kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        if plan is None:
            self.fields["unit"].queryset = plan_units(user)
            this = clock.today().year
            self.fields["year"].choices = [(year, str(year)) for year in range(this + 1, FIRST_YEAR - 1, -1)]
            self.fields["year"].initial = this
            own = [held.unit_id for held in user.scope.roles if held.acts and held.unit_id]
            self.fields["unit"].initial = own[0] if len(own) == 1 else None
            if not any(held.province_ids for held in user.scope.roles):
                del self.fields["below_due_on"]
        else:
            del self.fields["unit"], self.fields["year"]
            if plan.unit_id != plan.province_id:
                del self.fields["below_due_on"]
        for indicator in Indicator:
            self.fields[f"t_{indicator.value}"] = TargetField(indicator=indicator)

    def facts(self) -> list:
        """The fields above the targets, for the page."""
        return [bound for bound in self.visible_fields() if not bound.name.startswith("t_")]

    def promised(self) -> list:
        """The fields of the targets."""
        return [bound for bound in self.visible_fields() if bound.name.startswith("t_")]

    def values(self) -> dict:
        """What the services take."""
        data = self.cleaned_data
        targets = [{"indicator": i.value, **data[f"t_{i.value}"]} for i in Indicator if data.get(f"t_{i.value}")]
        rest = {name: value for name, value in data.items() if not name.startswith("t_") and name != "version"}
        return rest | {"targets": targets}


class ReturnForm(BaseForm):
    """Why a plan is given back."""

    reason = forms.CharField(label=_("Lý do trả lại"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput())


class VersionForm(BaseForm):
    """An act without words: the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput())
