"""The yardstick of the report: the same content as plain HTML with plain tables through WeasyPrint, in a cold process.

python -m benchmarks.plain_report IN.json OUT.pdf. Written the obvious way: one flat table for the annex, a column for
each fact, no fixed layout, no tuning. Needs neither Django nor a database: its figures come ready, which is in its favour.
"""

import json
import sys
from html import escape
from pathlib import Path

STYLE = """
@page { size: A4; margin: 20mm 15mm 20mm 30mm; @top-center { content: counter(page); } }
body { font-family: "Liberation Serif"; font-size: 13pt; text-align: justify; }
table { width: 100%; border-collapse: collapse; font-size: 11pt; }
th, td { border: 1px solid black; padding: 2pt 4pt; }
.head td { border: none; text-align: center; }
"""
ANNEX = (
    ("TT", None), ("Địa bàn", "place"), ("Sản phẩm", "product"), ("Chủ thể", "producer"), ("Hạng sao", "stars"),
    ("Số quyết định", "decision"), ("Ngày công nhận", "issued_on"), ("Hiệu lực đến", "valid_to"),
)  # fmt: skip


def build(data: dict) -> str:
    """The whole document as one HTML text."""
    letter = data["letter"]
    parts = [
        f'<html lang="vi"><head><title>{escape(data["title"])}</title><style>{STYLE}</style></head><body>',
        f'<table class="head"><tr><td>{escape(letter["committee"])}</td>'
        "<td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b><br><b>Độc lập - Tự do - Hạnh phúc</b></td></tr></table>",
        f"<h1>BÁO CÁO</h1><h2>{escape(data['title'])}</h2>",
        *(f"<p><i>{escape(str(basis))}</i></p>" for basis in data["legal"]),
    ]
    for block in data["blocks"]:
        parts.append(_block(block, data))
    parts += [f"<p>{escape(line)}</p>" for line in (*letter["recipients"], *letter["authority"], letter["signer"])]
    if data["annex"]:
        rows = [
            [str(n) if key is None else str(row[key]) for _head, key in ANNEX]
            for n, row in enumerate(data["annex"], start=1)
        ]
        parts += ["<h1>Phụ lục I</h1>", _table([head for head, _key in ANNEX], rows)]
    return "".join([*parts, "</body></html>"])


def _block(block: dict, data: dict) -> str:
    if block["type"] == "table":
        rows = [*block["rows"], *([block["total"]] if block["total"] else [])]
        return (
            f"<p>{escape(block['caption'])}</p>"
            + _table([c["head"] for c in block["columns"]], rows)
            + f"<p>{escape(block['note'])}</p>"
        )
    if block["type"] == "chart":
        return data["chart_svg"] + f"<p>{escape(block['caption'])}</p>"
    tag = {"h1": "h2", "h2": "h3", "item": "p"}.get(block["type"], block["type"])
    return f"<{tag}>{escape(block['text'])}</{tag}>"


def _table(head: list[str], rows: list[list]) -> str:
    cells = "".join(f"<th>{escape(h)}</th>" for h in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape('' if cell is None else str(cell))}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


def main() -> None:
    import weasyprint

    data = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    Path(sys.argv[2]).write_bytes(weasyprint.HTML(string=build(data)).write_pdf())


if __name__ == "__main__":
    main()
