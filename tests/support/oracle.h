#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "core/numerics/function_style.h"
#include "core/program/program.h"

/// A scalar interpreter of programs, written from resources/help/numerics.md alone: nothing of core/vm and of
/// core/numerics but names is in it. Slow and plain on purpose. It waits for present flags as the machine
/// does and takes cores and units in another order than the VM.
namespace oracle {

/// Faults that can be built in on purpose, to see that a check finds them.
enum class Fault : std::uint8_t {
    none,
    gates_swapped,     ///< the LSTM cell takes the input gate for the forget gate and the other way round
    forget_gate_open,  ///< the forget gate is 1
    truncation,        ///< fp32 becomes bf16 by cutting off the lower half
    bias_lost,         ///< the accumulator store is 0 before the first inference
    state_stale,       ///< nothing is saved for the next inference but the cells
};

std::uint16_t to_bf16(float value);
/// The value of an fp8 code.
float from_fp8(std::uint8_t code);
/// The code of a value: nearest, ties to even, saturating.
std::uint8_t to_fp8(float value);
float from_bf16(std::uint16_t bits);
/// "Functions", or "Tables like the devices'".
using Style = lockstep::FunctionStyle;
float sigmoid(float x, Style style = Style::exact);
float tanh(float x, Style style = Style::exact);
/// One of numerics.md's functions; a NaN is the one NaN.
float apply(lockstep::Function function, float x, Style style = Style::exact);
float clamped(float x, const lockstep::ClampSetting& setting);
/// What a vector instruction computes of one lane, before its activation.
float combined(lockstep::VectorOpcode op, float a, float b, float c);
/// One value of the random inputs.
float random_value(std::uint64_t seed, std::uint64_t inference, std::uint64_t element);

class Machine {
  public:
    /// The program must outlive the machine.
    explicit Machine(const lockstep::Program& program, Fault fault = Fault::none, Style style = Style::exact);

    void reset();
    /// One inference on the inputs in order, each row-major; gives the outputs likewise. Throws
    /// std::runtime_error if the streams deadlock, std::out_of_range if an address leaves its memory.
    std::vector<float> step(std::span<const float> inputs);
    /// A state's values, in its vectors' order.
    std::vector<float> state(std::size_t index) const;

  private:
    struct Core {
        std::vector<std::uint16_t> tensor_ram;
        std::map<std::size_t, std::vector<float>> accumulators;  ///< absent: not started
        std::vector<float> accumulator_store;
        std::vector<float> cell_store;
        std::vector<std::uint16_t> weights;
        std::map<std::pair<int, int>, bool> present;  ///< (descriptor, block)
        std::vector<bool> done;                       ///< per instruction
        float reduced = 0;                            ///< of a reduction that goes on
    };

    bool may_run(int core, std::size_t index) const;
    void run(int core, const lockstep::MatvecInstruction& matvec);
    void run(int core, const lockstep::StoreInstruction& store);
    void run(int core, const lockstep::SaveInstruction& save);
    void run(int core, const lockstep::LstmCellInstruction& cell);
    void run(int core, const lockstep::VectorInstruction& vector);
    void run(int core, const lockstep::ReduceInstruction& reduce);
    void run(int core, const lockstep::InputInstruction& input);
    void run(int core, const lockstep::OutputInstruction& output);
    void run(int core, const lockstep::LoadInstruction& load);

    float activated(int core, float value, lockstep::ActivationCode activation, std::size_t setting) const;
    std::uint16_t rounded(float value) const;
    bool fp32(lockstep::Operand operand) const;
    /// The weight of a matvec instruction with this number behind its first one.
    float weight(int core, const lockstep::MatvecInstruction& matvec, std::size_t number) const;
    /// First word of a block of the tensor.
    std::size_t ram_address(lockstep::Operand operand, std::size_t block) const;
    float read(int core, lockstep::Operand operand, std::size_t element) const;
    /// Rounds to the tensor's format.
    void write(lockstep::CoreMask targets, lockstep::Operand operand, std::size_t block,
               const std::vector<float>& values);
    void write_words(lockstep::CoreMask targets, lockstep::Operand operand, std::size_t block,
                     const std::vector<std::uint16_t>& words);
    Core& core(int index) { return cores_.at(static_cast<std::size_t>(index)); }
    const Core& core(int index) const { return cores_.at(static_cast<std::size_t>(index)); }
    const lockstep::CoreProgram& code(int index) const {
        return program_.cores.at(static_cast<std::size_t>(index));
    }

    const lockstep::Program& program_;
    Fault fault_;
    Style style_;
    std::size_t b_;
    std::vector<Core> cores_;
    std::vector<std::uint16_t> input_stream_;
    std::vector<std::uint16_t> output_stream_;
};

}  // namespace oracle
