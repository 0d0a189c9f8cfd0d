#include "core/import/model_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/import/graph_wire.h"
#include "core/import/model_file.h"
#include "core/import/shared_memory.h"
#include "core/import/worker_process.h"

namespace lockstep {
namespace {

using nlohmann::json;

std::int64_t total(const std::vector<Shape>& shapes) {
    std::int64_t count = 0;
    for (const Shape& shape : shapes) count += element_count(shape);
    return count;
}

std::string to_blob(std::span<const float> values) {
    return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

void append(std::vector<float>& to, const std::string& blob, std::size_t first, std::size_t count) {
    const std::size_t old = to.size();
    to.resize(old + count);
    if (count > 0) std::memcpy(to.data() + old, blob.data() + first * sizeof(float), count * sizeof(float));
}

double microseconds(const json& reply) {
    const auto found = reply.find("us");
    if (found == reply.end() || !found->is_number() || found->get<double>() < 0) {
        throw Error(FailureKind::worker_failed, "the import worker's answer is malformed: it has no time");
    }
    return found->get<double>();
}

/// A file may be sparse: no more memory than this is taken before the worker asks for it.
constexpr std::uint64_t prepared_at_most = 512ULL << 20;

/// How much of the memory the worker has used.
std::uint64_t used_bytes(const json& reply, const SharedMemory& weights) {
    const auto used = reply.find("used");
    if (used == reply.end() || !used->is_number_unsigned() || used->get<std::uint64_t>() > weights.bytes()) {
        throw Error(FailureKind::worker_failed,
                    "the import worker's answer is malformed: the size of its weights");
    }
    return used->get<std::uint64_t>();
}

/// Gives a failure of the worker the name of the file that it is about.
[[noreturn]] void rethrow(const Error& error, const std::string& name) {
    Failure failure = error.failure();
    if (failure.kind != FailureKind::cancelled) failure.message = name + ": " + failure.message;
    throw Error(failure);
}

}  // namespace

struct ModelSession::Impl {
    Impl(const std::filesystem::path& path, const SessionLimits& session_limits)
        : file(path), limits(session_limits) {}

    ModelFile file;
    SessionLimits limits;
    std::unique_ptr<WorkerProcess> worker;
    std::optional<SharedMemory> room;    ///< for the file's tensors, until the running worker has loaded it
    std::optional<SharedMemory> loaded;  ///< by the running worker: the file's tensors, sealed
    bool imported_there = false;         ///< the running worker has done `imported`
    bool stepped_there = false;          ///< the running worker has `stepped`
    std::optional<json> imported;        ///< the request of the last import
    std::vector<Shape> input_shapes;
    std::vector<std::int64_t> output_counts;
    std::optional<SteppedReference> stepped;
    std::vector<float> states;  ///< of the stepped reference, after the last step
    std::int64_t weight_bytes = 0;
    double forward_us = 0;
    bool stateful = false;     ///< the imported method keeps state
    bool state_moved = false;  ///< and was called since it was loaded or reset, by the running worker
    bool state_lost = false;   ///< and that worker is gone

    std::uint64_t load_room() const {
        // As the file holds the tensors, each on pages of its own; those of half the width again as fp32.
        constexpr std::uint64_t page = 4096;
        return SharedMemory::round_to_pages(static_cast<std::uint64_t>(file.summary().unpacked) * 3 +
                                            static_cast<std::uint64_t>(file.summary().entries) * 2 * page);
    }
    std::uint64_t weight_room() const {
        // Constants that are computed, or turned; what is not used stays sparse.
        return static_cast<std::uint64_t>(file.summary().unpacked) * 2 + (256ULL << 20);
    }

    ModelProbe probe(const std::string& method, bool proposals, const json& given, const JobControl& job) {
        load(job);
        const json wanted = {
            {"request", "probe"}, {"method", method}, {"proposals", proposals}, {"given", given}};
        const wire::Frame reply = request({.json = wanted, .blob = {}}, job, "looking at");
        ModelProbe found = graph_wire::read_probe(reply.json.value("probe", json()), reply.blob);
        found.model_sha256 = file.sha256();
        return found;
    }

