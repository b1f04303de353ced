"""`manage.py load_units`: safe to repeat, mends what differs, writes nothing with --check."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from districts.exceptions import UnitDataError
from districts.models import AdministrativeUnit, UnitSuccession
from districts.unit_files import NAME_FILE, SUCCESSION_FILE, UNIT_FILES, read_all
from tests.factories.districts import load_provinces, unit


def load(*args):
    out = StringIO()
    call_command("load_units", *args, stdout=out)
    return out.getvalue().splitlines()


def test_second_run_changes_nothing(db):
    first = load("--province", "44")
    assert first == ["233 units, 0 names, 146 successions", "379 created, 0 updated, 0 unchanged"]
    assert load("--province", "44")[-1] == "0 created, 0 updated, 379 unchanged"
    assert AdministrativeUnit.objects.count() == 233


def test_several_provinces_and_the_whole_nation_fit_together(db, django_assert_max_num_queries):
    load("--province", "44")
    assert load("--province", "44", "--province", "45")[-1].endswith("0 updated, 379 unchanged")
    with django_assert_max_num_queries(700):
        assert load()[0] == "14149 units, 2 names, 10636 successions"
    assert load()[-1] == "0 created, 0 updated, 24787 unchanged"


def test_mends_what_differs(db):
    load_provinces("44", "45")
    row = unit("19249")
    AdministrativeUnit.objects.filter(pk=row.pk).update(name="Sai", sort_key="x", parent=None)
    UnitSuccession.objects.filter(old=row).update(partial=True)
    with pytest.raises(CommandError) as refused:
        load("--province", "44", "--check")
    assert str(refused.value) == (
        "Dữ liệu đơn vị hành chính chưa khớp với tệp nguồn: thiếu 0, khác 2. Hãy chạy lệnh load_units."
    )
    row.refresh_from_db()
    assert row.name == "Sai"
    assert load("--province", "44")[-1] == "0 created, 2 updated, 377 unchanged"
    row.refresh_from_db()
    assert (row.full_name, row.parent.full_name) == ("thị trấn Kiến Giang", "huyện Lệ Thủy")


def test_check_of_an_empty_database_writes_nothing(db):
    with pytest.raises(CommandError):
        load("--province", "44", "--check")
    assert AdministrativeUnit.objects.count() == 0


def test_unknown_province_is_refused(db):
    with pytest.raises(CommandError) as refused:
        load("--province", "03")
    assert str(refused.value) == "Không có tỉnh, thành phố nào mang mã 03 trên bản đồ đến ngày 30/6/2025."
    assert refused.value.returncode == 2


def test_a_bad_file_is_refused_with_its_place(tmp_path):
    for name in (*UNIT_FILES, NAME_FILE, SUCCESSION_FILE):
        (tmp_path / name).write_text("# nothing\ncode,level\n", encoding="utf-8")
    (tmp_path / UNIT_FILES[0]).write_text(
        "# source\ncode,level,kind,name,parent_code,lat,lon,valid_from,valid_to\n"
        "44,province,tỉnh,Quảng Bình,,17,106,,2025-06-30\n4,province,tỉnh,Sai,,17,106,,\n",
        encoding="utf-8",
    )
    with pytest.raises(UnitDataError) as refused:
        read_all(tmp_path)
    assert str(refused.value) == "Tệp units-before-2025-07.csv, dòng 4: 4"


def test_the_database_refuses_a_second_unit_of_one_start(db):
    load_provinces("44", "45")
    for row in (unit("44"), unit("44", new=True)):
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
