"""The whole demonstration in four acts, each one transaction with its mark: a second run finds the marks and does nothing."""

from collections.abc import Callable

from django.db import transaction

from accounts.models import User
from core import audit
from core.models import AuditEvent
from districts.services import load_units
from districts.unit_files import read_all
from evaluations.services.rubrics import load_rubrics
from ocop_portal.demo import councils, cycles, past, people, step1
from ocop_portal.demo.stage import OLD_DAY, Stage, unit
from products.services import load_regulations


def _ground(stage: Stage) -> None:
    load_units(data=read_all())
    load_regulations()
    load_rubrics()


def _people(stage: Stage) -> None:
    people.lay(stage)
    past.settings(stage)


def _past(stage: Stage) -> None:
    past.quang_binh(stage)
    step1.quang_binh(stage)
    past.quang_tri(stage)


def _present(stage: Stage) -> None:
    makers = cycles.producers(stage)
    step1.quang_tri(stage)
    councils.lay(stage, cycles.lay(stage, makers))


ACTS: dict[str, Callable[[Stage], None]] = {
    "demo.ground": _ground,
    "demo.people": _people,
    "demo.past": _past,
    "demo.present": _present,
}


def missing_acts() -> list[str]:
    """Acts without a mark, in order: one query."""
    done = set(AuditEvent.objects.filter(verb__in=ACTS).values_list("verb", flat=True))
    return [name for name in ACTS if name not in done]


def taken_names() -> list[str]:
    """User names of the demonstration that real people bear: then nothing is seeded."""
    names = [name for name, _full, _post in people.PEOPLE]
    return list(
        User.objects.filter(username__in=names, is_demo=False).order_by("username").values_list("username", flat=True)
    )


def seed(say: Callable[[str], None]) -> list[str]:
    """Lay what is missing; `say` hears the name of each act when it is done. Out: the acts that were done now."""
    todo = missing_acts()
    stage = Stage()
    for name in todo:
        with transaction.atomic():
            stage.gather()
            ACTS[name](stage)
            audit.record(name, actor=audit.SYSTEM, obj=unit("44", OLD_DAY))
        say(name)
    return todo
