"""From filing to the session: the commune's report, receiving, the advisory check, returning (26/2026/QĐ-TTg Art. 7.2-7.3)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from core.text import clean_line, nfc
from evaluations import messages
from evaluations.models import CommuneReport, Dossier, FiledForm, ReturnRemark
from evaluations.rules import may_write_dossier
from evaluations.selectors.dossierparts import NAME_SOURCES, name_check, places_of, slips_open
from evaluations.services.dossiers import EDITABLE
from evaluations.services.filedforms import freeze, freeze_slip
from evaluations.services.roundproposals import record_proposal
from products.cycle import ACTORS
from products.enums import CycleState
from products.paths import first_scoring_level, path_of
from products.services import apply_transition

TOPICS = ("materials", "labour", "idea", "identity")


@transaction.atomic
def save_commune_report(
    *,
    dossier: Dossier,
    topics: dict[str, str],
    number: str = "",
    reported_on: date | None = None,
    proposes: bool = True,
    actor,
    version: int | None = None,
    at: datetime | None = None,
) -> CommuneReport:
    """Save Mẫu số 03: `topics` has materials, labour, idea, identity. Only while the filed dossier lies with the commune.

    Event `dossier.commune_report`. NotAllowed for anybody but the officer of the commune, Stale for an old `version`.
    """
    cycle = dossier.cycle
    if not ACTORS["commune"](actor, cycle):
        raise NotAllowed(messages.NOT_YOUR_DOSSIER, code="not_your_step", obj=cycle)
    if cycle.state != CycleState.DOSSIER_FILED:
        words = {"state": cycle.get_state_display()}
        raise Refused(messages.DOSSIER_CLOSED_FOR_EDIT % words, code="state", obj=cycle)
    values = {name: nfc(topics.get(name, "")).strip() for name in TOPICS}
    values |= {
        "number": clean_line(number),
        "reported_on": reported_on,
        "proposes": proposes,
        "written_by": actor,
        "updated_at": at or clock.now(),
    }
    report = CommuneReport.objects.filter(dossier=dossier).first()
    if report is None:
        report = CommuneReport(dossier=dossier, **values)
        report.full_clean(exclude=TOPICS)
        report.save()
    else:
        rows = CommuneReport.objects.filter(pk=report.pk, version=report.version if version is None else version)
        if rows.update(version=F("version") + 1, **values) != 1:
            raise Stale(messages.STALE_DOSSIER, code="stale", obj=cycle)
        report.refresh_from_db()
    audit.record(
        "dossier.commune_report", actor=actor, obj=dossier, parent=cycle, at=at, province_id=cycle.province_id,
        after={"number": report.number, "proposes": proposes},
    )  # fmt: skip
    return report


@transaction.atomic
def report_by_commune(*, dossier: Dossier, actor, at: datetime | None = None):
    """Send the commune's report and request up: the day of the proposal, Mẫu số 03 frozen, transition `report_by_commune`."""
    cycle = dossier.cycle
    cycle.refresh_from_db()
    record_proposal(cycle=cycle, level=first_scoring_level(cycle).level, moment=at or clock.now())
    frozen = freeze(dossier=dossier, of_commune=True, actor=actor, at=at or clock.now())
    return apply_transition(
        cycle=dossier.cycle, name="report_by_commune", actor=actor, at=at, room="evaluations", payload={"forms": frozen}
    )


def receive(*, dossier: Dossier, actor, at: datetime | None = None):
    """The scoring level takes the dossier in: `level` is set by the path, or stays where a forwarding put it."""
    cycle = dossier.cycle
    level = cycle.level or first_scoring_level(cycle).level
    return apply_transition(
        cycle=cycle, name="receive", actor=actor, at=at, room="evaluations", changes={"level": level},
        payload={"level": level},
    )  # fmt: skip


