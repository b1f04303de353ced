"""What long lists stand on: a cheap select, a count that stops, search through an index."""

import pytest
from django import forms
from django.db import connection
from django.utils.translation import gettext_lazy

from core import trigrams
from core.paging import CAP, CappedPaginator
from core.widgets import PlainSelect
from districts.models import AdministrativeUnit
from tests.factories import districts as units

CHOICES = [
    ("", gettext_lazy("Tất cả")),
    ("3", 'Chè "xanh" <b>'),
    ("26/2026/QĐ-TTg", [("7", "01. Rau & quả"), ("8", "02. Gạo")]),
    ("4", "4 sao"),
]


@pytest.mark.parametrize("value", [None, "", "3", 8, "không có"])
def test_plain_select_draws_what_django_draws(value):
    plain = PlainSelect(attrs={"id": "id_bo"}, choices=CHOICES).render("bo", value)
    slow = forms.Select(attrs={"id": "id_bo"}, choices=CHOICES).render("bo", value)
    assert "".join(plain.split()) == "".join(str(slow).replace("\n", "").split())


def test_plain_select_forgets_nothing_and_keeps_nothing_old():
    assert "Một" in PlainSelect(choices=[("1", "Một")]).render("bo", "1")
    again = PlainSelect(choices=[("1", "Hai")]).render("bo", "1")
    assert again == '<select name="bo"><option value="1" selected>Hai</option></select>'


def test_the_count_asks_only_the_table_that_is_counted(db, django_assert_num_queries):
    units.load_provinces("44")
    rows = AdministrativeUnit.objects.all()
    pages = CappedPaginator(rows.values_list("name", "province__name"), 25, counted=rows)
    with django_assert_num_queries(1) as captured:
        count = pages.count
    assert (count, pages.capped) == (min(rows.count(), CAP), False)
    assert "JOIN" not in captured.captured_queries[0]["sql"]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="trigram indexes are PostgreSQL's")
def test_every_searched_table_has_its_trigram_index(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_indexes WHERE indexdef LIKE '%%gin_trgm_ops%%' ORDER BY tablename")
        assert [name for (name,) in cursor.fetchall()] == ["producers_producer", "products_cycle", "products_product"]


def test_a_trigram_index_is_laid_on_names_only():
    with pytest.raises(ValueError, match="not the name of a column"):
        trigrams.trigram_index("products_product; DROP TABLE x")
