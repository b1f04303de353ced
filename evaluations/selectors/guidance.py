"""Agreed guidance on hard criteria, as the scoring sheet shows it."""

from django.db.models import Q
from django.utils.translation import gettext as _

from core.formats import show_date
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


def guidance_for(rubric: Rubric, council: Council) -> dict[str, str]:
    """Criterion -> text with who agreed on it and when. One statement."""
    return {
        code: _("%(text)s (%(who)s, %(date)s)")
        % {"text": row.text, "who": row.agreed_by, "date": show_date(row.agreed_on)}
        for code, row in guidance_rows(rubric.code, council).items()
    }
