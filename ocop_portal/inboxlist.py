""" "Việc hôm nay" as a list: one group or all of them, searched, filtered and paged, with its file. Four queries a page."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.forms import BaseForm
from core.paging import CappedPaginator
from districts.workdays import calendar_of
from ocop_portal import inbox
from producers.selectors import unit_choices
from products.enums import Step
from products.filters import ListFilter, choice, search_field
from products.models import Cycle
from products.selectors import states_of

PAGE = 25
ELSEWHERE = "cho-noi-khac"
GROUP_CHOICES = [(anchor, label) for _name, anchor, label, _tone, _icon in inbox.GROUPS] + [
    (ELSEWHERE, gettext_lazy("Chờ nơi khác"))
]
LATE = [("co", gettext_lazy("Đã quá hạn của nơi đó"))]


class WorkFilter(ListFilter):
    """q: folded search; dv: unit; nhom: group (the person's own work where empty); buoc: step; tre: late elsewhere."""

    q = search_field(gettext_lazy("Tìm theo số hồ sơ, sản phẩm, chủ thể"))
    nhom = choice(gettext_lazy("Nhóm việc"), method="in_group", choices=GROUP_CHOICES)
    dv = choice(gettext_lazy("Đơn vị"), method="within")
    buoc = choice(
        gettext_lazy("Bước"), method="in_step", choices=[(s.value, f"{s.value}. {s.label}") for s in list(Step)[1:]]
    )
    tre = choice(gettext_lazy("Hạn của nơi khác"), method="late", choices=LATE)

    class Meta:
        model = Cycle
        fields = []
        form = BaseForm

    def in_group(self, queryset, name, value):
        """The rows handed in are those of the group already; of the person's own, one group."""
        places = {anchor: place for place, (_name, anchor, *_more) in enumerate(inbox.GROUPS)}
        return queryset.filter(group=places[value]) if value in places else queryset

    def in_step(self, queryset, name, value):
        return queryset.filter(state__in=states_of(value))

    def late(self, queryset, name, value):
        return queryset.filter(due_on__lt=clock.today())


def found(user, query):
    """(filter, rows, whether they wait for others) of an address."""
    waiting = query.get("nhom") == ELSEWHERE
    rows = inbox.elsewhere(user) if waiting else inbox.mine(user)
    filtered = WorkFilter(query, rows, units=unit_choices(user))
    return filtered, filtered.qs if filtered.form.is_valid() else rows, waiting


def page(user, query) -> dict:
    """Everything that the template shows."""
    filtered, rows, waiting = found(user, query)
    counted = rows.order_by().select_related(None)
    shown = CappedPaginator(rows, PAGE, counted=counted).get_page(query.get("page"))
    cycles = list(shown)
    dated = next((row for row in cycles if row.due_on), None)
    calendar = calendar_of(dated.province) if dated and not waiting else None
    lines = [inbox.line(row, calendar, waiting=waiting) for row in cycles]
    return {
        "filter": filtered.form,
        "page": shown,
        "rows": lines,
        "waiting": waiting,
        "provisional": inbox.provisional_years(lines),
        "noun": _("hồ sơ chờ nơi khác") if waiting else _("việc"),
    }


def head() -> list[str]:
    return [
        _("Số hồ sơ"), _("Sản phẩm"), _("Chủ thể"), _("Xã, phường"), _("Nhóm việc"), _("Trạng thái"), _("Việc phải làm"),
        _("Đang chờ"), _("Hạn"),
    ]  # fmt: skip


def export_rows(rows, waiting: bool):
    """One tuple a row, read as the answer is written."""
    labels = [str(label) for _name, _anchor, label, *_more in inbox.GROUPS]
    for row in rows.iterator(chunk_size=500):
        told = inbox.line(row, None, waiting=waiting)
        group = _("Chờ nơi khác") if waiting else labels[row.group]
        task = "" if waiting else str(inbox.work(row)[0])
        yield (
            row.number, row.product.name, row.producer.name, row.unit.full_name, group, told["state"], task,
            told["waits_for"], row.due_on,
        )  # fmt: skip
