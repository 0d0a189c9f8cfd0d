#pragma once

#include <cstdint>

#include "core/support/job_control.h"
#include "core/vm/vm.h"

namespace lockstep {

/// Frames between a simulator and the VM (resources/help/recordings.md): a little-endian u32 kind, a u32
/// count of bytes, and these. Before the first one the VM says "LOCKSTEP" and six u32: format version, input
/// values, output values, cycles of a spaced inference, 1 if the program keeps state, 0.
enum class FrameKind : std::uint32_t {
    step = 1,   ///< fp32 inputs to the VM, fp32 outputs back
    reset = 2,  ///< no bytes; the state is put back, and the same frame answers
    end = 3,    ///< no bytes; nothing answers. The end of the input between two frames means the same
    error = 4,  ///< from the VM only: why it stops, as UTF-8 text
};
inline constexpr std::uint32_t frame_format_version = 1;

/// Serves steps until the end; returns their number. Every answer is written before the next frame is read.
/// Throws Error(bad_input) for a frame that is cut off, unknown or of another size (after an error frame),
/// and Error(cannot_write).
std::int64_t serve_frames(Vm& vm, std::int64_t spaced_cycles, int input, int output,
                          const JobControl& job = {});

}  // namespace lockstep
