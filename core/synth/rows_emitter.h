#pragma once

#include "synth/emitter_parts.h"
#include "synth/passes.h"

#include <map>
#include <vector>

namespace hawk::synth::detail {

/// Row-wise kernels: outer x axis with the axis contiguous. Up to three walks are emitted, the launch's
/// lengths choose: row by row, several rows per tile (plan.rowsPerTile), and rows longer than a tile in
/// chunks, once per pass (plan.rows). Values per row (sums, maxima) stay in UB and reach the scalar unit only
/// to be spread over a single row.
class RowsEmitter {
public:
    explicit RowsEmitter(const Context& context);
    Result<EmittedKernel> run();

private:
    // rows_emitter.cpp: buffers, launch plan, class frame
    void planBuffers();
    void writeLaunch();
    int bytesOfRowValues() const;
    void writeBudget();
    void writeCoreSplit();
    void writeClass();
    void writeInit();
    void writeProcess();
    void writeMembers();
    // rows_single.cpp: one row at a time
    void writeLoads();
    void writeSingleRow();
    void nameVectorInput(
        const Tensor& tensor, const ScratchMap& scratch, const std::string& count, StepScope& scope);
    void nameRowTensors(const std::string& count, StepScope& scope);
    void nameRowValues(const std::string& pitch, StepScope& scope);
    void finishRowTensors(const std::string& count);
    void releaseInputs();
    // rows_tiles.cpp: many rows at a time
    void writeTileOfRows();
    void writeRowReductions();
    void writeStridedStep(int value, StepScope& scope);
    void writeStridedBinary(int value, StepScope& scope);
    // rows_long.cpp: chunks of one row
    void writeLongRow();
    void writePass(const Pass& pass, const ScratchMap& scratch, std::size_t number, StepScope& rowScope);
    void writeChunkOutputs(const Pass& pass, const StepScope& scope);
    void readRowScalars(const Pass& pass, StepScope& scope);

    bool reduces() const { return m_c.request.geometry.reduces; }
    bool usesStats() const { return !m_stat.empty() || reduces(); }
    static bool fullExtent(const Tensor& tensor) { return (tensor.extent & kOuter) != 0; }
    bool keepsColumns(const Tensor& tensor) const
    {
        return !fullExtent(tensor) && m_c.plan.broadcast == KernelPlan::Broadcast::Once;
    }
    bool isColumn(int value) const; ///< a vector that is the same for every row
    std::vector<int> vectorOutputs() const;
    std::vector<int> outputsInQueues() const;
    int statCount() const
    {
        return static_cast<int>(m_stat.size()) + 1;
    } ///< one more for a chunk's partial result
    const Value& at(int value) const { return m_c.program.values[static_cast<std::size_t>(value)]; }
    static std::string rowBuffer(const Tensor& tensor) { return "m_" + tensor.name + "RowBuffer"; }
    std::string lengthOf(const Tensor& tensor) const;

    const Context& m_c;
    CodeWriter m_out;
    std::vector<Pass> m_passes;
    StepWriter m_steps;
    std::vector<const Tensor*> m_vectorIn, m_rowIn, m_vectorOut, m_rowOut;
    bool m_many = false;
    bool m_chunked = false;
    ScratchMap m_wholeScratch;
    std::vector<ScratchMap> m_passScratch;
    int m_buffers = 0;
    std::map<int, int> m_stat; ///< value per row -> slot of the stats buffer
    LaunchPlanWriter m_launch;
    std::string m_ub;
};

} // namespace hawk::synth::detail
