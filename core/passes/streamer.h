#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/nnir/op.h"
#include "core/passes/scan_relation.h"
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
    void keep_state(const nnir::Node& node, const std::string& step_op, const nnir::Attributes& attributes,
                    const std::vector<nnir::StepState>& states, const Place& where);
    /// The node with its operands delayed to the largest lag among those that stream; returns that lag.
    std::int64_t align(nnir::Node& node);
    /// The value `positions` inferences ago.
    nnir::ValueId delayed(nnir::ValueId value, std::int64_t positions, const nnir::Node* like);
    void finish_outputs();

    // Unpadded convolutions have no result in the first `lag` inferences: states behind them stay as they
    // are.
    /// A value that is greater than zero in the first `lag` inferences, and zero from then on.
    nnir::ValueId waiting(std::int64_t lag, const Shape& shape, const nnir::Node& like);
    /// A mask of those inferences for values of this shape.
    nnir::ValueId is_waiting(std::int64_t lag, const Shape& value, const nnir::Node& like);
    /// Feeds a convolution with what it is padded with; false if it is padded with different positions.
    bool hold_padding(nnir::Node& node, nnir::Window& rule, std::int64_t lag);
    /// Holds the gates of a cell; false if it has none that can.
    bool hold_gates(nnir::Node& node, nnir::Recurrent& rule, std::int64_t lag);
    /// Chooses between the old and the new value of a state, once.
    void hold_state(std::size_t index, std::int64_t lag, const nnir::Node& like);
    nnir::ValueId append(const std::string& op, nnir::Attributes attributes,
                         std::vector<nnir::ValueId> inputs, const nnir::Node& like,
                         const std::string& reason);

    // Unrolled loops: nodes behind picked positions wait until something behind them tells what they are.
    /// Takes a node that reads picked positions, or makes one.
    void wait(const nnir::Node& node);
    /// True if the node joins one result of each iteration of a loop; it is streamed then, or refused.
    bool collect(const nnir::Node& node);
    /// The iteration that the body is: the first one that finds all that it reads back for.
    std::int64_t body_position() const { return scan_.depth(); }
    /// Makes the loop's body give this value, once per inference.
    nnir::ValueId body_value(nnir::ValueId value);
    /// What was made `turns` iterations before.
    nnir::ValueId carried(nnir::ValueId value, std::int64_t turns);
    /// True if the value is made as in the iterations behind it: of nothing that they have in place of
    /// constants.
    bool is_whole(nnir::ValueId value) const;
    /// What plays the value's part in the first iteration; nothing if it plays none there.
    std::optional<nnir::ValueId> in_first(nnir::ValueId value) const;
    /// Where the first iteration starts in its own way: its value in the first inference, then the body's.
    nnir::ValueId chosen(nnir::ValueId value, nnir::ValueId made);
    /// A value of the first iteration, made in every inference.
    nnir::ValueId first_value(nnir::ValueId value);
    nnir::ValueId carried_from_first(nnir::ValueId value);
    void write_carried();
    /// A value behind the last iteration, once per inference.
    nnir::ValueId last_value(nnir::ValueId value);
    /// The value of the body's iteration that plays the part of this one of the last.
    std::optional<nnir::ValueId> body_of_last(nnir::ValueId value) const;
    nnir::ValueId picked_value(nnir::ValueId value);
    /// Relates the iterations of a loop of which only the last one's results are read.
    void relate_last(nnir::ValueId value);
    /// What stands for a node of a loop's body, and for its like in the other iterations.
    void note_iterations(const nnir::Node& node, const nnir::Node& after, const std::string& reason);
    /// A copy of a node of the whole graph on other operands.
    void copy_on(const nnir::Node& node, std::vector<nnir::ValueId> inputs, const std::string& reason);
    void read_out(nnir::ValueId output, nnir::ValueId& made);
    void refuse(const nnir::Node& node, const std::string& reason, const std::string& instead = {});
    /// What to do instead of each refused node.
    std::string advice() const;
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
    std::map<std::pair<std::int64_t, Shape>, nnir::ValueId> waiting_;  ///< counts, by lag and shape
    std::map<std::pair<std::int64_t, Shape>, nnir::ValueId> masks_;
    std::set<nnir::StateId> held_;
    std::vector<FailureNode> refused_;
    std::vector<FailureNode> readouts_;
    ScanRelation scan_;
    std::map<nnir::ValueId, nnir::PickPosition> picks_;
    std::map<nnir::ValueId, nnir::ValueId> made_;  ///< of a loop's body and behind it, by value of the whole
    std::map<nnir::ValueId, nnir::ValueId> first_made_;  ///< by value of the first iteration
    std::vector<std::pair<nnir::StateId, nnir::ValueId>> unwritten_;
    /// Of the sequences that loops pick from; nothing before one was read.
    std::optional<std::int64_t> loop_lag_;
    std::int64_t window_ = 0;  ///< positions that the loop or readout at hand goes through
    std::vector<std::pair<std::string, std::string>> advice_;  ///< operator, and what would stream; each once
};

}  // namespace lockstep
