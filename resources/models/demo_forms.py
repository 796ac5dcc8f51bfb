"""The forms in which demo_model.py answers: a kernel with its launch plan, an operator project, a direct-launch program.

Each takes a design (demo_kernels.py) and the choices that belong to the form alone.
"""

import json
import re

# What each form can get wrong beside the kernel, and how it is right.
PROJECT_RIGHT = {"types": "all", "saved": "yes", "member": "known"}
PROGRAM_RIGHT = {"folder": "input", "pointers": "device", "result": "named"}

HEAD = """// design: {design}
#include "kernel_operator.h"
using namespace AscendC;

struct Tiling {{
{fields}
}};
{reader}
__aicore__ inline uint32_t Smaller(uint32_t a, uint32_t b) {{ return a < b ? a : b; }}
"""

READER = """
__aicore__ inline Tiling ReadTiling(GM_ADDR address)
{
    Tiling tiling;
    auto source = reinterpret_cast<__gm__ uint32_t*>(address);
    auto target = reinterpret_cast<uint32_t*>(&tiling);
    for (uint32_t i = 0; i < sizeof(Tiling) / sizeof(uint32_t); ++i)
        target[i] = source[i];
    return tiling;
}
"""


def head(design, reader=""):
    told = "; ".join(f"{key}={value}" for key, value in design["choices"].items())
    return HEAD.format(design=told, fields="\n".join(f"    {kind} {name};" for name, kind, _ in design["fields"]), reader=reader)


def tensors(design):
    return design["inputs"] + [design["output"]]


def entry(design, more, told):
    """The kernel function: the tensors and `more` parameters; `told` is the Tiling it hands on."""
    parameters = ", ".join([f"GM_ADDR {each}" for each in tensors(design)] + more)
    return f"""
extern "C" __global__ __aicore__ void {design["name"]}_custom({parameters})
{{
{told}    TPipe pipe;
    Kernel<DTYPE_{design["inputs"][0].upper()}> kernel;
    kernel.Init({", ".join(tensors(design))}, tiling_, &pipe);
    kernel.Process();
}}
"""


# --- a kernel with its launch plan -------------------------------------------------------------------------------------


def as_kernel(design):
    source = head(design, READER) + "\n" + design["body"] \
        + entry(design, ["GM_ADDR tiling"], "").replace("tiling_", "ReadTiling(tiling)")
    arguments = [{"input": each} for each in design["inputs"]] + [{"output": design["output"]}, {"tiling": "Tiling"}]
    plan = json.dumps({"entry": f"{design['name']}_custom", "blockDim": "blocks", "arguments": arguments, "let": design["let"],
                       "tiling": [{"name": name, "type": kind, "value": value} for name, kind, value in design["fields"]]}, indent=2)
    return source, plan


# --- expressions of a launch plan as C++ of the host -------------------------------------------------------------------

HELPERS = """static int64_t Smallest(int64_t a, int64_t b) { return a < b ? a : b; }
static int64_t Largest(int64_t a, int64_t b) { return a > b ? a : b; }
static int64_t CeilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }
static int64_t AlignUp(int64_t a, int64_t b) { return CeilDiv(a, b) * b; }
"""
CALLS = {"min": "Smallest", "max": "Largest", "ceildiv": "CeilDiv", "alignup": "AlignUp"}


def cpp(expression, names):
    """An expression with the functions and the symbols (`names`) of the host code."""
    text = re.sub(r"\b(min|max|ceildiv|alignup)\(", lambda found: CALLS[found.group(1)] + "(", expression)
    return re.sub(r"\b[A-Za-z_]\w*\b(?!\()", lambda found: names.get(found.group(0), found.group(0)), text)


def let_lines(design, names):
    return [f"const int64_t {name} = {cpp(value, names)};" for name, value in design["let"]]


def needed(design):
    text = " ".join([value for _, value in design["let"]] + [value for _, _, value in design["fields"]])
    return set(re.findall(r"\b[A-Za-z_]\w*\b(?!\()", text))


# --- an operator project -----------------------------------------------------------------------------------------------


def camel(name):
    return "".join(part.capitalize() for part in f"{name}_custom".split("_"))


