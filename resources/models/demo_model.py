#!/usr/bin/env python3
"""A small stand-in for a language model: it shows the whole loop without a service.

Reads one request as JSON ({"messages": [{"role", "text"}]}) and prints the reply, as a model set up with "command" does
(`hawk run --model demo-script`). It writes Ascend C from a table of design choices and begins with mistakes that models
make. It has no memory and sees no more than a model does: what it tried before and what came of it, it reads in the
prompt. A mistake is repaired only when the prompt names it: by the id of the hardware rule, by the name in the compiler's
message, or by where the values differ. What the prompt does not name stays wrong.
"""

import difflib
import json
import re
import sys

sys.dont_write_bytecode = True  # the folder may be installed, read only

from demo_forms import PROGRAM_RIGHT, PROJECT_RIGHT, as_kernel, as_program, as_project  # noqa: E402
from demo_kernels import FLAT, kernel  # noqa: E402

# --- how it begins -----------------------------------------------------------------------------------------------------

# Every value but the last three names a mistake or its repair.
FLAT_RIGHT = {"move": "pad", "split": "ceil", "sync": "queue", "free": "yes", "type": "float", "literal": "typed",
              "api": "known", "form": "count", "cores": "one", "tile": "2048", "buffers": "1"}
ROWS_RIGHT = {"move": "pad", "free": "yes", "fit": "host", "rows": "any", "type": "float", "cores": "one",
              "batch": "1", "buffers": "1"}
FIRST = {
    "add": {"move": "plain", "type": "direct"},
    "relu": {"sync": "none", "split": "floor"},
    "gelu": {"api": "invented", "literal": "float", "type": "direct"},
    "silu": {"form": "repeat", "tile": "4096"},
    "softmax": {"fit": "fixed", "free": "no"},
    "reduce_sum": {"rows": "listed"},
    "layer_norm": {"move": "round", "type": "direct"},
}
# Beside these what a form adds (demo_forms.py): mistakes of the host code. Other operators begin as above.
FIRST_PROJECT = {
    "add": {"types": "one", "saved": "no", "move": "plain"},
    "softmax": {"member": "invented", "blocks": "floor", "fit": "fixed"},
}
FIRST_PROGRAM = {
    "relu": {"folder": "none", "result": "other", "split": "floor"},
    "reduce_sum": {"pointers": "host", "blocks": "floor", "rows": "listed"},
}
# The first answer breaks the form: no launch plan, a file elsewhere, no <program> around it.
FORGETS = {"kernel": {"relu"}, "project": {"add"}, "program": {"reduce_sum"}}

# --- reading the prompt ------------------------------------------------------------------------------------------------


def section(prompt, title):
    found = re.search(r"^## " + re.escape(title) + r"\n(.*?)(?=^## |\Z)", prompt, re.S | re.M)
    return found.group(1) if found else ""


def designed(text):
    """The newest kernel of this script in a text: its source and the choices that its first line tells."""
    found = re.search(r"^// design: (.*)$", text, re.M)
    if not found:
        return None, None
    begin = text.rfind("```", 0, found.start())
    source = text[text.find("\n", begin) + 1:text.find("\n```", found.start()) + 1]
    return dict(item.split("=", 1) for item in found.group(1).split("; ")), source


def operator(prompt):
    """Its name; None in a prompt that asks for no kernel."""
    found = re.search(r"^`(\w+)`: ", section(prompt, "Operator"), re.M)
    return found.group(1) if found else None


def form_asked(prompt):
    answer = section(prompt, "Answer format")
    return "project" if "<file path=" in answer else "program" if "<program>" in answer else "kernel"


# --- learning from a failure -------------------------------------------------------------------------------------------