@transaction.atomic
def save_advisory_note(*, dossier: Dossier, note: str, actor, at: datetime | None = None) -> Dossier:
    """What the advisory team found. By the receiving office or an advisor, while the dossier is received.

    Event `dossier.advisory_note`.
    """
    cycle = dossier.cycle
    if not (ACTORS["receiver"](actor, cycle) or ACTORS["advisor"](actor, cycle)):
        raise NotAllowed(messages.NOT_YOUR_DOSSIER, code="not_your_step", obj=cycle)
    if cycle.state != CycleState.RECEIVED:
        words = {"state": cycle.get_state_display()}
        raise Refused(messages.DOSSIER_CLOSED_FOR_EDIT % words, code="state", obj=cycle)
    Dossier.objects.filter(pk=dossier.pk).update(advisory_note=nfc(note).strip(), version=F("version") + 1)
    dossier.refresh_from_db(fields=["advisory_note", "version"])
    audit.record(
        "dossier.advisory_note", actor=actor, obj=dossier, parent=cycle, at=at, province_id=cycle.province_id,
        after={"written": bool(dossier.advisory_note)},
    )  # fmt: skip
    return dossier


def check_dossier(*, dossier: Dossier, actor, at: datetime | None = None):
    """The advisory check is done: transition `check`."""
    return apply_transition(cycle=dossier.cycle, name="check", actor=actor, at=at, room="evaluations")


@transaction.atomic
def return_dossier(*, dossier: Dossier, reason: str, actor, remarks: dict[str, str] | None = None, at=None):
    """Back to the producer with the reason and what is asked for at single parts (place -> text).

    In order: one ReturnRemark for each part, transition `return_dossier` with them. Refused for a part that is none.
    """
    places = dict(places_of(dossier))
    asked = {place: nfc(text).strip() for place, text in (remarks or {}).items() if text.strip()}
    if set(asked) - set(places):
        raise Refused(messages.NO_SUCH_PART, code="remarks", obj=dossier.cycle)
    person = None if actor is audit.SYSTEM else actor
    ReturnRemark.objects.bulk_create(
        ReturnRemark(
            dossier=dossier,
            place=place,
            text=text,
            made_at=at or clock.now(),
            made_by=person,
            made_by_name=actor.full_name,
        )
        for place, text in asked.items()
    )
    return apply_transition(
        cycle=dossier.cycle, name="return_dossier", actor=actor, reason=reason, at=at, room="evaluations",
        payload={"remarks": asked} if asked else None,
    )  # fmt: skip


@transaction.atomic
def save_names(*, dossier: Dossier, names: dict, note: str, actor, at: datetime | None = None) -> Dossier:
    """Keep the names as label, declaration and test slip write them: source -> {"producer", "product"}; `note` explains.

    By who writes the dossier while it lies there, by the commune while it is filed, by the office that received it.
    Event `dossier.names`.
    """
    cycle = dossier.cycle
    holds = (
        (cycle.state in EDITABLE and may_write_dossier(actor, cycle))
        or (cycle.state == CycleState.DOSSIER_FILED and ACTORS["commune"](actor, cycle))
        or (cycle.state == CycleState.RECEIVED and ACTORS["receiver"](actor, cycle))
    )
    if not holds:
        raise NotAllowed(messages.NOT_YOUR_DOSSIER, code="not_your_step", obj=cycle)
    kept = {
        source: {who: clean_line(names.get(source, {}).get(who, "")) for who in ("producer", "product")}
        for source in NAME_SOURCES
    }
    kept |= {"note": nfc(note).strip(), "by": actor.full_name, "on": clock.local_day(at or clock.now()).isoformat()}
    Dossier.objects.filter(pk=dossier.pk).update(names=kept, version=F("version") + 1)
    dossier.refresh_from_db(fields=["names", "version"])
    audit.record(
        "dossier.names", actor=actor, obj=dossier, parent=cycle, at=at, province_id=cycle.province_id,
        after={"differ": [one.source for one in name_check(dossier) if one.tone == "bad"]},
    )  # fmt: skip
    return dossier


