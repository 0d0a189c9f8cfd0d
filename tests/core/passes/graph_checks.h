#pragma once

#include <QtTest>

#include "core/nnir/evaluate.h"
#include "core/nnir/graph.h"
#include "core/passes/pipeline.h"

/// Checks on graphs that several tests make. Each fails the running test function; return if
/// QTest::currentTestFailed().
namespace graph_checks {

/// Reproducible inputs of the graph's shapes, within [-1, 1].
std::vector<lockstep::nnir::RealTensor> sample_inputs(const lockstep::nnir::Graph& graph, std::uint64_t seed);

/// Largest difference; infinite where one is NaN and the other is not, or the shapes differ.
double difference(const std::vector<lockstep::nnir::RealTensor>& a,
                  const std::vector<lockstep::nnir::RealTensor>& b);

/// verify() has no findings.
void check_sound(const lockstep::nnir::Graph& graph, bool data_dims_solved = false);

/// Streams the graph and steps it: each step behind the warm-up equals the whole graph's output at its
/// position within 1e-9, the last step of a readout the whole graph's output; so do the whole graph's outputs
/// up to each position when all later inputs are NaN. Also lowers the streaming form and steps the work.
void check_streaming(const lockstep::nnir::Graph& whole, const lockstep::StreamOptions& options,
                     std::uint64_t seed);
void check_streaming(const lockstep::nnir::Graph& whole, const lockstep::StreamingAxes& axes,
                     std::uint64_t seed);

/// Lowers the graph and holds one inference of the work against the reference.
void check_lowering(const lockstep::nnir::Graph& graph, std::uint64_t seed);

}  // namespace graph_checks
