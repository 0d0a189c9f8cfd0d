#include "core/lowering/lowering_builder.h"
#include "core/lowering/vectors.h"
#include "core/nnir/builder.h"
#include "core/nnir/import_context.h"
#include "core/nnir/torch_source.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

class Constant final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{"Constant",
                                 "A value that is known: it does not depend on the input.",
                                 {{"value", "the value"}},
                                 {SupportLevel::published, "held in the tensor RAM"},
                                 {.fp32 = true}};
        return info;
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 0);
        return {{.shape = attributes.tensor("value").shape()}};
    }

    DataDims data_dims(const BoundNode&, const DataDims& known) const override { return no_demand(known); }

    StreamRule stream(const BoundNode& node, std::span<const int>) const override {
        return PassThrough{node.attributes(), {no_axis}};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        std::vector<lowering::VectorId> vectors;
        for (std::vector<float>& values : lowering::cut_into_vectors(node.attributes.tensor("value"),
                                                                     builder.type(node.outputs[0]).data_dim))
            vectors.push_back(builder.constant_vector(std::move(values)));
        builder.set_vectors(node.outputs[0], std::move(vectors));
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor>) const override {
        return {RealTensor(attributes.tensor("value"))};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        source.assign(node, 0, source.weight(node.attributes().tensor("value")));
    }

    std::vector<ImportRule> imports() const override {
        return {{"torchscript", lockstep::constant_op, [](ImportContext& c) {
                     c.set_output(0, c.add("Constant", {{"value", *c.tensor("value")}}, {}));
                 }}};
    }

    std::vector<Sample> samples() const override {
        GraphBuilder added("added");
        const ValueId x = added.linear(added.input("x", {3, 5}), sample_tensor({4, 5}, 90));
        const ValueId constant = added.add("Constant", {{"value", sample_tensor({3, 4}, 91)}}, {});
        added.output(added.pointwise("add", x, constant));
        GraphBuilder alone("an output");
        alone.output(alone.relu(alone.input("x", {3})));
        alone.output(alone.add("Constant", {{"value", sample_tensor({2, 7}, 92)}}, {}));
        return {{"added", added.finish()}, {"an output", alone.finish()}};
    }
};

}  // namespace

const nnir::Op& constant_op() {
    static const Constant op;
    return op;
}

}  // namespace lockstep::ops
