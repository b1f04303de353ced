"""The inbox of a provincial officer with 2,000 open cycles against the same page written the obvious way."""

from datetime import timedelta

from django.db import connection
from django.urls import reverse

from accounts.enums import Role
from benchmarks import harness
from benchmarks.data import Laid, _person
from benchmarks.list_bench import MARKER, count_queries, free_port, question, session_of, value_text, wait_for
from core import clock
from core.text import search_text, sort_key
from districts.enums import Level
from districts.models import AdministrativeUnit
from producers.models import Producer
from products.enums import CycleState
from products.models import Cycle, Product, ProductSet, Regulation

ITEMS = 2000
PROVINCE = "11"  # Điện Biên: not the province of the report
STATES = (
    CycleState.PLAN_SUBMITTED, CycleState.REPORTED, CycleState.RECEIVED, CycleState.CLOSED, CycleState.DOSSIER_FILED,
    CycleState.IDEA_SUBMITTED, CycleState.IDEA_RETURNED, CycleState.RUNNING,
)  # fmt: skip


def lay(items: int = ITEMS, code: str = PROVINCE):
    """An officer, and `items` open cycles of the province: half of them the officer's turn, due around today or not at all."""
    province = AdministrativeUnit.objects.get(code=code, level=Level.PROVINCE, valid_to=None)
    officer = _person("bench-viec", "Lò Văn Thịnh", Role.PROVINCE, province)
    communes = list(AdministrativeUnit.objects.filter(province=province, level=Level.COMMUNE, valid_to=None)[:100])
    law, sets = Regulation.objects.get(code="26-2026"), list(ProductSet.objects.filter(regulation__code="26-2026"))
    producers = Producer.objects.bulk_create(
        Producer(
            name=f"Hợp tác xã số {n}", kind="cooperative", unit=communes[n % len(communes)], province=province,
            search_text=search_text(f"Hợp tác xã số {n}"), sort_key=sort_key(f"Hợp tác xã số {n}"),
        )
        for n in range(max(items // 10, 1))
    )  # fmt: skip
    products = Product.objects.bulk_create(
        Product(
            name=f"Chè shan số {n}", producer=(own := producers[n % len(producers)]), product_set=sets[n % len(sets)],
            unit=own.unit, province=province, search_text=search_text(f"Chè shan số {n}", own.name),
            sort_key=sort_key(f"Chè shan số {n}"),
        )
        for n in range(items)
    )  # fmt: skip
    today, moment = clock.today(), clock.now()
    Cycle.objects.bulk_create(
        Cycle(
            number=f"HS-2030-{n:06d}", product=product, producer=product.producer, year=2026, regulation=law,
            product_set=product.product_set, unit=product.unit, province=province, state=STATES[n % len(STATES)],
            due_on=today + timedelta(days=n % 40 - 10) if n % 3 else None, state_changed_at=moment, created_at=moment,
            search_text=search_text(f"HS-2030-{n:06d}", product.name),
        )
        for n, product in enumerate(products)
    )  # fmt: skip
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return officer


def run(laid: Laid, *, quick: bool) -> str:
    """Measures on a server of its own; returns the section of RESULTS.md."""
    seconds, rounds = (0.3, 2) if quick else (1.0, 5)
    officer = lay()
    targets = {"inbox": [reverse("inbox")], "list": [reverse("inbox_list")],
               "others": [f"{reverse('inbox_list')}?nhom=cho-noi-khac"], "naive": ["/chuan/viec/"]}  # fmt: skip
    queries = {name: count_queries(officer, paths[0]) for name, paths in targets.items() if name != "naive"}
    cookie = f"sessionid={session_of(officer)}"
    with harness.Talker("benchmarks.load") as load:
        port = free_port()
        with harness.web_server(port, "benchmarks.settings"):
            wait_for(port)

            def measure(name):
                return load.ask(question(port, cookie, 1, seconds, targets[name], MARKER))

            harness.interleave(list(targets), 1, measure)  # warm-up
            rates = {}
            for name, slices in harness.interleave(list(targets), rounds, measure).items():
                rates[name] = harness.Rates()
                for one in slices:
                    rates[name].add(one)
    return section(rates, queries, rounds, seconds)


def section(rates: dict, queries: dict, rounds: int, seconds: float) -> str:
    """The words and tables of the run."""
    faster = harness.paired_ratio(rates["inbox"].per_second, rates["naive"].per_second)
    goals = [
        ("inbox: requests/s against naive", faster, 5, True),
        ("inbox: queries, what follows a recognition included", queries["inbox"], 6, False),
        ("list of the own work: queries", queries["list"], 4, False),
        ("list of what waits elsewhere: queries", queries["others"], 4, False),
    ]
    rows = [
        [words, value_text(value), ("≥ " if more else "≤ ") + value_text(goal),
         harness.verdict(value, goal, at_least=more)]
        for words, value, goal, more in goals
    ]  # fmt: skip
    measured = [
        [name, f"{harness.median(r.per_second):.1f}", f"{r.p50:.0f}", f"{r.p95:.0f}"] for name, r in rates.items()
    ]
    return "\n\n".join([
        "## Inbox",
        f"\"Việc hôm nay\" of a provincial officer with {ITEMS:,} open cycles in reach, PostgreSQL, one connection. *naive* "
        "reads every cycle, asks the rules of each in turn and sorts in Python (`naive_inbox.py`); rows, words and template are the "
        f"same. {rounds} rounds of {seconds:g} s, interleaved; ratios are medians of the rounds.",
        harness.table(["what", "measured", "goal", ""], rows),
        harness.table(["one kind of request", "requests/s", "p50 ms", "p95 ms"], measured),
    ])  # fmt: skip
