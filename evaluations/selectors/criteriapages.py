"""What the pages of criteria show: a sheet as a member sees it, two versions side by side, a trial in words. Plain values."""

import json
from dataclasses import dataclass
from types import SimpleNamespace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formats import plain_case
from evaluations import sheetdefs
from evaluations.models import CriteriaDraft, Rubric
from evaluations.rubricdiff import (
    ADDED,
    CHANGED,
    REMOVED,
    SAME,
    CriterionPair,
    Diff,
    HeadPair,
    KnockoutPair,
    OptionPair,
)
from evaluations.scorecases import answer_of
from evaluations.scoring import CouncilRules, Findings, Result, Sheet, score, sheet_points
from evaluations.selectors.criteria import draft_sheet, state_of
from evaluations.selectors.rubrics import rubric_spec
from evaluations.selectors.sheetpage import Line, PartView, part_views

WORDS = {
    SAME: (gettext_lazy("Giữ nguyên"), "", ""),
    CHANGED: (gettext_lazy("Thay đổi"), "soon", "edit"),
    ADDED: (gettext_lazy("Thêm mới"), "ok", "plus"),
    REMOVED: (gettext_lazy("Bỏ"), "bad", "minus"),
}
WHAT = {
    "code": gettext_lazy("mã"),
    "name": gettext_lazy("tên"),
    "max_points": gettext_lazy("điểm tối đa"),
    "options": gettext_lazy("các mức điểm"),
    "applies_if": gettext_lazy("điều kiện áp dụng"),
    "group": gettext_lazy("nhóm"),
    "notes": gettext_lazy("lưu ý"),
    "evidence": gettext_lazy("minh chứng"),
    "effect": gettext_lazy("hậu quả"),
    "label": gettext_lazy("lời văn"),
    "when": gettext_lazy("cách phát hiện"),
}
EFFECTS = {
    sheetdefs.DISQUALIFY: gettext_lazy("loại hồ sơ"),
    sheetdefs.INELIGIBLE: gettext_lazy("không đánh giá"),
    sheetdefs.STOP: gettext_lazy("dừng các bước sau"),
    sheetdefs.REQUIREMENT: gettext_lazy("tiêu chí tính 0 điểm"),
}


@dataclass(frozen=True)
class Source:
    """A published version or a draft, as the tools take it. ref: "r12" or "d5"."""

    ref: str
    spec: sheetdefs.Rubric
    label: str
    url: str
    state: str


def source_of(user, ref: str) -> Source | None:
    """The sheet behind "r12" (a version) or "d5" (a draft), through the gates; None where there is none or it is broken."""
    if ref[1:].isascii() and ref[1:].isdigit() and len(ref) < 12:
        if ref[0] == "r":
            rubric = Rubric.objects.visible_to(user).filter(pk=int(ref[1:])).first()
            return of_rubric(rubric) if rubric else None
        if ref[0] == "d":
            draft = CriteriaDraft.objects.visible_to(user).live().filter(pk=int(ref[1:]), kind="sheet").first()
            return of_draft(draft) if draft else None
    return None


def of_rubric(rubric: Rubric) -> Source:
    words = _("%(code)s, bản %(version)s") % {"code": rubric.code, "version": rubric.version}
    return Source(f"r{rubric.pk}", rubric_spec(rubric), words, rubric.get_absolute_url(), state_of(rubric))


def of_draft(draft: CriteriaDraft) -> Source | None:
    file = draft_sheet(draft)
    words = _("%(code)s, bản nháp") % {"code": draft.code}
    return Source(f"d{draft.pk}", file.rubric, words, draft.get_absolute_url(), "draft") if file else None


def source_choices(user) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every version and live draft for a select, grouped by decision, the newest decision first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    drafts = CriteriaDraft.objects.visible_to(user).live().filter(kind="sheet").order_by("code").defer("text")
    for draft in drafts:
        text = _("%(code)s %(title)s (bản nháp)") % {"code": draft.code, "title": draft.title}
        groups.setdefault(str(_("Bản nháp")), []).append((f"d{draft.pk}", text))
    rubrics = Rubric.objects.visible_to(user).select_related("product_set__regulation")
    for rubric in rubrics.order_by("-product_set__regulation__in_force_from", "code", "-version"):
        words = {"code": rubric.code, "title": rubric.title, "version": rubric.version}
        text = _("%(code)s %(title)s (bản %(version)s)") % words
        groups.setdefault(rubric.product_set.regulation.number, []).append((f"r{rubric.pk}", text))
    return list(groups.items())


