#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/nnir/graph.h"

namespace lockstep {

/// What nodes hold and do in one inference of the graph, counted on the graph alone: no accelerator, no
/// padding to blocks.
struct Size {
    /// Values of constant tensors: weights, biases and constants of any shape. Initial values of states and
    /// single numbers that stand in the model's code are none.
    std::int64_t parameters = 0;
    /// Multiply-accumulates of products of matrices (linear layers, convolutions, gates of recurrent cells,
    /// matmuls), one for each product of two values that goes into a sum. Arithmetic element by element,
    /// norms, sums and functions count none. A layer over a sequence counts each position, a recurrent cell
    /// of the streaming form the one position of its inference.
    std::int64_t macs = 0;
    /// Of the parameters as they are stored: matrices and kernels 2 bytes a value (fp8: 1), biases 4, other
    /// constants 2 (of fp32 nodes 4).
    std::int64_t parameter_bytes = 0;
    /// Of the values that the nodes make, next states included: 2 bytes a value, fp32 4.
    std::int64_t value_bytes = 0;

    std::int64_t bytes() const { return parameter_bytes + value_bytes; }
    friend bool operator==(const Size&, const Size&) = default;
};

struct NodeSize {
    nnir::NodeId node;
    Size size;
};

/// Of all nodes whose module path is `module` or lies in it.
struct ModuleSize {
    std::string module;
    std::int64_t nodes = 0;
    Size size;
};

struct GraphSize {
    std::vector<NodeSize> nodes;      ///< in graph order
    std::vector<ModuleSize> modules;  ///< by path: each that has nodes in it, also those around it
    /// A tensor that several nodes hold counts once here and in each module.
    Size total;
};

GraphSize graph_size(const nnir::Graph& graph);
/// Of these nodes together; a tensor that several of them hold counts once.
Size size_of(const nnir::Graph& graph, const std::vector<nnir::NodeId>& nodes);

}  // namespace lockstep
