#!/usr/bin/env bash
# New lock files: hashes without any address. Needs pip-tools on the PATH (a throw-away environment will do).
set -euo pipefail
cd "$(dirname "$0")/.."
for name in requirements requirements-dev requirements-lint; do
  pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header \
    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o "$name.txt" "$name.in"
done
if grep -nE '://|--(extra-)?index|--find-links' requirements*.txt; then
  echo "An address stands in a lock file." >&2
  exit 1
fi
