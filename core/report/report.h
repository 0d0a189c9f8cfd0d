#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/why.h"
#include "core/attribution/attribution.h"
#include "core/attribution/input_spread.h"
#include "core/compiler/compile.h"
#include "core/latency/end_to_end_band.h"
#include "core/latency/latency_target.h"
#include "core/nnir/op.h"
#include "core/program/reset_cost.h"
#include "core/run/error_figures.h"
#include "core/run/lockstep_run.h"
#include "core/run/readout_comparison.h"
#include "core/run/recording.h"
#include "core/run/run_watch.h"
#include "core/run/test_vectors.h"

namespace lockstep {

/// What a node of the compiled graph costs in one spaced inference. Cycles are summed over all cores and
/// units.
struct OpRow {
    std::uint32_t node = 0;  ///< NodeId of the compiled graph
    std::string name;
    std::string op;
    std::string module;
    std::string source;      ///< "file:line: text" of the author; empty if unknown
    std::string fused_into;  ///< names of the nodes whose instructions do this node's work
    std::int64_t instructions = 0;
    std::int64_t busy = 0;      ///< cycles in which a unit worked for it
    std::int64_t occupied = 0;  ///< cycles before the last output in which a unit was held for it
    std::int64_t state_update =
        0;  ///< busy cycles of work that only the next inference needs (part of `busy`)
    std::optional<std::int64_t> first_start;  ///< absent if it has no instructions of its own
    std::optional<std::int64_t> last_end;
    double share = 0;  ///< of the busy cycles of all nodes
    std::int64_t weight_blocks = 0;
    nnir::Support support;  ///< what the published accelerators make of it
};

/// Why the sum over nodes is not the latency: spaced = sum_of_ops - overlap + idle, exactly.
struct Reconciliation {
    std::int64_t spaced = 0;
    std::int64_t sum_of_ops = 0;    ///< sum of OpRow::occupied
    std::int64_t overlap = 0;       ///< counted more than once: several cores and units at the same time
    std::int64_t idle = 0;          ///< no unit takes work: results are in flight through a pipeline
    std::int64_t state_update = 0;  ///< cycles from the last output to the end of the last state update
};

struct LatencyFigures {
    std::int64_t spaced_cycles = 0;
    std::int64_t contiguous_cycles = 0;
    std::optional<Figure<double>> clock_mhz;
    std::optional<double> spaced_us;  ///< cycles / MHz; absent if the clock is not known
    std::optional<double> contiguous_us;
    EndToEndResult end_to_end;
    LatencyBandResult band;              ///< of the cycles
    EndToEndBandResult end_to_end_band;  ///< of the end-to-end latency
    std::optional<TargetResult> target;  ///< if one was given
};

/// What `lockstep run --attribute` found.
struct AttributionPart {
    std::int64_t index = 0;  ///< of the inference
    Attribution attribution;
    std::vector<InputSpread> lost_columns;
};

/// What a run with inputs adds.
struct RunPart {
    std::string inputs;  ///< for people: "random inputs, seed 7"
    bool random_inputs = false;
    std::optional<std::uint64_t> seed;
    std::int64_t reset_every = 0;   ///< inferences between two resets of the state; 0: none
    std::string reset_column = {};  ///< of the inputs, that resets the state as well; empty: none
    /// Cycles of one by the program's own state reset; absent: the host puts the state back, uncounted.
    std::optional<std::int64_t> reset_cycles = {};
    Tolerance tolerance;
    RunSpeed speed;
    std::shared_ptr<const Recording> recording;
    std::optional<WatchResult> watch = {};  ///< of breakpoints and decisions, if there were any
    std::optional<AttributionPart> attribution = {};
    std::vector<InputSpread> lost_columns = {};  ///< of inputs that are not random
};

/// One --fail-if.
struct GateResult {
    std::string expression;
    std::string value;  ///< what was found
    bool hit = false;
};

/// Everything that a report says, whatever its format. Made by make_report; the caller adds what it knows.
struct Report {
    std::string tool_version;
    std::string command;     ///< that makes it again; may be empty
    std::string model_file;  ///< as given; empty for a program alone
    std::string program_file;
    std::vector<std::string> notes;            ///< what was assumed at import
    std::vector<std::string> precision_rules;  ///< "encoder=fp8", as asked for
    std::shared_ptr<const Program> program;
    std::shared_ptr<const Timeline> timeline;
    LatencyFigures latency;
    std::vector<OpRow> ops;
    Reconciliation reconciliation;
    std::optional<ResetCost> reset;  ///< of a program with a state reset
    std::shared_ptr<const Why> why;  ///< of the reports that say it; otherwise null
    std::optional<RunPart> run;
    std::optional<VectorCheck> vectors;        ///< of a file that holds test vectors
    std::optional<ReadoutComparison> readout;  ///< of a model that ends in a last-step readout
    std::vector<GateResult> gates;
};

/// The report of a compiled program. `io` absent: the default path.
Report make_report(const CompiledProgram& compiled, std::optional<IoPath> io);

/// Judges the end-to-end latency by a target in microseconds; what was judged before goes.
void set_target(LatencyFigures& latency, std::optional<double> target_us);

/// The node's name; TorchScript's bare numbers get their operator in front: "Linear 9".
std::string node_label(const ProgramNode& node);

/// "models/rnn.py:12: h = self.lstm(x)"; empty if nothing is known.
std::string source_text(const ProgramNode& node);

/// "the state is put back to its initial value before inference 20, 40, 60, … by the program's state reset: 2
/// times 41 cycles", for a run that does.
std::string reset_text(const RunPart& run);
/// Resets that such a run has done.
std::int64_t resets_done(const RunPart& run);
/// "41 cycles (0.137 us) …": what a state reset costs in time and memory.
std::string reset_cost_text(const ResetCost& cost, const std::optional<Figure<double>>& clock_mhz);

/// "3 test vectors …": how LibTorch and the VM compare with the author's PyTorch.
std::string vectors_text(const VectorCheck& check);

/// "the first 12 inferences …", of a streamed form whose unpadded convolutions lack positions at first.
std::string warm_up_text(std::int64_t warm_up);

/// True if any input of the program is streamed.
bool is_streamed(const Program& program);

}  // namespace lockstep
