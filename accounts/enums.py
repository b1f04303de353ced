"""Roles held at a unit (design §3)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core import scope


class Role(TextChoices):
    COMMUNE = scope.COMMUNE, _("Cán bộ xã")
    DISTRICT = scope.DISTRICT, _("Cán bộ huyện")
    PROVINCE = scope.PROVINCE, _("Cơ quan tham mưu OCOP tỉnh")
    DEPARTMENT = scope.DEPARTMENT, _("Sở, ngành")
    LEADERSHIP = scope.LEADERSHIP, _("Lãnh đạo")
    MINISTRY = scope.MINISTRY, _("Bộ, trung ương")
    ADMIN = scope.ADMIN, _("Quản trị hệ thống")
