#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/program/program.h"

namespace lockstep {

/// What a program file holds as JSON: everything but streams, memory images and descriptors.
nlohmann::json program_meta_to_json(const Program& program);
/// Fills the same fields of `program`. Throws nlohmann's exceptions or Error(bad_config) for anything out of
/// form.
void program_meta_from_json(const nlohmann::json& json, Program& program);

}  // namespace lockstep
