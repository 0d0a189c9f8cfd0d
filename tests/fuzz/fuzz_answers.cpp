#include <cmath>
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

}  // namespace

/// Any text as a worker's answer: a graph, a probe or a failure whose every index, shape and weight is in
/// range, or the reader says why not.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    nlohmann::json json;
    attempt([&] { json = wire::parse_json(text); });
    if (json.is_null()) return 0;
    attempt([&] { check(graph_wire::read_graph(json, weights(), weight_count * sizeof(float))); });
    attempt([&] {
        const ModelProbe probe = graph_wire::read_probe(json);
        if (probe.parameter_count < 0) std::abort();
    });
    attempt([&] { to_text(graph_wire::read_failure(json)); });
    return 0;
}
