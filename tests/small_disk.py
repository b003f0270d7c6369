"""A disk that is soon full, where this machine lets one be mounted."""

import os
import subprocess
from contextlib import contextmanager

import pytest


@contextmanager
def small_disk(folder, size):
    """A file system of its own that is soon full; gives a way to make it larger."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("NO SMALL DISK: a tmpfs can only be mounted by root, so a full disk was not tried")
    try:
        yield lambda larger: subprocess.run(["mount", "-o", f"remount,size={larger}", folder], check=True)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
