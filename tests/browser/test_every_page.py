"""Nightly: every page that a role can reach by links, at three widths and in the dark, on the demonstration data (ux §10).

axe reads a page whole where its role first meets it, at 1280 px; at the other widths one page of each
address is measured (sideways scroll, buttons over one another, unlabelled fields, errors of scripts), and in the dark its
contrast is read. All findings of a role are told at once; pictures and lists of pages go to test-results/shots/every/.
"""

import os
import re
import secrets
import subprocess
import sys
import time
import urllib.request
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error as PlaywrightError

from tests.browser.conftest import ROOT, SHOTS, Portal, findings, free_port, press_and_arrive

ROLES = ["", "xa", "tinh", "so", "lanhdao", "chuthe", "hoidong1", "chutich", "thuky", "huyen", "bo", "admin"]
FIRST = (1280, False)
LOOKS = {(768, False): {"axe": False}, (360, False): {"axe": False}, (1280, True): {"rules": ["color-contrast"]}}
LEAVE = re.compile(r"/(dang-xuat|api|static|tep)/|\.(csv|json|xlsx|yaml)$|/xuat/|/san-pham\.csv|^mailto:|dang=")
# Pages of the public are looked at twice by the public; who signs in meets each once.
PUBLIC = re.compile(r"^/(san-pham|xac-thuc|du-lieu-mo)/")
A_SLUG = re.compile(r"^/san-pham/[^/]+/$")


@pytest.fixture(scope="module")
def demonstration(chromium, tmp_path_factory):
    """The portal as `make run` starts it, with demo data in a database of its own."""
    folder = tmp_path_factory.mktemp("demo")
    port = free_port()
    env = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")} | {
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "SECRET_KEY": secrets.token_urlsafe(48), "DEMO": "1",
        "MEDIA_ROOT": str(folder / "media"),
    }  # fmt: skip
    for command in ("migrate", "seed_demo"):
        subprocess.run([sys.executable, "manage.py", command], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "ocop_portal.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
         "--threads", "4", "--log-level", "warning"], cwd=ROOT, env=env,
    )  # fmt: skip
    running = Portal(chromium, f"http://127.0.0.1:{port}", None)
    for _try in range(100):
        try:
            urllib.request.urlopen(running.url + "/healthz", timeout=2)
            break
        except OSError:
            time.sleep(0.2)
    yield running
    for context in running.contexts:
        context.close()
    server.terminate()
    server.wait(timeout=20)


def signed_in(portal, role, width, dark):
    page = portal.page(width=width, dark=dark)
    if role:
        page.goto(f"{portal.url}/tai-khoan/dang-nhap/")
        page.fill("input[name=username]", role)
        page.fill("input[name=password]", "ocop-demo")
        press_and_arrive(page, page.locator("main").get_by_role("button", name="Đăng nhập"))
    return page


def shape(path):
    """The address without its keys: two pages of a shape are looked at, not two thousand."""
    bare = path.split("?")[0]
    return "/san-pham/N/" if A_SLUG.match(bare) else re.sub(r"[0-9A-Z]{11}|\d+", "N", bare)


def links_of(page):
    found = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
    return [link.split("#")[0] for link in found if link.startswith("/") and link.split("#")[0]]


@pytest.mark.nightly
@pytest.mark.parametrize("role", ROLES, ids=lambda r: r or "public")
def test_every_page_of_a_role(demonstration, role):
    who = role or "public"
    first = signed_in(demonstration, role, *FIRST)
    waiting, seen, pages, shapes, wrong, titles = ["/viec/" if role else "/"], {}, [], [], [], {}
    while waiting:
        path = waiting.pop(0)
        if seen.get(shape(path), 0) >= (1 if role and PUBLIC.match(path) else 2) or path in pages or LEAVE.search(path):
            continue
        seen[shape(path)] = seen.get(shape(path), 0) + 1
        try:
            answer = first.goto(demonstration.url + path)
        except PlaywrightError as error:  # a file to keep, not a page to read
            if "Download is starting" not in str(error):
                raise
            continue
        if answer.status != 200:
            wrong.append((path, answer.status, first.problems[:]))
            first.problems.clear()
            continue
        if "html" not in answer.headers.get("content-type", ""):
            continue
        pages.append(path)
        if seen[shape(path)] == 1:
            shapes.append((len(pages), path))
        wrong += [(path, 1280, *found) for found in findings(first, f"every/{who}-{len(pages)}-1280")]
        first.problems.clear()
        titles.setdefault(first.title(), set()).add(shape(urlsplit(first.url).path))  # where a redirect led
        waiting += links_of(first)
    for (width, dark), how in LOOKS.items():
        page = signed_in(demonstration, role, width, dark)
        for number, path in shapes:
            page.goto(demonstration.url + path)
            name = f"every/{who}-{number}-{width}{'-dark' if dark else ''}"
            wrong += [(path, width, dark, *found) for found in findings(page, name, **how)]
            page.problems.clear()
    same = {title: shapes for title, shapes in titles.items() if len(shapes) > 1}
    told = "\n".join(map(str, [*wrong, *same.items()]))
    (SHOTS / "every" / f"{who}.txt").write_text("\n".join(pages) + f"\n\n{told}\n")
    assert (wrong, same) == ([], {}), told
    assert len(pages) >= 3, pages
