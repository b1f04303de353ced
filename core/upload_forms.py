"""A form whose file may have come in chunks before it (core.uploads); without JavaScript it comes with the form."""

from django import forms
from django.urls import reverse

from core import uploads
from core.exceptions import Refused
from core.forms import BaseForm


class ChunkedForm(BaseForm):
    """Has a file field `upload`; `uploaded` names a finished upload of this person for this record instead."""

    uploaded = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, user, owner_type: str, owner_id: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.place = (user, owner_type, owner_id)
        field = self.fields["upload"]
        address = reverse("core:upload_create")
        field.widget.attrs |= {"data-upload": address, "data-place": owner_type, "data-owner": owner_id}
        key = self.data.get(self.add_prefix("uploaded"), "") if self.is_bound else ""
        if str(key).isascii() and str(key).isdigit():
            field.required = False
            row = uploads.open_at(*self.place).filter(pk=int(key)).first()
            if row is not None:
                field.widget.attrs["data-ready"] = row.original_name

    def clean(self):
        """`upload` becomes the finished upload where one is named; `uploaded` is not handed on."""
        data = super().clean()
        key = data.pop("uploaded", None)
        if key is not None:
            try:
                data["upload"] = uploads.ready(*self.place, key)
            except Refused as refusal:
                self.add_error("upload", refusal.sentence)
        return data
