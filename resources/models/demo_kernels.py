"""The kernels that demo_model.py writes: Ascend C from a table of design choices, right or with a mistake in it."""

import re

FLAT = {  # entry order of the tensors; the formula over float tensors a, b (second input), t (scratch), o (result)
    "add": (["x", "y"], "z", ["Add(o, a, b, n);"]),
    "relu": (["x"], "y", ["{RELU}"]),
    "silu": (["x"], "y", ["Muls(t, a, {-1.0}, n);", "Exp(t, t, n);", "Adds(t, t, {1.0}, n);", "{DIV}"]),
    "gelu": (["x"], "y", ["{CUBE}", "Muls(t, t, {0.044715}, n);", "Add(t, t, a, n);",
                          "Muls(t, t, {-1.5957691216057308}, n);", "Exp(t, t, n);", "Adds(t, t, {1.0}, n);",
                          "{DIV}"]),
}
ROWS = {"softmax": ["x"], "reduce_sum": ["x"], "layer_norm": ["x", "weight", "bias"]}


def indent(lines, depth):
    return "\n".join("    " * depth + line if line else "" for line in lines)


def copy_lines(choices, direction, local, remote, count):
    """A transfer of `count` elements, as the choice of `move` has it."""
    if choices["move"] == "pad":
        params = f"DataCopyExtParams {{ 1, static_cast<uint32_t>({count} * sizeof(T)), 0, 0, 0 }}"
        if direction == "in":
            return [f"DataCopyPad({local}, {remote}, {params}, DataCopyPadExtParams<T> {{ false, 0, 0, static_cast<T>(0) }});"]
        return [f"DataCopyPad({remote}, {local}, {params});"]
    if choices["move"] == "round":
        whole = f"({count} + 32 / sizeof(T) - 1) / (32 / sizeof(T)) * (32 / sizeof(T))"
    else:
        whole = count
    pair = f"{local}, {remote}" if direction == "in" else f"{remote}, {local}"
    return [f"DataCopy({pair}, {whole});"]


def literal(choices, text):
    def put(match):
        value = match.group(1) + "f"
        return value if choices["literal"] == "float" or choices["type"] == "float" else f"static_cast<W>({value})"
    return re.sub(r"\{(-?[\d.]+)\}", put, text)


def formula(name, choices):
    cube = ["Cubed(t, a, n);"] if choices["api"] == "invented" else ["Mul(t, a, a, n);", "Mul(t, t, a, n);"]
    divide = "Div(o, a, t, 8, n / 8 + (n % 8 != 0), { 1, 1, 1, 1, 1, 1 });" if choices["form"] == "repeat" else "Div(o, a, t, n);"
    out = []
    for line in FLAT[name][2]:
        out += cube if line == "{CUBE}" else [line.replace("{DIV}", divide).replace("{RELU}", "Relu(o, a, n);")]
    return [literal(choices, line) for line in out]


