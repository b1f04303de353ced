"""Markup of component tags that is kept from one page to the next."""

import re

from core.symbols import symbol

USE = re.compile(r'<use href="#([\w-]+)"')


def use_symbols(context, markup):
    """Have the symbols printed that a piece of markup, drawn on another page and kept, refers to; returns the markup."""
    for name in USE.findall(markup):
        symbol(context, name)
    return markup
