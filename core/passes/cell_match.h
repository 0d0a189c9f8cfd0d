#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "core/passes/gate_sums.h"

namespace lockstep {

/// One gate of a cell: the sum that its function is applied to, or its opposite.
struct CellGate {
    GateSum sum;
    bool opposite = false;
};

/// A value or a constant that a cell starts its step from.
using CellState = std::variant<nnir::ValueId, Tensor>;

/// The parts of a recurrent cell that were found in a graph.
struct CellMatch {
    std::string op;  ///< "LstmCell" or "GruCell"
    std::vector<nnir::NodeId> nodes;
    nnir::ValueId next_h;
    std::optional<nnir::ValueId> next_c;
    std::vector<GateOperand> x;
    /// Nothing where it is zeros, or where what the cell makes of it is folded: see `folded`.
    std::optional<CellState> h;
    std::optional<CellState> c;
    /// The weights have no part for h: the first step of a loop. Another step tells them.
    bool folded = false;
    nnir::Attributes attributes;
};

/// The cell whose next h the node makes, if it is one.
std::optional<CellMatch> match_lstm(const Rewrite& rewrite, const nnir::Node& node);
std::optional<CellMatch> match_gru(const Rewrite& rewrite, const nnir::Node& node);

/// The operands that the sums multiply weights with, without repetitions; nothing if they are not the same in
/// all of them.
std::optional<std::vector<GateOperand>> common_operands(const std::vector<const GateSum*>& sums);

/// A Constant's tensor, any other value itself.
CellState cell_state(const Rewrite& rewrite, nnir::ValueId value);

/// The value behind reshapes.
nnir::ValueId unreshaped(const Rewrite& rewrite, nnir::ValueId value);

/// Gathers rows of weights and biases, gate after gate.
class CellWeights {
  public:
    explicit CellWeights(std::int64_t hidden) : hidden_(hidden) {}

    /// [gates * hidden, widths of the operands]; nothing if a gate multiplies an operand twice or not at all.
    std::optional<Tensor> weight(const std::vector<CellGate>& gates,
                                 const std::vector<GateOperand>& operands) const;
    /// The biases of each gate, null for none: what was the bias of the product with h is recurrent. Nothing
    /// if a gate has more than two.
    struct Sides {
        std::vector<const GateBias*> input;
        std::vector<const GateBias*> recurrent;
    };
    static std::optional<Sides> sides(const std::vector<CellGate>& gates,
                                      const std::optional<GateOperand>& h);
    /// Sets bias_ih and bias_hh where there are any.
    void set_biases(const std::vector<CellGate>& gates, const Sides& sides,
                    nnir::Attributes& attributes) const;

  private:
    Tensor joined(const std::vector<CellGate>& gates, const std::vector<const GateBias*>& biases) const;

    std::int64_t hidden_;
};

}  // namespace lockstep
