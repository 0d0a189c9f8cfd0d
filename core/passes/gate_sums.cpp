#include "core/passes/gate_sums.h"

#include <algorithm>

#include "core/nnir/axes.h"
#include "core/ops/broadcast.h"

namespace lockstep {

using namespace nnir;

void GateReader::note(const Node& node) {
    if (std::find(noted_.begin(), noted_.end(), node.id) == noted_.end()) noted_.push_back(node.id);
}

std::int64_t GateReader::row_size(ValueId value) const {
    return element_count(rewrite_->type(value).shape) / rows_;
}

Stretch GateReader::resolve(Stretch stretch) {
    while (const Node* node = rewrite_->producer(stretch.value)) {
        const std::string& op = node->op->name();
        if (op == "Reshape") {
            stretch.value = node->inputs.front();
        } else if (op == "Slice") {
            const ValueId source = node->inputs.front();
            const AxisView view =
                axis_view(rewrite_->type(source).shape, static_cast<int>(node->attributes.integer("axis")));
            if (view.outer != rows_) return stretch;
            stretch.first += node->attributes.integer("first") * view.inner;
            stretch.value = source;
        } else if (op == "Concat" && !node->attributes.has("constants")) {
            const auto axis = static_cast<int>(node->attributes.integer("axis"));
            if (axis_view(rewrite_->type(stretch.value).shape, axis).outer != rows_) return stretch;
            const auto part = std::find_if(node->inputs.begin(), node->inputs.end(), [&](ValueId input) {
                if (stretch.first < row_size(input)) return true;
                stretch.first -= row_size(input);
                return false;
            });
            if (stretch.first + stretch.count > row_size(*part)) {
                for (auto before = node->inputs.begin(); before != part; ++before)
                    stretch.first += row_size(*before);
                return stretch;
            }
            stretch.value = *part;
        } else {
            return stretch;
        }
        note(*node);
    }
    return stretch;
}

std::optional<Stretch> GateReader::behind_function(Stretch stretch, const std::string& function) {
    stretch = resolve(stretch);
    const Node* node = rewrite_->made_by(stretch.value, "Activation");
    if (node == nullptr || node->attributes.string("function") != function) return std::nullopt;
    note(*node);
    return Stretch{node->inputs.front(), stretch.first, stretch.count};
}

std::optional<GateSum> GateReader::sum(Stretch stretch, bool scaled) {
    GateSum sum;
    if (!add(stretch, sum, scaled)) return std::nullopt;
    return sum;
}

bool GateReader::add(Stretch stretch, GateSum& sum, bool scaled) {
    stretch = resolve(stretch);
    const Node* node = rewrite_->producer(stretch.value);
    if (node == nullptr) return false;
    note(*node);
    if (node->op->name() == "Linear") return add_linear(*node, stretch, sum);
    if (node->op->name() != "Pointwise" || node->attributes.has("squeezed")) return false;
    const std::string& op = node->attributes.string("op");
    if (op == "multiply" && scaled && !sum.scaled) {
        sum.scaled = {node->id, stretch};
        return true;
    }
    if (op != "add") return false;
    if (node->attributes.has("constant") && !add_constant(*node, stretch, sum)) return false;
    return std::all_of(node->inputs.begin(), node->inputs.end(), [&](ValueId input) {
        return rewrite_->type(input).shape == rewrite_->type(stretch.value).shape &&
               add({input, stretch.first, stretch.count}, sum, scaled);
    });
}

bool GateReader::add_linear(const Node& linear, const Stretch& stretch, GateSum& sum) {
    const Tensor& weight = linear.attributes.tensor("weight");
    const std::int64_t out = weight.shape()[0];
    std::optional<std::int64_t> position;
    std::int64_t row = stretch.first;
    if (row_size(stretch.value) != out) {
        position = row / out;
        row %= out;
    }
    if (row + stretch.count > out) return false;
    std::vector<GateOperand> operands;
    if (position) {
        operands.push_back(
            {.value = linear.inputs.front(), .position = position, .width = weight.shape()[1]});
    } else {
        operands = parts(linear.inputs.front());
    }
    std::int64_t column = 0;
    for (const GateOperand& operand : operands) {
        sum.products.push_back({operand, weight, row, column});
        column += operand.width;
    }
    if (linear.attributes.has("bias"))
        sum.biases.push_back({linear.attributes.tensor("bias"), row,
                              operands.size() == 1 ? std::optional(operands.front()) : std::nullopt});
    return true;
}

bool GateReader::add_constant(const Node& node, const Stretch& stretch, GateSum& sum) {
    const Shape& shape = rewrite_->type(stretch.value).shape;
    if (rewrite_->type(node.inputs.front()).shape != shape) return false;
    const Tensor whole = ops::stretched(node.attributes.tensor("constant"), shape);
    const auto size = static_cast<std::ptrdiff_t>(row_size(stretch.value));
    const auto row = [&](std::int64_t index) {
        return whole.values().begin() + index * size + stretch.first;
    };
    for (std::int64_t index = 1; index < rows_; ++index)
        if (!std::equal(row(0), row(0) + stretch.count, row(index))) return false;
    const std::vector<float> values(row(0), row(0) + stretch.count);
    // To add nothing is no bias.
    if (std::any_of(values.begin(), values.end(), [](float v) { return v != 0.0F; }))
        sum.biases.push_back({Tensor({stretch.count}, values), 0, std::nullopt});
    return true;
}

std::vector<GateOperand> GateReader::parts(ValueId value) {
    const Shape& shape = rewrite_->type(value).shape;
    const GateOperand whole{.value = value, .width = shape.back()};
    const Node* node = rewrite_->producer(value);
    if (node == nullptr) return {whole};
    const auto along_features = [&] { return node->attributes.integer("axis") == last_axis(shape); };
    const auto constant = [&](const Tensor& tensor) {
        return GateOperand{.value = {}, .constant = tensor, .width = tensor.shape().back()};
    };
    std::vector<GateOperand> all;
    const auto add_value = [&](ValueId part) {
        for (GateOperand& each : parts(part)) all.push_back(std::move(each));
    };
    if (node->op->name() == "Constant") {
        all.push_back(constant(node->attributes.tensor("value")));
    } else if (node->op->name() == "Reshape" &&
               rewrite_->type(node->inputs.front()).shape.back() == shape.back()) {
        add_value(node->inputs.front());
        if (all.size() == 1) return {whole};
    } else if (node->op->name() == "Concat" && along_features()) {
        if (!node->attributes.has("parts")) {
            for (const ValueId input : node->inputs) add_value(input);
        } else {
            std::size_t next = 0;
            std::int64_t first = 0;
            for (const std::int64_t part : node->attributes.integers("parts")) {
                if (part < 0) {
                    add_value(node->inputs.at(next++));
                } else {
                    all.push_back(constant(
                        tensor_slice(node->attributes.tensor("constants"), last_axis(shape), first, part)));
                    first += part;
                }
            }
        }
    } else if (node->op->name() == "Pad" && along_features()) {
        const auto fill = [&](std::int64_t extent) {
            return Tensor::filled(with_extent(shape, last_axis(shape), extent),
                                  static_cast<float>(node->attributes.number("value")));
        };
        const std::int64_t left = node->attributes.integer("left");
        const std::int64_t right = node->attributes.integer("right");
        if (left > 0)
            all.push_back(
                constant(node->attributes.has("columns") ? node->attributes.tensor("columns") : fill(left)));
        add_value(node->inputs.front());
        if (right > 0) all.push_back(constant(fill(right)));
    } else {
        return {whole};
    }
    note(*node);
    return all;
}

}  // namespace lockstep
