"""The inbox and its yardstick show the same page; nothing here looks at a clock."""

import re

import pytest
from django.test import override_settings

from benchmarks import inbox_bench
from districts.models import AdministrativeUnit
from products.services import load_regulations

pytestmark = pytest.mark.django_db


@override_settings(ROOT_URLCONF="benchmarks.urls")
def test_both_show_the_same_rows(client, world):
    load_regulations()
    assert AdministrativeUnit.objects.filter(code="11", valid_to=None).exists()
    client.force_login(inbox_bench.lay(80))
    pages = [client.get(address).content.decode() for address in ("/viec/", "/chuan/viec/")]
    rows, tallies = ([re.findall(pattern, page) for page in pages]
                     for pattern in (r"HS-2030-\d{6}", r"<b>(\d+)</b><span>"))  # fmt: skip
    assert rows[0] == rows[1] and len(rows[0]) > 40
    assert tallies[0] == tallies[1]
