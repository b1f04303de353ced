"""Strict reading of environment variables: a value that is not understood stops the start with a sentence.

One variable feeds one setting (design §7, craft §12). A secret NAME may also be given as a file by NAME_FILE.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "::1"}
MIN_KEY = 50


def text(name: str, default: str = "") -> str:
    """Value of NAME, or the content of the file named by NAME_FILE, or `default`. Both given: refused."""
    path = os.environ.get(f"{name}_FILE", "")
    value = os.environ.get(name, "")
    if path and value:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set; set only one of them.")
    if path:
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}.") from None
    return value.strip() or default


def boolean(name: str, default: bool = False) -> bool:
    """1, 0, true, false in any case; anything else raises ImproperlyConfigured."""
    raw = text(name)
    if not raw:
        return default
    known = {"1": True, "true": True, "0": False, "false": False}
    if raw.lower() not in known:
        raise ImproperlyConfigured(f"{name} must be 1, 0, true or false; it is {raw!r}.")
    return known[raw.lower()]


def integer(name: str, default: int, low: int, high: int) -> int:
    """A whole number between `low` and `high`; anything else raises ImproperlyConfigured."""
    raw = text(name)
    if not raw:
        return default
    if not raw.isascii() or not raw.isdigit() or not low <= int(raw) <= high:
        raise ImproperlyConfigured(f"{name} must be a whole number from {low} to {high}; it is {raw!r}.")
    return int(raw)


def names(name: str, default: list[str]) -> list[str]:
    """A list separated by commas, without empty entries and without spaces inside one."""
    raw = text(name)
    if not raw:
        return default
    values = [v.strip() for v in raw.split(",") if v.strip()]
    for value in values:
        if " " in value or "/" in value:
            raise ImproperlyConfigured(f"{name} must be host names separated by commas; {value!r} is not one.")
    return values


def database(root: Path) -> dict:
    """The DATABASES["default"] entry for DATABASE_URL; SQLite under var/ when it is not set (design §7)."""
    raw = text("DATABASE_URL")
    if not raw:
        return sqlite(root / "var" / "db.sqlite3")
    try:
        url = urlsplit(raw)
        port = url.port
    except ValueError:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read; write postgres://user:password@host:port/name."
        ) from None
    if url.scheme == "sqlite":
        if url.netloc or url.path in ("", "/"):
            raise ImproperlyConfigured(
                "DATABASE_URL for SQLite is sqlite:////absolute/path or sqlite:///path from the project root."
            )
        return sqlite(root / unquote(url.path[1:]))
    if url.scheme in ("postgres", "postgresql"):
        name = unquote(url.path[1:])
        if not name or url.query or url.fragment:
            raise ImproperlyConfigured(
                "DATABASE_URL for PostgreSQL is postgres://user:password@host:port/name, without anything behind the name."
            )
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": url.hostname or "",
            "PORT": str(port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(
        f"DATABASE_URL must begin with sqlite://, postgres:// or postgresql://; it begins with {url.scheme or raw[:12]!r}."
    )


def sqlite(path: Path) -> dict:
    """SQLite that survives concurrent writers: guides/security §3 measured 169 to 434 lost writes without these."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
        "TEST": {"NAME": None},
    }


def redis_url() -> str:
    """REDIS_URL, or "" for the embedded runner."""
    raw = text("REDIS_URL")
    if raw and urlsplit(raw).scheme not in ("redis", "rediss", "unix"):
        raise ImproperlyConfigured(
            f"REDIS_URL must begin with redis://, rediss:// or unix://; it is {raw.split('@')[-1]!r}."
        )
    return raw


def email(root: Path) -> dict:
    """Django's EMAIL_… settings for EMAIL_URL; letters lie as files under var/mail when it is not set."""
    raw = text("EMAIL_URL")
    if not raw:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": root / "var" / "mail",
        }
    try:
        url = urlsplit(raw)
        port = url.port
    except ValueError:
        url, port = urlsplit(""), None
    if url.scheme not in ("smtp", "smtps") or not url.hostname or url.path.strip("/"):
        raise ImproperlyConfigured(
            "EMAIL_URL must be smtp://user:password@host:port (STARTTLS) or smtps://user:password@host:port."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": port or (465 if url.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": url.scheme == "smtps",
        # A server of the own machine speaks plainly; every other one encrypts.
        "EMAIL_USE_TLS": url.scheme == "smtp" and url.hostname not in LOOPBACK,
        "EMAIL_TIMEOUT": 20,
    }


def beyond_loopback(hosts: list[str]) -> bool:
    """Whether any allowed host can be reached from another machine."""
    return any(h not in LOOPBACK for h in hosts)


def secret_key(root: Path, needs_own: bool) -> str:
    """SECRET_KEY. `needs_own` (PostgreSQL or a host beyond loopback): given, 50 characters or more, not a sample one.

    Otherwise a generated key, kept with mode 0600 under var/.
    """
    given = text("SECRET_KEY")
    if needs_own:
        if len(given) < MIN_KEY or len(set(given)) < 5 or given.startswith("django-insecure-") or "change-me" in given:
            raise ImproperlyConfigured(
                f"SECRET_KEY must be set to a secret of {MIN_KEY} characters or more "
                "when PostgreSQL or a host beyond loopback is used."
            )
        return given
    if given:
        return given
    path = root / "var" / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and linked into place: two first processes at once agree on one whole key.
        own = path.with_name(f"secret_key.{secrets.token_hex(6)}")
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(own, path)
        except FileExistsError:
            pass
        finally:
            own.unlink()
    return path.read_text(encoding="ascii").strip()
