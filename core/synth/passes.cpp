#include "synth/passes.h"

#include "synth/scratch.h"

#include <algorithm>
#include <functional>

namespace hawk::synth {

namespace {

/// Number of reductions that must be complete before a value is known.
std::vector<int> levels(const Program& program)
{
    std::vector<int> level(program.values.size(), 0);
    for (std::size_t i = 0; i < program.values.size(); ++i) {
        for (const int arg : program.values[i].args)
            level[i] = std::max(level[i], level[static_cast<std::size_t>(arg)]);
        if (program.values[i].kind == Value::Kind::Op && isReduction(program.values[i].prim))
            ++level[i];
    }
    return level;
}

/// Adds the vector-sized ancestors of `value`, itself included, in topological order.
void need(const Program& program, int value, Pass& pass)
{
    const Value& v = program.values[static_cast<std::size_t>(value)];
    if (!isVector(program, value))
        return;
    auto& list = v.kind == Value::Kind::Input ? pass.inputs : pass.vectors;
    if (std::find(list.begin(), list.end(), value) != list.end())
        return;
    for (const int arg : v.args)
        need(program, arg, pass);
    list.push_back(value);
}

} // namespace

std::vector<Pass> splitPasses(const Program& program)
{
    const std::vector<int> level = levels(program);
    const int last = level.empty() ? 0 : *std::max_element(level.begin(), level.end());
    std::vector<Pass> passes;
    // What follows from values per row alone comes before any walk.
    Pass start;
    for (std::size_t i = 0; i < program.values.size(); ++i)
        if (program.values[i].kind == Value::Kind::Op && level[i] == 0
            && isRowValue(program, static_cast<int>(i)))
            start.rowSteps.push_back(static_cast<int>(i));
    if (!start.rowSteps.empty())
        passes.push_back(std::move(start));
    for (int k = 1; k <= last; ++k) {
        Pass pass;
        for (std::size_t i = 0; i < program.values.size(); ++i) {
            const Value& v = program.values[i];
            const int value = static_cast<int>(i);
            if (v.kind != Value::Kind::Op || level[i] != k)
                continue;
            if (isReduction(v.prim)) {
                need(program, v.args[0], pass);
                pass.reductions.push_back(value);
            } else if (isRowValue(program, value)) {
                pass.rowSteps.push_back(value);
            }
        }
        std::sort(pass.vectors.begin(), pass.vectors.end());
        passes.push_back(std::move(pass));
    }
    Pass final;
    for (const Program::Output& output : program.outputs)
        if (isVector(program, output.value)) {
            need(program, output.value, final);
            final.outputs.push_back(output.value);
        }
    std::sort(final.vectors.begin(), final.vectors.end());
    if (!final.outputs.empty())
        passes.push_back(std::move(final));
    return passes;
}

} // namespace hawk::synth
