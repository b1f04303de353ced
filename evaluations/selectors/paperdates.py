"""Until when the supporting papers of a dossier are valid, held against the day of the session (issue of the six steps)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from core import clock
from core.formats import show_date
from evaluations.enums import ItemState
from evaluations.evidencerows import evidence_row
from evaluations.models import Evidence, SessionProduct
from evaluations.selectors.sheetpage import Paper
from producers.enums import ProducerKind

SOON = timedelta(days=30)  # ours: no decision says when a paper counts as ending


@dataclass(frozen=True)
class Ends:
    """What is said of a paper's end: `tone` of the badge, `words`."""

    tone: str
    words: str


def session_day(cycle) -> date | None:
    """The day of the session that has the product now, or None."""
    rows = SessionProduct.objects.filter(cycle_id=cycle.pk).exclude(state=ItemState.CLOSED).order_by("-pk")
    return rows.values_list("session__held_on", flat=True).first()


def ends(expires_on: date | None, day: date | None, today: date) -> Ends | None:
    """A paper is valid to and including `expires_on`. None: nothing to say of it."""
    if expires_on is None:
        return None
    if expires_on < today:
        return Ends("bad", _("Đã hết hạn ngày %(date)s") % {"date": show_date(expires_on)})
    if day is not None and expires_on < day:
        words = {"date": show_date(expires_on), "day": show_date(day)}
        return Ends("bad", _("Hết hạn ngày %(date)s, trước phiên họp ngày %(day)s") % words)
    if expires_on - max(day or today, today) < SOON:
        return Ends("soon", _("Sắp hết hạn: ngày %(date)s") % {"date": show_date(expires_on)})
    return None


# Lines whose papers are granted to the producer by name and form. Ours: no decision lists what a change of form ends.
BY_FORM = ("dkkd", "dieu-kien-sx", "shtt", "cong-bo", "ma-tem", "qlcl")


def of_another_form(paper: Evidence, cycle) -> str:
    """What is said of a paper that was granted while the producer had another legal form; "" when nothing is."""
    if not paper.producer_kind or paper.producer_kind == cycle.producer.kind:
        return ""
    line = evidence_row(cycle.regulation, paper.row)
    if line is None or line.code not in BY_FORM:
        return ""
    words = {"old": ProducerKind(paper.producer_kind).label, "new": cycle.producer.get_kind_display()}
    return _("Cấp khi chủ thể là “%(old)s”, nay là “%(new)s”: cần bản cấp cho chủ thể mới") % words


def dated(papers: Iterable[Evidence], day: date | None) -> list[Evidence]:
    """The papers, each with `ends` (Ends or None). No query of its own."""
    today, rows = clock.today(), list(papers)
    for paper in rows:
        paper.ends = ends(paper.expires_on, day, today)
    return rows


def dated_ends(papers: Iterable[Paper], day: date) -> list[Paper]:
    """The papers beside a sheet, each with what is said of its end. No query."""
    today = clock.today()
    return [replace(paper, ends=ends(paper.expires_on, day, today)) for paper in papers]
