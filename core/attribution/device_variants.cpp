#include "core/attribution/device_variants.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/support/error.h"

namespace lockstep {

std::vector<DeviceVariant> plausible_variants(std::int64_t cores, FunctionStyle functions) {
    const bool is_table = functions == FunctionStyle::table;
    const FunctionStyle other = is_table ? FunctionStyle::exact : FunctionStyle::table;
    const std::string other_name = is_table ? "exact activations" : "table activations";
    const SumStyle split{.reversed = false, .parts = static_cast<int>(cores)};
    std::vector<DeviceVariant> variants = {
        {.name = "as the VM", .functions = functions, .sums = {}},
        {.name = "sums in reverse order", .functions = functions, .sums = {.reversed = true, .parts = 1}}};
    if (cores > 1)
        variants.push_back({.name = "bf16 sums across cores", .functions = functions, .sums = split});
    variants.push_back({.name = other_name, .functions = other, .sums = {}});
    if (cores > 1)
        variants.push_back(
            {.name = other_name + ", bf16 sums across cores", .functions = other, .sums = split});
    return variants;
}

std::vector<VariantError> error_envelope(const std::shared_ptr<const Program>& program,
                                         const AttributedRun& run, const std::vector<DeviceVariant>& variants,
                                         const JobControl& job) {
    const auto outputs = static_cast<std::size_t>(program->output_values());
    if (run.inputs.empty() || run.reference_outputs.size() != outputs)
        throw Error(FailureKind::bad_shape, "there is no inference to be computed");
    for (const std::vector<float>& row : run.inputs)
        if (std::ssize(row) != program->input_values())
            throw Error(FailureKind::bad_shape, "the run has another number of inputs than the program");
    std::vector<VariantError> errors;
    std::vector<float> found(outputs);
    for (const DeviceVariant& variant : variants) {
        Vm vm(program, VmOptions{.threads = 1, .functions = variant.functions, .sums = variant.sums});
        if (run.vm_memories) vm.restore(*run.vm_memories);
        for (const std::vector<float>& row : run.inputs) {
            job.check();
            vm.step(row, found);
        }
        VariantError error{.variant = variant, .max_abs = 0, .rms = 0};
        double squares = 0;
        for (std::size_t k = 0; k < outputs; ++k) {
            const double off =
                std::abs(static_cast<double>(found[k]) - static_cast<double>(run.reference_outputs[k]));
            error.max_abs = std::max(error.max_abs, off);
            squares += off * off;
        }
        error.rms = std::sqrt(squares / static_cast<double>(std::max<std::size_t>(outputs, 1)));
        errors.push_back(std::move(error));
    }
    return errors;
}

}  // namespace lockstep
