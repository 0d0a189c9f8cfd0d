#include "graph_checks.h"

#include <cmath>
#include <limits>
#include <optional>

#include "../lowering/evaluate_work.h"
#include "core/lowering/lowering_builder.h"
#include "core/lowering/verify_work.h"
#include "core/nnir/builder.h"
#include "core/nnir/op.h"
#include "core/nnir/verify.h"
#include "core/passes/data_dimension.h"
#include "core/passes/streaming_transform.h"
#include "core/support/error.h"

using namespace lockstep;
using namespace lockstep::nnir;

namespace graph_checks {
namespace {

constexpr double tolerance = 1e-9;

QByteArray joined(const std::vector<std::string>& findings) {
    QByteArray text;
    for (const std::string& finding : findings) text += QByteArray::fromStdString(finding) + '\n';
    return text;
}

RealTensor position(const RealTensor& tensor, int axis, std::int64_t index) {
    RealTensor part = slice(tensor, axis, index, 1);
    part.shape.erase(part.shape.begin() + axis);
    return part;
}

/// Operators that lower to nothing but renamed vectors; the largest of one value is that value.
bool renames(const Graph& graph, const Node& node) {
    const std::string& op = node.op->name();
    if (op == "Reduce") {
        const std::string& function = node.attributes.string("function");
        return (function == "max" || function == "min") &&
               element_count(graph.value(node.inputs[0]).type.shape) ==
                   element_count(graph.value(node.outputs[0]).type.shape);
    }
    return op == "Reshape" || op == "Transpose" || op == "Slice" || op == "Pad" || op == "Concat" ||
           op == "Constant" || op == "Delay" || op == "Expand" || op == "Gather";
}

void check_covered(const lowering::WorkList& list, const Graph& graph) {
    for (const Node& node : graph.nodes) {
        bool covered = renames(graph, node);
        for (const lowering::Work& work : list.work)
            covered = covered || std::find(work.nodes.begin(), work.nodes.end(), node.id) != work.nodes.end();
        QVERIFY2(covered, node.op->name().c_str());
    }
}

/// Positions of the sequence.
std::int64_t sequence_length(const std::vector<RealTensor>& inputs, const std::vector<int>& axes) {
    for (std::size_t k = 0; k < inputs.size(); ++k)
        if (axes[k] != no_axis) return inputs[k].shape[at(axes[k])];
    return 0;
}

void check_causal(const Graph& whole, const std::vector<RealTensor>& inputs, const StreamedGraph& streamed,
                  const std::vector<RealTensor>& expected) {
    const std::int64_t length = sequence_length(inputs, streamed.input_axes);
    for (std::int64_t last = streamed.warm_up; last + 1 < length; ++last) {
        std::vector<RealTensor> spoiled;
        for (std::size_t k = 0; k < inputs.size(); ++k) {
            const int axis = streamed.input_axes[k];
            const std::int64_t later = length - last - 1;
            spoiled.push_back(axis == no_axis
                                  ? inputs[k]
                                  : concatenate({slice(inputs[k], axis, 0, last + 1),
                                                 RealTensor(with_extent(inputs[k].shape, axis, later),
                                                            std::numeric_limits<double>::quiet_NaN())},
                                                axis));
        }
        const std::vector<RealTensor> outputs = evaluate(whole, spoiled).outputs;
        for (std::size_t k = 0; k < outputs.size(); ++k) {
            const int axis = streamed.output_axes[k];
            if (axis == no_axis) continue;
            const std::int64_t known = std::min(last + 1 - streamed.warm_up, outputs[k].shape[at(axis)]);
            QVERIFY2(
                difference({slice(outputs[k], axis, 0, known)}, {slice(expected[k], axis, 0, known)}) == 0,
                "a position depends on a later one");
        }
    }
}

/// What the whole graph gives at position `step` - warm_up, or nothing if it has no such position.
std::optional<RealTensor> expected_at(const RealTensor& whole, int axis, std::int64_t warm_up,
                                      std::int64_t step, std::int64_t length) {
    if (axis == no_axis) return step + 1 == length ? std::optional(whole) : std::nullopt;
    if (step < warm_up || step - warm_up >= whole.shape[at(axis)]) return std::nullopt;
    return position(whole, axis, step - warm_up);
}

}  // namespace

std::vector<RealTensor> sample_inputs(const Graph& graph, std::uint64_t seed) {
    std::vector<RealTensor> inputs;
    for (const ValueId id : graph.inputs)
        inputs.emplace_back(sample_tensor(graph.value(id).type.shape, seed++));
    return inputs;
}

double difference(const std::vector<RealTensor>& a, const std::vector<RealTensor>& b) {
    constexpr double infinite = std::numeric_limits<double>::infinity();
    if (a.size() != b.size()) return infinite;
    double largest = 0;
    for (std::size_t k = 0; k < a.size(); ++k) {
        if (a[k].shape != b[k].shape || a[k].values.size() != b[k].values.size()) return infinite;
        for (std::size_t e = 0; e < a[k].values.size(); ++e) {
            const double distance = std::abs(a[k].values[e] - b[k].values[e]);
            if (std::isnan(distance)) return infinite;
            largest = std::max(largest, distance);
        }
    }
    return largest;
}

void check_sound(const Graph& graph, bool data_dims_solved) {
    const std::vector<std::string> findings = verify(graph, {.data_dims_solved = data_dims_solved});
    QVERIFY2(findings.empty(), joined(findings).constData());
}

void check_lowering(const Graph& graph, std::uint64_t seed) {
    const Graph solved = solve_data_dimensions(graph);
    check_sound(solved, true);
    const lowering::WorkList list = lowering::legalise(solved);
    const std::vector<std::string> findings = lowering::verify_work(list, solved);
    QVERIFY2(findings.empty(), joined(findings).constData());
    check_covered(list, solved);
    const std::vector<RealTensor> inputs = sample_inputs(solved, seed);
    WorkEvaluator work(list, solved);
    // A partial sum of fp32 biases may be one rounding off the float64 reference.
    const double off = difference(work.step(inputs), evaluate(solved, inputs).outputs);
    QVERIFY2(off <= 1e-6, qPrintable(QString::number(off)));
}

void check_streaming(const Graph& whole, const StreamingAxes& axes, std::uint64_t seed) {
    check_streaming(whole, StreamOptions{.axes = axes}, seed);
}

void check_streaming(const Graph& whole, const StreamOptions& options, std::uint64_t seed) {
    StreamedGraph streamed;
    try {
        streamed = streaming_transform(whole, options);
    } catch (const Error& error) {
        QFAIL(to_text(error.failure()).c_str());
    }
    check_sound(streamed.graph);
    if (QTest::currentTestFailed()) return;
    const std::vector<RealTensor> inputs = sample_inputs(whole, seed);
    const std::vector<RealTensor> expected = evaluate(whole, inputs).outputs;
    const std::vector<RealTensor> stepped =
        evaluate_steps(streamed.graph, inputs, streamed.input_axes, streamed.output_axes, streamed.warm_up);
    const std::int64_t length = sequence_length(inputs, streamed.input_axes);
    for (std::size_t k = 0; k < expected.size(); ++k) {
        const int axis = streamed.output_axes[k];
        RealTensor part;
        if (axis == no_axis) {
            part = position(stepped[k], 0, stepped[k].shape[0] - 1);
        } else {
            const std::int64_t positions = expected[k].shape[at(axis)];
            QVERIFY(positions > 0 && positions <= length - streamed.warm_up);
            part = slice(stepped[k], axis, 0, positions);
        }
        const double off = difference({part}, {expected[k]});
        QVERIFY2(off <= tolerance, qPrintable(QString::number(off)));
    }
    check_causal(whole, inputs, streamed, expected);
    if (QTest::currentTestFailed()) return;

    const Graph solved = solve_data_dimensions(streamed.graph);
    check_sound(solved, true);
    const lowering::WorkList list = lowering::legalise(solved);
    const std::vector<std::string> findings = lowering::verify_work(list, solved);
    QVERIFY2(findings.empty(), joined(findings).constData());
    check_covered(list, solved);
    WorkEvaluator work(list, solved);
    for (std::int64_t step = 0; step < length; ++step) {
        std::vector<RealTensor> now;
        for (std::size_t k = 0; k < inputs.size(); ++k)
            now.push_back(streamed.input_axes[k] == no_axis
                              ? inputs[k]
                              : position(inputs[k], streamed.input_axes[k], step));
        const std::vector<RealTensor> outputs = work.step(now);
        for (std::size_t k = 0; k < expected.size(); ++k) {
            const auto then =
                expected_at(expected[k], streamed.output_axes[k], streamed.warm_up, step, length);
            const double off = then ? difference({outputs[k]}, {*then}) : 0;
            QVERIFY2(off <= 1e-6, qPrintable(QStringLiteral("step %1: %2").arg(step).arg(off)));
        }
    }
}

}  // namespace graph_checks
