#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <set>

#include "core/import/sandbox.h"
#include "core/import/torch_headers.h"
#include "core/import/torch_model.h"
#include "core/import/torch_reference.h"
#include "core/import/wire.h"

/// `lockstep-torch`: LibTorch behind a socket. Descriptor 3 is the socket, 4 the model file.
/// Arguments: memory limit in bytes, processor time limit in seconds (0: none), "trust" or "sandbox".
namespace lockstep::torch_import {
namespace {

using nlohmann::json;

constexpr int socket_descriptor = 3;
constexpr int model_descriptor = 4;

/// A memory file of the parent, mapped.
class Mapping {
  public:
    Mapping(int descriptor, bool writable) {
        struct stat status = {};
        if (descriptor < 0 || fstat(descriptor, &status) != 0)
            throw Error(FailureKind::internal, "no memory file came with the request");
        size_ = static_cast<std::size_t>(status.st_size);
        const int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
        address_ = size_ == 0
                       ? nullptr
                       : mmap(nullptr, size_, protection, writable ? MAP_SHARED : MAP_PRIVATE, descriptor, 0);
        if (address_ == MAP_FAILED)
            throw Error(FailureKind::worker_failed,
                        std::string("mapping the weights: ") + std::strerror(errno));
    }
    ~Mapping() {
        if (address_ != nullptr) munmap(address_, size_);
    }
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    std::span<std::byte> bytes() const { return {static_cast<std::byte*>(address_), size_}; }

  private:
    void* address_ = nullptr;
    std::size_t size_ = 0;
};

at::Tensor tensor_at(const std::byte* data, const Shape& shape) {
    return at::from_blob(const_cast<std::byte*>(data), shape, at::kFloat).clone();
}

class Worker {
  public:
    wire::Frame answer(const wire::Frame& request) {
        const std::string& what = request.json.at("request").get_ref<const std::string&>();
        if (what == "load") return load(request);
        if (what == "load_stepped") return load_stepped(request);
        if (what == "step") return step(request);
        if (what == "reset") return reset();
        if (what == "set_states") return set_states(request);
        if (!model_) throw Error(FailureKind::internal, "no model is loaded");
        if (what == "probe") return probe(request);
        if (what == "import") return import(request);
        if (what == "forward") return forward(request);
        if (what == "reset_forward") {
            model_->reset_forward();
            return {.json = json::object(), .blob = {}};
        }
        throw Error(FailureKind::internal, "unknown request " + what);
    }

  private:
    wire::Frame load(const wire::Frame& request) {
        model_.emplace(model_descriptor, request.descriptor);
        return {.json = {{"used", model_->loaded_bytes()}}, .blob = {}};
    }

    wire::Frame probe(const wire::Frame& request) {
        wire::Frame reply;
        reply.json["probe"] =
            model_->probe(request.json.at("method"), request.json.at("proposals"),
                          request.json.at("given").get<std::set<std::string>>(), reply.blob);
        return reply;
    }

    wire::Frame import(const wire::Frame& request) {
        Model::Request parsed;
        parsed.method = request.json.at("method");
        for (const json& shape : request.json.at("shapes")) {
            parsed.shapes.push_back(shape.is_null() ? std::nullopt
                                                    : std::optional<Shape>(shape.get<Shape>()));
        }
        parsed.values = request.json.at("values").get<std::map<std::string, double>>();
        parsed.given = request.json.at("given").get<std::set<std::string>>();
        parsed.operators = request.json.at("operators").get<std::set<std::string>>();
        parsed.refusals = request.json.value("refusals", std::map<std::string, std::string>());
        const Mapping weights(request.descriptor, true);
        json reply = model_->import(parsed, weights.bytes());
        if (!reply.contains("refused")) warm_ = false;
        return {.json = std::move(reply), .blob = {}};
    }

    wire::Frame forward(const wire::Frame& request) {
        std::vector<at::Tensor> inputs;
        std::size_t offset = 0;
        for (const Shape& shape : model_->input_shapes()) {
            const std::size_t size = static_cast<std::size_t>(element_count(shape)) * sizeof(float);
            if (request.blob.size() < offset + size)
                throw Error(FailureKind::internal, "too few input values");
            inputs.push_back(
                tensor_at(reinterpret_cast<const std::byte*>(request.blob.data()) + offset, shape));
            offset += size;
        }
        if (!warm_) model_->warm_up(inputs);
        warm_ = true;
        const auto start = std::chrono::steady_clock::now();
        const std::vector<at::Tensor> outputs = model_->forward(inputs);
        const std::chrono::duration<double, std::micro> spent = std::chrono::steady_clock::now() - start;
        wire::Frame reply;
        reply.json = {{"us", spent.count()}, {"counts", json::array()}};
        for (const at::Tensor& output : outputs) {
            const at::Tensor plain = output.to(at::kFloat).contiguous();
            reply.json["counts"].push_back(plain.numel());
            reply.blob.append(static_cast<const char*>(plain.data_ptr()),
                              static_cast<std::size_t>(plain.numel()) * sizeof(float));
        }
        return reply;
    }

