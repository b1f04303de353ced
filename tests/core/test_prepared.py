"""A prepared question answers as the ORM does, whatever it is asked; kept pages are as many as they may be."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext

from core.keptpages import KeptPages
from core.prepared import Prepared
from districts.models import AdministrativeUnit


def made(name):
    found = AdministrativeUnit.objects.filter(name=name).order_by("pk")
    return found.values_list("code", "valid_from", Concat("kind", Value(" %s '")))


@pytest.mark.django_db
def test_a_prepared_question_answers_as_the_orm_does(world):
    AdministrativeUnit.objects.filter(pk=world.quang_tri.pk).update(valid_from=date(2025, 7, 1))
    units = Prepared(made, text=[0])
    for name in (world.quang_tri.name, world.quang_binh.name, "' OR 1=1 --", "%s", ""):
        with CaptureQueriesContext(connection) as asked:
            found = units.rows(name)
        assert (found, len(asked)) == (list(made(name)), 1)
    assert (world.quang_tri.code, date(2025, 7, 1)) in [row[:2] for row in units.rows(world.quang_tri.name)]


@pytest.mark.django_db
def test_a_question_without_its_parameter_is_refused():
    with pytest.raises(ValueError, match="one of them is not in it"):
        Prepared(lambda key: AdministrativeUnit.objects.values_list("code")).rows(1)
    with pytest.raises(TypeError, match="1 parameters"):
        Prepared(made).rows("x", "y")


@pytest.mark.django_db
def test_rows_of_a_model_come_with_relations_and_annotations(world):
    def units(code):
        found = AdministrativeUnit.objects.filter(code=code).select_related("province", "parent__province")
        return found.annotate(twice=F("pk") + F("pk")).order_by("pk")

    asked = Prepared(units, text=[0])
    for code in (world.quang_tri.code, world.le_thuy.code, "none"):
        found, told = asked.rows(code), list(units(code))
        with CaptureQueriesContext(connection) as more:
            assert [(u.__dict__.keys(), u.twice, u.province, u.parent) for u in found] == [
                (u.__dict__.keys(), u.twice, u.province, u.parent) for u in told
            ]
        assert (found, len(more)) == (told, 0)
    found[:] = asked.rows(world.quang_tri.code)
    assert all(unit._state.db == "default" and not unit._state.adding for unit in found) and found


@pytest.mark.django_db
def test_parameters_keep_their_places(world):
    def two(name, pk):
        return AdministrativeUnit.objects.exclude(pk=pk).filter(name=name, valid_to=None).values_list("pk", "name")

    units, unit = Prepared(two, 2, text=[0]), world.quang_tri
    assert units.rows(unit.name, -1) == list(two(unit.name, -1)) != []
    assert units.rows(unit.name, unit.pk) == list(two(unit.name, unit.pk))


def test_kept_pages_are_the_last_ones_asked_for():
    drawn, pages = [], KeptPages(2)

    def get(key):
        return pages.get(key, lambda: drawn.append(key) or f"page {key}")

    assert [get(key) for key in (1, 2, 1, 3, 1, 2)] == [f"page {key}" for key in (1, 2, 1, 3, 1, 2)]
    assert (drawn, len(pages)) == ([1, 2, 3, 2], 2)
