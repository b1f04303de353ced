"""Units for tests: real ones, a few hundred rows in well under a second."""

from contextlib import contextmanager
from functools import lru_cache

from django.db import transaction

from districts.enums import Level
from districts.models import AdministrativeUnit
from districts.services import load_units
from districts.unit_files import UnitData, read_all, restricted


@lru_cache(maxsize=1)
def all_data() -> UnitData:
    return read_all()


@lru_cache(maxsize=8)
def data_of(*codes: str) -> UnitData:
    return restricted(all_data(), list(codes))


def load_provinces(*codes: str) -> None:
    """These provinces of the map to 30/6/2025 and what they became; by default Quảng Bình and Quảng Trị."""
    load_units(data=data_of(*(codes or ("44", "45"))))


@contextmanager
def held(data: UnitData, django_db_blocker):
    """The units stand for a whole module and are rolled back at its end; for a module-scoped fixture."""
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block._from_testcase = True  # the tests' own blocks nest in this one
        with block:
            load_units(data=data)
            with django_db_blocker.block():
                yield
            transaction.set_rollback(True)


def unit(code: str, *, new: bool = False) -> AdministrativeUnit:
    """The loaded unit of the map to 30/6/2025, or with `new` of the one since."""
    return AdministrativeUnit.objects.get(code=code, valid_from__isnull=not new)


def make_province(code: str = "90", name: str = "Thử Nghiệm") -> AdministrativeUnit:
    """A province without data behind it, standing at every date."""
    row = AdministrativeUnit.objects.create(
        code=code, level=Level.PROVINCE, kind="tỉnh", name=name, search_text="tinh", sort_key=code
    )
    row.province = row
    row.save(update_fields=["province"])
    return row
