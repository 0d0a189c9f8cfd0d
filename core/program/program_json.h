#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/program/program.h"

namespace lockstep {

/// The head of a program file: how many models it holds and what memory they use together.
nlohmann::json programs_head_to_json(std::size_t models, const std::vector<MemoryUse>& memory);
/// Returns the number of models; throws as program_meta_from_json.
std::size_t programs_head_from_json(const nlohmann::json& json, std::vector<MemoryUse>& memory);

/// What a program file holds of one model as JSON: everything but streams, memory images and
/// descriptors.
nlohmann::json program_meta_to_json(const Program& program);
/// Fills the same fields of `program`. Throws nlohmann's exceptions or Error(bad_config) for anything out of
/// form.
void program_meta_from_json(const nlohmann::json& json, Program& program);

}  // namespace lockstep
