"""Writes of the official forms: what a person fills in, and the files of a draft."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from core import audit, clock, jobs
from core.exceptions import Refused, Stale
from core.text import nfc
from evaluations import messages
from evaluations.models import Dossier, DossierForm
from evaluations.selectors.formvalues import drawn, forms_for, written_fields
from evaluations.services.dossiers import check_editable
from evaluations.services.filedforms import JOB


@transaction.atomic
def save_form(
    *, dossier: Dossier, code: str, values: dict, actor, version: int | None = None, at: datetime | None = None
) -> DossierForm:
    """Keep what was written into a form. Only its open blanks are taken. Event `dossier.form`; Stale for an old `version`."""
    check_editable(dossier, actor)
    form = forms_for(dossier).get(code)
    if form is None:
        raise Refused(messages.NO_SUCH_FORM, code="form", obj=dossier.cycle)
    kept = {}
    for field in written_fields(dossier, form):
        value = values.get(field.key)
        kept[field.key] = bool(value) if field.input == "tick" else nfc(str(value or "")).strip()
    changes = {"values": kept, "updated_by": actor, "updated_at": at or clock.now()}
    found = DossierForm.objects.filter(dossier=dossier, code=code).first()
    if found is None:
        found = DossierForm(dossier=dossier, code=code, **changes)
        found.full_clean()
        found.save()
    else:
        rows = DossierForm.objects.filter(pk=found.pk, version=found.version if version is None else version)
        if rows.update(version=F("version") + 1, **changes) != 1:
            raise Stale(messages.STALE_DOSSIER, code="stale", obj=dossier.cycle)
        found.refresh_from_db()
    cycle = dossier.cycle
    audit.record(
        "dossier.form", actor=actor, obj=dossier, parent=cycle, at=at, province_id=cycle.province_id,
        after={"form": code, "filled": sum(bool(value) for value in kept.values())},
    )  # fmt: skip
    return found


def ask_draft(*, dossier: Dossier, code: str, actor):
    """The job that makes PDF and Word of a form as it stands now; unchanged on the same day it is the same job.

    Writes nothing but the job: a draft is no act on the dossier.
    """
    form = forms_for(dossier).get(code)
    if form is None:
        raise Refused(messages.NO_SUCH_FORM, code="form", obj=dossier.cycle)
    state = audit.digest([drawn(dossier, form), clock.today().isoformat()])
    with transaction.atomic():
        return jobs.enqueue(
            kind=JOB, key=f"{JOB}:{dossier.pk}:{code}:{state[:24]}", parameters={"dossier": dossier.pk, "code": code},
            actor=actor, province_id=dossier.cycle.province_id,
        )  # fmt: skip
