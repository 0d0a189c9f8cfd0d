#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/run/error_figures.h"
#include "core/run/model_document.h"

namespace lockstep {

/// What came of the inferences that the author's own PyTorch left in the file (lockstep_export.py).
struct VectorCheck {
    std::int64_t count = 0;
    double reference_max_abs = 0;  ///< LibTorch here against the author's PyTorch
    double vm_max_abs = 0;         ///< the VM against the author's PyTorch
    bool allclose = true;          ///< the VM, within atol + rtol * |expected| everywhere
    std::string made_by;           ///< "PyTorch 2.4.0"
};

/// Runs the file's test vectors through LibTorch and through the program, which must be the model's. Nothing
/// if the file has none, or the model was imported with other shapes than theirs.
std::optional<VectorCheck> check_vectors(const LoadedModel& model,
                                         const std::shared_ptr<const Program>& program,
                                         const Tolerance& tolerance, const JobControl& job = {});

}  // namespace lockstep
