"""Uploads in chunks: cut anywhere and continued from the server's offset, equal by hash at the end; photographs become a PDF."""

import hashlib
import io
import os
import random
from contextlib import closing
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import UnreadablePostError
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from core import audit, clock, filekinds, files, jobs, uploads
from core.enums import UploadState
from core.exceptions import NotAllowed, Refused, Stale
from core.models import File, UploadSession
from tests.factories.core import image_bytes, pdf_bytes, xlsx_bytes

pytestmark = [pytest.mark.files, pytest.mark.django_db]
OWNER = {"owner_type": "test.owner", "owner_id": 5}
URL = reverse("core:upload_create")


@pytest.fixture(autouse=True)
def open_place(monkeypatch):
    """Record 5 takes uploads from everybody who is signed in; anything else is refused."""

    def only_five(_user, owner_id):
        if owner_id != 5:
            raise NotAllowed("Không phải hồ sơ này.", code="place")

    monkeypatch.setattr(uploads, "_places", {})
    uploads.place("test.owner", only_five)


class Link:
    """A request's body that breaks after `alive` bytes."""

    def __init__(self, content, alive):
        self.body, self.alive = io.BytesIO(content), alive

    def read(self, count):
        if self.alive <= 0:
            raise UnreadablePostError("cut")
        part = self.body.read(min(count, self.alive))
        self.alive -= len(part)
        return part


def begin(actor, content, name="ho-so.pdf", **more):
    return uploads.create(name=name, size=len(content), mark="1", actor=actor, **(OWNER | more))


def send(row, content, chunk=uploads.CHUNK):
    """All of it, without trouble."""
    while row.received < row.size:
        part = content[row.received : row.received + chunk]
        row = uploads.append(row=row, offset=row.received, body=io.BytesIO(part), length=len(part))
    return uploads.finish(row=row, sha256=hashlib.sha256(content).hexdigest())


def long_pdf(size, seed=1):
    """A PDF whose head and tail are true, with random bytes between."""
    whole = pdf_bytes()
    return whole[:9] + b"%" + random.Random(seed).randbytes(size).replace(b"PK\x05\x06", b"....") + b"\n" + whole[9:]


def test_cut_a_hundred_times_the_file_arrives_with_equal_hash(world):
    content, chance = long_pdf(600_000), random.Random(7)
    row, cuts = begin(world.commune, content), 0
    while row.received < row.size:
        row = UploadSession.objects.get(pk=row.pk)  # another process, after a restart: only row and disk are left
        part = content[row.received : row.received + 16_384]
        alive = chance.randrange(0, 5_000) if cuts < 100 else len(part)
        cuts += alive < len(part)
        row = uploads.append(row=row, offset=row.received, body=Link(part, alive), length=len(part))
    assert cuts == 100
    row = uploads.finish(row=row, sha256=hashlib.sha256(content).hexdigest())
    with transaction.atomic():
        whole = uploads.ready(world.commune, "test.owner", 5, row.pk)
        file = files.store(whole, **OWNER, actor=audit.SYSTEM, kinds=filekinds.LONG)
        whole.consume()
    assert file.sha256 == hashlib.sha256(content).hexdigest() == row.sha256
    assert files.path_of(file).read_bytes() == content


def test_a_taken_upload_serves_once_and_leaves_nothing(world, django_capture_on_commit_callbacks):
    row = send(begin(world.commune, pdf_bytes()), pdf_bytes())
    first, second = (uploads.ready(world.commune, "test.owner", 5, row.pk) for _ in range(2))
    with django_capture_on_commit_callbacks(execute=True):
        first.consume()
    assert (UploadSession.objects.count(), uploads.path_of(row).exists()) == (0, False)
    with pytest.raises(Stale) as stale:
        second.consume()
    assert stale.value.sentence == "Tệp này đã được dùng hoặc đã quá hạn giữ. Hãy chọn lại tệp để tải lên."
    with pytest.raises(Refused):
        uploads.ready(world.commune, "test.owner", 5, row.pk)


def test_the_same_file_is_found_again_by_its_person_only(world):
    row = begin(world.commune, b"x" * 9)
    assert begin(world.commune, b"x" * 9).pk == row.pk
    assert begin(world.neighbour_commune, b"x" * 9).pk != row.pk
    assert begin(world.commune, b"x" * 9, owner_id=6).pk != row.pk
    assert begin(world.commune, b"x" * 10).pk != row.pk
    with pytest.raises(Refused):
        uploads.ready(world.neighbour_commune, "test.owner", 5, row.pk)


