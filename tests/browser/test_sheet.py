"""The scoring sheet in a real browser: answers survive a lost network, a reload and a sign-out; two values; keys alone."""

import random
import re

import pytest

from core import clock
from evaluations.models import Score, ScoreChange, ScoreSheet
from evaluations.services import closing, sheets
from tests.browser.conftest import PASSWORD, check_page, press_and_arrive
from tests.evaluations import helpers as h

FRUIT = "26-2026/01"  # 32 criteria
ANSWERS = 500
SAVE = re.compile(r"/luu/$")


@pytest.fixture
def scoring(portal):
    """A provincial session of one product; member 1 has opened the sheet."""
    world = portal.world
    h.ready(FRUIT)
    cycle = h.completed_cycle(world, world.le_thuy, world.producer, code=FRUIT, name="Bưởi Phúc Trạch")
    dossier = h.checked_dossier(world, cycle, producer=world.producer, commune=world.commune, receiver=world.province)
    council = h.council_of(world, level="province", unit=world.quang_tri, actor=world.province)
    portal.item = h.open_session(world, council, [dossier], world.province).items.get()
    portal.sheet = opened(portal, world.member1)
    return portal


def opened(portal, user):
    sheets.declare_conflict(item=portal.item, has_conflict=False, actor=user)
    return sheets.open_sheet(item=portal.item, actor=user)


def show(portal, page, sheet=None):
    portal.go(page, (sheet or portal.sheet).get_absolute_url())
    page.evaluate("document.querySelectorAll('details.sec').forEach(d => d.open = true)")
    return page


def choose(page, code, place):
    page.locator(f"[name='p-{code}'][value='{place}']").check()


def status(page, words):
    page.wait_for_function("t => document.querySelector('[data-saved]').textContent.includes(t)", arg=words)


def waiting(page, count):
    status(page, f"{count} mục chờ gửi")


def all_sent(page):
    status(page, "Đã lưu lúc")


def nudge(page):
    """The network is back: no need to wait for the end of a growing pause."""
    page.evaluate("window.dispatchEvent(new Event('online'))")


def kept(page):
    """Records of the queue on this device."""
    return page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('ocop.phieu.')).length")


def changes(sheet):
    """(criterion, place, comment) in the order in which the server wrote them."""
    rows = ScoreChange.objects.filter(sheet=sheet).order_by("version", "pk")
    return list(rows.values_list("criterion__code", "place_after", "comment_after"))


def test_answers_wait_through_a_lost_network_a_reload_and_a_lost_answer(scoring):
    page = show(scoring, scoring.page(scoring.world.member1))
    choose(page, "A.1.1", 2)
    all_sent(page)
    page.context.set_offline(True)
    choose(page, "A.1.2", 1)
    choose(page, "A.1.3", 1)
    choose(page, "A.1.4", 0)
    page.fill("[name='c-A.1.3']", "Chưa nộp báo cáo.")
    waiting(page, 4)
    status(page, "Mất mạng")
    assert changes(scoring.sheet) == [("A.1.1", 2, "")]

    # back, but every save is cut: the page is loaded anew and still holds what was chosen
    page.context.route(SAVE, lambda route: route.abort())
    page.context.set_offline(False)
    page.reload()
    waiting(page, 4)
    assert page.locator("[name='p-A.1.3'][value='1']").is_checked()
    assert page.input_value("[name='c-A.1.3']") == "Chưa nộp báo cáo."
    assert page.locator("#c-A\\.1\\.4 [data-zero]").is_visible()

    # the server writes, its answer is lost: the same request again is one answer
    lost = []

    def lose_first(route):
        if len(lost) < 2:
            lost.append(route.fetch().status)
            return route.abort()
        return route.continue_()

    page.context.unroute(SAVE)
    page.context.route(SAVE, lose_first)
    nudge(page)
    all_sent(page)
    assert (lost, kept(page)) == ([200, 200], 0)
    want = [("A.1.1", 2, ""), ("A.1.2", 1, ""), ("A.1.3", 1, ""), ("A.1.4", 0, ""), ("A.1.3", 1, "Chưa nộp báo cáo.")]
    assert changes(scoring.sheet) == want
    assert page.problems == [] or all("ERR_" in line for line in page.problems)


