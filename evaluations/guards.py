"""Guards and actors of step 5, under the names that the transition table uses."""

from collections import defaultdict

from django.db.models import Q
from django.shortcuts import get_object_or_404

from core import audit
from core.messages import FILE_NOT_READ
from core.scope import NOBODY
from evaluations import messages
from evaluations.enums import ItemState, PaperSheetState, Seat
from evaluations.models import (
    Certificate,
    Conflict,
    Council,
    CouncilMember,
    Dossier,
    Inspection,
    IssuedPaper,
    PaperEntry,
    Practice,
    Result,
    ScoreSheet,
    SelfAssessment,
    SessionProduct,
)
from evaluations.rules import may_calibrate, may_resolve_paper, may_type_paper
from evaluations.selectors.dossierparts import names_unexplained
from evaluations.selectors.results import result_here, result_rights
from evaluations.selectors.rubrics import newest_complete, rubric_spec
from evaluations.services.dossiers import check_editable
from products.cycle import actor, guard
from products.enums import CycleState, EvaluationLevel
from products.paths import first_scoring_level, path_of, reporting_level

HEADS = (Seat.CHAIR, Seat.VICE_CHAIR)


def council_filter(cycle) -> Q:
    """Councils that evaluate this cycle at the level that holds it."""
    unit = {
        EvaluationLevel.DISTRICT: Q(unit_id__in=[i for i in (cycle.unit_id, cycle.unit.parent_id) if i]),
        EvaluationLevel.PROVINCE: Q(unit_id=cycle.province_id),
        EvaluationLevel.CENTRE: Q(unit__isnull=True),
    }
    return Q(level=cycle.level) & unit.get(cycle.level, Q(pk__in=[]))


def _has_seat(user, cycle, *seats: str) -> bool:
    if user.scope is NOBODY or user.scope.user_id is None:
        return False
    return CouncilMember.objects.filter(
        user_id=user.scope.user_id, seat__in=seats, council__in=Council.objects.filter(council_filter(cycle))
    ).exists()


@actor("advisor")
def is_advisor(user, cycle) -> bool:
    """Tổ tư vấn of a council of the level that holds the dossier."""
    return _has_seat(user, cycle, Seat.ADVISOR)


@actor("secretary")
def is_secretary(user, cycle) -> bool:
    """The secretary of a council of the level that holds the dossier."""
    return _has_seat(user, cycle, Seat.SECRETARY)


@actor("chair")
def is_chair(user, cycle) -> bool:
    """Whoever presides in the council in whose session the product is, or was last."""
    item = SessionProduct.objects.filter(cycle_id=cycle.pk).select_related("session__council").order_by("-pk").first()
    return item is not None and user.scope.user_id is not None and presides(user, item)


def presides(user, item: SessionProduct) -> bool:
    """The chair, or a vice chair where the chair is recused from this product; nobody who is recused. SYSTEM always."""
    if user is audit.SYSTEM:
        return True
    out = set(Conflict.objects.filter(item_id=item.pk, has_conflict=True).values_list("member_id", flat=True))
    return user.pk in _presiding(item.session.council.members.filter(seat__in=HEADS), out)


def _presiding(heads, out: set[int]) -> set[int]:
    """Users among `heads` (seats of chair and vice chairs) who preside where the seats in `out` are recused."""
    here = [m for m in heads if m.pk not in out]
    if any(m.seat == Seat.CHAIR for m in here):
        here = [m for m in here if m.seat == Seat.CHAIR]
    return {m.user_id for m in here}


def chaired(user, cycles) -> set[int]:
    """Keys of the cycles for which `is_chair` holds: the same question about many, in three statements."""
    if user is audit.SYSTEM or user.scope.user_id is None:
        return {cycle.pk for cycle in cycles if is_chair(user, cycle)}
    rows = SessionProduct.objects.filter(cycle__in=[cycle.pk for cycle in cycles]).order_by("pk")
    last = {
        cycle: (item, council) for cycle, item, council in rows.values_list("cycle_id", "pk", "session__council_id")
    }
    items, councils = {item for item, _council in last.values()}, {council for _item, council in last.values()}
    out, heads = defaultdict(set), defaultdict(list)
    for item, member in Conflict.objects.filter(item__in=items, has_conflict=True).values_list("item_id", "member_id"):
        out[item].add(member)
    for seat in CouncilMember.objects.filter(council__in=councils, seat__in=HEADS):
        heads[seat.council_id].append(seat)
    return {cycle for cycle, (item, council) in last.items() if user.pk in _presiding(heads[council], out[item])}


