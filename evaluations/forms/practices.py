"""Forms of calibration: a practice product, a practice sheet, guidance on a criterion."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, VietnameseDateField, with_empty
from evaluations.forms.sheets import PlaceReader
from evaluations.models import Rubric
from evaluations.rules import may_guide_council, may_guide_province
from evaluations.selectors.rubrics import rubric_spec


class RubricChoice(forms.ModelChoiceField):
    """Sheets in use, by code and title."""

    def __init__(self, **more):
        super().__init__(label=_("Bộ tiêu chí"), queryset=Rubric.objects.none(), **more)

    def label_from_instance(self, rubric):
        """ "26-2026/13: Cà phê, ca cao"."""
        return f"{rubric.code}: {rubric.title}"


def in_use():
    return Rubric.objects.filter(complete=True, retired_at__isnull=True).order_by("code")


class PracticeForm(BaseForm):
    title = forms.CharField(
        label=_("Tên sản phẩm chấm thử"), help_text=_("Ví dụ: Mẫu chấm thử cà phê bột 2025."), max_length=200
    )
    rubric = RubricChoice()
    description = forms.CharField(
        label=_("Mô tả sản phẩm và minh chứng"), widget=forms.Textarea(attrs={"rows": 5}), max_length=8000
    )
    upload = forms.FileField(
        label=_("Hồ sơ mẫu"), help_text=_("PDF hoặc ảnh; nhiều nhất 20 MB."), required=False
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rubric"].queryset = in_use()


class PracticeSheetForm(PlaceReader):
    """A practice sheet, saved whole."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @property
    def answers(self) -> dict[str, tuple[int | None, str]]:
        """Code -> (place, comment) of every posted criterion."""
        codes = [c for c in self.spec.criteria if c in self.places or self.comments.get(c, "").strip()]
        return {c: (self.places.get(c), self.comments.get(c, "")) for c in codes}


class GuidanceForm(BaseForm):
    """What is agreed on one criterion of one sheet. `rubric` is chosen on the page before."""

    criterion = forms.ChoiceField(label=_("Tiêu chí"))
    text = forms.CharField(
        label=_("Cách hiểu đã thống nhất"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    agreed_on = VietnameseDateField(label=_("Ngày thống nhất"), help_text=_("Ví dụ: 05/11/2026"))
    agreed_by = forms.CharField(
        label=_("Nơi thống nhất"), help_text=_("Ví dụ: Hội đồng cấp tỉnh, phiên trù bị."), max_length=200
    )
    scope = forms.ChoiceField(label=_("Áp dụng cho"))

    def __init__(self, *args, rubric, council, user, **kwargs):
        super().__init__(*args, **kwargs)
        names = [(c.code, f"{c.code} {c.name}") for c in rubric_spec(rubric).criteria.values()]
        self.fields["criterion"].choices = with_empty(names)
        scopes = []
        if may_guide_council(user, council):
            scopes.append(("council", _("Hội đồng này")))
        if may_guide_province(user, council.province):
            scopes.append(("province", _("Mọi hội đồng trong tỉnh")))
        self.fields["scope"].choices = scopes
        self.allowed = bool(scopes)
