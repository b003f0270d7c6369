"""`make audit`: known weaknesses of what is pinned, and a bill of materials.

pip-audit reads requirements.lock, so it needs nothing installed and sees every pin. The bill is uv's, from uv.lock, with
the vendored files of browsers put in; it goes to var/bill-of-materials.json (CycloneDX). Exit status 0: nothing found;
1: a weakness; 3: the list of weaknesses could not be reached, so nothing is known.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOUND, BILL = Path("var", "weaknesses.json"), Path("var", "bill-of-materials.json")
SECONDS = 300
UNKNOWN = 3
UNREACHED = (
    "ConnectionError",
    "Timeout",
    "Max retries",
    "resolve",
    "Proxy",
    "HTTPError",
    "Service Error",
    "Connection",
)


def main() -> int:
    """Write the bill, then look for weaknesses; say both in a line or two."""
    (ROOT / "var").mkdir(exist_ok=True)
    exported = subprocess.run(
        [ROOT / ".tools" / "bin" / "uv", "export", "--quiet", "--frozen", "--format", "cyclonedx1.5"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    listed = json.loads((ROOT / "static" / "vendor" / "vendored.json").read_text(encoding="utf-8"))
    bill = with_vendored(json.loads(exported.stdout), listed)
    (ROOT / BILL).write_text(json.dumps(bill, indent=1) + "\n", encoding="utf-8")
    print(f"bill of materials: {len(bill['components'])} components in {BILL}")
    return weaknesses(pip_audit())


def with_vendored(bill: dict[str, list[object]], listed: list[dict[str, str]]) -> dict[str, list[object]]:
    """The bill with a component for each package whose files are in static/vendor/."""
    packages = sorted({(one["package"], one["version"], one["licence"]) for one in listed})
    components = [
        {
            "type": "library",
            "bom-ref": f"vendored-{name}@{version}",
            "name": name,
            "version": version,
            "purl": f"pkg:npm/{name.replace('@', '%40')}@{version}",
            "licenses": [{"license": {"name": licence}}],
        }
        for name, version, licence in packages
    ]
    return {**bill, "components": [*bill["components"], *components]}


def pip_audit() -> str:
    """Run it over the pins without installing them; what it says on standard error."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", "requirements.lock", "--disable-pip"]
    command += ["--require-hashes", "--progress-spinner", "off", "--format", "json", "--output", str(FOUND)]
    (ROOT / FOUND).unlink(missing_ok=True)
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return f"Timeout: no answer in {SECONDS} seconds"
    return done.stderr


def weaknesses(said: str) -> int:
    """Say what was found, or that nothing could be learned."""
    if not (ROOT / FOUND).exists():
        unreached = any(word in said for word in UNREACHED)
        why = "the list of known weaknesses cannot be reached from here" if unreached else "pip-audit failed"
        last = (said.strip().splitlines() or ["it said nothing"])[-1]
        print(f"weaknesses: UNKNOWN, {why}. Run `make audit` again where there is a network.\n  {last[:300]}")
        return UNKNOWN
    looked_at = json.loads((ROOT / FOUND).read_text(encoding="utf-8"))["dependencies"]
    found = [one for one in looked_at if one.get("vulns")]
    skipped = [one["name"] for one in looked_at if "skip_reason" in one]
    for one in found:
        for weakness in one["vulns"]:
            mended = ", ".join(weakness["fix_versions"]) or "no version yet"
            print(f"weakness: {one['name']} {one['version']}: {weakness['id']}, mended in {mended}")
    if skipped:
        # What is skipped is not sound: a mirror without the list of weaknesses answers so for every package.
        print(f"weaknesses: UNKNOWN for {len(skipped)} of {len(looked_at)} packages, of which the package index tells")
        print("  nothing; known for the rest. Run `make audit` again where pypi.org itself can be reached.")
    print(f"weaknesses: {len(found)} of {len(looked_at) - len(skipped)} packages that could be looked up have one")
    return 1 if found else UNKNOWN if skipped else 0


if __name__ == "__main__":
    sys.exit(main())
