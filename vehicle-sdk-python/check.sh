#!/bin/sh
# Checks this package: format, lint, types, tests. Needs python3 (3.9 or newer) with venv, and PyPI once.
# PYTHON=/path/to/python chooses another interpreter.
set -eu
cd "$(dirname "$0")"
python=${PYTHON:-python3}
venv=target/venv

if ! "$python" -c 'import sys, venv; sys.exit(sys.version_info < (3, 9))' 2>/dev/null; then
    echo "vehicle-sdk-python needs Python 3.9 or newer with its venv module; set PYTHON to one." >&2
    exit 1
fi

# The tools are installed once for each interpreter and pyproject.toml.
wanted=$({ "$python" -c 'import sys; print(sys.executable, sys.version)'; pwd; cat pyproject.toml; } | cksum)
if [ "$(cat "$venv/installed" 2>/dev/null)" != "$wanted" ]; then
    echo "Installing the checks into vehicle-sdk-python/$venv"
    rm -rf "$venv"
    "$python" -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[check]'
    # proton has no wheel for most machines; without a C compiler the tests that need it are skipped.
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[amqp]' >"$venv/amqp.log" 2>&1 ||
        echo "python-qpid-proton could not be installed (see vehicle-sdk-python/$venv/amqp.log); its tests will be skipped."
    echo "$wanted" >"$venv/installed"
fi

"$venv/bin/ruff" format --check --quiet .
"$venv/bin/ruff" check --quiet .
"$venv/bin/mypy" src tests benchmarks
"$venv/bin/pytest"