def flat_kernel(name, choices):
    inputs, result, _ = FLAT[name]
    fields = [("total", "uint32_t", f"elements_{inputs[0]}"), ("tile", "uint32_t", "tile")]
    queued = choices["sync"] == "queue"
    direct = choices["type"] == "direct"
    letters = ["a", "b"][:len(inputs)]
    n = len(inputs)

    members = [f"GlobalTensor<T> m_gm{i};" for i in range(n)] + ["GlobalTensor<T> m_gmOut;"]
    members += [f"TQue<QuePosition::VECIN, 1> m_in{i};" for i in range(n)] + ["TQue<QuePosition::VECOUT, 1> m_out;"]
    members += [f"TBuf<TPosition::VECCALC> m_wide{i};" for i in range(n)]
    members += ["TBuf<TPosition::VECCALC> m_wideOut;", "TBuf<TPosition::VECCALC> m_scratch;"]

    if choices["split"] == "ceil":
        split = ["const uint32_t share = (tiling.total + GetBlockNum() - 1) / GetBlockNum();",
                 "const uint32_t perCore = (share + 63) / 64 * 64;",
                 "const uint32_t begin = Smaller(perCore * GetBlockIdx(), tiling.total);",
                 "m_length = Smaller(perCore, tiling.total - begin);"]
    else:
        split = ["m_length = tiling.total / GetBlockNum() / tiling.tile * tiling.tile;",
                 "const uint32_t begin = m_length * GetBlockIdx();"]
    init = ["m_tile = tiling.tile;"] + split
    init += [f"m_gm{i}.SetGlobalBuffer(reinterpret_cast<__gm__ T*>({each}) + begin, m_length);" for i, each in enumerate(inputs)]
    init += [f"m_gmOut.SetGlobalBuffer(reinterpret_cast<__gm__ T*>({result}) + begin, m_length);"]
    init += [f"pipe->InitBuffer(m_in{i}, kBuffers, m_tile * sizeof(T));" for i in range(n)]
    init += ["pipe->InitBuffer(m_out, kBuffers, m_tile * sizeof(T));"]
    if not direct:
        init += ["if constexpr (sizeof(T) < sizeof(float)) {"]
        init += [f"    pipe->InitBuffer(m_wide{i}, m_tile * sizeof(float));" for i in range(n)]
        init += ["    pipe->InitBuffer(m_wideOut, m_tile * sizeof(float));", "}"]
    if any("t" in re.findall(r"\b\w+\b", line) for line in formula(name, choices)):
        init += ["pipe->InitBuffer(m_scratch, m_tile * sizeof(W));"]

    body = []
    for i in range(n):
        body += [f"LocalTensor<T> x{i} = m_in{i}.template AllocTensor<T>();"]
        body += copy_lines(choices, "in", f"x{i}", f"m_gm{i}[offset]", "n")
        if queued:
            body += [f"m_in{i}.EnQue(x{i});", f"x{i} = m_in{i}.template DeQue<T>();"]
    body += ["LocalTensor<T> y = m_out.template AllocTensor<T>();"]
    arguments = ", ".join(f"x{i}" for i in range(n))
    body += [f"Calculate(y, {arguments}, n);"]
    if queued:
        body += ["m_out.EnQue(y);", "y = m_out.template DeQue<T>();"]
    body += copy_lines(choices, "out", "y", "m_gmOut[offset]", "n")
    if choices["free"] == "yes":
        body += [f"m_in{i}.FreeTensor(x{i});" for i in range(n)]
    body += ["m_out.FreeTensor(y);"]

    scratch = "LocalTensor<W> t = m_scratch.Get<W>();"
    steps = formula(name, choices)
    needs = any(re.search(r"\bt\b", line) for line in steps)
    parameters = ", ".join(f"LocalTensor<W> {each}" for each in letters)
    plain = ", ".join(f"x{i}" for i in range(n))
    wide = [f"LocalTensor<float> w{i} = m_wide{i}.Get<float>();" for i in range(n)]
    wide += ["LocalTensor<float> r = m_wideOut.Get<float>();"]
    wide += [f"Cast(w{i}, x{i}, RoundMode::CAST_NONE, n);" for i in range(n)]
    wide += ["Formula(r, " + ", ".join(f"w{i}" for i in range(n)) + ", n);", "Cast(y, r, RoundMode::CAST_RINT, n);"]
    if direct:
        calculate = [f"Formula(y, {plain}, n);"]
    else:
        calculate = ["if constexpr (sizeof(T) == sizeof(float)) {", f"    Formula(y, {plain}, n);", "} else {"]
        calculate += ["    " + line for line in wide] + ["}"]
    typed = ", ".join(f"LocalTensor<T> x{i}" for i in range(n))
    gm = ", ".join(f"GM_ADDR {each}" for each in inputs + [result])
    names = ", ".join(inputs + [result])
    work = "T" if direct else "float"
    body = f"""constexpr uint32_t kBuffers = {choices["buffers"]};

template <typename T>
class Kernel {{
    using W = {work};

public:
    __aicore__ inline void Init({gm}, Tiling tiling, TPipe* pipe)
    {{
{indent(init, 2)}
    }}
    __aicore__ inline void Process()
    {{
        for (uint32_t offset = 0; offset < m_length; offset += m_tile)
            Tile(offset, Smaller(m_tile, m_length - offset));
    }}

private:
    __aicore__ inline void Tile(uint32_t offset, uint32_t n)
    {{
{indent(body, 2)}
    }}
    __aicore__ inline void Calculate(LocalTensor<T> y, {typed}, uint32_t n)
    {{
{indent(calculate, 2)}
    }}
    __aicore__ inline void Formula(LocalTensor<W> o, {parameters}, uint32_t n)
    {{
{indent(([scratch] if needs else []) + steps, 2)}
    }}

{indent(members, 1)}
    uint32_t m_length = 0;
    uint32_t m_tile = 0;
}};
"""
    total = f"elements_{inputs[0]}"
    blocks = "1" if choices["cores"] == "one" else f"max(1, min(coreCount, ceildiv({total}, 2048)))"
    if choices.get("blocks") == "floor":
        blocks = f"min(coreCount, {total} / 2048)"
    # One core's part decides the tile: a buffer larger than what is there is of no use.
    let = [["blocks", blocks], ["tile", f"max(64, min({choices['tile']}, alignup(ceildiv({total}, blocks), 64)))"]]
    if choices["split"] == "floor":
        let[1][1] = f"max(1, min({choices['tile']}, {total} / blocks))"
    return design(name, choices, inputs, result, fields, let, body)


