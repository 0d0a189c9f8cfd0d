#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "core/nnir/graph.h"
#include "core/program/program.h"
#include "core/report/envelope_report.h"
#include "core/report/report.h"

namespace lockstep {

/// The error of one inference taken apart, with what it was taken apart of.
struct ErrorAccount {
    AttributionPart part;
    std::shared_ptr<const nnir::Graph> graph;  ///< that was compiled
    std::shared_ptr<const Program> program;

    const Attribution& attribution() const { return part.attribution; }
    /// VM minus reference at the output element of the largest error.
    double measured() const {
        return attribution().error.empty()
                   ? 0
                   : attribution().error[static_cast<std::size_t>(attribution().focus)];
    }
    const NodeError* find(std::uint32_t node) const {
        for (const NodeError& each : attribution().nodes)
            if (each.node.value == node) return &each;
        return nullptr;
    }
};

}  // namespace lockstep