# What the text must name, the choice that causes it, and the repair. The first that fits is taken.
REPAIRS = [
    (r"gm-tail-store-overrun|gm-tensor-overrun|datacopy-length-32b|datacopy-gm-element-aligned", "move", {"plain", "round"}, "pad"),
    (r"enque-deque-pairing|hazard-mte2-to-v|hazard-v-to-mte3|deque-empty-queue", "sync", {"none"}, "queue"),
    (r"alloc-free-pairing|alloc-beyond-num|conditional-path-leak", "free", {"no"}, "yes"),
    (r"ub-capacity", "fit", {"fixed"}, "host"),
    (r"repeat-time-255|repeat-stride-uint8-wrap|uninitialised-ub-read", "form", {"repeat"}, "count"),
    (r"gm-padding-access|uninitialised-ub-read", "move", {"plain", "round"}, "pad"),
    (r"\bCubed\b", "api", {"invented"}, "known"),
    (r"scalar-operand-dtype|(error|line \d+).*\b(Muls|Adds)\b", "literal", {"float"}, "typed"),
    (r"dtype-bf16-vector-arith|bfloat16|half-accumulation|precision", "type", {"direct"}, "float"),
    (r"(?i)\btail\b|untouched|last \d+ elements", "split", {"floor"}, "ceil"),
    (r"(?i)\btail\b|untouched|last \d+ elements", "move", {"plain"}, "pad"),
    (r"(?i)wrong on a hidden one|only.*hidden", "rows", {"listed"}, "any"),
    # Of the host code of projects and programs.
    (r"no combination of element types", "types", {"one"}, "all"),
    (r"wrote no tiling data", "saved", {"no"}, "yes"),
    (r"has no member", "member", {"invented"}, "known"),
    (r"division by zero|has 0 blocks|block dim to 0", "blocks", {"floor"}, "safe"),
    (r"cannot read|main returned 4", "folder", {"none"}, "input"),
    (r"output/\w+\.bin is missing", "result", {"other"}, "named"),
    (r"host-pointer-to-kernel", "pointers", {"host"}, "device"),
]


def repaired(choices, failure):
    for pattern, choice, wrong, right in REPAIRS:
        if choices.get(choice) in wrong and re.search(pattern, failure):
            return dict(choices, **{choice: right}), f"{choice}: {choices[choice]} was wrong, now {right}"
    return None, None

# --- making a correct kernel faster ------------------------------------------------------------------------------------


def figure(pattern, text):
    found = re.search(pattern, text)
    return float(found.group(1)) if found else None


def improved(choices, profile, inputs):
    """One change, for the bottleneck that the profile shows. Tiles of two inputs and a result share UB."""
    largest = "4096" if inputs == 2 else "8192"
    used, there = figure(r"cores used: (\d+) of", profile), figure(r"cores used: \d+ of (\d+)", profile)
    if used is not None and there is not None and used < there and choices["cores"] == "one":
        return dict(choices, cores="all"), f"{used:.0f} of {there:.0f} cores work: use all of them"
    transfer = figure(r"mean GM transfer: ([\d.e+]+) B", profile)
    if transfer is not None and transfer < 15000:
        if "tile" in choices and int(choices["tile"]) < int(largest):
            return dict(choices, tile=largest), f"transfers of {transfer:.0f} B are short: larger tiles"
        if choices.get("batch") == "1":
            return dict(choices, batch="many"), f"transfers of {transfer:.0f} B are short: several rows in one"
    if choices["buffers"] == "1" and "busy" in profile:
        return dict(choices, buffers="2"), "no pipe is busy all the time: two buffers let copies and arithmetic overlap"
    return None, None

# --- answering ---------------------------------------------------------------------------------------------------------


def edits(old, new):
    """Search-and-replace blocks that turn one source into the other; each search text occurs once in the old one."""
    a, b = old.splitlines(True), new.splitlines(True)
    out, done = [], 0
    for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        before, after = 0, 0
        while old.count("".join(a[i - before:j + after])) != 1 or i - before == j + after:
            if i - before > done:
                before += 1
            elif j + after < len(a):
                after += 1
            else:
                break
        out.append(f"<edit>\n<search>\n{''.join(a[i - before:j + after])}</search>\n<replace>\n"
                   f"{''.join(a[i - before:i] + b[k:m] + a[j:j + after])}</replace>\n</edit>")
        done = j + after
    return "\n".join(out)


