"""Files that come in chunks over a bad link (guides/ux §5): created, filled from the server's offset, finished by hash, taken.

The row holds how far the file has come, its bytes lie beside the stored files, so a cut link, a closed page, a restarted
server lose nothing. A chunk is written to the disk first and counted afterwards by a conditional update: two writers of
one offset cannot both count, and what a slower one wrote is the same file or is found by the hash at the end.
Which record may be sent to is the say of its room: `place("evaluations.dossier", function)` in AppConfig.ready().
"""

import hashlib
import json
import os
import secrets
import subprocess  # nosec B404
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files import File as DjangoFile
from django.db import transaction
from django.db.models import Sum

from core import audit, clock, filekinds, files, jobs, messages, pages
from core.enums import JobState, UploadState
from core.exceptions import NotAllowed, Refused, Stale
from core.models import Job, UploadSession

CHUNK = 512 * 1024  # bytes that the browser sends at a time
BODY_MAX = 4 * CHUNK  # bytes that one request may bring
BLOCK = 64 * 1024
LIFE = timedelta(days=7)  # after the last chunk
OPEN_FILES = 200
OPEN_BYTES = 1_000_000_000
PHOTOS_MAX = 100
SWEPT = "uploads.sweep"
_places: dict[str, Callable] = {}


def place(owner_type: str, function: Callable) -> None:
    """Who may send files to `owner_type`: function(user, owner_id) raises Refused, or Http404 out of scope."""
    if _places.setdefault(owner_type, function) is not function:
        raise ValueError(f"two functions for uploads to {owner_type!r}")


def check_place(user, owner_type: str, owner_id: int) -> None:
    """Refused unless the person may send a file to this record."""
    ask = _places.get(owner_type)
    if ask is None:
        raise NotAllowed(messages.FILE_GONE, code="place")
    ask(user, owner_id)


def folder() -> Path:
    """Where unfinished files lie; never served."""
    return Path(settings.MEDIA_ROOT) / "uploads"


def path_of(row: UploadSession) -> Path:
    """The bytes received so far. The disk may hold more than the row counts: the row is right."""
    return folder() / row.stored_name


def open_at(user, owner_type: str, owner_id: int):
    """The person's unfinished and finished files for a record, oldest first."""
    return UploadSession.objects.visible_to(user).filter(
        owner_type=owner_type, owner_id=owner_id, expires_at__gt=clock.now()
    )


@transaction.atomic
def create(*, name: str, size: int, mark: str, owner_type: str, owner_id: int, actor) -> UploadSession:
    """Begin a file, or find the one that the person had begun with the same name, size and mark.

    Refused before a byte is sent: kind by its name, size, too many open ones. No event: nothing of the record changes.
    """
    name, mark = filekinds.clean_name(name), mark[:60]
    found = open_at(actor, owner_type, owner_id).filter(original_name=name, size=size, mark=mark).first()
    if found is not None:
        return found
    filekinds.recognise_name(name, size, filekinds.LONG)
    mine = UploadSession.objects.filter(actor_id=actor.pk)
    if mine.count() >= OPEN_FILES or (mine.aggregate(all=Sum("size"))["all"] or 0) + size > OPEN_BYTES:
        raise Refused(messages.UPLOAD_MANY, code="upload")
    return _new(name, size, mark, owner_type, owner_id, actor)


def _new(name, size, mark, owner_type, owner_id, actor, **more) -> UploadSession:
    moment = clock.now()
    row = UploadSession(
        stored_name=secrets.token_hex(16),
        original_name=name,
        size=size,
        mark=mark,
        owner_type=owner_type,
        owner_id=owner_id,
        actor_id=actor.pk,
        created_at=moment,
        expires_at=moment + LIFE,
        **more,
    )
    row.full_clean()
    row.save(force_insert=True)
    return row


