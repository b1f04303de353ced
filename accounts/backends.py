"""Sign-in by user name and password; demonstration accounts only in a demonstration (design §7)."""

from axes.backends import AxesStandaloneBackend
from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from core.models import Notice


def with_unread(users):
    """Adds `unread`, the number of notices not yet read: the bell of every page costs no statement of its own."""
    own = Notice.objects.unread().filter(user_id=OuterRef("pk")).order_by().values("user_id")
    count = Subquery(own.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return users.annotate(unread=Coalesce(count, 0))


class AccountBackend(BaseBackend):
    def authenticate(self, request, username=None, password=None, **kwargs):
        """The user, or None. Known and unknown names take the same time (security §8)."""
        if username is None or password is None:
            return None
        user = User.objects.filter(username=username.strip().lower()).first()
        if user is None:
            User().set_password(password)
            return None
        if not user.check_password(password) or not user.is_active or (user.is_demo and not settings.DEMO):
            return None
        return user

    def get_user(self, user_id):
        user = with_unread(User.objects.filter(pk=user_id, is_active=True)).first()
        if user is not None and user.is_demo and not settings.DEMO:
            return None
        return user


class LockOutBackend(AxesStandaloneBackend):
    """Refuses a locked name before a password is looked at; a session that names it finds its user all the same."""

    def get_user(self, user_id):
        return AccountBackend().get_user(user_id)
