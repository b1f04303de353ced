"""{% pattern %}: the criteria of a sheet, drawn once per process for each rubric and filled for each page.

Two thirds of the time of a scoring page were options, notes and headings, which are the same for every product. Inside
the block everything that follows from the rubric, `edits`, `preview` and `field` is written as in any template and is kept; what
belongs to one sheet is written with

  {% slot line "comment" %}                       the attribute of that line, escaped; `as n` for use in a sentence
  {% when line "unscored" %} hidden{% endwhen %}  the content where the attribute holds; with a third word, equals it
  {% papers line %}                               links to the papers cited for a criterion

where the first word is one of the objects in `parts`: a PartView, SectionView or Line.
"""

import re
import secrets
from dataclasses import dataclass

from django import template
from django.template.base import render_value_in_context
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext as _

from core.keptpages import KeptPages
from core.symbols import drawn, print_symbols, symbols_apart

register = template.Library()

SIZE = 96  # three kinds of page for each sheet in force; about 150 kB each
TOKEN = secrets.token_hex(8)  # a marker is made of characters that no text of a row has
MARKER = re.compile(f"\0{TOKEN}-([0-9]+)\0")
HERE = "pattern_under_way"


@dataclass(frozen=True)
class Slot:
    """An attribute of the owner with that number."""

    owner: int
    name: str

    def fill(self, owners, context, out):
        value = getattr(owners[self.owner], self.name)
        out.append(conditional_escape(value) if isinstance(value, str) else render_value_in_context(value, context))


@dataclass(frozen=True)
class When:
    """`program` where the attribute of the owner holds, or is `value`."""

    owner: int
    name: str
    value: object
    program: tuple

    def fill(self, owners, context, out):
        found = getattr(owners[self.owner], self.name)
        if found if self.value is None else found is not None and found == self.value:
            _fill(self.program, owners, context, out)


@dataclass(frozen=True)
class Papers:
    """Links to the pages that are cited for the owner, a line."""

    owner: int

    def fill(self, owners, context, out):
        for cited in owners[self.owner].papers:
            paper = cited.evidence
            words = {"row": paper.row, "title": paper.title, "a": cited.pages}
            out.append(
                format_html(
                    '<a href="{}" target="_blank" rel="noopener">{}{}</a>',
                    reverse("core:file_pages", args=[paper.file_id, cited.page_from, cited.page_to]), drawn(context, "i-file"),
                    _("MC-%(row)s: %(title)s, tr. %(a)s") % words,
                )
            )  # fmt: skip


def _fill(program, owners, context, out) -> None:
    for step in program:
        if type(step) is str:
            out.append(step)
        else:
            step.fill(owners, context, out)


def owners_of(parts) -> list:
    """Parts, sections and lines in the order of the sheet."""
    found = []
    for part in parts:
        found.append(part)
        for section in part.sections:
            found += [section, *section.lines]
    return found


class _Drawing:
    """What the tags leave behind while a pattern is drawn."""

    def __init__(self, owners):
        self.numbers, self.steps = {id(owner): n for n, owner in enumerate(owners)}, []

    def mark(self, make, owner, *rest) -> str:
        if id(owner) not in self.numbers:
            raise template.TemplateSyntaxError("The first word must be one of the objects in `parts`.")
        self.steps.append(make(self.numbers[id(owner)], *rest))
        return f"\0{TOKEN}-{len(self.steps) - 1}\0"

    def program(self, text: str) -> tuple:
        """The text with its markers as a list of strings and steps."""
        pieces = MARKER.split(text)
        return tuple(self.steps[int(p)] if n % 2 else p for n, p in enumerate(pieces) if n % 2 or p)


def _drawing(context) -> _Drawing:
    if HERE not in context:
        raise template.TemplateSyntaxError("slot, when and papers stand inside of pattern.")
    return context[HERE]


class PatternNode(template.Node):
    def __init__(self, nodelist):
        self.nodelist, self.drawn = nodelist, KeptPages(SIZE)

    def render(self, context):
        views, owners = context["parts"], owners_of(context["parts"])
        parts = tuple(view.part for view in views)
        flags = *(bool(context.get(name)) for name in ("edits", "preview", "bare")), context.get("field")
        key = *flags, *map(id, parts)

        def draw():
            drawing = _Drawing(owners)
            with context.push(**{HERE: drawing}), symbols_apart(context) as icons:
                text = self.nodelist.render(context)
            return parts, drawing.program(text), frozenset(icons)  # the parts are held, so that their ids stay theirs

        _held, program, icons = self.drawn.get(key, draw)
        print_symbols(context, icons)
        out = []
        _fill(program, owners, context, out)
        return "".join(out)


@register.tag
def pattern(parser, token):
    nodelist = parser.parse(("endpattern",))
    parser.delete_first_token()
    return PatternNode(nodelist)


@register.simple_tag(takes_context=True)
def slot(context, owner, name):
    """The attribute `name` of `owner` on each page."""
    return _drawing(context).mark(Slot, owner, name)


@register.simple_block_tag(takes_context=True)
def when(context, content, owner, name, value=None):
    """The content on the pages where the attribute holds, or equals `value`."""
    drawing = _drawing(context)
    return drawing.mark(When, owner, name, value, drawing.program(content))


@register.simple_tag(takes_context=True)
def papers(context, line):
    """The papers cited for a criterion."""
    return _drawing(context).mark(Papers, line)
