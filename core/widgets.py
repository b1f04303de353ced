"""Controls that long lists can afford: a select of a hundred options in one pass instead of a template per option."""

from functools import lru_cache

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join


class PlainSelect(forms.Select):
    """A select with the same HTML as Django's, flat or grouped; choices and attributes as ever."""

    def render(self, name, value, attrs=None, renderer=None):
        """The <select> with the chosen option marked."""
        body = _body(tuple(_frozen(key, label) for key, label in self.choices), "" if value is None else str(value))
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(self.build_attrs(self.attrs, attrs)), body)


def _frozen(key, label) -> tuple:
    if isinstance(label, (list, tuple)):
        return str(key), tuple((str(k), str(words)) for k, words in label)
    return str(key), str(label)


@lru_cache(maxsize=512)
def _body(choices: tuple, chosen: str) -> str:
    """All options, escaped by format_html_join. The key is everything that is drawn, so an old answer is never a wrong one."""
    parts = []
    for key, label in choices:
        if isinstance(label, tuple):
            parts.append(format_html('<optgroup label="{}">{}</optgroup>', key, _options(label, chosen)))
        else:
            parts.append(_options(((key, label),), chosen))
    return format_html_join("", "{}", ((part,) for part in parts))


def _options(choices: tuple, chosen: str) -> str:
    rows = ((key, " selected" if key == chosen else "", words) for key, words in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)
