#!/bin/sh
# Where no wheel of uv exists for this machine: a plain venv and pip, with the hashes of the same lock file.
set -e
echo "No uv for this machine: using venv and pip with requirements.lock (two minutes)"
# Without pip of its own: Debian's Python often lacks ensurepip, and the pip outside can install into the venv.
python3 -m venv --without-pip .venv
python3 -m pip --python .venv/bin/python install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
python3 -m pip --python .venv/bin/python install --quiet --disable-pip-version-check --no-deps -e .
