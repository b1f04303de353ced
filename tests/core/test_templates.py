"""Static checks over every template, the stylesheet and the scripts."""

import gzip
import re
import unicodedata
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, engines
from django.template.loader import get_template

from tests.core.html import one, read

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
STATIC = sorted(p for p in (ROOT / "static").rglob("*") if p.suffix in (".css", ".js", ".svg"))
ROOMS = ("core", "districts", "accounts", "producers", "products", "evaluations", "reports", "ocop_portal")
TOKENS = re.compile(
    r"({#.*?#}|{% comment.*?endcomment %}|{% blocktranslate.*?endblocktranslate %}|{%.*?%}|{{.*?}})", re.S
)
MARKED = re.compile(r"[À-ỹ]")


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template(path):
    text = path.read_text(encoding="utf-8")
    get_template(str(path.relative_to(FOLDER)))
    assert unicodedata.normalize("NFC", text) == text
    assert not re.search(r"\|\s*safe(seq)?\b|autoescape\s+off|mark_safe", text), "escaping is switched off"
    assert not re.search(r"<[^>]*\sstyle\s*=", text), "style attribute: the policy refuses it"
    assert not re.search(r"<style\b", text), "style element: the policy refuses it"
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", text), "inline handler: the policy refuses it"
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), "inline script: the policy refuses it"
    assert not re.search(r"javascript:|data:text", text)
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", text), "foreign host"


# Official papers are Vietnamese by law and must not change with the reader: their words stand as printed.
PAGES = [p for p in TEMPLATES if "documents" not in p.parts]


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_vietnamese_word_goes_through_gettext(path):
    plain = TOKENS.sub("", path.read_text(encoding="utf-8"))
    assert [line.strip() for line in plain.splitlines() if MARKED.search(line)] == []
    tags = re.findall(r"{%.*?%}", path.read_text(encoding="utf-8"))
    bare = [t for t in tags if not re.match(r"{% (block)?translate", t) and re.search(r'(?<!_\()"[^"]*[À-ỹ]', t)]
    assert bare == []


def test_no_python_file_switches_escaping_off():
    files = [p for room in ROOMS for p in (ROOT / room).rglob("*.py")]
    assert [
        name(p) for p in files if re.search(r"mark_safe|SafeString|SafeText|format_html\(f", p.read_text("utf-8"))
    ] == []


@pytest.mark.parametrize("path", STATIC, ids=name)
def test_static_file_asks_nothing_from_elsewhere(path):
    text = path.read_text(encoding="utf-8")
    assert unicodedata.normalize("NFC", text) == text
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/)", text)
    assert not re.search(r"\beval\(|new Function|innerHTML|\.style\b|document\.write", text)


def test_budgets():
    def size(pattern):
        return sum(len(gzip.compress(p.read_bytes(), 9)) for p in (ROOT / "static").rglob(pattern))

    assert size("*.css") <= 30_000
    assert size("*.js") <= 60_000


def test_the_dark_theme_sets_every_colour_of_the_light_one():
    css = (ROOT / "static/css/ocop.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root[^{]*{([^}]*)}", css)[:2]
    same = {"--on-rice", "--font", "--t-s", "--t-m", "--t-l", "--r", "--r-l", "--wide", "--read"}
    assert set(re.findall(r"(--[\w-]+):", light)) - set(re.findall(r"(--[\w-]+):", dark)) == same


def test_colours_are_tokens():
    """New colour only as a token (identity): no hex value in a template but in the four drawings."""
    drawings = {"sprite.html", "art_land.html", "art_seal.html"}
    hits = [
        name(p) for p in PAGES if p.name not in drawings and re.search(r'"#[0-9a-fA-F]{3,8}"', p.read_text("utf-8"))
    ]
    assert hits == []


@pytest.mark.parametrize("page", ["404.html", "403.html", "403_csrf.html", "500.html"])
def test_error_pages_need_no_context(page):
    html = engines["django"].engine.get_template(page).render(Context({}))
    found = read(html)
    assert [e.tag for e in found].count("h1") == 1
    assert one(html, "html").attrs["lang"] == "vi"
    assert [e.attrs["href"] for e in found if e.tag == "a" and e.attrs.get("class") == "btn"][0] == "/"


def test_error_pages_read_the_code_aloud():
    html = engines["django"].engine.get_template("500.html").render(Context({"error_code": "QT-1405-4K7"}))
    assert "QT-1405-4K7" in [e.text for e in read(html) if e.tag == "b"]


def test_frame():
    values = {
        "frame": {
            "province_name": "Quảng Trị",
            "user_line": {"name": "Nguyễn Thị Hoa", "post": "Chuyên viên"},
            "nav": [{"label": "Việc hôm nay", "url": "/viec/", "current": True, "count": 13}],
            "demo": True,
            "year": 2026,
        }
    }
    source = '{% extends "base.html" %}{% block title %}Thử{% endblock %}{% block content %}<h1>Thử</h1>{% endblock %}'
    html = engines["django"].engine.from_string(source).render(Context(values))
    found = read(html)
    assert one(html, "title").text == "Thử – OCOP Quảng Trị"
    assert one(html, "p", class_="demo").text == "Bản trình diễn – dữ liệu minh họa"
    assert [e.attrs["href"] for e in found if e.tag == "a"][0] == "#main"
    current = [e for e in found if e.attrs.get("aria-current")]
    assert [(e.text, e.attrs["href"]) for e in current] == [("Việc hôm nay13 việc", "/viec/")]
    assert {e.attrs["href"][1:] for e in found if e.tag == "use"} <= {e.attrs.get("id") for e in found}
    quiet = engines["django"].engine.from_string(source).render(Context({"frame": {**values["frame"], "demo": False}}))
    assert "demo" not in [e.attrs.get("class") for e in read(quiet)]
