#include <QtTest>

#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "../passes/imported_graphs.h"
#include "core/nnir/builder.h"
#include "core/nnir/evaluate.h"
#include "core/passes/import_nnir.h"
#include "core/support/error.h"
#include "graph_checks.h"

using namespace lockstep;
using namespace lockstep::nnir;
using B = ImportedBuilder;
using Ints = std::vector<std::int64_t>;
using Row = std::vector<double>;

namespace {

/// An operator of one input, and what it gives: element by element, or of every row of the last axis.
struct Function {
    std::string op;
    std::vector<ImportedArgument> rest = {};
    std::function<double(double)> value = {};
    std::function<Row(const Row&)> row = {};
    double shift = 0;  ///< added to the input, which lies in [-1, 1]
};

Function elements(std::string op, std::function<double(double)> value,
                  std::vector<ImportedArgument> rest = {}, double shift = 0) {
    return {
        .op = std::move(op), .rest = std::move(rest), .value = std::move(value), .row = {}, .shift = shift};
}

Function rows(std::string op, std::function<Row(const Row&)> row, std::vector<ImportedArgument> rest,
              double shift = 0) {
    return {.op = std::move(op), .rest = std::move(rest), .value = {}, .row = std::move(row), .shift = shift};
}

double sum(const Row& row) {
    return std::accumulate(row.begin(), row.end(), 0.0);
}
double mean(const Row& row) {
    return sum(row) / static_cast<double>(row.size());
}
double variance(const Row& row, double correction) {
    double total = 0;
    for (const double v : row) total += (v - mean(row)) * (v - mean(row));
    return total / (static_cast<double>(row.size()) - correction);
}
Row normal(Row row, double eps) {
    const double centre = mean(row);
    const double deviation = std::sqrt(variance(row, 0) + eps);
    for (double& v : row) v = (v - centre) / deviation;
    return row;
}

const Shape shape{5, 6};
constexpr std::uint64_t seed = 3;

}  // namespace

Q_DECLARE_METATYPE(Function)

/// Operators that become several nodes, against their formulas: as imported, lowered, and streamed.
class TestImportedFunctions : public QObject {
    Q_OBJECT

    static Graph imported(const Function& f, const Shape& out) {
        B b;
        std::uint32_t x = b.input("x", shape);
        if (f.shift != 0) x = b.add("aten::add", {B::value("self", x), B::known("other", f.shift)}, shape);
        std::vector<ImportedArgument> arguments{
            B::value(f.op == "aten::layer_norm" || f.op == "aten::group_norm" ? "input" : "self", x)};
        arguments.insert(arguments.end(), f.rest.begin(), f.rest.end());
        return import_nnir(b.finish({b.add(f.op, arguments, out)}));
    }

