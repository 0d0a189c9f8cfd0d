#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "core/import/graph_wire.h"
#include "core/import/wire.h"
#include "core/support/error.h"

using namespace lockstep;

namespace {

constexpr std::size_t weight_count = 64;

/// A weight image of its own allocation, so that a sanitizer sees what reads past its end.
std::shared_ptr<const std::byte> weights() {
    static const auto image = std::make_shared<std::vector<float>>(weight_count, 1.5F);
    return {image, reinterpret_cast<const std::byte*>(image->data())};
}

template <class Read>
void attempt(Read read) {
    try {
        read();
    } catch (const Error& error) {
        if (error.failure().kind != FailureKind::worker_failed || error.failure().message.empty())
            std::abort();
    }
}

void check_value(const ImportedGraph& graph, std::uint32_t value) {
    if (value >= graph.values.size()) std::abort();
}

void check_tensor(const Tensor& tensor) {
    const std::int64_t count = element_count(tensor.shape());
    if (count < 0 || count > static_cast<std::int64_t>(weight_count)) std::abort();
    for (const float value : tensor.values()) {
        if (value != 1.5F) std::abort();
    }
}

void check(const ImportedGraph& graph) {
    for (const std::uint32_t value : graph.inputs) check_value(graph, value);
    for (const std::uint32_t value : graph.outputs) check_value(graph, value);
    for (const ImportedState& state : graph.states) {
        check_tensor(state.initial);
        check_value(graph, state.read);
        check_value(graph, state.written);
    }
    for (const ImportedValue& value : graph.values) {
        if (element_count(value.shape) < 0) std::abort();
    }
    for (const ImportedNode& node : graph.nodes) {
        for (const std::uint32_t value : node.outputs) check_value(graph, value);
        for (const ImportedArgument& argument : node.arguments) {
            if (const auto* value = std::get_if<std::uint32_t>(&argument.value)) check_value(graph, *value);
            if (const auto* attribute = std::get_if<ImportedAttribute>(&argument.value)) {
                if (const auto* tensor = std::get_if<Tensor>(attribute)) check_tensor(*tensor);
            }
            for (const auto& item : argument.list) {
                if (const auto* value = std::get_if<std::uint32_t>(&item)) check_value(graph, *value);
                if (const auto* tensor = std::get_if<Tensor>(&item); tensor && !tensor->empty())
                    check_tensor(*tensor);
            }
        }
    }
}

void check(const ModelProbe& probe, std::size_t blob_bytes) {
    if (probe.parameter_count < 0 || probe.signatures.size() != probe.methods.size()) std::abort();
    for (const ModelProbe::Input& input : probe.inputs) {
        const auto rank = input.proposal ? static_cast<int>(input.proposal->size()) : 0;
        if (!input.axis_names.empty() && static_cast<int>(input.axis_names.size()) != rank) std::abort();
        if (input.streaming_axis && (*input.streaming_axis < -1 || *input.streaming_axis >= rank))
            std::abort();
    }
    std::size_t bytes = 0;
    for (const ModelProbe::TestVector& vector : probe.vectors) {
        for (const auto* tensors : {&vector.inputs, &vector.outputs}) {
            for (const Tensor& tensor : *tensors) bytes += tensor.values().size_bytes();
        }
    }
    if (bytes > blob_bytes) std::abort();
}

}  // namespace

/// Any text as a worker's answer, with what follows its last line as the blob: a graph, a part of one, a
/// probe or a failure whose every index, shape and weight is in range, or the reader says why not.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string text(reinterpret_cast<const char*>(data), size);
    const std::size_t line = text.rfind('\n');
    const std::string blob = line == std::string::npos ? std::string() : text.substr(line + 1);
    text.resize(std::min(line, text.size()));
    nlohmann::json json;
    attempt([&] { json = wire::parse_json(text); });
    if (json.is_null()) return 0;
    attempt([&] { check(graph_wire::read_graph(json, weights(), weight_count * sizeof(float))); });
    attempt([&] { check(graph_wire::read_partial_graph(json, weights(), weight_count * sizeof(float))); });
    attempt([&] { check(graph_wire::read_probe(json, blob), blob.size()); });
    attempt([&] { to_text(graph_wire::read_failure(json)); });
    return 0;
}
