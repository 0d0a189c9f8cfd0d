#include "core/import/graph_wire.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

namespace lockstep::graph_wire {
namespace {

using nlohmann::json;

constexpr std::size_t node_limit = 1'000'000;
constexpr std::size_t value_limit = 4'000'000;
constexpr std::size_t argument_limit = 100'000;
constexpr std::size_t name_limit = 4096;
constexpr std::size_t text_limit = 128 * 1024;
constexpr std::size_t rank_limit = 16;
constexpr std::int64_t element_limit = 1LL << 40;

[[noreturn]] void fail(const std::string& what) {
    throw Error(FailureKind::worker_failed, "the import worker's answer is malformed: " + what,
                "The model file may have taken the worker over: do not trust it.");
}

const json& field(const json& object, const char* key) {
    if (!object.is_object()) fail(std::string("no object around '") + key + "'");
    const auto found = object.find(key);
    if (found == object.end()) fail(std::string("'") + key + "' is missing");
    return *found;
}

const json& array(const json& object, const char* key, std::size_t limit) {
    const json& value = field(object, key);
    if (!value.is_array()) fail(std::string("'") + key + "' is no array");
    if (value.size() > limit)
        fail(std::string("'") + key + "' has " + std::to_string(value.size()) + " entries");
    return value;
}

std::string text(const json& object, const char* key, std::size_t limit) {
    const json& value = field(object, key);
    if (!value.is_string()) fail(std::string("'") + key + "' is no text");
    const std::string& found = value.get_ref<const std::string&>();
    if (found.size() > limit)
        fail(std::string("'") + key + "' has " + std::to_string(found.size()) + " bytes");
    return found;
}

std::int64_t integer(const json& value, std::int64_t low, std::int64_t high, const char* what) {
    if (!value.is_number_integer()) fail(std::string(what) + " is no whole number");
    if (value.is_number_unsigned() &&
        value.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        fail(std::string(what) + " is out of range");
    }
    const std::int64_t number = value.get<std::int64_t>();
    if (number < low || number > high)
        fail(std::string(what) + " is out of range (" + std::to_string(number) + ")");
    return number;
}

double real(const json& value) {
    if (value.is_number()) return value.get<double>();
    if (value == "nan") return std::numeric_limits<double>::quiet_NaN();
    if (value == "inf") return std::numeric_limits<double>::infinity();
    if (value == "-inf") return -std::numeric_limits<double>::infinity();
    fail("a number is no number");
}

/// A shape with few axes whose element count is in range.
Shape shape(const json& value) {
    if (!value.is_array() || value.size() > rank_limit) fail("a shape is none");
    Shape shape;
    std::int64_t count = 1;
    for (const json& axis : value) {
        const std::int64_t size = integer(axis, 0, element_limit, "an axis");
        if (size > 0 && count > element_limit / size) fail("a shape has too many elements");
        count *= size;
        shape.push_back(size);
    }
    return shape;
}

class GraphReader {
  public:
    GraphReader(std::shared_ptr<const std::byte> weights, std::uint64_t bytes)
        : weights_(std::move(weights)), bytes_(bytes) {}

    ImportedGraph read(const json& source, bool whole) {
        ImportedGraph graph;
        graph.front_end = "torchscript";
        graph.name = text(source, "name", name_limit);
        for (const json& value : array(source, "values", value_limit))
            graph.values.push_back(read_value(value));
        ready_.assign(graph.values.size(), false);
        for (const json& input : array(source, "inputs", name_limit)) graph.inputs.push_back(define(input));
        for (const json& state : array(source, "states", name_limit))
            graph.states.push_back(read_state(state, graph));
        for (const json& node : array(source, "nodes", node_limit)) {
            graph.nodes.push_back(read_node(node, static_cast<std::uint32_t>(graph.nodes.size())));
        }
        for (const json& output : array(source, "outputs", name_limit)) graph.outputs.push_back(use(output));
        for (std::size_t i = 0; i < graph.states.size(); ++i)
            finish_state(array(source, "states", name_limit)[i], graph, graph.states[i]);
        for (const json& proposal : array(source, "proposals", name_limit))
            graph.state_proposals.push_back(read_proposal(proposal, graph));
        if (whole && graph.inputs.empty()) fail("the graph has no input");
        if (whole && graph.outputs.empty()) fail("the graph has no output");
        for (const json& note : array(source, "notes", name_limit)) {
            if (!note.is_string() || note.get_ref<const std::string&>().size() > name_limit)
                fail("a note is no text");
            graph.notes.push_back(note.get<std::string>());
        }
        return graph;
    }

  private:
    static ImportedValue read_value(const json& value) {
        // A state of an "other" type reaches the graph that shows why the model is refused.
        constexpr std::array<std::string_view, 11> types = {"float32", "float64", "float16", "bfloat16",
                                                            "int64",   "int32",   "int16",   "int8",
                                                            "uint8",   "bool",    "other"};
        ImportedValue read{text(value, "n", name_limit), shape(field(value, "s")),
                           text(value, "d", name_limit)};
        if (std::find(types.begin(), types.end(), read.dtype) == types.end())
            fail("unknown type '" + read.dtype.substr(0, 40) + "'");
        return read;
    }