def test_two_writers_of_one_offset_count_once(world):
    content = pdf_bytes()
    row = begin(world.commune, content)
    slow = UploadSession.objects.get(pk=row.pk)
    uploads.append(row=row, offset=0, body=io.BytesIO(content[:100]), length=100)
    with pytest.raises(Stale):
        uploads.append(row=slow, offset=0, body=io.BytesIO(content[:50]), length=50)
    with pytest.raises(Stale):
        uploads.append(row=UploadSession.objects.get(pk=row.pk), offset=0, body=io.BytesIO(b"x"), length=1)
    assert send(UploadSession.objects.get(pk=row.pk), content).state == UploadState.READY


LOCKED = pdf_bytes(password="bi-mat")
WRONG = [
    ("a.pdf", b"MZ" + b"0" * 90, None, "Nội dung tệp không phải PDF như đuôi tên tệp. Hãy lưu lại đúng loại rồi chọn lại."),
    ("a.pdf", LOCKED, None, "Tệp có mật khẩu nên hội đồng không mở được. Hãy bỏ mật khẩu, lưu lại rồi chọn lại."),
    ("a.png", image_bytes("JPEG"), None, "Nội dung tệp không phải PNG như đuôi tên tệp. Hãy lưu lại đúng loại rồi chọn lại."),
    ("a.docx", xlsx_bytes(), None, "Nội dung tệp không phải DOCX như đuôi tên tệp. Hãy lưu lại đúng loại rồi chọn lại."),
    ("a.pdf", pdf_bytes(), "0" * 64,
     "Tệp nhận được không giống tệp đã chọn nên đã bị bỏ. Hãy chọn lại tệp để tải lên từ đầu."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "seal", "sentence"), WRONG)
def test_a_wrong_file_is_refused_at_its_end_and_dropped(world, name, content, seal, sentence):
    row = uploads.append(
        row=begin(world.commune, content, name), offset=0, body=io.BytesIO(content), length=len(content)
    )
    with pytest.raises(Refused) as refusal:
        uploads.finish(row=row, sha256=seal or hashlib.sha256(content).hexdigest())
    assert refusal.value.sentence == sentence
    assert UploadSession.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [
        ("a.exe", 9, "Loại tệp này không nhận được."),
        ("a.pdf", 200_000_001, "Tệp PDF quá lớn, nhiều nhất là 200 MB."),
        ("a.jpg", 10_000_001, "Tệp JPEG quá lớn, nhiều nhất là 10 MB."),
        ("a.pdf", 0, "Tệp rỗng"),
        ("a.pdf", -1, "Tệp rỗng"),
    ],
)
def test_refused_before_a_byte_is_sent(world, name, size, words):
    with pytest.raises(Refused) as refusal:
        uploads.create(name=name, size=size, mark="", actor=world.commune, **OWNER)
    assert refusal.value.sentence.startswith(words)


def test_a_person_holds_only_so_many_bytes(world):
    for number in range(5):
        uploads.create(name=f"{number}.pdf", size=200_000_000, mark="", actor=world.commune, **OWNER)
    with pytest.raises(Refused) as refusal:
        uploads.create(name="6.pdf", size=1, mark="", actor=world.commune, **OWNER)
    assert "quá nhiều tệp tải dở" in refusal.value.sentence


def test_one_request_is_bounded_and_never_runs_over_the_end(world):
    row = begin(world.commune, b"x" * (uploads.BODY_MAX + 1))
    for offset, length in ((0, uploads.BODY_MAX + 1), (uploads.BODY_MAX, 2)):
        with pytest.raises(Refused):
            uploads.append(row=row, offset=offset, body=io.BytesIO(b""), length=length)
    with pytest.raises(ValidationError):
        UploadSession(
            stored_name="x", original_name="x", size=1, received=2, expires_at=clock.now(), actor_id=1, **OWNER
        ).full_clean()


