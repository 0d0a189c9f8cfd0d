#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/program/program.h"
#include "core/vm/vm.h"

namespace lockstep {

/// Words for values that are not finite: whose they are, and which instruction made them.
class NonFiniteNames {
  public:
    explicit NonFiniteNames(const Program& program);

    struct Place {
        std::uint32_t node = 0;  ///< index into Program::nodes
        std::uint32_t id = 0;    ///< NodeId of the compiled graph
        /// "exp_1[3]": the node, and the element of its vector along the data dimension; of partial sums and
        /// computed weights the node alone.
        std::string where;
        std::string detail;  ///< "core 2, instruction 17 (store, exp)", in front of what if it is a sum
    };
    Place place(const NonFinite& found) const;
    /// The node with this name, if there is one; of several the first.
    std::optional<std::uint32_t> node(std::string_view name) const;
    /// The node whose value an instruction writes: what it goes through behind its sum may be a node of its
    /// own, which is computed together with it.
    std::uint32_t node_of(const NonFinite& found) const;

  private:
    struct Instruction {
        std::uint32_t node = 0;         ///< that it works for
        std::uint32_t result_node = 0;  ///< whose value it writes
        std::uint32_t first_lane = 0;   ///< of its result in the tensor
        bool has_elements = false;      ///< it writes a tensor, not partial sums or weights
        std::string words;              ///< "store, exp"
        std::string activation;         ///< "exp"
    };
    struct Node {
        std::uint32_t id = 0;
        std::string name;
    };
    std::vector<std::vector<Instruction>> cores_;
    std::vector<Node> nodes_;
    std::size_t block_ = 1;
};

}  // namespace lockstep
