"""Who knocks: the client's address, trusted only as far as our own proxies go, and the name it tries (security §8)."""

from django.conf import settings


def client_address(request) -> str:
    """REMOTE_ADDR, or the entry of X-Forwarded-For that our outermost proxy wrote (PROXY_COUNT entries from the right)."""
    count = settings.PROXY_COUNT
    if count:
        entries = [e.strip() for e in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if e.strip()]
        if len(entries) >= count:
            return entries[-count]
    return request.META.get("REMOTE_ADDR", "")


def account_name(request, credentials=None) -> str:
    """The name that is tried, in its one spelling, so that "XA" and "xa " count as one at the lock-out."""
    given = (credentials or {}).get("username") or request.POST.get("username") or ""
    return given.strip().lower()[:60]
