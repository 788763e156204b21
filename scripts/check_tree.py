# SPDX-License-Identifier: Apache-2.0
"""Checks the shape of the tree: first lines, include ladder, mirror of the tests, dead files.

Prints one line per offence, `path:line: what and what to do`; exits 1 when there is one.
"""

import fnmatch
import functools
import re
import subprocess
import sys
from pathlib import Path

import tree_rules

SOURCES = (".cpp", ".hpp", ".h")
LICENCE = "SPDX-License-Identifier: Apache-2.0"


@functools.cache
def tree():
    """Every file of the tree that git tracks or would track."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"],
        check=True, capture_output=True, text=True).stdout
    return frozenset(name for name in listing.split("\0") if name and Path(name).is_file())


@functools.cache
def lines(path):
    return Path(path).read_text(encoding="utf-8").splitlines()


def sources():
    return sorted(name for name in tree() if name.endswith(SOURCES))


# ---- first lines -------------------------------------------------------------------------------

def check_heads():
    """Line one is the licence, line two says what the file is."""
    commented = (".proto", ".py", ".cmake", "CMakeLists.txt")
    for path in sorted(tree()):
        text = lines(path) if path.endswith(SOURCES + commented) else []
        if text and LICENCE not in text[0]:
            yield f"{path}:1: the first line is the licence: {LICENCE}"
        elif text and path.endswith(SOURCES) and not re.match(r"(//|/\*) \S", "".join(text[1:2])):
            yield f"{path}:2: the second line says what the file is"


def check_text():
    """Small rules about single lines."""
    for path in sources():
        for number, line in enumerate(lines(path), 1):
            if re.search(r"\b(TODO|FIXME|XXX)\b(?!\(#\d+\))", line):
                yield f"{path}:{number}: an open end names its issue: TODO(#123)"
            if not path.endswith(".cpp") and re.match(r"\s*using namespace", line):
                yield f"{path}:{number}: no `using namespace` in a header"
        if path.endswith(".hpp") and "#pragma once" not in lines(path):
            yield f"{path}:1: a header begins with #pragma once"


# ---- ladder ------------------------------------------------------------------------------------

def check_tries():
    """One BUSBAR_TRY in a statement: if a second one returns, what the first one made is never
    destroyed (sdk/include/busbar/result.hpp says why)."""
    for path in sources():
        number = 1
        for statement in re.split(r"([;{}]\n)", "\n".join(re.sub(r"//.*", "", line) for line in lines(path))):
            if statement.count("BUSBAR_TRY(") > 1 and "#define" not in statement:
                yield f"{path}:{number + statement.count(chr(10))}: two BUSBAR_TRY in one statement"
            number += statement.count("\n")


def plugin_of(path):
    found = re.match(r"(?:tests/)?plugins/([^/]+)/", path)
    return found.group(1) if found else ""


def within(path, part):
    """Whether a file belongs to a part: a/b holds a/b/c.hpp, a/b.hpp and a/b_c.hpp, not a/bc.hpp."""
    return re.match(re.escape(part) + r"[/._]", path) is not None


def rung_of(path):
    """The part a file belongs to and what it may include, with {id} filled in."""
    plugin = plugin_of(path)
    for part, allowed in tree_rules.LADDER:
        part = part.replace("{id}", plugin)
        if within(path, part):
            return part, [name.replace("{id}", plugin) for name in allowed]
    return "", []


@functools.cache
def resolve(path, include):
    """The file of this tree an include means: its path, `proto` for a generated one, else None."""
    folders = [str(folder) for folder in Path(path).parents]
    for root in folders + [root.replace("{id}", plugin_of(path)) for root in tree_rules.INCLUDE_ROOTS]:
        for target in (f"{root}/{include}", f"{root}/{include}.in"):
            if target in tree():
                return target
    return "proto" if include.endswith(".pb.h") else None


def permitted(part, allowed, target):
    def points_at(name):
        if name in tree_rules.SDK_HEADERS:
            return target.removeprefix("sdk/include/") in tree_rules.SDK_HEADERS[name]
        return target == name or within(target, name)
    return within(target, part) or any(points_at(name) for name in allowed)


def check_ladder():
    """An include points down the ladder, never up or sideways."""
    for path in sources():
        part, allowed = rung_of(path)
        pure = re.match(r"plugins/[^/]+/protocol/", path)
        for number, line in enumerate(lines(path), 1):
            found = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
            if not found:
                if pure and re.search(r"_clock::now\(|Clock::now\(", line):
                    yield f"{path}:{number}: protocol/ has no clock: take the time as an argument"
                continue
            target = resolve(path, found.group(2))
            if target is None and found.group(1) == '"':
                yield f"{path}:{number}: {found.group(2)} is no file of this tree: write <…>"
            elif target is None:
                if pure and not is_pure_header(found.group(2)):
                    yield f"{path}:{number}: protocol/ sees std and the SDK's values only"
            elif not permitted(part, allowed, target):
                yield f"{path}:{number}: {part} may not include {target} (scripts/tree_rules.py)"


def is_pure_header(name):
    standard = re.fullmatch(r"[a-z_]+", name) and name not in tree_rules.IMPURE_HEADERS
    return standard or name in tree_rules.PURE_LIBRARIES


# ---- mirror ------------------------------------------------------------------------------------

def mirrored(test):
    """The sources a test file may be the mirror of."""
    stem = test.removeprefix("tests/").removesuffix("_test.cpp")
    stems = [stem, stem.removesuffix("_simulation")]
    if stem.startswith("sdk/"):
        name = stem.removeprefix("sdk/")
        stems += [f"sdk/src/{name}", f"sdk/include/busbar/{name}"]
    return [candidate + ending for candidate in stems for ending in (".cpp", ".hpp", ".h")]


def included_first(source):
    """The header a .cpp implements, by the order of its includes."""
    for line in lines(source):
        found = re.match(r'#include "([^"]+)"', line)
        if found:
            return resolve(source, found.group(1))
    return None


def check_mirror():
    """tests/a/b_test.cpp tests a/b; each source, or the header it implements, has its test."""
    tested = set()
    for test in sources():
        free = re.search(r"/(integration|simulation|support)/", test)
        if not test.startswith("tests/") or not test.endswith("_test.cpp") or free:
            continue
        found = [name for name in mirrored(test) if name in tree()]
        tested.update(found)
        if not found and test not in tree_rules.TESTED_ELSEWHERE.values():
            yield f"{test}:1: mirrors no source: {mirrored(test)[0]} is not there"
    for source in sources():
        if not source.startswith(("runtime/", "sdk/", "plugins/")) or not source.endswith(".cpp"):
            continue
        elsewhere = any(fnmatch.fnmatch(source, p) for p in tree_rules.TESTED_ELSEWHERE)
        own_header = source.removesuffix(".cpp") + ".hpp"
        if not tested & {source, own_header, included_first(source)} and not elsewhere:
            yield f"{source}:1: has no test; TESTED_ELSEWHERE in scripts/tree_rules.py may say where"
    yield from check_tested_elsewhere()


def check_tested_elsewhere():
    for pattern, where in tree_rules.TESTED_ELSEWHERE.items():
        for name in (pattern, where if where.startswith("tests/") else pattern):
            if not any(fnmatch.fnmatch(path, name) for path in tree()):
                yield f"scripts/tree_rules.py:1: TESTED_ELSEWHERE names {name}, which is not there"


# ---- dead files --------------------------------------------------------------------------------

def named_in_cmake(path):
    """Whether a CMakeLists.txt at or above the file names it."""
    for folder in Path(path).parents:
        cmake = str(folder / "CMakeLists.txt")
        name = str(Path(path).relative_to(folder))
        if cmake in tree() and re.search(rf"(?:(?<![\w/.-])|(?<=\}}/)){re.escape(name)}(?![\w-])",
                                         "\n".join(lines(cmake))):
            return True
    return False


def check_dead_files():
    """Each .cpp is compiled by somebody, each header included by somebody."""
    included = set()
    for path in sources():
        for line in lines(path):
            found = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
            if found:
                included.add(resolve(path, found.group(1)))
    for path in sources():
        if path.startswith("tests/fuzz/"):  # its CMakeLists.txt takes all there are
            continue
        if path.endswith(".cpp") and not named_in_cmake(path):
            yield f"{path}:1: no CMakeLists.txt names it"
        if not path.endswith(".cpp") and path not in included and not path.startswith("sdk/include"):
            yield f"{path}:1: nobody includes it"
    modules = [line.split("path:")[1].strip() for line in lines("buf.yaml") if "path:" in line]
    for path in sorted(name for name in tree() if name.endswith(".proto")):
        if path.startswith(("proto/", "plugins/")) and not path.startswith(tuple(modules)):
            yield f"{path}:1: buf.yaml does not name its module"


def main():
    offences = [offence for check in (check_heads, check_text, check_tries, check_ladder, check_mirror,
                                      check_dead_files) for offence in check()]
    print("\n".join(offences), end="\n" if offences else "")
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main())
