"""People, the roles they hold at a unit, and their tokens. Fills `user.scope` (design §3)."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.db import models
from django.db.models import F, Q

from accounts.enums import Role
from accounts.querysets import AssignmentQuerySet, TokenQuerySet, UserQuerySet
from accounts.scopes import build_scope
from core import clock
from core.scope import NOBODY, Scope
from districts.models import AdministrativeUnit


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, username):
        return self.get(username=username.strip().lower())


class User(AbstractBaseUser):
    """A person. `is_demo`: refused at sign-in unless DEMO=1 (design §7)."""

    username = models.CharField(max_length=60, unique=True, validators=[ASCIIUsernameValidator()])
    full_name = models.CharField(max_length=100)
    post = models.CharField(max_length=150, blank=True)  # chức vụ, đơn vị: shown beside the name
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    # The password was given by an administrator: it opens nothing but the page that replaces it.
    password_once = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    sort_key = models.CharField(max_length=400, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["sort_key", "pk"]

    def __str__(self):
        return self.full_name

    def get_full_name(self):
        return self.full_name

    @property
    def scope(self) -> Scope:
        """What the person may reach now. Read once a request (rights are never kept in the session: security §1)."""
        if "scope" not in self.__dict__:
            self.__dict__["scope"] = build_scope(self)
        return self.__dict__["scope"]

    def forget_scope(self):
        self.__dict__.pop("scope", None)


class Anonymous(AnonymousUser):
    """Nobody, with an empty scope, so that every `visible_to` answers."""

    scope = NOBODY


class RoleAssignment(models.Model):
    """A role held at a unit with dates. Commune and district need a unit of that level; province-wide roles a province."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=20, choices=Role)
    unit = models.ForeignKey(AdministrativeUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency = models.CharField(max_length=200, blank=True)  # "Sở Công Thương" for a department
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    # Taken away: the row stays as history and gives nothing from the next request on (security §1).
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["user_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit"], condition=Q(ended_at__isnull=True), name="role_once_at_a_unit"
            ),
            # SQLite knows no NULLS NOT DISTINCT: roles without a unit have their own index on both databases.
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(ended_at__isnull=True, unit__isnull=True),
                name="role_once_without_a_unit",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_known"),
            models.CheckConstraint(
                condition=Q(role__in=[Role.MINISTRY, Role.ADMIN]) | Q(unit__isnull=False), name="role_has_its_unit"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="role_begins_before_it_ends",
            ),
        ]


class ApiToken(models.Model):
    """A named, expiring token; only its digest is kept (design §7, API)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.name

    @property
    def state(self) -> str:
        """live, expired or revoked."""
        if self.revoked_at:
            return "revoked"
        return "live" if self.expires_at > clock.now() else "expired"
