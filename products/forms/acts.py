"""The act of a step: the state that the person saw, a reason, and remarks at the items of a returned paper."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm
from products import messages

SHORT = forms.Textarea(attrs={"rows": 3})


class TransitionForm(BaseForm):
    """One act of a step: the state that the person saw, and a reason where one is needed."""

    reason = forms.CharField(label=_("Lý do"), widget=SHORT, max_length=2000, required=False)
    seen = forms.CharField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        if row.reason_needed:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = messages.REASON_NEEDED % {"label": row.label}
            if row.reason_label:
                self.fields["reason"].label = row.reason_label
                words = {"what": row.reason_label}
                self.fields["reason"].error_messages["required"] = messages.OPINION_NEEDED % words
        else:
            self.fields["reason"].label = _("Ghi chú")


class ReturnForm(TransitionForm):
    """Returning a paper: the reason for the whole, and what is asked for at each item."""

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[f"remark_{item.name}"] = forms.CharField(
                label=item.label, widget=forms.Textarea(attrs={"rows": 2, "class": "input"}), max_length=1000, required=False
            )  # fmt: skip

    def remarks(self) -> dict[str, str]:
        """Key of an item -> what is asked for there."""
        return {item.key: text for item in self.items if (text := self.cleaned_data[f"remark_{item.name}"])}

    def remark_fields(self):
        """The bound fields of the items."""
        return [self[f"remark_{item.name}"] for item in self.items]
