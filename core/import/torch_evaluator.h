#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/import/torch_graph.h"
#include "core/import/torch_memory.h"
#include "core/import/torch_source.h"
#include "core/import/torch_state.h"
#include "core/import/torch_values.h"
#include "core/support/failure_list.h"

namespace lockstep::torch_import {

/// Walks a method of a module with some inputs known and the others standing for the data: control flow,
/// containers and sizes are evaluated, every tensor operator that depends on data becomes a node of the
/// graph, writes in place become new values. The module itself is never changed. What cannot be imported is
/// collected in `failures`, all of it; then the graph is not to be used.
class Evaluator {
  public:
    /// `plan`: what the method is known to keep between calls; the states get their values in the graph.
    Evaluator(const torch::jit::Module& module, GraphRecord& graph, const StatePlan& plan = {});

    /// Runs the method on `arguments` (self first).
    Abstract run(torch::jit::Function& method, std::vector<Abstract> arguments);
    /// After the run: what the method keeps, all that `plan` has and what turned up.
    StatePlan kept_state();
    /// After the run: gives every state the value that it has now.
    void finish_states();
    /// Some of the known tensors that the run met: what a first call may start from.
    const std::vector<at::Tensor>& all_known_tensors() const { return known_tensors_; }
    /// Records a failure that is about no single node.
    void fail(const FailureNode& failure);
    /// Path of a module by attribute names; nothing for other objects.
    std::optional<std::string> module_path(const c10::ivalue::Object* object) const;

    FailureList failures;

    struct Output {
        std::uint32_t value = 0;
        std::string name;  ///< "y", "state.1", "scores" (a key); empty: the value's own
    };
    /// The tensors of a result, tuples, lists and dictionaries flattened; a tensor that is always the same
    /// becomes a constant; what is no tensor is a failure.
    std::vector<Output> flatten_outputs(const Abstract& result);

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
    bool run_dict_operator(const Node& node, Frame& frame, const std::shared_ptr<Sequence>& dict);

    // torch_operators.cpp: LibTorch's own operators
    void run_operator(const Node& node, Frame& frame);
    void run_known(const Node& node, Frame& frame, std::vector<c10::IValue> stack, bool erase);
    std::string refusal(const Node& node, const std::vector<Abstract>& inputs) const;
    /// Refuses the node when a tensor among its arguments or results is of no plain type.
    bool refuse_types(const Node& node, Frame& frame, const std::vector<c10::IValue>& values);
    std::vector<c10::IValue> execute(const Node& node, const Frame& frame,
                                     std::vector<c10::IValue> stack) const;

    // torch_emit.cpp: operators on data become nodes
    void emit(const Node& node, Frame& frame, std::vector<Abstract> inputs);
    bool emit_arguments(const Node& node, const std::vector<Abstract>& inputs, GraphRecord::Node& record,
                        Frame& frame);
    std::vector<c10::IValue> example_results(const Node& node, const Frame& frame,
                                             std::vector<c10::IValue> stack) const;
    Abstract result(const c10::IValue& value, const Node& node, const std::string& name,
                    GraphRecord::Node& record);
    Abstract view_result(const c10::IValue& value);
    bool lies_in_written_memory(const c10::IValue& value) const;

    // torch_writes.cpp: memory that is written while it has several views
    void emit_write(const Node& node, Frame& frame, const std::vector<Abstract>& inputs);
    void emit_index_put(const Node& node, Frame& frame, const std::vector<Abstract>& inputs,
                        const std::shared_ptr<TensorValue>& self);
    /// x[mask] = number, where the mask is data: a choice. False if it is none.
    bool emit_masked_fill(const Node& node, Frame& frame, const std::vector<Abstract>& inputs,
                          const std::shared_ptr<TensorValue>& self, const Content& fill);
    bool write_content(const Node& node, Frame& frame, const std::shared_ptr<TensorValue>& self,
                       const Content& content);
    std::shared_ptr<TensorValue> write_target(const Abstract& target);
    at::Tensor own_copy(const at::Tensor& tensor);
    at::Tensor redirected(const at::Tensor& tensor) const;
    Memory& memory_of(const at::Tensor& tensor);
    Memory* find_memory(const at::Tensor& tensor) const;
    std::shared_ptr<TensorValue> view_of(const at::Tensor& tensor);
    std::shared_ptr<TensorValue> same_view(const at::Tensor& tensor);
    void add_view(const std::shared_ptr<TensorValue>& tensor);
    /// The value with its tensors as they are now; Unknown when a view cannot be followed.
    Abstract fresh(const Abstract& value, const ImportedSource& source);
    Abstract settle(Abstract value);
    c10::optional<Content> content_of(const Abstract& value) const;

