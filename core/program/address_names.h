#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/program/program.h"

namespace lockstep {

/// Names for what lies in a program's memories, made from its inputs, states and nodes. Two places never have
/// the same name, so that a name with its offset says the address.
class AddressNames {
  public:
    /// Neighbouring addresses of one core's memory under one name.
    struct Range {
        std::string name;
        std::uint32_t first = 0;
        std::uint32_t blocks = 0;
        bool kept = false;  ///< written for the next inference
    };
    struct CoreRanges {
        std::vector<Range> weights, sums, cells;  ///< weight, accumulator and cell store, by address
    };

    explicit AddressNames(const Program& program);

    /// "x[0..3]"; "x[2]" for one block. A descriptor that the program does not have is "d7".
    std::string tensor(const Operand& operand, std::uint32_t blocks) const;
    /// "fc1.w[0..23]"; "weights[7]" for an address that no instruction uses.
    std::string weights(std::size_t core, std::uint32_t address, std::uint32_t blocks) const;
    /// "fc1.w.half[0..47]": fp8 weights, the address and the offset counted in half blocks.
    std::string half_weights(std::size_t core, std::uint32_t address, std::uint32_t blocks) const;
    std::string sums(std::size_t core, std::uint32_t address, std::uint32_t blocks) const;
    std::string cells(std::size_t core, std::uint32_t address, std::uint32_t blocks) const;

    const std::vector<std::string>& tensors() const { return tensors_; }  ///< by descriptor
    const std::vector<CoreRanges>& cores() const { return cores_; }

  private:
    void name_nodes(const Program& program);
    void name_tensors(const Program& program);
    void name_ranges(const Program& program, std::size_t core);

    std::vector<std::string> nodes_;
    std::vector<std::string> tensors_;
    std::vector<CoreRanges> cores_;
};

/// "fc1", "Linear 9" becomes "linear9": what a node is called in a listing, without spaces.
std::string listing_name(const ProgramNode& node);

/// "name[first..last]", or "name[first]" for one block.
std::string block_range(const std::string& name, std::uint32_t first, std::uint32_t blocks);

}  // namespace lockstep