def design(name, choices, inputs, output, fields, let, body):
    """A kernel without its entry: `body` is a template class Kernel<T> with Init(tensors, Tiling, TPipe*) and Process();
    `fields` (name, type, expression) are what it gets told, `let` names expressions that they use, "blocks" among them."""
    return {"name": name, "choices": choices, "inputs": inputs, "output": output, "fields": fields, "let": let, "body": body}


def row_formula(name):
    """One row f of D floats, in place; r receives sums."""
    wait = ["WaitForVector();"]
    if name == "softmax":
        return (["ReduceMax(r, f, work, n, false);"] + wait
                + ["Adds(f, f, static_cast<W>(-static_cast<float>(r.GetValue(0))), n);", "Exp(f, f, n);", "ReduceSum(r, f, work, n);"] + wait
                + ["Muls(f, f, static_cast<W>(1.0f / static_cast<float>(r.GetValue(0))), n);"])
    if name == "reduce_sum":
        return ["ReduceSum(r, f, work, n);"] + wait + ["m_sums.SetValue(row, r.GetValue(0));"]
    return (["ReduceSum(r, f, work, n);"] + wait
            + ["Adds(f, f, static_cast<W>(-static_cast<float>(r.GetValue(0)) / n), n);", "Mul(g, f, f, n);",
               "ReduceSum(r, g, work, n);", "Muls(r, r, static_cast<W>(1.0f / n), 1);", "Adds(r, r, static_cast<W>(m_eps), 1);",
               "Sqrt(r, r, 1);"] + wait
            + ["Muls(f, f, static_cast<W>(1.0f / static_cast<float>(r.GetValue(0))), n);", "Mul(f, f, m_weight, n);",
               "Add(f, f, m_bias, n);"])


