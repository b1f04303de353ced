"""A dossier of re-evaluation or upgrade beside the one before: what was kept, renewed, added, dropped, what is asked for."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import clock
from core.formats import show_date
from evaluations.evidencerows import evidence_rows, row_in
from evaluations.models import Dossier, DossierForm
from evaluations.selectors.dossierpage import papers_in_force
from evaluations.selectors.formvalues import forms_for
from products.enums import CycleKind

# Lines that Article 6.1.c has brought up to date at every re-evaluation, by code of the list: materials, technology,
# labels and packaging, declaration, periodic tests, market, output and revenue.
UPDATED = ("nguyen-lieu", "moi-truong", "tang-truong", "thi-truong", "cong-bo", "kiem-nghiem", "ma-tem")


def previous_dossier(dossier: Dossier) -> Dossier | None:
    """The newest dossier of an earlier cycle of the same product; None for a first request."""
    if dossier.cycle.kind == CycleKind.FIRST:
        return None
    rows = Dossier.objects.filter(cycle__product_id=dossier.cycle.product_id, cycle_id__lt=dossier.cycle_id)
    return rows.select_related("cycle__regulation", "cycle__producer", "rubric").order_by("-cycle_id").first()


@dataclass(frozen=True)
class Change:
    """One line of the list. tone "ok" kept, "info" new or renewed, "soon" to be brought up to date, "bad" missing now."""

    number: str
    title: str
    tone: str
    words: str
    before: list
    now: list


def paper_changes(dossier: Dossier) -> list[Change]:
    """Line by line of the list, only those that either dossier has papers for; compared by SHA-256."""
    before = previous_dossier(dossier)
    if before is None:
        return []
    old, new = before.cycle.regulation, dossier.cycle.regulation
    were: dict[str, list] = {}
    for paper in papers_in_force(before):
        were.setdefault(row_in(new, old, paper.row) or f"cũ {paper.row}", []).append(paper)
    are: dict[str, list] = {}
    for paper in papers_in_force(dossier):
        are.setdefault(paper.row, []).append(paper)
    updated = UPDATED if dossier.cycle.kind == CycleKind.RENEWAL else ()
    rows = [(row.number, row.title, row.code in updated) for row in evidence_rows(new)]
    rows += [
        (key, _("Mục chỉ có ở danh mục cũ"), False) for key in sorted(set(were) - {number for number, *_rest in rows})
    ]
    return [
        Change(
            number,
            title,
            *_judged(were.get(number, []), are.get(number, []), due),
            were.get(number, []),
            are.get(number, []),
        )
        for number, title, due in rows
        if number in were or number in are
    ]


def _judged(before: list, now: list, due: bool) -> tuple[str, str]:
    old, new = {p.file.sha256 for p in before}, {p.file.sha256 for p in now}
    if not now:
        ended = [p.expires_on for p in before if p.expires_on and p.expires_on < clock.today()]
        if ended:
            return "bad", _("Bản trong hồ sơ trước đã hết hạn ngày %(date)s, cần nộp bản mới") % {
                "date": show_date(max(ended))
            }
        return "bad", _("Hồ sơ trước có, hồ sơ này chưa có")
    if not before:
        return "info", _("Mới so với hồ sơ trước")
    if new == old:
        if due:
            return "soon", _("Giữ nguyên; Điều 6 khoản 1 điểm c yêu cầu cập nhật nội dung này")
        return "ok", _("Giữ nguyên, đúng mã băm")
    return "info", _("Đã thay đổi hoặc bổ sung")


def asked_again(dossier: Dossier) -> list[Change]:
    """What a re-evaluation still has to bring: lines that ended or are missing, and those to be brought up to date."""
    return [change for change in paper_changes(dossier) if change.tone in ("bad", "soon")]


@dataclass(frozen=True)
class TextChange:
    """One blank of a form that says something else than before."""

    form: str
    label: str
    before: str
    now: str


def text_changes(dossier: Dossier) -> list[TextChange]:
    """Blanks of the same form that were written differently, and a producer's legal form that has changed."""
    before = previous_dossier(dossier)
    if before is None:
        return []
    found = []
    forms = forms_for(dossier)
    values = {
        row_dossier: dict(DossierForm.objects.filter(dossier=row_dossier, code__in=forms).values_list("code", "values"))
        for row_dossier in (before, dossier)
    }
    for code, form in forms.items():
        old, new = values[before].get(code, {}), values[dossier].get(code, {})
        for field in form.fields:
            one, other = old.get(field.key) or "", new.get(field.key) or ""
            if field.input != "tick" and one != other:
                found.append(TextChange(form.number, field.label, str(one), str(other)))
    return found