    wire::Frame request(const wire::Frame& frame, const JobControl& job, const char* what) {
        try {
            return worker->request(frame, job, what);
        } catch (const Error& error) {
            rethrow(error, file.name());
        }
    }

    void start(const JobControl& job) {
        if (!worker || !worker->running()) {
            file.check_unchanged();
            worker.reset();
            loaded.reset();
            imported_there = stepped_there = false;
            state_lost = state_lost || state_moved;
            state_moved = false;
            auto started = std::make_unique<WorkerProcess>(file.descriptor(), limits);
            // Beside the start of LibTorch: what takes as long as reading the file.
            if (file.sha256().empty()) file.hash();
            room.emplace(load_room());
            room->prepare(
                std::min<std::uint64_t>(static_cast<std::uint64_t>(file.summary().packed), prepared_at_most));
            started->await(job);
            worker = std::move(started);
        }
    }
    void load(const JobControl& job) {
        start(job);
        if (loaded) return;
        wire::Frame frame;
        frame.json = {{"request", "load"}};
        frame.descriptor = room->descriptor();
        const wire::Frame reply = request(frame, job, "loading");
        room->keep(used_bytes(reply.json, *room));
        room->seal();
        loaded = std::move(room);
        room.reset();
    }
    /// Imports in the running worker; gives the reply and the sealed weights that are not in `loaded`.
    std::pair<wire::Frame, SharedMemory> run_import(const json& wanted, const JobControl& job) {
        load(job);
        SharedMemory weights(weight_room());
        wire::Frame frame;
        frame.json = wanted;
        frame.descriptor = weights.descriptor();
        wire::Frame reply = request(frame, job, "importing");
        weights.seal();
        if (!reply.json.contains("refused")) imported_there = true;
        return {std::move(reply), std::move(weights)};
    }
    void need_import(const JobControl& job, const char* what) {
        if (!imported) throw Error(FailureKind::internal, std::string(what) + " before import");
        start(job);
        if (!imported_there) run_import(*imported, job);
    }
    void need_stepped(const JobControl& job) {
        if (!stepped) throw Error(FailureKind::internal, "step before load_stepped");
        start(job);
        if (stepped_there) return;
        send_stepped(job);
        request({.json = {{"request", "set_states"}}, .blob = to_blob(states)}, job, "stepping");
    }
    void send_stepped(const JobControl& job);
};

void ModelSession::Impl::send_stepped(const JobControl& job) {
    const auto bytes = [](const std::vector<Tensor>& tensors) {
        std::uint64_t sum = 0;
        for (const Tensor& tensor : tensors) sum += (tensor.values().size_bytes() + 63) / 64 * 64;
        return sum;
    };
    SharedMemory memory(bytes(stepped->weights) + bytes(stepped->initial_states) + 64);
    std::uint64_t offset = 0;
    const auto place = [&](const std::vector<Tensor>& tensors) {
        json entries = json::array();
        for (const Tensor& tensor : tensors) {
            memory.write(offset, tensor.values());
            entries.push_back({{"s", tensor.shape()}, {"o", offset}});
            offset += (tensor.values().size_bytes() + 63) / 64 * 64;
        }
        return entries;
    };
    wire::Frame frame;
    frame.json = {{"request", "load_stepped"},          {"source", stepped->source},
                  {"weights", place(stepped->weights)}, {"states", place(stepped->initial_states)},
                  {"inputs", stepped->input_shapes},    {"outputs", stepped->output_shapes}};
    memory.seal();
    frame.descriptor = memory.descriptor();
    request(frame, job, "preparing the reference of");
    stepped_there = true;
}

ModelSession::ModelSession(const std::filesystem::path& file, const JobControl& job,
                           const SessionLimits& limits)
    : impl_(std::make_unique<Impl>(file, limits)) {
    job.report(0.1, "starting the import worker");
    impl_->start(job);
}
ModelSession::~ModelSession() = default;
ModelSession::ModelSession(ModelSession&&) noexcept = default;
ModelSession& ModelSession::operator=(ModelSession&&) noexcept = default;

ModelProbe ModelSession::probe(const std::string& method, const JobControl& job) {
    return impl_->probe(method, true, json::array(), job);
}

ImportedGraph ModelSession::import(const ImportOptions& options, const JobControl& job,
                                   std::optional<ImportedGraph>* partial) {
    if (partial != nullptr) partial->reset();
    // Optional inputs are given by naming a shape for them.
    json optional = json::array();
    for (const auto& [name, shape] : options.named_input_shapes) optional.push_back(name);
    ModelProbe found = impl_->probe(options.method, false, optional, job);
    std::vector<const ModelProbe::Input*> tensors;
    for (const ModelProbe::Input& input : found.inputs) {
        if (input.type == "Tensor") tensors.push_back(&input);
    }
    // Finding proposals costs a trial or two.
    const std::vector<std::optional<Shape>>& given = options.input_shapes;
    std::size_t index = 0;
    const auto is_given = [&](const ModelProbe::Input& input) {
        if (input.type != "Tensor") return true;
        const std::size_t i = index++;
        return (i < given.size() && given[i]) || options.named_input_shapes.count(input.name) != 0;
    };
    if (!std::all_of(found.inputs.begin(), found.inputs.end(), is_given)) {
        const ModelProbe proposing = impl_->probe(options.method, true, optional, job);
        if (proposing.inputs.size() == found.inputs.size()) {
            std::copy(proposing.inputs.begin(), proposing.inputs.end(), found.inputs.begin());
        }
    }
    // What the author stored stands in front of the signature's defaults.
    std::map<std::string, double> values = options.input_values;
    for (const ModelProbe::Input& input : found.inputs)
        if (input.type != "Tensor" && input.value) values.try_emplace(input.name, *input.value);
    std::string names;
    for (const ModelProbe::Input& input : found.inputs) names += (names.empty() ? "" : ", ") + input.name;
    const auto check_name = [&](const std::string& name) {
        const bool known = std::any_of(found.inputs.begin(), found.inputs.end(),
                                       [&](const ModelProbe::Input& input) { return input.name == name; });
        if (!known) {
            throw Error(FailureKind::bad_shape,
                        fmt::format("{}: the model has no input '{}'; its inputs are: {}", impl_->file.name(),
                                    name, names));
        }
    };
    for (const auto& [name, shape] : options.named_input_shapes) check_name(name);
    for (const auto& [name, value] : options.input_values) check_name(name);
    if (options.input_shapes.size() > tensors.size()) {
        throw Error(FailureKind::bad_shape,
                    fmt::format("{}: {} input shapes were given, but the model has {} tensor inputs ({})",
                                impl_->file.name(), options.input_shapes.size(), tensors.size(), names));
    }
    std::vector<std::string> notes;
    json shapes = json::array();
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        const ModelProbe::Input& input = *tensors[i];
        std::optional<Shape> shape = i < options.input_shapes.size() ? options.input_shapes[i] : std::nullopt;
        if (const auto named = options.named_input_shapes.find(input.name);
            named != options.named_input_shapes.end()) {
            shape = named->second;
        }
        if (!shape && input.proposal) {
            shape = input.proposal;
            notes.push_back(fmt::format("the shape of the input '{}', {}, comes from {}", input.name,
                                        to_text(*shape), input.proposal_basis));
        }
        if (!shape) {
            throw Error(
                FailureKind::bad_shape,
                fmt::format("{}: the shape of the input '{}' is not known", impl_->file.name(), input.name),
                fmt::format("Give it with --input-shape {}20,128 (your numbers).",
                            tensors.size() > 1 ? input.name + "=" : ""));
        }
        const bool sensible =
            shape->size() <= 8 &&
            std::all_of(shape->begin(), shape->end(), [](std::int64_t n) { return n > 0 && n <= 1 << 24; });
        if (!sensible || element_count(*shape) > (1 << 26)) {
            throw Error(FailureKind::bad_shape,
                        fmt::format("{}: the shape {} of the input '{}' is not one that can be imported",
                                    impl_->file.name(), to_text(*shape), input.name),
                        "Every axis needs at least one element, and the whole at most 2^26.");
        }
        shapes.push_back(*shape);
    }
    job.report(0.4, "importing");
    json wanted = {{"request", "import"},
                   {"method", options.method},
                   {"shapes", shapes},
                   {"values", values},
                   {"given", optional},
                   {"operators", options.operators},
                   {"refusals", options.refusals}};
    auto [reply, weights] = impl_->run_import(wanted, job);
    const auto written = used_bytes(reply.json, weights);
    const auto image = impl_->loaded->map_with(weights, written);
    const std::uint64_t bytes = impl_->loaded->bytes() + written;
    if (reply.json.contains("refused")) {
        Failure failure = graph_wire::read_failure(reply.json["refused"]);
        failure.message = impl_->file.name() + ": " + failure.message;
        if (partial != nullptr) {
            *partial = graph_wire::read_partial_graph(reply.json.value("graph", json()), image, bytes);
            (*partial)->model_sha256 = impl_->file.sha256();
        }
        throw Error(std::move(failure));
    }
    ImportedGraph graph = graph_wire::read_graph(reply.json.value("graph", json()), image, bytes);
    impl_->input_shapes.clear();
    for (const std::uint32_t input : graph.inputs) impl_->input_shapes.push_back(graph.values[input].shape);
    if (json(impl_->input_shapes) != shapes) {
        throw Error(FailureKind::worker_failed,
                    "the import worker's answer is malformed: other input shapes than asked for");
    }
    impl_->output_counts.clear();
    for (const std::uint32_t output : graph.outputs)
        impl_->output_counts.push_back(element_count(graph.values[output].shape));
    impl_->imported = std::move(wanted);
    impl_->stateful = !graph.states.empty();
    impl_->state_moved = impl_->state_lost = false;
    impl_->weight_bytes =
        static_cast<std::int64_t>(impl_->loaded->resident_bytes() + weights.resident_bytes());
    graph.model_sha256 = impl_->file.sha256();
    graph.notes.insert(graph.notes.end(), notes.begin(), notes.end());
    job.report(1.0, "imported");
    return graph;
}

std::vector<std::vector<float>> ModelSession::forward(const std::vector<std::vector<float>>& inputs,
                                                      const JobControl& job) {
    impl_->need_import(job, "forward");
    if (impl_->state_lost) {
        throw Error(FailureKind::worker_failed,
                    impl_->file.name() + ": the import worker ended, and the state of the model with it",
                    "Reset the run and start it again.");
    }
    if (inputs.size() != impl_->input_shapes.size())
        throw Error(FailureKind::internal, "forward: another number of inputs");
    wire::Frame frame;
    frame.json = {{"request", "forward"}};
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (static_cast<std::int64_t>(inputs[i].size()) != element_count(impl_->input_shapes[i])) {
            throw Error(FailureKind::internal,
                        fmt::format("forward: input {} has {} values, not those of {}", i, inputs[i].size(),
                                    to_text(impl_->input_shapes[i])));
        }
        frame.blob += to_blob(inputs[i]);
    }
    impl_->state_moved = impl_->stateful;
    const wire::Frame reply = impl_->request(frame, job, "running");
    if (reply.json.value("counts", json()) != json(impl_->output_counts)) {
        throw Error(FailureKind::worker_failed,
                    impl_->file.name() + ": the model's outputs have other sizes than when it was imported");
    }
    std::vector<std::vector<float>> outputs;
    std::size_t first = 0;
    for (const std::int64_t count : impl_->output_counts) {
        const auto size = static_cast<std::size_t>(count);
        if (reply.blob.size() / sizeof(float) < first + size) {
            throw Error(FailureKind::worker_failed,
                        "the import worker's answer is malformed: too few output values");
        }
        append(outputs.emplace_back(), reply.blob, first, size);
        first += size;
    }
    impl_->forward_us = microseconds(reply.json);
    return outputs;
}

