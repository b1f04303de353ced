"""Forms of the portal itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, VietnameseDateField
from districts import messages
from districts.enums import HolidayKind
from ocop_portal import calendars


class DayForm(BaseForm):
    """A day beyond the calendar. `province` None: the whole country, for the administrator, who may announce a year too."""

    kind = forms.ChoiceField(label=_("Là"), widget=forms.RadioSelect)
    day = VietnameseDateField(label=_("Ngày"), help_text=_("Ví dụ: 16/02/2027"))
    name = forms.CharField(
        label=_("Căn cứ, lý do"), help_text=_("Ví dụ: Thông báo số, ngày, cơ quan ban hành."), max_length=200
    )

    def __init__(self, *args, province=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.province = province
        kinds = HolidayKind.choices
        self.fields["kind"].choices = kinds if province is None else kinds[:2]

    def clean(self):
        """The day lies in a year that the page offers and changes something."""
        found = super().clean()
        day, kind, years = found.get("day"), found.get("kind"), calendars.years()
        if day and day.year not in years:
            self.add_error("day", messages.CALENDAR_RANGE % {"first": years[0], "last": years[-1]})
        elif day and kind and (why := calendars.pointless(day, kind, self.province)):
            self.add_error("day", why)
        return found


class UnitSearchForm(BaseForm):
    """A name of whatever time."""

    q = forms.CharField(
        label=_("Tên xã, phường, huyện, tỉnh"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
