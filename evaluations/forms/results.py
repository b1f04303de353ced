"""Forms of findings and decisions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, VietnameseDateField, with_empty
from evaluations.enums import DecisionKind, GateRule
from evaluations.models import SessionProduct
from evaluations.selectors.rubrics import rubric_spec


class FindingsForm(BaseForm):
    """What the session found jointly for one product. The rule `joint` adds a select per marked criterion."""

    knockouts = forms.MultipleChoiceField(
        label=_("Điểm loại Hội đồng đã kết luận"), widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(
        label=_("Lý do kết luận điểm loại"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=2000
    )
    discussion = forms.CharField(
        label=_("Ý kiến thảo luận"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=8000
    )
    statement = forms.CharField(
        label=_("Xác nhận về các điều kiện tối thiểu của hạng sao"),
        help_text=_(
            "Phiếu này chưa biết điều kiện tối thiểu theo Quyết định 781/QĐ-TTg; ghi Hội đồng đã đối chiếu thế nào."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=4000,
    )

    def __init__(self, *args, item: SessionProduct, **kwargs):
        super().__init__(*args, **kwargs)
        spec = rubric_spec(item.rubric)
        self.fields["knockouts"].choices = [(k.name, f"{k.name}: {k.label}") for k in spec.knockouts]
        if not spec.knockouts:
            del self.fields["knockouts"], self.fields["note"]
        if spec.marks_known:
            del self.fields["statement"]
        self.joint_codes = []
        if item.session.council.gate_rule == GateRule.JOINT:
            self.joint_codes = list(dict.fromkeys(m.criterion for m in spec.marks))
        for code in self.joint_codes:
            criterion = spec.criteria[code]
            options = [(str(o.place), f"{o.points}: {o.label}") for o in criterion.options]
            self.fields[f"joint-{code}"] = forms.ChoiceField(
                label=f"{code} {criterion.name}",
                choices=with_empty([("0", _("Không đáp ứng (0 điểm)")), *options]),
                required=False,
            )

    def findings(self) -> dict:
        """What record_findings takes."""
        data = self.cleaned_data
        joint = {code: int(data[f"joint-{code}"]) for code in self.joint_codes if data.get(f"joint-{code}")}
        return {
            "knockouts": dict.fromkeys(data.get("knockouts", []), data.get("note", "")),
            "joint": joint,
            "statement": data.get("statement", ""),
            "discussion": data["discussion"],
        }


class DecisionForm(BaseForm):
    """A signed decision on closed products of a session."""

    kind = forms.ChoiceField(label=_("Loại quyết định"), choices=DecisionKind.choices, widget=forms.RadioSelect)
    number = forms.CharField(label=_("Số quyết định"), help_text=_("Ví dụ: 3981/QĐ-UBND"), max_length=60)
    decided_on = VietnameseDateField(label=_("Ngày ký"), help_text=_("Ví dụ: 05/11/2026"))
    issuer = forms.CharField(label=_("Cơ quan, người ban hành"), max_length=200)
    signer = forms.CharField(label=_("Người ký"), max_length=100, required=False)
    items = forms.MultipleChoiceField(label=_("Sản phẩm trong quyết định"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {str(item.pk): item for item in items}
        self.fields["items"].choices = [(key, _label(item)) for key, item in self.rows.items()]

    def chosen(self) -> list:
        return [self.rows[key] for key in self.cleaned_data["items"]]


def _label(item) -> str:
    result = item.deciding  # put there by the view: the centre's where the product was handed back
    shown = (result.average_shown or "–").replace(".", ",")
    words = {"product": item.cycle.product.name, "points": shown, "stars": result.stars}
    return _("%(product)s: %(points)s điểm, %(stars)s sao") % words
