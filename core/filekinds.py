"""The one allow-list of uploads: content and extension together, limits before anything is parsed (security §6).

Only headers and directories are read here, in the request. What needs real parsing (pages, pixels, unpacking) is done by
core.inspector in a process of its own. Every refusal is a sentence of core.messages.
"""

import re
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from PIL import Image, UnidentifiedImageError

from core import messages
from core.exceptions import Refused
from core.text import clean_line

MB = 1_000_000
MAX_PIXELS = 40_000_000
MAX_ENTRIES = 2000
MAX_UNPACKED = 200 * MB
MAX_RATIO = 100
RATIO_FROM = MB  # an entry below this size is no bomb, whatever its ratio
NAME_LENGTH = 150
EDGE = 66_000  # a zip's directory ends within this many bytes of the end of a file
# Pillow only warns below 179 Mpx (security §6).
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


@dataclass(frozen=True)
class Kind:
    """One accepted kind of file. `limit` in bytes."""

    code: str
    label: str
    content_type: str
    extensions: tuple[str, ...]
    limit: int


PDF = Kind("pdf", "PDF", "application/pdf", (".pdf",), 20 * MB)
JPEG = Kind("jpeg", "JPEG", "image/jpeg", (".jpg", ".jpeg"), 10 * MB)
PNG = Kind("png", "PNG", "image/png", (".png",), 10 * MB)
WEBP = Kind("webp", "WebP", "image/webp", (".webp",), 10 * MB)
XLSX = Kind("xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",), 10 * MB)
DOCX = Kind(
    "docx", "DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",), 10 * MB
)
# A dossier of 300–500 scanned pages comes in chunks (core.uploads); the plain file field keeps PDF's 20 MB.
LONG_PDF = Kind("pdf", "PDF", "application/pdf", (".pdf",), 200 * MB)
IMAGES = (JPEG, PNG, WEBP)
PHOTOS = (JPEG, PNG)
ALL = (PDF, *IMAGES, XLSX, DOCX)
LONG = (LONG_PDF, *IMAGES, XLSX, DOCX)
MAIN_PART = {XLSX: "xl/workbook.xml", DOCX: "word/document.xml"}
# Programs inside office files: macros of today and of Excel 4, ActiveX.
MACROS = re.compile(r"vbaproject|vbadata|macrosheets/|activex/", re.IGNORECASE)


def refuse(sentence, **params):
    """Raise the refusal of a file."""
    raise Refused(sentence % params if params else sentence, code="file")


def clean_name(name: str) -> str:
    """The person's name for a file as plain text: no folders, no controls, no marks that turn the reading direction."""
    last = re.split(r"[\\/]", clean_line(name))[-1]
    kept = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs"))
    kept = kept.strip(" .") or "tep"
    stem, dot, extension = kept.rpartition(".")
    if len(kept) <= NAME_LENGTH or not dot:
        return kept[:NAME_LENGTH]
    return stem[: NAME_LENGTH - 1 - len(extension[:10])] + "." + extension[:10]


def recognise(upload, kinds: tuple[Kind, ...] = ALL) -> Kind:
    """The kind of an upload (name, size, seek, read), by extension and content; Refused with what is wrong and how to mend it."""
    kind = recognise_name(upload.name, upload.size, kinds)
    CHECKS[kind.code](upload, kind)
    upload.seek(0)
    return kind


def recognise_name(name: str, size: int, kinds: tuple[Kind, ...] = ALL) -> Kind:
    """The kind that a name claims, and whether a file of `size` bytes may be one; asked before anything is sent."""
    extension = PurePosixPath(clean_name(name)).suffix.lower()
    kind = next((kind for kind in kinds if extension in kind.extensions), None)
    if kind is None:
        refuse(messages.FILE_KIND, kinds=", ".join(kind.label for kind in kinds))
    if size <= 0:
        refuse(messages.FILE_EMPTY)
    if size > kind.limit:
        refuse(messages.FILE_LARGE, kind=kind.label, limit=kind.limit // MB)
    return kind


def _edge(upload, whence: int, count: int) -> bytes:
    size = upload.size
    upload.seek(0 if whence == 0 else max(0, size - count))
    return upload.read(min(count, size))


def _no_second_face(upload) -> None:
    """A file that is also a zip archive says one thing to us and another to the next program."""
    upload.seek(0)
    if b"PK\x05\x06" in _edge(upload, 2, EDGE) and zipfile.is_zipfile(upload):
        refuse(messages.FILE_TWO_FACES)


def _check_pdf(upload, kind) -> None:
    head, tail = _edge(upload, 0, EDGE), _edge(upload, 2, EDGE)
    if not re.match(rb"%PDF-[12]\.[0-9]", head):
        refuse(messages.FILE_CONTENT, kind=kind.label)
    end = tail.rfind(b"%%EOF")
    if end < 0 or tail[end + 5 :].strip(b"\r\n\t \x00"):
        refuse(messages.FILE_BROKEN, kind=kind.label)
    if re.search(rb"/Encrypt\b", head + b"\n" + tail):
        refuse(messages.FILE_LOCKED)
    _no_second_face(upload)


def _check_image(upload, kind) -> None:
    _no_second_face(upload)
    upload.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload, formats=[kind.code]) as image:
                width, height = image.size
                frames = getattr(image, "n_frames", 1)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        refuse(messages.IMAGE_LARGE, limit=MAX_PIXELS // 1_000_000)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        refuse(messages.FILE_CONTENT, kind=kind.label)
    if width * height * frames > MAX_PIXELS:
        refuse(messages.IMAGE_LARGE, limit=MAX_PIXELS // 1_000_000)


def _check_office(upload, kind) -> None:
    head = _edge(upload, 0, 8)
    if head == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        refuse(messages.FILE_OLD_OFFICE, kind=kind.label)
    if not head.startswith(b"PK\x03\x04"):
        refuse(messages.FILE_CONTENT, kind=kind.label)
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            check_archive(archive, upload.size)
            names = set(archive.namelist())
            if MAIN_PART[kind] not in names or "[Content_Types].xml" not in names:
                refuse(messages.FILE_CONTENT, kind=kind.label)
            if archive.getinfo("[Content_Types].xml").file_size > MB:
                refuse(messages.ARCHIVE_BOMB)
            types = archive.read("[Content_Types].xml")
            if any(MACROS.search(name) for name in names) or b"macroenabled" in types.lower():
                refuse(messages.FILE_MACROS)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError, RuntimeError):
        refuse(messages.FILE_BROKEN, kind=kind.label)


def check_archive(archive: zipfile.ZipFile, size: int) -> None:
    """Entries, declared unpacked size, ratio, overlaps and names of a zip whose file has `size` bytes; nothing is unpacked."""
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or packed > size or unpacked > MAX_RATIO * max(size, MB):
        refuse(messages.ARCHIVE_BOMB)
    for entry in entries:
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            refuse(messages.ARCHIVE_BOMB)
        if entry.flag_bits & 0x1:
            refuse(messages.FILE_LOCKED)
        parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
        if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in entry.filename:
            refuse(messages.ARCHIVE_PATHS)


CHECKS = {
    "pdf": _check_pdf,
    "jpeg": _check_image,
    "png": _check_image,
    "webp": _check_image,
    "xlsx": _check_office,
    "docx": _check_office,
}
