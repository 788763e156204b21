# SPDX-License-Identifier: Apache-2.0
"""Checks that the documents name only files that are there.

A path in backticks that begins with a folder of this tree, and the target of a relative link, must
exist; <…>, * and … stand for anything. A path with {…} is an address of the API, not a file. Prints one line per offence; exits 1 when there is one.
"""

import re
import subprocess
import sys
from pathlib import Path

FOLDERS = ("bench/", "cmake/", "docs/", "examples/", "plugins/", "proto/", "runtime/", "scripts/", "sdk/",
           "tests/")


def documents():
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate", "--",
         "*.md"],
        check=True, capture_output=True, text=True).stdout
    return sorted(name for name in listing.split("\0") if name and Path(name).is_file())


def exists(document, path):
    """Whether a path is there, seen from the tree or from the document's folder: a file, a folder,
    or a file without its ending (`sdk/src/plugin`)."""
    pattern = re.sub(r"<[^>]*>|…", "*", path).rstrip("/")
    return any(any(folder.glob(pattern + ending)) for folder in (Path(), Path(document).parent)
               for ending in ("", ".*"))


def check(document):
    for number, line in enumerate(Path(document).read_text(encoding="utf-8").splitlines(), 1):
        for path in re.findall(r"`([^`\s]+)`", line):
            if path.startswith(FOLDERS) and "{" not in path and not exists(document, path):
                yield f"{document}:{number}: there is no {path}"
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", line):
            if "://" not in target and not (Path(document).parent / target).exists():
                yield f"{document}:{number}: the link leads nowhere: {target}"


def main():
    offences = [offence for document in documents() for offence in check(document)]
    print("\n".join(offences), end="\n" if offences else "")
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main())
