#!/usr/bin/env python3
"""Holds the code to its cut. Prints every violation with file and line; exit 1 when there is one.

Rules: a module includes only modules to its left; no Qt in core or the CLI; SQLite only in store; curl only in llm;
widgets see no store, llm or emulator; headers use #pragma once and no `using namespace`; the hawk binary links no Qt;
no absolute home or work paths in any tracked text.
"""
import argparse
import pathlib
import re
import subprocess
import sys

# base <- chip, spec, store, llm <- emulator, reference <- target <- knowledge, synth <- engine <- bench
RANK = {"base": 0, "chip": 1, "spec": 1, "store": 1, "llm": 1, "emulator": 2, "reference": 2, "target": 3,
        "knowledge": 4, "synth": 5, "engine": 6, "bench": 7}
# Modules of one rank do not include each other, except where named.
WIDGETS_MUST_NOT_SEE = {"store", "llm", "emulator"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def includes(text):
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match.group(1), match.group(2)


def check_core_file(path, module, text):
    problems = []
    for line, quote, name in includes(text):
        head = name.split("/")[0]
        if re.match(r"Q[A-Z]|Qt[A-Z]|Qsci", head):
            problems.append((path, line, f"core includes Qt header <{name}>"))
        if name == "sqlite3.h" and module != "store":
            problems.append((path, line, "sqlite3.h outside core/store"))
        if head == "curl" and module != "llm":
            problems.append((path, line, "curl outside core/llm"))
        if quote == '"' and head in RANK and head != module:
            if RANK[head] >= RANK[module]:
                problems.append((path, line, f"core/{module} includes {name}: {head} stands to its right or beside it"))
    return problems


def check_ui_file(path, folder, text):
    problems = []
    for line, quote, name in includes(text):
        head = name.split("/")[0]
        if folder == "widgets" and quote == '"' and head in WIDGETS_MUST_NOT_SEE:
            problems.append((path, line, f"a widget includes {name}"))
        if folder == "format" and re.match(r"QWidget|QMainWindow|QDialog", head):
            problems.append((path, line, f"ui/format includes a widget header {name}"))
    return problems


def check_header(path, text):
    problems = []
    if "#pragma once" not in text:
        problems.append((path, 1, "header without #pragma once"))
    for match in re.finditer(r"^\s*using namespace ", text, re.M):
        problems.append((path, text.count("\n", 0, match.start()) + 1, "using namespace in a header"))
    return problems


def check_paths(path, text):
    problems = []
    for match in re.finditer(r"(?<![\w.])/(?:root|work|farm)/", text):
        problems.append((path, text.count("\n", 0, match.start()) + 1, "absolute path of one machine"))
    return problems


def check_tree(source):
    problems = []
    for top in ("core", "ui", "app"):
        for path in sorted((source / top).rglob("*")):
            if path.suffix not in (".h", ".cpp") or not path.is_file():
                continue
            relative = path.relative_to(source)
            text = path.read_text(encoding="utf-8", errors="replace")
            parts = relative.parts
            device = parts[:3] == ("core", "emulator", "device")  # Ascend C's own names: other rules
            if top == "core" and not device:
                problems += check_core_file(relative, parts[1], text)
            if top == "ui":
                problems += check_ui_file(relative, parts[1], text)
            if top == "app" and parts[1] == "cli":
                problems += [(relative, line, f"the CLI includes Qt header {name}")
                             for line, _, name in includes(text) if re.match(r"Q[A-Z]|Qt[A-Z]", name.split("/")[0])]
            if path.suffix == ".h" and not device:
                problems += check_header(relative, text)
    for top in ("core", "ui", "app", "resources", "translations", "tests", "packaging", "docs", "cmake", "README.md",
                "CMakeLists.txt", ".ci"):
        root = source / top
        files = [root] if root.is_file() else sorted(root.rglob("*")) if root.is_dir() else []
        for path in files:
            if path.is_file() and path.suffix not in (".png",) and "architecture" not in path.parts:
                problems += check_paths(path.relative_to(source),
                                        path.read_text(encoding="utf-8", errors="replace"))
    return problems


def check_binary(binaries):
    hawk = binaries / "hawk"
    if not hawk.exists():
        return [(hawk, 0, "the hawk binary is missing")]
    linked = subprocess.run(["ldd", str(hawk)], capture_output=True, text=True, check=False).stdout
    return [(hawk, 0, f"hawk links {line.split()[0]}") for line in linked.splitlines() if "libQt" in line]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--binaries", type=pathlib.Path)
    arguments = parser.parse_args()
    problems = check_tree(arguments.source)
    if arguments.binaries:
        problems += check_binary(arguments.binaries)
    for path, line, text in problems:
        print(f"{path}:{line}: {text}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
