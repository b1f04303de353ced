"""The cited pages of a long PDF: a member opens page 312 without fetching 500 pages (issue of the six steps).

Cut once by core.pagecut outside of the request's process, kept beside the stored files, forgotten after a month.
"""

import json
import os
import secrets
import subprocess  # nosec B404
import sys
import time
from pathlib import Path

from django.conf import settings

from core import files, messages
from core.exceptions import Refused
from core.models import File

SPAN = 40  # pages; more than that is read in the whole file
KEPT = 30 * 24 * 3600  # seconds
CUT_SECONDS = 30


def folder() -> Path:
    """Where cut pages lie; never served directly, and nothing is lost with them."""
    return Path(settings.MEDIA_ROOT) / "pages"


def of(file: File, first: int, last: int) -> Path:
    """A PDF of the pages `first` to `last` (from 1) of a stored PDF. Refused beyond its end or when it cannot be read."""
    kept = folder() / f"{file.stored_name.replace('/', '-')}-{first}-{last}.pdf"
    if kept.exists():
        return kept
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = kept.with_name(f"{kept.name}.{secrets.token_hex(4)}")
    try:
        found = _run(files.path_of(file), made, first, last)
        if found.get("problem") == "beyond":
            raise Refused(messages.PAGE_BEYOND % {"pages": found["pages"]}, code="pages")
        if "problem" in found:
            raise Refused(messages.FILE_NOT_READ, code="pages")
        made.rename(kept)
    finally:
        made.unlink(missing_ok=True)
    return kept


def _run(source: Path, out: Path, first: int, last: int) -> dict:
    command = [sys.executable, "-m", "core.pagecut", str(source), str(out), str(first), str(last)]
    environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  # nosec B603
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, timeout=CUT_SECONDS, check=True
        )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        files.log.warning("pages could not be cut from %s", source.name, exc_info=True)
        return {"problem": "broken"}


def forget(age: float = KEPT) -> int:
    """Drop pages cut longer than `age` seconds ago. Out: how many."""
    old = [path for path in folder().glob("*") if time.time() - path.stat().st_mtime > age]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
