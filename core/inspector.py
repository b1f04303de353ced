"""`python -m core.inspector KIND PATH`: open an uploaded file for real, in a process of its own, under limits (security §6).

Prints one line of JSON: {"pages": 12} or {"problem": "locked" | "bomb" | "broken" | "pixels"}. No Django here: the process
starts fast, holds no secret and no connection. Killed or silent means: not readable within the limits.
"""

import json
import re
import resource
import sys
import warnings
import zipfile
from pathlib import Path

MEMORY = 768 * 1024 * 1024
SECONDS = 30
MAX_PIXELS = 40_000_000
MAX_UNPACKED = 200_000_000
MAX_PAGES = 3000
CHUNK = 1 << 16


def limit() -> None:
    """Memory, processor time, no files written, no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def inspect_pdf(path: str) -> dict:
    """Number of pages; an encrypted or unreadable file is a problem."""
    from pypdf import PdfReader  # noqa: PLC0415  heavy, and only for this kind

    # An open file, not a path: a path is read into memory whole, and a long dossier has 200 MB.
    with Path(path).open("rb") as file:
        reader = PdfReader(file, strict=False)
        if reader.is_encrypted:
            return {"problem": "locked"}
        pages = len(reader.pages)
    if not 1 <= pages <= MAX_PAGES:
        return {"problem": "broken"}
    return {"pages": pages}


def inspect_image(path: str) -> dict:
    """Every pixel is decoded once."""
    from PIL import Image  # noqa: PLC0415  heavy, and only for this kind

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(path, formats=["JPEG", "PNG", "WEBP"]) as image:
            image.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return {"problem": "pixels"}
    return {"pages": 1}


def inspect_office(path: str) -> dict:
    """Everything is unpacked once and counted, whatever the directory declares; no part may declare XML entities."""
    total = 0
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            head = b""
            with archive.open(entry) as part:
                while block := part.read(CHUNK):
                    head = head or block
                    total += len(block)
                    if total > MAX_UNPACKED:
                        return {"problem": "bomb"}
            if entry.filename.endswith((".xml", ".rels")) and re.search(rb"<!(DOCTYPE|ENTITY)", head):
                return {"problem": "broken"}
    return {}


KINDS = {
    "pdf": inspect_pdf,
    "jpeg": inspect_image,
    "png": inspect_image,
    "webp": inspect_image,
    "xlsx": inspect_office,
    "docx": inspect_office,
}


def main(kind: str, path: str) -> int:
    """Exit 0 with an answer; whatever goes wrong while reading is the answer "broken"."""
    limit()
    try:
        answer = KINDS[kind](path)
    except Exception:
        answer = {"problem": "broken"}
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
