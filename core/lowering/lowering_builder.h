#pragma once

#include <map>
#include <vector>

#include "core/lowering/work.h"

namespace lockstep::lowering {

/// What an operator's `lower` writes into. Values are looked up and set as vectors; see lowering::IoVectors
/// for the order.
class Builder {
  public:
    explicit Builder(const nnir::Graph& graph) : graph_(graph) {}

    const nnir::Graph& graph() const { return graph_; }
    const nnir::ValueType& type(nnir::ValueId value) const { return graph_.value(value).type; }

    /// The vectors of a value: an earlier node has set them; those of an input or a state are made when first
    /// asked for. A node that is not computed in fp32 gets fp32 vectors rounded to bf16, by work of its own
    /// that later nodes share.
    const std::vector<VectorId>& vectors(nnir::ValueId value);
    void set_vectors(nnir::ValueId value, std::vector<VectorId> vectors);
    std::int64_t length(VectorId vector) const { return list_.vectors[vector.value].length; }

    VectorId new_vector(std::int64_t length);
    VectorId new_splat();
    bool is_splat(VectorId vector) const { return list_.vectors[vector.value].splat; }
    bool is_fp32(VectorId vector) const { return list_.vectors[vector.value].fp32; }
    /// The single value of a vector of length 1 as a splat (by work, unless it is one already).
    VectorId splat(VectorId vector);
    VectorId constant_vector(std::vector<float> values);
    PartialSumId new_partial_sum(std::int64_t rows, std::string name);
    CellId new_cell(Cell cell);

    /// Appends work of the node that is being lowered.
    void add(WorkBody body);
    /// Appends the sums that make the vectors of one value, in order.
    void add_tensor(std::vector<LinearWork> sums);
    /// Appends work that only the next inference needs; kept behind the rest, in the order of the calls.
    void add_state_update(WorkBody body);
    /// Says where a state of the graph lives.
    void bind_state(StateBinding binding);

    /// Used by legalise(): which node is being lowered. What it makes is in its precision.
    void begin_node(const nnir::Node& node) {
        node_ = node.id;
        current_ = &node;
    }
    /// Binds the states that no operator has bound as vectors, and closes the list.
    WorkList finish();

  private:
    std::vector<VectorId> new_vectors(nnir::ValueId value, VectorOrigin origin, const Tensor* initial);

    const std::vector<VectorId>& made(nnir::ValueId value);
    bool computes_fp32() const { return current_ != nullptr && current_->precision == nnir::Precision::fp32; }
    /// What the node's precision means for its work.
    void set_formats(WorkBody& body);
    std::vector<VectorId> rounded(const std::vector<VectorId>& vectors);

    const nnir::Graph& graph_;
    nnir::NodeId node_;
    const nnir::Node* current_ = nullptr;
    std::map<VectorId, VectorId> rounded_;  ///< fp32 vectors as bf16
    std::map<nnir::ValueId, std::vector<VectorId>> rounded_values_;
    WorkList list_;
    std::vector<Work> state_updates_;
    std::map<nnir::ValueId, std::vector<VectorId>> vectors_;
};

/// Lowers every node of the graph by its operator and fuses clamps into what feeds them where nothing else
/// reads it. Data dimensions must be solved. Throws Error(unsupported) naming every node that cannot be
/// lowered.
WorkList legalise(const nnir::Graph& graph);

}  // namespace lockstep::lowering
