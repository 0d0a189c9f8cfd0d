#include "tests/core/vm/saved_programs.h"

#include <bit>
#include <limits>

#include "tests/core/vm/hand_made_programs.h"
#include "tests/support/oracle.h"

namespace saved {
namespace {

using namespace lockstep;
using hand_made::Draft;
using hand_made::Values;

/// Every function of one block of input.
Program functions() {
    constexpr int block = 8;
    Draft draft(1, block, Values::ordinary, 1);
    draft.input({block}, 0);
    const std::uint16_t x = draft.tensor(1);
    draft.add(0, InputInstruction{0, 1, {x, 0}, 1});
    std::uint32_t place = 0;
    for (const Function function : all_functions) {
        draft.output({block}, 0);
        const std::uint16_t y = draft.tensor(1);
        VectorInstruction copy{VectorOpcode::copy, activation_code(function), 0, 1, {x, 0}, {}, {y, 0}, 1};
        draft.add(0, copy);
        draft.add(0, OutputInstruction{place++, 1, {y, 0}});
    }
    return draft.program;
}

}  // namespace

std::vector<Case> cases() {
    using enum FunctionStyle;
    return {{"lstm", hand_made::lstm(3, 16, 2, 4, Values::ordinary, 1), exact},
            {"lstm_table", hand_made::lstm(2, 32, 1, 2, Values::ordinary, 2), table},
            {"mixture", hand_made::mixture(2, 16, Values::adversarial, 3), exact},
            {"any_bits", hand_made::mixture(3, 8, Values::any_bits, 4), exact},
            {"functions", functions(), exact},
            {"functions_table", functions(), table}};
}

std::vector<std::uint32_t> results(Vm& vm) {
    constexpr std::uint64_t steps = 40;
    std::vector<float> inputs(static_cast<std::size_t>(vm.program().input_values()));
    std::vector<float> outputs(static_cast<std::size_t>(vm.program().output_values()));
    std::vector<std::uint32_t> bits;
    const auto append = [&bits](const std::vector<float>& values) {
        for (const float value : values) bits.push_back(std::bit_cast<std::uint32_t>(value));
    };
    for (std::uint64_t step = 0; step < steps; ++step) {
        for (std::size_t k = 0; k < inputs.size(); ++k) {
            inputs[k] = oracle::random_value(3, step, k);
            if ((step + k) % 7 == 0) inputs[k] *= 8;
            if ((step + k) % 11 == 0) inputs[k] *= 0x1p-130F;
        }
        if (step + 2 == steps) inputs.front() = -std::numeric_limits<float>::infinity();
        if (step + 1 == steps) inputs.back() = std::numeric_limits<float>::quiet_NaN();
        vm.step(inputs, outputs);
        append(outputs);
        for (std::size_t s = 0; s < vm.program().states.size(); ++s) {
            const StateEntry& state = vm.program().states[s];
            if (state.memory == StateMemory::partial_sums) continue;
            std::vector<float> values(static_cast<std::size_t>(element_count(state.shape)));
            vm.read_state(s, values);
            append(values);
        }
    }
    return bits;
}

}  // namespace saved
