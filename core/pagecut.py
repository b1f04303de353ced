"""`python -m core.pagecut IN OUT FIRST LAST`: some pages of a PDF as a PDF of their own, in a process of its own (security §6).

Prints {"pages": how many the whole has}, {"problem": "beyond", "pages": n} or {"problem": "broken"}. No Django here.
"""

import json
import resource
import sys
from pathlib import Path

MEMORY = 768 * 1024 * 1024
SECONDS = 20
MAX_BYTES = 200_000_000


def limit() -> None:
    """Memory, processor time, bytes written, no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_BYTES, MAX_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def cut(source: str, out: str, first: int, last: int) -> dict:
    """Write pages `first` to `last`, counted from 1; the last page is the end of what there is."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415  heavy, and the limits come first

    with Path(source).open("rb") as file:
        reader = PdfReader(file, strict=False)
        pages = len(reader.pages)
        if first > pages:
            return {"problem": "beyond", "pages": pages}
        writer = PdfWriter()
        for index in range(first - 1, min(last, pages)):
            writer.add_page(reader.pages[index])
        writer.write(out)
    return {"pages": pages}


def main(source: str, out: str, first: str, last: str) -> int:
    """Exit 0 with an answer; whatever goes wrong while reading is the answer "broken"."""
    limit()
    try:
        answer = cut(source, out, int(first), int(last))
    except Exception:
        answer = {"problem": "broken"}
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
