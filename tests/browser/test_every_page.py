"""Nightly: every page that a role can reach by links, at three widths and in the dark, on the demonstration data (ux §10)."""

import os
import re
import secrets
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.browser.conftest import ROOT, Portal, check_page, free_port, press_and_arrive

ROLES = ["", "xa", "tinh", "so", "lanhdao", "chuthe", "hoidong1", "chutich", "thuky", "huyen", "bo", "admin"]
LOOKS = [(1280, False), (768, False), (360, False), (1280, True)]
LEAVE = re.compile(r"/(dang-xuat|api|static|tep)/|\.(csv|json|xlsx|yaml)$|/(xuat|san-pham\.csv)|^mailto:|xuat=")


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
    return re.sub(r"\d+|[0-9A-Z]{11}", "N", path.split("?")[0])


@pytest.mark.nightly
@pytest.mark.parametrize("role", ROLES, ids=lambda r: r or "public")
def test_every_page_of_a_role(demonstration, role):
    start = "/viec/" if role else "/"
    first = signed_in(demonstration, role, *LOOKS[0])
    waiting, seen, pages = [start], {}, []
    while waiting:
        path = waiting.pop(0)
        if seen.get(shape(path), 0) >= 2 or path in pages or LEAVE.search(path):
            continue
        seen[shape(path)] = seen.get(shape(path), 0) + 1
        answer = first.goto(demonstration.url + path)
        assert answer.status == 200, (role, path, answer.status)
        if "html" not in answer.headers.get("content-type", ""):
            continue
        pages.append(path)
        check_page(first, f"every/{role or 'public'}-{len(pages)}-1280")
        links = first.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
        waiting += [link.split("#")[0] for link in links if link.startswith("/") and link.split("#")[0]]
    assert len(pages) >= 3, pages
    for width, dark in LOOKS[1:]:
        page = signed_in(demonstration, role, width, dark)
        for number, path in enumerate(pages, 1):
            page.goto(demonstration.url + path)
            check_page(page, f"every/{role or 'public'}-{number}-{width}{'-dark' if dark else ''}")
