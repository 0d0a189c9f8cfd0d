#include "core/import/torch_model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/import/torch_evaluator.h"

namespace lockstep::torch_import {
namespace {

namespace jit = torch::jit;

/// Reads through a descriptor that is open already: the sandbox lets the worker see no path of the user.
class DescriptorReader final : public caffe2::serialize::ReadAdapterInterface {
  public:
    explicit DescriptorReader(int descriptor) : descriptor_(descriptor) {
        struct stat status = {};
        if (fstat(descriptor, &status) == 0) size_ = static_cast<std::size_t>(status.st_size);
    }
    std::size_t size() const override { return size_; }
    std::size_t read(std::uint64_t position, void* buffer, std::size_t size, const char*) const override {
        std::size_t done = 0;
        while (done < size) {
            const ssize_t n = pread(descriptor_, static_cast<char*>(buffer) + done, size - done,
                                    static_cast<off_t>(position + done));
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) break;
            done += static_cast<std::size_t>(n);
        }
        return done;
    }

  private:
    int descriptor_;
    std::size_t size_ = 0;
};

[[noreturn]] void fail_to_load(const std::string& text) {
    Failure failure;
    failure.kind = FailureKind::bad_file;
    failure.details = text;
    std::string line = text;
    line.erase(0, line.find_first_not_of(" \t\r\n"));
    line = first_line(line);
    constexpr const char* unknown = "Unknown builtin op: ";
    if (const std::size_t at = text.find(unknown); at != std::string::npos) {
        std::string op = first_line(text.substr(at + std::strlen(unknown)));
        if (!op.empty() && op.back() == '.') op.pop_back();
        failure.kind = FailureKind::unsupported;
        failure.message = fmt::format(
            "the model uses the operator {}, which this version of LibTorch (1.13) does not know", op);
        failure.advice =
            "Write that part with plain operators, or save the model with a PyTorch of the 1.x or early 2.x "
            "series.";
        failure.nodes = {{op, "", "", "is not known to LibTorch 1.13"}};
    } else if (const std::size_t version = text.find("Attempted to read a PyTorch file with version ");
               version != std::string::npos) {
        failure.message = "the file is of a newer format than LibTorch 1.13 reads: " +
                          text.substr(version, text.find('.', version) - version);
        failure.advice = "Save the model again with PyTorch 2.x or 1.x as TorchScript.";
    } else if (text.find("Operation not permitted") != std::string::npos ||
               text.find("cannot be opened") != std::string::npos ||
               text.find("unable to open file") != std::string::npos) {
        failure.message =
            "code in the file, which runs when it is loaded, writes or opens other files; the sandbox "
            "forbids it";
        failure.advice = "A model has no reason to do that: do not trust this file.";
    } else {
        failure.message = "LibTorch cannot load the file: " + line;
    }
    throw Error(failure);
}

jit::Module load(int descriptor) {
    try {
        return jit::load(std::make_shared<DescriptorReader>(descriptor), c10::Device(c10::kCPU));
    } catch (const c10::Error& error) {
        fail_to_load(error.what_without_backtrace());
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        fail_to_load(error.what());
    }
}

/// Weights of another floating type become fp32; the note says so.
void use_float32(const jit::Module& module, std::vector<std::string>& notes) {
    std::string found;
    const auto convert = [&found](at::Tensor tensor) {
        if (!at::isFloatingType(tensor.scalar_type()) || tensor.scalar_type() == at::kFloat) return;
        found = dtype_name(tensor.scalar_type());
        tensor.set_data(tensor.to(at::kFloat));
    };
    for (const at::Tensor& tensor : module.parameters()) convert(tensor);
    for (const at::Tensor& tensor : module.buffers()) convert(tensor);
    // A frozen module has its weights among the constants of its code.
    for (const jit::Module& part : module.modules()) {
        for (const jit::Method& method : part.get_methods()) {
            for (jit::Node* node : tensor_constants(method.function())) {
                const at::Tensor& constant = node->t(c10::attr::value);
                const at::ScalarType type = constant.scalar_type();
                if (!at::isFloatingType(type) || type == at::kFloat || constant.dim() == 0) continue;
                found = dtype_name(type);
                node->t_(c10::attr::value, constant.to(at::kFloat));
            }
        }
    }
    if (!found.empty())
        notes.push_back(fmt::format("the weights were {}; they are converted to float32", found));
}

}  // namespace

