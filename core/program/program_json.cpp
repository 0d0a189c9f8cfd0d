#include "core/program/program_json.h"

#include <array>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace lockstep {

using nlohmann::json;

namespace {

constexpr std::array bases = {Basis::published, Basis::derived, Basis::fitted, Basis::assumed, Basis::given};
constexpr std::array<std::string_view, 3> state_memories = {"tensor_ram", "cell_store", "partial_sums"};

Basis basis_of(const std::string& text) {
    for (const Basis basis : bases)
        if (text == name(basis)) return basis;
    throw std::invalid_argument("no basis: " + text);
}

StateMemory state_memory_of(const std::string& text) {
    for (std::size_t i = 0; i < state_memories.size(); ++i)
        if (text == state_memories[i]) return static_cast<StateMemory>(i);
    throw std::invalid_argument("no state memory: " + text);
}

/// A whole number that fits T: nlohmann would wrap it silently.
template <class T>
T whole(const json& object, const char* key) {
    const json& value = object.at(key);
    if (!value.is_number_integer()) throw std::invalid_argument(std::string(key) + " is no whole number");
    const bool huge = value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t{INT64_MAX};
    if (huge || !std::in_range<T>(value.get<std::int64_t>()))
        throw std::invalid_argument(std::string(key) + " is out of range");
    return static_cast<T>(value.get<std::int64_t>());
}

Shape shape_of(const json& value) {
    const auto shape = value.get<Shape>();
    std::int64_t count = 1;
    for (const std::int64_t extent : shape) {
        if (extent < 0 || extent > INT32_MAX || __builtin_mul_overflow(count, extent, &count))
            throw std::invalid_argument("a shape is out of range");
    }
    return shape;
}

bool is_fp32(const json& object) {
    const auto format = object.at("format").get<std::string>();
    if (format != "bf16" && format != "fp32") throw std::invalid_argument("no format: " + format);
    return format == "fp32";
}

json to_json(const IoTensor& io) {
    return {{"name", io.name},
            {"shape", io.shape},
            {"data_dim", io.data_dim},
            {"streaming_axis", io.streaming_axis ? json(*io.streaming_axis) : json()},
            {"first_block", io.first_block},
            {"vectors", io.vectors},
            {"vector_length", io.vector_length},
            {"format", io.fp32 ? "fp32" : "bf16"}};
}

IoTensor io_from_json(const json& object) {
    IoTensor io;
    io.name = object.at("name").get<std::string>();
    io.shape = shape_of(object.at("shape"));
    io.data_dim = whole<int>(object, "data_dim");
    if (!object.at("streaming_axis").is_null()) io.streaming_axis = whole<int>(object, "streaming_axis");
    io.first_block = whole<std::uint32_t>(object, "first_block");
    io.vectors = whole<std::uint32_t>(object, "vectors");
    io.vector_length = whole<std::uint32_t>(object, "vector_length");
    io.fp32 = is_fp32(object);
    return io;
}

json to_json(const StateEntry& state) {
    json blocks = json::array();
    for (const StateEntry::Block& block : state.blocks)
        blocks.push_back({{"core", block.core}, {"address", block.address}});
    return {
        {"name", state.name},          {"role", state.role},
        {"shape", state.shape},        {"memory", state_memories.at(static_cast<std::size_t>(state.memory))},
        {"blocks", std::move(blocks)}, {"vector_length", state.vector_length},
        {"node", state.node},          {"format", state.fp32 ? "fp32" : "bf16"}};
}

StateEntry state_from_json(const json& object) {
    StateEntry state;
    state.name = object.at("name").get<std::string>();
    state.role = object.at("role").get<std::string>();
    state.shape = shape_of(object.at("shape"));
    state.memory = state_memory_of(object.at("memory").get<std::string>());
    for (const json& block : object.at("blocks"))
        state.blocks.push_back({whole<std::uint16_t>(block, "core"), whole<std::uint32_t>(block, "address")});
    state.vector_length = whole<std::uint32_t>(object, "vector_length");
    state.node = whole<std::uint32_t>(object, "node");
    state.fp32 = is_fp32(object);
    return state;
}

json to_json(const ProgramNode& node) {
    return {{"id", node.id},
            {"op", node.op},
            {"name", node.name},
            {"module", node.module},
            {"file", node.file},
            {"line", node.line},
            {"text", node.text},
            {"origins", node.origins},
            {"weight_blocks", node.weight_blocks},
            {"support", node.support},
            {"support_note", node.support_note},
            {"fused_into", node.fused_into},
            {"precision", node.precision}};
}

ProgramNode node_from_json(const json& object) {
    ProgramNode node;
    node.id = whole<std::uint32_t>(object, "id");
    node.op = object.at("op").get<std::string>();
    node.name = object.at("name").get<std::string>();
    node.module = object.at("module").get<std::string>();
    node.file = object.at("file").get<std::string>();
    node.line = whole<int>(object, "line");
    node.text = object.at("text").get<std::string>();
    node.origins = object.at("origins").get<std::vector<std::uint32_t>>();
    node.weight_blocks = whole<std::int64_t>(object, "weight_blocks");
    node.support = object.value("support", "");
    node.support_note = object.value("support_note", "");
    node.fused_into = object.at("fused_into").get<std::vector<std::uint32_t>>();
    node.precision = object.at("precision").get<std::string>();
    if (node.precision != "bf16" && node.precision != "fp32" && node.precision != "fp8")
        throw std::invalid_argument("no precision: " + node.precision);
    return node;
}

json to_json(const MemoryUse& use) {
    return {{"core", use.core},   {"name", use.name},         {"used", use.used},
            {"depth", use.depth}, {"basis", name(use.basis)}, {"unit", use.unit}};
}

MemoryUse memory_from_json(const json& object) {
    MemoryUse use;
    use.core = whole<std::uint16_t>(object, "core");
    use.name = object.at("name").get<std::string>();
    use.used = whole<std::int64_t>(object, "used");
    use.depth = whole<std::int64_t>(object, "depth");
    use.basis = basis_of(object.at("basis").get<std::string>());
    use.unit = object.at("unit").get<std::string>();
    return use;
}

template <class T>
json list_to_json(const std::vector<T>& values) {
    json list = json::array();
    for (const T& value : values) list.push_back(to_json(value));
    return list;
}

template <class T>
std::vector<T> list_from_json(const json& list, T (*read)(const json&)) {
    if (!list.is_array()) throw std::invalid_argument("a list is missing");
    std::vector<T> values;
    for (const json& value : list) values.push_back(read(value));
    return values;
}

json search_to_json(const SearchRecord& search) {
    return {{"quick", search.quick},
            {"seeds", search.seeds},
            {"seed", search.seed},
            {"candidates", search.candidates},
            {"calibrated_spaced", search.calibrated_spaced},
            {"calibrated_contiguous", search.calibrated_contiguous}};
}

SearchRecord search_from_json(const json& object) {
    return {.quick = object.at("quick").get<bool>(),
            .seeds = whole<std::int64_t>(object, "seeds"),
            .seed = whole<std::int64_t>(object, "seed"),
            .candidates = whole<std::int64_t>(object, "candidates"),
            .calibrated_spaced = whole<std::int64_t>(object, "calibrated_spaced"),
            .calibrated_contiguous = whole<std::int64_t>(object, "calibrated_contiguous")};
}

}  // namespace

