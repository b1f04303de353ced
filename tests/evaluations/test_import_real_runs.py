"""The list of real products on an empty portal: dry run, report, and the number of queries."""

import csv

import pytest
from django.core.management import call_command

from evaluations.importing.tables import read_table
from evaluations.services.imports import import_rows
from products.models import Product, ProductSet, Regulation
from tests.evaluations.import_files import REAL
from tests.evaluations.test_import_real_list import TABLES
from tests.factories.districts import all_data, held


@pytest.fixture(scope="module", autouse=True)
def units(django_db_setup, django_db_blocker):
    with held(all_data(), django_db_blocker):
        yield


def test_a_dry_run_says_the_same_and_writes_nothing(db, capsys, tmp_path):
    call_command("import_products", REAL, "--dry-run", "--report", tmp_path / "thu.csv")
    dry = capsys.readouterr().out.splitlines()
    assert dry[-1] == "150 created, 0 updated, 0 unchanged, 0 rejected"
    assert [model.objects.count() for model in (*TABLES, Regulation, ProductSet)] == [0] * 9
    call_command("import_products", REAL)
    real = capsys.readouterr().out.splitlines()
    assert [line for line in dry if line not in real] == ["Chạy thử, không ghi gì vào hệ thống."]


def test_a_report_has_one_line_for_each_row(db, tmp_path, capsys):
    path = tmp_path / "ket-qua.csv"
    call_command("import_products", REAL, "--report", path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        lines = list(csv.DictReader(handle))
    assert list(lines[0]) == ["row", "outcome", "traps", "sentences", "product_id"]
    assert [int(line["row"]) for line in lines] == list(range(2, 152))
    product = Product.objects.get(name="Tinh nghệ Bắc Kạn")
    words = lines[67]
    assert (words["outcome"], words["product_id"]) == ("created", str(product.pk))
    assert words["traps"] == "sources_disagree date_assumed place_of_before ambiguous_set"
    assert words["sentences"].startswith("Các nguồn nêu kết quả khác nhau nên kết quả chưa xác định.")


def test_the_number_of_queries_does_not_grow_with_the_list(db, django_assert_max_num_queries):
    rows = read_table(REAL).rows
    import_rows(rows=rows[:5], source_name="a")
    with django_assert_max_num_queries(40):
        assert import_rows(rows=rows[:5], source_name="a").count("unchanged") == 5
    with django_assert_max_num_queries(40 + 30 + 3 * 145):  # three statements for each event of the chain
        import_rows(rows=rows, source_name="a")
