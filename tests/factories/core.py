"""Small true files, and files that mean harm."""

import io
import zipfile

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from PIL import Image
from pypdf import PdfWriter


def pdf_bytes(pages=2, password=None):
    """A PDF of empty A4 pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def image_bytes(kind="PNG", size=(40, 30)):
    """A one-coloured image in JPEG, PNG or WEBP."""
    out = io.BytesIO()
    Image.new("RGB", size, (140, 43, 26)).save(out, kind)
    return out.getvalue()


def xlsx_bytes(text="Chè Kiên"):
    """A workbook of one cell."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write_string(0, 0, text)
    return out.getvalue()


def docx_bytes(text="Chè Kiên"):
    """A document of one paragraph."""
    document, out = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def with_entries(content, entries, compression=zipfile.ZIP_DEFLATED):
    """The zip with further entries: name -> bytes."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", compression) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def zip_bytes(entries):
    """A plain zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def upload(name="giay-kiem-nghiem.pdf", content=None, content_type="application/octet-stream"):
    """What a browser sends; its content type is never believed."""
    return SimpleUploadedFile(name, pdf_bytes() if content is None else content, content_type)