    // torch_attributes.cpp: attributes, and what of them is state
    void keep_tensor(const std::string& name, const at::Tensor& tensor);
    Abstract planned(const KeptValue& kept, const std::string& name);
    Abstract attribute_value(const c10::IValue& value);
    void finish_state(const KeptValue& kept, const Abstract& after, const std::string& name);
    std::string attribute_name(const AttributeKey& key) const;
    /// The tensors that are written in place, in an order that does not depend on where they lie.
    std::vector<at::Tensor> ordered_memories() const;
    std::string memory_name(const at::Tensor& tensor) const;
    void remember(const c10::IValue& value);

    Abstract get(const torch::jit::Value* value, const Frame& frame);
    std::vector<Abstract> get_inputs(const Node& node, const Frame& frame);
    void set(const torch::jit::Value* value, Frame& frame, Abstract abstract) const;
    /// Gives a tensor of the graph the name that the outermost function calls it.
    void name_after(const torch::jit::Value& value, const Abstract& abstract, const Frame& frame);
    FailureNode describe(const Node& node, const Frame& frame, const std::string& reason) const;
    /// Records a failure; the node's outputs are Unknown from here on.
    void refuse(const Node& node, Frame& frame, const std::string& reason);
    void record_failure(const FailureNode& failure, const std::vector<Abstract>& inputs,
                        const ImportedSource& source);
    void set_unknown(const Node& node, Frame& frame, const FailureNode& origin, bool reported) const;
    void protect(const c10::IValue& value, const std::string& name);
    bool is_protected(const c10::IValue& value) const;

    GraphRecord& graph_;
    const StatePlan& plan_;
    std::unordered_map<const c10::ivalue::Object*, std::string> module_paths_;
    std::unordered_map<const c10::ivalue::Object*, std::size_t> module_orders_;
    std::map<AttributeKey, Abstract> attributes_;  ///< that were assigned, or are containers
    std::unordered_map<const void*, std::shared_ptr<Sequence>> attribute_lists_;
    std::unordered_set<const c10::ivalue::Object*> fresh_objects_;
    std::vector<c10::IValue> kept_objects_;      ///< so that no address is used twice
    std::map<std::string, std::size_t> states_;  ///< name -> index in the graph's

    struct Owner {
        std::string name;  ///< of the attribute
        at::Tensor tensor;
        std::size_t order = 0;  ///< in which they were met, the same for each load of a file
    };
    std::unordered_map<const c10::StorageImpl*, Owner> protected_;  ///< weights, buffers and constants
    std::map<const c10::StorageImpl*, at::Tensor> redirects_;       ///< those that were written: flat copies
    std::unordered_map<const c10::StorageImpl*, std::unique_ptr<Memory>> memories_;
    std::unordered_map<const c10::StorageImpl*, at::Tensor> bases_;  ///< known tensors as they were made
    std::unordered_map<const c10::StorageImpl*, std::vector<std::shared_ptr<TensorValue>>> views_;
    std::vector<at::Tensor> known_tensors_;
    std::unordered_map<std::uint32_t, int> name_depths_;  ///< of the functions that named a value
    std::int64_t kept_elements_ = 0;                      ///< in bases_
    std::int64_t steps_ = 0;
};

/// "aten::linear"
std::string operator_name(const torch::jit::Node& node);

}  // namespace lockstep::torch_import
