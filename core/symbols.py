"""The drawn symbols of the portal: what one page has used of them, and their markup, made once per process."""

import functools
import re
from contextlib import contextmanager

from django import template
from django.template.loader import get_template
from django.utils.html import format_html

# Form fields are rendered outside of the page's context, so their two icons are always in the sprite.
ALWAYS = ("i-alert", "i-info")


def known(value, allowed, what):
    """`value` when it is one of `allowed`; otherwise TemplateSyntaxError that names the choices."""
    if value not in allowed:
        raise template.TemplateSyntaxError(f"{what} is {value!r}; it must be one of {sorted(map(str, allowed))}.")
    return value


def page_of(context):
    """What one page collects while it renders: used symbols and counters for ids.

    It lives in the lowest layer of the render context, which includes, blocks and partials of one page share.
    """
    return context.render_context.dicts[0].setdefault("ocop_page", {"used": set(ALWAYS), "ids": {}})


@contextmanager
def symbols_apart(context):
    """The set of symbols that a piece uses, apart from those of its page: for a piece that is kept."""
    page, used = page_of(context), set()
    page["used"], kept = used, page["used"]
    try:
        yield used
    finally:
        page["used"] = kept


def print_symbols(context, used):
    """Have the symbols of a kept piece printed."""
    page_of(context)["used"].update(used)


@functools.cache
def symbols():
    """Ids of the symbols that ui/sprite.html can print."""
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', get_template("ui/sprite.html").template.source))


def symbol(context, name):
    """<use> of a symbol, which the page then prints."""
    markup = _use(name)
    page_of(context)["used"].add(name)
    return markup


def drawn(context, name):
    """One drawn icon of that symbol."""
    markup = _svg(name)
    page_of(context)["used"].add(name)
    return markup


@functools.cache
def _use(name):
    return format_html('<use href="#{}"/>', known(name, symbols(), "icon"))


@functools.cache
def _svg(name):
    return format_html('<svg class="i" aria-hidden="true">{}</svg>', _use(name))