is_chair.many = chaired


def open_item(cycle) -> SessionProduct | None:
    """The cycle's product of a session that is not closed yet."""
    return (
        SessionProduct.objects.filter(cycle_id=cycle.pk)
        .exclude(state=ItemState.CLOSED)
        .select_related("session__council")
        .order_by("-pk")
        .first()
    )


@guard("rubric_ready")
def rubric_ready(cycle, actor):
    """The cycle's product set has a complete sheet."""
    if newest_complete(cycle.product_set) is None:
        return messages.RUBRIC_MISSING % {"set": cycle.product_set.name}
    return None


@guard("dossier_complete")
def dossier_complete(cycle, actor):
    """At least one paper, none that cannot be opened, and the producer's own score for every criterion."""
    dossier = (
        Dossier.objects.select_related("rubric", "cycle__producer", "cycle__product").filter(cycle_id=cycle.pk).first()
    )
    if dossier is None or not dossier.evidence.filter(removed_at__isnull=True, replaced_by__isnull=True).exists():
        return messages.EVIDENCE_NONE
    # A file that the server could not look into is only pointed out: that may be the server's own limit.
    shut = dossier.evidence.filter(removed_at__isnull=True, replaced_by__isnull=True)
    broken = shut.exclude(file__problem__in=["", str(FILE_NOT_READ)]).first()
    if broken is not None:
        return messages.EVIDENCE_BROKEN % {"row": broken.row, "title": broken.title}
    assessment = SelfAssessment.objects.filter(dossier=dossier).first()
    if assessment is None:
        return messages.SELF_NONE
    missing = len(rubric_spec(dossier.rubric).criteria) - assessment.choices.count()
    return messages.SELF_MISSING % {"count": missing} if missing else _names(dossier)


def _names(dossier):
    """Names on the papers that differ from the form are explained before a dossier goes on."""
    where = names_unexplained(dossier)
    return messages.NAMES_DIFFER % {"where": ", ".join(where)} if where else None


@guard("path_has_commune_report")
def path_has_commune_report(cycle, actor):
    """The regulation knows the commune's report (1489/QĐ-TTg, 26/2026/QĐ-TTg)."""
    return None if reporting_level(cycle) else messages.NO_COMMUNE_STEP


@guard("commune_report_complete")
def commune_report_complete(cycle, actor):
    """Mẫu số 03: the four topics, number and date, and the commune's proposal (26/2026/QĐ-TTg Art. 7.2)."""
    dossier = (
        Dossier.objects.select_related("commune_report", "cycle__producer", "cycle__product")
        .filter(cycle_id=cycle.pk)
        .first()
    )
    report = getattr(dossier, "commune_report", None)
    if report is None or not report.proposes or not report.number.strip() or report.reported_on is None:
        return messages.COMMUNE_REPORT_MISSING
    topics = (report.materials, report.labour, report.idea, report.identity)
    return _names(dossier) if all(topic.strip() for topic in topics) else messages.COMMUNE_REPORT_MISSING


@guard("level_may_receive")
def level_may_receive(cycle, actor):
    """A filed dossier needs the commune's report first, where the path has one; a forwarded one a level above."""
    if cycle.state == CycleState.DOSSIER_FILED and reporting_level(cycle) and not _above_first(cycle):
        return messages.COMMUNE_REPORT_FIRST
    if cycle.state == CycleState.FORWARDED and path_of(cycle).level(cycle.level) is None:
        return messages.NO_LEVEL_ABOVE
    return None


def _above_first(cycle) -> bool:
    """A dossier that a level above the first one had returned comes back to that level."""
    return bool(cycle.level) and cycle.level != first_scoring_level(cycle).level


@guard("advisory_note_written")
def advisory_note_written(cycle, actor):
    """The advisory team has written what it found."""
    note = Dossier.objects.filter(cycle_id=cycle.pk).values_list("advisory_note", flat=True).first()
    return None if note and note.strip() else messages.ADVISORY_NOTE_MISSING


@guard("nothing_scored")
def nothing_scored(cycle, actor):
    """Nobody has opened a sheet or answered the conflict question for it."""
    item = open_item(cycle)
    if item and (item.sheets.exists() or item.conflicts.exists()):
        return messages.SOMETHING_SCORED
    return None


@guard("closing_allowed")
def closing_allowed(cycle, actor):
    """The frozen result of this session is there: closing writes it after all its checks, in the same transaction."""
    here = Result.objects.filter(item__cycle_id=cycle.pk, item__session__council__level=cycle.level)
    return None if here.exists() else messages.NO_RESULT


