"""Hậu kiểm: planned, concluded, what follows (26/2026/QĐ-TTg Art. 9: post-check, periodic plus unannounced)."""

from datetime import date, datetime

from django.db import transaction

from core import audit, clock, files
from core.exceptions import NotAllowed, Refused, Stale
from core.scope import MINISTRY
from core.text import clean_line, nfc
from evaluations import messages
from evaluations.authority import may_inspect
from evaluations.enums import InspectionConclusion, InspectionState
from evaluations.models import Certificate, Inspection, InspectionFile
from evaluations.numbers import take_number
from evaluations.services.withdrawals import propose_withdrawal
from products.enums import EvaluationLevel
from products.models import Product
from products.rules import is_officer_of

FILES = "evaluations.inspection"


def standing_certificate(product: Product) -> Certificate | None:
    """The certificate that speaks for the product: neither replaced nor withdrawn."""
    rows = Certificate.objects.filter(product=product, superseded_by__isnull=True, withdrawal__isnull=True)
    return rows.order_by("-issued_on", "-pk").first()


def _require_inspector(actor, product: Product) -> None:
    if not may_inspect(actor, product):
        raise NotAllowed(messages.INSPECT_NOT_YOURS, code="not_your_step", obj=product)


@transaction.atomic
def plan_inspection(
    *, product: Product, kind: str, planned_on: date, team: str = "", actor, at: datetime | None = None
) -> Inspection:
    """Plan an inspection of a product, periodic or unannounced. Event `inspection.plan`.

    An unannounced one is not shown to the producer before it is concluded. NotAllowed for others than the province's OCOP
    office and the ministry.
    """
    _require_inspector(actor, product)
    moment = at or clock.now()
    ministry = actor is not audit.SYSTEM and actor.scope.acts_as(MINISTRY)

    def make(number: str) -> Inspection:
        row = Inspection(
            number=number,
            product=product,
            certificate=standing_certificate(product),
            level=EvaluationLevel.CENTRE if ministry else EvaluationLevel.PROVINCE,
            kind=kind,
            planned_on=planned_on,
            team=clean_line(team),
            created_by=None if actor is audit.SYSTEM else actor,
            created_at=moment,
        )
        row.full_clean(validate_unique=False)
        row.save()
        return row

    inspection = take_number(Inspection, "HK", clock.local_day(moment).year, make)
    audit.record(
        "inspection.plan", actor=actor, obj=inspection, parent=product, at=at, province_id=product.province_id,
        after={"number": inspection.number, "kind": kind, "planned_on": planned_on},
    )  # fmt: skip
    return inspection


