"""Forms of scoring: a whole sheet, the conflict question, handing in, abstaining."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm
from evaluations.selectors.rubrics import rubric_spec

COMMENT_LENGTH = 4000


class PlaceReader(BaseForm):
    """A sheet of radio groups named p-A.1.1 with comments c-A.1.1. Nothing is declared twice: the rubric is the form.

    After is_valid(): `places` code -> place, `comments` code -> text, for criteria that were posted. A place that is
    no number is an error at its criterion; whether it is on the sheet is asked of the service.
    """

    comment_name = "c"
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args, rubric, **kwargs):
        super().__init__(*args, **kwargs)
        self.spec = rubric_spec(rubric)
        self.places, self.comments = {}, {}

    def clean(self):
        data = super().clean()
        for code in self.spec.criteria:
            raw = self.data.get(f"p-{code}")
            if raw not in (None, ""):
                if raw.isascii() and raw.isdigit() and len(raw) < 4:
                    self.places[code] = int(raw)
                else:
                    self.add_error(
                        None,
                        _("Tiêu chí %(code)s: mức điểm không có trên phiếu. Ông/bà chọn lại.") % {"code": code},
                    )
            text = self.data.get(f"{self.comment_name}-{code}")
            if text is not None:
                self.comments[code] = text[:COMMENT_LENGTH]
        return data


class SheetForm(PlaceReader):
    """A member's whole sheet."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    request_id = forms.RegexField(r"^[0-9A-Za-z-]{8,40}$", widget=forms.HiddenInput)
    remark = forms.CharField(
        label=_("Nhận xét chung"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=4000
    )

    @property
    def answers(self) -> dict[str, tuple[int | None, str]]:
        """Code -> (place, comment) of every posted criterion."""
        codes = [c for c in self.spec.criteria if c in self.places or c in self.comments]
        return {c: (self.places.get(c), self.comments.get(c, "")) for c in codes}


class AnswerForm(forms.Form):
    """One autosaved answer (criterion, place, comment), or the general remark where no criterion is named.

    The length is cut, not refused, as in the whole sheet: an autosave must not lose the rest of what was typed.
    """

    criterion = forms.CharField(required=False, max_length=40)
    place = forms.RegexField(r"^[0-9]{1,3}$", required=False)
    comment = forms.CharField(widget=forms.Textarea, required=False)  # a text area keeps its line breaks
    remark_text = forms.CharField(widget=forms.Textarea, required=False)
    version = forms.RegexField(r"^[0-9]{1,9}$")
    request_id = forms.CharField(required=False, max_length=60)
    user = forms.IntegerField(required=False)

    def clean_version(self):
        return int(self.cleaned_data["version"])

    @property
    def answers(self) -> dict[str, tuple[int | None, str]]:
        """The answer as the service takes it; none for the remark."""
        if self.remark is not None:
            return {}
        place = self.cleaned_data["place"]
        text = self.cleaned_data["comment"][:COMMENT_LENGTH]
        return {self.cleaned_data["criterion"]: (int(place) if place else None, text)}

    @property
    def remark(self) -> str | None:
        """The general remark; None when an answer was sent."""
        if "remark_text" not in self.data:
            return None
        return self.cleaned_data["remark_text"][:COMMENT_LENGTH]


class ConflictForm(BaseForm):
    """The question before the dossier opens."""

    has_conflict = forms.TypedChoiceField(
        label=_("Ông/bà có xung đột lợi ích với sản phẩm này không?"),
        help_text=_(
            "Ví dụ: là người thân, thành viên, người góp vốn của chủ thể; đã tư vấn hoặc nhận thù lao để lập hồ sơ này."
        ),
        choices=[("0", _("Không, tôi không có xung đột lợi ích")), ("1", _("Có, tôi xin không chấm sản phẩm này"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Lý do xung đột"),
        help_text=_("Ghi khi trả lời “Có”."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
    )


class SubmitForm(BaseForm):
    """The password again, and the version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    password = forms.CharField(
        label=_("Mật khẩu"),
        help_text=_("Nhập lại mật khẩu để xác nhận chính ông/bà nộp phiếu."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
