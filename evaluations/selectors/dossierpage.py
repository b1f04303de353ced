"""The dossier's hub: what is done, what is missing, what the person may do next."""

from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.evidencerows import evidence_rows
from evaluations.formdefs import forms_of
from evaluations.models import Dossier
from evaluations.rules import may_write_dossier
from evaluations.selectors.dossierparts import OF_COMMUNE, name_check, open_remarks
from evaluations.selectors.paperdates import dated, of_another_form
from evaluations.selectors.rubrics import rubric_spec
from products.cycle import from_state
from products.enums import CycleState
from products.paths import reporting_level
from products.services.transitions import may, missing

EDITABLE = (CycleState.DOSSIER_DRAFT, CycleState.DOSSIER_RETURNED)


def dossiers_for(user):
    """Dossiers that the person reaches, with what their pages read."""
    return Dossier.objects.visible_to(user).select_related(
        "cycle__product__producer", "cycle__producer", "cycle__unit__parent", "cycle__province", "cycle__regulation",
        "cycle__product_set", "rubric__product_set__regulation", "self_assessment", "commune_report",
    )  # fmt: skip


def papers_in_force(dossier: Dossier):
    """Papers that were neither removed nor replaced."""
    return dossier.evidence.filter(removed_at__isnull=True, replaced_by__isnull=True).select_related("file")


def older_versions(paper) -> list:
    """What the paper took the place of, newest first, each with its citations."""
    found, place = [], paper
    while place := place.replaces.select_related("file").prefetch_related("citations__criterion").first():
        found.append(place)
    return found


def troubled(dossier: Dossier, day) -> list:
    """Papers in force that could not be opened, end before the session's day or soon, or name another legal form.

    Each with `trouble`, the sentences about it.
    """
    found = []
    for paper in dated(papers_in_force(dossier), day):
        said = [paper.file.problem, paper.ends.words if paper.ends else "", of_another_form(paper, dossier.cycle)]
        paper.trouble = "; ".join(sentence.rstrip(".") for sentence in said if sentence)
        if paper.trouble:
            found.append(paper)
    return found


def may_edit(user, dossier: Dossier) -> bool:
    """Whether the person writes this dossier now."""
    return dossier.cycle.state in EDITABLE and may_write_dossier(user, dossier.cycle)


def acts_for(user, dossier: Dossier) -> dict[str, list[str]]:
    """Name of every step-5 act that is the person's now -> sentences of what is missing."""
    cycle = dossier.cycle
    rows = [row for row in from_state(cycle.state) if row.room == "evaluations" and may(cycle, row, user)]
    return {row.name: missing(cycle, row, user) for row in rows}


def tasks(user, dossier: Dossier) -> list[dict]:
    """Groups of rows of the hub: title and rows with label, status, url, hint."""
    cycle, writes = dossier.cycle, may_edit(user, dossier)
    spec = rubric_spec(dossier.rubric)
    lines = {row.number for row in evidence_rows(cycle.regulation)}
    have = set(papers_in_force(dossier).values_list("row", flat=True))
    assessment = getattr(dossier, "self_assessment", None)
    scored = assessment.choices.count() if assessment else 0
    own = [
        _row(
            _("Nộp minh chứng theo danh mục"),
            "done" if have else "todo",
            reverse("evaluations:evidence", args=[dossier.pk]),
            _("%(have)s/%(all)s mục đã có giấy tờ") % {"have": len(have & lines), "all": len(lines)},
            place="row-",
        ),
        _row(
            _("Tự chấm theo bộ tiêu chí"),
            "done" if scored == len(spec.criteria) else "doing" if scored else "todo",
            reverse("evaluations:self_assessment", args=[dossier.pk]),
            _("Đã chấm %(done)s/%(all)s tiêu chí, tạm tính %(total)s điểm")
            % {"done": scored, "all": len(spec.criteria), "total": assessment.total if assessment else 0},
            place="self",
        ),
    ]
    own += [*_forms(dossier), _names(dossier)]
    _ask_again(own, open_remarks(dossier))
    ready = bool(have) and scored == len(spec.criteria)
    if writes:
        own.append(
            _row(
                _("Kiểm tra và nộp hồ sơ"),
                "todo" if ready else "locked",
                reverse("evaluations:dossier_file", args=[dossier.pk]) if ready else "",
                "" if ready else _("Mở khi đã có minh chứng và tự chấm đủ tiêu chí"),
            )
        )
    return [{"title": _("Hồ sơ của chủ thể"), "rows": own}, {"title": _("Cơ quan quản lý"), "rows": _office(dossier)}]


