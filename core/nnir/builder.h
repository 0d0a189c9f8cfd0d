#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/nnir/make_node.h"

namespace lockstep::nnir {

/// Weights of one LSTM layer: gates i, f, g, o; `hidden` rows each.
struct LstmWeights {
    Tensor input;                          ///< [4H, in]
    Tensor recurrent;                      ///< [4H, H]
    std::optional<Tensor> input_bias;      ///< [4H]
    std::optional<Tensor> recurrent_bias;  ///< [4H]
    std::optional<Tensor>
        initial_hidden;  ///< of the input's shape without the time axis, last extent H; absent: zeros
    std::optional<Tensor> initial_cell;
};

/// Makes graphs by hand: for tests, samples and benchmarks. Operators check their operands as they are added.
class GraphBuilder {
  public:
    explicit GraphBuilder(std::string name = "graph");

    ValueId input(const std::string& name, Shape shape);
    /// The first output of a new node.
    ValueId add(const std::string& op, Attributes attributes, std::vector<ValueId> inputs,
                const std::string& name = {});

    ValueId linear(ValueId x, Tensor weight, std::optional<Tensor> bias = {});
    ValueId relu(ValueId x);
    ValueId clamp(ValueId x, double minimum, double maximum);
    /// `op`: "add", "subtract" or "multiply".
    ValueId pointwise(const std::string& op, ValueId a, ValueId b);
    ValueId pointwise(const std::string& op, ValueId a, Tensor constant);
    struct Conv {
        std::int64_t dilation = 1;
        std::int64_t pad_left = 0;
        std::int64_t pad_right = 0;
        std::optional<Tensor> history = {};
    };
    ValueId conv1d(ValueId x, Tensor weight, std::optional<Tensor> bias, const Conv& conv);
    ValueId conv1d(ValueId x, Tensor weight, std::optional<Tensor> bias = {}) {
        return conv1d(x, weight, bias, Conv{});
    }
    ValueId lstm(ValueId x, const LstmWeights& weights, int time_axis, std::int64_t layer = 0);
    ValueId transpose(ValueId x, std::vector<std::int64_t> order);
    ValueId reshape(ValueId x, Shape shape);
    ValueId slice(ValueId x, int axis, std::int64_t first, std::int64_t count);
    ValueId pad(ValueId x, int axis, std::int64_t left, std::int64_t right, double value = 0);
    void output(ValueId value) { graph_.outputs.push_back(value); }

    /// A state: returns the value that nodes read; write() closes it.
    ValueId state(const std::string& name, const std::string& role, Tensor initial);
    void write(ValueId read, ValueId written);

    /// Module path that the nodes added from now on come from.
    void module(const std::string& path) { provenance_.module = path; }
    const Graph& graph() const { return graph_; }
    Graph finish() { return std::move(graph_); }

  private:
    Graph graph_;
    Provenance provenance_;
};

/// A tensor of reproducible values: multiples of 1/16 within [-1, 1] times `scale`, so that short sums of
/// products are exact in fp32. SplitMix64 of the seed.
Tensor sample_tensor(const Shape& shape, std::uint64_t seed, double scale = 1.0);
LstmWeights sample_lstm(std::int64_t inputs, std::int64_t hidden, std::uint64_t seed);

}  // namespace lockstep::nnir
