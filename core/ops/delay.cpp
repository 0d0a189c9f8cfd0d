#include "core/lowering/lowering_builder.h"
#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

class Delay final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "Delay",
            "A value as it was some inferences ago: inputs are the value and what it was in the last ones, "
            "oldest first (axis 0); outputs the oldest of them, and the history for the next inference.",
            {},
            {SupportLevel::composed, "copies of state in the tensor RAM"}};
        return info;
    }

    std::vector<ValueType> infer(const Attributes&, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 2);
        const ValueType& x = inputs[0].type;
        const Shape& history = inputs[1].type.shape;
        if (history.empty() || history[0] < 1 || history != with_axis(entry(x.shape), 0, history[0]))
            bad_operand(info(), inputs[1], "it must hold values of " + to_text(x.shape));
        return {{.shape = x.shape, .format = x.format}, {.shape = history, .format = x.format}};
    }

    DataDims data_dims(const BoundNode& node, const DataDims& known) const override {
        if (node.in().empty()) return {{no_data_dim, 1}, {no_data_dim, 1}};
        int found = no_data_dim;
        for (const auto* side : {&known.inputs, &known.outputs})
            for (std::size_t k = 0; k < side->size(); ++k)
                if (found == no_data_dim && (*side)[k] != no_data_dim)
                    found = (*side)[k] - static_cast<int>(k);
        if (found == no_data_dim) return known;
        if (found < 0)
            throw Error(FailureKind::unsupported, "the data dimension of '" + node.inputs[1].name +
                                                      "' cannot be the one that counts inferences");
        return {{found, found + 1}, {found, found + 1}};
    }

    StreamRule stream(const BoundNode&, std::span<const int>) const override {
        return Refuse{"it is a streaming form already", "stream the graph that it was made from"};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const std::vector<lowering::VectorId> newest = builder.vectors(node.inputs[0]);
        const std::vector<lowering::VectorId> history = builder.vectors(node.inputs[1]);
        const auto first = history.begin();
        const auto rest = first + static_cast<std::ptrdiff_t>(newest.size());
        std::vector<lowering::VectorId> next(rest, history.end());
        next.insert(next.end(), newest.begin(), newest.end());
        builder.set_vectors(node.outputs[0], {first, rest});
        builder.set_vectors(node.outputs[1], std::move(next));
    }

    std::vector<RealTensor> reference(const Attributes&, std::span<const RealTensor> inputs) const override {
        const RealTensor& history = inputs[1];
        const std::int64_t count = history.shape[0];
        RealTensor newest = inputs[0];
        newest.shape = with_axis(entry(newest.shape), 0, 1);
        RealTensor oldest = nnir::slice(history, 0, 0, 1);
        oldest.shape = inputs[0].shape;
        return {std::move(oldest), concatenate({nnir::slice(history, 0, 1, count - 1), newest}, 0)};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        const std::int64_t count = node.in(1)[0];
        source.assign(node, 0,
                      "torch.reshape(torch.select(" + source.in(node, 1) + ", 0, 0), " +
                          TorchSource::list(node.in()) + ")");
        source.assign(node, 1,
                      "torch.cat([torch.narrow(" + source.in(node, 1) + ", 0, 1, " +
                          std::to_string(count - 1) + "), torch.reshape(" + source.in(node) + ", " +
                          TorchSource::list(with_axis(entry(node.in()), 0, 1)) + ")], 0)");
    }

    std::vector<ImportRule> imports() const override { return {}; }

    std::vector<Sample> samples() const override {
        GraphBuilder rows("three inferences");
        const ValueId x = rows.linear(rows.input("x", {2, 3}), sample_tensor({4, 3}, 1));
        const ValueId history = rows.state("x.history", "history", sample_tensor({3, 2, 4}, 2));
        rows.output(rows.add("Delay", {}, {x, history}));
        rows.write(history, rows.graph().nodes.back().outputs[1]);
        return {{"three inferences", rows.finish()}};
    }

  private:
    /// The shape of one entry of the history.
    static Shape entry(const Shape& value) { return value.empty() ? Shape{1} : value; }
};

}  // namespace

const nnir::Op& delay_op() {
    static const Delay op;
    return op;
}

}  // namespace lockstep::ops