# --- preview ---------------------------------------------------------------------------------------------------------


def preview(spec: sheetdefs.Rubric) -> list[PartView]:
    """The sheet as a member finds it before the first mark; also of one that is incomplete."""
    groups = {g.code: f"{g.code} {g.name}" for part in spec.parts for s in part.sections for g in s.groups}
    lines = {code: Line(c, group=groups.get(c.group, "")) for code, c in spec.criteria.items()}
    for knockout in spec.knockouts:
        if knockout.name in lines:
            lines[knockout.name].knockout = knockout
    return part_views(spec, lines, SimpleNamespace(points=sheet_points(spec, {}))) if spec.parts else []


def figures(spec: sheetdefs.Rubric) -> dict:
    """Counts of a sheet for its head: criteria, printed options, star marks, knock-outs."""
    options = [o for c in spec.criteria.values() for o in c.options if not o.implied]
    return {
        "criteria": len(spec.criteria),
        "options": len(options),
        "marks": len(spec.marks),
        "knockouts": len(spec.knockouts),
        "points": " + ".join(str(p.max_points) for p in spec.parts),
    }


# --- comparison ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DiffRow:
    """A line of the comparison: badge, what changed in words, and both sides."""

    pair: CriterionPair | HeadPair | KnockoutPair

    @property
    def badge(self) -> dict:
        label, tone, icon = WORDS[self.pair.state]
        return {"label": label, "tone": tone, "icon": icon}

    @property
    def changed(self) -> str:
        return ", ".join(str(WHAT[name]) for name in self.pair.what if name in WHAT)

    @property
    def sides(self) -> list:
        """Old and new, each with its options and their states, for a criterion."""
        options = getattr(self.pair, "options", ())
        return [
            {"item": item, "name": plain_case(getattr(item, "name", "") or "") if item else "",
             "options": [_cell(pair, side) for pair in _in_order(options, side)] if item else [],
             "effect": EFFECTS.get(getattr(item, "effect", ""), "")}
            for side, item in (("old", self.pair.old), ("new", self.pair.new))
        ]  # fmt: skip


def _in_order(pairs: tuple[OptionPair, ...], side: str) -> list[OptionPair]:
    return sorted((p for p in pairs if getattr(p, side)), key=lambda p: getattr(p, side).place)


def _cell(pair: OptionPair, side: str) -> dict:
    option = getattr(pair, side)
    return {"option": option, "state": pair.state, "what": pair.what}


def diff_view(diff: Diff, everything: bool) -> dict:
    """The comparison for the page; only what changed, or everything."""

    def rows(pairs):
        return [DiffRow(pair) for pair in pairs if everything or pair.state != SAME]

    return {
        "heads": rows(diff.heads),
        "criteria": rows(diff.criteria),
        "knockouts": rows(diff.knockouts),
        "counts": [(label, diff.count(state)) for state, (label, _tone, _icon) in WORDS.items()],
        "empty": diff.empty,
        "bands": diff.bands,
    }


# --- trial -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trial:
    """The engine's answer to invented marks: the result, and the JSON that `manage.py score` gives for the same case."""

    result: Result
    json: str
    unmet: list[dict]
    knockouts: list[dict]


def try_sheet(spec: sheetdefs.Rubric, sheets: dict[str, dict[str, int]], rule: str, findings: Findings) -> Trial:
    """Score invented sheets by the same engine and the same answer as the command. Raises ScoringError."""
    council = CouncilRules(members=max(len(sheets), 1), chair_present=True, gate_rule=rule)
    result = score(spec, council, [Sheet(name, choices) for name, choices in sheets.items()], findings)
    unmet = [
        {"mark": mark, "name": plain_case(spec.criteria[mark.criterion].name)}
        for mark in result.gates_failed
    ]  # fmt: skip
    named = [spec.knockout(name) for name in result.knockouts]
    return Trial(
        result,
        json.dumps(answer_of(result), indent=1, ensure_ascii=False),
        unmet,
        [{"knockout": k, "effect": EFFECTS[k.effect]} for k in named],
    )
