"""The papers of steps 2 and 3 as forms: one field an item of the slip, in its parts, remarks of a return at their items."""

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, MoneyField, VietnameseIntegerField, speak_vietnamese
from products import messages
from products.enums import PlanPart
from products.slips import Item, value_of

MOST = 10**15  # đồng


def field_of(item: Item) -> forms.Field:
    """The form field of an item."""
    words = {"label": item.label, "help_text": item.help, "required": False}
    if item.input == "ticks":
        options = [(option, option) for option in item.options]
        return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **words)
    if item.input == "choice":
        options = [(option, option) for option in item.options]
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **words)
    if item.input == "number":
        return VietnameseIntegerField(min_value=0, max_value=1_000_000, **words)
    if item.input == "money":
        return MoneyField(min_value=0, max_value=MOST, **words)
    if item.input == "textarea":
        rows = 5 if item.column else 3
        return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), max_length=item.longest, **words)
    return forms.CharField(max_length=500, **words)


class PaperForm(BaseForm):
    """An idea or a plan on its slip. `remarks`: key of an item -> what the last return asks for there."""

    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)

    def __init__(self, *args, parts, paper, remarks, needed=(), entered_for=False, **kwargs):
        self.parts = parts
        items = [item for part in parts for item in part.items]
        initial = {item.name: value_of(item, paper) for item in items} if paper else {}
        initial["version"] = paper.version if paper else 0
        if entered_for:
            initial["entered_for"] = paper.entered_for
        super().__init__(*args, initial=initial, **kwargs)
        for item in items:
            field = self.fields[item.name] = field_of(item)
            field.required = item.name in needed
            field.remark = remarks.get(item.key, "")
        if entered_for:
            self.fields["entered_for"] = forms.CharField(
                label=_("Người đại diện chủ thể mà ông/bà nhập thay"), max_length=100, required=False
            )
        for field in self.fields.values():
            speak_vietnamese(field)

    def sections(self):
        """(heading, bound fields) of every part."""
        return [(part.heading, [self[item.name] for item in part.items]) for part in self.parts]

    def values(self) -> dict:
        """What the service takes: columns, and the other items together."""
        data, found, answers = self.cleaned_data, {}, {}
        for part in self.parts:
            for item in part.items:
                if item.column:
                    found[item.column] = data[item.name]
                else:
                    answers[item.key] = data[item.name]
        if "entered_for" in self.fields:
            found["entered_for"] = data["entered_for"]
        return found | {"answers": answers}


class MoneyLineForm(BaseForm):
    """One line of the money table."""

    part = forms.ChoiceField(label=_("Phần"), choices=PlanPart.choices)
    label = forms.CharField(label=_("Nội dung"), max_length=200, required=False)
    year1 = MoneyField(label=_("Năm thứ nhất"), min_value=0, max_value=MOST, required=False)
    year2 = MoneyField(label=_("Năm thứ hai"), min_value=0, max_value=MOST, required=False)
    year3 = MoneyField(label=_("Năm thứ ba"), min_value=0, max_value=MOST, required=False)

    def clean(self):
        data = super().clean()
        if any(data.get(f"year{n}") for n in (1, 2, 3)) and not data.get("label"):
            self.add_error("label", messages.MONEY_EMPTY_LABEL)
        return data


class MoneyFormSet(BaseFormSet):
    """The table: written lines and a few empty ones; an emptied line is gone."""

    def lines(self) -> list[dict]:
        """The written lines in order."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("label")]
        return [{k: (v if k in ("part", "label") else v or 0) for k, v in row.items()} for row in rows]


MoneyTable = formset_factory(
    MoneyLineForm, formset=MoneyFormSet, extra=0, max_num=40, absolute_max=60, validate_max=True
)
