"""The request of a report. The form checks the shape; the service checks again and writes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.exceptions import Refused
from core.formats import show_date
from core.forms import BaseForm, VietnameseDateField
from districts.models import AdministrativeUnit
from reports import periods
from reports.enums import ReportKind
from reports.selectors import check_unit


class UnitField(forms.ModelChoiceField):
    """A choice of units; one that has ended says until when it stood."""

    def label_from_instance(self, unit):
        name = unit.full_name[0].upper() + unit.full_name[1:]
        if unit.valid_to is None:
            return name
        return _("%(unit)s (đến %(day)s)") % {"unit": name, "day": show_date(unit.valid_to)}


def period_choices(today):
    """Periods that have begun, newest first, under their kinds: {"Báo cáo quý": [("2026Q3", "Quý III năm 2026"), …]}."""
    groups = []
    for kind in ReportKind:
        rows = [(p.code, p.words[0].upper() + p.words[1:]) for p in periods.open_periods(kind, today, 28)]
        groups.append((kind.label, rows))
    return groups


class ReportForm(BaseForm):
    """Unit, period (which names the kind) and, where wished, another cut-off day."""

    unit = UnitField(label=_("Đơn vị lập báo cáo"), queryset=AdministrativeUnit.objects.none())
    period = forms.ChoiceField(
        label=_("Kỳ báo cáo"), help_text=_("Kỳ đang diễn ra được lập với số liệu đến hôm nay và ghi rõ điều đó.")
    )
    as_of = VietnameseDateField(
        label=_("Chốt số liệu đến hết ngày"),
        required=False,
        help_text=_("Để trống: ngày cuối kỳ, hoặc hôm nay nếu kỳ chưa kết thúc. Ví dụ: 14/9/2026."),
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["period"].choices = [("", _("Chọn trong danh sách")), *period_choices(clock.today())]

    def clean(self):
        """The unit must have stood at the period's end, the cut-off must fit the period: said at the field."""
        values = super().clean()
        unit, code = values.get("unit"), values.get("period")
        if not code:
            return values
        period = periods.parse_period(code)
        values["kind"] = period.kind
        try:
            periods.cut_off(period, clock.today(), values.get("as_of"))
        except Refused as refusal:
            self.add_error("as_of", refusal.sentence)
        if unit is not None:
            try:
                check_unit(unit, period)
            except Refused as refusal:
                self.add_error("unit", refusal.sentence)
        return values
