#include <map>

#include "core/lowering/lowering_builder.h"
#include "core/nnir/builder.h"
#include "core/nnir/import_context.h"
#include "core/nnir/torch_source.h"
#include "core/numerics/real_function.h"
#include "core/ops/activation_import.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;
using Code = lowering::Activation;

struct Form {
    Code code;
    const char* torch;  ///< with %s for the operand
    SupportLevel level;
    const char* note;
};

const std::map<std::string, Form>& forms() {
    constexpr auto published = SupportLevel::published;
    constexpr const char* bf16 = "in bf16 only";
    static const std::map<std::string, Form> all = {
        {"exp", {Code::exp, "torch.exp(%s)", published, ""}},
        {"exp2", {Code::exp2, "torch.exp2(%s)", published, ""}},
        {"expm1",
         {Code::expm1, "torch.expm1(%s)", SupportLevel::composed,
          "as exp(x) - 1, which loses digits near 0"}},
        {"log", {Code::log, "torch.log(%s)", published, bf16}},
        {"log2", {Code::log2, "torch.log2(%s)", published, bf16}},
        {"log10", {Code::log10, "torch.log10(%s)", published, bf16}},
        {"sqrt", {Code::sqrt, "torch.sqrt(%s)", published, bf16}},
        {"rsqrt", {Code::rsqrt, "torch.rsqrt(%s)", published, bf16}},
        {"reciprocal",
         {Code::reciprocal, "torch.reciprocal(%s)", published, "in bf16 only, by their ONNX front end"}},
        {"tanh", {Code::tanh, "torch.tanh(%s)", published, bf16}},
        {"sigmoid", {Code::sigmoid, "torch.sigmoid(%s)", published, bf16}},
        {"silu", {Code::silu, "torch.silu(%s)", published, bf16}},
        {"gelu", {Code::gelu, "torch.gelu(%s, approximate='none')", published, bf16}},
        {"gelu_tanh", {Code::gelu_tanh, "torch.gelu(%s, approximate='tanh')", published, bf16}},
        {"softplus", {Code::softplus, "torch.logaddexp(%s, torch.zeros_like(%s))", published, bf16}}};
    return all;
}

const Form& form(const Attributes& attributes) {
    return forms().at(attributes.string("function"));
}

std::string filled(std::string pattern, const std::string& operand) {
    for (std::size_t place = 0; (place = pattern.find("%s", place)) != std::string::npos;
         place += operand.size())
        pattern.replace(place, 2, operand);
    return pattern;
}

ImportRule rule(const std::string& name, const std::string& argument, const std::string& word) {
    return {"torchscript", "aten::" + name, [argument, word](ImportContext& c) {
                c.set_output(0, c.add("Activation", {{"function", word}}, {c.value(argument)}));
            }};
}

void import_gelu(ImportContext& c) {
    const std::string approximate = c.string("approximate", "none");
    if (approximate != "none" && approximate != "tanh")
        c.refuse("its approximation '" + approximate + "' is unknown");
    const std::string word = approximate == "none" ? "gelu" : "gelu_tanh";
    c.set_output(0, c.add("Activation", {{"function", word}}, {c.value("self")}));
}

class Activation final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "Activation",
            "Applies one function to every element.",
            {{"function",
              "exp, exp2, expm1, log, log2, log10, sqrt, rsqrt, reciprocal, tanh, sigmoid, silu, gelu, "
              "gelu_tanh or softplus"}},
            {SupportLevel::published,
             "exp and exp2 in bf16 and fp32, the others in bf16 only; expm1 is composed"},
            {.fp32 = true}};
        return info;
    }

    Support support(const BoundNode& node) const override {
        const Form& f = form(node.attributes());
        return {f.level, f.note};
    }

    std::string obstacle(const BoundNode& node, Precision precision) const override {
        const Code code = form(node.attributes()).code;
        if (precision == Precision::fp32 && code != Code::exp && code != Code::exp2)
            return "the published accelerators compute " + node.attributes().string("function") +
                   " in bf16 only";
        return Op::obstacle(node, precision);
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 1);
        const std::string& word = attributes.string("function");
        if (!forms().contains(word)) bad_operand(info(), inputs[0], "the function '" + word + "' is unknown");
        return {{.shape = inputs[0].type.shape, .format = number_format(inputs[0].type.format)}};
    }

    DataDims data_dims(const BoundNode&, const DataDims& known) const override {
        return same_data_dim(known);
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        return PassThrough{node.attributes(), {axes[0]}};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        lower_epilogue(builder, node, {.activation = form(node.attributes).code});
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        RealTensor y = inputs[0];
        const Function function = function_named(attributes.string("function")).value();
        for (double& v : y.values) v = real_function(function, v);
        return {std::move(y)};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        source.assign(node, 0, filled(form(node.attributes()).torch, source.in(node)));
    }

    std::vector<ImportRule> imports() const override {
        std::vector<ImportRule> rules = composed_activation_imports();
        for (const char* name : {"exp", "exp2", "expm1", "log", "log2", "log10", "sqrt", "rsqrt",
                                 "reciprocal", "tanh", "sigmoid", "silu"})
            rules.push_back(rule(name, "self", name));
        rules.push_back({"torchscript", "aten::gelu", import_gelu});
        return rules;
    }

    std::vector<Sample> samples() const override {
        std::vector<Sample> all;
        for (const auto& [word, f] : forms()) {
            GraphBuilder builder(word);
            ValueId x = builder.input("x", {5, 3});
            // Most of their domain is above zero.
            if (word.starts_with("log") || word.ends_with("sqrt") || word == "reciprocal")
                x = builder.pointwise("add", x, Tensor::filled({}, 1.25F));
            builder.output(builder.add("Activation", {{"function", word}}, {x}));
            all.push_back({word, builder.finish(), {0}});
        }
        GraphBuilder fused("behind a Linear");
        const ValueId y = fused.linear(fused.input("x", {4, 2, 9}), sample_tensor({35, 9}, 1, 0.5));
        fused.output(fused.add("Activation", {{"function", std::string("tanh")}}, {y}));
        all.push_back({"behind a Linear", fused.finish(), {1}});
        return all;
    }
};

}  // namespace

const nnir::Op& activation_op() {
    static const Activation op;
    return op;
}

}  // namespace lockstep::ops