def project_header(design):
    op = camel(design["name"])
    fields = "\n".join(f"TILING_DATA_FIELD_DEF({kind}, {name});" for name, kind, _ in design["fields"])
    guard = design["name"].upper() + "_CUSTOM_TILING_H"
    return f"""#ifndef {guard}
#define {guard}
#include "register/tilingdata_base.h"

namespace optiling {{
BEGIN_TILING_DATA_DEF({op}TilingData)
{fields}
END_TILING_DATA_DEF;

REGISTER_TILING_DATA_CLASS({op}, {op}TilingData)
}} // namespace optiling
#endif
"""


def project_host(design):
    op, choices = camel(design["name"]), design["choices"]
    names = {"elements_x": "shape.GetShapeSize()", "coreCount": "cores", "ROWS": "shape.GetDim(0)", "D": "shape.GetDim(1)",
             "dtypeBytes_x": "elementBytes", "eps": "*context->GetAttrs()->GetFloat(0)"}
    used = needed(design)
    lines = ["const gert::Shape& shape = context->GetInputShape(0)->GetStorageShape();"]
    if "coreCount" in used:
        lines += ["const int64_t cores = platform_ascendc::PlatformAscendC(context->GetPlatformInfo()).GetCoreNumAiv();"]
    if "dtypeBytes_x" in used:
        lines += ["const int64_t elementBytes = ge::GetSizeByDataType(context->GetInputDesc(0)->GetDataType());"]
    lines += let_lines(design, names) + [f"{op}TilingData tiling;"]
    lines += [f"tiling.set_{name}({cpp(value, names)});" for name, _, value in design["fields"]]
    lines += ["context->SetBlockDim(blocks);"]
    if choices["saved"] == "yes":
        lines += ["tiling.SaveToBuffer(context->GetRawTilingData()->GetData(), context->GetRawTilingData()->GetCapacity());",
                  "context->GetRawTilingData()->SetDataSize(tiling.GetDataSize());"]
    lines += ["context->GetWorkspaceSizes(1)[0] = 0;", "return ge::GRAPH_SUCCESS;"]
    types = ["ge::DT_FLOAT", "ge::DT_FLOAT16", "ge::DT_BF16"] if choices["types"] == "all" else ["ge::DT_FLOAT"]
    formats = ", ".join(["ge::FORMAT_ND"] * len(types))
    registered = [f'this->{role}("{name}").ParamType(REQUIRED).DataType({{ {", ".join(types)} }}).Format({{ {formats} }});'
                  for role, name in [("Input", each) for each in design["inputs"]] + [("Output", design["output"])]]
    registered += ['this->Attr("eps").AttrType(REQUIRED).Float();'] if "eps" in used else []
    registered += ["this->AICore().SetTiling(optiling::Tiling);", 'this->AICore().AddConfig("ascend910b");']
    body = "\n".join("    " + line for line in lines)
    register = "\n".join("        " + line for line in registered)
    return f"""#include "{design["name"]}_custom_tiling.h"
#include "register/op_def_registry.h"
#include "tiling/platform/platform_ascendc.h"

{HELPERS}
namespace optiling {{
static ge::graphStatus Tiling(gert::TilingContext* context)
{{
{body}
}}
}} // namespace optiling

namespace ops {{
class {op} : public OpDef {{
public:
    explicit {op}(const char* name) : OpDef(name)
    {{
{register}
    }}
}};
OP_ADD({op});
}} // namespace ops
"""


def project_kernel(design):
    fields = [name for name, _, _ in design["fields"]]
    if design["choices"]["member"] == "invented":
        fields[0] += "Length"
    told = "    GET_TILING_DATA(data, tiling);\n    const Tiling local { " + ", ".join(f"data.{name}" for name in fields) + " };\n"
    return head(design) + "\n" + design["body"] \
        + entry(design, ["GM_ADDR workspace", "GM_ADDR tiling"], told).replace("tiling_", "local")


def as_project(design):
    name = design["name"]
    return {f"op_host/{name}_custom.cpp": project_host(design), f"op_host/{name}_custom_tiling.h": project_header(design),
            f"op_kernel/{name}_custom.cpp": project_kernel(design)}


# --- a direct-launch program -------------------------------------------------------------------------------------------

PROGRAM_HEAD = """#include "acl/acl.h"
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>
"""

