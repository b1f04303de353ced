"""Rows of the two long lists, and words of a cycle. One pass of format_html a row instead of a template (performance)."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import formats
from core.drawn import use_symbols
from core.templatetags.ui import badge, six, stars, tile
from products.enums import CycleKind, CycleState, Step
from products.filters import CERTIFICATE
from products.selectors import certificate_state, step_of

register = template.Library()

GLYPHS = {"I": "bowl", "II": "cup", "III": "leaf", "IV": "basket", "V": "flower"}
TONES = {"valid": ("ok", "okc"), "expiring": ("soon", "clock"), "expired": ("", "minus"), "undecided": ("info", "info")}
PRODUCT_ROW = (
    '<tr><th scope="row"><div class="prod">{}<div><a href="{}">{}</a><small>{}</small></div></div></th>'
    '<td>{}</td><td class="wide-only">{}</td><td>{}</td><td>{}</td><td>{}</td></tr>'
)
CYCLE_ROW = (
    '<tr><th scope="row"><div class="prod"><div><a href="{}">{}</a><small>{}</small></div></div></th>'
    '<td><span class="nowrap">{}</span><br><small class="muted">{}</small></td><td>{}</td><td>{}</td><td>{}</td></tr>'
)


# Markup by language and key. A key names everything that is drawn: a state, a number of stars, a sector.
_ever: dict[tuple, str] = {}


class _Drawn:
    """What pages draw again and again: each badge, star line and glyph once in a process, its symbols once a page."""

    def __init__(self, context):
        self.context, self.kept = context, {}

    def once(self, key, draw):
        if key not in self.kept:
            known = (get_language(), key)
            if known not in _ever:
                _ever[known] = draw()
            self.kept[key] = use_symbols(self.context, _ever[known])
        return self.kept[key]

    def stars(self, count):
        if not count:
            return ""  # the certificate's column says that there is none
        return self.once(("stars", count), lambda: stars(self.context, count))

    def glyph(self, sector):
        name = GLYPHS.get(sector, "basket")
        return self.once(("tile", name), lambda: tile(self.context, name))

    def certificate(self, state, until):
        if state == "none":
            return self.once("none", lambda: format_html('<span class="muted">{}</span>', _("Chưa công nhận")))
        tone, icon = TONES[state]
        mark = self.once(state, lambda: badge(self.context, dict(CERTIFICATE)[state], tone=tone, icon=icon))
        if state == "undecided" or until is None:
            return mark
        words = self.once("until", lambda: _("đến %(day)s"))
        return format_html('{} <small class="muted nowrap">{}</small>', mark, words % {"day": formats.show_date(until)})

    def cycle(self, state):
        if not state:
            return self.once("no cycle", lambda: format_html('<span class="muted">{}</span>', _("Chưa có hồ sơ")))
        return self.once(("cycle", state), lambda: step_line(state))


def step_line(state):
    """The small drawing of the six steps with number and name of the step."""
    step = step_of(state)
    drawing = six(int(step), done=state == CycleState.RECOGNISED)
    return format_html('<span class="row nowrap">{}</span><small>{}. {}</small>', drawing, step, Step(step).label)


@register.simple_tag(takes_context=True)
def product_rows(context, page, today):
    """<tr> of every tuple of `product_columns` in the page."""
    drawn, base = _Drawn(context), reverse("products:list")

    def cells():
        for row in page.object_list:
            pk, name, producer, kind, unit, set_name, sector, set_text, count, until, undecided, state = row
            certificate = certificate_state(count, until, undecided, today)
            yield (
                drawn.glyph(sector),
                f"{base}{pk}/",
                name,
                producer,
                f"{kind} {unit}",
                set_name or set_text or "–",
                drawn.stars(count),
                drawn.certificate(certificate, until),
                drawn.cycle(state),
            )

    return format_html_join("\n", PRODUCT_ROW, cells())


@register.simple_tag(takes_context=True)
def cycle_rows(context, page, today):
    """<tr> of every tuple of `cycle_columns` in the page."""
    base = reverse("products:cycles")
    drawn, kinds, states = _Drawn(context), dict(CycleKind.choices), dict(CycleState.choices)
    due_words = _("hạn %(day)s")

    def due_mark(due):
        if due is None:
            return drawn.once("dash", lambda: format_html('<span class="dash">{}</span>', "–"))
        tone = "bad" if due < today else "soon" if (due - today).days <= 7 else ""
        return badge(context, due_words % {"day": formats.show_date(due)}, tone=tone, icon="" if tone else "clock")

    def cells():
        for pk, number, product, producer, unit_kind, unit, kind, state, due, _set in page.object_list:
            words = drawn.once(
                ("state", state), lambda state=state: format_html("{}<br>{}", states[state], step_line(state))
            )
            place = f"{unit_kind} {unit}"
            yield f"{base}{pk}/", product, producer, number, kinds[kind], place, words, due_mark(due)

    return format_html_join("\n", CYCLE_ROW, cells())


@register.simple_tag
def step_line_of(state):
    """The small drawing with the step's name, for one cycle."""
    return step_line(state)


@register.simple_tag(takes_context=True)
def certificate_mark(context, state, until):
    """The badge of a product's certificate."""
    return _Drawn(context).certificate(state, until)