    std::uint32_t index(const json& value) const {
        if (ready_.empty()) fail("the graph has no values");
        return static_cast<std::uint32_t>(
            integer(value, 0, static_cast<std::int64_t>(ready_.size()) - 1, "a value index"));
    }
    std::uint32_t use(const json& value) const {
        const std::uint32_t i = index(value);
        if (!ready_[i]) fail("value " + std::to_string(i) + " is used before it is computed");
        return i;
    }
    std::uint32_t define(const json& value) {
        const std::uint32_t i = index(value);
        if (ready_[i]) fail("value " + std::to_string(i) + " is computed twice");
        ready_[i] = true;
        return i;
    }

    static ImportedSource read_source(const json& source) {
        ImportedSource read;
        read.module = text(source, "module", name_limit);
        read.file = text(source, "file", name_limit);
        read.line = static_cast<int>(
            integer(field(source, "line"), 0, std::numeric_limits<int>::max(), "a line number"));
        read.text = text(source, "text", name_limit);
        return read;
    }

    ImportedState read_state(const json& source, const ImportedGraph& graph) {
        ImportedState state;
        state.name = text(source, "n", name_limit);
        state.read = define(field(source, "read"));
        state.initial = tensor(field(source, "initial"));
        if (state.initial.shape() != graph.values[state.read].shape)
            fail("the state '" + state.name.substr(0, 40) + "' begins with another shape than it has");
        state.source = read_source(source);
        return state;
    }
    /// What a state is after a call is known when the nodes have been read.
    void finish_state(const json& source, const ImportedGraph& graph, ImportedState& state) const {
        state.written = use(field(source, "written"));
        const ImportedValue& before = graph.values[state.read];
        const ImportedValue& after = graph.values[state.written];
        if (before.shape != after.shape || before.dtype != after.dtype)
            fail("the state '" + state.name.substr(0, 40) + "' changes its shape or type");
    }

    static StateProposal read_proposal(const json& source, const ImportedGraph& graph) {
        StateProposal read{text(source, "in", name_limit), text(source, "out", name_limit),
                           text(source, "why", name_limit)};
        const auto names = [&](const std::vector<std::uint32_t>& values, const std::string& name) {
            return std::any_of(values.begin(), values.end(),
                               [&](std::uint32_t value) { return graph.values[value].name == name; });
        };
        if (!names(graph.inputs, read.input) || !names(graph.outputs, read.output))
            fail("a proposed state is no input and output");
        return read;
    }

    ImportedNode read_node(const json& source, std::uint32_t id) {
        ImportedNode node;
        node.id = id;
        node.op = text(source, "op", name_limit);
        if (node.op.find("::") == std::string::npos)
            fail("node " + std::to_string(id) + " has no operator name");
        for (const json& argument : array(source, "args", name_limit))
            node.arguments.push_back(read_argument(argument));
        for (const json& output : array(source, "outs", argument_limit))
            node.outputs.push_back(define(output));
        node.source = read_source(source);
        return node;
    }

    ImportedArgument read_argument(const json& source) const {
        ImportedArgument argument;
        argument.name = text(source, "n", name_limit);
        if (source.contains("l")) {
            for (const json& item : array(source, "l", argument_limit)) {
                const std::string kind = text(item, "k", name_limit);
                if (kind == "value") {
                    argument.list.emplace_back(use(field(item, "i")));
                } else if (kind == "tensor") {
                    argument.list.emplace_back(tensor(item));
                } else if (kind == "none") {
                    argument.list.emplace_back(Tensor{});
                } else {
                    fail("a list holds a '" + kind.substr(0, 40) + "'");
                }
            }
            argument.value = ImportedAttribute{};
            return argument;
        }
        const json& value = field(source, "v");
        if (text(value, "k", name_limit) == "value") {
            argument.value = use(field(value, "i"));
        } else {
            argument.value = attribute(value);
        }
        return argument;
    }

    ImportedAttribute attribute(const json& value) const {
        constexpr std::int64_t low = std::numeric_limits<std::int64_t>::min();
        constexpr std::int64_t high = std::numeric_limits<std::int64_t>::max();
        const std::string kind = text(value, "k", name_limit);
        if (kind == "none") return std::monostate{};
        if (kind == "bool") {
            if (!field(value, "b").is_boolean()) fail("a truth value is none");
            return field(value, "b").get<bool>();
        }
        if (kind == "int") return integer(field(value, "i"), low, high, "a number");
        if (kind == "double") return real(field(value, "d"));
        if (kind == "string") return text(value, "s", text_limit);
        if (kind == "ints") {
            std::vector<std::int64_t> items;
            for (const json& item : array(value, "i", value_limit))
                items.push_back(integer(item, low, high, "a number"));
            return items;
        }
        if (kind == "doubles") {
            std::vector<double> items;
            for (const json& item : array(value, "d", value_limit)) items.push_back(real(item));
            return items;
        }
        if (kind == "tensor") return tensor(value);
        fail("unknown kind of argument '" + kind.substr(0, 40) + "'");
    }

