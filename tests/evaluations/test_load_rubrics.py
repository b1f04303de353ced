"""Sheet files become rows, and rows become what the engine takes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from core.exceptions import Refused
from core.models import AuditEvent
from evaluations.models import Criterion, Option, Rubric
from evaluations.selectors.rubrics import newest_complete, rubric_keys, rubric_spec
from evaluations.services.rubrics import load_rubrics
from evaluations.sheetfiles import load_rubric, load_sheet, sheet_ids
from products.models import ProductSet
from products.services.regulations import load_regulations

pytestmark = pytest.mark.django_db
COFFEE = "26-2026/13"


@pytest.fixture
def regulations():
    load_regulations()


def test_every_sheet_loads_once(regulations):
    assert load_rubrics() == {"created": 52}
    assert Rubric.objects.count() == 52
    assert AuditEvent.objects.filter(verb="rubric.load").count() == 52
    assert load_rubrics() == {"unchanged": 52}
    assert AuditEvent.objects.filter(verb="rubric.load").count() == 52
    incomplete = sorted(Rubric.objects.filter(complete=False).values_list("code", flat=True))
    assert incomplete == [code for code in sheet_ids() if not load_rubric(code).complete]
    assert "148-2023/03" in incomplete
    assert len(incomplete) == 4
    assert Rubric.objects.filter(code__startswith="1048", complete=True).count() == 22


def test_rows_give_the_engine_what_the_file_gives(regulations):
    load_rubrics()
    for rubric in Rubric.objects.filter(complete=True):
        spec, file = rubric_spec(rubric), load_rubric(rubric.code)
        assert [c.code for c in spec.criteria.values()] == [c.code for c in file.criteria.values()]
        plain = {code: replace(c, confidence="found") for code, c in file.criteria.items()}
        ours = spec.criteria
        for code, criterion in plain.items():
            assert replace(ours[code], options=()) == replace(criterion, options=())
            assert ours[code].options == tuple(replace(o, note="") for o in criterion.options)
        assert (spec.marks, spec.knockouts, spec.bands) == (file.marks, file.knockouts, file.bands)
        assert spec.marks_known == file.marks_known


def test_keys_lead_to_rows(regulations):
    load_rubrics(files=[load_sheet(COFFEE)])
    rubric = Rubric.objects.get()
    keys = rubric_keys(rubric)
    option = Option.objects.get(pk=keys.options["A.1.1", 2])
    assert (option.place, option.criterion.code, keys.places[option.pk]) == (2, "A.1.1", 2)
    assert Criterion.objects.get(pk=keys.criteria["C.8"]).code == "C.8" == keys.codes[keys.criteria["C.8"]]


def test_an_unused_rubric_is_replaced_and_a_used_one_gets_a_new_version(regulations):
    file = load_sheet(COFFEE)
    load_rubrics(files=[file])
    changed = replace(file, sha256="1" * 64)
    assert load_rubrics(files=[changed]) == {"replaced": 1}
    assert list(Rubric.objects.values_list("version", "content_hash")) == [(1, "1" * 64)]
    Rubric.objects.update(used_at=datetime(2026, 6, 1, tzinfo=UTC))
    assert load_rubrics(files=[file]) == {"new_version": 1}
    rows = [(r.version, r.content_hash, r.retired_at is None) for r in Rubric.objects.order_by("version")]
    assert rows == [(1, "1" * 64, False), (2, file.sha256, True)]
    product_set = ProductSet.objects.get(regulation__code="26-2026", number="13")
    assert newest_complete(product_set).version == 2


def test_an_incomplete_sheet_is_never_the_one_in_use(regulations):
    load_rubrics(files=[load_sheet("148-2023/03")])
    rubric = Rubric.objects.get()
    assert not rubric.complete
    assert rubric.incomplete_reason != ""
    assert newest_complete(rubric.product_set) is None


def test_without_product_sets_nothing_is_written():
    with pytest.raises(Refused, match="Chưa có bộ sản phẩm 26-2026/13"):
        load_rubrics(files=[load_sheet(COFFEE)])
    assert Rubric.objects.count() == 0


def test_the_command_counts(regulations, capsys):
    call_command("load_rubrics")
    assert capsys.readouterr().out == "52 mới, 0 thay, 0 bản mới, 0 không đổi.\n"
