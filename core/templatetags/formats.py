"""Filters that show values the Vietnamese way, by core.formats; one that asks the clock."""

from django import template

from core import clock, formats

register = template.Library()


@register.filter
def vdate(value):
    return formats.show_date(value)


@register.filter
def vmoment(value):
    return formats.show_moment(value)


@register.filter
def vnumber(value, places=None):
    return formats.show_number(value, places)


@register.filter
def vmoney(value):
    return formats.show_money(value)


@register.filter
def is_past(day):
    """Whether the last day of a term lies behind; the day itself still counts."""
    return day is not None and day < clock.today()


@register.filter
def plain_case(value):
    return formats.plain_case(value)


@register.filter
def vsize(value):
    return formats.show_size(value)


@register.filter
def vphone(value):
    return formats.show_phone(value)


@register.filter
def masked(value):
    return formats.mask_personal_number(value)
