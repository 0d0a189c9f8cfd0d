#pragma once

#include <cstdint>

#include "core/compiler/compile_work.h"
#include "core/lowering/work.h"

/// Work lists made by hand, for tests of the compiler: every model of the benchmarks slp, mlp and lstm, and
/// small ones.
namespace lockstep::test {

/// Builds a work list; node k is the k-th work item that is not a state update.
class ListBuilder {
  public:
    lowering::VectorId input(std::int64_t length);
    lowering::VectorId constant(std::vector<float> values);
    lowering::VectorId linear(lowering::VectorId source, std::int64_t rows, bool relu);
    /// A streaming LSTM layer: the gates of the next inference are summed behind the outputs.
    lowering::VectorId lstm(lowering::VectorId source, std::int64_t hidden);
    /// An LSTM over a whole sequence inside one inference.
    std::vector<lowering::VectorId> lstm_sequence(const std::vector<lowering::VectorId>& sources,
                                                  std::int64_t hidden);
    lowering::VectorId add(lowering::VectorId a, lowering::VectorId b, bool relu);
    /// A splat: epilogue(bias + row * source), the row being one value repeated, as in a mean.
    lowering::VectorId row(lowering::VectorId source, const Tensor& weight, float bias,
                           lowering::Epilogue epilogue = {});
    lowering::VectorId reduce(lowering::ReduceOp op, lowering::VectorId source);
    /// One operand (copy), two, or three with a select; a splat if all operands are.
    lowering::VectorId pointwise(lowering::PointwiseOp op, const std::vector<lowering::VectorId>& operands,
                                 lowering::Epilogue epilogue = {});
    /// What a state holds before the inference; written() closes it.
    lowering::VectorId state(std::vector<float> initial, const std::string& role);
    void written(lowering::VectorId state, lowering::VectorId next);
    void output(lowering::VectorId vector);

    /// Fresh weights each time, small and different in every element.
    Tensor weight(std::int64_t rows, std::int64_t columns);
    std::vector<float> values(std::int64_t count);

    lowering::WorkList list;
    compiler::GraphView view;

  private:
    lowering::VectorId new_vector(std::int64_t length, lowering::VectorOrigin origin);
    lowering::VectorId new_splat();
    nnir::NodeId node(const std::string& op);
    std::uint32_t seed_ = 1;
};

struct TestModel {
    lowering::WorkList list;
    compiler::GraphView view;
};

/// "slp", "mlp" or "lstm" with its meta, e.g. "layers=2;hidden_size=250".
TestModel benchmark_model(const std::string& family, const std::string& meta);

}  // namespace lockstep::test