    Tensor tensor(const json& value) const {
        Shape dims = shape(field(value, "s"));
        const auto size = static_cast<std::uint64_t>(element_count(dims)) * sizeof(float);
        const auto offset = static_cast<std::uint64_t>(
            integer(field(value, "o"), 0, std::numeric_limits<std::int64_t>::max(), "an offset"));
        if (offset % alignof(float) != 0 || offset > bytes_ || size > bytes_ - offset) {
            fail("a weight lies outside the weight image");
        }
        return {std::move(dims), std::shared_ptr<const float>(
                                     weights_, reinterpret_cast<const float*>(weights_.get() + offset))};
    }

    std::shared_ptr<const std::byte> weights_;
    std::uint64_t bytes_;
    std::vector<bool> ready_;
};

}  // namespace

ImportedGraph read_graph(const json& json, const std::shared_ptr<const std::byte>& weights,
                         std::uint64_t weight_bytes) {
    return GraphReader(weights, weight_bytes).read(json, true);
}

ImportedGraph read_partial_graph(const json& json, const std::shared_ptr<const std::byte>& weights,
                                 std::uint64_t weight_bytes) {
    return GraphReader(weights, weight_bytes).read(json, false);
}

ModelProbe read_probe(const json& source, const std::string& blob) {
    ModelProbe probe;
    const auto texts = [&](const json& object, const char* key) {
        std::vector<std::string> found;
        for (const json& entry : array(object, key, name_limit)) {
            if (!entry.is_string() || entry.get_ref<const std::string&>().size() > name_limit)
                fail(std::string("'") + key + "' holds what is no text");
            found.push_back(entry.get<std::string>());
        }
        return found;
    };
    probe.methods = texts(source, "methods");
    probe.signatures = texts(source, "signatures");
    if (probe.signatures.size() != probe.methods.size()) fail("a method has no signature");
    probe.exported_by = text(source, "exported_by", name_limit);
    for (const json& input : array(source, "inputs", name_limit)) {
        ModelProbe::Input read;
        read.name = text(input, "name", name_limit);
        read.type = text(input, "type", name_limit);
        if (input.contains("shape")) {
            read.proposal = shape(input["shape"]);
            read.proposal_basis = text(input, "basis", name_limit);
            const auto rank = static_cast<std::int64_t>(read.proposal->size());
            read.axis_names = texts(input, "axes");
            if (!read.axis_names.empty() && static_cast<std::int64_t>(read.axis_names.size()) != rank)
                fail("the axes of an input have another number of names");
            if (input.contains("streaming_axis"))
                read.streaming_axis =
                    static_cast<int>(integer(input["streaming_axis"], -1, rank - 1, "a streaming axis"));
        }
        if (input.contains("value")) read.value = real(input["value"]);
        probe.inputs.push_back(std::move(read));
    }
    // Vectors do not overlap, so that a short answer cannot ask for much memory.
    std::uint64_t room = blob.size();
    for (const json& vector : array(source, "vectors", name_limit)) {
        const auto tensors = [&](const char* key) {
            std::vector<Tensor> found;
            for (const json& entry : array(vector, key, name_limit)) {
                Shape dims = shape(field(entry, "s"));
                const auto size = static_cast<std::uint64_t>(element_count(dims)) * sizeof(float);
                const auto offset = static_cast<std::uint64_t>(
                    integer(field(entry, "o"), 0, std::numeric_limits<std::int64_t>::max(), "an offset"));
                if (offset > blob.size() || size > blob.size() - offset)
                    fail("a test vector lies outside the answer");
                if (size > room) fail("test vectors overlap");
                room -= size;
                std::vector<float> values(size / sizeof(float));
                if (size > 0) std::memcpy(values.data(), blob.data() + offset, size);
                found.emplace_back(std::move(dims), std::move(values));
            }
            return found;
        };
        probe.vectors.push_back({tensors("inputs"), tensors("outputs")});
    }
    probe.parameter_count = integer(field(source, "parameters"), 0, element_limit, "the parameter count");
    return probe;
}

Failure read_failure(const json& source) {
    // What a worker may say; the rest is for the parent to find.
    constexpr std::array kinds = {FailureKind::bad_file, FailureKind::bad_shape, FailureKind::unsupported,
                                  FailureKind::worker_failed, FailureKind::internal};
    const std::string kind = text(source, "kind", name_limit);
    Failure failure;
    const auto found =
        std::find_if(kinds.begin(), kinds.end(), [&](FailureKind k) { return name(k) == kind; });
    if (found == kinds.end()) fail("unknown kind of failure");
    failure.kind = *found;
    failure.message = text(source, "message", text_limit);
    failure.advice = text(source, "advice", text_limit);
    failure.details = text(source, "details", text_limit);
    for (const json& node : array(source, "nodes", argument_limit)) {
        failure.nodes.push_back({text(node, "op", name_limit), text(node, "module", name_limit),
                                 text(node, "source", name_limit), text(node, "reason", text_limit)});
    }
    return failure;
}

}  // namespace lockstep::graph_wire
