#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/accel/accelerator_config.h"
#include "core/compiler/schedule.h"

namespace lockstep::compiler {

/// Where everything lies, in every core. Addresses only: no values.
struct MemoryPlan {
    static constexpr std::uint32_t no_address = 0xFFFFFFFFU;

    /// Weight store address of the first block of each (work, run, product): input block after input block,
    /// in each the accumulators' blocks in order, so that a run's products stream through the store.
    std::vector<std::vector<std::vector<std::uint32_t>>> weights;
    /// Accumulator store address of each (work, run)'s start: bias or partial sum; no_address: starts at
    /// zero.
    std::vector<std::vector<std::uint32_t>> starts;
    /// Accumulator store address that each (work, run) saves to (partial sums); no_address: it saves nothing.
    std::vector<std::vector<std::uint32_t>> saves;
    /// Cell store address of each (cell, run): what is carried on, and for cells that begin anew each
    /// inference their first value.
    struct CellAddress {
        std::uint32_t carried = 0;
        std::uint32_t initial = 0;
    };
    std::vector<std::vector<CellAddress>> cells;
    /// Clamp store address of each (work, run); no_address: no clamp.
    std::vector<std::vector<std::uint32_t>> clamps;
    /// By vector: its descriptor (no_address: none) and by descriptor its address in the tensor RAM.
    std::vector<std::uint32_t> descriptor_of;
    std::vector<std::uint32_t> vector_of;
    std::vector<std::uint32_t> tensor_address;
    std::vector<CoreMask> holders;  ///< by descriptor

    /// What one core needs of one memory, and for which nodes (an index into the work's first nodes).
    struct Use {
        std::int64_t blocks = 0;
        std::map<std::uint32_t, std::int64_t> by_node;  ///< by NodeId value
    };
    struct CoreUse {
        Use weight_store, tensor_ram, accumulator_store, cell_store, clamp_store, descriptors;
    };
    std::vector<CoreUse> cores;
};

/// Weights, biases and partial sums in streaming order (a weight that several work items use is stored once),
/// cells and distinct clamps: all but the tensor RAM. Depths are check_memory's concern; throws
/// Error(does_not_fit) for more than instructions can name.
MemoryPlan allocate_stores(const lowering::WorkList& list, const Tiling& tiling, const Assignment& assignment,
                           const Schedule& schedule);

/// Adds the tensors, placed with reuse of memory whose life is over. Errors as allocate_stores().
void allocate_tensor_ram(const lowering::WorkList& list, const Tiling& tiling, const Assignment& assignment,
                         const Schedule& schedule, MemoryPlan& plan);

}  // namespace lockstep::compiler
