#pragma once

#include <string>

#include <vector>

#include "core/run/generated_inputs.h"
#include "core/run/model_document.h"

namespace lockstep {

/// The inputs of a model that answers with the last position of a window, read in both ways: as windows, one
/// per inference of the whole model, and as positions, one per inference of its streamed form.
struct WindowInputs {
    std::shared_ptr<const InputSource> windows;
    /// Windows that overlap by the same number of positions are parts of one sequence, which is put together
    /// again; other windows are laid end to end.
    std::shared_ptr<const InputSource> positions;
    /// Positions from the end of one window to the end of the next.
    std::int64_t stride = 1;
    /// Why one of them is missing: the inputs are shorter than a window, or an input without a streaming axis
    /// has a value of its own in each window.
    std::string reason;
};

/// Positions that are made, random ones without generators, and the windows that end at each of them from the
/// first whole one on. Throws Error(bad_input) as generated_inputs().
WindowInputs made_windows(const LoadedModel& model, std::uint64_t seed,
                          const std::vector<InputGenerator>& generators = {});

/// From files. With F the shape of an input, T its window and n the values at a position, taken are: windows
/// (N x F, axes of extent 1 may be missing, or N x T*n), one window (F), a sequence of any length (F with
/// another extent of the window's axis), and a row per position (L x n, as a CSV file has them).
/// Throws Error(bad_input): as file_inputs, and for another shape (expected and found), windows of one input
/// beside positions of another, or numbers of them that differ.
WindowInputs window_inputs(const LoadedModel& model, const std::vector<InputFile>& files);

/// What a run of the compiled form takes: random values if there are no files and no generators. A model that
/// answers with the last position of a window takes what window_inputs() does, in either form. `model` is
/// null for a program alone. Throws Error(bad_input) as they do, and for generators beside the files of such
/// a window.
std::shared_ptr<const InputSource> run_inputs(const LoadedModel* model, const Program& program,
                                              const std::vector<InputFile>& files, std::uint64_t seed,
                                              const std::vector<InputGenerator>& generators = {});

}  // namespace lockstep
