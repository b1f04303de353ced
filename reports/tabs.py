"""The lists of this room beside one another."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

PAGES = (
    ("list", _("Báo cáo")),
    ("plans", _("Kế hoạch, chỉ tiêu")),
    ("plans_owed", _("Ban hành kế hoạch")),
    ("training", _("Tập huấn theo địa bàn")),
)


def tabs_of(name: str) -> list[dict]:
    """Reports, plans, who owes a plan, training by place; `name` is the page shown."""
    return [{"label": label, "url": reverse(f"reports:{key}"), "current": key == name} for key, label in PAGES]
