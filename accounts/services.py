"""Writes of accounts: people, the roles they hold, passwords and tokens. Each writes one audit event, last."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from accounts import messages
from accounts.enums import Role
from accounts.models import ApiToken, RoleAssignment, User
from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from core.scope import PROVINCE_WIDE
from core.text import clean_line, person_sort_key
from districts.enums import Level
from districts.models import AdministrativeUnit

MOST_TOKEN_DAYS = 366
ONCE_LETTERS = "abcdefghkmnpqrstuvwxyz23456789"  # none that is read as another one aloud or on paper
LEVEL_OF_ROLE = {
    Role.COMMUNE: Level.COMMUNE,
    Role.DISTRICT: Level.DISTRICT,
    **dict.fromkeys((Role(r) for r in PROVINCE_WIDE), Level.PROVINCE),
}


def _only_administrators(actor):
    """Accounts and roles belong to the administrator of the system, and to commands."""
    if actor is not audit.SYSTEM and not actor.scope.admin:
        raise NotAllowed(messages.NOT_AN_ADMINISTRATOR, code="not_an_administrator")


@transaction.atomic
def create_user(
    *,
    username: str,
    full_name: str,
    actor,
    password: str | None = None,
    post: str = "",
    email: str = "",
    phone: str = "",
    is_demo: bool = False,
    at: datetime | None = None,
) -> User:
    """A new person without roles. Without `password` nobody can sign in with it yet.

    Writes the user, then audit `user.create`. Errors: NotAllowed (403), Refused for a taken name (422),
    ValidationError with `password`, `username` … for shapes. Demonstration accounts are free of the password rule.
    """
    _only_administrators(actor)
    user = User(
        username=username.strip().lower(),
        full_name=clean_line(full_name),
        post=clean_line(post),
        email=email.strip(),
        phone=phone,
        is_demo=is_demo,
        sort_key=person_sort_key(full_name),
        created_at=at or clock.now(),
    )
    if User.objects.filter(username=user.username).exists():
        raise Refused(messages.USERNAME_TAKEN % {"username": user.username}, code="username")
    if password is None:
        user.set_unusable_password()
    else:
        if not is_demo:
            validate_password(password, user)
        user.set_password(password)
    user.full_clean()
    user.save()
    audit.record("user.create", actor=actor, obj=user, after={"fields": ["username", "full_name", "post"]}, at=at)
    return user


@transaction.atomic
def set_password(*, user: User, password: str, actor, at: datetime | None = None) -> User:
    """A new password for oneself, or by an administrator for another. Ends the person's other sessions.

    Writes the hash, then audit `user.set_password` without any value. Errors: NotAllowed (403); Refused for a
    demonstration account (422); ValidationError of the password rules.
    """
    if actor is not audit.SYSTEM and actor.pk != user.pk:
        _only_administrators(actor)
    if user.is_demo:
        raise Refused(messages.DEMO_PASSWORD, code="demo", obj=user)
    validate_password(password, user)
    user.set_password(password)
    user.password_once = False
    user.full_clean()
    user.save(update_fields=["password", "password_once"])
    audit.record("user.set_password", actor=actor, obj=user, after={"fields": ["password"]}, at=at)
    return user


@transaction.atomic
def reset_password(*, user: User, actor, at: datetime | None = None) -> str:
    """A password for one sign-in, which the person has to replace at once. Ends all sessions of the person.

    Writes hash and mark, then audit `user.reset_password` without any value; returns the text, which is shown once and
    never stored. Errors: NotAllowed (403), for oneself too; Refused for a demonstration account (422).
    """
    _only_administrators(actor)
    if user.is_demo:
        raise Refused(messages.DEMO_PASSWORD, code="demo", obj=user)
    if actor is not audit.SYSTEM and actor.pk == user.pk:
        raise Refused(messages.OWN_PASSWORD, code="own", obj=user)
    plain = "-".join("".join(secrets.choice(ONCE_LETTERS) for _place in range(4)) for _group in range(4))
    user.set_password(plain)
    user.password_once = True
    user.save(update_fields=["password", "password_once"])
    audit.record("user.reset_password", actor=actor, obj=user, after={"fields": ["password"]}, at=at)
    return plain


@transaction.atomic
def set_active(*, user: User, active: bool, reason: str, actor, at: datetime | None = None) -> User:
    """Close or open an account; closed, its sessions and tokens work no longer from the next request on.

    Guarded update, then audit `user.open` or `user.close`. Errors: NotAllowed (403), Refused without reason (422),
    Stale when it is so already (409).
    """
    _only_administrators(actor)
    if not reason.strip():
        raise Refused(messages.REASON_NEEDED, code="reason", obj=user)
    if actor is not audit.SYSTEM and actor.pk == user.pk:
        raise Refused(messages.OWN_ACCOUNT, code="own", obj=user)
    if User.objects.filter(pk=user.pk, is_active=not active).update(is_active=active) != 1:
        raise Stale(messages.ACCOUNT_SO_ALREADY, code="stale", obj=user)
    user.refresh_from_db()
    verb = "user.open" if active else "user.close"
    audit.record(verb, actor=actor, obj=user, after={"is_active": active}, reason=reason.strip(), at=at)
    return user


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: str,
    actor,
    unit: AdministrativeUnit | None = None,
    agency: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    at: datetime | None = None,
) -> RoleAssignment:
    """Give a role at a unit of the level that the role needs; ministry and administrator have none.

    Writes the assignment, then audit `role.grant` with role and unit. Errors: NotAllowed (403); Refused for a unit
    of another level or a role that is held already (422); ValidationError for days in the wrong order.
    """
    _only_administrators(actor)
    role = Role(role)
    level = LEVEL_OF_ROLE.get(role)
    if level is None and unit is not None:
        raise Refused(messages.ROLE_WITHOUT_UNIT % {"role": role.label}, code="unit")
    if level is not None and (unit is None or unit.level != level):
        raise Refused(messages.ROLE_NEEDS_UNIT % {"role": role.label, "level": Level(level).label}, code="unit")
    if RoleAssignment.objects.filter(user=user, role=role, unit=unit, ended_at__isnull=True).exists():
        raise Refused(messages.ROLE_HELD % {"role": role.label}, code="held", obj=user)
    held = RoleAssignment(
        user=user, role=role, unit=unit, agency=clean_line(agency), valid_from=valid_from, valid_to=valid_to
    )
    held.full_clean()
    held.save()
    user.forget_scope()
    audit.record(
        "role.grant",
        actor=actor,
        obj=held,
        parent=user,
        after={"role": role.value, "unit": unit.pk if unit else None},
        province_id=unit.province_id if unit else None,
        at=at,
    )
    return held


@transaction.atomic
def end_role(*, assignment: RoleAssignment, reason: str, actor, at: datetime | None = None) -> RoleAssignment:
    """Take a role away, at once and for good; the row stays as history.

    Guarded update of `ended_at`, then audit `role.end`. Errors: NotAllowed (403), Refused without reason (422), Stale
    when it has ended already (409).
    """
    _only_administrators(actor)
    if not reason.strip():
        raise Refused(messages.REASON_NEEDED, code="reason", obj=assignment)
    moment = at or clock.now()
    if RoleAssignment.objects.filter(pk=assignment.pk, ended_at__isnull=True).update(ended_at=moment) != 1:
        raise Stale(messages.ROLE_ENDED, code="stale", obj=assignment)
    assignment.refresh_from_db()
    assignment.user.forget_scope()
    audit.record(
        "role.end",
        actor=actor,
        obj=assignment,
        parent=assignment.user,
        before={"role": assignment.role, "unit": assignment.unit_id},
        reason=reason.strip(),
        province_id=assignment.unit.province_id if assignment.unit else None,
        at=at,
    )
    return assignment


def token_digest(plain: str) -> str:
    """SHA-256 of a token (64 hex digits). Tokens are 256 random bits, so a plain fast digest is enough."""
    return hashlib.sha256(plain.encode()).hexdigest()


def _own_or_administrator(user, actor):
    if actor is not audit.SYSTEM and actor.pk != user.pk and not actor.scope.admin:
        raise NotAllowed(messages.TOKEN_NOT_YOURS, code="not_yours")


@transaction.atomic
def issue_token(*, user: User, name: str, days: int, actor, at: datetime | None = None) -> tuple[ApiToken, str]:
    """A named token that runs out after `days` (1 to 366), and its text, which is shown once and never stored.

    Writes the row with the digest, then audit `token.issue` with name and last moment. Errors: NotAllowed (403),
    Refused for a missing name or impossible days (422).
    """
    _own_or_administrator(user, actor)
    if not 1 <= days <= MOST_TOKEN_DAYS:
        raise Refused(messages.TOKEN_DAYS % {"most": MOST_TOKEN_DAYS}, code="days")
    if not clean_line(name):
        raise Refused(messages.TOKEN_NAME, code="name")
    moment = at or clock.now()
    plain = "ocop_" + secrets.token_urlsafe(32)
    token = ApiToken(
        user=user,
        name=clean_line(name),
        digest=token_digest(plain),
        created_at=moment,
        expires_at=moment + timedelta(days=days),
    )
    token.full_clean()
    token.save()
    audit.record(
        "token.issue", actor=actor, obj=token, parent=user, after={"name": token.name, "to": token.expires_at}, at=at
    )
    return token, plain


@transaction.atomic
def revoke_token(*, token: ApiToken, actor, at: datetime | None = None) -> ApiToken:
    """End a token at once. Guarded update, then audit `token.revoke`. Errors: NotAllowed (403), Stale (409)."""
    _own_or_administrator(token.user, actor)
    if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at or clock.now()) != 1:
        raise Stale(messages.TOKEN_REVOKED, code="stale", obj=token)
    token.refresh_from_db()
    audit.record("token.revoke", actor=actor, obj=token, parent=token.user, before={"name": token.name}, at=at)
    return token


def touch_token(*, token: ApiToken) -> None:
    """Note the day on which a token was used, at most once a day; no event, it is no decision."""
    today = clock.today()
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
