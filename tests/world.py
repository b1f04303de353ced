"""Two worlds on real ground, small enough for every test: Quảng Bình with districts (to 30/6/2025), Quảng Trị with communes.

Units carry their official codes. A neighbour commune and a far province stand beside, for the three people of an access test.
"""

from dataclasses import dataclass, field
from datetime import date

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from core.text import person_sort_key, search_text, sort_key
from districts.enums import Level
from districts.models import AdministrativeUnit, UnitSuccession

END = date(2025, 6, 30)
START = date(2025, 7, 1)
PASSWORD = "mot-mat-khau-dai"


def unit(code, level, kind, name, parent=None, *, new):
    row = AdministrativeUnit.objects.create(
        code=code,
        level=level,
        kind=kind,
        name=name,
        parent=parent,
        valid_from=START if new else None,
        valid_to=None if new else END,
        search_text=search_text(f"{kind} {name}"),
        sort_key=sort_key(name),
    )
    row.province = row if parent is None else parent.province
    row.save(update_fields=["province"])
    return row


def person(username, full_name, role=None, at=None, *, post="", agency="", password=None):
    """A user with at most one role. Without `password` the person signs in by `client.force_login` only."""
    user = User(username=username, full_name=full_name, post=post, sort_key=person_sort_key(full_name))
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save()
    if role:
        RoleAssignment.objects.create(user=user, role=role, unit=at, agency=agency)
    return user


@dataclass
class World:
    """Units by plain names, users by what they are; `extra` is for what a room adds."""

    units: dict = field(default_factory=dict)
    users: dict = field(default_factory=dict)
    extra: dict = field(default_factory=dict)

    def __getattr__(self, name):
        for part in ("units", "users", "extra"):
            if name in self.__dict__.get(part, {}):
                return self.__dict__[part][name]
        raise AttributeError(name)


def build_world() -> World:
    """Both maps and a person for each role in each world, with a neighbour and a stranger."""
    u = {}
    # The map to 30/6/2025
    u["quang_binh"] = unit("44", Level.PROVINCE, "tỉnh", "Quảng Bình", new=False)
    u["quang_tri_old"] = unit("45", Level.PROVINCE, "tỉnh", "Quảng Trị", new=False)
    u["le_thuy_district"] = unit("457", Level.DISTRICT, "huyện", "Lệ Thủy", u["quang_binh"], new=False)
    u["bo_trach_district"] = unit("455", Level.DISTRICT, "huyện", "Bố Trạch", u["quang_binh"], new=False)
    u["kien_giang"] = unit("19249", Level.COMMUNE, "thị trấn", "Kiến Giang", u["le_thuy_district"], new=False)
    u["mai_thuy"] = unit("19309", Level.COMMUNE, "xã", "Mai Thủy", u["le_thuy_district"], new=False)
    u["son_loc"] = unit("19150", Level.COMMUNE, "xã", "Sơn Lộc", u["bo_trach_district"], new=False)
    u["dien_bien_old"] = unit("11", Level.PROVINCE, "tỉnh", "Điện Biên", new=False)
    # The map since 1/7/2025
    u["quang_tri"] = unit("44", Level.PROVINCE, "tỉnh", "Quảng Trị", new=True)
    u["le_thuy"] = unit("19249", Level.COMMUNE, "xã", "Lệ Thủy", u["quang_tri"], new=True)
    u["truong_phu"] = unit("19309", Level.COMMUNE, "xã", "Trường Phú", u["quang_tri"], new=True)
    u["bo_trach"] = unit("19141", Level.COMMUNE, "xã", "Bố Trạch", u["quang_tri"], new=True)
    u["dong_hoi"] = unit("18880", Level.COMMUNE, "phường", "Đồng Hới", u["quang_tri"], new=True)
    u["dien_bien"] = unit("11", Level.PROVINCE, "tỉnh", "Điện Biên", new=True)
    u["tua_chua"] = unit("03217", Level.COMMUNE, "xã", "Tủa Chùa", u["dien_bien"], new=True)
    for old, new in (
        ("quang_binh", "quang_tri"),
        ("quang_tri_old", "quang_tri"),
        ("kien_giang", "le_thuy"),
        ("mai_thuy", "truong_phu"),
        ("dien_bien_old", "dien_bien"),
    ):
        UnitSuccession.objects.create(old=u[old], new=u[new])
    p = {
        # since 1/7/2025
        "commune": person("xa-lt", "Lê Thị Hạnh", Role.COMMUNE, u["le_thuy"], post="Công chức xã Lệ Thủy"),
        "neighbour_commune": person("xa-tp", "Võ Văn Sơn", Role.COMMUNE, u["truong_phu"]),
        "province": person("tinh-qt", "Nguyễn Thị Hoa", Role.PROVINCE, u["quang_tri"], post="Chuyên viên"),
        "department": person("so-qt", "Trần Quốc Bình", Role.DEPARTMENT, u["quang_tri"], agency="Sở Công Thương"),
        "leadership": person("lanh-dao-qt", "Hoàng Minh Đức", Role.LEADERSHIP, u["quang_tri"]),
        "stranger_commune": person("xa-tc", "Giàng A Páo", Role.COMMUNE, u["tua_chua"]),
        "stranger_province": person("tinh-db", "Lò Văn Thịnh", Role.PROVINCE, u["dien_bien"]),
        "ministry": person("bo", "Phạm Thu Trang", Role.MINISTRY),
        "admin": person("quan-tri", "Đỗ Hải Nam", Role.ADMIN),
        "producer": person("chu-the-lt", "Phan Thị Mơ"),
        "stranger_producer": person("chu-the-la", "Mùa A Dơ"),
        "nobody": person("khong-vai", "Bùi Văn Không"),
        # to 30/6/2025: only read since
        "district": person("huyen-lt", "Nguyễn Văn Huy", Role.DISTRICT, u["le_thuy_district"]),
        "neighbour_district": person("huyen-bt", "Trương Thị Bé", Role.DISTRICT, u["bo_trach_district"]),
        "old_province": person("tinh-qb", "Đặng Thị Kim", Role.PROVINCE, u["quang_binh"]),
        "old_commune": person("xa-kg", "Lê Văn Cảnh", Role.COMMUNE, u["kien_giang"]),
        "old_leadership": person("lanh-dao-qb", "Võ Thành Long", Role.LEADERSHIP, u["quang_binh"]),
        "old_stranger": person("tinh-db-cu", "Quàng Văn Hặc", Role.PROVINCE, u["dien_bien_old"]),
    }
    for number in range(1, 10):
        p[f"member{number}"] = person(f"hd{number}", f"Thành viên Hội đồng {number}")
    p["chair"] = person("chu-tich-hd", "Cao Thị Vân")
    p["secretary"] = person("thu-ky-hd", "Mai Xuân Lộc")
    p["advisor"] = person("tu-van-hd", "Ngô Thị Lý")
    return World(units=u, users=p)
