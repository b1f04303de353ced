"""Real units of Quảng Bình and Quảng Trị on both maps, held for the module; each test's rows are taken back."""

import pytest

from core import documents
from tests.factories.districts import data_of, held

NO_PDF = documents.pdf_ready() or ""
needs_pdf = pytest.mark.skipif(bool(NO_PDF), reason=NO_PDF)


@pytest.fixture(scope="module")
def maps(django_db_setup, django_db_blocker):
    with held(data_of("44", "45"), django_db_blocker):
        yield
