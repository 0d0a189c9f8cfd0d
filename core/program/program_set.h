#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/program/program.h"

namespace lockstep {

/// What is compiled together for one accelerator: a Program per model, on one set of memories. Never empty;
/// all of one config. Every model's addresses are those of the common memories, and every model holds the
/// common images of the weight, accumulator, cell and clamp stores; its descriptors and their images are its
/// own. An inference is of one model; the next one begins when it has ended, so models may share tensor RAM
/// that keeps nothing between inferences.
struct ProgramSet {
    std::vector<std::shared_ptr<const Program>> models;
    /// Of all models together, what they share counted once; Program::memory is what one model uses.
    std::vector<MemoryUse> memory;
    std::vector<std::string> warnings;  ///< memories of assumed depth that the models exceed together

    const Program& model(std::size_t index) const { return *models.at(index); }
    bool operator==(const ProgramSet& other) const;
};

/// A program of one model.
ProgramSet program_set(std::shared_ptr<const Program> program);

/// The index of a model by its name or, if none is called so, its number (from 0). Throws Error(usage) naming
/// the models there are, also for a name that two of them have.
std::size_t find_model(const ProgramSet& set, const std::string& index_or_name);
/// "0 encoder, 1 predictor".
std::string model_list(const ProgramSet& set);

/// Judges every model by verify_program, and all of them together: one config, equal images of the common
/// memories, and nothing that one model writes in a place where another keeps state or constants, or reads
/// what it did not write itself. One line per finding; empty: sound.
std::vector<std::string> verify_programs(const ProgramSet& set);

}  // namespace lockstep
