#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/numerics/bf16.h"
#include "core/numerics/fp32_words.h"
#include "core/support/overloaded.h"
#include "core/vm/vm_impl.h"

/// What a Vm tells of values inside a step that are not finite.
namespace lockstep {
namespace {

bool counts(float value, std::uint8_t mark) {
    if ((mark & lane_counts) == 0 || std::isfinite(value)) return false;
    return std::isnan(value) || (mark & (value < 0 ? may_be_minus : may_be_infinite)) == 0;
}

/// Looks at what one operation makes.
class Look {
  public:
    Look(ModelCode& code, std::size_t operation)
        : ref_(code.order[operation]), marks_(code.marks[operation]), found_(code.non_finite) {}

    void sums(std::span<const float> values) const { floats(values, marks_.sums, NonFinite::Stage::sum); }
    void results(std::span<const float> values) const {
        floats(values, marks_.results, NonFinite::Stage::result);
    }
    void cells(std::span<const float> values) const { floats(values, marks_.cells, NonFinite::Stage::cell); }
    void results(const Destinations& destinations) const {
        const std::uint16_t* const words = destinations.cores[0];
        const std::size_t lanes = marks_.results.size();
        if (destinations.fp32) {
            search([words](std::size_t k) { return from_words(words + 2 * k); }, lanes, marks_.results,
                   NonFinite::Stage::result);
            return;
        }
        // All exponent bits of a bf16 are set in what is not finite.
        bool any = false;
        for (std::size_t k = 0; k < lanes; ++k) any |= (words[k] & 0x7F80U) == 0x7F80U;
        if (any)
            search([words](std::size_t k) { return from_bf16(words[k]); }, lanes, marks_.results,
                   NonFinite::Stage::result);
    }
    void loaded(const LoadOperation& load) const {
        const auto value = [&load](std::size_t k) {
            return from_bf16(
                load.weights[k / load.block_size * load.distance + k % load.block_size * load.step]);
        };
        search(value, marks_.results.size(), marks_.results, NonFinite::Stage::result);
    }

  private:
    void floats(std::span<const float> values, const std::vector<std::uint8_t>& marks,
                NonFinite::Stage stage) const {
        bool any = false;
        for (const float value : values) any |= !(std::abs(value) <= std::numeric_limits<float>::max());
        if (any) search([values](std::size_t k) { return values[k]; }, values.size(), marks, stage);
    }
    template <class Value>
    void search(Value value, std::size_t lanes, const std::vector<std::uint8_t>& marks,
                NonFinite::Stage stage) const {
        for (std::size_t k = 0; k < lanes; ++k) {
            if (!counts(value(k), marks[k])) continue;
            found_.push_back({.core = ref_.core,
                              .instruction = ref_.instruction,
                              .stage = stage,
                              .lane = static_cast<std::uint32_t>(k),
                              .value = value(k)});
            return;
        }
    }

    InstructionRef ref_;
    const LaneMarks& marks_;
    std::vector<NonFinite>& found_;
};

}  // namespace

void Vm::Impl::run_watched(ModelCode& code) {
    code.non_finite.clear();
    for (std::size_t k = 0; k < code.operations.size(); ++k) {
        const Operation& operation = code.operations[k];
        const Look look(code, k);
        std::visit(Overloaded{[&](const StoreOperation& o) {
                                  if (o.path.activation != ActivationCode::none) look.sums(o.accumulators);
                              },
                              [&](const LstmCellOperation& o) { look.sums(o.gates); },
                              [&](const VectorOperation& o) {
                                  // What is copied was looked at where it was made.
                                  if (o.path.activation == ActivationCode::none || o.op == VectorOpcode::copy)
                                      return;
                                  const std::span<float> values =
                                      std::span(memories.scratch[0]).first(o.blocks * o.block_size);
                                  compute(o, values);
                                  look.sums(values);
                              },
                              [](const auto&) {}},
                   operation);
        execute(operation, memories.scratch[0], how);
        std::visit(Overloaded{[&](const StoreOperation& o) { look.results(o.destinations); },
                              [&](const VectorOperation& o) { look.results(o.destinations); },
                              [&](const ReduceOperation& o) {
                                  if (o.last) look.results(o.destinations);
                              },
                              [&](const SaveOperation& o) {
                                  look.results(std::span<const float>(o.stored, o.accumulators.size()));
                              },
                              [&](const LstmCellOperation& o) {
                                  look.cells(std::span<const float>(o.new_cell, o.gates.size() / 4));
                                  look.results(o.destinations);
                              },
                              [&](const LoadOperation& o) {
                                  if (o.fp32) look.loaded(o);  // others are moved as they are
                              },
                              // Inputs are the host's, and outputs were looked at where they were made.
                              [](const MatvecOperation&) {}, [](const MoveOperation&) {}},
                   operation);
    }
}

void Vm::watch_values(bool watch) {
    impl_->watches_values = watch;
    for (ModelCode& code : impl_->models) {
        code.non_finite.clear();
        if (!watch || !code.marks.empty()) continue;
        code.marks = mark_lanes(*code.program, code.operations, impl_->memories, code.streams);
        code.non_finite.reserve(2 * code.operations.size());
    }
}

bool Vm::watches_values() const {
    return impl_->watches_values;
}

std::span<const NonFinite> Vm::non_finite(std::size_t model) const {
    return impl_->model(model).non_finite;
}

}  // namespace lockstep
