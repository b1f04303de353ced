"""Cells and strips of the board: 450 of each on a page, so they are written without the template's machinery."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def board_cells(row):
    """The cells of one product: a total that leads to its sheet, or the state of the sheet in a word."""
    far, paper = None, None
    if any(cell.far for cell in row.cells):
        far = format_html('<span class="vh">{}</span>', _(", lệch hẳn"))
    if any(cell.paper for cell in row.cells):
        paper = format_html("<small>{}</small>", _("phiếu giấy"))
    before, _zero, after = reverse("evaluations:sheet", args=[0]).rpartition("0")
    return format_html_join("", "<td>{}</td>", [[_cell(cell, before, after, far, paper)] for cell in row.cells])


def _cell(cell, before, after, far, paper):
    if cell.value is None:
        none = " none" if cell.kind in ("conflict", "absent") else ""
        return format_html('<span class="cell cell--{}{}"><small>{}</small></span>', cell.kind, none, cell.word)
    return format_html(
        '<a class="cell{}" href="{}{}{}">{}{}</a>{}',
        " lo" if cell.far else "", before, cell.sheet_id, after, cell.value,
        far if cell.far else "", paper if cell.paper else "",
    )  # fmt: skip


@register.simple_tag
def board_strip(row, wide):
    """Each total as a dot on a strip, the mean in the middle; nothing without one. `wide`: the spread is too large."""
    dots = row.dots
    if not dots:
        return ""
    places = [x for x, _far in dots]
    marks = [(" out" if far else "", x) for x, far in dots]
    return format_html(
        '<svg class="strip" viewBox="0 0 176 32" aria-hidden="true"><path class="ax" d="M0 16h176"/><line class="rng{}" '
        'x1="{}" x2="{}" y1="16" y2="16"/>{}<line class="mean" x1="88" x2="88" y1="7" y2="25"/></svg>',
        " wide" if wide else "", str(min(places)), str(max(places)),
        format_html_join("", '<circle class="dot{}" cx="{}" cy="16" r="4.5"/>', [(out, str(x)) for out, x in marks]),
    )  # fmt: skip
