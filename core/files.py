"""Private storage of uploaded and made files, and the gates of their download (security §6, craft §11).

A stored name is random and says nothing; the row keeps the person's name, size and SHA-256. A file belongs to a record of some
room ("evaluations.evidence" 12), and that room is its gate: it registers `gate("evaluations.evidence", function)` in
AppConfig.ready(), where function(user, owner_id) answers by its own `visible_to`. An owner type without gate is shut.
"""

import hashlib
import json
import logging
import os
import secrets
import subprocess  # nosec B404
import sys
import time
import weakref
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from core import clock, filekinds, jobs, messages
from core.audit import SYSTEM
from core.models import File

log = logging.getLogger("ocop.files")
INSPECT_SECONDS = 60
TIDY = "files.tidy"
ORPHAN_AGE = 24 * 3600  # seconds
PROBLEMS = {
    "locked": messages.FILE_LOCKED,
    "bomb": messages.ARCHIVE_BOMB,
    "pixels": messages.IMAGE_LARGE % {"limit": filekinds.MAX_PIXELS // 1_000_000},
    "broken": messages.FILE_NOT_READ,
}
_gates: dict[str, Callable] = {}


def gate(owner_type: str, function: Callable) -> None:
    """Who may fetch files of `owner_type`: function(user, owner_id) -> bool, asked for anonymous visitors too."""
    if _gates.setdefault(owner_type, function) is not function:
        raise ValueError(f"two gates for {owner_type!r}")


def reachable(user, pk: int) -> File | None:
    """The file, when its owner's room lets the person in; None for anything else. The only way to a file from a request."""
    found = File.objects.filter(pk=pk).first()
    if found is None or found.owner_id is None:
        return None
    guard = _gates.get(found.owner_type)
    return found if guard is not None and guard(user, found.owner_id) else None


def root() -> Path:
    """The folder of stored files; never served by the web server."""
    return Path(settings.MEDIA_ROOT) / "files"


def path_of(file: File) -> Path:
    """Where the bytes of a file are."""
    return root() / file.stored_name


class _Keeper:
    """Deletes the bytes when the transaction of their row is rolled back.

    Django tells nobody of a rollback, but it drops the callbacks that waited for the commit; with them goes this object.
    What a killed process leaves behind is found by `remove_orphans`.
    """

    def __init__(self, path: Path):
        self.undo = weakref.finalize(self, partial(path.unlink, missing_ok=True))

    def keep(self):
        self.undo.detach()


def _write(chunks) -> tuple[str, int, str]:
    """Write to a private temporary file, flush it to the disk, then let it appear by rename. Out: stored name, bytes, SHA-256."""
    name = secrets.token_hex(16)
    stored = f"{name[:2]}/{name}"
    path = root() / stored
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(name + ".part")
    total, seal = 0, hashlib.sha256()
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
                seal.update(chunk)
                total += len(chunk)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return stored, total, seal.hexdigest()


def _keep(chunks, **fields) -> File:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a file is stored in the transaction of its owner")
    stored, size, seal = _write(chunks)
    keeper = _Keeper(root() / stored)
    row = File(stored_name=stored, size=size, sha256=seal, created_at=clock.now(), **fields)
    row.full_clean()
    row.save(force_insert=True)
    transaction.on_commit(keeper.keep)
    return row


def store(
    upload, *, owner_type: str, owner_id: int, actor, province_id: int | None = None, kinds=filekinds.ALL
) -> File:
    """Take an upload into private storage; Refused when it is not on the allow-list (`kinds`: filekinds.IMAGES …).

    Inside the business transaction. Side effects in order: bytes on disk (gone again on rollback), row, and a job that
    opens the file outside of any request to count pages. The event is the caller's.
    """
    kind = filekinds.recognise(upload, kinds)
    row = _keep(
        upload.chunks(),
        original_name=filekinds.clean_name(upload.name),
        content_type=kind.content_type,
        owner_type=owner_type,
        owner_id=owner_id,
        province_id=province_id,
        actor_id=actor.pk,
        actor_name=actor.full_name,
    )
    _ask_inspection(row)
    return row


def _ask_inspection(row: File) -> None:
    jobs.enqueue(kind="core.inspect_file", key=f"core.inspect_file:{row.pk}", parameters={"file": row.pk}, actor=SYSTEM)


def store_made(
    content: bytes, *, name: str, content_type: str, owner_type: str, owner_id: int, actor, province_id=None, pages=None
) -> File:
    """Keep a file that the portal itself made (a report, a certificate). Inside the transaction that refers to it."""
    return _keep(
        [content],
        original_name=filekinds.clean_name(name),
        content_type=content_type,
        owner_type=owner_type,
        owner_id=owner_id,
        province_id=province_id,
        actor_id=actor.pk,
        actor_name=actor.full_name,
        pages=pages,
        inspected_at=clock.now(),
    )


def store_again(file: File, *, owner_type: str, owner_id: int, actor, province_id: int | None = None) -> File | None:
    """The same bytes for another record, under its own gate; None when they are gone or no longer what their hash says.

    Inside the transaction of the owner. Stored files never change, so the disk holds them once under two names.
    """
    try:
        with path_of(file).open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != file.sha256:
                return None
    except FileNotFoundError:
        return None
    name = secrets.token_hex(16)
    stored = f"{name[:2]}/{name}"
    path = root() / stored
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.link(path_of(file), path)
    keeper = _Keeper(path)
    row = File(
        stored_name=stored,
        owner_type=owner_type,
        owner_id=owner_id,
        province_id=province_id,
        actor_id=actor.pk,
        actor_name=actor.full_name,
        created_at=clock.now(),
        **{
            name: getattr(file, name)
            for name in (
                "original_name",
                "content_type",
                "size",
                "sha256",
                "pages",
                "scan_state",
                "inspected_at",
                "problem",
            )
        },
    )
    row.full_clean()
    row.save(force_insert=True)
    transaction.on_commit(keeper.keep)
    if row.inspected_at is None:
        _ask_inspection(row)
    return row


def remove(file: File) -> None:
    """Delete the row now and the bytes after the commit. Inside the transaction that stops referring to it."""
    path = path_of(file)
    file.delete()
    transaction.on_commit(partial(path.unlink, missing_ok=True))


def remove_orphans(age: float = ORPHAN_AGE) -> int:
    """Delete bytes older than `age` seconds that no row knows (a process died between disk and database). Out: how many."""
    gone = 0
    for folder in sorted(root().glob("??")):
        old = [path for path in folder.iterdir() if time.time() - path.stat().st_mtime > age]
        known = set(
            File.objects.filter(stored_name__startswith=f"{folder.name}/").values_list("stored_name", flat=True)
        )
        for path in old:
            if f"{folder.name}/{path.name}" not in known:
                path.unlink(missing_ok=True)
                gone += 1
    return gone


def tidy() -> int:
    """Once a day: remove_orphans. Called with every sweep; the day is kept as a beat."""
    last = jobs.last_beat(TIDY)
    if last is not None and clock.now() - last < timedelta(days=1):
        return 0
    jobs.beat(TIDY)
    return remove_orphans()


def inspect(file: File) -> dict:
    """What core.inspector finds in a process of its own: {"pages": n}, {"problem": code} or {}."""
    kind = next(kind for kind in filekinds.ALL if kind.content_type == file.content_type)
    command = [sys.executable, "-m", "core.inspector", kind.code, str(path_of(file))]
    environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  # nosec B603
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, timeout=INSPECT_SECONDS, check=True
        )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        log.warning("file %s could not be inspected", file.pk, exc_info=True)
        return {"problem": "broken"}


@jobs.job("core.inspect_file", title=messages.INSPECT_TITLE)
def inspect_file(progress, parameters):
    """Count the pages of an upload and note what is wrong with it; a file that is gone by now is nothing to do."""
    file = File.objects.filter(pk=parameters["file"]).first()
    if file is None:
        return {}
    found = inspect(file)
    problem = str(PROBLEMS[found["problem"]]) if "problem" in found else ""

    def commit():
        File.objects.filter(pk=file.pk).update(pages=found.get("pages"), problem=problem, inspected_at=clock.now())
        return {"pages": found.get("pages"), "problem": problem}

    return commit
