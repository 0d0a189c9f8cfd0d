#pragma once

#include <filesystem>
#include <memory>

#include "core/program/program.h"
#include "core/run/reference.h"

namespace lockstep {

/// Expected outputs out of an NPY file of any length, as `lockstep run --output` writes them: a row of all
/// outputs an inference; of a single output also in its own shapes (see row_layout). Inferences
/// behind its last row are not compared. Throws Error(bad_input):
/// file broken, another shape, fewer than `inferences` rows.
std::unique_ptr<Reference> make_file_reference(const Program& program, const std::filesystem::path& file,
                                               std::int64_t inferences);

}  // namespace lockstep
