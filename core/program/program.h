#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/accel/accelerator_config.h"
#include "core/program/instruction.h"
#include "core/program/timeline.h"
#include "core/tensor/tensor.h"

namespace lockstep {

/// A tensor in the tensor RAM: the same address in every core. Memory may be reused between descriptors whose
/// lives don't overlap.
struct Descriptor {
    std::uint32_t address = 0;  ///< tensor RAM, in blocks
    std::uint16_t blocks = 0;
    bool constant = false;  ///< written by the memory image, present from the start
    bool state = false;     ///< keeps its blocks and present flags between inferences
    /// Keeps its blocks until the next inference writes them, but not its flags: what a StateEntry shows. No
    /// other descriptor lies on it. Its image is the initial value to show.
    bool kept = false;
    /// Blocks of b fp32 values, each in two blocks of the tensor RAM.
    bool fp32 = false;

    /// Tensor RAM blocks of one of its blocks, and of all.
    std::uint32_t ram_blocks_each() const { return fp32 ? 2 : 1; }
    std::uint64_t ram_blocks() const { return std::uint64_t{blocks} * ram_blocks_each(); }
    friend bool operator==(const Descriptor&, const Descriptor&) = default;
};

struct ClampSetting {
    float minimum;
    float maximum;
    friend bool operator==(const ClampSetting&, const ClampSetting&) = default;
};

/// One core: its instruction stream, and what its memories hold before the first inference.
struct CoreProgram {
    std::vector<Instruction> stream;
    /// Weight store: blocks of b x b bf16, column by column (element [row, column] at column * b + row). fp8
    /// weights lie two in a word, the first in its lower byte.
    std::vector<std::uint16_t> weights;
    std::vector<float> accumulator_store;  ///< b fp32 a block
    std::vector<float> cell_store;         ///< b fp32 a block
    std::vector<ClampSetting> clamp_store;
    std::vector<std::uint32_t>
        node_of;  ///< per instruction: index into Program::nodes (the first node it works for)
    std::vector<bool> state_update;  ///< per instruction: needed by the next inference only
    friend bool operator==(const CoreProgram&, const CoreProgram&) = default;
};

/// Constant or initial state of the tensor RAM, in the cores of `targets`.
struct TensorImage {
    std::uint16_t descriptor = 0;
    CoreMask targets = 0;
    /// blocks * b values: bf16, or of an fp32 tensor two words each, the lower half first.
    std::vector<std::uint16_t> values;
    friend bool operator==(const TensorImage&, const TensorImage&) = default;
};

/// A program input or output. The host's tensor is row-major fp32 of `shape` (streaming axis removed when
/// streamed). On the stream it is one vector after another: vector v holds the elements whose position over
/// the other axes is v, padded to whole blocks.
struct IoTensor {
    std::string name;
    Shape shape;
    int data_dim = -1;
    std::optional<int> streaming_axis;  ///< full shape = shape with the axis put back here
    std::uint32_t first_block = 0;      ///< on the stream
    std::uint32_t vectors = 0;
    std::uint32_t vector_length = 0;
    bool fp32 = false;  ///< a block of b fp32 values takes two blocks of the stream

