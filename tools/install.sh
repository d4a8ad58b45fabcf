#!/bin/sh
# Fill .venv/: `install.sh uv` makes it and puts uv inside, `install.sh FILE` installs pinned requirements, `install.sh project` this project.
set -eu

bin=.venv/bin

# uv does not read pip's settings; a machine whose index is set for pip shall do.
follow_pip() {
  for pair in index-url=UV_DEFAULT_INDEX extra-index-url=UV_INDEX find-links=UV_FIND_LINKS cert=SSL_CERT_FILE; do
    key=${pair%%=*}
    name=${pair#*=}
    spelt=PIP_$(printf %s "$key" | tr 'a-z-' 'A-Z_')
    value=$(printenv "$spelt" || "$bin/python" -m pip config get "global.$key" 2>/dev/null || true)
    if [ -n "$value" ] && ! printenv "$name" >/dev/null; then export "$name=$value"; fi
  done
  # pip takes the pinned version from whichever index has it.
  export UV_INDEX_STRATEGY="${UV_INDEX_STRATEGY:-unsafe-best-match}"
}

case $1 in
uv)
  "${PYTHON:-python3}" -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version if sys.version_info < (3, 11) else 0)'
  [ -x "$bin/python" ] || "${PYTHON:-python3}" -m venv .venv
  wanted=$(mktemp)
  trap 'rm -f "$wanted"' EXIT
  # uv's own entry, with its hashes: from its line to the last line that continues it.
  sed -n '/^uv==/,/[^\\]$/p' requirements-dev.txt >"$wanted"
  "$bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$wanted"
  ;;
project)
  follow_pip
  "$bin/uv" pip install --quiet --python "$bin/python" --no-deps --editable .
  ;;
*)
  follow_pip
  # The file names all there is to install, what others need too.
  "$bin/uv" pip install --quiet --python "$bin/python" --require-hashes --no-deps --requirement "$1"
  ;;
esac
