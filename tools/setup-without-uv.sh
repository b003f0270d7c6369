#!/bin/sh
# Where no wheel of uv exists for this machine: a plain venv and pip, with the hashes of the same lock file.
set -e
echo "No uv for this machine: using venv and pip with requirements.lock"
python3 -m venv .venv
.venv/bin/python -m pip install --quiet --require-hashes -r requirements.lock
.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
