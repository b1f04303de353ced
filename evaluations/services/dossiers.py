"""Writes of the dossier: opening, papers, citations, self-assessment, filing (26/2026/QĐ-TTg Art. 6, Mẫu số 01 and 02)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from core import audit, clock, filekinds
from core.exceptions import NotAllowed, Refused, Stale
from core.files import store
from core.retries import repeatable
from core.text import clean_line, nfc
from core.uploads import Whole
from evaluations import messages
from evaluations.evidencerows import evidence_note, evidence_row, evidence_rows
from evaluations.models import (
    Citation,
    Dossier,
    Evidence,
    Rubric,
    SelfAssessment,
    SelfAssessmentChoice,
)
from evaluations.rules import may_write_dossier
from evaluations.scoring import sheet_points
from evaluations.selectors.rubrics import newest_complete, rubric_keys, rubric_spec
from evaluations.services.filedforms import freeze
from evaluations.services.roundproposals import record_proposal
from products.enums import CycleState
from products.paths import first_scoring_level, reporting_level
from products.selectors import law_for_filing
from products.services import apply_transition

FILES = "evaluations.dossier"  # whose gate guards the papers: the dossier's
EDITABLE = (CycleState.DOSSIER_DRAFT, CycleState.DOSSIER_RETURNED)


@transaction.atomic
def open_dossier(*, cycle, actor, at: datetime | None = None) -> Dossier:
    """Open the dossier of a completed cycle on the newest complete rubric of its product set.

    In order: Dossier row, transition `open_dossier`. Refused without a complete rubric, in another state, and for a cycle
    that a newer decision has taken over.
    """
    require_law_in_force(cycle, at or clock.now())
    dossier = Dossier.objects.filter(cycle=cycle).first()
    if dossier is None:
        rubric = newest_complete(cycle.product_set)
        if rubric is None:
            raise Refused(messages.RUBRIC_MISSING % {"set": cycle.product_set.name}, code="incomplete", obj=cycle)
        dossier = Dossier(cycle=cycle, rubric=rubric, created_at=at or clock.now())
        dossier.full_clean()
        dossier.save()
    apply_transition(cycle=cycle, name="open_dossier", actor=actor, at=at, room="evaluations")
    return dossier


def require_law_in_force(cycle, moment: datetime) -> None:
    """Refused for a cycle not yet filed that a newer decision has taken over (26/2026/QĐ-TTg Art. 12.2)."""
    law = law_for_filing(cycle, clock.local_day(moment))
    if law is not None:
        raise Refused(messages.LAW_MOVED % {"new": law.number, "old": cycle.regulation.number}, code="law", obj=cycle)


def check_editable(dossier: Dossier, actor) -> None:
    """Refused unless the actor writes this dossier and it lies with the producer."""
    cycle = dossier.cycle
    if actor is not audit.SYSTEM and not may_write_dossier(actor, cycle):
        raise NotAllowed(messages.NOT_YOUR_DOSSIER, code="not_your_step", obj=cycle)
    if cycle.state not in EDITABLE:
        words = {"state": cycle.get_state_display()}
        raise Refused(messages.DOSSIER_CLOSED_FOR_EDIT % words, code="state", obj=cycle)


def add_evidence(
    *,
    dossier: Dossier,
    row: str,
    title: str,
    upload,
    actor,
    issued_on: date | None = None,
    expires_on: date | None = None,
    at: datetime | None = None,
) -> Evidence:
    """Add one paper under a line of the official list.

    In order: the file is stored, Evidence row, event `dossier.add_evidence`. Refused for an unknown line, a closed
    dossier, or a file that core.files refuses.
    """
    check_editable(dossier, actor)
    line = evidence_row(dossier.cycle.regulation, row)
    if line is None:
        if not evidence_rows(dossier.cycle.regulation):
            raise Refused(evidence_note(dossier.cycle.regulation), code="row", obj=dossier.cycle)
        raise Refused(messages.NO_SUCH_ROW, code="row", obj=dossier.cycle)
    with transaction.atomic():
        paper = _paper(dossier, row, clean_line(title) or line.title, upload, actor, issued_on, expires_on, at)
        _record("dossier.add_evidence", actor, dossier, at, after={"evidence": paper.pk, "row": row})
    return paper


def _paper(dossier, row, title, upload, actor, issued_on, expires_on, at) -> Evidence:
    whole = isinstance(upload, Whole)  # came in chunks: may be longer, and serves once
    file = store(
        upload, owner_type=FILES, owner_id=dossier.pk, actor=actor, province_id=dossier.cycle.province_id,
        kinds=filekinds.LONG if whole else filekinds.ALL,
    )  # fmt: skip
    if whole:
        upload.consume()
    paper = Evidence(
        dossier=dossier,
        row=row,
        title=title[:300],
        file=file,
        producer_kind=dossier.cycle.producer.kind,
        issued_on=issued_on,
        expires_on=expires_on,
        added_at=at or clock.now(),
        added_by=actor,
    )
    paper.full_clean()
    paper.save()
    return paper


def _record(verb, actor, dossier, at, **more):
    cycle = dossier.cycle
    audit.record(verb, actor=actor, obj=dossier, parent=cycle, at=at, province_id=cycle.province_id, **more)


def _in_force(evidence: Evidence) -> None:
    if evidence.removed_at or evidence.replaced_by_id:
        raise Stale(messages.EVIDENCE_GONE, code="stale", obj=evidence.dossier.cycle)


def replace_evidence(
    *, evidence: Evidence, upload, actor, issued_on: date | None = None, expires_on: date | None = None, at=None
) -> Evidence:
    """Put a new file with its dates in the place of a paper: the old one stays, its citations go over with their pages.

    In order: file stored, new Evidence, old one marked, citations copied, event `dossier.replace_evidence`.
    """
    dossier = evidence.dossier
    check_editable(dossier, actor)
    _in_force(evidence)
    with transaction.atomic():
        paper = _paper(dossier, evidence.row, evidence.title, upload, actor, issued_on, expires_on, at)
        marked = Evidence.objects.filter(pk=evidence.pk, removed_at__isnull=True, replaced_by__isnull=True)
        if marked.update(replaced_by=paper) != 1:
            raise Stale(messages.EVIDENCE_GONE, code="stale", obj=dossier.cycle)
        Citation.objects.bulk_create(
            Citation(evidence=paper, criterion_id=c.criterion_id, page_from=c.page_from, page_to=c.page_to)
            for c in evidence.citations.all()
        )
        change = {"before": {"evidence": evidence.pk}, "after": {"evidence": paper.pk}}
        _record("dossier.replace_evidence", actor, dossier, at, **change)
    return paper


@transaction.atomic
def remove_evidence(*, evidence: Evidence, actor, at: datetime | None = None) -> None:
    """Take a paper out of the dossier; row, file and citations are kept. Event `dossier.remove_evidence`."""
    check_editable(evidence.dossier, actor)
    marked = Evidence.objects.filter(pk=evidence.pk, removed_at__isnull=True, replaced_by__isnull=True)
    if marked.update(removed_at=at or clock.now()) != 1:
        raise Stale(messages.EVIDENCE_GONE, code="stale", obj=evidence.dossier.cycle)
    _record("dossier.remove_evidence", actor, evidence.dossier, at, before={"evidence": evidence.pk})


@repeatable
@transaction.atomic
def place_evidence(*, evidence: Evidence, row: str, actor, at: datetime | None = None) -> Evidence:
    """Put a paper under another line of the decision's list. Event `dossier.place_evidence`."""
    dossier, old = evidence.dossier, evidence.row
    check_editable(dossier, actor)
    _in_force(evidence)
    if evidence_row(dossier.cycle.regulation, row) is None:
        raise Refused(messages.NO_SUCH_ROW, code="row", obj=dossier.cycle)
    if Evidence.objects.filter(pk=evidence.pk, row=old).update(row=row) != 1:
        raise Stale(messages.ROW_PLACED, code="stale", obj=dossier.cycle)
    evidence.refresh_from_db(fields=["row"])
    _record(
        "dossier.place_evidence", actor, dossier, at, before={"row": old}, after={"evidence": evidence.pk, "row": row}
    )
    return evidence


