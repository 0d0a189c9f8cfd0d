#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/import/torch_graph.h"
#include "core/import/torch_signature.h"

namespace lockstep::torch_import {

/// One model file, loaded.
class Model {
  public:
    /// Loads the file open as `descriptor` on the processor, in evaluation mode and fp32. Throws
    /// Error(bad_file).
    explicit Model(int descriptor);

    /// {"methods", "parameters", "inputs": [{"name", "type", "shape"?, "basis"?}]}; shapes are looked for if
    /// `proposals` are wanted.
    nlohmann::json probe(const std::string& method, bool proposals);

    struct Request {
        std::string method;
        std::vector<std::optional<Shape>> shapes;  ///< per tensor input
        std::map<std::string, double> values;
        std::set<std::string> operators;  ///< see ImportOptions::operators
    };
    /// The graph as JSON, its constants in `weights`. Throws Error(bad_shape), Error(unsupported).
    nlohmann::json import(const Request& request, std::span<std::byte> weights, std::uint64_t& used);

    /// Runs the imported method on inputs of the imported shapes, in order; gives the output tensors,
    /// flattened.
    std::vector<at::Tensor> forward(const std::vector<at::Tensor>& inputs);
    const std::vector<Shape>& input_shapes() const { return shapes_; }

  private:
    torch::jit::Method method(const std::string& name);
    std::vector<c10::IValue> arguments(const std::vector<Parameter>& parameters,
                                       const std::vector<at::Tensor>& tensors, std::size_t& next) const;
    std::shared_ptr<caffe2::serialize::ReadAdapterInterface> make_reader() const;
    GraphRecord evaluate(const Request& request);
    bool accepts(const std::string& method, const Shape& shape);
    /// Shapes of forward's tensor inputs that the author stored as {"input_shapes": [[20, 128], …]} in the
    /// extra file lockstep.json; empty when there is none or it is of another number of inputs.
    std::vector<Shape> stated_shapes(const std::string& method, std::size_t count);
    /// Shapes that the file stores (recent traces do), per tensor input; empty when it doesn't.
    std::vector<Shape> traced_shapes(const std::string& method, std::size_t count);
    /// A shape made from the sizes of the first weight, that the method accepts.
    std::optional<Shape> guess_shape(const std::string& method, std::string& basis);

    int descriptor_;
    torch::jit::Module module_;
    std::vector<std::string> notes_;
    std::string method_;                    ///< that was imported
    std::vector<Shape> shapes_;             ///< of its tensor inputs
    std::map<std::string, double> values_;  ///< of its scalar inputs
};

/// Tensors of a result, tuples, lists and dictionaries flattened.
void flatten_result(const c10::IValue& value, std::vector<at::Tensor>& tensors);

}  // namespace lockstep::torch_import