void ModelSession::reset_forward(const JobControl& job) {
    impl_->need_import(job, "reset_forward");
    impl_->request({.json = {{"request", "reset_forward"}}, .blob = {}}, job, "resetting");
    impl_->state_moved = impl_->state_lost = false;
}

std::string describe_axes(const ModelProbe::Input& input) {
    std::string text;
    for (std::size_t i = 0; input.proposal && i < input.axis_names.size(); ++i) {
        if (input.axis_names[i].empty()) continue;
        text += fmt::format("{}{} = axis {} ({})", text.empty() ? "" : ", ", input.axis_names[i], i,
                            input.proposal->at(i));
    }
    return text;
}

double ModelSession::forward_us() const {
    return impl_->forward_us;
}

void ModelSession::load_stepped(const SteppedReference& reference, const JobControl& job) {
    impl_->stepped = reference;
    impl_->states.clear();
    for (const Tensor& state : reference.initial_states) {
        impl_->states.insert(impl_->states.end(), state.values().begin(), state.values().end());
    }
    impl_->start(job);
    try {
        impl_->send_stepped(job);
    } catch (...) {
        impl_->stepped.reset();
        throw;
    }
}

ModelSession::SteppedResult ModelSession::step(std::span<const float> inputs, std::int64_t count,
                                               const JobControl& job) {
    impl_->need_stepped(job);
    const std::int64_t in = total(impl_->stepped->input_shapes);
    const std::int64_t out = total(impl_->stepped->output_shapes);
    const auto state = static_cast<std::int64_t>(impl_->states.size());
    if (count < 0 || static_cast<std::int64_t>(inputs.size()) != count * in) {
        throw Error(FailureKind::internal,
                    fmt::format("step: {} values for {} inferences of {}", inputs.size(), count, in));
    }
    // Small enough for the limits of a frame, for progress and for cancelling with little lost.
    const std::int64_t chunk =
        std::clamp<std::int64_t>((1 << 20) / std::max<std::int64_t>(1, in + out + state), 1, 256);
    SteppedResult result;
    double spent = 0;
    for (std::int64_t done = 0; done < count;) {
        const std::int64_t now = std::min(chunk, count - done);
        wire::Frame frame;
        frame.json = {{"request", "step"}, {"count", now}};
        frame.blob =
            to_blob(inputs.subspan(static_cast<std::size_t>(done * in), static_cast<std::size_t>(now * in)));
        const wire::Frame reply = impl_->request(frame, job, "stepping");
        if (reply.blob.size() != static_cast<std::size_t>(now * (out + state)) * sizeof(float)) {
            throw Error(FailureKind::worker_failed,
                        "the import worker's answer is malformed: another number of values than expected");
        }
        append(result.outputs, reply.blob, 0, static_cast<std::size_t>(now * out));
        append(result.states, reply.blob, static_cast<std::size_t>(now * out),
               static_cast<std::size_t>(now * state));
        impl_->states.assign(result.states.end() - state, result.states.end());
        spent += microseconds(reply.json) * static_cast<double>(now);
        done += now;
        job.report(static_cast<double>(done) / static_cast<double>(count), "stepping the reference");
    }
    result.mean_us = count > 0 ? spent / static_cast<double>(count) : 0;
    return result;
}

