"""Every address answers every person as its row says; an address without a row fails."""

from collections import Counter
from importlib import import_module
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from core.models import AuditEvent
from tests.matrix import ROOMS
from tests.matrix.conftest import undone

pytestmark = [pytest.mark.matrix, pytest.mark.django_db]
# Addresses of other people's packages that need no row of ours, each with its reason. None so far.
THIRD_PARTY: set[str] = set()
ROWS = [row for room in ROOMS for row in import_module(f"tests.matrix.{room}").ROWS]


def names(resolver=None, prefix=""):
    """Names with namespaces of all addresses; one without a name is named by its route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield prefix + (pattern.name or f"route {pattern.pattern}")
        else:
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern, inner)


def routes(resolver=None, prefix=""):
    """Every address as the resolver writes it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        yield from [route] if isinstance(pattern, URLPattern) else routes(pattern, route)


def test_no_two_pages_share_an_address():
    twice = [route for route, count in Counter(routes()).items() if count > 1]
    assert twice == []


def test_every_address_has_a_row_and_every_row_its_address():
    known, rowed = set(names()) - THIRD_PARTY, {row.url for row in ROWS}
    assert (sorted(known - rowed), sorted(rowed - known)) == ([], [])


CLIENT = Client()  # one for all: loading the middleware takes longer than the request


def knock(row, world, who, data=None):
    client = CLIENT
    client.cookies.clear()
    if who != "anonymous":
        client.cookies[settings.SESSION_COOKIE_NAME] = world.extra["sessions"][who]
    address = reverse(row.url, kwargs=row.args(world))
    if row.method == "get":
        return address, client.get(address, row.query(world), headers=row.headers)
    return address, getattr(client, row.method)(address, row.data(world) if data is None else data, headers=row.headers)


def answer(response, address):
    """What the response is in the words of a row."""
    if response.status_code not in (301, 302, 303):
        return response.status_code
    target = urlsplit(response["Location"])
    if target.path == resolve_url(settings.LOGIN_URL):
        return "login" if parse_qs(target.query).get("next", [""])[0].startswith(address) else "login without next"
    return target.path


def meets(found, expected):
    if isinstance(expected, str) and expected.endswith("*"):
        return str(found).startswith(expected[:-1])
    return found == expected


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r.method} {r.url}")
def test_row(row, world):
    wrong = {}
    for who, expected in row.expected().items():
        with undone():
            address, response = knock(row, world, who)
            found = answer(response, address)
            body = b"".join(response) if response.streaming else response.content
            text = body.decode(errors="replace")
        if not meets(found, expected):
            wrong[who] = f"{found}, not {expected}"
        for name, texts in row.holds.items():
            if row.who(name) == who:
                wrong |= {f"{who} misses {t}": found for t in texts(world) if str(t) not in text}
        for name, texts in row.lacks.items():
            if row.who(name) == who:
                wrong |= {f"{who} sees {t}": found for t in texts(world) if str(t) in text}
    assert wrong == {}


FOREIGN = [(row, name) for row in ROWS for name in row.foreign]


@pytest.mark.parametrize(("row", "name"), FOREIGN, ids=lambda v: v if isinstance(v, str) else v.url)
def test_a_foreign_id_in_the_body_is_refused(row, name, world):
    with undone():
        before = AuditEvent.objects.filter(refused=False).count()
        _address, response = knock(
            row, world, row.who(row.foreign_by), {**row.data(world), name: row.foreign[name](world)}
        )
        after = AuditEvent.objects.filter(refused=False).count()
    assert (response.status_code in (400, 403, 404, 422), after) == (True, before)
