"""Uploads by allow-list, private storage, downloads through the owner's gate (security §6)."""

import hashlib
import os
import stat
import struct
import time
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from core import audit, filekinds, files, jobs
from core.enums import JobState, ScanState
from core.exceptions import Refused
from core.models import AuditEvent, File, Job
from tests.factories.core import docx_bytes, image_bytes, pdf_bytes, upload, with_entries, xlsx_bytes, zip_bytes

pytestmark = pytest.mark.files
OWNER = {"owner_type": "test.owner", "owner_id": 5, "actor": audit.SYSTEM}


@pytest.fixture
def open_gate(monkeypatch):
    """The commune officer of Lệ Thủy is let in to the files of owner 5."""
    monkeypatch.setattr(files, "_gates", {})
    files.gate("test.owner", lambda user, owner_id: owner_id == 5 and user.scope.name == "Lê Thị Hạnh")


def on_disk():
    return sorted(path for path in files.root().rglob("*") if path.is_file())


def sentence(name, content, kinds=filekinds.ALL):
    with pytest.raises(Refused) as refusal:
        filekinds.recognise(upload(name, content), kinds)
    return refusal.value.sentence


# --- what is taken ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", pdf_bytes(), filekinds.PDF),
        ("A.PDF", pdf_bytes() + b"\r\n", filekinds.PDF),
        ("ảnh.JPG", image_bytes("JPEG"), filekinds.JPEG),
        ("ảnh.jpeg", image_bytes("JPEG"), filekinds.JPEG),
        ("ảnh.png", image_bytes("PNG"), filekinds.PNG),
        ("ảnh.webp", image_bytes("WEBP"), filekinds.WEBP),
        ("bảng.xlsx", xlsx_bytes(), filekinds.XLSX),
        ("văn bản.docx", docx_bytes(), filekinds.DOCX),
    ],
)
def test_true_files_are_taken(name, content, kind):
    found = upload(name, content, "text/html")
    assert filekinds.recognise(found) is kind
    assert found.read() == content