def test_two_values_stand_side_by_side_and_the_person_chooses(scoring):
    here = show(scoring, scoring.page(scoring.world.member1))
    there = show(scoring, scoring.page(scoring.world.member1, width=768, height=1024))
    choose(there, "A.1.1", 3)
    there.fill("[name='c-A.1.1']", "Xem tại xưởng.")
    choose(there, "A.1.2", 1)
    all_sent(there)
    choose(here, "A.1.1", 1)
    box = here.locator("#c-A\\.1\\.1 .clash")
    box.wait_for()
    words = " ".join(box.inner_text().split())
    assert [t for t in ("Trên máy này", "Đã lưu ở nơi khác", "Xem tại xưởng.") if t not in words] == []
    status(here, "Có hai giá trị")
    assert here.locator("[name='p-A.1.2'][value='1']").is_checked()  # taken over: nobody touched it here
    check_page(here, "sheet-clash-1280", full=False)
    assert Score.objects.get(criterion__code="A.1.1").place == 3
    # the choice outlives a reload
    here.reload()
    box.wait_for()
    here.get_by_role("button", name="Giữ giá trị trên máy này").click()
    all_sent(here)
    assert Score.objects.get(criterion__code="A.1.1").place == 1
    # and the other way round
    choose(there, "A.1.1", 2)
    there.locator("#c-A\\.1\\.1 .clash").wait_for()
    check_page(there, "sheet-clash-768", full=False)
    there.get_by_role("button", name="Lấy giá trị ở nơi khác").click()
    assert there.locator("[name='p-A.1.1'][value='1']").is_checked()
    there.wait_for_function("() => !document.querySelector('.clash')")
    assert (Score.objects.get(criterion__code="A.1.1").place, kept(there)) == (1, 0)


class Keyboard:
    """Counts presses; a typed word is a comment or the password, which the guide does not count."""

    def __init__(self, page):
        self.page, self.presses = page, 0

    def press(self, key, times=1):
        for _time in range(times):
            self.page.keyboard.press(key)
            self.presses += 1


def test_a_sheet_of_32_criteria_by_keyboard_alone(scoring):
    council = scoring.item.session.council
    council.comment_rule = "none"
    council.save(update_fields=["comment_rule"])
    page = scoring.go(scoring.page(scoring.world.member1), scoring.sheet.get_absolute_url())
    keys = Keyboard(page)
    for _criterion in range(32):
        keys.press("Alt+Shift+N")
        keys.press("1")
    keys.press("Alt+Shift+N")
    assert page.evaluate("document.activeElement.textContent") == "Lưu và nộp phiếu"
    page.evaluate("() => { window.pageBefore = true }")
    keys.press("Enter")
    page.wait_for_function("() => !window.pageBefore && document.readyState === 'complete'")
    assert page.locator("h1").inner_text() == "Nộp phiếu"
    page.focus("[name=password]")
    page.keyboard.type(PASSWORD)
    page.evaluate("() => { window.pageBefore = true }")
    keys.press("Enter")
    page.wait_for_function("() => !window.pageBefore && document.readyState === 'complete'")
    scoring.sheet.refresh_from_db()
    assert (scoring.sheet.state, len(changes(scoring.sheet))) == ("submitted", 32)
    assert keys.presses <= 4 * 32 + 4
    assert "Phiếu đã nộp lúc" in page.locator("main").inner_text()