def closing_refused(cycles, actor) -> dict[int, str]:
    """Cycle key -> sentence, where `closing_allowed` does not hold: the same question about many, in one statement."""
    there = Result.objects.filter(item__cycle__in=[cycle.pk for cycle in cycles])
    levels = set(there.values_list("item__cycle_id", "item__session__council__level"))
    return {cycle.pk: messages.NO_RESULT for cycle in cycles if (cycle.pk, cycle.level) not in levels}


closing_allowed.many = closing_refused


@guard("result_goes_up")
def result_goes_up(cycle, actor):
    """Average of at least the level's forwarding points, and no knock-out (design §5, path of the regulation)."""
    result = result_here(cycle)
    if result is None:
        return messages.NO_RESULT
    if result_rights(cycle, result).goes_up:
        return None
    return messages.NOT_HIGH_ENOUGH % {"average": result.average_shown.replace(".", ",")}


@guard("result_recognised_here")
def result_recognised_here(cycle, actor):
    """Stars that this level recognises itself."""
    result = result_here(cycle)
    if result is None:
        return messages.NO_RESULT
    rights = result_rights(cycle, result)
    if rights.recognised:
        return None
    if not rights.level.recognises:
        return messages.NOTHING_RECOGNISED_HERE
    return messages.NOT_RECOGNISED_HERE % {"stars": ", ".join(map(str, rights.level.recognises))}


@guard("result_not_recognised")
def result_not_recognised(cycle, actor):
    """Neither recognised here nor sent up."""
    result = result_here(cycle)
    if result is None:
        return messages.NO_RESULT
    rights = result_rights(cycle, result)
    if rights.level.hands_back and not rights.recognised:
        return messages.PROVINCE_DECIDES
    return messages.STILL_RECOGNISABLE if rights.recognised or rights.goes_up else None


@guard("result_handed_back")
def result_handed_back(cycle, actor):
    """The top level did not recognise it, and the regulation gives the decision back (26/2026/QĐ-TTg Art. 7.4.g).

    The article speaks of a result below 90 points. A result of 90 and more that misses a 5-star mark is no 5 stars
    either, so it is read the same way; so is one that was knocked out, which the province can only score again or refuse.
    """
    result = result_here(cycle)
    if result is None:
        return messages.NO_RESULT
    rights = result_rights(cycle, result)
    return None if rights.level.hands_back and not rights.recognised else messages.NOT_HANDED_BACK


def reaches_certificate(user, certificate_id: int) -> bool:
    """Whether the person may fetch the printed certificate."""
    return Certificate.objects.visible_to(user).filter(pk=certificate_id).exists()


def reaches_dossier(user, dossier_id: int) -> bool:
    """Whether the person may fetch the papers of a dossier: the gate of core.files."""
    return Dossier.objects.visible_to(user).filter(pk=dossier_id).exists()


def takes_uploads(user, dossier_id: int) -> None:
    """Whether the person may send papers to a dossier: 404 out of reach, Refused while it is not theirs to write."""
    dossier = get_object_or_404(Dossier.objects.visible_to(user).select_related("cycle"), pk=dossier_id)
    check_editable(dossier, user)


def reaches_paper_sheet(user, entry_id: int) -> bool:
    """Whether the person may fetch the scan of a paper sheet: who types it, the third look, and who may read the sheet."""
    entry = PaperEntry.objects.visible_to(user).filter(pk=entry_id).select_related("item__session__council").first()
    if entry is None:
        return False
    if may_type_paper(user, entry.item.session.council):
        return True
    if entry.state == PaperSheetState.DIFFERS and may_resolve_paper(user, entry):
        return True
    return ScoreSheet.objects.visible_to(user).filter(pk=entry.sheet_id).exists()


def reaches_inspection(user, inspection_id: int) -> bool:
    """Whether the person may fetch the papers of an inspection."""
    return Inspection.objects.visible_to(user).filter(pk=inspection_id).exists()


def is_the_person(user, user_id: int) -> bool:
    """Whether the file is the person's own."""
    return user.scope.user_id is not None and user.scope.user_id == user_id


def reaches_paper(user, paper_id: int) -> bool:
    """Whether the person may fetch the files of an official paper."""
    return IssuedPaper.objects.visible_to(user).filter(pk=paper_id).exists()


def reaches_practice(user, practice_id: int) -> bool:
    """Whether the person may fetch the paper of a practice product."""
    practice = Practice.objects.visible_to(user).filter(pk=practice_id).select_related("session__council").first()
    return practice is not None and may_calibrate(user, practice.session.council)
