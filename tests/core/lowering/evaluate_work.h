#pragma once

#include <map>
#include <vector>

#include "core/lowering/work.h"
#include "core/nnir/real_tensor.h"

/// What an epilogue makes of a value, in float64 and by the functions' definitions.
double activated(double x, const lockstep::lowering::Epilogue& epilogue);

/// Runs legalised work in float64, inference by inference: what a test holds against the graph's own
/// reference.
class WorkEvaluator {
  public:
    WorkEvaluator(const lockstep::lowering::WorkList& list, const lockstep::nnir::Graph& graph);

    /// One inference: the outputs in the graph's order. Vectors that were not made are NaN.
    std::vector<lockstep::nnir::RealTensor> step(const std::vector<lockstep::nnir::RealTensor>& inputs);
    /// A state after the last inference; empty when it exists only inside partial sums.
    std::vector<double> state(std::size_t index) const;

  private:
    using Values = std::vector<double>;
    Values sum(const lockstep::lowering::SumStart& start,
               const std::vector<lockstep::lowering::Product>& products, std::int64_t rows) const;

    double weight(const lockstep::lowering::Product& product, std::size_t row, std::size_t column) const;

    const lockstep::lowering::WorkList& list_;
    const lockstep::nnir::Graph& graph_;
    std::vector<Values> vectors_;
    std::vector<Values> partial_sums_;
    std::vector<Values> cells_;
};
