#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "core/import/torch_model.h"
#include "core/import/torch_stored.h"

namespace lockstep::torch_import {
namespace {

namespace jit = torch::jit;

constexpr std::int64_t guessed_length = 20;  ///< of a sequence that the file does not tell
constexpr int weights_to_try = 8;            ///< the first one is not always the first that the input meets

struct Candidate {
    Shape shape;
    std::int64_t length = 0;  ///< of a sequence in it, which is a guess
};

struct Weight {
    std::string name;
    at::Tensor value;
};

/// Of a frozen module: what constants are by the operators that take them, "lstm.weight_ih" or
/// "linear.weight".
std::vector<Weight> constant_weights(jit::Function& function) {
    std::vector<Weight> weights;
    std::map<const jit::Node*, int> matrices;  // of a recurrent layer, so far
    for (jit::Node* node : tensor_constants(function)) {
        const at::Tensor& value = node->t(c10::attr::value);
        if (!at::isFloatingType(value.scalar_type()) || node->output()->uses().empty()) continue;
        const jit::Node* user = node->output()->uses()[0].user;
        const bool list = user->kind() == c10::prim::ListConstruct && !user->output()->uses().empty();
        if (list) user = user->output()->uses()[0].user;
        const std::string op = user->kind().toUnqualString();
        const bool recurrent = list && (op == "lstm" || op.rfind("gru", 0) == 0 || op.rfind("rnn_", 0) == 0);
        const char* role = ".weight";
        if (recurrent && value.dim() == 2) role = matrices[user]++ % 2 == 0 ? ".weight_ih" : ".weight_hh";
        weights.push_back({op + role, value});
    }
    return weights;
}

/// The parameters in the order of the module; those of a frozen one from the code of `function`.
std::vector<Weight> weights_of(const jit::Module& module, jit::Function& function) {
    std::vector<Weight> weights;
    for (const auto& parameter : module.named_parameters())
        weights.push_back({parameter.name, parameter.value});
    return weights.empty() ? constant_weights(function) : weights;
}

bool is_recurrent(const std::string& name) {
    return name.find("weight_ih") != std::string::npos || name.find("weight_hh") != std::string::npos;
}

/// Shapes to try for a model whose first weight is `weight`.
std::vector<Candidate> candidates(const std::string& name, const at::Tensor& weight) {
    const std::int64_t features = weight.size(1);
    if (weight.dim() == 3) {
        std::vector<Candidate> lengths;
        // A convolution without padding needs a length beyond its field of view.
        for (const std::int64_t length : {guessed_length, std::int64_t{256}, std::int64_t{4096}}) {
            lengths.push_back({{1, features, length}, length});
        }
        return lengths;
    }
    const auto of = [](std::int64_t size) {
        return std::vector<Candidate>{{{size}, 0},
                                      {{1, size}, 0},
                                      {{guessed_length, size}, guessed_length},
                                      {{1, guessed_length, size}, guessed_length}};
    };
    if (is_recurrent(name)) {
        return {{{guessed_length, features}, guessed_length},
                {{1, guessed_length, features}, guessed_length},
                {{1, features}, 0}};
    }
    std::vector<Candidate> found = of(features);
    // A weight that is used by matmul is stored as [in, out].
    if (weight.size(0) != features) {
        for (const Candidate& turned : of(weight.size(0))) found.push_back(turned);
    }
    return found;
}

/// Shapes of the states that go in beside the data: of the first recurrent layer, unbatched and batched.
std::vector<Shape> state_candidates(const std::vector<Weight>& weights) {
    std::int64_t layers = 0;
    std::int64_t hidden = 0;
    for (const Weight& parameter : weights) {
        if (parameter.name.find("weight_hh") == std::string::npos || parameter.value.dim() != 2) continue;
        if (hidden == 0) hidden = parameter.value.size(1);
        layers += parameter.value.size(1) == hidden ? 1 : 0;
    }
    if (hidden == 0) return {};
    return {{layers, hidden}, {layers, 1, hidden}, {hidden}, {1, hidden}};
}

/// What the axes of an input are, by the first weights; empty where nothing tells.
std::vector<std::string> name_axes(const std::vector<Weight>& all, const Shape& shape) {
    std::vector<std::string> names(shape.size());
    bool recurrent = false;
    int weights = 0;
    const char* kind = nullptr;
    std::size_t features = 0;
    for (const Weight& parameter : all) {
        recurrent = recurrent || is_recurrent(parameter.name);
        const at::Tensor& weight = parameter.value;
        if (kind != nullptr || weight.dim() < 2 || weight.dim() > 3 || ++weights > weights_to_try) continue;
        if (weight.dim() == 3 && shape.size() >= 2 && shape[shape.size() - 2] % weight.size(1) == 0) {
            kind = "channels";
            features = shape.size() - 2;
        } else if (weight.dim() == 2 && !shape.empty() &&
                   (shape.back() == weight.size(1) || shape.back() == weight.size(0))) {
            kind = "features";
            features = shape.size() - 1;
        }
    }
    if (kind == nullptr) return names;
    names[features] = kind;
    if (features + 2 == shape.size()) {
        names.back() = "time";
        if (shape.size() == 3 && shape[0] == 1) names[0] = "batch";
    } else if (recurrent && shape.size() == 2) {
        names[0] = "time";
    } else if (recurrent && shape.size() == 3 && (shape[0] == 1) != (shape[1] == 1)) {
        names[shape[0] == 1 ? 0 : 1] = "batch";
        names[shape[0] == 1 ? 1 : 0] = "time";
    }
    return names;
}

}  // namespace

std::vector<Shape> Model::traced_shapes(const std::string& name, std::size_t count) {
    try {
        caffe2::serialize::PyTorchStreamReader reader(make_reader());
        if (!reader.hasRecord("traced_inputs.pkl")) return {};
        const c10::IValue stored = jit::readArchiveAndTensors("traced_inputs", "", "traced_inputs/",
                                                              c10::nullopt, c10::nullopt, c10::kCPU, reader);
        std::vector<at::Tensor> tensors;
        if (stored.isGenericDict()) {
            for (const auto& entry : stored.toGenericDict()) {
                if (entry.key().isString() && entry.key().toStringRef() == name)
                    flatten_result(entry.value(), tensors);
            }
        } else {
            flatten_result(stored, tensors);
        }
        std::vector<Shape> shapes;
        for (const at::Tensor& tensor : tensors) shapes.push_back(shape_of(tensor));
        return shapes.size() == count ? shapes : std::vector<Shape>{};
    } catch (const std::exception&) {
        return {};  // the proposal is a convenience
    }
}

std::vector<Shape> Model::guess_shapes(const std::string& name, std::size_t count,
                                       const std::set<std::string>& given, std::string& basis) {
    const std::vector<Weight> all = weights_of(module_, method(name).function());
    const std::vector<Shape> states = count > 1 ? state_candidates(all) : std::vector<Shape>{Shape{}};
    int weights = 0;
    for (const Weight& parameter : all) {
        if (parameter.value.dim() != 2 && parameter.value.dim() != 3) continue;
        if (++weights > weights_to_try) break;
        for (const Candidate& candidate : candidates(parameter.name, parameter.value)) {
            for (const Shape& state : states) {
                std::vector<Shape> shapes(count, state);
                shapes[0] = candidate.shape;
                if (!accepts({.method = name,
                              .shapes = {shapes.begin(), shapes.end()},
                              .values = {},
                              .given = given,
                              .operators = {},
                              .refusals = {}}))
                    continue;
                basis = fmt::format("the weight {} ({}); the model accepts {}", parameter.name,
                                    fmt::join(parameter.value.sizes().vec(), " x "),
                                    count > 1 ? "these shapes" : "this shape");
                if (candidate.length > 0)
                    basis += fmt::format("; the length {} is a guess", candidate.length);
                return shapes;
            }
        }
    }
    return {};
}

nlohmann::json Model::probe(const std::string& name, bool proposals, const std::set<std::string>& given,
                            std::string& blob) {
    nlohmann::json methods = nlohmann::json::array();
    nlohmann::json signatures = nlohmann::json::array();
    for (const jit::Method& found : module_.get_methods()) {
        if (found.name().rfind("__", 0) == 0) continue;
        methods.push_back(found.name());
        signatures.push_back(signature_text(found.function().getSchema()));
    }
    const std::vector<Parameter> parameters = named_parameters(method(name), given);
    const std::vector<const Parameter*> flat = flatten(parameters);
    const std::vector<Weight> weights = weights_of(module_, method(name).function());
    std::size_t tensors = 0;
    bool scalars_known = true;
    for (const Parameter* parameter : flat) {
        tensors += parameter->kind == Parameter::Kind::tensor ? 1 : 0;
        scalars_known =
            scalars_known && (parameter->kind == Parameter::Kind::tensor || !parameter->value.isNone());
    }
    StoredExample stored = read_stored_example(make_reader(), name, tensors);
    if (!proposals) {
        // Values of scalar inputs count without being asked for.
        stored.shapes.clear();
        stored.vectors = nlohmann::json::array();
        stored.numbers.clear();
    }
    std::vector<Shape> shapes = stored.shapes;
    std::string basis = "the file's own record extra/lockstep.json";
    if (shapes.empty() && proposals) {
        shapes = traced_shapes(name, tensors);
        basis = "the inputs that the file was traced with";
    }
    if (shapes.empty() && proposals && tensors > 0 && scalars_known)
        shapes = guess_shapes(name, tensors, given, basis);
    nlohmann::json inputs = nlohmann::json::array();
    std::size_t index = 0;
    for (const Parameter* parameter : flat) {
        nlohmann::json input = {{"name", parameter->name}, {"type", parameter->type}};
        if (parameter->kind == Parameter::Kind::tensor) {
            if (!shapes.empty()) {
                const Shape& shape = shapes[index];
                input["shape"] = shape;
                input["basis"] = basis;
                const bool named = index < stored.axes.size() && stored.axes[index].size() == shape.size();
                input["axes"] = named ? stored.axes[index] : name_axes(weights, shape);
                if (index < stored.streaming_axes.size() && stored.streaming_axes[index])
                    input["streaming_axis"] = *stored.streaming_axes[index];
            }
            ++index;
        } else if (const auto value = stored.values.find(parameter->name); value != stored.values.end()) {
            input["value"] = value->second;
        } else if (parameter->value.isScalar()) {
            input["value"] = parameter->value.isBool() ? static_cast<double>(parameter->value.toBool())
                                                       : parameter->value.toScalar().toDouble();
        }
        inputs.push_back(std::move(input));
    }
    std::int64_t count = 0;
    for (const Weight& weight : weights) count += weight.value.numel();
    blob = std::move(stored.numbers);
    return {{"methods", methods}, {"signatures", signatures},       {"parameters", count},
            {"inputs", inputs},   {"exported_by", stored.exporter}, {"vectors", stored.vectors}};
}

}  // namespace lockstep::torch_import
