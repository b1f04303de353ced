"""The pieces of the benchmarks, on tiny data; nothing here looks at a clock."""

import os
import re

import pytest
from django.urls import reverse

from benchmarks import data, harness, list_bench, load, plain_report
from tests.factories import districts as units

ROWS = 1200


def test_median_of_odd_and_even_numbers_of_values():
    assert harness.median([3, 1, 2]) == 2
    assert harness.median([4, 1, 3, 2]) == 2.5


def test_percentile_interpolates_and_needs_values():
    values = [float(n) for n in range(1, 102)]
    assert [harness.percentile(values, share) for share in (0, 50, 95, 100)] == [1, 51, 96, 101]
    assert harness.percentile([10, 20], 25) == 12.5
    with pytest.raises(ValueError, match="no values"):
        harness.percentile([], 50)


def test_paired_ratio_is_not_moved_by_a_round_that_was_slow_for_both():
    assert harness.paired_ratio([10, 20, 400], [5, 10, 200]) == 2


def test_interleaving_turns_the_order_each_round():
    order = []
    found = harness.interleave(["a", "b", "c"], 2, lambda name: order.append(name) or len(order))
    assert order == ["a", "b", "c", "b", "c", "a"]
    assert found == {"a": [1, 6], "b": [2, 4], "c": [3, 5]}


def test_rates_of_two_slices():
    rates = harness.Rates()
    rates.add({"seconds": 2.0, "millis": [1.0, 3.0]})
    rates.add({"seconds": 1.0, "millis": [2.0]})
    assert (rates.per_second, rates.p50, rates.p95) == ([1.0, 1.0], 2.0, 2.9)


def test_own_peak_memory_is_read_in_megabytes():
    assert 10 < harness.peak_mb(os.getpid()) < 4000


def test_verdict_knows_both_directions():
    assert harness.verdict(5, 5, at_least=True) == harness.verdict(12, 12) == "met"
    assert harness.verdict(4.9, 5, at_least=True) == harness.verdict(12.1, 12) == "**missed**"


def test_a_section_of_the_results_is_replaced_and_the_others_stay(tmp_path):
    path = tmp_path / "RESULTS.md"
    harness.write_section("list", "one", path)
    harness.write_section("report", "two", path)
    harness.write_section("list", "three", path)
    assert path.read_text(encoding="utf-8") == (
        harness.HEAD + "\n<!-- list -->\nthree\n<!-- /list -->\n<!-- report -->\ntwo\n<!-- /report -->\n"
    )


def test_the_facts_of_the_machine_name_no_host_and_no_path():
    facts = harness.machine("15.1")
    assert "PostgreSQL 15.1" in facts
    assert os.uname().nodename not in facts
    assert "/home" not in facts and "/root" not in facts


def test_only_work_counts_against_the_query_budget():
    statements = [
        'SELECT 1 FROM "django_session"', 'SELECT 1 FROM "accounts_user"', 'SELECT 1 FROM "accounts_roleassignment"',
        'SELECT 1 FROM "accounts_user"', "BEGIN", 'SAVEPOINT "s1"', 'SELECT 1 FROM "products_product"',
    ]  # fmt: skip
    assert list_bench.counted(statements) == 2


def test_the_load_generator_reports_what_it_could_not_reach():
    answer = load.run(
        {"port": list_bench.free_port(), "cookie": "", "connections": 2, "seconds": 0.1, "paths": ["/"], "marker": ""}
    )
    assert answer["millis"] == []
    assert answer["error"].startswith("ConnectionRefusedError")


def test_the_plain_report_says_what_the_portal_says():
    words = plain_report.build(
        {
            "title": "Kết quả quý", "letter": {"committee": "UBND", "recipients": ["A"], "authority": ["TM."], "signer": "B"},
            "legal": ["Luật"], "chart_svg": "<svg/>",
            "blocks": [
                {"type": "p", "text": "1 < 2"},
                {"type": "table", "caption": "Biểu 1", "columns": [{"head": "TT"}], "rows": [[1]], "total": [None], "note": "x"},
                {"type": "chart", "caption": "Hình 1"},
            ],
            "annex": [{"place": "Xã A", "product": "Chè", "producer": "HTX", "stars": 3, "decision": "1/QĐ",
                       "issued_on": "2026-01-02", "valid_to": "2029-01-02"}],
        }
    )  # fmt: skip
    assert "<p>1 &lt; 2</p>" in words
    assert words.count("<table>") == 2
    assert "<tr><td>1</td><td>Xã A</td><td>Chè</td><td>HTX</td><td>3</td>" in words


@pytest.fixture
def laid(db):
    units.load_provinces("44", "46")
    return data.lay(ROWS, units=False)


def addresses(page: bytes) -> list[str]:
    return re.findall(r'href="(/quan-ly/san-pham/\d+/)"', page.decode())


@pytest.mark.urls("benchmarks.urls")
def test_the_naive_list_shows_the_rows_of_the_real_one_in_its_order(client, laid):
    client.force_login(laid.ministry, backend=list_bench.BACKEND)
    queries = ["", *(path.partition("?")[2] for path in list_bench.paths(laid)["search"][:3])]
    for query in (f"{query}&page={page}" for query in queries for page in (1, 2)):
        real = addresses(client.get(f"{reverse('products:list')}?{query}").content)
        naive = addresses(client.get(f"/chuan/san-pham/?{query}").content)
        assert naive == real
        assert real
    assert len(addresses(client.get(reverse("products:list")).content)) == 25


@pytest.mark.urls("benchmarks.urls")
def test_the_list_keeps_its_budget_at_every_size_and_the_naive_one_does_not(laid):
    targets = list_bench.paths(laid)
    assert [list_bench.count_queries(laid.ministry, targets[name][0]) for name in ("list", "search")] == [3, 3]
    assert list_bench.count_queries(laid.ministry, targets["naive list"][0]) > 80


def test_the_same_seed_lays_the_same_nation(laid):
    from evaluations.models import Certificate
    from products.models import Product

    names = Product.objects.order_by("pk").values_list("name", flat=True)
    assert (names.count(), laid.rows) == (ROWS, ROWS)
    assert Product.objects.filter(province=laid.province, stars__isnull=False).count() == ROWS // 3
    assert Certificate.objects.count() == Product.objects.filter(stars__gte=3).count()
    assert Product.objects.search(laid.words[0]).count() == data.RARE_EACH
