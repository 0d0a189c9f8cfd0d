#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/import/torch_graph.h"
#include "core/import/torch_signature.h"
#include "core/import/torch_state.h"
#include "core/support/failure_list.h"

namespace lockstep::torch_import {

/// One model file, loaded.
class Model {
  public:
    /// Loads the file open as `descriptor` on the processor, in evaluation mode and fp32; `memory` is a
    /// memory file for its tensors (see LoadArena). Throws Error(bad_file).
    Model(int descriptor, int memory);

    /// How much of the memory file its tensors take.
    std::uint64_t loaded_bytes() const { return arena_.used(); }

    /// What graph_wire::read_probe reads; shapes and stored test vectors (their numbers go into `blob`) are
    /// looked for if `proposals` are wanted. `given`: the optional inputs that the user gives a shape for.
    nlohmann::json probe(const std::string& method, bool proposals, const std::set<std::string>& given,
                         std::string& blob);

    struct Request {
        std::string method;
        std::vector<std::optional<Shape>> shapes;  ///< per tensor input
        std::map<std::string, double> values;
        std::set<std::string> given;                  ///< optional inputs that are tensors and not None
        std::set<std::string> operators;              ///< see ImportOptions::operators
        std::map<std::string, std::string> refusals;  ///< see ImportOptions::refusals
    };
    /// {"graph", "used"}, the constants that don't lie in the loaded file in `weights`; or, with "refused" (a
    /// failure), what could be imported around the refused places. Throws Error(bad_shape),
    /// Error(unsupported).
    nlohmann::json import(const Request& request, std::span<std::byte> weights);

    /// Runs the imported method on inputs of the imported shapes, in order; gives the output tensors,
    /// flattened. State is carried on in a copy of the module: the one that is imported stays as it was
    /// loaded.
    std::vector<at::Tensor> forward(const std::vector<at::Tensor>& inputs);
    /// Prepares forward() without moving its state.
    void warm_up(const std::vector<at::Tensor>& inputs);
    void reset_forward();
    const std::vector<Shape>& input_shapes() const { return shapes_; }

  private:
    torch::jit::Method method(const std::string& name);
    std::vector<c10::IValue> arguments(const std::vector<Parameter>& parameters,
                                       const std::vector<at::Tensor>& tensors, std::size_t& next) const;
    std::vector<at::Tensor> call(const torch::jit::Module& module, const std::vector<at::Tensor>& inputs);
    std::shared_ptr<caffe2::serialize::ReadAdapterInterface> make_reader() const;

    // torch_import.cpp
    struct Evaluated {
        GraphRecord graph;
        FailureList failures;
    };
    Evaluated evaluate(const Request& request);
    std::vector<Parameter> named_parameters(const torch::jit::Method& called,
                                            const std::set<std::string>& given) const;
    bool accepts(const Request& request);

    // torch_first_call.cpp
    /// Fills in the initial values that the first call makes; gives the reason if they can't be found.
    std::string find_initial(StatePlan& plan, const std::vector<at::Tensor>& candidates,
                             const Request& request, const std::vector<at::Tensor>& inputs);

    // torch_probe.cpp
    /// Shapes that the file stores (recent traces do), per tensor input; empty when it doesn't.
    std::vector<Shape> traced_shapes(const std::string& method, std::size_t count);
    /// A shape made from the sizes of the first weight, that the method accepts.
    std::vector<Shape> guess_shapes(const std::string& method, std::size_t count,
                                    const std::set<std::string>& given, std::string& basis);

    int descriptor_;
    LoadArena arena_;
    torch::jit::Module module_;                  ///< as it was loaded
    bool stateful_ = false;                      ///< the imported method keeps state
    std::optional<torch::jit::Module> running_;  ///< its copy that forward() runs
    std::vector<std::string> notes_;
    std::string method_;                    ///< that was imported
    std::vector<Shape> shapes_;             ///< of its tensor inputs
    std::map<std::string, double> values_;  ///< of its scalar inputs
    std::vector<Parameter> parameters_;     ///< of a call of it
};

/// Tensors of a result, tuples, lists and dictionaries flattened.
void flatten_result(const c10::IValue& value, std::vector<at::Tensor>& tensors);

}  // namespace lockstep::torch_import
