#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/nnir/op.h"
#include "core/passes/streaming_transform.h"

namespace lockstep {

/// Applies the operators' streaming rules to a whole graph, node by node.
class Streamer {
  public:
    /// `axes`: per input, checked; nnir::no_axis where the input does not stream.
    Streamer(const nnir::Graph& whole, std::vector<int> axes, Readout readout);

    /// Throws Error(cannot_stream) with every node that is in the way.
    StreamedGraph run();

    /// True if the graph streams but for last-step readouts, and has one. Instead of run().
    bool is_readout();

  private:
    /// How a value of the whole graph is found in the streaming form.
    struct Place {
        int axis = nnir::no_axis;  ///< of the sequence in the whole value
        /// Its position j is there in inference j + lag.
        std::int64_t lag = 0;
        /// It is made of one position: another one in each inference.
        bool picked = false;
    };

    void visit_all();
    void visit(const nnir::Node& node);
    void place(nnir::ValueId id, const Place& where);
    void copy(const nnir::Node& node, const Place& where);
    void pass_through(const nnir::Node& node, nnir::PassThrough rule, std::int64_t lag);
    void pick(const nnir::Node& node, const nnir::PickPosition& rule, const Place& operand);
    void keep_state(const nnir::Node& node, const std::string& step_op, const nnir::Attributes& attributes,
                    const std::vector<nnir::StepState>& states, const Place& where);
    /// The node with its operands delayed to the largest lag among those that stream; returns that lag.
    std::int64_t align(nnir::Node& node);
    /// The value `positions` inferences ago.
    nnir::ValueId delayed(nnir::ValueId value, std::int64_t positions, const nnir::Node* like);
    void finish_outputs();
    void refuse(const nnir::Node& node, const std::string& reason, const std::string& instead = {});
    [[noreturn]] void fail();

    std::string state_base(const std::string& wish, const std::vector<nnir::StepState>& states) const;
    nnir::State new_state(const std::string& name, const std::string& role, const Tensor& initial,
                          nnir::NumberFormat format, const nnir::Node* like);
    void note(const nnir::Node& before, const nnir::Node& after, const std::string& reason);
    /// Judges the rule: the streamed node's types must be those of the whole one without the axis.
    void add(nnir::Node node);

    const nnir::Graph& whole_;
    Readout readout_;
    StreamedGraph result_;
    std::map<nnir::ValueId, Place> places_;
    std::map<std::pair<nnir::ValueId, std::int64_t>, nnir::ValueId> delays_;
    std::vector<FailureNode> refused_;
    std::vector<FailureNode> readouts_;
    std::int64_t window_ = 0;  ///< positions of the sequence that a readout picks from
    std::string advice_;
};

}  // namespace lockstep
