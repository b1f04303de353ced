"""Forms of paper sheets: allowing one, typing one from the paper, deciding where two readings differ."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, with_empty
from evaluations.forms.sheets import PlaceReader
from evaluations.papercodes import read_code


class PaperAllowForm(BaseForm):
    """Product, member, reason. `pairs`: (item, member) for whom paper may still be allowed."""

    item = forms.ChoiceField(label=_("Sản phẩm"))
    member = forms.ChoiceField(label=_("Thành viên"))
    reason = forms.CharField(
        label=_("Lý do dùng phiếu giấy"),
        help_text=_("Ví dụ: Thành viên chấm tại điểm cầu không có mạng."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )

    def __init__(self, *args, pairs, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = {str(item.pk): item for item, _member in pairs}
        self.members = {str(member.pk): member for _item, member in pairs}
        names = [(key, item.cycle.product.name) for key, item in self.items.items()]
        people = [(key, member.user.full_name) for key, member in self.members.items()]
        self.fields["item"].choices = with_empty(names)
        self.fields["member"].choices = with_empty(people)

    def chosen(self) -> dict:
        """What `allow_paper` takes."""
        data = self.cleaned_data
        return {"item": self.items[data["item"]], "member": self.members[data["member"]], "reason": data["reason"]}


class PaperTypeForm(PlaceReader):
    """A whole paper sheet: its code, the declaration on it, and the number written at each criterion."""

    version = None
    code = forms.CharField(
        label=_("Mã in trên phiếu"),
        help_text=_("Nhập lại mã ở đầu tờ phiếu đang cầm, ví dụ 1F-3-1-KT."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-20", "spellcheck": "false"}),
    )
    no_conflict = forms.BooleanField(
        label=_("Trên phiếu, thành viên đã khai không có xung đột lợi ích và đã ký tên."), required=False
    )

    def __init__(self, *args, entry, **kwargs):
        super().__init__(*args, rubric=entry.item.rubric, **kwargs)
        self.entry, self.row_errors = entry, {}

    def clean_code(self):
        code = self.cleaned_data["code"]
        if read_code(code) != (self.entry.item_id, self.entry.member_id, self.entry.scoring_round):
            raise forms.ValidationError(_("Mã này là của phiếu khác. Ông/bà kiểm tra lại tờ phiếu đang nhập."))
        return code

    def clean(self):
        data = super().clean()
        for code, criterion in self.spec.criteria.items():
            top = len(criterion.options)
            place = self.places.get(code)
            if not self.data.get(f"p-{code}", "").strip():
                self.row_errors[code] = _("Chưa nhập.")
            elif place is None or place > top:
                self.row_errors[code] = _("Nhập số từ 0 đến %(top)s.") % {"top": top}
        if self.row_errors:
            words = {"codes": ", ".join(self.row_errors)}
            self.add_error(
                None, _("Ông/bà kiểm tra lại số đã nhập ở tiêu chí: %(codes)s. Không để trống dòng nào.") % words
            )
        return data

    @property
    def rows(self) -> list[dict]:
        """Criterion by criterion with what was typed, for the table."""
        return [
            {
                "criterion": criterion, "value": self.data.get(f"p-{code}", "")[:3] if self.is_bound else "",
                "top": len(criterion.options), "error": self.row_errors.get(code, ""),
            }
            for code, criterion in self.spec.criteria.items()
        ]  # fmt: skip


class PaperResolveForm(BaseForm):
    """One choice per criterion that was read differently; any option of the sheet, for both may be wrong."""

    note = forms.CharField(
        label=_("Căn cứ quyết định"),
        help_text=_("Ví dụ: Đã xem lại bản giấy, ô A.1.1 ghi số 3."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )

    def __init__(self, *args, differences, **kwargs):
        super().__init__(*args, **kwargs)
        self.codes = [row.code for row in differences]
        for row in differences:
            read = {row.first: [_("lần 1")], row.second: [_("lần 2")]}
            options = [(0, 0, _("Không đáp ứng")), *((o.place, o.points, o.label) for o in row.criterion.options)]
            choices = []
            for place, points, label in options:
                words = _("%(place)s. %(label)s (%(points)s điểm)") % {"place": place, "label": label, "points": points}
                who = ", ".join(str(word) for word in read.get(place, []))
                choices.append((str(place), f"{words} – {who}" if who else words))
            choices.sort(key=lambda choice: int(choice[0]) not in read)
            self.fields[f"p-{row.code}"] = forms.ChoiceField(
                label=f"{row.code} {row.criterion.name}", choices=choices, widget=forms.RadioSelect
            )
        self.order_fields([*(f"p-{code}" for code in self.codes), "note"])

    @property
    def places(self) -> dict[str, int]:
        """Criterion -> place, as decided."""
        return {code: int(self.cleaned_data[f"p-{code}"]) for code in self.codes}


class ScanForm(BaseForm):
    upload = forms.FileField(label=_("Bản quét phiếu giấy"), help_text=_("PDF hoặc ảnh; nhiều nhất 20 MB."))
