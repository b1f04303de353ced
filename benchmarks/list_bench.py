"""The product list of 18,000 rows against the same list written the obvious way, and against an empty view."""

import socket
from urllib.parse import quote_plus

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks import harness
from benchmarks.data import Laid
from core.text import fold

BACKEND = "accounts.backends.AccountBackend"
FREE = ("django_session", "accounts_user", "accounts_roleassignment")  # at most 3 statements, not counted (guide)
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
MARKER = "</html>"


def run(laid: Laid, *, quick: bool) -> str:
    """Measures on a server of its own; returns the section of RESULTS.md."""
    seconds, rounds = (0.3, 3) if quick else (2.0, 9)
    cookie = f"sessionid={session_of(laid.ministry)}"
    targets = paths(laid)
    queries = {name: count_queries(laid.ministry, targets[name][-1]) for name in ("list", "search")}
    rates: dict[int, dict[str, harness.Rates]] = {}
    with harness.Talker("benchmarks.load") as load:
        port = free_port()
        with harness.web_server(port, "ocop_portal.settings") as master:
            wait_for(port)
            for name in ("list", "search"):  # the portal alone: nothing of the yardsticks in its memory
                load.ask(question(port, cookie, 4, seconds * 3, targets[name], MARKER))
            web_mb = max(harness.peak_mb(pid) for pid in harness.children(master))
        port = free_port()
        with harness.web_server(port, "benchmarks.settings"):
            wait_for(port)
            for connections in (1, 4):

                def measure(name, connections=connections):
                    marker = "rong" if name.startswith("empty") else MARKER
                    return load.ask(question(port, cookie, connections, seconds, targets[name], marker))

                harness.interleave(list(targets), 1, measure)  # warm-up
                found = harness.interleave(list(targets), rounds, measure)
                rates[connections] = {}
                for name, slices in found.items():
                    rates[connections][name] = harness.Rates()
                    for one in slices:
                        rates[connections][name].add(one)
    return section(laid, rates, queries, web_mb, rounds, seconds)


def paths(laid: Laid) -> dict[str, list[str]]:
    """What is asked: first pages, and filter with a rare two-word search typed without accents, one address for each pair."""
    real, naive = reverse("products:list"), "/chuan/san-pham/"
    asked = [f"?q={quote_plus(fold(words))}&sao=3" for words in laid.words]
    return {
        "list": [real],
        "naive list": [naive],
        "search": [real + query for query in asked],
        "naive search": [naive + query for query in asked],
        "empty": ["/chuan/rong/"],
        "empty signed in": ["/chuan/rong-dang-nhap/"],
    }


def session_of(user) -> str:
    """The key of a fresh session of `user`, as signing in would make it."""
    store = SessionStore()
    store["_auth_user_id"], store["_auth_user_backend"] = str(user.pk), BACKEND
    store["_auth_user_hash"] = user.get_session_auth_hash()
    store.create()
    return store.session_key


def count_queries(user, path: str) -> int:
    """Statements of one warm request: without transaction control, and without the at most 3 for session, user, roles."""
    client = Client()
    client.cookies["sessionid"] = session_of(user)
    client.get(path, headers={"host": "localhost"})
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(path, headers={"host": "localhost"})
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    return counted([query["sql"] for query in captured])


def counted(statements: list[str]) -> int:
    """How many of the statements the budget counts."""
    work = [s for s in statements if not s.lstrip().upper().startswith(CONTROL)]
    free = [s for s in work if any(f'FROM "{table}"' in s for table in FREE)]
    return len(work) - min(len(free), 3)


def question(port: int, cookie: str, connections: int, seconds: float, asked: list[str], marker: str) -> dict:
    return {
        "port": port, "cookie": cookie, "connections": connections, "seconds": seconds, "paths": asked, "marker": marker
    }  # fmt: skip


def section(laid: Laid, rates: dict, queries: dict, web_mb: float, rounds: int, seconds: float) -> str:
    """The words and tables of the run."""
    one = rates[1]
    rows = []
    for goal_name, value, goal, at_least in goals(one, rates[4], queries, web_mb):
        rows.append([goal_name, value_text(value), ("≥ " if at_least else "≤ ") + value_text(goal),
                     harness.verdict(value, goal, at_least=at_least)])  # fmt: skip
    measured = [
        [f"{name}, {connections} connection{'s' if connections > 1 else ''}", f"{harness.median(r.per_second):.0f}",
         f"{r.p50:.1f}", f"{r.p95:.1f}"]
        for connections, by_name in rates.items()
        for name, r in by_name.items()
    ]  # fmt: skip
    return "\n\n".join([
        "## Product list",
        f"25 of {laid.rows:,} products on PostgreSQL, signed in as the ministry (all rows visible), gunicorn with one gthread "
        "worker of four threads behind the whole middleware. *naive* is the same page written the obvious way "
        "(`naive.py`), *empty* a view without a line behind the same middleware (which reads session and person), *empty "
        "signed in* one that asks for the roles too, *search* a star filter with two rare words "
        f"typed without accents. {rounds} rounds of {seconds:g} s each, interleaved; load generator in its own process at "
        "nice 10; ratios are medians of the rounds.",
        harness.table(["what", "measured", "goal", ""], rows),
        harness.table(["one kind of request", "requests/s", "p50 ms", "p95 ms"], measured),
    ])  # fmt: skip


def goals(one: dict, four: dict, queries: dict, web_mb: float):
    """(words, value, goal, at least?) of performance guide and design §7."""
    for name in ("list", "search"):
        for words, r in (("1 connection", one), ("4 connections", four)):
            faster = harness.paired_ratio(r[name].per_second, r[f"naive {name}"].per_second)
            yield f"{name}: requests/s against naive, {words}", faster, 5, True
        cost = harness.paired_ratio(one["empty"].per_second, one[name].per_second)
        yield f"{name}: time of one request against empty", cost, 12, False
        yield f"{name}: queries", queries[name], 4, False
        yield f"{name}: p95 against p50, 1 connection", one[name].p95 / one[name].p50, 3, False
    yield "peak memory of the web process, MB", web_mb, 150, False


def value_text(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.1f}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int) -> None:
    def answers() -> bool:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return False
        return True

    harness.wait_until(answers, 30, "the web server")