def _names(dossier: Dossier) -> dict:
    """The check of names: done when all are written and none differs without a word."""
    tones = {row.tone for row in name_check(dossier)}
    explained = bool((dossier.names or {}).get("note"))
    state = "fix" if "bad" in tones and not explained else "todo" if "" in tones else "done"
    hint = _("Tên trên nhãn, bản công bố, phiếu kiểm nghiệm phải khớp hồ sơ")
    return _row(
        _("Đối chiếu tên trên giấy tờ"), state, reverse("evaluations:dossier_names", args=[dossier.pk]), hint, "names"
    )


def _ask_again(rows: list[dict], remarks: list) -> None:
    """What a return asks for stands at its part, and those parts come first (guides/ux §5)."""
    for row in rows:
        mine = [r for r in remarks if row["place"] and r.place.startswith(row["place"])]
        if mine:
            told = [f"MC-{r.place[4:]}: {r.text}" if r.place.startswith("row-") else r.text for r in mine]
            row |= {"status": "fix", "said": "; ".join(told), "said_by": mine[0].made_by_name}
    rows.sort(key=lambda row: row["status"] != "fix")


def _forms(dossier: Dossier) -> list[dict]:
    """The producer's official forms: one row each."""
    written, producer = set(dossier.forms.values_list("code", flat=True)), dossier.cycle.producer
    if producer.representative and producer.phone and producer.address:
        written.add("mau-01")  # nothing in it is left to write
    forms = [form for form in forms_of(dossier.cycle.regulation.code).values() if form.code != OF_COMMUNE]
    return [
        _row(
            _("Điền %(number)s: %(name)s") % {"number": form.number, "name": form.name},
            "done" if form.code in written else "todo",
            reverse("evaluations:dossier_form", args=[dossier.pk, form.code]),
            _("Cổng đã ghi thông tin có sẵn; in PDF, Word theo mẫu của quyết định"),
            place=form.code,
        )
        for form in forms
    ]


def _office(dossier: Dossier) -> list[dict]:
    """What the offices do with the dossier; readable by whoever reads the dossier."""
    cycle, rows = dossier.cycle, []
    before = (CycleState.DOSSIER_DRAFT, CycleState.DOSSIER_RETURNED)
    if reporting_level(cycle):
        at_commune = cycle.state == CycleState.DOSSIER_FILED
        written = hasattr(dossier, "commune_report") and not at_commune
        rows.append(
            _row(
                _("Lập báo cáo của xã (Mẫu số 03)"),
                "locked" if cycle.state in before else "done" if written else "doing",
                ""
                if cycle.state in before and not written
                else reverse("evaluations:commune_report", args=[dossier.pk]),
                _("Mở khi hồ sơ đã nộp") if cycle.state in before else _("Bốn nội dung, đề nghị lên tỉnh"),
            )
        )
    received = cycle.state not in (*before, CycleState.DOSSIER_FILED, CycleState.REPORTED, CycleState.FORWARDED)
    checked = received and cycle.state != CycleState.RECEIVED
    rows.append(
        _row(
            _("Kiểm tra hồ sơ (tổ tư vấn)"),
            "done" if checked else "doing" if received else "locked",
            reverse("evaluations:advisory", args=[dossier.pk]) if received else "",
            _("Ý kiến của tổ tư vấn") if received else _("Mở khi cấp đánh giá đã tiếp nhận"),
        )
    )
    return rows


def _row(label: str, status: str, url: str, hint: str, place: str = "") -> dict:
    return {"label": label, "status": status, "url": url, "hint": hint, "place": place, "said": "", "said_by": ""}
