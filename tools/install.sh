#!/usr/bin/env bash
# .venv from the hashed lock; Pango and the report font from Debian when we may. Does nothing when nothing changed.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
lock=requirements-dev.txt

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

apt_install() {
  command -v apt-get >/dev/null || return 1
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 && return 0
  as_root apt-get update -qq >/dev/null 2>&1 || return 1
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Python 3.11 or newer is needed; $("$python" --version) was found. Name another with PYTHON=…" >&2
  exit 1
}

stamp=.venv/.installed
want="$(sha256sum "$lock" | cut -d' ' -f1) $("$python" -c 'import sys; print(sys.version.split()[0])')"
if [ ! -x .venv/bin/python ] || [ "$(cat "$stamp" 2>/dev/null)" != "$want" ]; then
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    apt_install python3-venv || { echo "Python's venv module is missing: apt-get install python3-venv" >&2; exit 1; }
  fi
  echo "Installing the packages of $lock into .venv …"
  "$python" -m venv .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" 2> >(grep -v "is neither a file nor a directory" >&2)
  printf '%s' "$want" > "$stamp"
fi

missing=()
ldconfig -p 2>/dev/null | grep -q 'libpangoft2-1.0.so.0' || missing+=(libpango-1.0-0 libpangoft2-1.0-0)
ldconfig -p 2>/dev/null | grep -q 'libharfbuzz-subset.so.0' || missing+=(libharfbuzz-subset0)
[ -e /usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf ] ||
  { command -v fc-list >/dev/null && fc-list | grep -q 'LiberationSerif-Regular.ttf' && ! fc-list | grep -q '/liberation/LiberationSerif'; } ||
  missing+=(fonts-liberation2 fontconfig)
if [ ${#missing[@]} -gt 0 ]; then
  echo "Installing ${missing[*]} for the PDF documents …"
  apt_install "${missing[@]}" || echo "PDF documents need Pango and Liberation Serif 2. As root: apt-get install ${missing[*]}" >&2
fi