@transaction.atomic
def give_slip(*, dossier: Dossier, slip: str, number: str, actor, at: datetime | None = None) -> FiledForm:
    """The receipt of Mẫu số 01: `slip` "xa" by the commune while the dossier is filed, "tinh" by the office that received it.

    In order: the slip in `slips`, the slip's page frozen with its files asked for, event `dossier.slip`. Each is given
    once; a number serves once a year in its unit. The decision does not explain the number's two blanks: both are written.
    """
    moment, cycle = at or clock.now(), dossier.cycle
    if slip not in slips_open(actor, cycle):
        raise NotAllowed(messages.SLIP_STATE, code="not_your_step", obj=cycle)
    if Dossier.objects.select_for_update().values_list("slips", flat=True).get(pk=dossier.pk).get(slip):
        raise Stale(messages.SLIP_ONCE, code="stale", obj=cycle)
    day, unit = clock.local_day(moment), cycle.unit if slip == "xa" else cycle.province
    written = clean_line(number)
    here = {"cycle__unit" if slip == "xa" else "cycle__province": unit}
    same = Dossier.objects.filter(**here, **{f"slips__{slip}__number": written, f"slips__{slip}__year": day.year})
    if (other := same.select_related("cycle").first()) is not None:
        raise Refused(messages.SLIP_NUMBER % {"dossier": other.cycle.number}, code="number", obj=cycle)
    given = {"number": written, "year": day.year, "on": day.isoformat(), "by": actor.full_name,
             "province": cycle.province.code, "commune": cycle.unit.code}  # fmt: skip
    dossier.slips = dossier.slips | {slip: given}
    Dossier.objects.filter(pk=dossier.pk).update(slips=dossier.slips, version=F("version") + 1)
    row = freeze_slip(dossier=dossier, slip=slip, actor=actor, at=moment)
    audit.record(
        "dossier.slip", actor=actor, obj=dossier, parent=cycle, at=at, province_id=cycle.province_id,
        after={"slip": slip, "number": written, "forms": {row.code: row.hash}},
    )  # fmt: skip
    return row


@transaction.atomic
def forward(*, dossier: Dossier, actor, at: datetime | None = None, payload: dict | None = None):
    """Send a closed result to the level above, which is its proposal there; `level` becomes that level."""
    cycle = dossier.cycle
    here = path_of(cycle).level(cycle.level)
    above = here.forwards_to if here else None
    if above is None:
        raise Refused(messages.NO_LEVEL_ABOVE, code="no_level", obj=cycle)
    record_proposal(cycle=cycle, level=above, moment=at or clock.now())
    return apply_transition(
        cycle=cycle, name="forward", actor=actor, at=at, room="evaluations", changes={"level": above},
        payload={"level": above, **(payload or {})},
    )  # fmt: skip


def refuse(*, dossier: Dossier, actor, at: datetime | None = None, reason: str = ""):
    """Notice that the product is not recognised: 1 and 2 stars, knocked out, below (26/2026/QĐ-TTg Art. 7.3.g)."""
    return apply_transition(cycle=dossier.cycle, name="refuse", actor=actor, at=at, reason=reason, room="evaluations")


def hand_back(*, dossier: Dossier, actor, at: datetime | None = None):
    """The centre's result below 5 stars goes back to the level below, which decides on it: transition `hand_back`.

    `level` becomes that level again (26/2026/QĐ-TTg Art. 7.4.g). Refused under regulations that do not say so.
    """
    cycle = dossier.cycle
    below = next((lv for lv in path_of(cycle).levels if lv.forwards_to == cycle.level), None)
    if below is None:
        raise Refused(messages.NOT_HANDED_BACK, code="no_level", obj=cycle)
    return apply_transition(
        cycle=cycle, name="hand_back", actor=actor, at=at, room="evaluations", changes={"level": below.level},
        payload={"level": below.level},
    )  # fmt: skip


def evaluate_again(*, dossier: Dossier, reason: str, actor, at: datetime | None = None):
    """The level that got a product back has it scored anew by its own council: transition `evaluate_again`.

    The dossier stands checked and waits for a session; the results so far stay (26/2026/QĐ-TTg Art. 7.4.g).
    """
    return apply_transition(
        cycle=dossier.cycle, name="evaluate_again", actor=actor, reason=reason, at=at, room="evaluations"
    )
