"""Maps loaded once a module: the nation's, and the small one of Quảng Bình and Quảng Trị."""

import pytest

from tests.factories.districts import all_data, data_of, held


@pytest.fixture(scope="module")
def nation_rows(django_db_setup, django_db_blocker):
    with held(all_data(), django_db_blocker):
        yield


@pytest.fixture
def nation(nation_rows, db):
    """Every unit of both maps."""


@pytest.fixture(scope="module")
def quang_binh_rows(django_db_setup, django_db_blocker):
    with held(data_of("44", "45"), django_db_blocker):
        yield


@pytest.fixture
def quang_binh(quang_binh_rows, db):
    """Quảng Bình and Quảng Trị, before and after."""