def append(*, row: UploadSession, offset: int, body, length: int) -> UploadSession:
    """Take the bytes of one request at `offset`; what came before the link was cut is kept.

    body: anything with read(n). length: what the request announces. Stale when the server stands elsewhere.
    """
    if length > BODY_MAX or offset + length > row.size:
        raise Refused(messages.UPLOAD_CHUNK, code="chunk")
    if row.state != UploadState.OPEN or offset != row.received:
        raise Stale(messages.UPLOAD_OFFSET, code="offset")
    come = _write_at(path_of(row), offset, body, length)
    moved = UploadSession.objects.filter(pk=row.pk, received=offset, state=UploadState.OPEN)
    if come and moved.update(received=offset + come, expires_at=clock.now() + LIFE) != 1:
        row.refresh_from_db()
        raise Stale(messages.UPLOAD_OFFSET, code="offset")
    row.received = offset + come
    return row


def _write_at(path: Path, offset: int, body, length: int) -> int:
    """Bytes that arrived and are on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    come = 0
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.seek(offset)
            try:
                while come < length and (block := body.read(min(BLOCK, length - come))):
                    file.write(block)
                    come += len(block)
            except OSError:  # the link was cut in the middle of a chunk (UnreadablePostError is one)
                files.log.info("an upload was cut after %s of %s bytes", come, length)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        files.log.exception("a chunk could not be written")
        raise Refused(messages.UPLOAD_FULL, code="upload") from None
    return come


def seal_of(path: Path) -> str:
    """SHA-256 of a file, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def finish(*, row: UploadSession, sha256: str) -> UploadSession:
    """Everything is here: compare the hash, look at the file as at any upload (core.filekinds), make it ready.

    Refused while bytes are missing. A file with a wrong hash, or one that is not taken, is dropped.
    """
    if row.state == UploadState.READY:
        return row
    if row.state != UploadState.OPEN or row.received != row.size:
        words = {"name": row.original_name, "percent": row.percent}
        raise Refused(messages.UPLOAD_UNFINISHED % words, code="upload")
    try:
        seal = seal_of(path_of(row))
        if seal != sha256.lower():
            raise Refused(messages.UPLOAD_DIFFERS, code="hash")
        with closing(Whole(row)) as whole:
            filekinds.recognise(whole, filekinds.LONG)
    except FileNotFoundError:
        UploadSession.objects.filter(pk=row.pk).update(received=0)
        raise Refused(messages.UPLOAD_DIFFERS, code="hash") from None
    except Refused:
        drop(row)
        raise
    UploadSession.objects.filter(pk=row.pk, state=UploadState.OPEN).update(state=UploadState.READY, sha256=seal)
    row.refresh_from_db()
    return row


def drop(row: UploadSession) -> None:
    """Forget an upload and its bytes."""
    row_path = path_of(row)
    UploadSession.objects.filter(pk=row.pk).delete()
    transaction.on_commit(partial(row_path.unlink, missing_ok=True))


class Whole(DjangoFile):
    """A finished upload as `files.store` takes it, opened when it is read.

    `consume` inside the storing transaction: each upload serves once.
    """

    def __init__(self, row: UploadSession):
        self.row, self.name, self.size, self._opened = row, row.original_name, row.size, None

    @property
    def file(self):
        """The open bytes."""
        if self._opened is None or self._opened.closed:
            self._opened = path_of(self.row).open("rb")
        return self._opened

    @property
    def closed(self):
        """True before the first reading and after `close`."""
        return self._opened is None or self._opened.closed

    def close(self) -> None:
        """Close the bytes if they are open."""
        if self._opened is not None:
            self._opened.close()

    def consume(self) -> None:
        """Stale when somebody else took it meanwhile; the bytes go after the commit."""
        self.close()
        gone, _kinds = UploadSession.objects.filter(pk=self.row.pk, state=UploadState.READY).delete()
        if not gone:
            raise Stale(messages.UPLOAD_TWICE, code="upload")
        transaction.on_commit(partial(path_of(self.row).unlink, missing_ok=True))


def ready(user, owner_type: str, owner_id: int, pk: int) -> Whole:
    """A finished upload of this person for this record, opened; Refused when it is none."""
    row = open_at(user, owner_type, owner_id).filter(pk=pk).first()
    if row is None:
        raise Refused(messages.UPLOAD_TWICE, code="upload")
    if row.state != UploadState.READY:
        words = {"name": row.original_name, "percent": row.percent}
        raise Refused(messages.UPLOAD_UNFINISHED % words, code="upload")
    if not path_of(row).exists():
        raise Refused(messages.UPLOAD_TWICE, code="upload")
    return Whole(row)