@transaction.atomic
def cite(
    *, evidence: Evidence, criterion: str, page_from: int = 1, page_to: int | None = None, actor, at=None
) -> Citation:
    """Cite pages of a paper for a criterion (its code on the dossier's rubric). Event `dossier.cite`."""
    dossier = evidence.dossier
    check_editable(dossier, actor)
    _in_force(evidence)
    key = rubric_keys(dossier.rubric).criteria.get(criterion)
    if key is None:
        raise Refused(messages.FOREIGN_CRITERION, code="criterion", obj=dossier.cycle)
    last = page_to or page_from
    if page_from < 1 or last < page_from:
        raise Refused(messages.PAGES_ORDER, code="pages", obj=dossier.cycle)
    pages = evidence.file.pages
    if pages and last > pages:
        raise Refused(messages.PAGES_BEYOND % {"pages": pages}, code="pages", obj=dossier.cycle)
    if evidence.citations.filter(criterion_id=key, page_from=page_from).exists():
        raise Refused(messages.CITED_ALREADY, code="twice", obj=dossier.cycle)
    citation = Citation(evidence=evidence, criterion_id=key, page_from=page_from, page_to=last)
    citation.full_clean()
    citation.save()
    _record("dossier.cite", actor, dossier, at, after={"evidence": evidence.pk, "criterion": criterion})
    return citation


