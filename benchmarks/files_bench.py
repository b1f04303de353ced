"""The cited page of a long dossier: what the member waits for on the server, beside opening the whole file in the process."""

import io
import os
import random
import statistics
import tempfile
import time
from pathlib import Path
from unittest import mock

from PIL import Image
from pypdf import PdfReader, PdfWriter

from core import files, pages, photos
from core.models import File

PAGES = 500


def scans(folder: Path, count: int) -> Path:
    """A dossier as a scanner gives it: `count` pages, each one picture of 60 to 100 kB."""
    chance, out = random.Random(1), folder / "dossier.pdf"  # nosec B311
    pictures = []
    for shade in range(6):
        made = io.BytesIO()
        Image.effect_noise((1240, 1754), 8 + shade).convert("RGB").save(made, "JPEG", quality=18)
        pictures.append(made.getvalue())
    with out.open("wb") as file:
        writer = photos.Writer(file)
        for index in range(count):
            writer.page(index, chance.choice(pictures), 1240, 1754)
        writer.end(count)
    return out


def whole_again(path: Path, number: int) -> bytes:
    """The obvious way: read the file into memory, go through all its pages, write out the one."""
    reader, writer, out = PdfReader(io.BytesIO(path.read_bytes())), PdfWriter(), io.BytesIO()
    writer.append(reader)
    for index in reversed(range(len(writer.pages))):
        if index != number - 1:
            writer.remove_page(index)
    writer.write(out)
    return out.getvalue()


def timed(act) -> tuple[float, float]:
    """Seconds of the wall and of the processor, those of a process started for it included."""
    wall, before = time.perf_counter(), os.times()
    act()
    after = os.times()
    return time.perf_counter() - wall, sum(after[:4]) - sum(before[:4])


def run(*, quick: bool) -> str:
    """The section of RESULTS.md."""
    rounds, chance = (2 if quick else 7), random.Random(2)  # nosec B311
    first, again, naive = [], [], []
    with tempfile.TemporaryDirectory() as name, mock.patch.object(pages, "folder", lambda: Path(name) / "cut"):
        path = scans(Path(name), PAGES)
        size = path.stat().st_size
        file = File(pk=1, stored_name="aa/bench", original_name="dossier.pdf", content_type="application/pdf")
        with mock.patch.object(files, "path_of", lambda _file: path):
            for number in chance.sample(range(1, PAGES + 1), rounds):
                first.append(timed(lambda n=number: pages.of(file, n, n)))
                again.append(timed(lambda n=number: pages.of(file, n, n).read_bytes()))
                naive.append(timed(lambda n=number: whole_again(path, n)))
    (slow, busy), (quickest, _), (other, worked) = (
        [statistics.median(one) for one in zip(*times, strict=True)] for times in (first, again, naive)
    )
    share = busy / worked
    return f"""## Cited page of a long dossier

One page out of {PAGES} scanned ones ({size / 1e6:.0f} MB), cut in a process of its own that is started for it; *obvious* reads the file into memory and drops the other pages. {rounds} rounds, interleaved, another page each; medians.

| what | measured | goal |  |
| --- | ---: | ---: | ---: |
| first reader of a page, seconds of the processor | {busy:.2f} | ≤ 1 | {"met" if busy <= 1 else "**missed**"} |
| the same against the obvious way, memory of which grows with the file | {share:.2f} |  |  |
| every later reader, ms | {quickest * 1000:.1f} | ≤ 20 | {"met" if quickest <= 0.02 else "**missed**"} |
| first reader and obvious way by the clock on the wall, s | {slow:.2f} and {other:.2f} |  |  |
"""
