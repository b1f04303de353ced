"""How an issuing unit words its papers: kept per unit, changed by its standing office."""

from datetime import datetime

from django.db import transaction

from core import audit
from core.exceptions import NotAllowed, Stale
from districts.models import AdministrativeUnit
from evaluations import messages
from evaluations.models import PaperSettings
from evaluations.rules import may_manage_level

LEVELS = {"province": "province", "district": "district"}


def may_set(actor, unit: AdministrativeUnit) -> bool:
    """The standing office of the unit's own level."""
    return unit.level in LEVELS and may_manage_level(actor, LEVELS[unit.level], unit)


@transaction.atomic
def save_settings(
    *, unit: AdministrativeUnit, version: int, actor, at: datetime | None = None, **values
) -> PaperSettings:
    """Save the settings of a unit; papers that are issued keep their words. `version`: the one that the person saw.

    In order: the row, event `paper_settings.save`. NotAllowed for anybody but the standing office; Stale for an old version.
    """
    if actor is not audit.SYSTEM and not may_set(actor, unit):
        raise NotAllowed(messages.PAPER_SETTINGS_NOT_YOURS, code="not_yours", obj=unit)
    row = PaperSettings.objects.filter(unit=unit).first()
    if (row.version if row else 0) != version:
        raise Stale(messages.PAPER_SETTINGS_STALE, code="stale", obj=unit)
    wanted = PaperSettings(unit=unit, version=version + 1, **values)
    wanted.clean_fields()
    before = {name: getattr(row, name) for name in values} if row else {}
    if row is None:
        row = wanted
        row.save()
    else:
        held = PaperSettings.objects.filter(pk=row.pk, version=version)
        if held.update(version=version + 1, **{name: getattr(wanted, name) for name in values}) != 1:
            raise Stale(messages.PAPER_SETTINGS_STALE, code="stale", obj=unit)
        row.refresh_from_db()
    audit.record(
        "paper_settings.save", actor=actor, obj=row, parent=unit, at=at, province_id=unit.province_id, before=before,
        after={name: getattr(row, name) for name in values},
    )  # fmt: skip
    return row
