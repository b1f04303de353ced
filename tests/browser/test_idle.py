"""Two minutes before the session ends: a warning that one press takes away, and nothing typed is lost (ux §3)."""

from tests.browser.conftest import check_page

MINUTE = 60_000


def test_the_warning_comes_and_one_press_goes_on(portal):
    page = portal.page(portal.world.commune)
    page.clock.install()
    portal.go(page, "/chu-the/them/")
    page.fill("input[name=name]", "HTX đang gõ dở")
    box = page.locator("#idle")
    page.clock.run_for(27 * MINUTE)
    assert not box.is_visible()
    page.clock.run_for(MINUTE + 5_000)
    box.get_by_role("button", name="Làm việc tiếp").wait_for()
    assert "giây nữa cổng sẽ tự đăng xuất" in box.inner_text()
    check_page(page, "idle/warning-1280")
    with page.expect_response("**/viec/tiep-tuc/") as answer:
        box.get_by_role("button", name="Làm việc tiếp").click()
    assert answer.value.status == 204
    box.wait_for(state="hidden")
    page.clock.run_for(27 * MINUTE)
    assert not box.is_visible()
    assert page.input_value("input[name=name]") == "HTX đang gõ dở"


def test_after_the_end_one_signs_in_elsewhere_and_sends_what_was_typed(portal):
    page = portal.page(portal.world.commune)
    page.clock.install()
    portal.go(page, "/chu-the/them/")
    page.fill("input[name=name]", "HTX đang gõ dở")
    page.clock.run_for(31 * MINUTE)
    box = page.locator("#idle")
    box.get_by_role("link", name="Đăng nhập ở thẻ mới").wait_for()
    page.context.clear_cookies()  # as the server does when it ends the session
    box.get_by_role("button", name="Đã đăng nhập, làm việc tiếp").click()
    assert box.is_visible()  # not yet signed in: nothing is pretended
    other = page.context.new_page()
    other.goto(portal.url + "/tai-khoan/dang-nhap/")
    other.fill("input[name=username]", portal.world.commune.username)
    other.fill("input[name=password]", "mot-mat-khau-dai-2026")
    other.locator("main").get_by_role("button", name="Đăng nhập").click()
    other.wait_for_url("**/viec/")
    page.clock.run_for(2_000)  # the other tab has told this one
    box.wait_for(state="hidden")
    page.get_by_role("button", name="Đăng ký chủ thể").click()
    page.locator(".summary").wait_for()  # read by the server, with the token of the new sign-in
    assert page.input_value("input[name=name]") == "HTX đang gõ dở"


def test_who_has_no_role_is_not_warned(portal):
    page = portal.page(portal.world.producer)
    portal.go(page, "/viec/")
    assert page.locator("#idle").count() == 0
