"""Operator packages that come as one text: assignments of string literals that hold an operator project, the binding that
Python imports and the caller (MultiKernelBench and LLM4AscendC write them so). The text is parsed, never run."""

import ast
import json
import re

from reference_module import ReferenceProblem

PARTS = ("project_json_src", "host_tiling_src", "host_operator_src", "kernel_src", "python_bind_src")
CALLER = "model_src"


def fenced(text):
    """The longest Markdown code block; the text itself where there is none. Replies of a model come with or without."""
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", text + "\n", re.S | re.M)
    if blocks:
        return max(blocks, key=len)
    lines = text.strip().splitlines()
    if lines and lines[0].startswith("```"):  # an opening mark without a closing one
        return "\n".join(lines[1:])
    return text


def source_of(node, text):
    """The value of a string literal. Its C++ text keeps its escapes: `\\n` in a package that doubles no backslash stands for
    the two characters in C++, as its authors' own extraction by quotes reads it."""
    value = node.value
    raw = ast.get_source_segment(text, node) or ""
    match = re.fullmatch(r"(?s)(?:[uU]?)('''|\"\"\")(.*)\1", raw)
    if match and "\\" in match.group(2) and "\\\\" not in match.group(2):
        return match.group(2)
    return value


def assignments(text):
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as failure:
        raise ReferenceProblem("the package is not valid Python: line %s: %s"
                               % (getattr(failure, "lineno", None), getattr(failure, "msg", failure))) from None
    found = {}
    for statement in tree.body:
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            continue
        target = statement.targets[0]
        if not isinstance(target, ast.Name) or target.id not in PARTS + (CALLER,):
            continue
        if not isinstance(statement.value, ast.Constant) or not isinstance(statement.value.value, str):
            raise ReferenceProblem("%s (line %d) is not a plain string" % (target.id, statement.lineno))
        found[target.id] = source_of(statement.value, text)
    return found


def operator_name(project):
    try:
        listed = json.loads(project)
    except ValueError as failure:
        raise ReferenceProblem("project_json_src is not JSON: %s" % failure) from None
    listed = listed if isinstance(listed, list) else [listed]
    names = [one.get("op") for one in listed if isinstance(one, dict) and isinstance(one.get("op"), str)]
    if not names:
        raise ReferenceProblem("project_json_src names no operator",
                               "it is a list whose elements have \"op\", \"input_desc\" and \"output_desc\"")
    if len(names) > 1:
        raise ReferenceProblem("project_json_src describes several operators: %s" % ", ".join(names))
    return names[0]


def snake_case(name):
    """AddLayerNormV2 -> add_layer_norm_v2, as the project generator names files."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def file_names(operator, kernel):
    """Stems of the project's files: after the operator, and after the kernel function where that is called otherwise. The
    two benchmarks name the tiling header by one rule each."""
    names = [snake_case(operator)]
    entry = re.search(r"__global__\s+__aicore__\s+void\s+(\w+)\s*\(", kernel)
    if entry and entry.group(1) not in names:
        names.append(entry.group(1))
    return names


def read_package(request):
    """{"operator", "files": {path: text}, "binding", "caller"}: an operator project and what calls it."""
    parts = assignments(fenced(request["text"]))
    missing = [name for name in PARTS if not parts.get(name, "").strip()]
    if missing:
        raise ReferenceProblem("the package lacks %s" % ", ".join(missing))
    operator = operator_name(parts["project_json_src"])
    names = file_names(operator, parts["kernel_src"])
    files = {"op_host/%s_tiling.h" % name: parts["host_tiling_src"] for name in names}
    files["op_host/%s.cpp" % names[0]] = parts["host_operator_src"]
    files["op_kernel/%s.cpp" % names[0]] = parts["kernel_src"]
    return {"operator": operator, "files": files, "binding": parts["python_bind_src"], "caller": parts.get(CALLER, "")}


COMMANDS = {"package_read": read_package}
