"""API authentication by token: `Authorization: Token ocop_…` (design §7)."""

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from accounts import messages
from accounts.models import ApiToken
from accounts.services import token_digest, touch_token


class TokenAuthentication(BaseAuthentication):
    """A live token of an active person. Every other token gets the same 401, whatever is wrong with it."""

    keyword = "Token"

    def authenticate(self, request):
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != self.keyword.lower().encode():
            return None
        if len(words) != 2:
            raise AuthenticationFailed(messages.TOKEN_REFUSED)
        digest = token_digest(words[1].decode("latin-1"))
        token = ApiToken.objects.live().select_related("user").filter(digest=digest).first()
        if token is None or (token.user.is_demo and not settings.DEMO):
            raise AuthenticationFailed(messages.TOKEN_REFUSED)
        touch_token(token=token)
        return token.user, token

    def authenticate_header(self, request):
        return self.keyword


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema describes our tokens."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema):
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "Token ocop_…",
        }
