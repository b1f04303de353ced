"""PDF files: locked fetcher, right font, same bytes; QR codes, safe cells, workbooks (security §2, §7)."""

import gc
import hashlib
import http.server
import io
import re
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as real
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from core import documents, formats
from core.exceptions import Refused

NOW = datetime(2026, 11, 20, 8, 0, 0, 123456, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
HTML = """<!DOCTYPE html><html lang="vi"><head><title>Báo cáo thử</title></head>
<body><h1>Cộng hòa xã hội chủ nghĩa Việt Nam</h1><p>Đặc sản ướp, chè, rượu nếp: ẵ ệ ữ ỹ ộ.</p>{body}</body></html>"""
CSS = "body { font-family: 'Liberation Serif'; font-size: 13pt } @page { size: A4 }"
needs_pdf = pytest.mark.skipif(documents.pdf_ready() is not None, reason=documents.pdf_ready() or "")
pdf = [pytest.mark.pdf, needs_pdf]


def render(body="", **options):
    return documents.render_pdf(HTML.format(body=body), stylesheets=[CSS], created=NOW, **options)


@pytest.fixture
def listener():
    """A web server that remembers who asked; and redirects to a local file."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


class TestPdf:
    pytestmark = pdf

    def test_the_text_reads_back_with_all_marks(self):
        reader = PdfReader(io.BytesIO(render()))
        words = re.sub(r"\s+", " ", reader.pages[0].extract_text())
        assert words == "Cộng hòa xã hội chủ nghĩa Việt Nam Đặc sản ướp, chè, rượu nếp: ẵ ệ ữ ỹ ộ."
        assert (reader.metadata.title, reader.metadata.creation_date) == ("Báo cáo thử", NOW.replace(microsecond=0))
        assert reader.trailer["/Root"]["/Lang"] == "vi"

    def test_only_the_named_font_is_embedded(self):
        fonts = {
            font.get_object()["/BaseFont"].split("+")[-1]
            for page in PdfReader(io.BytesIO(render())).pages
            for font in page["/Resources"]["/Font"].values()
        }
        assert {name.replace("-Bold", "") for name in fonts} == {"Liberation-Serif"}

    def test_the_same_input_gives_the_same_bytes(self):
        attached = [documents.Attached("san-pham.csv", "Chè Kiên".encode())]
        assert render(attachments=attached) == render(attachments=attached)

    def test_another_process_gives_the_same_bytes(self):
        code = (
            "import django; django.setup()\n"
            "import hashlib\nfrom tests.core.test_documents import render\n"
            "print(hashlib.sha256(render()).hexdigest())"
        )
        environment = {"DJANGO_SETTINGS_MODULE": "ocop_portal.settings", "PYTHONHASHSEED": "77"}
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=real.BASE_DIR, env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == hashlib.sha256(render()).hexdigest()

    def test_it_is_an_archive_file_with_tags_and_its_data_once(self):
        content = render(attachments=[documents.Attached("san-pham.csv", b"a,b\n", description="Số liệu")])
        root = PdfReader(io.BytesIO(content)).trailer["/Root"]
        assert "<pdfaid:part>3" in str(root["/Metadata"].get_data()) or 'pdfaid:part="3"' in str(
            root["/Metadata"].get_data()
        )
        assert root["/MarkInfo"]["/Marked"] is not None
        assert len(root["/AF"]) == 1
        assert PdfReader(io.BytesIO(content)).attachments == {"san-pham.csv": [b"a,b\n"]}

    def test_a_document_that_is_xml_reads_back_the_same(self):
        body = "<p>Chè &lt;Kiên&gt; &amp; “bạn”\x0b.</p><table><tr><th>Mã</th><td>1</td></tr></table>"
        words = [
            re.sub(r"\s+", "", PdfReader(io.BytesIO(render(text, xml=xml))).pages[0].extract_text())
            for text, xml in ((body.replace("\x0b", ""), False), (body, True))
        ]
        assert words[1].endswith("Chè<Kiên>&“bạn”.Mã1")
        assert words[0] == words[1]
        root = PdfReader(io.BytesIO(render(body, xml=True))).trailer["/Root"]
        assert (root["/Lang"], root["/StructTreeRoot"]["/K"][0]["/S"]) == ("vi", "/Document")

    def test_xml_fetches_nothing_and_knows_no_entity(self, listener):
        address, asked = listener
        render(f'<img src="{address}/a.png"/><link rel="stylesheet" href="{address}/a.css"/>', xml=True)
        assert asked == []
        with pytest.raises(SyntaxError, match="undefined entity"):
            render("<p>&nbsp;</p>", xml=True)

    def test_nothing_is_fetched_from_the_net(self, listener):
        address, asked = listener
        for body in (
            f'<img src="{address}/a.png">',
            f'<link rel="stylesheet" href="{address}/a.css">',
            f'<style>@import "{address}/b.css"; p {{ background: url({address}/c.png) }}</style>',
            f'<link rel="attachment" href="{address}/d">',
            f'<object data="{address}/e.svg"></object>',
            f'<base href="{address}/"><img src="f.png">',
            f'<svg><image href="{address}/g.png" width="9" height="9"/></svg>',
        ):
            render(body)
        assert asked == []

    def test_nothing_local_is_embedded(self, tmp_path):
        secret = tmp_path / "secret.txt"
        secret.write_text("MẬT KHẨU 12345")
        for address in (secret.as_uri(), "file:///etc/hostname", f"file://localhost{secret}", str(secret)):
            content = render(
                f'<link rel="attachment" href="{address}"><a rel="attachment" href="{address}">tệp</a>'
                f'<img src="{address}"><link rel="stylesheet" href="{address}">'
            )
            assert PdfReader(io.BytesIO(content)).attachments == {}

    def test_a_missing_part_is_refused_in_words(self, monkeypatch):
        monkeypatch.setattr(documents, "pdf_ready", lambda: "Máy chủ thiếu phông chữ.")
        with pytest.raises(Refused) as refusal:
            render()
        assert refusal.value.sentence == "Máy chủ thiếu phông chữ."

    def test_the_collector_runs_again_afterwards(self):
        render()
        assert gc.isenabled() is True

    def test_our_own_stylesheet_is_found_by_name(self, monkeypatch, tmp_path):
        (tmp_path / "paper.css").write_text("@page { size: A5 }")
        monkeypatch.setattr(documents, "assets", lambda: tmp_path.resolve())
        content = documents.render_pdf(HTML.format(body=""), stylesheets=["paper.css"], created=NOW)
        assert [round(float(side)) for side in PdfReader(io.BytesIO(content)).pages[0].mediabox[2:]] == [420, 595]

    def test_the_fetcher_class_itself(self, tmp_path):
        fetcher = documents._locked()()
        assert fetcher.fetch("data:text/plain,ch%C3%A8").read() == "chè".encode()
        for address in (
            "http://127.0.0.1:1/",
            "https://a.vn/",
            "ftp://a.vn/x",
            "file:///etc/passwd",
            "blob:x",
            "FILE:///etc/passwd",
        ):
            with pytest.raises(ValueError, match="blocked"):
                fetcher.fetch(address)


@pytest.mark.files
class TestAssets:
    @pytest.fixture
    def folder(self, monkeypatch, tmp_path):
        folder = tmp_path / "static"
        (folder / "css").mkdir(parents=True)
        (folder / "css" / "a b.css").write_text("p{}")
        (tmp_path / "secret").write_text("x")
        (folder / "link").symlink_to(tmp_path / "secret")
        (tmp_path / "static-other").mkdir()
        (tmp_path / "static-other" / "x").write_text("x")
        monkeypatch.setattr(documents, "assets", lambda: folder.resolve())
        return folder

    def test_ours(self, folder):
        path = folder / "css" / "a b.css"
        assert documents.inside_assets(path.as_uri()) == path
        assert documents.inside_assets(path.as_uri().replace("file://", "file://localhost")) == path
        assert documents.inside_assets(f"{path.as_uri()}?v=1#x") == path

    @pytest.mark.parametrize(
        "tail",
        ["../secret", "%2e%2e/secret", "css/../../secret", "link", "css", "nothing", "../static-other/x", "a%00b"],
    )
    def test_not_ours(self, folder, tail):
        assert documents.inside_assets(f"{folder.as_uri()}/{tail}") is None

    def test_other_hosts_and_schemes(self, folder):
        path = folder / "css" / "a b.css"
        assert documents.inside_assets(path.as_uri().replace("file://", "file://server")) is None
        assert documents.inside_assets(path.as_uri().replace("file://", "http://localhost")) is None


def test_what_is_missing_is_named_with_its_command(monkeypatch, tmp_path):
    def no_pango():
        raise OSError("cannot load library 'libpango-1.0-0'")

    try:
        documents.pdf_ready.cache_clear()
        monkeypatch.setattr(documents, "_locked", no_pango)
        assert documents.pdf_ready().endswith("apt-get install libpango-1.0-0 libpangoft2-1.0-0.")
        documents.pdf_ready.cache_clear()
        monkeypatch.setattr(documents, "_locked", lambda: None)
        monkeypatch.setattr(documents, "FONT_FOLDERS", (str(tmp_path),))
        assert documents.pdf_ready().endswith("apt-get install fonts-liberation2.")
        documents.pdf_ready.cache_clear()
        (tmp_path / documents.FONT_FILE).write_bytes(b"not a font")
        assert documents.pdf_ready().startswith("Phông chữ Liberation Serif trên máy chủ là bản cũ")
    finally:
        documents.pdf_ready.cache_clear()


def test_a_qr_code_is_one_path_that_reads_back():
    url = "https://ocop.example.vn/xac-thuc/ABCDEFGH0K/"
    markup = documents.qr_svg(url, label='Mã QR của giấy "01" <chè>')
    assert 'aria-label="Mã QR của giấy &quot;01&quot; &lt;chè&gt;"' in markup
    assert (markup.count("<path"), "style" in markup, "<script" in markup) == (1, False, False)
    size = int(re.search(r'viewBox="0 0 (\d+) ', markup)[1])
    drawn = [[0] * size for _ in range(size)]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)", markup):
        for step in range(int(width)):
            drawn[int(y)][int(x) + step] = 1
    import segno

    plain = [list(row) for row in segno.make(url, error="m", micro=False).matrix_iter(border=4)]
    assert drawn == [[int(bool(cell)) for cell in row] for row in plain]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+84", "'+84"),
        ("-5", "'-5"),
        ("@a", "'@a"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("Chè", "Chè"),
        ("", ""),
    ],
)
def test_cells_that_look_like_formulas_are_text(text, cell):
    assert formats.safe_cell(text) == cell


def build_book():
    with documents.workbook(title="Biểu thử", created=NOW) as (book, buffer):
        sheet = book.add_worksheet("Biểu 1")
        for number, text in enumerate(["=HYPERLINK(1)", "https://a.vn", "007", "Chè"]):
            sheet.write(number, 0, text)
    return buffer.getvalue()


def test_a_workbook_holds_text_as_text_and_is_rebuilt_identical():
    content = build_book()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Biểu 1").to_python()
    assert rows == [["=HYPERLINK(1)"], ["https://a.vn"], ["007"], ["Chè"]]
    assert build_book() == content


def test_the_web_server_does_not_carry_weasyprint():
    code = "import django; django.setup(); import sys, ocop_portal.urls; print('weasyprint' in sys.modules)"
    environment = {"DJANGO_SETTINGS_MODULE": "ocop_portal.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(real.BASE_DIR),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"