# --- photographs -----------------------------------------------------------------------------------------------------


@transaction.atomic
def join(*, rows: Iterable[UploadSession], actor) -> UploadSession:
    """Have finished photographs become one PDF, in their order: a new row, filled by the job `core.join_photos`."""
    rows = list(rows)
    if len(rows) > PHOTOS_MAX:
        raise Refused(messages.PHOTOS_MANY % {"limit": PHOTOS_MAX}, code="upload")
    extensions = tuple(e for kind in filekinds.PHOTOS for e in kind.extensions)
    if not rows or any(r.state != UploadState.READY or not r.original_name.lower().endswith(extensions) for r in rows):
        raise Refused(messages.PHOTOS_ONLY, code="upload")
    first = rows[0]
    whole = _new(
        str(messages.PHOTOS_NAME % {"count": len(rows)}),
        0,
        "",
        first.owner_type,
        first.owner_id,
        actor,
        state=UploadState.JOINING,
    )
    job = jobs.enqueue(
        kind="core.join_photos",
        key=f"core.join_photos:{whole.pk}",
        parameters={"upload": whole.pk, "parts": [row.pk for row in rows]},
        actor=audit.SYSTEM,
    )
    UploadSession.objects.filter(pk=whole.pk).update(job_id=job.pk)
    whole.job_id = job.pk
    return whole


def failure(row: UploadSession) -> str:
    """Why the photographs could not be joined, or ""."""
    if row.state != UploadState.JOINING or row.job_id is None:
        return ""
    job = Job.objects.filter(pk=row.job_id).values_list("state", "message").first()
    return job[1] if job and job[0] in (JobState.FAILED, JobState.CANCELLED) else ""


@jobs.job("core.join_photos", title=messages.PHOTOS_TITLE)
def join_photos(progress, parameters):
    """Make the PDF in a process of its own; running it twice writes the same file."""
    whole = UploadSession.objects.filter(pk=parameters["upload"], state=UploadState.JOINING).first()
    parts = {row.pk: row for row in UploadSession.objects.filter(pk__in=parameters["parts"])}
    if whole is None:
        return {}
    paths = [path_of(parts[pk]) for pk in parameters["parts"] if pk in parts]
    if len(paths) != len(parameters["parts"]):
        raise Refused(messages.PHOTOS_BROKEN)
    made = path_of(whole).with_suffix(f".{secrets.token_hex(4)}")
    try:
        found = _run_photos(made, paths)
        if "pages" not in found:
            raise Refused(files.PROBLEMS[found["problem"]] if found["problem"] == "pixels" else messages.PHOTOS_BROKEN)
        seal, size = seal_of(made), made.stat().st_size
        made.rename(path_of(whole))
    finally:
        made.unlink(missing_ok=True)

    def commit():
        UploadSession.objects.filter(pk=whole.pk, state=UploadState.JOINING).update(
            state=UploadState.READY, sha256=seal, size=size, received=size
        )
        for row in parts.values():
            drop(row)
        return {"pages": found["pages"]}

    return commit


def _run_photos(out: Path, paths: list[Path]) -> dict:
    command = [sys.executable, "-m", "core.photos", str(out), *map(str, paths)]
    environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  # nosec B603
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, timeout=300, check=True
        )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        files.log.warning("photographs could not be joined", exc_info=True)
        return {"problem": "broken"}


# --- the clockwork ---------------------------------------------------------------------------------------------------


def sweep() -> int:
    """Drop uploads whose time is over; once a day also bytes that no row knows and old cut pages. Out: rows dropped. Harmless to repeat."""
    over = list(UploadSession.objects.filter(expires_at__lt=clock.now())[:200])
    for row in over:
        drop(row)
    last = jobs.last_beat(SWEPT)
    if last is None or clock.now() - last >= timedelta(days=1):
        jobs.beat(SWEPT)
        known = set(UploadSession.objects.values_list("stored_name", flat=True))
        for path in folder().glob("*"):
            if path.name.partition(".")[0] not in known:
                path.unlink(missing_ok=True)
        pages.forget()
    return len(over)
