#include <algorithm>
#include <iterator>
#include <utility>

#include "core/lowering/lowering_builder.h"
#include "core/lowering/reads.h"
#include "core/lowering/vectors.h"
#include "core/nnir/op.h"
#include "core/numerics/bf16.h"
#include "core/support/error.h"

namespace lockstep::lowering {
namespace {

template <class T>
Id<T> next_id(std::size_t size) {
    return Id<T>{static_cast<std::uint32_t>(size)};
}

}  // namespace

std::vector<VectorId> Builder::new_vectors(nnir::ValueId value, VectorOrigin origin, const Tensor* initial) {
    const nnir::Value& v = graph_.value(value);
    if (!v.type.shape.empty() && v.type.data_dim == nnir::no_data_dim)
        throw Error(FailureKind::internal, "the data dimension of '" + v.name + "' is not solved");
    const VectorLayout layout = vector_layout(v.type);
    std::vector<std::vector<float>> values;
    if (initial != nullptr) values = cut_into_vectors(*initial, v.type.data_dim);
    std::vector<VectorId> made;
    for (std::int64_t k = 0; k < layout.count; ++k) {
        made.push_back(next_id<VectorTag>(list_.vectors.size()));
        list_.vectors.push_back({.length = layout.length,
                                 .origin = origin,
                                 .constant = {},
                                 .splat = false,
                                 .fp32 = v.type.format == nnir::NumberFormat::fp32});
        if (initial != nullptr) list_.vectors.back().constant = values[static_cast<std::size_t>(k)];
    }
    return made;
}

const std::vector<VectorId>& Builder::vectors(nnir::ValueId value) {
    const std::vector<VectorId>& all = made(value);
    if (computes_fp32() || std::ranges::none_of(all, [this](VectorId v) { return is_fp32(v); })) return all;
    const auto found = rounded_values_.find(value);
    if (found != rounded_values_.end()) return found->second;
    return rounded_values_.emplace(value, rounded(all)).first->second;
}

std::vector<VectorId> Builder::rounded(const std::vector<VectorId>& vectors) {
    std::vector<VectorId> all;
    for (const VectorId vector : vectors) {
        if (!is_fp32(vector)) {
            all.push_back(vector);
            continue;
        }
        const auto [found, is_new] = rounded_.try_emplace(vector);
        if (is_new) {
            found->second = is_splat(vector) ? new_splat() : new_vector(length(vector));
            list_.vectors[found->second.value].fp32 = false;
            list_.work.push_back({.body = PointwiseWork{.result = found->second,
                                                        .op = PointwiseOp::add,
                                                        .a = vector,
                                                        .b = {},
                                                        .epilogue = {},
                                                        .c = {}},
                                  .nodes = {node_},
                                  .state_update = false});
        }
        all.push_back(found->second);
    }
    return all;
}

const std::vector<VectorId>& Builder::made(nnir::ValueId value) {
    const auto found = vectors_.find(value);
    if (found != vectors_.end()) return found->second;
    const nnir::State* state = graph_.state_read_as(value);
    const bool input = std::find(graph_.inputs.begin(), graph_.inputs.end(), value) != graph_.inputs.end();
    if (state == nullptr && !input)
        throw Error(FailureKind::internal, "no node has set '" + graph_.value(value).name + "'");
    std::vector<VectorId> made = state != nullptr ? new_vectors(value, VectorOrigin::state, &state->initial)
                                                  : new_vectors(value, VectorOrigin::input, nullptr);
    return vectors_.emplace(value, std::move(made)).first->second;
}

void Builder::set_vectors(nnir::ValueId value, std::vector<VectorId> vectors) {
    const nnir::Value& v = graph_.value(value);
    const VectorLayout layout = vector_layout(v.type);
    if (std::cmp_not_equal(vectors.size(), layout.count))
        throw Error(FailureKind::internal, "'" + v.name + "' is " + std::to_string(layout.count) +
                                               " vectors, not " + std::to_string(vectors.size()));
    if (!vectors_.emplace(value, std::move(vectors)).second)
        throw Error(FailureKind::internal, "'" + v.name + "' is set twice");
}

VectorId Builder::new_vector(std::int64_t length) {
    list_.vectors.push_back({.length = length,
                             .origin = VectorOrigin::computed,
                             .constant = {},
                             .splat = false,
                             .fp32 = computes_fp32()});
    return next_id<VectorTag>(list_.vectors.size() - 1);
}

VectorId Builder::new_splat() {
    list_.vectors.push_back({.length = 1,
                             .origin = VectorOrigin::computed,
                             .constant = {},
                             .splat = true,
                             .fp32 = computes_fp32()});
    return next_id<VectorTag>(list_.vectors.size() - 1);
}

VectorId Builder::splat(VectorId vector) {
    if (is_splat(vector)) return vector;
    if (length(vector) != 1)
        throw Error(FailureKind::internal,
                    "a vector of " + std::to_string(length(vector)) + " values is no single value");
    LinearWork work{.result = new_splat(), .rows = 1, .start = {}, .products = {}, .epilogue = {}};
    work.products.push_back({Tensor({1, 1}, {1.0F}), vector});
    const VectorId result = work.result;
    add(std::move(work));
    return result;
}

VectorId Builder::constant_vector(std::vector<float> values) {
    const auto length = static_cast<std::int64_t>(values.size());
    // A constant that bf16 holds exactly takes half the room and half the read port.
    const bool exact = std::ranges::all_of(values, [](float value) { return round_to_bf16(value) == value; });
    list_.vectors.push_back({.length = length,
                             .origin = VectorOrigin::constant,
                             .constant = std::move(values),
                             .splat = false,
                             .fp32 = computes_fp32() && !exact});
    return next_id<VectorTag>(list_.vectors.size() - 1);
}

PartialSumId Builder::new_partial_sum(std::int64_t rows, std::string name) {
    list_.partial_sums.push_back({rows, std::move(name)});
    return next_id<PartialSumTag>(list_.partial_sums.size() - 1);
}

CellId Builder::new_cell(Cell cell) {
    list_.cells.push_back(std::move(cell));
    return next_id<CellTag>(list_.cells.size() - 1);
}

void Builder::set_formats(WorkBody& body) {
    if (computes_fp32()) {
        // The matrix-vector unit and reductions take and give bf16; a comparison gives 1 or 0.
        const auto* pointwise = std::get_if<PointwiseWork>(&body);
        if (pointwise == nullptr)
            for (const VectorId source : reads(body))
                if (is_fp32(source))
                    nnir::cannot_lower(
                        *current_,
                        "it moves or sums fp32 values along the data dimension, through units "
                        "that take bf16",
                        "Leave this node in bf16: --precision '#" + std::to_string(node_.value) + "=bf16'.");
        const bool compares = pointwise != nullptr && pointwise->b && pointwise->op >= PointwiseOp::equal &&
                              pointwise->op <= PointwiseOp::less_equal;
        const VectorId result = result_of(body);
        if (result.valid() && (pointwise == nullptr || compares)) list_.vectors[result.value].fp32 = false;
    }
    if (current_ == nullptr || current_->precision != nnir::Precision::fp8) return;
    const auto store_as_fp8 = [](std::vector<Product>& products) {
        for (Product& product : products) product.fp8 = !product.computed();
    };
    if (auto* linear = std::get_if<LinearWork>(&body); linear != nullptr && !is_splat(linear->result))
        store_as_fp8(linear->products);
    if (auto* lstm = std::get_if<LstmWork>(&body)) store_as_fp8(lstm->products);
    if (auto* partial = std::get_if<PartialSumWork>(&body)) {
        store_as_fp8(partial->products);
        store_as_fp8(partial->initial_products);
    }
}

void Builder::add(WorkBody body) {
    set_formats(body);
    list_.work.push_back({.body = std::move(body), .nodes = {node_}, .state_update = false});
}

void Builder::add_tensor(std::vector<LinearWork> sums) {
    const std::size_t tensor = sums.size() > 1 ? list_.work.size() + 1 : 0;
    for (LinearWork& sum : sums) {
        add(std::move(sum));
        list_.work.back().tensor = tensor;
    }
}

void Builder::add_state_update(WorkBody body) {
    set_formats(body);
    state_updates_.push_back({.body = std::move(body), .nodes = {node_}, .state_update = true});
}

void Builder::bind_state(StateBinding binding) {
    list_.states.push_back(std::move(binding));
}

WorkList Builder::finish() {
    current_ = nullptr;
    for (const nnir::ValueId id : graph_.inputs) list_.inputs.push_back({id, made(id)});
    for (const nnir::ValueId id : graph_.outputs) {
        if (const nnir::Node* producer = graph_.producer(id)) node_ = producer->id;
        list_.outputs.push_back({id, vectors(id)});
    }
    std::vector<StateBinding> bindings;
    for (const nnir::State& state : graph_.states) {
        const auto bound = std::find_if(list_.states.begin(), list_.states.end(),
                                        [&](const StateBinding& b) { return b.state == state.id; });
        if (bound != list_.states.end()) {
            bindings.push_back(*bound);
        } else {
            const std::vector<VectorId> read = made(state.read);
            bindings.push_back({.state = state.id,
                                .written = made(state.written),
                                .read = read,
                                .cell = {},
                                .folded = false});
        }
    }
    list_.states = std::move(bindings);
    std::move(state_updates_.begin(), state_updates_.end(), std::back_inserter(list_.work));
    state_updates_.clear();
    return std::move(list_);
}

}  // namespace lockstep::lowering