def test_keys_leave_text_alone_and_can_be_switched_off(scoring):
    page = show(scoring, scoring.page(scoring.world.member1, width=768, height=1024))
    page.focus("[name='c-A.1.1']")
    page.keyboard.type("Tieu chi 12 dat 3 sao")
    assert page.input_value("[name='c-A.1.1']") == "Tieu chi 12 dat 3 sao"
    assert page.locator("[name='p-A.1.1']:checked").count() == 0
    page.focus("[name='p-A.1.1']")
    page.keyboard.press("Shift+2")
    page.keyboard.press("x")
    assert page.locator("[name='p-A.1.1']:checked").count() == 0
    page.keyboard.press("2")
    assert page.locator("[name='p-A.1.1'][value='2']").is_checked()
    page.keyboard.press("ArrowDown")
    assert page.locator("[name='p-A.1.1'][value='3']").is_checked()
    all_sent(page)
    page.get_by_role("button", name="Phím tắt").click()
    assert page.locator("dialog").is_visible()
    page.get_by_label("Dùng phím tắt trên máy này").uncheck()
    page.get_by_role("button", name="Đóng").click()
    page.focus("[name='p-A.1.2']")
    page.keyboard.press("1")
    assert page.locator("[name='p-A.1.2']:checked").count() == 0
    # evidence above the sheet, its height by buttons, nothing wider than the screen
    page.evaluate("window.scrollTo(0, 0)")
    side, form = page.locator(".side").bounding_box(), page.locator("#phieu").bounding_box()
    assert (side["y"] + side["height"] <= form["y"], side["width"] > 600) == (True, True)
    check_page(page, "sheet-768", full=False)
    tall = page.locator(".side").bounding_box()["height"]
    page.get_by_role("button", name="Thu gọn").click()
    assert page.locator(".side").bounding_box()["height"] < tall
    assert page.locator(".side .papers").is_hidden()
    check_page(
        scoring.go(scoring.page(scoring.world.member1, width=360, height=740), page.url), "sheet-360", full=False
    )


def sign_out(page):
    page.locator("form[action*='dang-xuat'] button").first.click()
    page.wait_for_load_state()


def sign_in(portal, page, user):
    portal.go(page, "/tai-khoan/dang-nhap/")
    page.fill("input[name=username]", user.username)
    page.fill("input[name=password]", PASSWORD)
    press_and_arrive(page, page.locator("main").get_by_role("button", name="Đăng nhập"))


def test_two_people_on_one_device_and_a_session_that_ends(scoring):
    first, second = scoring.world.member1, scoring.world.member2
    other = opened(scoring, second)
    page = show(scoring, scoring.page(first))
    page.context.route(SAVE, lambda route: route.abort())
    choose(page, "A.1.1", 3)
    choose(page, "A.1.2", 1)
    waiting(page, 2)
    sign_out(page)
    page.context.unroute(SAVE)
    sent = []
    page.on("request", lambda request: sent.append(request.post_data) if SAVE.search(request.url) else None)
    sign_in(scoring, page, second)
    show(scoring, page, other)
    choose(page, "A.1.1", 1)
    all_sent(page)
    assert (len(sent), changes(scoring.sheet), changes(other)) == (1, [], [("A.1.1", 1, "")])
    assert kept(page) == 1  # the first person's answers, untouched

    # the session of the first ends under the open sheet: kept, and sent after signing in again
    sign_out(page)
    sign_in(scoring, page, first)
    page.context.route(SAVE, lambda route: route.abort())
    show(scoring, page)
    waiting(page, 2)
    page.context.clear_cookies(name="sessionid")
    page.context.unroute(SAVE)
    nudge(page)
    page.get_by_text("Ông/bà đã hết phiên đăng nhập").wait_for()
    assert changes(scoring.sheet) == []
    page.get_by_role("link", name="Đăng nhập lại").click()
    page.fill("input[name=username]", first.username)
    page.fill("input[name=password]", PASSWORD)
    press_and_arrive(page, page.locator("main").get_by_role("button", name="Đăng nhập"))
    all_sent(page)
    assert page.url.endswith(scoring.sheet.get_absolute_url())
    assert (changes(scoring.sheet), kept(page)) == ([("A.1.1", 3, ""), ("A.1.2", 1, "")], 0)

    # locked while answers waited: the score stays, the text is there to copy
    page.context.set_offline(True)
    page.fill("[name='c-A.1.1']", "Đường nhựa đến tận vườn.")
    waiting(page, 1)
    closing.end_scoring(item=scoring.item, actor=scoring.world.chair)
    page.context.set_offline(False)
    page.get_by_text("Phiếu đã nộp hoặc đã khóa").wait_for()
    assert "Đường nhựa đến tận vườn." in page.get_by_label("Các mục chưa gửi").input_value()
    page.reload()
    assert "Đường nhựa đến tận vườn." in page.get_by_label("Các mục chưa gửi").input_value()
    page.get_by_role("button", name="Đã chép, bỏ các mục này").click()
    assert (kept(page), len(changes(scoring.sheet))) == (0, 2)
    assert ScoreSheet.objects.get(pk=scoring.sheet.pk).total is None


