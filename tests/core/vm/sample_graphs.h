#pragma once

#include <QtTest>

#include "core/nnir/op.h"
#include "core/passes/canonicalize.h"
#include "core/passes/data_dimension.h"
#include "core/passes/streaming_transform.h"
#include "tests/core/compiler/carried_graphs.h"

namespace lockstep::test {

/// As the compiler takes it.
inline nnir::Graph prepared(const nnir::Graph& graph) {
    const auto results = canonicalize(graph);
    return solve_data_dimensions(results.empty() ? graph : results.back().graph);
}

/// Test rows with a column "graph": graphs that carry state, and the samples of every operator, whole and
/// streamed.
inline void add_sample_graphs() {
    QTest::addColumn<nnir::Graph>("graph");
    for (const CarriedGraph& carried : carried_graphs())
        QTest::addRow("%s", carried.name.c_str()) << prepared(carried.graph);
    for (const nnir::Op* op : nnir::all_ops())
        for (const nnir::Sample& sample : op->samples()) {
            const nnir::Graph whole = prepared(sample.graph);
            QTest::addRow("%s: %s", op->name().c_str(), sample.name.c_str()) << whole;
            if (sample.axes.empty()) continue;
            const StreamingAxes axes(sample.axes.begin(), sample.axes.end());
            QTest::addRow("%s: %s, streamed", op->name().c_str(), sample.name.c_str())
                << solve_data_dimensions(streaming_transform(whole, axes).graph);
        }
}

}  // namespace lockstep::test
