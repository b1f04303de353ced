"""Decisions and sheets that are entered in the portal: drafts, publishing, and what happens to dossiers not yet filed."""

from datetime import datetime

from django.db import transaction

from core import audit, clock
from core.datafiles import DataError
from core.exceptions import NotAllowed, Refused, Stale
from core.text import nfc
from evaluations import criteria_messages as messages
from evaluations.criteriafiles import Bundle, Text, read_bundle
from evaluations.enums import DraftKind
from evaluations.messages import WRONG_PASSWORD
from evaluations.models import CriteriaDraft, Dossier, Rubric
from evaluations.rules import may_manage_criteria
from evaluations.selectors.criteria import draft_law, known_laws
from evaluations.services.carryover import carry_over
from evaluations.services.rubrics import write_rubric
from evaluations.sheetfiles import parse_sheet
from products.models import Regulation
from products.services.regulations import add_regulation


class FaultyFiles(Refused):
    """Uploaded files with faults, all of them; nothing was stored."""

    def __init__(self, faults: list[DataError]):
        super().__init__(messages.FAULTS % {"count": len(faults)}, code="files")
        self.faults = faults


def require_criteria_office(actor) -> None:
    """NotAllowed unless the actor administrates decisions and sheets."""
    if actor is not audit.SYSTEM and not may_manage_criteria(actor):
        raise NotAllowed(messages.NOT_CRITERIA_OFFICE, code="not_criteria_office")


def save_drafts(
    *, texts: list[Text], actor, unread: list[DataError] = (), at: datetime | None = None
) -> list[CriteriaDraft]:
    """Store uploaded texts as drafts: all of them, or none. `unread`: faults of files that gave no text.

    In order: every text is read against the decisions that stand and against the others, a live draft of the same code is
    dropped, one draft per text, one event `criteria.draft` each, last. A sheet that is the one in use already is left out.
    Errors: FaultyFiles with every fault; Refused where nothing is new. Source: 26/2026/QĐ-TTg Appendix II, design §5.
    """
    require_criteria_office(actor)
    moment = at or clock.now()
    with transaction.atomic():
        codes = frozenset(Regulation.objects.values_list("code", flat=True))
        bundle = read_bundle(texts, known_laws(), codes)
        if unread or bundle.faults:
            raise FaultyFiles([*unread, *bundle.faults])
        drafts = _fresh(bundle, actor, moment)
        if not drafts:
            raise Refused(messages.NOTHING_NEW, code="files")
        CriteriaDraft.objects.live().filter(code__in=[d.code for d in drafts]).update(dropped_at=moment)
        for draft in drafts:
            draft.full_clean()
            draft.save(force_insert=True)
        for draft in drafts:
            after = {"code": draft.code, "hash": draft.sha256, "file": draft.file_name}
            audit.record("criteria.draft", actor=actor, obj=draft, at=moment, after=after)
    return drafts


def _fresh(bundle: Bundle, actor, moment: datetime) -> list[CriteriaDraft]:
    in_use = dict(Rubric.objects.filter(retired_at__isnull=True).values_list("code", "content_hash"))
    common = {"created_by": actor, "created_at": moment}
    drafts = []
    if bundle.decision:
        spec, text = bundle.decision
        drafts.append(
            CriteriaDraft(
                kind=DraftKind.DECISION, code=spec.code, title=spec.number, file_name=text.name, text=text.text,
                sha256=spec.sha256, **common,
            )
        )  # fmt: skip
    for sheet, text in bundle.sheets:
        if in_use.get(sheet.rubric.id) != sheet.sha256:
            drafts.append(
                CriteriaDraft(
                    kind=DraftKind.SHEET, code=sheet.rubric.id, title=sheet.rubric.name, file_name=text.name,
                    text=text.text, sha256=sheet.sha256, complete=sheet.rubric.complete, **common,
                )
            )  # fmt: skip
    return drafts


@transaction.atomic
def drop_draft(*, draft: CriteriaDraft, actor, at: datetime | None = None) -> CriteriaDraft:
    """Take a draft back; its text stays in the record. In order: the draft, event `criteria.drop`. Stale once it has ended."""
    require_criteria_office(actor)
    moment = at or clock.now()
    _end(draft, moment, dropped_at=moment)
    audit.record("criteria.drop", actor=actor, obj=draft, at=moment, before={"code": draft.code, "hash": draft.sha256})
    return draft


def _end(draft: CriteriaDraft, moment: datetime, **changes) -> None:
    if CriteriaDraft.objects.live().filter(pk=draft.pk).update(**changes) != 1:
        raise Stale(messages.DRAFT_GONE, code="stale", obj=draft)
    draft.refresh_from_db()


