#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/program/program.h"
#include "core/program/program_set.h"

namespace lockstep {

/// The head of a program file: how many models it holds, what memory they use together, and the warnings.
nlohmann::json programs_head_to_json(const ProgramSet& set);
/// Fills all of `set` but the models, whose number it returns; throws as program_meta_from_json.
std::size_t programs_head_from_json(const nlohmann::json& json, ProgramSet& set);

/// What a program file holds of one model as JSON: everything but streams, memory images and
/// descriptors.
nlohmann::json program_meta_to_json(const Program& program);
/// Fills the same fields of `program`. Throws nlohmann's exceptions or Error(bad_config) for anything out of
/// form.
void program_meta_from_json(const nlohmann::json& json, Program& program);

}  // namespace lockstep
