"""The report font: Liberation Serif 2, as wide as Times New Roman, with all Vietnamese letters (report-format §4)."""

from functools import cache
from pathlib import Path

FONT = "Liberation Serif"
FONT_FILE, BOLD_FILE = "LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf"
PLACES = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


@cache
def font_file(name: str = FONT_FILE) -> Path | None:
    """Where the font's file lies; None where the machine has none. Version 2 stands before version 1, which lacks Vietnamese."""
    found = [
        path for place in PLACES if Path(place).expanduser().is_dir() for path in Path(place).expanduser().rglob(name)
    ]
    return max(found, key=lambda path: "liberation2" in str(path), default=None)
