#!/bin/sh
# Checks this package: format, lint, types; then builds it, and tests what it installs in a virtual environment that knows
# nothing of this folder. Needs python3 (3.9 or newer) with venv, and PyPI once.
# PYTHON=/path/to/python chooses another interpreter.
set -eu
cd "$(dirname "$0")"
python=${PYTHON:-python3}
tools=target/tools
clean=target/clean
export PIP_DISABLE_PIP_VERSION_CHECK=1

if ! "$python" -c 'import sys, venv; sys.exit(sys.version_info < (3, 9))' 2>/dev/null; then
    echo "vehicle-sdk-python needs Python 3.9 or newer with its venv module; set PYTHON to one." >&2
    exit 1
fi

# What others wrote is installed once for each interpreter and pyproject.toml.
wanted=$({ "$python" -c 'import sys; print(sys.executable, sys.version)'; pwd; cat pyproject.toml check.sh; } | cksum)
if [ "$(cat target/installed 2>/dev/null)" != "$wanted" ]; then
    echo "Installing the checks into vehicle-sdk-python/target"
    rm -rf "$tools" "$clean"
    "$python" -m venv "$tools"
    "$tools/bin/python" -m pip install --quiet --editable '.[check,test]'
    "$python" -m venv "$clean"
    "$clean/bin/python" -m pip install --quiet '.[test]'
    # proton has no wheel for most machines; without a C compiler the tests that need it are skipped.
    "$clean/bin/python" -m pip install --quiet '.[amqp]' >target/amqp.log 2>&1 ||
        echo "python-qpid-proton could not be installed (see vehicle-sdk-python/target/amqp.log); its tests will be skipped."
    echo "$wanted" >target/installed
fi

"$tools/bin/ruff" format --check --quiet .
"$tools/bin/ruff" check --quiet .
"$tools/bin/mypy" src tests benchmarks

# The wheel is built from the source distribution, so both are whole.
rm -rf target/dist
"$tools/bin/python" -m build --no-isolation --outdir target/dist . >target/build.log 2>&1 || { cat target/build.log >&2; exit 1; }
"$clean/bin/python" -m pip install --quiet --no-index --no-deps --force-reinstall target/dist/*.whl
installed=$(cd target && clean/bin/python -c 'import roundabout_vehicle; print(roundabout_vehicle.__file__)')
case $installed in
*/target/clean/*) ;;
*) echo "$installed was not installed into $clean" >&2; exit 1 ;;
esac

# A program of somebody else, as a strict type checker sees it.
"$tools/bin/mypy" --strict --config-file= --python-executable "$clean/bin/python" tests/typed_program.py
"$clean/bin/pytest"