KIND = "Loại tệp này không nhận được. Hãy gửi tệp PDF, JPEG, PNG, WebP, XLSX, DOCX, tên tệp có đuôi đúng loại."
NOT = "Nội dung tệp không phải %s như đuôi tên tệp. Hãy lưu lại đúng loại rồi chọn lại."
BROKEN = "Tệp %s bị hỏng hoặc chưa tải đủ. Hãy mở thử, lưu lại rồi chọn lại."
BOMB = "Tệp phình ra quá lớn khi mở. Hãy xóa phần thừa, lưu lại rồi chọn lại."
LOCKED = "Tệp có mật khẩu nên hội đồng không mở được. Hãy bỏ mật khẩu, lưu lại rồi chọn lại."
FACES = "Tệp có gắn thêm một tệp nén ở bên trong. Hãy lưu lại thành tệp mới rồi chọn lại."
MACROS = "Tệp có chứa chương trình (macro). Hãy lưu lại thành tệp không có macro rồi chọn lại."
PATHS = "Tệp có cấu trúc bên trong không hợp lệ. Hãy mở ra, lưu lại rồi chọn lại."
PIXELS = "Ảnh quá lớn, nhiều nhất là 40 triệu điểm ảnh. Hãy thu nhỏ ảnh rồi chọn lại."
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def png_of(width, height):
    """A PNG that declares a size and holds nothing."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("bản vẽ.svg", SVG, KIND),
        ("trang.html", b"<html>", KIND),
        ("dữ liệu.xml", b"<?xml?>", KIND),
        ("nén.zip", zip_bytes({"a": b"a"}), KIND),
        ("macro.xlsm", xlsx_bytes(), KIND),
        ("chạy.pdf.exe", pdf_bytes(), KIND),
        ("không đuôi", pdf_bytes(), KIND),
        (".pdf", pdf_bytes(), KIND),
        ("a.pdf", image_bytes(), NOT % "PDF"),
        ("a.png", image_bytes("JPEG"), NOT % "PNG"),
        ("a.jpg", image_bytes("PNG"), NOT % "JPEG"),
        ("a.png", SVG, NOT % "PNG"),
        ("a.pdf", b"<html><script>", NOT % "PDF"),
        ("a.pdf", b"MZ" + pdf_bytes(), NOT % "PDF"),
        ("a.xlsx", docx_bytes(), NOT % "XLSX"),
        ("a.docx", xlsx_bytes(), NOT % "DOCX"),
        ("a.docx", zip_bytes({"a": b"a"}), NOT % "DOCX"),
        ("a.xlsx", pdf_bytes(), NOT % "XLSX"),
        ("a.pdf", pdf_bytes()[:-10], BROKEN % "PDF"),
        ("a.pdf", pdf_bytes() + b"<script>alert(1)</script>", BROKEN % "PDF"),
        ("a.pdf", pdf_bytes(password="bí mật"), LOCKED),
        ("a.xlsx", xlsx_bytes()[:-30], BROKEN % "XLSX"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "Tệp thuộc kiểu cũ hoặc có mật khẩu. Hãy mở ra, bỏ mật khẩu, lưu thành XLSX rồi chọn lại.",
        ),
        ("a.pdf", b"", "Tệp rỗng, không có nội dung. Hãy chọn tệp khác."),
        ("a.png", png_of(8000, 5001), PIXELS),
        ("a.png", png_of(30000, 30000), PIXELS),
        ("a.png", image_bytes() + zip_bytes({"a.html": b"<script>"}), FACES),
        ("a.jpg", image_bytes("JPEG") + zip_bytes({"a.html": b"<script>"}), FACES),
        ("a.pdf", pdf_bytes() + zip_bytes({"a": b"a"}), BROKEN % "PDF"),
        ("a.pdf", pdf_bytes() + zip_bytes({"a": b"a"}) + b"\n%%EOF", FACES),
        ("a.xlsx", with_entries(xlsx_bytes(), {"xl/vbaProject.bin": b"x"}), MACROS),
        ("a.xlsx", with_entries(xlsx_bytes(), {"xl/macrosheets/sheet1.xml": b"x"}), MACROS),
        ("a.docx", with_entries(docx_bytes(), {"word/VBADATA.XML": b"x"}), MACROS),
        ("a.xlsx", with_entries(xlsx_bytes(), {"xl/media/a.bin": b"\0" * 30_000_000}), BOMB),
        ("a.xlsx", with_entries(xlsx_bytes(), {f"xl/{n}": b"" for n in range(2100)}), BOMB),
        ("a.docx", with_entries(docx_bytes(), {"../../../etc/cron.d/x": b"x"}), PATHS),
        ("a.docx", with_entries(docx_bytes(), {"/etc/x": b"x"}), PATHS),
        ("a.docx", with_entries(docx_bytes(), {"word\\..\\..\\x": b"x"}), PATHS),
    ],
)
def test_harm_is_refused_with_its_sentence(name, content, expected):
    assert sentence(name, content) == expected


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_macros_under_an_innocent_extension_are_seen_by_their_content_type():
    out = xlsx_bytes()
    types = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    assert sentence("a.xlsx", with_entries(out, {"[Content_Types].xml": types})) == MACROS


def test_large_files_are_refused_before_they_are_read():
    class Large:
        name, size = "lớn.pdf", 20_000_001

        def seek(self, *args):
            raise AssertionError("was read")

    with pytest.raises(Refused) as refusal:
        filekinds.recognise(Large())
    assert refusal.value.sentence == (
        "Tệp PDF quá lớn, nhiều nhất là 20 MB. Hãy giảm dung lượng hoặc tách thành nhiều tệp."
    )


def test_a_field_may_take_images_only():
    expected = "Loại tệp này không nhận được. Hãy gửi tệp JPEG, PNG, WebP, tên tệp có đuôi đúng loại."
    assert sentence("a.pdf", pdf_bytes(), filekinds.IMAGES) == expected


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Hoa\\giấy.pdf", "giấy.pdf"),
        ("gia\u0300y\u0000\u202efdp.pdf", "giàyfdp.pdf"),
        ("  hai   khoảng.pdf ", "hai khoảng.pdf"),
        ("..", "tep"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("dòng\r\nSet-Cookie: a=b.pdf", "dòng Set-Cookie: a=b.pdf"),
    ],
)
def test_the_name_is_only_text(given, kept):
    assert filekinds.clean_name(given) == kept


# --- storage ---------------------------------------------------------------------------------------------------------


def test_a_stored_file_is_private_and_named_at_random(world):
    content = pdf_bytes(3)
    found = files.store(
        upload("../Giấy kiểm nghiệm.pdf", content),
        owner_type="test.owner",
        owner_id=5,
        actor=world.commune,
        province_id=world.quang_tri.pk,
    )
    found.refresh_from_db()
    path = files.path_of(found)
    assert path.read_bytes() == content
    assert (found.original_name, found.content_type, found.size) == (
        "Giấy kiểm nghiệm.pdf",
        "application/pdf",
        len(content),
    )
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert (found.owner_type, found.owner_id, found.province_id) == ("test.owner", 5, world.quang_tri.pk)
    assert (found.actor_id, found.actor_name) == (world.commune.pk, "Lê Thị Hạnh")
    assert (found.scan_state, found.pages, found.inspected_at) == (ScanState.NOT_SCANNED, None, None)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert len(path.name) == 32
    assert set(path.name) <= set("0123456789abcdef")
    assert on_disk() == [path]


def test_equal_content_is_stored_under_two_names(db):
    first, second = (files.store(upload(), **OWNER) for _ in range(2))
    assert first.stored_name != second.stored_name
    assert len(on_disk()) == 2


def test_a_refused_upload_leaves_nothing(db):
    with pytest.raises(Refused):
        files.store(upload("a.svg", SVG), **OWNER)
    assert (on_disk(), File.objects.count(), Job.objects.count()) == ([], 0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_rollback_takes_the_bytes_away_and_a_commit_keeps_them():
    with pytest.raises(KeyError), transaction.atomic():
        files.store(upload(), **OWNER)
        assert len(on_disk()) == 1
        raise KeyError
    assert (on_disk(), File.objects.count()) == ([], 0)
    with transaction.atomic():
        with pytest.raises(KeyError), transaction.atomic():
            files.store(upload(), **OWNER)
            raise KeyError
        kept = files.store(upload(), **OWNER)
    assert on_disk() == [files.path_of(kept)]
    with pytest.raises(KeyError), transaction.atomic():
        files.remove(File.objects.get())
        raise KeyError
    assert on_disk() == [files.path_of(kept)]
    with transaction.atomic():
        files.remove(File.objects.get())
    assert (on_disk(), File.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_stored():
    with pytest.raises(RuntimeError):
        files.store_made(b"%PDF", name="a.pdf", content_type="application/pdf", **OWNER)
    assert on_disk() == []


def test_a_disk_that_fails_in_the_middle_leaves_nothing(db):
    class Torn(SimpleUploadedFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        files.store(Torn("a.pdf", pdf_bytes()), **OWNER)
    assert (on_disk(), File.objects.count()) == ([], 0)


def test_orphans_go_after_a_day(db):
    kept = files.store(upload(), **OWNER)
    old, fresh = files.root() / "ab" / ("a" * 32), files.root() / "ab" / ("b" * 32 + ".part")
    old.parent.mkdir(exist_ok=True)
    for path in (old, fresh):
        path.write_bytes(b"x")
    os.utime(old, (time.time() - 90_000,) * 2)
    os.utime(files.path_of(kept), (time.time() - 90_000,) * 2)
    assert files.tidy() == 1
    assert on_disk() == sorted([files.path_of(kept), fresh])
    os.utime(fresh, (time.time() - 90_000,) * 2)
    assert files.tidy() == 0  # once a day
    assert files.remove_orphans() == 1


# --- inspection ------------------------------------------------------------------------------------------------------


def inspected(name, content):
    row = files.store(upload(name, content), **OWNER)
    assert jobs.run(Job.objects.get(kind="core.inspect_file", parameters__file=row.pk).pk) == JobState.DONE
    row.refresh_from_db()
    assert row.inspected_at is not None
    return row.pages, row.problem


@pytest.mark.parametrize(
    ("name", "content", "pages"),
    [
        ("a.pdf", pdf_bytes(7), 7),
        ("a.png", image_bytes(), 1),
        ("a.jpg", image_bytes("JPEG"), 1),
        ("a.webp", image_bytes("WEBP"), 1),
        ("a.xlsx", xlsx_bytes(), None),
        ("a.docx", docx_bytes(), None),
    ],
)
def test_a_process_of_its_own_counts_the_pages(db, name, content, pages):
    assert inspected(name, content) == (pages, "")


NOT_READ = "Máy chủ chưa mở kiểm tra được tệp này: tệp quá nặng hoặc bị hỏng. Hãy lưu lại rồi gửi tệp khác."


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.pdf", b"%PDF-1.7\nkhong co gi\n%%EOF", NOT_READ),
        ("a.png", png_of(100, 100), NOT_READ),
        ("a.docx", with_entries(docx_bytes(), {"word/x.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), NOT_READ),
    ],
)
def test_what_only_opening_shows_is_noted(db, name, content, problem):
    assert inspected(name, content) == (None, problem)


def test_a_size_that_lies_is_found_by_unpacking(db):
    """The directory says 10 bytes where 30 MB come out: the reader must not believe it."""
    content = bytearray(with_entries(xlsx_bytes(), {"xl/media/a.bin": b"\0" * 30_000_000}))
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    assert inspected("a.xlsx", bytes(content)) == (None, NOT_READ)


def test_the_inspector_has_little_memory(db, monkeypatch):
    import core.inspector

    source = core.inspector.__file__
    row = files.store(upload(), **OWNER)
    files.path_of(row).write_bytes(b"%PDF-1.7\n" + b"[" * 3_000_000 + b"\n%%EOF")
    started = time.monotonic()
    assert files.inspect(row) == {"problem": "broken"}
    assert time.monotonic() - started < 60
    assert source.endswith("core/inspector.py")


def test_a_file_that_is_gone_is_nothing_to_inspect(db):
    row = jobs.enqueue(kind="core.inspect_file", key="x", parameters={"file": 99}, actor=audit.SYSTEM)
    assert jobs.run(row.pk) == JobState.DONE


# --- download --------------------------------------------------------------------------------------------------------


@pytest.fixture
def paper(world, open_gate):
    return files.store(upload("Giấy chứng nhận “VSATTP”.pdf", pdf_bytes()), **OWNER)


def test_owner_neighbour_stranger(client, world, paper, settings):
    settings.LOGIN_URL = "/tai-khoan/dang-nhap/"
    client.force_login(world.commune)
    answer = client.get(paper.get_absolute_url())
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, pdf_bytes())
    for other in (world.neighbour_commune, world.stranger_commune, world.admin, world.ministry):
        client.force_login(other)
        assert client.get(paper.get_absolute_url()).status_code == 404
    client.logout()
    answer = client.get(paper.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (302, f"/tai-khoan/dang-nhap/?next=/tep/{paper.pk}/")
    assert client.get("/tep/999999/")["Location"] == "/tai-khoan/dang-nhap/?next=/tep/999999/"


def test_headers_of_a_download(client, world, paper):
    client.force_login(world.commune)
    answer = client.get(paper.get_absolute_url())
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Gi%E1%BA%A5y%20ch%E1%BB%A9ng")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    list(answer.streaming_content)
    inline = client.get(paper.get_absolute_url(), {"xem": "1"})
    assert inline["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert inline["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    list(inline.streaming_content)
    assert client.post(paper.get_absolute_url()).status_code == 405


def test_only_a_pdf_is_shown_inline(client, world, open_gate):
    client.force_login(world.commune)
    image = files.store(upload("a.png", image_bytes()), **OWNER)
    answer = client.get(image.get_absolute_url(), {"xem": "1"})
    assert answer["Content-Disposition"] == 'attachment; filename="a.png"'
    list(answer.streaming_content)


def test_an_owner_type_without_gate_is_shut(client, world, open_gate):
    client.force_login(world.commune)
    shut = files.store(upload(), owner_type="test.other", owner_id=5, actor=audit.SYSTEM)
    File.objects.filter(pk=shut.pk).update(owner_type="test.nobody")
    assert client.get(shut.get_absolute_url()).status_code == 404
    File.objects.filter(pk=shut.pk).update(owner_type="test.owner", owner_id=None)
    assert client.get(shut.get_absolute_url()).status_code == 404


def test_two_gates_for_an_owner_are_an_error(open_gate):
    with pytest.raises(ValueError, match="two gates"):
        files.gate("test.owner", lambda user, owner_id: True)


def test_an_infected_file_stays(client, world, paper):
    client.force_login(world.commune)
    File.objects.filter(pk=paper.pk).update(scan_state=ScanState.INFECTED)
    answer = client.get(paper.get_absolute_url())
    assert answer.status_code == 403
    assert answer.content.decode().count("Tệp bị phát hiện có vi-rút nên không tải về được.") == 1
    assert AuditEvent.objects.get().verb == "refused.file.infected"


def test_missing_bytes_are_said(client, world, paper):
    client.force_login(world.commune)
    files.path_of(paper).unlink()
    answer = client.get(paper.get_absolute_url())
    assert answer.status_code == 422
    assert answer.content.decode().count("Tệp không còn trên máy chủ.") == 1
