"""Plans, the rows behind a figure, who owes a plan and training by place as files."""

from django.utils.translation import gettext as _

from districts.enums import Indicator, PlanState


def plan_head() -> list[str]:
    columns = [_("Đơn vị"), _("Năm"), _("Số kế hoạch"), _("Ngày ban hành"), _("Cơ quan ban hành"), _("Tình trạng")]
    return [*columns, *(str(indicator.label) for indicator in Indicator)]


def plan_rows(queryset):
    """One tuple a plan, with a column for each indicator."""
    states = dict(PlanState.choices)
    for plan in queryset.select_related("unit").prefetch_related("targets").iterator(chunk_size=500):
        promised = {row.indicator: row.words for row in plan.targets.all()}
        facts = (plan.unit.full_name, plan.year, plan.number, plan.issued_on, plan.issuer, str(states[plan.state]))
        yield (*facts, *(promised.get(indicator.value, "") for indicator in Indicator))


def line_head() -> list[str]:
    return [_("Tên"), _("Chủ thể, người đại diện"), _("Địa bàn"), _("Ngày"), _("Ghi chú")]


def line_rows(lines, places: dict):
    """One tuple a row behind a figure."""
    for line in lines:
        yield line.title, line.under, places.get(line.place, ""), line.day, line.words


def owed_head() -> list[str]:
    return [_("Đơn vị"), _("Hạn ban hành"), _("Ngày ban hành"), _("Số kế hoạch"), _("Tình trạng"), _("Số ngày chậm")]


def owed_rows(rows, states: dict):
    """One tuple a unit that owes a plan."""
    for row in rows:
        number = row.plan.number if row.plan else ""
        yield row.unit.full_name, row.due, row.issued_on, number, str(states[row.state]), row.days


def training_head() -> list[str]:
    return [_("Địa bàn"), _("Số người, chủ thể"), _("Đã tập huấn"), _("Chưa tập huấn"), _("Tỷ lệ")]


def training_rows(rows):
    """One tuple a place."""
    for row in rows:
        yield row.name, row.all, row.trained, row.untrained, row.share