void flatten_result(const c10::IValue& value, std::vector<at::Tensor>& tensors) {
    if (value.isTensor()) {
        tensors.push_back(value.toTensor());
    } else if (value.isTuple()) {
        for (const c10::IValue& item : value.toTupleRef().elements()) flatten_result(item, tensors);
    } else if (value.isList()) {
        const c10::impl::GenericList list = value.toList();
        for (std::size_t i = 0; i < list.size(); ++i) flatten_result(list.get(i), tensors);
    } else if (value.isGenericDict()) {
        for (const auto& entry : value.toGenericDict()) flatten_result(entry.value(), tensors);
    }
}

Model::Model(int descriptor, int memory) : descriptor_(descriptor), arena_(memory) {
    const LoadArena::Scope scope(arena_);
    module_ = load(descriptor);
    if (module_.hasattr("training") && module_.is_training()) {
        notes_.emplace_back("the file was saved in training mode; it is imported in evaluation mode");
    }
    module_.eval();
    use_float32(module_, notes_);
}

std::shared_ptr<caffe2::serialize::ReadAdapterInterface> Model::make_reader() const {
    return std::make_shared<DescriptorReader>(descriptor_);
}

jit::Method Model::method(const std::string& name) {
    if (const c10::optional<jit::Method> found = module_.find_method(name)) return *found;
    std::vector<std::string> names;
    std::vector<std::string> signatures;
    for (const jit::Method& method : module_.get_methods()) {
        if (method.name().rfind("__", 0) == 0) continue;
        names.push_back(method.name());
        signatures.push_back(signature_text(method.function().getSchema()));
    }
    Failure failure{
        .kind = FailureKind::bad_file,
        .message = fmt::format("the model has no method '{}'; its methods are: {}", name,
                               names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "))),
        .advice = "Save a module that has a forward method.",
        .details = {},
        .nodes = {}};
    if (!names.empty()) {
        failure.advice = fmt::format("Choose one with --method, for instance --method {}. They are:\n  {}",
                                     names.front(), fmt::join(signatures, "\n  "));
    }
    // The window offers them as a list.
    for (const std::string& found : names)
        failure.nodes.push_back({"method", found, {}, "it can be imported with --method " + found});
    throw Error(failure);
}

std::vector<c10::IValue> Model::arguments(const std::vector<Parameter>& parameters,
                                          const std::vector<at::Tensor>& tensors, std::size_t& next) const {
    std::vector<c10::IValue> values;
    for (const Parameter& parameter : parameters) {
        switch (parameter.kind) {
            case Parameter::Kind::tensor:
                values.emplace_back(tensors.at(next++));
                break;
            case Parameter::Kind::scalar:
                values.push_back(scalar_value(parameter, values_));
                break;
            case Parameter::Kind::tuple:
                values.emplace_back(c10::ivalue::Tuple::create(arguments(parameter.parts, tensors, next)));
                break;
            case Parameter::Kind::list: {
                c10::List<at::Tensor> list;
                for (std::size_t i = 0; i < parameter.parts.size(); ++i) list.push_back(tensors.at(next++));
                values.emplace_back(std::move(list));
                break;
            }
            case Parameter::Kind::dict: {
                c10::Dict<std::string, at::Tensor> dict;
                for (const Parameter& part : parameter.parts) dict.insert(part.key, tensors.at(next++));
                values.emplace_back(std::move(dict));
                break;
            }
            default:
                values.push_back(parameter.value);
                break;
        }
    }
    return values;
}

std::vector<at::Tensor> Model::call(const jit::Module& module, const std::vector<at::Tensor>& inputs) {
    const c10::InferenceMode inference;
    const jit::Method called = method(method_);
    std::vector<c10::IValue> values = {c10::IValue(module._ivalue())};
    std::size_t next = 0;
    for (c10::IValue& value : arguments(parameters_, inputs, next)) values.push_back(std::move(value));
    std::vector<at::Tensor> outputs;
    flatten_result(called.function()(std::move(values)), outputs);
    return outputs;
}

std::vector<at::Tensor> Model::forward(const std::vector<at::Tensor>& inputs) {
    if (!stateful_) return call(module_, inputs);
    if (!running_) running_ = module_.deepcopy();
    return call(*running_, inputs);
}

void Model::warm_up(const std::vector<at::Tensor>& inputs) {
    // The executor records types in its first call and optimises in its second.
    const jit::Module scratch = stateful_ ? module_.deepcopy() : module_;
    for (int i = 0; i < 2; ++i) call(scratch, inputs);
}

void Model::reset_forward() {
    running_.reset();
}

}  // namespace lockstep::torch_import
