#include <algorithm>
#include <iterator>
#include <utility>

#include "core/lowering/lowering_builder.h"
#include "core/lowering/vectors.h"
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
        list_.vectors.push_back({.length = layout.length, .origin = origin, .constant = {}, .splat = false});
        if (initial != nullptr) list_.vectors.back().constant = values[static_cast<std::size_t>(k)];
    }
    return made;
}

const std::vector<VectorId>& Builder::vectors(nnir::ValueId value) {
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
    list_.vectors.push_back(
        {.length = length, .origin = VectorOrigin::computed, .constant = {}, .splat = false});
    return next_id<VectorTag>(list_.vectors.size() - 1);
}

VectorId Builder::new_splat() {
    list_.vectors.push_back({.length = 1, .origin = VectorOrigin::computed, .constant = {}, .splat = true});
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
    list_.vectors.push_back(
        {.length = length, .origin = VectorOrigin::constant, .constant = std::move(values), .splat = false});
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

void Builder::add(WorkBody body) {
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
    state_updates_.push_back({.body = std::move(body), .nodes = {node_}, .state_update = true});
}

void Builder::bind_state(StateBinding binding) {
    list_.states.push_back(std::move(binding));
}

WorkList Builder::finish() {
    for (const nnir::ValueId id : graph_.inputs) list_.inputs.push_back({id, vectors(id)});
    for (const nnir::ValueId id : graph_.outputs) list_.outputs.push_back({id, vectors(id)});
    std::vector<StateBinding> bindings;
    for (const nnir::State& state : graph_.states) {
        const auto bound = std::find_if(list_.states.begin(), list_.states.end(),
                                        [&](const StateBinding& b) { return b.state == state.id; });
        if (bound != list_.states.end()) {
            bindings.push_back(*bound);
        } else {
            const std::vector<VectorId> read = vectors(state.read);
            bindings.push_back({.state = state.id,
                                .written = vectors(state.written),
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
