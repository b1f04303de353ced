"""A real portal for a real browser: gunicorn on the test database, Debian's Chromium through Playwright (ux §10).

Skipped, with the reason, where Chromium is not installed. Pictures go to test-results/shots/ to be looked at.
"""

import os
import pathlib
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import axe_playwright_python
import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

from accounts.models import User
from tests.world import build_world

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SHOTS = ROOT / "test-results" / "shots"
PASSWORD = "mot-mat-khau-dai-2026"
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What Playwright's own event loop would make Django refuse: these tests read the database between clicks.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed (apt-get install chromium)."))


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Portal:
    """The running portal: its address, the world behind it, and pages signed in as somebody."""

    def __init__(self, browser, url, world):
        self.browser, self.url, self.world = browser, url, world
        self.contexts = []

    def page(self, user=None, *, width=1280, height=900, scripts=True, dark=False):
        """A page of an own context; signed in through the form when `user` is given. axe needs `bypass_csp`."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            bypass_csp=True,
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.on(
            "console",
            lambda m: page.problems.append(m.text) if m.type == "error" and "status of 4" not in m.text else None,
        )
        page.on("pageerror", lambda e: page.problems.append(str(e)))
        if user is not None:
            page.goto(f"{self.url}/tai-khoan/dang-nhap/")
            page.fill("input[name=username]", user.username)
            page.fill("input[name=password]", PASSWORD)
            press_and_arrive(page, page.locator("main").get_by_role("button", name="Đăng nhập"))
        return page

    def start(self):
        """The web server, in a group of its own so that `kill` takes its workers along."""
        self.server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "ocop_portal.wsgi", "--bind", f"127.0.0.1:{self.port}", "--worker-class",
             "gthread", "--threads", "4", "--log-level", "warning", *self.clock],
            cwd=ROOT, env=self.env, stdout=self.log, stderr=self.log, start_new_session=True,
        )  # fmt: skip
        for _try in range(100):
            try:
                urllib.request.urlopen(self.url + "/healthz", timeout=2)
                return
            except OSError:
                if self.server.poll() is not None:
                    raise RuntimeError(pathlib.Path(self.log.name).read_text()) from None
                time.sleep(0.2)

    def kill(self):
        """A power cut: nothing is finished, nothing is said."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(timeout=20)

    def go(self, page, path):
        page.goto(path if path.startswith("http") else self.url + path)
        return page


@pytest.fixture
def portal(chromium, file_database, tmp_path, request):
    """gunicorn as in `make run`, on the committed test database. When a test fails, its open pages are kept as pictures.

    `@pytest.mark.lives_on("2020-10-05T09:00:00+07:00")` starts the server's clock there.
    """
    world = build_world()
    # The server is a process of its own and knows the real hash only.
    User.objects.update(password=make_password(PASSWORD, hasher="argon2"))
    port = free_port()
    env = {
        **{k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")},
        "DATABASE_URL": file_database,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "MEDIA_ROOT": str(tmp_path / "media"),
        "SITE_URL": f"http://127.0.0.1:{port}",
    }
    day = request.node.get_closest_marker("lives_on")
    clock = ["--config", "tests/browser/frozen.py"] if day else []
    if day:
        env["FROZEN_FROM"] = day.args[0]
    running = Portal(chromium, f"http://127.0.0.1:{port}", world)
    running.env, running.port, running.clock = env, port, clock
    running.log = (tmp_path / "web.log").open("w")
    try:
        running.start()
        yield running
    finally:
        for number, context in enumerate(running.contexts):
            if getattr(request.node, "failed", False):
                SHOTS.mkdir(parents=True, exist_ok=True)
                for page in context.pages:
                    page.screenshot(path=SHOTS / f"failure-{number}.png", full_page=True)
            context.close()
        running.server.terminate()
        running.server.wait(timeout=20)
        running.log.close()


def press_and_arrive(page, button):
    """Click, and wait until the answer is there: a page other than the one clicked on, loaded to its end.

    The scoring sheet saves its queue before its form leaves, so the load state alone still tells of the page before.
    """
    page.evaluate("() => { window.pageBefore = true }")
    button.click()
    page.wait_for_function("() => !window.pageBefore && document.readyState === 'complete'")


def inspect(page, rules=None):
    """What axe finds, of all A and AA rules or of `rules` alone. A page that goes on by itself while axe reads it (a job that ends) is read again."""
    for tries_left in (2, 1, 0):
        try:
            page.wait_for_load_state()
            page.evaluate(AXE)
            only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
            return page.evaluate("only => axe.run(document, {runOnly: only, resultTypes: ['violations']})", only)
        except PlaywrightError as error:
            if "context was destroyed" not in str(error) or not tries_left:
                raise
    raise AssertionError("unreachable")


FACTS = """() => {
    const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
    const seen = e => e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().width > 1;
    const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
    const buttons = [...document.querySelectorAll('.btn')].filter(seen);
    const over = buttons.filter((a, i) => buttons.slice(i + 1).some(b => !a.contains(b) && !b.contains(a)
        && !apart(a.getBoundingClientRect(), b.getBoundingClientRect())));
    const broken = buttons.filter(e => e.scrollWidth > e.clientWidth + 1);
    const loose = [...document.querySelectorAll('input:not([type=hidden]), select, textarea')].filter(seen)
        .filter(e => !e.labels.length && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby'));
    return {h1: document.querySelectorAll('h1').length, lang: document.documentElement.lang,
            doubled: ids.filter((v, i) => ids.indexOf(v) !== i),
            wide: document.documentElement.scrollWidth > document.documentElement.clientWidth + 1,
            title: document.title.trim().length > 3,
            buttons: [...over, ...broken].map(e => e.textContent.trim()), loose: loose.map(e => e.name)}}"""
GOOD = {"h1": 1, "lang": "vi", "doubled": [], "wide": False, "title": True, "buttons": [], "loose": []}


def findings(page, name=None, *, full=True, rules=None, axe=True) -> list:
    """What a page breaks (ux §10): axe A/AA, one h1, lang, unique ids, a title, no sideways scroll, no button over another.

    `rules`: only these of axe; `axe=False`: only the shape of the page, a hundredth of the time.
    """
    result = inspect(page, rules) if axe else {"violations": []}
    found = [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in result["violations"]]
    facts = page.evaluate(FACTS)
    if name:
        (SHOTS / name).parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.jpg", full_page=full, type="jpeg", quality=60)
    found += [(key, value) for key, value in facts.items() if value != GOOD[key]]
    return found + page.problems


READ = set()  # (address without keys, title, width) that axe has read in this process


def check_page(page, name=None, *, full=True):
    """What every page keeps (ux §10); see `findings`. Axe reads a page once, however many people pass it."""
    shape = re.sub(r"\d+", "N", page.url.partition("?")[0].partition("//")[2])
    seen = (shape, page.title(), page.viewport_size["width"])
    assert findings(page, name, full=full, axe=seen not in READ) == [], page.url
    READ.add(seen)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    if call.when == "call" and outcome.get_result().failed:
        item.failed = True
