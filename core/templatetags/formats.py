"""Filters that show values the Vietnamese way. They only call core.formats."""

from django import template

from core import formats

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
