"""A form on the screen made of the blanks of an official form, in printed order."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm


class OfficialForm(BaseForm):
    """`fields_`: evaluations.formdefs.Field of the blanks that a person fills. Nothing is required: drafts have gaps."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, fields_, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = {}
        for number, one in enumerate(fields_):
            name = f"o{number}"
            self.names[name] = one.key
            label = one.label[:1].upper() + one.label[1:]
            if one.input == "tick":
                self.fields[name] = forms.BooleanField(label=label, required=False)
            elif one.input == "textarea":
                area = forms.Textarea(attrs={"rows": 4})
                self.fields[name] = forms.CharField(label=label, widget=area, max_length=20000, required=False)
            else:
                self.fields[name] = forms.CharField(label=label, max_length=300, required=False)
        version = self.fields.pop("version")
        self.fields["version"] = version

    @property
    def values(self) -> dict:
        """Blank -> what was written."""
        return {key: self.cleaned_data[name] for name, key in self.names.items()}


class SlipForm(BaseForm):
    """The office's slip on Mẫu số 01. The two parts of the number are not explained by the decision: both are written."""

    number = forms.CharField(
        label=_("Phiếu số"),
        help_text=_("Ví dụ: 12-05. Mã tỉnh, mã xã và năm do cổng ghi thêm."),
        max_length=40,
    )
