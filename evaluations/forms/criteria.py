"""Forms of the administration of criteria: upload, publish, drop, compare, try."""

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, with_empty
from core.widgets import PlainSelect
from evaluations import criteria_messages as messages
from evaluations.enums import GateRule

MAX_FILES = 60
MAX_TOTAL = 30_000_000
MEMBERS = ("1", "2", "3")
JOINT = "j"


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files of one control; cleans to a list."""

    widget = ManyFilesInput(attrs={"accept": ".yaml,.yml,.xlsx"})

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            raise forms.ValidationError(messages.NOTHING_UPLOADED, code="required")
        if len(files) > MAX_FILES:
            raise forms.ValidationError(messages.TOO_MANY_FILES % {"limit": MAX_FILES}, code="many")
        if sum(file.size for file in files) > MAX_TOTAL:
            raise forms.ValidationError(messages.UPLOAD_LARGE % {"limit": MAX_TOTAL // 1_000_000}, code="large")
        return [super(ManyFilesField, self).clean(file, initial) for file in files]


class UploadForm(BaseForm):
    """Files of one decision and its sheets."""

    files = ManyFilesField(
        label=_("Tệp quyết định và bộ tiêu chí"),
        help_text=_(
            "YAML hoặc XLSX theo mẫu, chọn được nhiều tệp cùng lúc. Mọi tệp đều đúng thì mới lưu thành bản nháp."
        ),
        allow_empty_file=True,
    )


class DropForm(BaseForm):
    """Nothing to fill in: the question is on the page."""


class PublishForm(BaseForm):
    """Reason and the password again."""

    reason = forms.CharField(
        label=_("Căn cứ, lý do công bố"),
        help_text=_("Ví dụ: Phụ lục II Quyết định 26/2026/QĐ-TTg, đã đối chiếu với bản ký."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        help_text=_("Nhập lại mật khẩu để xác nhận chính ông/bà công bố."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CompareForm(BaseForm):
    """Two sheets to lay side by side; posted by GET."""

    a = forms.ChoiceField(label=_("Bản trước"), widget=PlainSelect)
    b = forms.ChoiceField(label=_("Bản sau"), widget=PlainSelect)
    all = forms.BooleanField(label=_("Hiện cả các tiêu chí giữ nguyên"), required=False)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("a", "b"):
            self.fields[name].choices = with_empty(choices)


class TrialForm(BaseForm):
    """Invented marks of up to three members, the joint findings, knock-outs and the rule of marks. Nothing is stored.

    After is_valid(): `sheets` member -> code -> place, `joint` code -> place. Controls are named m1-A.1.1 … and j-A.1.1.
    """

    rule = forms.ChoiceField(
        label=_("Cách xét dấu sao"), choices=GateRule.choices, initial=GateRule.MAJORITY, widget=forms.RadioSelect
    )
    knockouts = forms.MultipleChoiceField(
        label=_("Điểm loại do phiên họp kết luận"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, spec, **kwargs):
        super().__init__(*args, **kwargs)
        self.spec, self.sheets, self.joint = spec, {}, {}
        self.fields["knockouts"].choices = [(k.name, f"{k.name}: {k.label}") for k in spec.knockouts]

    def clean(self):
        data = super().clean()
        for member in MEMBERS:
            choices = self._places(f"m{member}")
            if choices:
                self.sheets[_t("Thành viên %(n)s") % {"n": member}] = choices
        self.joint = self._places(JOINT)
        return data

    def _places(self, prefix: str) -> dict[str, int]:
        found = {}
        for code, criterion in self.spec.criteria.items():
            raw = self.data.get(f"{prefix}-{code}", "")
            if raw == "":
                continue
            if raw.isascii() and raw.isdigit() and len(raw) < 4 and int(raw) <= len(criterion.options):
                found[code] = int(raw)
            else:
                self.add_error(
                    None, _t("Tiêu chí %(code)s: mức điểm không có trên phiếu. Ông/bà chọn lại.") % {"code": code}
                )
        return found

    def rows(self) -> list[dict]:
        """One row per criterion: its options, and what stands in each of the four columns."""
        found = []
        columns = [(f"m{m}", _t("thành viên %(n)s") % {"n": m}) for m in MEMBERS] + [(JOINT, _t("kết luận chung"))]
        for code, criterion in self.spec.criteria.items():
            choices = [(str(o.place), f"{o.points} – {o.label}") for o in criterion.options]
            cells = [
                {"name": f"{prefix}-{code}", "chosen": self.data.get(f"{prefix}-{code}", ""), "who": who}
                for prefix, who in columns
            ]
            found.append({"criterion": criterion, "choices": choices, "cells": cells})
        return found
