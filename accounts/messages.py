"""Sentences of accounts: what is wrong and how to mend it."""

from django.utils.translation import gettext_lazy as _

WRONG_NAME_OR_PASSWORD = _(
    "Tên đăng nhập hoặc mật khẩu chưa đúng. Ông/bà kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi nhập lại."
)
WRONG_PASSWORD = _("Mật khẩu hiện tại chưa đúng. Ông/bà kiểm tra phím Caps Lock và bộ gõ rồi nhập lại.")
PASSWORDS_DIFFER = _("Hai lần nhập mật khẩu mới không giống nhau. Ông/bà nhập lại cả hai ô.")
PASSWORD_SHORT = _("Mật khẩu phải có ít nhất %(limit)s ký tự. Ông/bà có thể dùng một câu ngắn dễ nhớ.")
PASSWORD_COMMON = _("Mật khẩu này quá phổ biến, dễ bị đoán. Ông/bà chọn mật khẩu khác.")
PASSWORD_SIMILAR = _("Mật khẩu quá giống họ tên, tên đăng nhập hoặc thư điện tử. Ông/bà chọn mật khẩu khác.")
PASSWORD_SAME = _("Mật khẩu mới giống mật khẩu đang dùng. Ông/bà chọn mật khẩu khác.")
DEMO_PASSWORD = _("Tài khoản trình diễn dùng chung nên không đổi được mật khẩu. Ông/bà dùng tài khoản của mình để đổi.")
USERNAME_TAKEN = _("Tên đăng nhập “%(username)s” đã có người dùng. Ông/bà chọn tên khác.")
NOT_AN_ADMINISTRATOR = _(
    "Ông/bà không có quyền quản lý tài khoản. Việc này thuộc người quản trị hệ thống, ông/bà liên hệ để được giúp."
)
ROLE_NEEDS_UNIT = _("Vai trò “%(role)s” phải gắn với một đơn vị %(level)s. Ông/bà chọn lại đơn vị.")
ROLE_WITHOUT_UNIT = _("Vai trò “%(role)s” không gắn với đơn vị hành chính. Ông/bà bỏ trống đơn vị.")
ROLE_HELD = _("Người này đang giữ vai trò “%(role)s” tại đơn vị đã chọn. Ông/bà không cần giao lại.")
ROLE_ENDED = _("Vai trò này đã kết thúc trước đó. Ông/bà tải lại trang để xem danh sách mới nhất.")
REASON_NEEDED = _("Ông/bà cần ghi lý do để người xem sau hiểu vì sao thay đổi.")
TOKEN_DAYS = _("Thời hạn của khóa phải từ 1 đến %(most)s ngày. Ông/bà nhập lại số ngày.")
TOKEN_NAME = _("Khóa phải có tên để sau này nhận ra. Ông/bà nhập tên chương trình sẽ dùng khóa.")
TOKEN_REVOKED = _("Khóa này đã bị thu hồi trước đó. Ông/bà không cần làm gì thêm.")
TOKEN_NOT_YOURS = _("Chỉ chủ của khóa hoặc người quản trị được cấp và thu hồi khóa. Ông/bà liên hệ người quản trị.")
TOKEN_REFUSED = _("Khóa truy cập không đúng, đã hết hạn hoặc đã bị thu hồi. Ông/bà cấp khóa mới ở trang tài khoản.")
OWN_PASSWORD = _("Ông/bà đổi mật khẩu của chính mình ở trang “Tài khoản của tôi”.")
OWN_ACCOUNT = _("Ông/bà không tự khóa hay mở tài khoản của mình được. Ông/bà nhờ người quản trị khác.")
ACCOUNT_SO_ALREADY = _("Tài khoản đã ở trạng thái này. Ông/bà tải lại trang để xem tình trạng mới nhất.")
UNIT_NOT_FOUND = _(
    "Không có đơn vị %(level)s nào tên “%(name)s” hiện nay. Ông/bà ghi như ví dụ: xã Lệ Thủy, tỉnh Quảng Trị."
)
ROLE_DAYS = _("Ngày kết thúc phải từ ngày bắt đầu trở đi. Ông/bà nhập lại ngày kết thúc.")