    wire::Frame load_stepped(const wire::Frame& request) {
        const Mapping memory(request.descriptor, false);
        const auto tensors = [&](const char* key) {
            std::vector<at::Tensor> found;
            for (const json& entry : request.json.at(key)) {
                found.push_back(tensor_at(memory.bytes().data() + entry.at("o").get<std::uint64_t>(),
                                          entry.at("s").get<Shape>()));
            }
            return found;
        };
        stepped_.emplace(request.json.at("source").get<std::string>(), tensors("weights"), tensors("states"),
                         request.json.at("inputs").get<std::vector<Shape>>(),
                         request.json.at("outputs").get<std::vector<Shape>>());
        return {.json = json::object(), .blob = {}};
    }

    SteppedModel& stepped() {
        if (!stepped_) throw Error(FailureKind::internal, "no stepped reference is loaded");
        return *stepped_;
    }

    wire::Frame step(const wire::Frame& request) {
        const std::int64_t count = request.json.at("count");
        const std::size_t needed =
            static_cast<std::size_t>(count * stepped().inputs_per_step()) * sizeof(float);
        if (count < 0 || request.blob.size() != needed)
            throw Error(FailureKind::internal, "another number of input values");
        const SteppedModel::Result result =
            stepped().step(reinterpret_cast<const float*>(request.blob.data()), count);
        wire::Frame reply;
        reply.json = {
            {"us", result.mean_us}, {"outputs", result.outputs.size()}, {"states", result.states.size()}};
        reply.blob.append(reinterpret_cast<const char*>(result.outputs.data()),
                          result.outputs.size() * sizeof(float));
        reply.blob.append(reinterpret_cast<const char*>(result.states.data()),
                          result.states.size() * sizeof(float));
        return reply;
    }

    wire::Frame reset() {
        stepped().reset();
        return {.json = json::object(), .blob = {}};
    }

    wire::Frame set_states(const wire::Frame& request) {
        std::vector<float> values(request.blob.size() / sizeof(float));
        if (static_cast<std::int64_t>(values.size()) != stepped().states_per_step()) {
            throw Error(FailureKind::internal, "another number of state values");
        }
        std::memcpy(values.data(), request.blob.data(), values.size() * sizeof(float));
        stepped().set_states(values);
        return {.json = json::object(), .blob = {}};
    }

    std::optional<Model> model_;
    std::optional<SteppedModel> stepped_;
    bool warm_ = false;  ///< forward() was prepared, so that its time is typical
};

/// LibTorch and its libraries look at the processor and start their parts on first use: that happens before
/// the sandbox.
void prepare_torch() {
    at::set_num_threads(1);
    at::set_num_interop_threads(1);
    const c10::InferenceMode inference;
    at::manual_seed(0);
    at::matmul(at::randn({8, 8}), at::ones({8, 8}));
    at::conv1d(at::ones({1, 4, 8}), at::ones({4, 4, 3}));
}

json failed(const Failure& failure) {
    return {{"failure", to_json(failure)}};
}

json failed(FailureKind kind, const std::string& message, const std::string& details = {}) {
    return failed({.kind = kind, .message = message, .advice = {}, .details = details, .nodes = {}});
}

wire::Frame answer_or_fail(Worker& worker, const wire::Frame& request) {
    try {
        return worker.answer(request);
    } catch (const Error& error) {
        return {.json = failed(error.failure()), .blob = {}};
    } catch (const c10::Error& error) {
        return {.json = failed(FailureKind::bad_file,
                               "LibTorch: " + first_line(error.what_without_backtrace()), error.what()),
                .blob = {}};
    } catch (const std::bad_alloc&) {
        return {.json = failed(FailureKind::worker_failed,
                               "the model needs more memory than the import worker may use"),
                .blob = {}};
    } catch (const std::exception& error) {
        return {.json = failed(FailureKind::bad_file, "LibTorch: " + first_line(error.what()), error.what()),
                .blob = {}};
    }
}

int serve(const sandbox::Limits& limits) {
    wire::Frame hello;
    try {
        prepare_torch();
        hello.json = {{"hello", wire::version}, {"sandbox", sandbox::enter(limits)}};
    } catch (const Error& error) {
        hello.json = failed(error.failure());
    }
    wire::send_frame(socket_descriptor, hello);
    if (hello.json.contains("failure")) return 1;
    Worker worker;
    for (;;) {
        wire::Frame request = wire::receive_frame(socket_descriptor);
        const wire::Frame reply = answer_or_fail(worker, request);
        if (request.descriptor >= 0) close(request.descriptor);
        wire::send_frame(socket_descriptor, reply);
    }
}

}  // namespace
}  // namespace lockstep::torch_import

int main(int argc, char** argv) {
    using namespace lockstep;
    if (argc != 4) {
        fmt::print(stderr, "lockstep-torch is a part of lockstep and not meant to be started by hand\n");
        return 2;
    }
    sandbox::Limits limits;
    limits.memory_bytes = std::strtoll(argv[1], nullptr, 10);
    limits.cpu_seconds = std::strtoll(argv[2], nullptr, 10);
    limits.trust = std::string_view(argv[3]) == "trust";
    int status = 0;
    try {
        status = torch_import::serve(limits);
    } catch (const std::exception&) {
        status = 0;  // the parent closed the socket
    }
    // LibTorch's own clean-up is slow and has nothing to save.
    _exit(status);
}
