"""Agreed guidance on hard criteria, as the scoring sheet shows it."""

from django.db.models import Q
from django.utils.translation import gettext as _

from core.formats import show_date
from core.prepared import Prepared
from evaluations.models import Council, Guidance, Rubric


def guidance_rows(rubric_code: str, council: Council) -> dict[str, Guidance]:
    """Criterion -> what is agreed now; the council's own word comes before its province's."""
    here = Q(council=council)
    if council.province_id:
        here |= Q(province_id=council.province_id)
    rows = Guidance.objects.filter(here, rubric_code=rubric_code, ended_at__isnull=True)
    found: dict[str, Guidance] = {}
    for row in sorted(rows, key=lambda row: row.council_id is not None):
        found[row.criterion] = row
    return found


_agreed = Prepared(
    lambda council, province, code: (
        Guidance.objects.filter(Q(council=council) | Q(province=province), rubric_code=code, ended_at__isnull=True)
        .order_by()
        .values_list("council_id", "criterion", "text", "agreed_by", "agreed_on")
    ),
    3,
    text=[2],
)


def guidance_for(rubric: Rubric, council: Council) -> dict[str, str]:
    """Criterion -> text with who agreed on it and when. One statement."""
    rows = _agreed.rows(council.pk, council.province_id or 0, rubric.code)
    return {
        criterion: _("%(text)s (%(who)s, %(date)s)") % {"text": text, "who": who, "date": show_date(day)}
        for _council, criterion, text, who, day in sorted(rows, key=lambda row: row[0] is not None)
    }
