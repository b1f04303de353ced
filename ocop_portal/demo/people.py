"""People of the demonstration and the roles they hold. Names, posts and numbers are invented."""

from django.contrib.auth.hashers import make_password

from accounts.enums import Role
from accounts.models import User
from accounts.services import create_user, grant_role
from core import audit
from ocop_portal.demo.stage import LAST_OLD, PASSWORD, Stage, unit

# user name, full name, post
PEOPLE = (
    ("xa", "Lê Thị Hạnh", "Công chức xã Lệ Thủy"),
    ("xa2", "Võ Văn Sơn", "Công chức xã Trường Phú"),
    ("xa3", "Nguyễn Thị Minh", "Công chức phường Đồng Hới"),
    ("xa4", "Hồ Văn Thắng", "Công chức xã Phong Nha"),
    ("xa5", "Phạm Thị Duyên", "Công chức xã Cửa Việt"),
    ("huyen", "Nguyễn Văn Huy", "Chuyên viên Phòng Nông nghiệp và PTNT huyện Lệ Thủy (đến 30/6/2025)"),
    ("tinh", "Nguyễn Thị Hoa", "Chuyên viên Văn phòng Điều phối nông thôn mới tỉnh Quảng Trị"),
    ("so", "Trần Quốc Bình", "Chuyên viên Sở Công Thương tỉnh Quảng Trị"),
    ("bo", "Phạm Thu Trang", "Chuyên viên Bộ Nông nghiệp và Môi trường"),
    ("bo2", "Lâm Quốc Việt", "Cục Kinh tế hợp tác và Phát triển nông thôn, Chủ tịch Hội đồng"),
    ("bo3", "Trịnh Thị Phương", "Cục Chất lượng, Chế biến và Phát triển thị trường"),
    ("bo4", "Dương Hữu Nghĩa", "Vụ Khoa học và Công nghệ"),
    ("chuthe", "Phan Thị Mơ", "Giám đốc Hợp tác xã mẫu Lệ Thủy"),
    ("lanhdao", "Hoàng Minh Đức", "Phó Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị"),
    ("admin", "Đỗ Hải Nam", "Quản trị hệ thống"),
    ("chutich", "Cao Thị Vân", "Phó Giám đốc Sở Nông nghiệp và Môi trường, Chủ tịch Hội đồng"),
    ("thuky", "Mai Xuân Lộc", "Thư ký Hội đồng"),
    ("hoidong1", "Bùi Quang Hải", "Sở Nông nghiệp và Môi trường"),
    ("hoidong2", "Đinh Thị Lan", "Sở Công Thương"),
    ("hoidong3", "Trương Văn Phúc", "Sở Y tế"),
    ("hoidong4", "Ngô Thị Thu", "Sở Khoa học và Công nghệ"),
    ("hoidong5", "Lương Đình Khôi", "Sở Tài chính"),
    ("hoidong6", "Đoàn Thị Ngọc", "Sở Văn hóa, Thể thao và Du lịch"),
    ("hoidong7", "Phùng Văn Tài", "Liên minh Hợp tác xã tỉnh"),
    ("hoidong8", "Tạ Thị Yến", "Hội Nông dân tỉnh"),
    ("hoidong9", "Châu Anh Dũng", "Hội Liên hiệp Phụ nữ tỉnh"),
)
# user name, role, code of the unit, whether it is of the map to 30/6/2025
ROLES = (
    ("xa", Role.COMMUNE, "19249", False),
    ("xa2", Role.COMMUNE, "19309", False),
    ("xa3", Role.COMMUNE, "18880", False),
    ("xa4", Role.COMMUNE, "19138", False),
    ("xa5", Role.COMMUNE, "19496", False),
    ("huyen", Role.DISTRICT, "457", True),
    ("tinh", Role.PROVINCE, "44", False),
    ("so", Role.DEPARTMENT, "44", False),
    ("lanhdao", Role.LEADERSHIP, "44", False),
    ("bo", Role.MINISTRY, "", False),
    ("admin", Role.ADMIN, "", False),
)


def lay(stage: Stage) -> None:
    """Accounts with the one password, and their roles; who stands already is left as it is."""
    moment, fresh = stage.when(200), []
    for username, name, post in PEOPLE:
        if username not in stage.people:
            stage.people[username] = create_user(
                username=username, full_name=name, post=post, is_demo=True, actor=audit.SYSTEM, at=moment
            )  # fmt: skip
            fresh.append(username)
    # One password for all, so one hash: hashing is slow on purpose.
    User.objects.filter(username__in=fresh, is_demo=True).update(password=make_password(PASSWORD))
    for username, role, code, old in ROLES:
        place = unit(code, LAST_OLD if old else stage.today) if code else None
        user = stage.people[username]
        if not user.assignments.filter(role=role, unit=place).exists():
            agency = "Sở Công Thương" if username == "so" else ""
            grant_role(user=user, role=role, unit=place, agency=agency, actor=audit.SYSTEM, at=moment)