    /// Stream blocks of one block of its vectors.
    std::uint32_t stream_blocks_each() const { return fp32 ? 2 : 1; }
    friend bool operator==(const IoTensor&, const IoTensor&) = default;
};

enum class StateMemory : std::uint8_t { tensor_ram, cell_store, partial_sums };

/// Where a state can be read after an inference. Partial sums can't be shown as values of the state.
struct StateEntry {
    std::string name;  ///< "lstm.h0"
    std::string role;  ///< "hidden", "cell", "history"
    Shape shape;
    StateMemory memory = StateMemory::tensor_ram;
    struct Block {
        std::uint16_t core;
        std::uint32_t address;  ///< of the memory
        friend bool operator==(const Block&, const Block&) = default;
    };
    /// The values in order, b per block, the last one padded; one vector after another. Empty for partial
    /// sums.
    std::vector<Block> blocks;
    std::uint32_t vector_length = 0;
    std::uint32_t node = 0;  ///< index into Program::nodes
    /// Of the tensor RAM: b fp32 values a block, at `address` and the block behind it.
    bool fp32 = false;
    friend bool operator==(const StateEntry&, const StateEntry&) = default;
};

/// A node of the graph that the program was made from; what instructions, states and memory refer to.
struct ProgramNode {
    std::uint32_t id = 0;  ///< NodeId of the compiled graph
    std::string op;
    std::string name;  ///< readable: name of its first output
    std::string module;
    std::string file;
    int line = 0;
    std::string text;
    std::vector<std::uint32_t> origins;
    std::int64_t weight_blocks = 0;  ///< over all cores
    /// What the published accelerators make of it: "published", "composed" or "lockstep_only", and why. Empty
    /// in a file that was saved before this was kept.
    std::string support;
    std::string support_note;
    /// Indices of the nodes whose instructions do this node's work; empty: its own do, or it needs none.
    std::vector<std::uint32_t> fused_into;
    std::string precision = "bf16";  ///< or "fp32" (activations), "fp8" (weights)
    friend bool operator==(const ProgramNode&, const ProgramNode&) = default;
};

struct MemoryUse {
    std::uint16_t core = 0;
    /// "weight_store", "tensor_ram", "accumulator_store", "cell_store", "clamp_store" or "descriptors".
    std::string name;
    std::int64_t used = 0;
    std::int64_t depth = 0;
    Basis basis = Basis::assumed;
    std::string unit;
    friend bool operator==(const MemoryUse&, const MemoryUse&) = default;
};

/// One core's part of a program's second entry, the state reset.
struct CoreReset {
    std::vector<Instruction> stream;
    std::vector<std::uint32_t> node_of;  ///< per instruction: index into Program::nodes
    friend bool operator==(const CoreReset&, const CoreReset&) = default;
};

/// How the compiler came to a program.
struct SearchRecord {
    bool quick = false;           ///< the first candidate was taken
    std::int64_t seeds = 1;       ///< tries, numbered from 0
    std::int64_t seed = 0;        ///< the one that found the program
    std::int64_t candidates = 1;  ///< programs that were played, this one among them
    /// Cycles of the calibrated program that an optimized one was made from; 0: it is calibrated.
    std::int64_t calibrated_spaced = 0;
    std::int64_t calibrated_contiguous = 0;
    friend bool operator==(const SearchRecord&, const SearchRecord&) = default;
};

/// Everything that the VM needs to run one model; holds no graph. Immutable once made; shared.
struct Program {
    AcceleratorConfig config;
    std::string tool_version;
    std::string model_name;
    std::string model_sha256;
    bool optimized = false;  ///< compiled with --optimize: not comparable with published figures
    SearchRecord search;
    std::vector<std::string> pins = {};  ///< of `--cores`, as asked for: "encoder=0,1"
    std::int64_t cores_used = 0;
    std::int64_t warm_up = 0;  ///< inferences behind a reset before the first valid output
    std::vector<CoreProgram> cores;
    std::vector<Descriptor> descriptors;
    std::vector<TensorImage> images;
    std::vector<IoTensor> inputs;
    std::vector<IoTensor> outputs;
    std::vector<StateEntry> states;
    std::vector<ProgramNode> nodes;
    std::vector<MemoryUse> memory;
    std::vector<std::string> warnings;  ///< e.g. a memory of assumed depth that is exceeded
    /// By core: instructions that put every state back to its initial value; empty: the program has no state
    /// reset.
    std::vector<CoreReset> reset;
    std::int64_t models = 1;  ///< of the ProgramSet that it is part of

    std::int64_t input_values() const;  ///< host values per inference, over all inputs
    std::int64_t output_values() const;
    /// Every tensor padded to io_size values, of 2 bytes, in fp32 of 4.
    std::int64_t input_bytes() const;
    std::int64_t output_bytes() const;
    /// What decided beside the calibrated policy with its default search, as options: "--quick, --cores
    /// encoder=0,1". Empty: its figures can be held against published ones.
    std::string departures() const;
    friend bool operator==(const Program&, const Program&) = default;
};

/// The state reset as a program of its own: the same memories (without the values of weights, which it does
/// not read), no inputs and no outputs. The program must have a reset.
Program reset_program(const Program& program);

/// Plays the instruction streams against the machine: no formula of the model, no data. Deterministic.
/// Throws Error(bad_program) if the streams deadlock.
Timeline play(const Program& program);

}  // namespace lockstep