def publish_draft(
    *, draft: CriteriaDraft, password: str, reason: str, actor, at: datetime | None = None
) -> CriteriaDraft:
    """Publish a decision or a sheet, with the person's password again and a reason. Nothing of it changes afterwards.

    A decision, in order: Regulation, ProductSets, its text; the draft; event `criteria.publish`. A sheet: the version in
    use is retired, the new one written with the next number, dossiers not yet filed go over to it (`_move_dossiers`), the draft,
    event `criteria.publish` with both versions. A dossier once filed keeps its sheet (design §5).
    Errors: NotAllowed, Refused (password, reason, decision not published, text no longer fits, a whole sheet replaced by
    one with gaps), Stale when another was faster.
    """
    require_criteria_office(actor)
    if not actor.check_password(password):
        raise Refused(WRONG_PASSWORD, code="password", obj=draft)
    reason = nfc(reason).strip()
    if not reason:
        raise Refused(messages.PUBLISH_REASON, code="reason", obj=draft)
    moment = at or clock.now()
    ended = {"published_at": moment, "published_by": actor, "reason": reason}
    with transaction.atomic():
        # The draft first: two who publish at once meet here.
        if not CriteriaDraft.objects.select_for_update().live().filter(pk=draft.pk).exists():
            raise Stale(messages.DRAFT_GONE, code="stale", obj=draft)
        if draft.kind == DraftKind.DECISION:
            before, after = _publish_decision(draft, moment, ended)
        else:
            before, after = _publish_sheet(draft, moment, ended)
        obj = draft.rubric or draft.regulation
        audit.record(
            "criteria.publish", actor=actor, obj=obj, parent=draft, at=moment, reason=reason, before=before, after=after
        )
    return draft


def _publish_decision(draft: CriteriaDraft, moment: datetime, ended: dict) -> tuple[dict, dict]:
    spec = draft_law(draft)
    if spec is None or Regulation.objects.filter(code=draft.code).exists():
        raise Refused(messages.DRAFT_FAULTY, code="faulty", obj=draft)
    regulation = add_regulation(spec=spec, text=draft.text, at=moment)
    _end(draft, moment, regulation=regulation, **ended)
    return {}, {"code": spec.code, "number": spec.number, "hash": spec.sha256, "sets": len(spec.sets)}


def _publish_sheet(draft: CriteriaDraft, moment: datetime, ended: dict) -> tuple[dict, dict]:
    published = dict(Regulation.objects.values_list("code", "number"))
    code = draft.code.partition("/")[0]
    laws = known_laws()
    if code not in published:
        law = next((spec.number for spec in laws.values() if spec.code == code), code)
        raise Refused(messages.PUBLISH_LAW_FIRST % {"law": law}, code="law", obj=draft)
    file, _faults = parse_sheet(draft.text.encode(), draft.file_name, laws)
    if file is None or file.rubric.id != draft.code:
        raise Refused(messages.DRAFT_FAULTY, code="faulty", obj=draft)
    versions = Rubric.objects.filter(code=draft.code).order_by("-version")
    current = versions.filter(retired_at__isnull=True).first()
    if current is not None and current.complete and not file.rubric.complete:
        raise Refused(messages.COMPLETE_STAYS, code="complete", obj=draft)
    newest = versions.first()
    if current is not None:
        gone = Rubric.objects.filter(pk=current.pk, retired_at__isnull=True).update(retired_at=moment)
        if gone != 1:
            raise Stale(messages.DRAFT_GONE, code="stale", obj=draft)
    rubric = write_rubric(file, newest.version + 1 if newest else 1, moment)
    moved = _move_dossiers(current, rubric, ended["published_by"], moment) if current is not None else []
    _end(draft, moment, rubric=rubric, **ended)
    before = {"version": current.version, "hash": current.content_hash} if current else {}
    after = {
        "code": rubric.code, "version": rubric.version, "hash": rubric.content_hash, "complete": rubric.complete,
        "dossiers": moved,
    }  # fmt: skip
    return before, after


def _move_dossiers(old: Rubric, new: Rubric, actor, moment: datetime) -> list[int]:
    """Dossiers not yet filed go over to the new version; the keys of those that did. Nothing of a filed one changes.

    One event `dossier.new_sheet` each, so that the producer's file tells it. What stays of a self-score and of citations:
    see `carry_over`.
    """
    waiting = Dossier.objects.select_for_update(of=("self",)).filter(rubric=old, rubric_pinned_at__isnull=True)
    dossiers = list(waiting.select_related("cycle")) if new.complete else []
    if not dossiers:
        return []
    carry_over(dossiers, old, new, moment)
    for dossier in dossiers:
        audit.record(
            "dossier.new_sheet", actor=actor, obj=dossier, parent=dossier.cycle, at=moment,
            province_id=dossier.cycle.province_id,
            before={"rubric": old.code, "version": old.version}, after={"rubric": new.code, "version": new.version},
        )  # fmt: skip
    return [d.pk for d in dossiers]
