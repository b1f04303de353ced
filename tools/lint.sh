#!/usr/bin/env bash
# Everything that reads the code without running the suite. The first failure stops.
set -euo pipefail
cd "$(dirname "$0")/.."
py=.venv/bin/python

lock=requirements-lint.txt
want=$(sha256sum "$lock" | cut -d' ' -f1)
if [ "$(cat .venv-lint/.installed 2>/dev/null)" != "$want" ]; then
  echo "Installing the packages of $lock into .venv-lint …"
  $py -m venv .venv-lint
  .venv-lint/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" 2> >(grep -v "is neither a file nor a directory" >&2)
  printf '%s' "$want" > .venv-lint/.installed
fi

echo "ruff";    .venv/bin/ruff check . && .venv/bin/ruff format --check .
echo "bandit";  .venv/bin/bandit -q -r . -x ./tests,./.venv,./.venv-lint,./benchmarks -ll
echo "semgrep"; PATH="$PWD/.venv-lint/bin:$PATH" .venv-lint/bin/semgrep scan --config tools/semgrep.yml --metrics=off --disable-version-check --error --quiet .
echo "makemigrations --check"; $py manage.py makemigrations --check --dry-run
echo "check --deploy"
# Production settings: PostgreSQL, a broker, a public host. Nothing of it is reached by the checks.
env SECRET_KEY="$($py -c 'import secrets; print(secrets.token_urlsafe(48))')" ALLOWED_HOSTS=ocop.example.vn DEMO=0 DEBUG=0 \
  DATABASE_URL="${CHECK_DATABASE_URL:-postgres://127.0.0.1:5432/test}" REDIS_URL=redis://127.0.0.1:6379/5 PROXY_COUNT=1 \
  $py manage.py check --deploy --fail-level WARNING
