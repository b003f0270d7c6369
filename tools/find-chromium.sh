#!/bin/sh
# Find a Chromium for the browser journeys; install Debian's where this user may. Never fails: the tests say what is missing.
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then
    echo "Browser: $(command -v "$name")"
    exit 0
  fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Browser: none found, installing Debian's chromium"
  log=$(mktemp)
  if apt-get update >"$log" 2>&1 && apt-get install -y --no-install-recommends chromium >>"$log" 2>&1; then
    echo "Browser: $(command -v chromium)"
    exit 0
  fi
  echo "Browser: installing chromium failed; the last lines of apt-get were:"
  tail -n 3 "$log"
fi
if .venv/bin/python -m playwright install chromium >/dev/null 2>&1; then
  echo "Browser: playwright's own chromium"
  exit 0
fi
echo "Browser: NONE. The browser journeys will be skipped; install chromium to run them."
exit 0
