# SPDX-License-Identifier: Apache-2.0
"""Runs clang-tidy on the C++ files that changed, or with --all on every one.

Changed means: differs from where this branch left origin's main, or from the last commit but one on
main itself. A header counts as changing the sources that include it by name. A clean result is kept
in build/tidy under a hash of the preprocessed source, so a second run is quick.
Needs build/dev/compile_commands.json: `./dev build dev`.
"""

import concurrent.futures
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

BUILD = Path("build/dev")
CLEAN = Path("build/tidy")
CHANGED_MAX = 12  # of these `./dev test` checks at most so many; `--all` has no bound
PARTS = ("sdk/", "runtime/", "plugins/", "tests/", "bench/")


def git(*arguments):
    return subprocess.run(["git", *arguments], capture_output=True, text=True).stdout.split()


def changed_files():
    head = git("rev-parse", "HEAD")
    base = git("merge-base", "HEAD", "origin/main")
    if not base or base == head:
        base = git("rev-parse", "--verify", "HEAD~1")
    return set(git("diff", "--name-only", *base) + git("ls-files", "-o", "--exclude-standard"))


def compile_commands():
    """Source path in the tree -> its entry, for the files of ours that build/dev compiles."""
    root = Path.cwd()
    entries = json.loads((BUILD / "compile_commands.json").read_text())
    named = {os.path.relpath(entry["file"], root): entry for entry in entries}
    return {path: entry for path, entry in sorted(named.items()) if path.startswith(PARTS)}


def affected(commands, changed):
    headers = {Path(path).name for path in changed if path.endswith((".hpp", ".h"))}
    own = [path for path in commands if path in changed]
    includers = [path for path in commands if path not in changed and includes_any(path, headers)]
    return own + includers


def includes_any(path, headers):
    names = re.findall(r'#include ["<](?:[^">]*/)?([^">/]+)[">]', Path(path).read_text())
    return not headers.isdisjoint(names)


def fingerprint(entry):
    """A hash of all that clang-tidy would see: the preprocessed source and the rules."""
    command = [word for word in shlex.split(entry["command"]) if not word.endswith("ccache")]
    command[command.index("-o") + 1] = "-"
    command[command.index("-c")] = "-E"
    source = subprocess.run(command, cwd=entry["directory"], capture_output=True).stdout
    return hashlib.sha256(Path(".clang-tidy").read_bytes() + source).hexdigest()


def tidy(path, entry):
    """The findings in one file, as text; empty when there are none."""
    stamp = CLEAN / fingerprint(entry)
    if stamp.exists():
        return ""
    run = subprocess.run(["clang-tidy-14", "-p", str(BUILD), "--quiet", path],
                         capture_output=True, text=True)
    if run.returncode == 0:
        stamp.touch()
        return ""
    return (run.stdout or run.stderr).strip()


def main():
    everything = "--all" in sys.argv[1:]
    if not (BUILD / "compile_commands.json").exists():
        print("build/dev is not configured: ./dev build dev")
        return 1
    CLEAN.mkdir(parents=True, exist_ok=True)
    commands = compile_commands()
    paths = list(commands) if everything else affected(commands, changed_files())
    if not everything and len(paths) > CHANGED_MAX:
        print(f"clang-tidy: {CHANGED_MAX} of {len(paths)} changed files; ./dev lint --all has them all")
        paths = paths[:CHANGED_MAX]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        findings = [text for text in pool.map(lambda path: tidy(path, commands[path]), paths) if text]
    print("\n".join(findings), end="\n" if findings else "")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