PROGRAM_HELPERS = HELPERS + """
static double Argument(int argc, char** argv, const char* name)
{
    const size_t length = std::strlen(name);
    for (int i = 1; i < argc; ++i)
        if (std::strncmp(argv[i], name, length) == 0 && argv[i][length] == '=')
            return std::atof(argv[i] + length + 1);
    std::exit(3);
}

static std::vector<char> ReadFile(const char* path, size_t bytes)
{
    std::vector<char> contents(bytes);
    FILE* file = std::fopen(path, "rb");
    if (file == nullptr || std::fread(contents.data(), 1, bytes, file) != bytes) {
        std::printf("cannot read %s\\n", path);
        std::exit(4);
    }
    std::fclose(file);
    return contents;
}

static uint8_t* Upload(const std::vector<char>& contents)
{
    void* device = nullptr;
    aclrtMalloc(&device, contents.size(), ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemcpy(device, contents.size(), contents.data(), contents.size(), ACL_MEMCPY_HOST_TO_DEVICE);
    return static_cast<uint8_t*>(device);
}
"""


def program_main(design):
    choices, used = design["choices"], needed(design)
    symbols = sorted(each for each in used if re.fullmatch(r"elements_\w+|ROWS|D", each))
    names = {"coreCount": "cores", "dtypeBytes_x": "static_cast<int64_t>(sizeof(DTYPE_X))"}
    lines = [f'const auto {each} = static_cast<int64_t>(Argument(argc, argv, "{each}"));' for each in symbols]
    lines += ['const auto eps = static_cast<float>(Argument(argc, argv, "eps"));'] if "eps" in used else []
    lines += ["aclInit(nullptr);", "aclrtSetDevice(0);", "aclrtStream stream = nullptr;", "aclrtCreateStream(&stream);"]
    lines += ["int64_t cores = 0;", "aclrtGetDeviceInfo(0, ACL_DEV_ATTR_VECTOR_CORE_NUM, &cores);"] if "coreCount" in used else []
    lines += let_lines(design, names)
    folder = "input/" if choices["folder"] == "input" else ""
    arguments = []
    for each in design["inputs"]:
        size = f'static_cast<size_t>(Argument(argc, argv, "elements_{each}")) * sizeof(DTYPE_{each.upper()})'
        lines += [f'std::vector<char> {each}Host = ReadFile("{folder}{each}.bin", {size});',
                  f"uint8_t* {each} = Upload({each}Host);"]
        host = choices["pointers"] == "host" and each == design["inputs"][-1]
        arguments += [f"reinterpret_cast<uint8_t*>({each}Host.data())" if host else each]
    out = design["output"]
    lines += [f'std::vector<char> {out}Host(static_cast<size_t>(Argument(argc, argv, "elements_{out}")) * sizeof(DTYPE_{out.upper()}));',
              f"void* {out} = nullptr;", f"aclrtMalloc(&{out}, {out}Host.size(), ACL_MEM_MALLOC_HUGE_FIRST);"]
    arguments += [f"static_cast<uint8_t*>({out})"]
    arguments += [f"static_cast<{kind}>({cpp(value, names)})" for _, kind, value in design["fields"]]
    file = out if choices["result"] == "named" else "result"
    lines += [f"{design['name']}_custom<<<static_cast<uint32_t>(blocks), nullptr, stream>>>({', '.join(arguments)});",
              "if (aclrtSynchronizeStream(stream) != ACL_SUCCESS)", "    return 5;",
              f"aclrtMemcpy({out}Host.data(), {out}Host.size(), {out}, {out}Host.size(), ACL_MEMCPY_DEVICE_TO_HOST);",
              f'FILE* file = std::fopen("output/{file}.bin", "wb");', f"std::fwrite({out}Host.data(), 1, {out}Host.size(), file);",
              "std::fclose(file);"]
    lines += [f"aclrtFree({each});" for each in tensors(design)]
    lines += ["aclrtDestroyStream(stream);", "aclrtResetDevice(0);", "aclFinalize();", "return 0;"]
    body = "\n".join("    " + line for line in lines)
    return f"""
{PROGRAM_HELPERS}
int main(int argc, char** argv)
{{
{body}
}}
"""


def as_program(design):
    parameters = [f"{kind} {name}" for name, kind, _ in design["fields"]]
    told = "    const Tiling local { " + ", ".join(name for name, _, _ in design["fields"]) + " };\n"
    kernel = head(design) + "\n" + design["body"] + entry(design, parameters, told).replace("tiling_", "local")
    return kernel.replace('#include "kernel_operator.h"\n', '#include "kernel_operator.h"\n' + PROGRAM_HEAD) + program_main(design)
