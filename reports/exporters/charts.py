"""Geometry of the stacked bar chart: numbers in, boxes out; the drawing is templates/reports/documents/stacked.svg."""

import io

from PIL import Image, ImageDraw, ImageFont

from reports.exporters.fonts import BOLD_FILE, FONT_FILE, font_file

SCALE = 3

WIDTH, NAME, RIGHT = 500, 138, 30  # points of the view box: whole, names at the left, totals at the right
ROW, BAR, TOP, BOTTOM = 19, 13, 8, 26
STARS = ("3", "4", "5")
FILLS = {"3": "url(#star3)", "4": "url(#star4)", "5": "#3a3a3a"}  # told apart on a black-and-white copy


def stacked(block: dict) -> dict:
    """What the template draws: bars with parts, legend, size."""
    bars = block["bars"]
    most = max((bar["total"] for bar in bars), default=0) or 1
    scale = (WIDTH - NAME - RIGHT) / most
    rows = []
    for index, bar in enumerate(bars):
        y, x, parts = TOP + index * ROW, NAME, []
        for star in STARS:
            width = round(bar[star] * scale, 2)
            if bar[star]:
                parts.append(
                    {
                        "star": star, "x": _text(x), "width": _text(width), "value": bar[star] if width >= 12 else "",
                        "middle": _text(x + width / 2), "fill": FILLS[star],
                    }
                )  # fmt: skip
            x += width
        rows.append(
            {"name": bar["name"], "y": y, "text_y": y + 10, "parts": parts, "total": bar["total"], "end": _text(x + 4)}
        )
    others = block["others"]
    bottom = TOP + len(bars) * ROW
    under = bottom + (ROW if others else 0)
    legend = [
        {"star": star, "fill": FILLS[star], "x": NAME + 90 * n, "text_x": NAME + 90 * n + 18}
        for n, star in enumerate(STARS)
    ]
    return {
        "rows": rows, "legend": legend, "width": WIDTH, "height": under + BOTTOM, "name_x": NAME - 6, "left": NAME,
        "axis_top": TOP - 3, "axis_bottom": bottom, "legend_y": under + 6, "legend_text_y": under + 16, "bar": BAR,
        "alt": block["alt"], "others": others, "others_y": bottom + 13, "others_x": NAME + 6,
    }  # fmt: skip


def _text(number: float) -> str:
    """A number for SVG: with a point, whatever the language of the page."""
    return f"{number:.2f}"


def picture(block: dict) -> bytes:
    """The same chart as PNG (three dots a point), for the document that cannot hold SVG."""
    drawing = stacked(block)
    image = Image.new("L", (SCALE * drawing["width"], SCALE * drawing["height"]), 255)
    pen = ImageDraw.Draw(image)
    plain, bold = (ImageFont.truetype(str(font_file(name)), 11 * SCALE) for name in (FONT_FILE, BOLD_FILE))

    def write(x, y, text, font=plain, anchor="ls"):
        pen.text((float(x) * SCALE, y * SCALE), str(text), fill=0, font=font, anchor=anchor)

    pen.line(
        [SCALE * drawing["left"], SCALE * drawing["axis_top"], SCALE * drawing["left"], SCALE * drawing["axis_bottom"]],
        fill=0,
        width=3,
    )
    for row in drawing["rows"]:
        write(drawing["name_x"], row["text_y"], row["name"], anchor="rs")
        for part in row["parts"]:
            _box(image, pen, part["star"], float(part["x"]), row["y"], float(part["width"]), BAR)
            if part["value"] != "":
                x, y = float(part["middle"]) * SCALE, (row["y"] + 6.5) * SCALE
                pen.ellipse([x - 19, y - 19, x + 19, y + 19], fill=255)
                write(part["middle"], row["text_y"], part["value"], anchor="ms")
        write(row["end"], row["text_y"], row["total"], bold)
    if drawing["others"]:
        rest = drawing["others"]
        write(drawing["name_x"], drawing["others_y"], rest["name"], anchor="rs")
        words = f"cộng {rest['total']} sản phẩm ({rest['3']} sản phẩm 3 sao, {rest['4']} sản phẩm 4 sao, {rest['5']} sản phẩm 5 sao)"
        write(drawing["others_x"], drawing["others_y"], words)
    for box in drawing["legend"]:
        _box(image, pen, box["star"], box["x"], drawing["legend_y"], 12, 12)
        write(box["text_x"], drawing["legend_text_y"], f"{box['star']} sao")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _box(image, pen, star: str, x: float, y: float, width: float, height: float) -> None:
    """One part of a bar: hatched, grey or dark, so that stars differ without colour."""
    corner = (round(x * SCALE), round(y * SCALE))
    size = (max(1, round(width * SCALE)), round(height * SCALE))
    tile = Image.new("L", size, {"3": 255, "4": 200, "5": 58}[star])
    if star == "3":
        brush = ImageDraw.Draw(tile)
        for start in range(-size[1], size[0], 18):
            brush.line([start, size[1], start + size[1], 0], fill=80, width=2)
    image.paste(tile, corner)
    pen.rectangle([*corner, corner[0] + size[0], corner[1] + size[1]], outline=0, width=2)