@transaction.atomic
def uncite(*, citation: Citation, actor, at: datetime | None = None) -> None:
    """Take a citation back. Event `dossier.uncite`."""
    dossier = citation.evidence.dossier
    check_editable(dossier, actor)
    code = citation.criterion.code
    citation.delete()
    _record("dossier.uncite", actor, dossier, at, before={"evidence": citation.evidence_id, "criterion": code})


def check_places(rubric: Rubric, places: dict[str, int]) -> None:
    """Refused for a criterion or an option that is not on the sheet. 0 = không đáp ứng."""
    spec = rubric_spec(rubric)
    for code, place in places.items():
        criterion = spec.criteria.get(code)
        if criterion is None:
            raise Refused(messages.FOREIGN_CRITERION, code="criterion")
        if type(place) is not int or not 0 <= place <= len(criterion.options):
            raise Refused(messages.OPTION_NOT_ON_SHEET, code="option")


@repeatable
@transaction.atomic
def save_self_assessment(
    *,
    dossier: Dossier,
    places: dict[str, int],
    descriptions: dict[str, str] | None = None,
    actor,
    version: int | None = None,
    at: datetime | None = None,
) -> SelfAssessment:
    """Save the producer's own score: criterion code -> place (0 = không đáp ứng; absent = chưa chấm).

    In order: SelfAssessment with its total (computed here), its choices rewritten, event `dossier.self_assessment`.
    `version`: the one that the person saw; another one is Stale.
    """
    check_editable(dossier, actor)
    if not Dossier.objects.select_for_update().filter(pk=dossier.pk, rubric_id=dossier.rubric_id).exists():
        raise Stale(messages.STALE_DOSSIER, code="stale", obj=dossier.cycle)  # a new version of the sheet was published
    check_places(dossier.rubric, places)
    keys, spec = rubric_keys(dossier.rubric), rubric_spec(dossier.rubric)
    descriptions = descriptions or {}
    moment = at or clock.now()
    values = {"filled_by": actor, "updated_at": moment, "total": sheet_points(spec, places).total}
    found = SelfAssessment.objects.filter(dossier=dossier).first()
    if found is None:
        found = SelfAssessment(dossier=dossier, **values)
        found.full_clean()
        found.save()
    else:
        rows = SelfAssessment.objects.filter(pk=found.pk, version=found.version if version is None else version)
        if rows.update(version=F("version") + 1, **values) != 1:
            raise Stale(messages.STALE_DOSSIER, code="stale", obj=dossier.cycle)
        found.refresh_from_db()
        found.choices.all().delete()
    SelfAssessmentChoice.objects.bulk_create(
        SelfAssessmentChoice(
            assessment=found,
            criterion_id=keys.criteria[code],
            option_id=keys.options[code, place] if place else None,
            description=nfc(descriptions.get(code, "")).strip(),
        )
        for code, place in places.items()
    )
    _record("dossier.self_assessment", actor, dossier, at, after={"scored": len(places), "total": found.total})
    return found


@repeatable
@transaction.atomic
def file_dossier(*, dossier: Dossier, actor, at: datetime | None = None) -> Dossier:
    """File the dossier with the first office of its path and pin it to its rubric.

    In order: `rubric_pinned_at`, the rubric's `used_at`, the day of the proposal where no level reports before the
    scoring, remarks of a return answered, the forms frozen, transition `file_dossier` with `filed_at`. Refused while
    papers or the self-assessment are missing, and under a decision that a newer one has taken the cycle over from.
    """
    moment = at or clock.now()
    cycle = dossier.cycle
    require_law_in_force(cycle, moment)
    if dossier.rubric_pinned_at is None:
        Dossier.objects.filter(pk=dossier.pk, rubric_pinned_at__isnull=True).update(rubric_pinned_at=moment)
        dossier.refresh_from_db(fields=["rubric"])  # a new version of the sheet may have been published meanwhile
        Rubric.objects.filter(pk=dossier.rubric_id, used_at__isnull=True).update(used_at=moment)
    changes = {} if cycle.filed_at else {"filed_at": moment}
    if reporting_level(cycle) is None and not cycle.level:
        record_proposal(cycle=cycle, level=first_scoring_level(cycle).level, moment=moment)
    dossier.remarks.filter(answered_at__isnull=True).update(answered_at=moment)
    frozen = freeze(dossier=dossier, of_commune=False, actor=actor, at=moment)
    apply_transition(
        cycle=cycle,
        name="file_dossier",
        actor=actor,
        at=moment,
        room="evaluations",
        changes=changes,
        payload={"rubric": dossier.rubric.code, "rubric_hash": dossier.rubric.content_hash, "forms": frozen},
    )
    dossier.refresh_from_db()
    return dossier
