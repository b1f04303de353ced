"""The letter "Còn thiếu gì": asked for once per state of the dossier, star and day; made by a job."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock, jobs
from core.audit import digest
from districts.models import AdministrativeUnit
from evaluations.models import Dossier, Result
from evaluations.selectors.shortfalls import self_choices

JOB = "evaluations.shortfall"
FILES = "evaluations.dossier"
TITLE = _("Lập văn bản hướng dẫn bổ sung hồ sơ %(number)s")


def office_of(actor) -> AdministrativeUnit | None:
    """The unit under whose head an officer writes; None for a producer."""
    unit_id = next((held.unit_id for held in actor.scope.roles if held.acts and held.unit_id), None)
    return AdministrativeUnit.objects.filter(pk=unit_id).first() if unit_id else None


def ask(*, dossier: Dossier, source: str, result: Result | None, target: int, actor):
    """The job that makes the letter. Asked again while nothing changed on the day, it is the same job.

    Writes nothing but the job: the letter is advice, not an act on the dossier.
    """
    today, office = clock.today(), office_of(actor)
    papers = list(dossier.evidence.order_by("pk").values_list("pk", "removed_at", "replaced_by_id"))
    state = digest([source, target, today, self_choices(dossier), result.hash if result else "", papers])
    with transaction.atomic():
        return jobs.enqueue(
            kind=JOB,
            key=f"{JOB}:{dossier.pk}:{office.pk if office else 0}:{state[:24]}",
            parameters={
                "dossier": dossier.pk, "source": source, "result": result.pk if result else None, "target": target,
                "office": office.pk if office else None, "day": today,
            },
            actor=actor,
            title=TITLE % {"number": dossier.cycle.number},
            province_id=dossier.cycle.province_id,
        )  # fmt: skip