def rows_kernel(name, choices):
    inputs = ROWS[name]
    norm, single = name == "layer_norm", name == "reduce_sum"
    direct = choices["type"] == "direct"
    work = "T" if direct else "float"
    fields = [("rows", "uint32_t", "ROWS"), ("width", "uint32_t", "D"), ("pitch", "uint32_t", "pitch"),
              ("batch", "uint32_t", "batch"), ("perCore", "uint32_t", "perCore")]
    if norm:
        fields += [("eps", "float", "eps")]

    if choices["rows"] == "listed":  # the shapes of the examples, written down
        share = ["const uint32_t share = tiling.rows == 128 ? (128 + GetBlockNum() - 1) / GetBlockNum()",
                 "    : tiling.rows == 48 ? (48 + GetBlockNum() - 1) / GetBlockNum()",
                 "                        : (37 + GetBlockNum() - 1) / GetBlockNum();"]
    else:
        share = ["const uint32_t share = tiling.perCore;"]
    init = share + ["m_first = Smaller(share * GetBlockIdx(), tiling.rows);",
                    "m_rows = Smaller(share, tiling.rows - m_first);",
                    "m_width = tiling.width;", "m_pitch = tiling.pitch;", "m_batch = tiling.batch;",
                    "m_gm.SetGlobalBuffer(reinterpret_cast<__gm__ T*>(x) + m_first * m_width, m_rows * m_width);"]
    out_count = "m_rows" if single else "m_rows * m_width"
    out_begin = "m_first" if single else "m_first * m_width"
    init += [f"m_gmOut.SetGlobalBuffer(reinterpret_cast<__gm__ T*>(y) + {out_begin}, {out_count});",
             "pipe->InitBuffer(m_in, kBuffers, m_batch * m_pitch * sizeof(T));"]
    # The sums of a whole core are stored at once.
    out_bytes = "(m_rows * sizeof(T) + 31) / 32 * 32" if single else "m_batch * m_pitch * sizeof(T)"
    init += [f"pipe->InitBuffer(m_out, {1 if single else 'kBuffers'}, {out_bytes});",
             "if constexpr (sizeof(T) < sizeof(W))" if not single else "", "    pipe->InitBuffer(m_wide, m_pitch * sizeof(W));",
             "pipe->InitBuffer(m_work, m_pitch * sizeof(W));", "pipe->InitBuffer(m_result, 64);"]
    if single:
        init += ["pipe->InitBuffer(m_all, (m_rows * sizeof(W) + 31) / 32 * 32);", "m_sums = m_all.Get<W>();"]
    if norm:
        init += ["m_eps = tiling.eps;", "pipe->InitBuffer(m_square, m_pitch * sizeof(W));"]
        for each in ("weight", "bias"):
            init += [f"pipe->InitBuffer(m_{each}Wide, m_pitch * sizeof(W));", f"m_{each} = m_{each}Wide.Get<W>();",
                     f"Parameter(m_{each}, {each});"]

    members = ["GlobalTensor<T> m_gm, m_gmOut;", "TQue<QuePosition::VECIN, 1> m_in;", "TQue<QuePosition::VECOUT, 1> m_out;",
               "TBuf<TPosition::VECCALC> m_wide, m_work, m_result;"]
    members += ["TBuf<TPosition::VECCALC> m_all;", "LocalTensor<W> m_sums;"] if single else []
    members += ["TBuf<TPosition::VECCALC> m_square, m_weightWide, m_biasWide;", "LocalTensor<W> m_weight, m_bias;",
                "float m_eps = 0;"] if norm else []
    members += ["uint32_t m_first = 0, m_rows = 0, m_width = 0, m_pitch = 0, m_batch = 0;"]

    block_in = ["DataCopyPad(in, m_gm[row * m_width], DataCopyExtParams { static_cast<uint16_t>(count), static_cast<uint32_t>(m_width * sizeof(T)), 0, 0, 0 },",
                "    DataCopyPadExtParams<T> { false, 0, 0, static_cast<T>(0) });"]
    block_out = ["DataCopyPad(m_gmOut[row * m_width], out, DataCopyExtParams { static_cast<uint16_t>(count), static_cast<uint32_t>(m_width * sizeof(T)), 0, 0, 0 });"]
    if choices["move"] != "pad":
        block_in = ["for (uint32_t i = 0; i < count; ++i)"]
        block_in += ["    " + line for line in copy_lines(choices, "in", "in[i * m_pitch]", "m_gm[(row + i) * m_width]", "m_width")]
        block_out = ["for (uint32_t i = 0; i < count; ++i)"]
        block_out += ["    " + line for line in copy_lines(choices, "out", "out[i * m_pitch]", "m_gmOut[(row + i) * m_width]", "m_width")]
    free = ["m_in.FreeTensor(in);"] if choices["free"] == "yes" else []

    # A row is worked on where its result goes, when that has the right type.
    widen = ["LocalTensor<W> f = m_wide.Get<W>();"] if single else ["LocalTensor<W> f = Working(y);"]
    narrow = []
    if direct:
        widen += ["Adds(f, x, static_cast<T>(0), n);"]
    else:
        widen += ["if constexpr (sizeof(T) == sizeof(float))", "    Adds(f, x, 0.0f, n);", "else",
                  "    Cast(f, x, RoundMode::CAST_NONE, n);"]
        narrow = ["if constexpr (sizeof(T) < sizeof(float))", "    Cast(y, f, RoundMode::CAST_RINT, n);"]
    calculate = ["const uint32_t n = m_width;"] + widen
    calculate += ["LocalTensor<W> work = m_work.Get<W>();", "LocalTensor<W> r = m_result.Get<W>();"]
    calculate += ["LocalTensor<W> g = m_square.Get<W>();"] if norm else []
    calculate += row_formula(name) + ([] if single else narrow)

    if single:
        block = ["LocalTensor<T> in = m_in.AllocTensor<T>();"] + block_in
        block += ["m_in.EnQue(in);", "in = m_in.DeQue<T>();", "for (uint32_t i = 0; i < count; ++i)",
                  "    Row(in[i * m_pitch], row + i);"] + free
        row = "LocalTensor<T> x, uint32_t row"
        finish = ["if (m_rows == 0)", "    return;", "LocalTensor<T> out = m_out.AllocTensor<T>();", "WaitForScalar();"]
        finish += ["Store(out, m_rows);", "m_out.EnQue(out);", "out = m_out.DeQue<T>();"]
        finish += copy_lines(dict(choices, move="pad"), "out", "out", "m_gmOut", "m_rows") + ["m_out.FreeTensor(out);"]
        store = ["Adds(out, m_sums, static_cast<T>(0), count);"] if direct else \
            ["if constexpr (sizeof(T) == sizeof(float))", "    Adds(out, m_sums, 0.0f, count);", "else",
             "    Cast(out, m_sums, RoundMode::CAST_RINT, count);"]
    else:
        block = ["LocalTensor<T> in = m_in.AllocTensor<T>();"] + block_in
        block += ["m_in.EnQue(in);", "in = m_in.DeQue<T>();", "LocalTensor<T> out = m_out.AllocTensor<T>();",
                  "for (uint32_t i = 0; i < count; ++i)", "    Row(in[i * m_pitch], out[i * m_pitch]);"] + free
        block += ["m_out.EnQue(out);", "out = m_out.DeQue<T>();"] + block_out + ["m_out.FreeTensor(out);"]
        row = "LocalTensor<T> x, LocalTensor<T> y"
        finish, store = [], []

    extra = "" if single else """    __aicore__ inline LocalTensor<W> Working(LocalTensor<T> y)
    {
        if constexpr (sizeof(T) == sizeof(W))
            return y;
        else
            return m_wide.Get<W>();
    }
"""
    if single:
        extra += f"""    __aicore__ inline void Store(LocalTensor<T> out, uint32_t count)
    {{
{indent(store, 2)}
    }}
    __aicore__ inline void WaitForScalar()
    {{
        const event_t id = static_cast<event_t>(GetTPipePtr()->FetchEventID(HardEvent::S_V));
        SetFlag<HardEvent::S_V>(id);
        WaitFlag<HardEvent::S_V>(id);
    }}
"""
    if norm:
        wide = ["Adds(to, in, static_cast<T>(0), m_width);"] if direct else \
            ["if constexpr (sizeof(T) == sizeof(float))", "    Adds(to, in, 0.0f, m_width);", "else",
             "    Cast(to, in, RoundMode::CAST_NONE, m_width);"]
        body = ["GlobalTensor<T> gm;", "gm.SetGlobalBuffer(reinterpret_cast<__gm__ T*>(from), m_width);",
                "LocalTensor<T> in = m_in.AllocTensor<T>();"]
        body += copy_lines(dict(choices, move="pad"), "in", "in", "gm", "m_width")
        body += ["m_in.EnQue(in);", "in = m_in.DeQue<T>();"] + wide + ["m_in.FreeTensor(in);"]
        extra += f"""    __aicore__ inline void Parameter(LocalTensor<W> to, GM_ADDR from)
    {{
{indent(body, 2)}
    }}
"""
    gm = ", ".join(f"GM_ADDR {each}" for each in inputs + ["y"])
    body = f"""constexpr uint32_t kBuffers = {choices["buffers"]};

template <typename T>
class Kernel {{
    using W = {work};

public:
    __aicore__ inline void Init({gm}, Tiling tiling, TPipe* pipe)
    {{
{indent(init, 2)}
    }}
    __aicore__ inline void Process()
    {{
        for (uint32_t row = 0; row < m_rows; row += m_batch)
            Rows(row, Smaller(m_batch, m_rows - row));
{indent(finish, 2)}
    }}

private:
    __aicore__ inline void Rows(uint32_t row, uint32_t count)
    {{
{indent(block, 2)}
    }}
    __aicore__ inline void Row({row})
    {{
{indent(calculate, 2)}
    }}
    __aicore__ inline void WaitForVector()
    {{
        const event_t id = static_cast<event_t>(GetTPipePtr()->FetchEventID(HardEvent::V_S));
        SetFlag<HardEvent::V_S>(id);
        WaitFlag<HardEvent::V_S>(id);
    }}
{extra}
{indent(members, 1)}
}};
"""
    blocks = "1" if choices["cores"] == "one" else "min(coreCount, ROWS)"
    if choices.get("blocks") == "floor":
        blocks = "min(coreCount, ROWS / 16)"
    room = "max(1, 16384 / (pitch * dtypeBytes_x))" if choices["batch"] == "many" else "1"
    if choices["fit"] == "fixed":
        room = "16"  # as if every row were short
    let = [["blocks", blocks], ["perCore", "ceildiv(ROWS, blocks)"], ["pitch", "alignup(D, 32 / dtypeBytes_x)"],
           ["batch", f"min(perCore, {room})"]]
    return design(name, choices, inputs, "y", fields, let, body)


def kernel(name, choices):
    return flat_kernel(name, choices) if name in FLAT else rows_kernel(name, choices)
