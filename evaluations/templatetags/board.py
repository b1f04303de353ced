"""Lines, cells and strips of the board: 450 cells on a page, so they are written without the template's machinery, and
a line whose values are those of the last time is not written again.
"""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.keptpages import KeptPages
from core.symbols import print_symbols, symbols_apart

register = template.Library()

SIZE = 2048  # lines, about 2.5 kB each
LINES = KeptPages(SIZE)


class KeptRowNode(template.Node):
    """One line of the board. Its key is every value that the line shows (`BoardRow.shows`, the rules, the columns)."""

    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        row, board = context["row"], context["board"]
        key = (*row.shows, bool(board.found), context["council"].spread_limit, get_language())

        def draw():
            with symbols_apart(context) as icons:
                return self.nodelist.render(context), frozenset(icons)

        text, icons = LINES.get(key, draw)
        print_symbols(context, icons)
        return text


@register.tag
def keptrow(parser, token):
    """A line of the board, from `row`, `board` and `council` of the page; what stands inside may read nothing else."""
    nodelist = parser.parse(("endkeptrow",))
    parser.delete_first_token()
    return KeptRowNode(nodelist)


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