def test_the_board_moves_by_itself_and_can_be_stopped(scoring):
    board = scoring.go(scoring.page(scoring.world.chair), scoring.item.session.get_absolute_url())
    cells = "() => document.querySelector('.board').innerText.includes('đã nộp')"
    assert "nháp 0/32" in board.locator(".board").inner_text()
    h.fill(scoring.item, scoring.world.member1, h.places_for(scoring.item.rubric, 70), submit=False)
    board.get_by_text("nháp 32/32").wait_for()
    assert re.search(r"Cập nhật \d\d:\d\d:\d\d", board.locator("[data-stamp]").inner_text())
    board.get_by_role("button", name="Tạm dừng cập nhật").click()
    ScoreSheet.objects.filter(pk=scoring.sheet.pk).update(
        state="submitted", total=70, locked=True, submitted_at=clock.now()
    )
    board.wait_for_timeout(6000)
    assert not board.evaluate(f"({cells})()")
    board.get_by_role("button", name="Tiếp tục cập nhật").click()
    board.wait_for_function(cells)
    check_page(board, "board-open-1280")


@pytest.mark.nightly
def test_five_hundred_answers_through_cuts_of_network_and_server(scoring):
    """None lost, none doubled, and in the order in which they were chosen."""
    chance = random.Random(26)
    page = show(scoring, scoring.page(scoring.world.member1))
    context = page.context
    places = {
        box: page.locator(f"[name='p-{box}']").evaluate_all("all => all.map(r => r.value)")
        for box in page.locator("[data-criterion]").evaluate_all("all => all.map(b => b.dataset.criterion)")
    }
    chosen, now, up, online = [], {}, True, True
    while len(chosen) < ANSWERS:
        last = chosen[-1][0] if chosen else ""
        code = chance.choice([c for c in places if c != last])
        place = chance.choice([p for p in places[code] if p != now.get(code)])
        page.evaluate("([c, p]) => document.querySelector(`[name='p-${c}'][value='${p}']`).click()", [code, place])
        now[code] = place
        chosen.append((code, int(place), ""))
        page.wait_for_timeout(chance.choice([0, 10, 50, 350]))
        turn = chance.random()
        if turn < 0.03 and up:
            scoring.kill()
            up = False
        elif turn < 0.08 and not up:
            scoring.start()
            up = True
        elif turn < 0.14:
            online = not online
            context.set_offline(not online)
        elif turn < 0.17 and up and online:
            if chance.random() < 0.5:
                show(scoring, page)
            else:  # the tab is closed and another one opened
                page.close()
                page = show(scoring, context.new_page())
    if not up:
        scoring.start()
    context.set_offline(False)
    nudge(page)
    page.wait_for_function(
        "() => document.querySelector('[data-saved]').textContent.startsWith('Đã lưu')", timeout=300_000
    )
    assert (changes(scoring.sheet), kept(page)) == (chosen, 0)
    stands = Score.objects.filter(sheet=scoring.sheet).values_list("criterion__code", "place")
    assert {code: str(place) for code, place in stands} == now
