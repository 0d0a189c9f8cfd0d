#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/import/torch_model.h"

namespace lockstep::torch_import {
namespace {

namespace jit = torch::jit;

constexpr std::int64_t guessed_length = 20;  ///< of a sequence that the file does not tell
constexpr int weights_to_try = 8;            ///< the first one is not always the first that the input meets

struct Candidate {
    Shape shape;
    std::int64_t length = 0;  ///< of a sequence in it, which is a guess
};

/// Shapes to try for a model whose first weight is `weight`.
std::vector<Candidate> candidates(const std::string& name, const at::Tensor& weight) {
    const std::int64_t features = weight.size(1);
    const Candidate sequence = {{guessed_length, features}, guessed_length};
    const Candidate batched = {{1, guessed_length, features}, guessed_length};
    if (weight.dim() == 3) {
        std::vector<Candidate> lengths;
        // A convolution without padding needs a length beyond its field of view.
        for (const std::int64_t length : {guessed_length, std::int64_t{256}, std::int64_t{4096}}) {
            lengths.push_back({{1, features, length}, length});
        }
        return lengths;
    }
    if (name.find("weight_ih") != std::string::npos) return {sequence, batched, {{1, features}, 0}};
    return {{{features}, 0}, {{1, features}, 0}, sequence, batched};
}

}  // namespace

bool Model::accepts(const std::string& name, const Shape& shape) {
    try {
        evaluate({name, {shape}, {}, {}});
        return true;
    } catch (const Error& error) {
        // What is refused for another reason is refused with every shape.
        return error.failure().kind == FailureKind::unsupported;
    }
}

std::vector<Shape> Model::stated_shapes(const std::string& name, std::size_t count) {
    try {
        caffe2::serialize::PyTorchStreamReader reader(make_reader());
        if (name != "forward" || !reader.hasRecord("extra/lockstep.json")) return {};
        const auto [bytes, size] = reader.getRecord("extra/lockstep.json");
        const char* text = static_cast<const char*>(bytes.get());
        auto shapes = nlohmann::json::parse(text, text + size).at("input_shapes").get<std::vector<Shape>>();
        return shapes.size() == count ? shapes : std::vector<Shape>{};
    } catch (const std::exception&) {
        return {};  // the proposal is a convenience
    }
}

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

std::optional<Shape> Model::guess_shape(const std::string& name, std::string& basis) {
    int weights = 0;
    for (const auto& parameter : module_.named_parameters()) {
        if (parameter.value.dim() != 2 && parameter.value.dim() != 3) continue;
        if (++weights > weights_to_try) break;
        for (const Candidate& candidate : candidates(parameter.name, parameter.value)) {
            if (!accepts(name, candidate.shape)) continue;
            basis = fmt::format("the weight {} ({}); the model accepts this shape", parameter.name,
                                fmt::join(parameter.value.sizes().vec(), " x "));
            if (candidate.length > 0) basis += fmt::format("; the length {} is a guess", candidate.length);
            return candidate.shape;
        }
    }
    return std::nullopt;
}

nlohmann::json Model::probe(const std::string& name, bool proposals) {
    std::vector<std::string> methods;
    for (const jit::Method& found : module_.get_methods()) {
        if (found.name().rfind("__", 0) != 0) methods.push_back(found.name());
    }
    const std::vector<Parameter> parameters = parameters_of(method(name).function().getSchema());
    const std::vector<const Parameter*> flat = flatten(parameters);
    std::size_t tensors = 0;
    bool scalars_known = true;
    for (const Parameter* parameter : flat) {
        tensors += parameter->kind == Parameter::Kind::tensor ? 1 : 0;
        scalars_known =
            scalars_known && (parameter->kind == Parameter::Kind::tensor || !parameter->value.isNone());
    }
    const std::vector<Shape> stated = proposals ? stated_shapes(name, tensors) : std::vector<Shape>{};
    const std::vector<Shape> traced =
        proposals && stated.empty() ? traced_shapes(name, tensors) : std::vector<Shape>{};
    nlohmann::json inputs = nlohmann::json::array();
    std::size_t index = 0;
    for (const Parameter* parameter : flat) {
        nlohmann::json input = {{"name", parameter->name}, {"type", parameter->type}};
        if (parameter->kind == Parameter::Kind::tensor) {
            std::string basis = "the inputs that the file was traced with";
            std::optional<Shape> shape;
            if (!stated.empty()) {
                shape = stated[index];
                basis = "the file's own record extra/lockstep.json";
            } else if (!traced.empty()) {
                shape = traced[index];
            } else if (proposals && tensors == 1 && scalars_known) {
                shape = guess_shape(name, basis);
            }
            if (shape) {
                input["shape"] = *shape;
                input["basis"] = basis;
            }
            ++index;
        }
        inputs.push_back(std::move(input));
    }
    std::int64_t count = 0;
    for (const at::Tensor& tensor : module_.parameters()) count += tensor.numel();
    return {{"methods", methods}, {"parameters", count}, {"inputs", inputs}};
}

}  // namespace lockstep::torch_import
