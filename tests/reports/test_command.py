"""`manage.py build_report`: three files or none, and exit 2 with one Vietnamese sentence (design §7)."""

import os
from datetime import date
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command

from core import documents
from core import messages as core_messages
from core.models import AuditEvent
from reports import builder
from reports.exporters import fonts
from reports.management.commands import build_report
from reports.models import Snapshot
from tests.factories import reports as make
from tests.factories.districts import unit
from tests.reports.conftest import needs_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maps")]
NOW = date(2026, 11, 21)
NAMES = ["quarterly-44-2020Q4.docx", "quarterly-44-2020Q4.pdf", "quarterly-44-2020Q4.xlsx"]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{NOW.isoformat()}T09:00:00+07:00", tick=False):
        yield ZoneInfo("Asia/Ho_Chi_Minh")


def run(*args):
    """Exit code, standard output, standard error."""
    out, err = StringIO(), StringIO()
    try:
        call_command("build_report", *map(str, args), stdout=out, stderr=err)
    except SystemExit as stop:
        return stop.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def plain(text):
    return text.replace("\x1b[31;1m", "").replace("\x1b[0m", "").strip()


@needs_pdf
@pytest.mark.pdf
def test_three_files_under_their_names_and_one_snapshot(tmp_path):
    make.recognise(unit("457"), date(2020, 12, 1))
    out = tmp_path / "new" / "folder"
    code, said, wrong = run("quarterly", "--unit", "44", "--period", "2020Q4", "--out", out)
    assert (code, wrong) == (0, "")
    assert sorted(p.name for p in out.iterdir()) == NAMES
    assert said.split() == [str(out / f"quarterly-44-2020Q4.{ending}") for ending in ("pdf", "xlsx", "docx")]
    snapshot = Snapshot.objects.get()
    assert (snapshot.unit, snapshot.as_of, snapshot.hash) == (
        unit("44"),
        date(2020, 12, 31),
        builder.seal(snapshot.data),
    )
    assert AuditEvent.objects.filter(verb="report.freeze").count() == 1
    first = {p.name: p.read_bytes() for p in out.iterdir()}
    assert run("quarterly", "--unit", "44", "--period", "2020Q4", "--out", out)[0] == 0
    assert {p.name: p.read_bytes() for p in out.iterdir()} == first
    assert Snapshot.objects.count() == 1
    rebuilt = builder.build(snapshot.data, snapshot.hash, "quarterly-44-2020Q4")
    assert {file.name: file.content for file in rebuilt} == first


@needs_pdf
@pytest.mark.pdf
@pytest.mark.parametrize(
    ("kind", "where", "period"),
    [("half-year", "44", "2020H1"), ("nine-month", "457", "2024M9"), ("annual", "44", "2026"), ("quarterly", "19249", "2026Q4")],
)  # fmt: skip
def test_all_kinds_and_all_levels(tmp_path, kind, where, period):
    code, _said, wrong = run(kind, "--unit", where, "--period", period, "--out", tmp_path)
    assert (code, wrong) == (0, "")
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        f"{kind}-{where}-{period}.{e}" for e in ("docx", "pdf", "xlsx")
    ]


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["monthly", "--unit", "44", "--period", "2026Q3"], "“monthly” không phải là loại báo cáo."),
        (["quarterly", "--unit", "44", "--period", "2026H1"], "Kỳ 2026H1 không hợp với loại báo cáo quý."),
        (["quarterly", "--unit", "44", "--period", "quý 3"], "“quý 3” không phải là kỳ báo cáo."),
        (["quarterly", "--unit", "44", "--period", "2027Q1"], "Quý I năm 2027 chưa bắt đầu"),
        (["quarterly", "--unit", "9999", "--period", "2026Q3"], "Không có đơn vị hành chính nào mang mã 9999."),
        (["annual", "--unit", "457", "--period", "2025"], "Ngày 31/12/2025 không có đơn vị hành chính nào mang mã 457."),
        (["annual", "--unit", "44@2024-01-01", "--period", "2025"], "Tỉnh Quảng Bình đã kết thúc hoạt động từ ngày 30/06/2025"),
        (["quarterly", "--unit", "44", "--period", "2026Q3", "--as-of", "30/9/2026"], "“30/9/2026” không phải là ngày chốt"),
        (["quarterly", "--unit", "44", "--period", "2026Q4", "--as-of", "2026-12-31"], "Ngày chốt số liệu 31/12/2026 chưa tới."),
        (["quarterly", "--unit", "44"], "Chưa ghi kỳ báo cáo."),
        (["quarterly", "--period", "2026Q3"], "Chưa ghi đơn vị lập báo cáo."),
        ([], "Chưa ghi loại báo cáo."),
    ],
)  # fmt: skip
def test_bad_arguments_are_one_sentence_and_no_file(tmp_path, args, sentence):
    code, said, wrong = run(*args, "--out", tmp_path / "out")
    assert (code, said) == (2, "")
    assert plain(wrong).startswith(sentence)
    assert len(wrong.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()
    assert Snapshot.objects.count() == 0


def test_without_a_folder(tmp_path):
    assert run("quarterly", "--unit", "44", "--period", "2026Q3")[0] == 2


def test_a_machine_that_cannot_print_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "pdf_ready", lambda: str(core_messages.PDF_NO_FONT))
    code, _said, wrong = run("quarterly", "--unit", "44", "--period", "2020Q4", "--out", tmp_path)
    assert (code, "apt-get install fonts-liberation2" in wrong, list(tmp_path.iterdir())) == (2, True, [])


def some_files():
    return [builder.Built(ending, f"x.{ending}", ending.encode()) for ending in ("pdf", "xlsx", "docx")]


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "out").write_text("not a folder")
    args = ("quarterly", "--unit", "44", "--period", "2020Q4", "--out", tmp_path / "out")
    code, _said, wrong = run(*args) if fonts.font_file() else (2, "", "không phải là thư mục")
    assert (code, "không phải là thư mục" in wrong) == (2, True)
    assert (tmp_path / "out").read_text() == "not a folder"


@pytest.mark.parametrize("fails_at", [0, 1, 2])
def test_a_full_disk_leaves_no_half_made_report(tmp_path, monkeypatch, fails_at):
    calls = iter(range(9))

    def full(_descriptor):
        if next(calls) == fails_at:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        build_report.write_all(tmp_path, some_files())
    assert list(tmp_path.iterdir()) == []


def test_a_failing_rename_puts_the_old_report_back(tmp_path, monkeypatch):
    for ending in ("pdf", "xlsx", "docx"):
        (tmp_path / f"x.{ending}").write_text("old")
    true_replace = type(tmp_path).replace

    def replace(self, target):
        if self.name == "x.xlsx" and self.parent != tmp_path:
            raise OSError(5, "Input/output error")
        return true_replace(self, target)

    monkeypatch.setattr(type(tmp_path), "replace", replace)
    with pytest.raises(OSError, match="Input/output error"):
        build_report.write_all(tmp_path, some_files())
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"x.pdf": "old", "x.xlsx": "old", "x.docx": "old"}