void ModelSession::reset_stepped(const JobControl& job) {
    impl_->need_stepped(job);
    impl_->request({.json = {{"request", "reset"}}, .blob = {}}, job, "resetting the reference of");
    impl_->states.clear();
    for (const Tensor& state : impl_->stepped->initial_states) {
        impl_->states.insert(impl_->states.end(), state.values().begin(), state.values().end());
    }
}

void ModelSession::set_stepped_states(std::span<const float> states, const JobControl& job) {
    impl_->need_stepped(job);
    if (states.size() != impl_->states.size()) {
        throw Error(FailureKind::internal,
                    fmt::format("{} state values for {}", states.size(), impl_->states.size()));
    }
    impl_->request({.json = {{"request", "set_states"}}, .blob = to_blob(states)}, job, "stepping");
    impl_->states.assign(states.begin(), states.end());
}

std::int64_t ModelSession::weight_image_bytes() const {
    return impl_->weight_bytes;
}

std::string ModelSession::sandbox() const {
    if (!impl_->worker) return {};
    return fmt::format("{}, {} MiB, {} s a request", impl_->worker->sandbox(),
                       impl_->limits.memory_bytes >> 20, impl_->limits.seconds);
}

int ModelSession::worker_pid() const {
    return impl_->worker && impl_->worker->running() ? impl_->worker->pid() : -1;
}

}  // namespace lockstep