def first_choices(name, form):
    choices = dict(FLAT_RIGHT if name in FLAT else ROWS_RIGHT)
    more, mistakes = {"kernel": ({}, FIRST), "project": (PROJECT_RIGHT, FIRST_PROJECT),
                      "program": (PROGRAM_RIGHT, FIRST_PROGRAM)}[form]
    return {**choices, **more, **mistakes.get(name, FIRST[name])}


def project_text(files):
    """A project's files as prompts show them, for edits."""
    return "".join(f"//// file: {path}\n{text}" for path, text in sorted(files.items()))


def answer(name, form, choices, change, parent, wants_edits, whole=True):
    """`parent`: the text that edits replace parts of. `whole` is false for an answer that breaks the form."""
    notes = f"<notes>\nused: none\nchange: {change}\n</notes>\n"
    if form == "project":
        files = as_project(kernel(name, choices))
        if wants_edits and parent:
            return edits(parent, project_text(files)) + "\n" + notes
        blocks = [f'<file path="{path if whole else path.replace("op_kernel", "kernel")}">\n```cpp\n{text}```\n</file>\n'
                  for path, text in files.items()]
        return "".join(blocks) + notes
    if form == "program":
        source = as_program(kernel(name, choices))
        if wants_edits and parent:
            return edits(parent, source) + "\n" + notes
        return (f"<program>\n```cpp\n{source}```\n</program>\n" if whole else f"```cpp\n{source}```\n") + notes
    source, launch = as_kernel(kernel(name, choices))
    plan_block = f"<launch_plan>\n```json\n{launch}\n```\n</launch_plan>\n" if whole else ""
    if wants_edits and parent:
        return edits(parent, source) + "\n" + plan_block + notes
    return f"<kernel_impl>\n```cpp\n{source}```\n</kernel_impl>\n{plan_block}{notes}"


def reply(messages):
    texts = [each.get("text", each.get("content", "")) for each in messages]
    roles = [each["role"] for each in messages]
    repair_turn = len(texts) >= 3 and roles[-2] == "assistant"
    prompt = "\n".join(text for text, role in zip(texts, roles) if role == "system") + "\n" \
        + next(text for text, role in zip(texts, roles) if role == "user")
    name, form = operator(prompt), form_asked(prompt)
    if name is None:  # the test of a connection asks for a word
        asked = re.search(r"the single word: (\w+)", prompt)
        return asked.group(1) if asked else "I write kernels for the prompts of the workbench, and nothing else."
    if name not in FIRST:
        return f"I have not learned to write {name}; I know {', '.join(sorted(FIRST))}."
    wants_edits = "<edit>" in prompt
    failed, parent = section(prompt, "What failed before"), section(prompt, "Parent")
    if parent:
        choices, source = designed(parent)
        better, why = improved(choices, section(prompt, "Profile of the parent"), len(FLAT[name][0]) if name in FLAT else 1)
        if better is None:
            return answer(name, form, choices, "nothing left that the profile asks for", source, wants_edits)
        return f"<think>{why}</think>\n" + answer(name, form, better, why, source, wants_edits)
    choices, source = designed(failed)
    if choices is None:
        whole = name not in FORGETS[form] or repair_turn or failed.strip() != ""
        return answer(name, form, first_choices(name, form), "first draft", None, False, whole)
    newest = re.split(r"^Its (?:kernel|files|program):$", failed, flags=re.M)[0]
    better, why = repaired(choices, newest)
    if better is None:  # no idea: the same again, with another number
        choices["again"] = str(int(choices.get("again", "0")) + 1)
        return answer(name, form, choices, "what failed is not clear; the same once more", source, wants_edits)
    return f"<think>{why}</think>\n" + answer(name, form, better, why, source, wants_edits)


if __name__ == "__main__":
    sys.stdout.write(reply(json.load(sys.stdin)["messages"]))
