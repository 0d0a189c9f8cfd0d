#include <algorithm>

#include "core/nnir/axes.h"
#include "core/passes/cell_match.h"

namespace lockstep {

using namespace nnir;

namespace {

/// True if the blocks are the rows of one tensor in order, and all of it.
template <class Block>
bool is_whole(const std::vector<Block>& blocks, std::int64_t rows) {
    const Tensor& first = blocks.front().tensor;
    std::int64_t row = 0;
    for (const Block& block : blocks) {
        if (block.opposite || block.row != row || block.tensor.storage() != first.storage()) return false;
        row += rows;
    }
    return row == first.shape().front();
}

/// Rows of a tensor, from a column on.
struct Block {
    Tensor tensor;
    std::int64_t row = 0;
    std::int64_t column = 0;
    bool opposite = false;
};

const GateProduct* product_with(const GateSum& sum, const GateOperand& operand) {
    const GateProduct* found = nullptr;
    for (const GateProduct& product : sum.products) {
        if (!(product.operand == operand)) continue;
        if (found != nullptr) return nullptr;
        found = &product;
    }
    return found;
}

}  // namespace

std::optional<Tensor> CellWeights::weight(const std::vector<CellGate>& gates,
                                          const std::vector<GateOperand>& operands) const {
    std::vector<std::vector<Block>> columns;
    std::int64_t width = 0;
    for (const GateOperand& operand : operands) {
        std::vector<Block> blocks;
        for (const CellGate& gate : gates) {
            const GateProduct* product = product_with(gate.sum, operand);
            if (product == nullptr) return std::nullopt;
            blocks.push_back({product->weight, product->row, product->column, gate.opposite});
        }
        if (operands.size() == 1 && is_whole(blocks, hidden_) && blocks[0].tensor.shape()[1] == operand.width)
            return blocks[0].tensor;
        columns.push_back(std::move(blocks));
        width += operand.width;
    }
    std::vector<float> values;
    values.reserve(at(static_cast<std::int64_t>(gates.size()) * hidden_ * width));
    for (std::size_t gate = 0; gate < gates.size(); ++gate) {
        for (std::int64_t row = 0; row < hidden_; ++row) {
            for (std::size_t k = 0; k < operands.size(); ++k) {
                const Block& block = columns[k][gate];
                const auto from = block.tensor.values().subspan(
                    at((block.row + row) * block.tensor.shape()[1] + block.column), at(operands[k].width));
                for (const float v : from) values.push_back(block.opposite ? -v : v);
            }
        }
    }
    return Tensor({static_cast<std::int64_t>(gates.size()) * hidden_, width}, std::move(values));
}

Tensor CellWeights::joined(const std::vector<CellGate>& gates,
                           const std::vector<const GateBias*>& biases) const {
    std::vector<Block> blocks;
    bool all = true;
    for (std::size_t k = 0; k < gates.size(); ++k) {
        all = all && biases[k] != nullptr;
        blocks.push_back(biases[k] != nullptr
                             ? Block{biases[k]->values, biases[k]->first, 0, gates[k].opposite}
                             : Block{});
    }
    if (all && is_whole(blocks, hidden_)) return blocks[0].tensor.reshaped({blocks[0].tensor.size()});
    std::vector<float> values;
    for (const Block& block : blocks) {
        for (std::int64_t k = 0; k < hidden_; ++k) {
            const float v = block.tensor.empty() ? 0.0F : block.tensor.values()[at(block.row + k)];
            values.push_back(block.opposite ? -v : v);
        }
    }
    const auto count = static_cast<std::int64_t>(values.size());
    return {{count}, std::move(values)};
}

std::optional<CellWeights::Sides> CellWeights::sides(const std::vector<CellGate>& gates,
                                                     const std::optional<GateOperand>& h) {
    Sides sides{std::vector<const GateBias*>(gates.size(), nullptr),
                std::vector<const GateBias*>(gates.size(), nullptr)};
    for (std::size_t k = 0; k < gates.size(); ++k) {
        if (gates[k].sum.biases.size() > 2) return std::nullopt;
        for (const bool known : {true, false}) {
            for (const GateBias& bias : gates[k].sum.biases) {
                if (bias.of.has_value() != known) continue;
                const bool of_h = known && h && *bias.of == *h;
                const GateBias*& wanted = of_h ? sides.recurrent[k] : sides.input[k];
                const GateBias*& other = of_h ? sides.input[k] : sides.recurrent[k];
                (wanted == nullptr ? wanted : other) = &bias;
            }
        }
    }
    return sides;
}

void CellWeights::set_biases(const std::vector<CellGate>& gates, const Sides& sides,
                             Attributes& attributes) const {
    for (const auto& [key, side] :
         {std::pair("bias_ih", &sides.input), std::pair("bias_hh", &sides.recurrent)}) {
        if (std::all_of(side->begin(), side->end(), [](const GateBias* b) { return b == nullptr; })) continue;
        attributes.set(key, joined(gates, *side));
    }
}

std::optional<std::vector<GateOperand>> common_operands(const std::vector<const GateSum*>& sums) {
    std::vector<GateOperand> all;
    for (const GateSum* sum : sums) {
        std::vector<GateOperand> own;
        for (const GateProduct& product : sum->products)
            if (std::find(own.begin(), own.end(), product.operand) == own.end())
                own.push_back(product.operand);
        if (sum == sums.front()) {
            all = own;
        } else if (own.size() != all.size() || !std::is_permutation(own.begin(), own.end(), all.begin())) {
            return std::nullopt;
        }
    }
    return all;
}

CellState cell_state(const Rewrite& rewrite, ValueId value) {
    const Node* constant = rewrite.made_by(value, "Constant");
    return constant == nullptr ? CellState(value) : CellState(constant->attributes.tensor("value"));
}

ValueId unreshaped(const Rewrite& rewrite, ValueId value) {
    while (const Node* node = rewrite.made_by(value, "Reshape")) value = node->inputs.front();
    return value;
}

}  // namespace lockstep