@transaction.atomic
def conclude_inspection(
    *,
    inspection: Inspection,
    done_on: date,
    record_number: str,
    criteria_kept: bool,
    mark_proper: bool,
    conclusion: str,
    criteria_note: str = "",
    mark_note: str = "",
    conclusion_note: str = "",
    mend_by: date | None = None,
    ground_code: str = "",
    actor,
    at: datetime | None = None,
) -> Inspection:
    """Record what was found and what follows. Both contents of Art. 9: the criteria as in the dossier, use of the mark.

    In order: guarded update of the planned inspection; for `withdraw` a proposal of withdrawal whose 15 days run from
    `done_on` (its own event); event `inspection.conclude`. Refused for a day ahead, "kept" with a content that is not,
    "mend" without a later day, "withdraw" without a certificate, ground or words; Stale when it was concluded meanwhile.
    """
    product = inspection.product
    _require_inspector(actor, product)
    moment = at or clock.now()
    if done_on > clock.local_day(moment):
        raise Refused(messages.INSPECT_DATE, code="done_on", obj=inspection)
    if conclusion == InspectionConclusion.KEPT and not (criteria_kept and mark_proper):
        raise Refused(messages.INSPECT_KEPT, code="conclusion", obj=inspection)
    mend = conclusion == InspectionConclusion.MEND
    if mend and (mend_by is None or mend_by <= done_on):
        raise Refused(messages.INSPECT_MEND_BY, code="mend_by", obj=inspection)
    certificate = standing_certificate(product)
    if conclusion == InspectionConclusion.WITHDRAW:
        if certificate is None:
            raise Refused(messages.INSPECT_NO_CERTIFICATE, code="conclusion", obj=inspection)
        if not ground_code or not conclusion_note.strip():
            raise Refused(messages.INSPECT_GROUND, code="ground_code", obj=inspection)
    held = Inspection.objects.filter(pk=inspection.pk, state=InspectionState.PLANNED)
    changed = held.update(
        state=InspectionState.CONCLUDED,
        done_on=done_on,
        record_number=clean_line(record_number),
        criteria_kept=criteria_kept,
        criteria_note=nfc(criteria_note).strip(),
        mark_proper=mark_proper,
        mark_note=nfc(mark_note).strip(),
        conclusion=conclusion,
        conclusion_note=nfc(conclusion_note).strip(),
        mend_by=mend_by if mend else None,
    )
    if changed != 1:
        raise Stale(messages.INSPECT_CONCLUDED, code="stale", obj=inspection)
    inspection.refresh_from_db()
    inspection.full_clean()
    if conclusion == InspectionConclusion.WITHDRAW:
        propose_withdrawal(
            certificate=certificate, ground_code=ground_code, ground=conclusion_note, basis_number=record_number,
            concluded_on=done_on, inspection=inspection, actor=actor, at=at,
        )  # fmt: skip
    audit.record(
        "inspection.conclude", actor=actor, obj=inspection, parent=product, at=at, province_id=product.province_id,
        before={"state": InspectionState.PLANNED},
        after={"state": inspection.state, "conclusion": conclusion, "on": done_on, "mend_by": inspection.mend_by},
    )  # fmt: skip
    return inspection


@transaction.atomic
def record_mended(
    *, inspection: Inspection, mended_on: date, note: str, actor, at: datetime | None = None
) -> Inspection:
    """What was asked has been mended: by the inspecting office, or by an officer of the producer's commune who looked.

    Event `inspection.mended`, with whether it was in time. Refused without an open request, or for a day out of order.
    """
    product = inspection.product
    if not (may_inspect(actor, product) or is_officer_of(actor, product.unit_id)):
        raise NotAllowed(messages.INSPECT_NOT_YOURS, code="not_your_step", obj=inspection)
    if not inspection.mending:
        raise Refused(messages.INSPECT_NOT_MENDING, code="state", obj=inspection)
    if not inspection.done_on <= mended_on <= clock.local_day(at or clock.now()):
        raise Refused(messages.INSPECT_DATE, code="mended_on", obj=inspection)
    held = Inspection.objects.filter(pk=inspection.pk, conclusion=InspectionConclusion.MEND, mended_on__isnull=True)
    if held.update(mended_on=mended_on, mend_note=nfc(note).strip()) != 1:
        raise Stale(messages.INSPECT_NOT_MENDING, code="stale", obj=inspection)
    inspection.refresh_from_db()
    audit.record(
        "inspection.mended", actor=actor, obj=inspection, parent=product, at=at, province_id=product.province_id,
        after={"on": mended_on, "in_time": mended_on <= inspection.mend_by},
    )  # fmt: skip
    return inspection


@transaction.atomic
def add_file(*, inspection: Inspection, title: str, upload, actor, at: datetime | None = None) -> InspectionFile:
    """Keep a paper or photograph of the inspection. Event `inspection.file`. Refused for a file off the allow-list."""
    _require_inspector(actor, inspection.product)
    province_id = inspection.product.province_id
    file = files.store(upload, owner_type=FILES, owner_id=inspection.pk, actor=actor, province_id=province_id)
    row = InspectionFile(
        inspection=inspection, title=clean_line(title), file=file, added_by=actor, added_at=at or clock.now()
    )
    row.full_clean()
    row.save()
    audit.record(
        "inspection.file", actor=actor, obj=inspection, parent=inspection.product, at=at, province_id=province_id,
        after={"file": file.pk, "sha256": file.sha256},
    )  # fmt: skip
    return row
