"""issue_token, create_admin, and the check that keeps demonstration accounts out of a real database."""

import io

import pytest
from django.core import checks
from django.core.management import CommandError, call_command

from accounts.checks import no_demonstration_accounts
from accounts.models import ApiToken, User
from accounts.services import token_digest
from tests.world import person

pytestmark = pytest.mark.django_db


def test_issue_token_prints_the_token_only(world):
    out = io.StringIO()
    call_command("issue_token", "XA-LT", "--name", "Bảng", "--days", "7", stdout=out)
    token = ApiToken.objects.get()
    assert (token.digest, token.user, token.name) == (token_digest(out.getvalue().strip()), world.commune, "Bảng")


@pytest.mark.parametrize("arguments", [("khong-co", "--name", "x"), ("xa-lt", "--name", "x", "--days", "0")])
def test_issue_token_refuses_with_a_sentence(world, arguments):
    with pytest.raises(CommandError) as error:
        call_command("issue_token", *arguments)
    assert str(error.value).endswith(".")
    assert ApiToken.objects.count() == 0


def test_create_admin(monkeypatch, db):
    monkeypatch.setattr("sys.stdin", io.StringIO("con cò bay lả bay la\n"))
    call_command("create_admin", "quan.tri", "--name", "Đỗ Hải Nam", stdout=io.StringIO())
    assert User.objects.get(username="quan.tri").scope.admin is True


def test_create_admin_with_a_weak_password_writes_nothing(monkeypatch, db):
    monkeypatch.setattr("sys.stdin", io.StringIO("ngan\n"))
    with pytest.raises(CommandError):
        call_command("create_admin", "quan.tri", "--name", "Đỗ Hải Nam", stdout=io.StringIO())
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("demo", "is_demo", "found"), [(False, True, ["accounts.E001"]), (True, True, []), (False, False, [])]
)
def test_a_demonstration_account_is_an_error_of_deployment(settings, demo, is_demo, found):
    user = person("xa", "Cán bộ xã")
    User.objects.filter(pk=user.pk).update(is_demo=is_demo)
    settings.DEMO = demo
    assert [e.id for e in no_demonstration_accounts(None)] == found
    deployed = checks.run_checks(tags=["security"], include_deployment_checks=True)
    assert [e.id for e in deployed if e.id.startswith("accounts.")] == found
