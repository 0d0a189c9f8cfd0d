#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/import/torch_graph.h"
#include "core/import/torch_source.h"
#include "core/import/torch_values.h"

namespace lockstep::torch_import {

/// Walks a method of a module with some inputs known and the others standing for the data: control flow,
/// containers and sizes are evaluated, every tensor operator that depends on data becomes a node of the
/// graph. What cannot be is collected in `failures`, all of it; then the graph is not to be used.
class Evaluator {
  public:
    Evaluator(const torch::jit::Module& module, GraphRecord& graph);

    /// Runs the method on `arguments` (self first).
    Abstract run(torch::jit::Function& method, std::vector<Abstract> arguments);

    std::vector<FailureNode> failures;

    /// The tensors of a result, tuples and lists flattened; what is no tensor of the graph is a failure.
    std::vector<std::uint32_t> flatten_outputs(const Abstract& result);

    /// A tensor of the graph that stands for an input.
    std::shared_ptr<TensorValue> add_input(const std::string& name, const at::Tensor& example);

  private:
    using Node = torch::jit::Node;
    struct Frame {
        CallSite site;
        std::unordered_map<const torch::jit::Value*, Abstract> values;
        int depth = 0;
    };

    // torch_evaluator.cpp: control flow, calls and attributes
    Abstract call(torch::jit::Function& function, std::vector<Abstract> arguments, const Frame* caller,
                  const Node* site);
    std::vector<Abstract> run_block(const torch::jit::Block& block, Frame& frame);
    void run_node(const Node& node, Frame& frame);
    bool run_structural(const Node& node, Frame& frame);
    void run_call(const Node& node, Frame& frame);
    void run_if(const Node& node, Frame& frame);
    void run_loop(const Node& node, Frame& frame);
    void get_attribute(const Node& node, Frame& frame);
    void set_attribute(const Node& node, Frame& frame);
    [[noreturn]] void raise(const Node& node, const Frame& frame);

    // torch_containers.cpp: lists, tuples and dictionaries that hold tensors of the graph
    bool run_container(const Node& node, Frame& frame);
    bool run_list_operator(const Node& node, Frame& frame, const std::shared_ptr<Sequence>& list);

    // torch_operators.cpp: LibTorch's own operators
    void run_operator(const Node& node, Frame& frame);
    void run_known(const Node& node, Frame& frame, std::vector<c10::IValue> stack, bool erase);
    std::string refusal(const Node& node, const std::vector<Abstract>& inputs) const;
    std::vector<c10::IValue> execute(const Node& node, const Frame& frame,
                                     std::vector<c10::IValue> stack) const;

    // torch_emit.cpp: operators on data become nodes
    void emit(const Node& node, Frame& frame, const std::vector<Abstract>& inputs);
    void emit_write(const Node& node, Frame& frame, const std::vector<Abstract>& inputs);
    bool emit_arguments(const Node& node, const std::vector<Abstract>& inputs, GraphRecord::Node& record,
                        Frame& frame);
    std::vector<c10::IValue> example_results(const Node& node, const Frame& frame,
                                             std::vector<c10::IValue> stack) const;
    Abstract result(const c10::IValue& value, const Node& node, const std::string& name,
                    GraphRecord::Node& record);
    std::shared_ptr<TensorValue> same_view(const at::Tensor& tensor);
    void add_view(const std::shared_ptr<TensorValue>& tensor);

    const Abstract& get(const torch::jit::Value* value, const Frame& frame) const;
    std::vector<Abstract> get_inputs(const Node& node, const Frame& frame) const;
    void set(const torch::jit::Value* value, Frame& frame, Abstract abstract) const;
    FailureNode describe(const Node& node, const Frame& frame, const std::string& reason) const;
    /// Records a failure; the node's outputs are Unknown from here on.
    void refuse(const Node& node, Frame& frame, const std::string& reason);
    void report_stale(const TensorValue& tensor);
    void set_unknown(const Node& node, Frame& frame, const FailureNode& origin, bool reported) const;
    void protect(const c10::IValue& value);
    bool is_protected(const c10::IValue& value) const;

    GraphRecord& graph_;
    std::unordered_map<const c10::ivalue::Object*, std::string> module_paths_;
    std::unordered_map<const void*, std::shared_ptr<Sequence>> attribute_lists_;
    std::unordered_set<const c10::StorageImpl*> protected_storages_;  ///< of weights, buffers and constants
    std::unordered_set<const c10::ivalue::Object*> fresh_objects_;
    std::unordered_map<const c10::StorageImpl*, std::vector<std::weak_ptr<TensorValue>>> views_;
    std::vector<at::Tensor> kept_examples_;  ///< so that no storage address is used twice
    std::int64_t steps_ = 0;
};

/// "aten::linear"
std::string operator_name(const torch::jit::Node& node);

}  // namespace lockstep::torch_import
