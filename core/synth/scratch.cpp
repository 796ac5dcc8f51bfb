#include "synth/scratch.h"

#include <algorithm>
#include <set>

namespace hawk::synth {

bool isVector(const Program& program, int value)
{
    const Value& v = program.values[static_cast<std::size_t>(value)];
    return v.kind != Value::Kind::Scalar && (v.extent & kAxis) != 0;
}

bool isRowValue(const Program& program, int value)
{
    const Value& v = program.values[static_cast<std::size_t>(value)];
    return v.kind != Value::Kind::Scalar && (v.extent & kAxis) == 0;
}

namespace {

/// Steps that first fill their destination must not have it coincide with the operand they read next.
bool mayWriteInPlace(const Program& program, const Value& v)
{
    if (v.kind != Value::Kind::Op || isReduction(v.prim))
        return false;
    if (v.prim == Prim::Div && v.args.size() == 2) {
        const Value& first = program.values[static_cast<std::size_t>(v.args[0])];
        return first.kind != Value::Kind::Scalar && first.extent == v.extent;
    }
    return true;
}

} // namespace

ScratchMap assignScratch(const Program& program, const std::vector<int>& steps, const std::vector<int>& live,
    const std::vector<int>& elsewhere, bool reuse)
{
    std::map<int, std::size_t> lastUse;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        lastUse.try_emplace(steps[i], i);
        for (const int arg : program.values[static_cast<std::size_t>(steps[i])].args)
            lastUse[arg] = i;
    }
    for (const int value : live)
        lastUse[value] = steps.size();

    ScratchMap map;
    std::set<int> free;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const int value = steps[i];
        const Value& v = program.values[static_cast<std::size_t>(value)];
        std::vector<int> dying;
        if (reuse)
            for (const int arg : v.args)
                if (map.slot.contains(arg) && lastUse[arg] == i
                    && std::find(dying.begin(), dying.end(), map.slot[arg]) == dying.end())
                    dying.push_back(map.slot[arg]);
        if (reuse && mayWriteInPlace(program, v))
            free.insert(dying.begin(), dying.end());
        const bool held = std::find(elsewhere.begin(), elsewhere.end(), value) != elsewhere.end();
        if (isVector(program, value) && !held) {
            int slot = map.count;
            if (free.empty()) {
                ++map.count;
            } else {
                slot = *free.begin();
                free.erase(free.begin());
            }
            map.slot[value] = slot;
        }
        if (reuse && !mayWriteInPlace(program, v))
            free.insert(dying.begin(), dying.end());
    }
    return map;
}

} // namespace hawk::synth
