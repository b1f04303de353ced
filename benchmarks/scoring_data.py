"""Councils for the scoring benchmarks, on top of `data.lay`: a full board, a session to close, sheets being written."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from accounts.models import User
from benchmarks.data import TODAY, Laid
from core import clock, triggers
from core.audit import digest
from core.models import File
from core.text import person_sort_key
from evaluations.enums import ItemState, Seat, SessionState, SheetState
from evaluations.models import (
    Citation,
    CommuneReport,
    Conflict,
    Council,
    CouncilMember,
    CouncilSession,
    Dossier,
    Evidence,
    Presence,
    Rubric,
    Score,
    ScoreSheet,
    SelfAssessment,
    SelfAssessmentChoice,
    SessionProduct,
)
from evaluations.scoring import sheet_points
from evaluations.selectors.rubrics import rubric_keys, rubric_spec
from evaluations.services.rubrics import load_rubrics
from evaluations.sheetfiles import load_sheet
from products.enums import CycleState
from products.models import Cycle

SHEET = "26-2026/13"
MEMBERS, WRITERS, CLOSING = 9, 20, 40
PASSWORD = "mot-mat-khau-cua-phep-do"  # noqa: S105  of people who live as long as the run


@dataclass(frozen=True)
class Scored:
    """Keys of the sessions, and who looks: the chair of all councils; `writers`: (user, key of the own draft)."""

    chair: User
    board: CouncilSession
    closing: CouncilSession
    writers: list[tuple[User, int]]
    products: int
    sheets: int
    criteria: int


def lay(laid: Laid, products: int) -> Scored:
    """`products` × 9 complete sheets locked on one board, 40 × 9 ready to close, 20 drafts in a third session."""
    load_rubrics(files=[load_sheet(SHEET)])
    rubric = Rubric.objects.get(code=SHEET, retired_at__isnull=True)
    people = _people(MEMBERS + WRITERS)
    cycles = _cycles(laid, products + CLOSING + 1, rubric)
    council, seats = _council(laid, people[:MEMBERS])
    board = _session(council, seats, cycles[:products], rubric, ItemState.LOCKED)
    other, others = _council(laid, people[:MEMBERS])
    closing = _session(other, others, cycles[products : products + CLOSING], rubric, ItemState.LOCKED)
    with without_triggers():
        _full_sheets(board, seats, rubric)
        _full_sheets(closing, others, rubric)
    third, seats = _council(laid, [people[0], *people[MEMBERS:]])
    live = _session(third, seats, cycles[products + CLOSING :], rubric, ItemState.SCORING)
    item = live.items.get()
    Conflict.objects.bulk_create(Conflict(item=item, member=seat, has_conflict=False) for seat in seats)
    drafts = ScoreSheet.objects.bulk_create(ScoreSheet(item=item, member=seat) for seat in seats)
    with without_triggers():
        _papers(item, people[0])
        _half(drafts[-1])
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    writers = [(seat.user, sheet.pk) for seat, sheet in zip(seats[1:], drafts[1:], strict=True)]
    return Scored(people[0], board, closing, writers, products, products * MEMBERS, len(rubric_spec(rubric).criteria))


def _cycles(laid: Laid, count: int, rubric: Rubric) -> list[Cycle]:
    """Cycles of the province, scored on `rubric`. Where it has too few, others move in: the report is measured before."""
    own = Cycle.objects.filter(province=laid.province).order_by("pk")
    keys = list(own.values_list("pk", flat=True)[:count])
    others = Cycle.objects.exclude(province=laid.province).order_by("pk")
    keys += others.values_list("pk", flat=True)[: count - len(keys)]
    Cycle.objects.filter(pk__in=keys).update(
        state=CycleState.SCORED, level="province", product_set=rubric.product_set, unit=own[0].unit, province=laid.province
    )  # fmt: skip
    return list(Cycle.objects.filter(pk__in=keys).order_by("pk"))


@contextmanager
def without_triggers():
    """What is laid here in bulk did not happen step by step: the append-only triggers are taken away for that long."""
    triggers.lift()
    try:
        yield
    finally:
        triggers.lay()


def _people(count: int) -> list[User]:
    users = []
    for number in range(count):
        name = f"Thành viên {number + 1}"
        users.append(User(username=f"bench-hd{number}", full_name=name, sort_key=person_sort_key(name)))
    users[0].set_password(PASSWORD)
    for user in users[1:]:
        user.set_unusable_password()
    return User.objects.bulk_create(users)


def _council(laid: Laid, users: list[User]) -> tuple[Council, list[CouncilMember]]:
    council = Council.objects.create(
        name="Hội đồng đánh giá, phân hạng sản phẩm OCOP", level="province", unit=laid.province, province=laid.province,
        decision_number="2145/QĐ-UBND", decision_date=TODAY - timedelta(days=60),
    )  # fmt: skip
    seats = CouncilMember.objects.bulk_create(
        CouncilMember(
            council=council, user=user, seat=Seat.MEMBER if n else Seat.CHAIR, agency="Sở Công Thương", position=n
        )
        for n, user in enumerate(users)
    )
    return council, seats


def _session(council, seats, cycles, rubric, state) -> CouncilSession:
    session = CouncilSession.objects.create(
        council=council, held_on=clock.today(), state=SessionState.OPEN, opened_at=clock.now()
    )
    Presence.objects.bulk_create(Presence(session=session, member=seat, present=True) for seat in seats)
    dossiers = Dossier.objects.bulk_create(
        Dossier(cycle=cycle, rubric=rubric, rubric_pinned_at=clock.now()) for cycle in cycles
    )
    SessionProduct.objects.bulk_create(
        SessionProduct(session=session, cycle=cycle, dossier=dossier, rubric=rubric, position=n, state=state)
        for n, (cycle, dossier) in enumerate(zip(cycles, dossiers, strict=True), start=1)
    )
    return session


def _papers(item: SessionProduct, author: User) -> None:
    """What a dossier in order lays beside the sheet: a self-score and a cited paper on every criterion, the commune's report."""
    dossier, spec, keys = item.dossier, rubric_spec(item.rubric), rubric_keys(item.rubric)
    own = SelfAssessment.objects.create(dossier=dossier, filled_by=author)
    SelfAssessmentChoice.objects.bulk_create(
        SelfAssessmentChoice(
            assessment=own, criterion_id=keys.criteria[code], option_id=keys.options[code, 1], description="Xem MC-01."
        )
        for code in spec.criteria
    )
    CommuneReport.objects.create(
        dossier=dossier, written_by=author, materials="Nguyên liệu của xã.", labour="Lao động của xã.", idea="Tự làm.",
        identity="Nghề lâu đời.",
    )  # fmt: skip
    files = File.objects.bulk_create(
        File(
            stored_name=f"bench-{n}.pdf", original_name=f"{n}.pdf", content_type="application/pdf", size=1, pages=4,
            sha256=f"{n:064x}", owner_type="evaluations.evidence",
        )
        for n in range(12)
    )  # fmt: skip
    papers = Evidence.objects.bulk_create(
        Evidence(dossier=dossier, row=f"{n:02d}", title=f"Giấy xác nhận số {n}", file=file, added_by=author)
        for n, file in enumerate(files, start=1)
    )
    Citation.objects.bulk_create(
        Citation(evidence=papers[n % len(papers)], criterion_id=key, page_from=1, page_to=2)
        for n, key in enumerate(keys.criteria.values())
    )


