#include <fmt/format.h>

#include <algorithm>

#include "core/import/torch_evaluator.h"

/// Writes in place: what is written becomes a new value, and every view of the memory follows.
namespace lockstep::torch_import {
namespace {

namespace jit = torch::jit;

constexpr std::int64_t index_limit = 4096;  ///< elements that one index_put_ may write one by one

const c10::StorageImpl* storage_of(const at::Tensor& tensor) {
    return tensor.storage().unsafeGetStorageImpl();
}

bool same_geometry(const at::Tensor& a, const at::Tensor& b) {
    return a.is_same(b) ||
           (a.scalar_type() == b.scalar_type() && a.sizes() == b.sizes() && a.strides() == b.strides() &&
            a.storage_offset() == b.storage_offset() && storage_of(a) == storage_of(b));
}

bool writes(const c10::Argument& argument) {
    return argument.alias_info() != nullptr && argument.alias_info()->isWrite();
}

/// The memory as one row of elements of the tensor's type.
at::Tensor flat(const at::Tensor& tensor) {
    const auto count = static_cast<std::int64_t>(tensor.storage().nbytes()) / tensor.element_size();
    return tensor.as_strided({count}, {1}, 0);
}

constexpr const char* no_slices =
    "reads or writes a view that is not made of slices (overlapping windows, a diagonal) of a tensor that is "
    "written in place: use torch.cat, torch.stack or torch.where";

/// The one mask among indices that is data and covers all of `self`; null if they are anything else.
std::shared_ptr<TensorValue> mask_over(const Abstract& indices, const at::Tensor& self) {
    const auto* list = std::get_if<std::shared_ptr<Sequence>>(&indices);
    if (list == nullptr || (*list)->items.size() != 1) return nullptr;
    const auto* mask = std::get_if<std::shared_ptr<TensorValue>>(&(*list)->items.front());
    const bool covers = mask != nullptr && (*mask)->example.scalar_type() == at::kBool &&
                        (*mask)->example.sizes() == self.sizes();
    return covers ? *mask : nullptr;
}

}  // namespace

std::shared_ptr<TensorValue> Evaluator::same_view(const at::Tensor& tensor) {
    if (!tensor.has_storage()) return nullptr;
    const auto found = views_.find(storage_of(tensor));
    if (found == views_.end()) return nullptr;
    for (const std::shared_ptr<TensorValue>& view : found->second) {
        if (same_geometry(view->example, tensor)) return view;
    }
    return nullptr;
}

void Evaluator::add_view(const std::shared_ptr<TensorValue>& tensor) {
    views_[storage_of(tensor->example)].push_back(tensor);
}

Memory* Evaluator::find_memory(const at::Tensor& tensor) const {
    if (memories_.empty() || !tensor.defined() || !tensor.has_storage()) return nullptr;
    const auto found = memories_.find(storage_of(tensor));
    return found != memories_.end() ? found->second.get() : nullptr;
}

Memory& Evaluator::memory_of(const at::Tensor& tensor) {
    std::unique_ptr<Memory>& memory = memories_[storage_of(tensor)];
    if (memory) return *memory;
    if (const auto views = views_.find(storage_of(tensor)); views != views_.end()) {
        // The first one is what made the memory.
        const std::shared_ptr<TensorValue>& first = views->second.front();
        memory = std::make_unique<Memory>(graph_, first->example, Content::of(first->value, first->example));
    } else {
        const auto made = bases_.find(storage_of(tensor));
        const at::Tensor base = made != bases_.end() ? made->second : flat(tensor);
        memory = std::make_unique<Memory>(graph_, base, Content::of(base));
    }
    return *memory;
}

std::shared_ptr<TensorValue> Evaluator::view_of(const at::Tensor& tensor) {
    if (std::shared_ptr<TensorValue> same = same_view(tensor)) return same;
    auto view = std::make_shared<TensorValue>();
    view->example = tensor;
    view->generation = -1;
    add_view(view);
    return view;
}

/// A copy of the memory that the tensor lies in stands for it from here on; gives the tensor's view of it.
at::Tensor Evaluator::own_copy(const at::Tensor& tensor) {
    at::Tensor& copy = redirects_[storage_of(tensor)];
    if (!copy.defined()) {
        copy = flat(tensor).clone();
        // A copy has the axes of the attribute where it is the whole memory.
        bases_[storage_of(copy)] = tensor.numel() == copy.numel() && tensor.is_non_overlapping_and_dense()
                                       ? copy.as_strided(tensor.sizes(), tensor.strides(), 0)
                                       : copy;
    }
    return redirected(tensor);
}

at::Tensor Evaluator::redirected(const at::Tensor& tensor) const {
    const auto copy = redirects_.find(storage_of(tensor));
    if (copy == redirects_.end()) return tensor;
    return copy->second.as_strided(tensor.sizes(), tensor.strides(), tensor.storage_offset());
}

Abstract Evaluator::settle(Abstract value) {
    if (redirects_.empty() && memories_.empty()) return value;
    const auto* ivalue = std::get_if<c10::IValue>(&value);
    if (ivalue == nullptr) return value;
    if (ivalue->isTensor()) {
        if (!ivalue->toTensor().defined() || !ivalue->toTensor().has_storage()) return value;
        const at::Tensor tensor = redirected(ivalue->toTensor());
        if (find_memory(tensor) != nullptr) return view_of(tensor);
        return c10::IValue(tensor);
    }
    if (!ivalue->isTuple() && !ivalue->isTensorList()) return value;
    bool touched = false;
    auto sequence = std::make_shared<Sequence>();
    const auto add = [&](const c10::IValue& part) {
        Abstract settled = settle(part);
        const auto* same = std::get_if<c10::IValue>(&settled);
        touched = touched || same == nullptr || !same->is(part);
        sequence->items.push_back(std::move(settled));
    };
    sequence->type = ivalue->type();
    if (ivalue->isTuple()) {
        sequence->kind = Sequence::Kind::tuple;
        for (const c10::IValue& part : ivalue->toTupleRef().elements()) add(part);
    } else {
        const c10::impl::GenericList list = ivalue->toList();
        for (std::size_t i = 0; i < list.size(); ++i) add(list.get(i));
    }
    return touched ? Abstract(sequence) : value;
}

Abstract Evaluator::fresh(const Abstract& value, const ImportedSource& source) {
    const Abstract settled = settle(value);
    if (const auto* sequence = std::get_if<std::shared_ptr<Sequence>>(&settled)) {
        auto copy = std::make_shared<Sequence>(**sequence);
        for (Abstract& item : copy->items) item = fresh(item, source);
        return copy;
    }
    const auto* held = std::get_if<std::shared_ptr<TensorValue>>(&settled);
    if (held == nullptr) return settled;
    const std::shared_ptr<TensorValue>& tensor = *held;
    Memory* memory = find_memory(tensor->example);
    if (memory == nullptr || memory->generation() == tensor->generation) return settled;
    const std::optional<Content> content = memory->read(tensor->example, source);
    if (!content) {
        auto unknown = std::make_shared<Unknown>();
        unknown->origin = {"aten::as_strided", source.module, to_text(source), no_slices};
        return unknown;
    }
    if (content->known.defined()) return c10::IValue(content->known);
    tensor->value = content->value;
    tensor->generation = memory->generation();
    return settled;
}

c10::optional<Content> Evaluator::content_of(const Abstract& value) const {
    if (const auto* tensor = std::get_if<std::shared_ptr<TensorValue>>(&value))
        return Content::of((*tensor)->value, (*tensor)->example);
    const auto* ivalue = std::get_if<c10::IValue>(&value);
    if (ivalue == nullptr) return c10::nullopt;
    if (ivalue->isTensor() && ivalue->toTensor().defined()) return Content::of(ivalue->toTensor());
    if (ivalue->isScalar()) return Content::of(at::scalar_tensor(ivalue->toScalar(), at::kDouble));
    return c10::nullopt;
}

std::shared_ptr<TensorValue> Evaluator::write_target(const Abstract& target) {
    if (const auto* tensor = std::get_if<std::shared_ptr<TensorValue>>(&target)) {
        memory_of((*tensor)->example);
        return *tensor;
    }
    const auto* ivalue = std::get_if<c10::IValue>(&target);
    if (ivalue == nullptr || !ivalue->isTensor()) return nullptr;
    const at::Tensor tensor =
        is_protected(*ivalue) ? own_copy(ivalue->toTensor()) : redirected(ivalue->toTensor());
    memory_of(tensor);
    return view_of(tensor);
}

bool Evaluator::write_content(const Node& node, Frame& frame, const std::shared_ptr<TensorValue>& self,
                              const Content& content) {
    const ImportedSource source = find_source(node.sourceRange(), frame.site);
    ContentOps ops(graph_, source);
    const Shape shape = shape_of(self->example);
    Content whole = ops.convert(content, self->example.scalar_type());
    whole = ops.expand(whole, shape);
    Memory& memory = memory_of(self->example);
    if (!memory.write(self->example, whole, source)) {
        refuse(node, frame, no_slices);
        return false;
    }
    // Known content is read as known again, by slices of the memory.
    self->generation = -1;
    if (!whole.known.defined()) {
        self->value = whole.value;
        self->generation = memory.generation();
    }
    return true;
}

void Evaluator::emit_write(const Node& node, Frame& frame, const std::vector<Abstract>& inputs) {
    const c10::FunctionSchema& schema = *node.maybeSchema();
    const std::string name = operator_name(node);
    const auto written = std::count_if(schema.arguments().begin(), schema.arguments().end(), writes);
    if (written != 1 || !writes(schema.arguments()[0]) || name.back() != '_' || node.outputs().size() > 1) {
        refuse(node, frame,
               "writes its result into a tensor that exists already: use the form that returns a new tensor");
        return;
    }
    const std::string pure = name.substr(0, name.size() - 1);
    const bool replaces = name == "aten::copy_" || name == "aten::fill_" || name == "aten::zero_";
    const bool puts = name == "aten::index_put_" || name == "aten::_index_put_impl_";
    if (!replaces && !puts && jit::getAllOperatorsFor(c10::Symbol::fromQualString(pure)).empty()) {
        refuse(node, frame,
               "writes in place in a way that has no form without writing: use torch.cat, torch.stack or "
               "torch.where");
        return;
    }
    // LibTorch judges shapes and types, on a copy.
    std::vector<c10::IValue> examples;
    for (const Abstract& input : inputs) examples.push_back(*example(input));
    const at::Tensor target = examples[0].toTensor();
    if (puts && !known(fresh(inputs[1], {})) && mask_over(inputs[1], target) == nullptr) {
        refuse(node, frame, "writes at places that depend on the input data: use torch.where");
        return;
    }
    examples[0] = c10::IValue(at::empty_strided(target.sizes(), target.strides(), target.options()).zero_());
    execute(node, frame, std::move(examples));
    const std::shared_ptr<TensorValue> self = write_target(inputs[0]);
    const ImportedSource source = find_source(node.sourceRange(), frame.site);
    const auto finish = [&] {
        if (!node.outputs().empty()) set(node.output(), frame, self);
    };
    std::vector<Abstract> now = inputs;
    for (std::size_t i = replaces || puts ? 1 : 0; i < now.size(); ++i) {
        now[i] = fresh(now[i], source);
        if (const auto* unknown = std::get_if<std::shared_ptr<Unknown>>(&now[i])) {
            refuse(node, frame, (*unknown)->origin.reason);
            return;
        }
    }
    if (puts) {
        emit_index_put(node, frame, now, self);
        finish();
        return;
    }
    if (replaces) {
        const c10::optional<Content> content =
            name == "aten::zero_" ? c10::optional<Content>(Content::of(at::zeros({}))) : content_of(now[1]);
        if (content && write_content(node, frame, self, *content)) finish();
        return;
    }
    GraphRecord::Node record;
    record.op = pure;
    record.source = source;
    if (!emit_arguments(node, now, record, frame)) return;
    const std::uint32_t value =
        graph_.add_value(node.outputs().empty() ? pure : node.output()->debugName(), self->example);
    record.outputs.push_back(value);
    graph_.add_node(std::move(record));
    if (write_content(node, frame, self, Content::of(value, self->example))) finish();
}

bool Evaluator::emit_masked_fill(const Node& node, Frame& frame, const std::vector<Abstract>& inputs,
                                 const std::shared_ptr<TensorValue>& self, const Content& fill) {
    const std::shared_ptr<TensorValue> mask = mask_over(inputs[1], self->example);
    if (mask == nullptr || element_count(fill.shape) != 1) return false;
    const ImportedSource source = find_source(node.sourceRange(), frame.site);
    const Abstract before = fresh(inputs[0], source);
    const auto* value = std::get_if<std::shared_ptr<TensorValue>>(&before);
    if (value == nullptr) return false;
    ContentOps ops(graph_, source);
    const Content scalar = ops.reshape(ops.convert(fill, self->example.scalar_type()), {});
    GraphRecord::Node record;
    record.op = "aten::masked_fill";
    record.source = source;
    const auto argument = [&](const char* name, std::variant<c10::IValue, std::uint32_t> given) {
        record.arguments.push_back({.name = name, .value = std::move(given), .is_list = false, .list = {}});
    };
    argument("self", (*value)->value);
    argument("mask", mask->value);
    if (scalar.known.defined()) {
        argument("value", c10::IValue(scalar.known.item<double>()));
    } else {
        argument("value", scalar.value);
    }
    const std::uint32_t result = graph_.add_value(record.op, self->example);
    record.outputs.push_back(result);
    graph_.add_node(std::move(record));
    return write_content(node, frame, self, Content::of(result, self->example));
}

void Evaluator::emit_index_put(const Node& node, Frame& frame, const std::vector<Abstract>& inputs,
                               const std::shared_ptr<TensorValue>& self) {
    const ImportedSource source = find_source(node.sourceRange(), frame.site);
    const c10::optional<c10::IValue> indices = known(inputs[1]);
    const c10::optional<c10::IValue> accumulate = inputs.size() > 3 ? known(inputs[3]) : c10::nullopt;
    const c10::optional<Content> values = content_of(inputs[2]);
    if (!indices && values && accumulate && !accumulate->toBool() &&
        emit_masked_fill(node, frame, inputs, self, *values))
        return;
    if (!indices || !values || (accumulate && accumulate->toBool())) {
        refuse(node, frame, "writes at places that depend on the input data, or adds there: use torch.where");
        return;
    }
    // One index tensor; the other axes are taken whole.
    std::int64_t axis = -1;
    at::Tensor index;
    const c10::impl::GenericList list = indices->toList();
    for (std::size_t i = 0; i < list.size(); ++i) {
        const c10::IValue item = list.get(i);
        if (!item.isTensor() || !item.toTensor().defined()) continue;
        if (index.defined()) {
            refuse(node, frame, "writes at places given by several index tensors: write one axis at a time");
            return;
        }
        axis = static_cast<std::int64_t>(i);
        index = item.toTensor();
    }
    if (index.defined() && index.dim() == 1 &&
        (index.scalar_type() == at::kBool || index.scalar_type() == at::kByte))
        index = index.nonzero().flatten();
    if (!index.defined() || index.dim() > 1 || index.scalar_type() == at::kBool ||
        index.numel() > index_limit) {
        refuse(node, frame, "writes at places that are not one list of positions along one axis");
        return;
    }
    ContentOps ops(graph_, source);
    Shape region = shape_of(self->example);
    const bool single = index.dim() == 0;
    if (single) {
        region.erase(region.begin() + axis);
    } else {
        region[static_cast<std::size_t>(axis)] = index.numel();
    }
    const Content spread = ops.expand(ops.convert(*values, self->example.scalar_type()), region);
    const at::Tensor places = index.reshape({-1}).to(at::kLong).contiguous();
    for (std::int64_t i = 0; i < places.numel(); ++i) {
        std::int64_t place = places.data_ptr<std::int64_t>()[i];
        if (place < 0) place += self->example.size(axis);
        const std::shared_ptr<TensorValue> row = view_of(self->example.select(axis, place));
        const Content part = single ? spread : ops.select(spread, static_cast<std::size_t>(axis), i);
        if (!write_content(node, frame, row, part)) return;
    }
}

}  // namespace lockstep::torch_import
