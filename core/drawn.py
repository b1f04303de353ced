"""Markup of component tags that is kept from one page to the next."""

import re

from core.templatetags import ui

USE = re.compile(r'<use href="#([\w-]+)"')


def use_symbols(context, markup):
    """Have the symbols printed that a piece of markup, drawn on another page and kept, refers to; returns the markup."""
    for symbol in USE.findall(markup):
        ui._symbol(context, symbol)
    return markup