def _half(sheet: ScoreSheet) -> None:
    """Every second criterion scored, with a comment."""
    keys = rubric_keys(sheet.item.rubric)
    Score.objects.bulk_create(
        Score(sheet=sheet, criterion_id=key, place=1, option_id=keys.options[code, 1], comment="Đã xem giấy tờ, đạt.")
        for code, key in list(keys.criteria.items())[::2]
    )


def _full_sheets(session, seats, rubric) -> None:
    """A complete sheet of every seat for every product: two patterns of answers, so totals differ by a few points."""
    spec, keys = rubric_spec(rubric), rubric_keys(rubric)
    patterns = []
    for short in (0, 1):
        places = {code: max(c.options, key=lambda o: o.points).place for code, c in spec.criteria.items()}
        code = next(c for c in spec.criteria if not spec.criteria[c].applies_if and len(spec.criteria[c].options) > 1)
        if short:
            places[code] = sorted(spec.criteria[code].options, key=lambda o: o.points)[-2].place
        patterns.append((places, sheet_points(spec, places).total))
    sheets = [
        ScoreSheet(
            item=item, member=seat, seal=digest([]), state=SheetState.SUBMITTED, locked=True, version=1, submitted_at=clock.now(),
            total=patterns[(item.position + n) % 2][1],
        )
        for item in session.items.all()
        for n, seat in enumerate(seats)
    ]  # fmt: skip
    ScoreSheet.objects.bulk_create(sheets)
    for start in range(0, len(sheets), 500):
        rows = []
        for n, sheet in enumerate(sheets[start : start + 500], start=start):
            places = patterns[(sheet.item.position + n % len(seats)) % 2][0]
            rows += [
                Score(sheet=sheet, criterion_id=keys.criteria[c], place=p, option_id=keys.options[c, p] if p else None)
                for c, p in places.items()
            ]
        Score.objects.bulk_create(rows)
