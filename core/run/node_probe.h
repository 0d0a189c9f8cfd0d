#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include "core/compiler/compile.h"
#include "core/nnir/evaluate.h"
#include "core/nnir/graph.h"
#include "core/run/input_source.h"
#include "core/run/reset_plan.h"
#include "core/support/job_control.h"
#include "core/vm/vm.h"

namespace lockstep {

/// The graph that a run's program was compiled from, with solved data dimensions: where values of its nodes
/// come from.
struct NodeSource {
    std::shared_ptr<const nnir::Graph> graph;
    CompileOptions options;  ///< that it was compiled with
};

/// The values of nodes in the VM, inference by inference beside a run that is not edited: outputs of a second
/// program that has them as outputs too, stepped on the same inputs. And in float64, from the initial states
/// on. A node whose work the run's program does inside another one gives what it gives when its result is
/// written.
class NodeProbe {
  public:
    /// `nodes`: of the graph. Values in float64 are computed if `exact`. Throws whatever compile() throws
    /// where a value can be no output.
    NodeProbe(const NodeSource& source, const AcceleratorConfig& config,
              std::shared_ptr<const InputSource> inputs, const ResetPlan& resets,
              const std::vector<nnir::NodeId>& nodes, bool exact);

    /// Computes inference `index`, whatever was computed before; nothing if that was this one. `outputs`:
    /// what the run's own program gave.
    void see(std::int64_t index, std::span<const float> inputs, std::span<const float> outputs);
    /// Of the inference that was seen last, row-major in the shape of the node's first output.
    std::span<const float> values(nnir::NodeId node) const;
    std::span<const double> exact_values(nnir::NodeId node) const;
    /// In every inference so far the program gave the run's outputs, bit for bit: its arithmetic is that of
    /// the run's.
    bool same_outputs() const { return same_outputs_; }
    /// see() goes over many inferences where the run began in the middle: it throws Error(cancelled) then.
    void stop_by(std::stop_token stop) { job_.stop = std::move(stop); }

  private:
    struct Stand {
        VmSnapshot vm;
        std::vector<nnir::RealTensor> states;
    };
    struct Place {
        nnir::ValueId value;
        std::size_t first = 0;  ///< among the program's outputs
        std::size_t size = 0;
    };
    void begin(std::int64_t index);
    void step(std::span<const float> inputs);

    std::shared_ptr<const nnir::Graph> graph_;
    std::shared_ptr<const InputSource> inputs_;
    ResetPlan resets_;
    std::map<nnir::NodeId, Place> places_;
    std::optional<Vm> vm_;
    std::vector<float> outputs_;
    bool exact_ = false;
    std::vector<nnir::RealTensor> states_;
    nnir::Evaluation evaluation_;
    std::int64_t at_ = 0;     ///< inferences behind which it stands
    std::int64_t seen_ = -1;  ///< the inference that was seen last
    JobControl job_;
    std::map<std::int64_t, Stand> stands_;
    std::int64_t stands_apart_;
    bool same_outputs_ = true;
};

}  // namespace lockstep