json programs_head_to_json(const ProgramSet& set) {
    return {{"models", set.models.size()}, {"memory", list_to_json(set.memory)}, {"warnings", set.warnings}};
}

std::size_t programs_head_from_json(const json& object, ProgramSet& set) {
    set.memory = list_from_json<MemoryUse>(object.at("memory"), memory_from_json);
    set.warnings = object.at("warnings").get<std::vector<std::string>>();
    return whole<std::size_t>(object, "models");
}

json program_meta_to_json(const Program& program) {
    json meta = {{"config", config_to_json(program.config)},
                 {"tool_version", program.tool_version},
                 {"model_name", program.model_name},
                 {"model_sha256", program.model_sha256},
                 {"optimized", program.optimized},
                 {"search", search_to_json(program.search)},
                 {"cores_used", program.cores_used},
                 {"inputs", list_to_json(program.inputs)},
                 {"outputs", list_to_json(program.outputs)},
                 {"states", list_to_json(program.states)},
                 {"nodes", list_to_json(program.nodes)},
                 {"memory", list_to_json(program.memory)},
                 {"warnings", program.warnings},
                 {"warm_up", program.warm_up},
                 {"models", program.models}};
    if (!program.pins.empty()) meta["pins"] = program.pins;
    return meta;
}

void program_meta_from_json(const json& object, Program& program) {
    program.config = config_from_json(object.at("config"), "config");
    program.tool_version = object.at("tool_version").get<std::string>();
    program.model_name = object.at("model_name").get<std::string>();
    program.model_sha256 = object.at("model_sha256").get<std::string>();
    program.optimized = object.at("optimized").get<bool>();
    program.search = search_from_json(object.at("search"));
    if (object.contains("pins")) program.pins = object.at("pins").get<std::vector<std::string>>();
    program.cores_used = whole<std::int64_t>(object, "cores_used");
    if (object.contains("warm_up")) program.warm_up = whole<std::int64_t>(object, "warm_up");
    if (program.warm_up < 0) throw std::invalid_argument("warm_up is negative");
    program.inputs = list_from_json<IoTensor>(object.at("inputs"), io_from_json);
    program.outputs = list_from_json<IoTensor>(object.at("outputs"), io_from_json);
    program.states = list_from_json<StateEntry>(object.at("states"), state_from_json);
    program.nodes = list_from_json<ProgramNode>(object.at("nodes"), node_from_json);
    program.memory = list_from_json<MemoryUse>(object.at("memory"), memory_from_json);
    program.warnings = object.at("warnings").get<std::vector<std::string>>();
    program.models = whole<std::int64_t>(object, "models");
}

}  // namespace lockstep
