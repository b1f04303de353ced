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


class NamesForm(BaseForm):
    """Names as label, declaration and test slip write them, letter by letter; a difference may be explained."""

    def __init__(self, *args, sources, **kwargs):
        super().__init__(*args, **kwargs)
        whose = {"producer": _("Tên chủ thể trên %(where)s"), "product": _("Tên sản phẩm trên %(where)s")}
        for source, where in sources.items():
            for who, label in whose.items():
                self.fields[f"{source}_{who}"] = forms.CharField(
                    label=label % {"where": where}, max_length=250, required=False
                )
        self.fields["note"] = forms.CharField(
            label=_("Giải trình nếu tên khác nhau"),
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=2000,
            required=False,
        )
        self.sources = sources

    @property
    def names(self) -> dict:
        """source -> {"producer", "product"}."""
        return {
            source: {who: self.cleaned_data[f"{source}_{who}"] for who in ("producer", "product")}
            for source in self.sources
        }


class ReturnForm(BaseForm):
    """The reason of a return, and what is asked for at single parts."""

    reason = forms.CharField(label=_("Lý do trả lại"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = {}
        for number, (place, label) in enumerate(places):
            name = f"m{number}"
            self.names[name] = place
            area = forms.Textarea(attrs={"rows": 2})
            self.fields[name] = forms.CharField(label=label, widget=area, max_length=2000, required=False)

    def part_fields(self):
        """The boxes of the parts, for the page."""
        return [self[name] for name in self.names]

    @property
    def remarks(self) -> dict:
        """Place -> what is asked for."""
        return {place: self.cleaned_data[name] for name, place in self.names.items() if self.cleaned_data.get(name)}