  private Q_SLOTS:
    void givesItsFormula_data() {
        QTest::addColumn<Function>("f");
        const auto add = [](const char* name, const Function& f) { QTest::newRow(name) << f; };
        const auto number = [](const char* name, double v) { return B::known(name, v); };
        const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
        add("celu", elements("aten::celu",
                             [](double x) { return std::max(0.0, x) + std::min(0.0, 2 * std::expm1(x / 2)); },
                             {number("alpha", 2)}));
        add("selu", elements("aten::selu", [](double x) {
                return 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * std::expm1(x));
            }));
        add("mish", elements("aten::mish", [](double x) { return x * std::tanh(std::log1p(std::exp(x))); }));
        add("log sigmoid", elements("aten::log_sigmoid", [=](double x) { return std::log(sigmoid(x)); }));
        add("tanhshrink", elements("aten::tanhshrink", [](double x) { return x - std::tanh(x); }));
        add("softshrink", elements("aten::softshrink",
                                   [](double x) { return x > 0.25    ? x - 0.25
                                                         : x < -0.25 ? x + 0.25
                                                                     : 0; },
                                   {number("lambd", 0.25)}));
        add("hardshrink", elements("aten::hardshrink", [](double x) { return std::abs(x) > 0.25 ? x : 0; },
                                   {number("lambd", 0.25)}));
        add("softplus, early line",
            elements("aten::softplus",
                     [](double x) { return 4 * x > 1 ? x : std::log1p(std::exp(4 * x)) / 4; },
                     {number("beta", 4), number("threshold", 1)}));
        add("leaky relu, steep", elements("aten::leaky_relu", [](double x) { return x > 0 ? x : 3 * x; },
                                          {number("negative_slope", 3)}));
        add("leaky relu, downwards", elements("aten::leaky_relu", [](double x) { return x > 0 ? x : -2 * x; },
                                              {number("negative_slope", -2)}));
        add("elu, scaled",
            elements("aten::elu", [](double x) { return 1.5 * (x > 0 ? x : 0.5 * std::expm1(2 * x)); },
                     {number("alpha", 0.5), number("scale", 1.5), number("input_scale", 2)}));
        add("sign", elements("aten::sign", [](double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }));
        for (const double p : {0.0, 1.0, 2.0, 3.0, 5.0, 16.0, 0.5, 1.5, -0.5, -1.0, -3.0, -2.5, 0.3})
            QTest::newRow(qPrintable(QStringLiteral("power %1").arg(p))) << elements(
                "aten::pow", [p](double x) { return std::pow(x, p); }, {number("exponent", p)}, 1.25);
        add("power of a negative number", elements("aten::pow", [](double x) { return x * x * x; },
                                                   {B::known("exponent", std::int64_t{3})}));
        add("reversed subtraction", elements("aten::rsub", [](double x) { return 3 - 0.5 * x; },
                                             {number("other", 3), number("alpha", 0.5)}));
        add("addition, scaled", elements("aten::add", [](double x) { return x + 1.5; },
                                         {number("other", 3), number("alpha", 0.5)}));
        add("division by a power of two",
            elements("aten::div", [](double x) { return x / 8; }, {number("other", 8)}));
        add("division", elements("aten::div", [](double x) { return x / 3; }, {number("other", 3)}));
        add("addcdiv", elements("aten::addcdiv", [](double x) { return x + 0.5 * 3 / 4; },
                                {number("tensor1", 3), number("tensor2", 4), number("value", 0.5)}));
        add("lerp", elements("aten::lerp", [](double x) { return x + 0.25 * (2 - x); },
                             {number("end", 2), number("weight", 0.25)}));
        add("comparison with a number",
            elements("aten::ge", [](double x) { return x >= 0.5 ? 1 : 0; }, {number("other", 0.5)}));
        add("truth of a number and of another",
            elements("aten::logical_and", [](double x) { return x != 0 ? 1 : 0; },
                     {B::known("other", true)}));
        add("not", elements("aten::logical_not", [](double x) { return x == 0 ? 1 : 0; }));
        add("xor with true", elements("aten::logical_xor", [](double x) { return x != 0 ? 0 : 1; },
                                      {B::known("other", true)}));
        add("threshold", elements("aten::threshold", [](double x) { return x > 0.1 ? x : 7; },
                                  {number("threshold", 0.1), number("value", 7)}));
        add("limits per feature",
            elements("aten::clamp", [](double x) { return std::max(x, 0.25); },
                     {B::known("min", Tensor::filled({6}, 0.25F)), B::known("max", std::monostate())}));
        add("gated half",
            rows("aten::glu",
                 [=](const Row& x) {
                     return Row{x[0] * sigmoid(x[3]), x[1] * sigmoid(x[4]), x[2] * sigmoid(x[5])};
                 },
                 {B::known("dim", std::int64_t{-1})}));
        const auto last = B::known("dim", Ints{-1});
        const auto keep = B::known("keepdim", true);
        add("logsumexp", rows("aten::logsumexp",
                              [](const Row& x) {
                                  double total = 0;
                                  for (const double v : x) total += std::exp(v);
                                  return Row{std::log(total)};
                              },
                              {last}));
        add("logsumexp, kept", rows("aten::logsumexp",
                                    [](const Row& x) {
                                        double total = 0;
                                        for (const double v : x) total += std::exp(v);
                                        return Row{std::log(total)};
                                    },
                                    {last, keep}));
        add("variance, corrected twice", rows("aten::var", [](const Row& x) { return Row{variance(x, 2)}; },
                                              {last, B::known("correction", std::int64_t{2}), keep}));
        add("deviation of the sample",
            rows("aten::std", [](const Row& x) { return Row{std::sqrt(variance(x, 1))}; },
                 {last, B::known("unbiased", true)}));
        add("norm of power 3", rows(
                                   "aten::norm",
                                   [](const Row& x) {
                                       double total = 0;
                                       for (const double v : x) total += std::pow(std::abs(v), 3);
                                       return Row{std::cbrt(total)};
                                   },
                                   {number("p", 3), last}, 1.5));
        add("smallest absolute value", rows("aten::norm",
                                            [](const Row& x) {
                                                double least = std::abs(x[0]);
                                                for (const double v : x) least = std::min(least, std::abs(v));
                                                return Row{least};
                                            },
                                            {number("p", -std::numeric_limits<double>::infinity()), last}));
        add("layer norm", rows("aten::layer_norm", [](const Row& x) { return normal(x, 0.5); },
                               {B::known("normalized_shape", Ints{6}), number("eps", 0.5)}));
        add("group norm", rows("aten::group_norm",
                               [](const Row& x) {
                                   Row first = normal({x[0], x[1], x[2]}, 1e-3);
                                   const Row second = normal({x[3], x[4], x[5]}, 1e-3);
                                   first.insert(first.end(), second.begin(), second.end());
                                   for (std::size_t k = 0; k < 6; ++k)
                                       first[k] = first[k] * static_cast<double>(k) + 0.5;
                                   return first;
                               },
                               {B::known("num_groups", std::int64_t{2}),
                                B::known("weight", Tensor({6}, {0, 1, 2, 3, 4, 5})),
                                B::known("bias", Tensor::filled({6}, 0.5F)), number("eps", 1e-3)}));
    }
    void givesItsFormula() {
        QFETCH(Function, f);
        const std::vector<RealTensor> inputs = graph_checks::sample_inputs(imported_input(), seed);
        RealTensor expected;
        for (std::int64_t r = 0; r < shape[0]; ++r) {
            Row row;
            for (std::int64_t k = 0; k < shape[1]; ++k) row.push_back(inputs[0][r * shape[1] + k] + f.shift);
            if (f.row) {
                row = f.row(row);
            } else {
                for (double& v : row) v = f.value(v);
            }
            expected.values.insert(expected.values.end(), row.begin(), row.end());
        }
        const auto width = static_cast<std::int64_t>(expected.values.size()) / shape[0];
        const bool dropped = width == 1 && std::none_of(f.rest.begin(), f.rest.end(),
                                                        [](const auto& a) { return a.name == "keepdim"; });
        expected.shape = dropped ? Shape{shape[0]} : Shape{shape[0], width};
        const Graph graph = imported(f, expected.shape);
        const double off = graph_checks::difference(evaluate(graph, inputs).outputs, {expected});
        // Constants are held in fp32.
        QVERIFY2(off <= 2e-6, qPrintable(QString::number(off)));
        graph_checks::check_lowering(graph, seed);
        if (QTest::currentTestFailed()) return;
        graph_checks::check_streaming(graph, {0}, seed);
    }

    void masksAreCombined() {
        B b;
        const std::uint32_t x = b.input("x", shape);
        const std::uint32_t y = b.input("y", shape);
        const auto nonzero = [&](const std::string& op, std::uint32_t p, std::uint32_t q) {
            return b.add(op, {B::value("self", p), B::value("other", q)}, shape);
        };
        const std::uint32_t less = nonzero("aten::lt", x, y);
        const std::uint32_t above = b.add("aten::gt", {B::value("self", x), B::known("other", -0.5)}, shape);
        const std::uint32_t both = nonzero("aten::logical_and", less, above);
        const std::uint32_t one = nonzero("aten::logical_xor", less, above);
        const std::uint32_t either = nonzero("aten::logical_or", both, one);
        const Graph graph = import_nnir(b.finish({both, one, either}));
        const auto inputs = graph_checks::sample_inputs(graph, seed);
        const auto outputs = evaluate(graph, inputs).outputs;
        for (std::size_t k = 0; k < outputs[0].values.size(); ++k) {
            const bool first = inputs[0].values[k] < inputs[1].values[k];
            const bool second = inputs[0].values[k] > -0.5;
            QCOMPARE(outputs[0].values[k], first && second ? 1.0 : 0.0);
            QCOMPARE(outputs[1].values[k], first != second ? 1.0 : 0.0);
            QCOMPARE(outputs[2].values[k], first || second ? 1.0 : 0.0);
        }
        graph_checks::check_lowering(graph, seed);
    }

    /// Rows attend to earlier rows only; checked against sums over scores one by one.
    void attentionIsComposed() {
        constexpr std::int64_t length = 4;
        constexpr std::int64_t width = 6;
        B b;
        const std::uint32_t q = b.input("q", {length, width});
        const std::uint32_t k = b.input("k", {length, width});
        const std::uint32_t v = b.input("v", {length, 3});
        const std::uint32_t y = b.add(
            "aten::scaled_dot_product_attention",
            {B::value("query", q), B::value("key", k), B::value("value", v), B::known("is_causal", true)},
            {length, 3});
        const Graph graph = import_nnir(b.finish({y}));
        const auto inputs = graph_checks::sample_inputs(graph, seed);
        RealTensor expected({length, 3});
        for (std::int64_t t = 0; t < length; ++t) {
            Row weights;
            for (std::int64_t s = 0; s <= t; ++s) {
                double score = 0;
                for (std::int64_t i = 0; i < width; ++i)
                    score += inputs[0][t * width + i] * inputs[1][s * width + i];
                weights.push_back(std::exp(score / std::sqrt(6.0)));
            }
            for (std::int64_t s = 0; s <= t; ++s)
                for (std::int64_t i = 0; i < 3; ++i)
                    expected[t * 3 + i] += weights[nnir::at(s)] / sum(weights) * inputs[2][s * 3 + i];
        }
        const double off = graph_checks::difference(evaluate(graph, inputs).outputs, {expected});
        QVERIFY2(off <= 1e-6, qPrintable(QString::number(off)));
        graph_checks::check_lowering(graph, seed);
    }

    void refuses_data() {
        QTest::addColumn<Function>("f");
        QTest::addColumn<QString>("part");
        const auto add = [](const char* name, const Function& f, const char* part) {
            QTest::newRow(name) << f << QString::fromLatin1(part);
        };
        add("rounded division",
            elements("aten::div", {},
                     {B::known("other", 2.0), B::known("rounding_mode", std::string("floor"))}),
            "rounding");
        add("sine", elements("aten::sin", {}), "functions of angles");
        add("rounding", elements("aten::floor", {}), "rounding to whole numbers");
        add("positions", elements("aten::argmax", {}), "positions");
        add("running product", elements("aten::cumprod", {}), "loop over the axis");
        add("negative base", elements("aten::pow", {}, {B::known("exponent", 40.0)}), "whole exponents");
        add("groups that do not divide",
            elements("aten::group_norm", {}, {B::known("num_groups", std::int64_t{4})}), "equal groups");
        add("slopes for other channels",
            elements("aten::prelu", {}, {B::known("weight", Tensor::filled({5}, 0.1F))}), "slopes");
        add("windows of three axes", elements("aten::max_pool3d", {}), "one axis after the other");
        add("a divisor of its own",
            elements("aten::avg_pool2d", {},
                     {B::known("kernel_size", std::vector<std::int64_t>{2, 2}),
                      B::known("divisor_override", std::int64_t{3})}),
            "divisor_override");
    }
    void refuses() {
        QFETCH(Function, f);
        QFETCH(QString, part);
        try {
            imported(f, shape);
        } catch (const Error& error) {
            QCOMPARE(error.failure().kind, FailureKind::unsupported);
            QCOMPARE(error.failure().nodes.size(), std::size_t{1});
            const QString reason = QString::fromStdString(error.failure().nodes[0].reason);
            QVERIFY2(reason.contains(part), qPrintable(reason));
            return;
        }
        QFAIL("it was imported");
    }

    /// What the published accelerators make of single nodes.
    void saysWhatIsSupported_data() {
        QTest::addColumn<Function>("f");
        QTest::addColumn<SupportLevel>("level");
        const auto add = [](const char* name, const Function& f, SupportLevel level) {
            QTest::newRow(name) << f << level;
        };
        add("tanh", elements("aten::tanh", {}), SupportLevel::published);
        add("expm1", elements("aten::expm1", {}), SupportLevel::composed);
        add("sum", elements("aten::mul", {}, {B::known("other", 2.0)}), SupportLevel::published);
        add("equal", elements("aten::eq", {}, {B::known("other", 2.0)}), SupportLevel::composed);
        add("less", elements("aten::lt", {}, {B::known("other", 2.0)}), SupportLevel::published);
        add("softmax", elements("aten::softmax", {}, {B::known("dim", std::int64_t{1})}),
            SupportLevel::published);
        add("log softmax", elements("aten::log_softmax", {}, {B::known("dim", std::int64_t{1})}),
            SupportLevel::composed);
        add("layer norm over two axes",
            elements("aten::layer_norm", {}, {B::known("normalized_shape", Ints{5, 6})}),
            SupportLevel::composed);
    }
    void saysWhatIsSupported() {
        QFETCH(Function, f);
        QFETCH(SupportLevel, level);
        const Graph graph = imported(f, shape);
        QCOMPARE(graph.nodes.size(), std::size_t{1});
        QCOMPARE(graph.nodes[0].op->support(bind(graph, graph.nodes[0])).level, level);
    }

  private:
    static Graph imported_input() {
        GraphBuilder b;
        b.output(b.relu(b.input("x", shape)));
        return b.finish();
    }
};

QTEST_APPLESS_MAIN(TestImportedFunctions)
#include "tst_imported_functions.moc"
