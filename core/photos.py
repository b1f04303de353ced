"""`python -m core.photos OUT IN…`: photographs of pages become one PDF, one page each, in a process of its own (security §6).

Each picture is turned as the camera says, made no larger than A4 at 200 dots per inch and saved anew as JPEG, so that
neither its place of taking nor anything hidden in it goes on. One picture is in memory at a time. No Django here.
Prints {"pages": n}, or {"problem": "pixels" | "broken"}.
"""

import io
import json
import resource
import sys
import warnings
from pathlib import Path

from PIL import Image, ImageOps

MEMORY = 1024 * 1024 * 1024
SECONDS = 300
MAX_PIXELS = 40_000_000
MAX_BYTES = 200_000_000
LONG_SIDE = 2340  # pixels of A4's long side at 200 dpi
POINTS = 842  # of A4's long side
QUALITY = 82


def limit() -> None:
    """Memory, processor time, bytes written, no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_BYTES, MAX_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def picture(path: str) -> tuple[bytes, int, int]:
    """JPEG bytes of a photograph, upright, and its pixels."""
    with Image.open(path, formats=["JPEG", "PNG"]) as found:
        found.draft("RGB", (LONG_SIDE, LONG_SIDE))
        upright = ImageOps.exif_transpose(found)
        if upright.mode in ("RGBA", "LA", "P"):
            sheet = Image.new("RGB", upright.size, "white")
            layer = upright.convert("RGBA")
            sheet.paste(layer, mask=layer.getchannel("A"))
            upright = sheet
        upright = upright.convert("RGB")
        upright.thumbnail((LONG_SIDE, LONG_SIDE))
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=QUALITY, optimize=True)
        return out.getvalue(), *upright.size


class Writer:
    """A PDF written object after object: pages that each are one picture."""

    def __init__(self, file):
        self.file, self.places = file, {}
        file.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

    def put(self, number: int, body: bytes) -> None:
        """Write an object and remember its place."""
        self.places[number] = self.file.tell()
        self.file.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def page(self, index: int, jpeg: bytes, width: int, height: int) -> None:
        """Page `index` from 0: objects 3 + 3 × index and the two after it."""
        first = 3 + 3 * index
        scale = POINTS / max(width, height)
        wide, high = width * scale, height * scale
        draw = b"q %.2f 0 0 %.2f 0 0 cm /I Do Q" % (wide, high)
        self.put(
            first,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R/Resources<</XObject<</I %d 0 R>>>>>>"
            % (wide, high, first + 1, first + 2),
        )
        self.put(first + 1, b"<</Length %d>>\nstream\n%s\nendstream" % (len(draw), draw))
        head = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8" % (
            width,
            height,
        )
        self.put(first + 2, head + b"/Filter/DCTDecode/Length %d>>\nstream\n%s\nendstream" % (len(jpeg), jpeg))

    def end(self, pages: int) -> None:
        """Catalogue, tree of pages, table of places."""
        kids = b" ".join(b"%d 0 R" % (3 + 3 * index) for index in range(pages))
        self.put(2, b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids))
        self.put(1, b"<</Type/Catalog/Pages 2 0 R>>")
        start, count = self.file.tell(), 3 + 3 * pages
        rows = b"".join(b"%010d 00000 n \n" % self.places[number] for number in range(1, count))
        self.file.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, rows))
        self.file.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, start))


def join(out: str, paths: list[str]) -> dict:
    """Write the PDF."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Path(out).open("wb") as file:
        writer = Writer(file)
        for index, path in enumerate(paths):
            try:
                writer.page(index, *picture(path))
            except (Image.DecompressionBombWarning, Image.DecompressionBombError):
                return {"problem": "pixels"}
        writer.end(len(paths))
    return {"pages": len(paths)}


def main(out: str, *paths: str) -> int:
    """Exit 0 with an answer; whatever goes wrong while reading is the answer "broken"."""
    limit()
    try:
        answer = join(out, list(paths))
    except Exception:
        answer = {"problem": "broken"}
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