def test_what_is_not_continued_is_swept_with_its_bytes(world, django_capture_on_commit_callbacks):
    begun = begin(world.commune, b"x" * 9)
    row = uploads.append(row=begun, offset=0, body=io.BytesIO(b"xxx"), length=3)
    stray = uploads.folder() / "khong-ai-biet"
    stray.write_bytes(b"x")
    with django_capture_on_commit_callbacks(execute=True):
        assert uploads.sweep() == 0
    assert (uploads.path_of(row).read_bytes(), stray.exists()) == (b"xxx", False)
    with (
        time_machine.travel(clock.now() + uploads.LIFE + timedelta(minutes=1), tick=False),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert uploads.sweep() == 1
    assert (UploadSession.objects.count(), uploads.path_of(row).exists()) == (0, False)


# --- photographs -----------------------------------------------------------------------------------------------------


def photo(size, turned=1):
    """A JPEG that says how the camera was held, and where."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = turned
    exif[0x010E] = "noi-chup-bi-mat"
    Image.new("RGB", size, "green").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_photographs_become_one_pdf_upright_without_their_place(world, django_capture_on_commit_callbacks):
    pictures = [("1.jpg", photo((400, 300), turned=6)), ("2.png", image_bytes("PNG", (300, 600)))]
    rows = [send(begin(world.commune, data, name), data) for name, data in pictures]
    with django_capture_on_commit_callbacks(execute=True):
        whole = uploads.join(rows=rows, actor=world.commune)
    assert (whole.state, uploads.failure(whole)) == ("joining", "")
    jobs.run(whole.job_id)
    whole.refresh_from_db()
    assert (whole.state, whole.original_name, UploadSession.objects.count()) == ("ready", "Ảnh chụp (2 trang).pdf", 1)
    made = uploads.path_of(whole).read_bytes()
    assert (len(made), hashlib.sha256(made).hexdigest()) == (whole.size, whole.sha256)
    assert b"noi-chup-bi-mat" not in made
    pages = PdfReader(io.BytesIO(made)).pages
    assert [(round(p.mediabox.width), round(p.mediabox.height)) for p in pages] == [(632, 842), (421, 842)]
    assert [p.images[0].image.size for p in pages] == [(300, 400), (300, 600)]
    with closing(uploads.ready(world.commune, "test.owner", 5, whole.pk)) as file:
        assert filekinds.recognise(file) is filekinds.PDF


def test_a_broken_photograph_is_told(world, django_capture_on_commit_callbacks):
    data = photo((900, 900))
    rows = [send(begin(world.commune, data, "1.jpg"), data), send(begin(world.commune, data, "2.jpg"), data)]
    os.truncate(uploads.path_of(rows[1]), 500)
    whole = uploads.join(rows=rows, actor=world.commune)
    jobs.run(whole.job_id)
    assert uploads.failure(whole).startswith("Có ảnh không mở được nên chưa gộp thành PDF.")
    with pytest.raises(Refused) as refusal:
        uploads.join(rows=[send(begin(world.commune, pdf_bytes()), pdf_bytes())], actor=world.commune)
    assert refusal.value.sentence.startswith("Nhiều tệp cùng lúc chỉ nhận ảnh JPEG hoặc PNG")


# --- the protocol ----------------------------------------------------------------------------------------------------


def test_the_protocol_over_http(world):
    client, content = Client(), long_pdf(5_000)
    client.force_login(world.commune)
    fields = {"place": "test.owner", "owner": "5", "name": "hồ sơ.pdf", "size": len(content), "mark": "77"}
    told = client.post(URL, fields)
    assert (told.status_code, told.json()["offset"], told.json()["chunk"]) == (201, 0, 524_288)
    address = f"{URL}{told.json()['id']}/"
    put = client.put(f"{address}?offset=0", content[:3_000], content_type="application/octet-stream")
    assert put.json()["offset"] == 3_000
    late = client.put(f"{address}?offset=0", content[:3_000], content_type="application/octet-stream")
    assert (late.status_code, late.json()["offset"]) == (409, 3_000)
    early = client.post(f"{address}xong/", {"sha256": ""})
    assert (early.status_code, early.json()["detail"]) == (
        422, f"Tệp “hồ sơ.pdf” mới tải được {300_000 // len(content)} %. Hãy chọn lại đúng tệp đó để tải tiếp.",
    )  # fmt: skip
    assert client.post(URL, fields).json()["offset"] == 3_000
    client.put(f"{address}?offset=3000", content[3_000:], content_type="application/octet-stream")
    done = client.post(f"{address}xong/", {"sha256": hashlib.sha256(content).hexdigest()})
    assert (done.status_code, done.json()["state"]) == (200, "ready")
    assert File.objects.count() == 0


def test_the_protocol_speaks_of_what_it_refuses(world):
    client = Client()
    client.force_login(world.commune)
    good = {"place": "test.owner", "owner": "5", "name": "a.pdf", "size": "9"}
    for change, status in (
        ({"owner": "6"}, 403),
        ({"place": "khong.co"}, 403),
        ({"size": "chín"}, 422),
        ({"name": "a"}, 422),
    ):
        told = client.post(URL, good | change)
        assert (change, told.status_code, told.json()["detail"][-1]) == (change, status, ".")
    row = begin(world.neighbour_commune, b"x" * 9)
    assert client.get(f"{URL}{row.pk}/").status_code == 404
