#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <QTest>

#include "core/numerics/bf16.h"
#include "core/vm/vm.h"
#include "tests/core/compiler/machines.h"
#include "tests/core/compiler/work_lists.h"
#include "tests/core/lowering/evaluate_work.h"
#include "tests/support/oracle.h"

using namespace lockstep;
using namespace lockstep::lowering;
using test::ListBuilder;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
const float not_a_number = std::numeric_limits<float>::quiet_NaN();

using Values = std::vector<float>;

/// What the list gives for these inputs, inference by inference, on one machine.
std::vector<Values> run(const ListBuilder& builder, const AcceleratorConfig& config,
                        const std::vector<Values>& inputs) {
    Vm vm(compiler::compile_work(builder.list, builder.view, config).program);
    std::vector<Values> outputs;
    for (const Values& input : inputs) {
        outputs.emplace_back(static_cast<std::size_t>(vm.program().output_values()));
        vm.step(input, outputs.back());
    }
    return outputs;
}

QString text(const Values& values) {
    QStringList words;
    for (const float value : values) words.append(QString::number(static_cast<double>(value)));
    return words.join(QLatin1Char(' '));
}

/// Equal, NaN with NaN; -0 is 0.
bool same(const Values& a, const Values& b) {
    return std::ranges::equal(a, b,
                              [](float x, float y) { return (std::isnan(x) && std::isnan(y)) || x == y; });
}

/// Every one within 2^-8 of the expected one, relative to it and to `scale`.
bool close(const Values& ours, const std::vector<double>& expected, double scale = 0) {
    return std::ranges::equal(ours, expected, [scale](float x, double y) {
        return std::abs(static_cast<double>(x) - y) <= std::max(std::abs(y), scale) * 0x1p-8;
    });
}

Values numbers(std::int64_t count, int seed) {
    Values values;
    for (std::int64_t k = 0; k < count; ++k)
        values.push_back(static_cast<float>((k * 7 + seed * 5) % 13 - 6) / 4.0F);
    return values;
}

float expected_of(PointwiseOp op, float a, float b, float c) {
    const auto number = [](bool truth) { return truth ? 1.0F : 0.0F; };
    switch (op) {
        case PointwiseOp::add:
            return a + b;
        case PointwiseOp::subtract:
            return a - b;
        case PointwiseOp::multiply:
            return a * b;
        case PointwiseOp::divide:
            return a / b;
        case PointwiseOp::minimum:
            return std::isnan(a) || std::isnan(b) ? not_a_number : std::fmin(a, b);
        case PointwiseOp::maximum:
            return std::isnan(a) || std::isnan(b) ? not_a_number : std::fmax(a, b);
        case PointwiseOp::equal:
            return number(a == b);
        case PointwiseOp::not_equal:
            return number(a != b);
        case PointwiseOp::less:
            return number(a < b);
        case PointwiseOp::less_equal:
            return number(a <= b);
        case PointwiseOp::select:
            return c != 0 ? a : b;
    }
    return not_a_number;
}

/// Functions that are defined for positive numbers only.
bool takes_positive(Activation activation) {
    return activation >= Activation::log && activation <= Activation::reciprocal;
}

Tensor ones(std::int64_t count, float value = 1) {
    return {{1, count}, Values(static_cast<std::size_t>(count), value)};
}

}  // namespace

/// Functions, comparisons, choices, splats and reductions: compiled for machines of many shapes, run on the
/// VM, against arithmetic written down here.
class TestCompileVectors : public QObject {
    Q_OBJECT

    /// The operand in its place: the input as it is, or a splat of its first value.
    static VectorId operand(ListBuilder& builder, VectorId input, bool splat) {
        if (!splat) return input;
        const std::int64_t length = builder.list.vectors[input.value].length;
        Values first(static_cast<std::size_t>(length), 0.0F);
        first[0] = 1;
        return builder.row(input, Tensor({1, length}, first), 0);
    }

  private Q_SLOTS:
    void everyOperation_data() {
        QTest::addColumn<int>("op");
        QTest::addColumn<int>("splats");  // bit k: operand k is a splat
        QTest::addColumn<int>("length");
        for (int op = 0; op <= static_cast<int>(PointwiseOp::select); ++op) {
            const int operands = op == static_cast<int>(PointwiseOp::select) ? 3 : 2;
            for (int splats = 0; splats < 1 << operands; ++splats)
                for (const int length : {1, 5, 16, 75})
                    QTest::addRow("operation %d, splats %d, %d values", op, splats, length)
                        << op << splats << length;
        }
    }
    void everyOperation() {
        QFETCH(int, op);
        QFETCH(int, splats);
        QFETCH(int, length);
        const auto operation = static_cast<PointwiseOp>(op);
        const std::size_t operands = operation == PointwiseOp::select ? 3 : 2;
        ListBuilder builder;
        std::vector<VectorId> sources;
        Values host;
        std::array<Values, 3> in{numbers(length, 1), numbers(length, 2), numbers(length, 3)};
        in[1][0] = 0.25F;
        if (length > 4) in[0][2] = infinity, in[1][3] = not_a_number, in[2][1] = not_a_number, in[2][4] = 0;
        for (std::size_t k = 0; k < operands; ++k) {
            sources.push_back(
                operand(builder, builder.input(length), (static_cast<unsigned>(splats) >> k & 1U) != 0));
            // A splat takes the first value as a product with 1, and the others with 0.
            if ((static_cast<unsigned>(splats) >> k & 1U) != 0)
                std::fill(in[k].begin() + 1, in[k].end(), 0.0F);
            host.insert(host.end(), in[k].begin(), in[k].end());
        }
        const VectorId result = builder.pointwise(operation, sources);
        builder.output(result);
        Values expected;
        for (std::size_t lane = 0; lane < static_cast<std::size_t>(builder.list.vectors[result.value].length);
             ++lane) {
            std::array<float, 3> value{};
            for (std::size_t k = 0; k < 3; ++k)
                value[k] = in[k][(static_cast<unsigned>(splats) >> k & 1U) != 0 ? 0 : lane];
            expected.push_back(round_to_bf16(expected_of(operation, value[0], value[1], value[2])));
        }
        for (const AcceleratorConfig& config : test::machines()) {
            const Values ours = run(builder, config, {host})[0];
            QVERIFY2(same(ours, expected),
                     qPrintable(QString::fromStdString(config.name) + QStringLiteral(": ") + text(ours) +
                                QStringLiteral(", expected ") + text(expected)));
        }
    }

    /// Behind sums, behind the vector unit and on a splat.
    void everyFunction_data() {
        QTest::addColumn<int>("activation");
        for (int k = 1; k <= static_cast<int>(Activation::softplus); ++k)
            QTest::addRow("activation %d", k) << k;
    }
    void everyFunction() {
        QFETCH(int, activation);
        const auto kind = static_cast<Activation>(activation);
        Epilogue epilogue{kind, -0.5F, 1.0F};
        if (kind != Activation::clamp) epilogue = {.activation = kind};
        constexpr std::int64_t length = 27;
        ListBuilder builder;
        const VectorId x = builder.input(length);
        Values unit(static_cast<std::size_t>(length * length), 0.0F);
        for (std::size_t k = 0; k < length; ++k) unit[k * (length + 1)] = 1;
        const VectorId copy = builder.linear(x, length, false);
        auto& linear = std::get<LinearWork>(builder.list.work.back().body);
        linear.start = {};
        linear.products[0].weight = Tensor({length, length}, unit);
        linear.epilogue = epilogue;
        builder.output(copy);
        builder.output(builder.pointwise(PointwiseOp::add, {x}, epilogue));
        builder.output(builder.row(x, ones(length), 1.5F, epilogue));
        Values in = numbers(length, 3);
        if (takes_positive(kind))
            for (float& value : in) value = std::abs(value) + 0.25F;
        std::vector<double> expected;
        double sum = 1.5;
        for (const float value : in) {
            expected.push_back(activated(static_cast<double>(value), epilogue));
            sum += static_cast<double>(value);
        }
        expected.insert(expected.end(), expected.begin(), expected.begin() + length);
        expected.push_back(activated(sum, epilogue));
        for (const AcceleratorConfig& config : test::machines()) {
            const Values ours = run(builder, config, {in})[0];
            QVERIFY2(close(ours, expected, 1e-30),
                     qPrintable(QString::fromStdString(config.name) + QStringLiteral(": ") + text(ours)));
        }
    }

    void reductions_data() {
        QTest::addColumn<int>("length");
        for (const int length : {1, 2, 8, 9, 32, 75, 300}) QTest::addRow("%d values", length) << length;
    }
    /// Below zero the padding would be the maximum, above it the minimum.
    void reductions() {
        QFETCH(int, length);
        ListBuilder builder;
        const VectorId x = builder.input(length);
        const VectorId high = builder.reduce(ReduceOp::maximum, x);
        const VectorId low = builder.reduce(ReduceOp::minimum, x);
        builder.output(high);
        builder.output(low);
        builder.output(builder.pointwise(PointwiseOp::subtract, {x, high}));
        std::vector<Values> inputs;
        std::vector<Values> expected;
        for (const float shift : {-100.0F, 100.0F, 0.0F, not_a_number}) {
            Values in = numbers(length, length);
            for (float& value : in) value += std::isnan(shift) ? 0 : shift;
            if (std::isnan(shift)) in[static_cast<std::size_t>(length) / 2] = not_a_number;
            const bool broken = std::isnan(shift);
            const float most = broken ? not_a_number : round_to_bf16(std::ranges::max(in));
            expected.push_back({most, broken ? not_a_number : round_to_bf16(std::ranges::min(in))});
            for (const float value : in)
                expected.back().push_back(round_to_bf16(round_to_bf16(value) - most));
            inputs.push_back(std::move(in));
        }
        for (const AcceleratorConfig& config : test::machines()) {
            const std::vector<Values> ours = run(builder, config, inputs);
            for (std::size_t k = 0; k < ours.size(); ++k)
                QVERIFY2(same(ours[k], expected[k]), qPrintable(QString::fromStdString(config.name) +
                                                                QStringLiteral(": ") + text(ours[k])));
        }
    }

    /// A padding lane can become anything, 1/0 or log 0: nothing that reads across lanes may see it.
    void paddingIsNotRead_data() {
        QTest::addColumn<int>("activation");
        QTest::newRow("reciprocal") << static_cast<int>(Activation::reciprocal);
        QTest::newRow("log") << static_cast<int>(Activation::log);
        QTest::newRow("exp") << static_cast<int>(Activation::exp);
    }
    void paddingIsNotRead() {
        QFETCH(int, activation);
        const Epilogue epilogue{.activation = static_cast<Activation>(activation)};
        constexpr std::int64_t length = 11;
        ListBuilder builder;
        const VectorId y = builder.pointwise(PointwiseOp::add, {builder.input(length)}, epilogue);
        const VectorId sum = builder.row(y, ones(length), 0);
        builder.output(sum);
        builder.output(builder.reduce(ReduceOp::maximum, y));
        builder.output(builder.row(sum, ones(1, 2), 0));  // of a splat only the first lane counts
        const VectorId z = builder.linear(y, 3, false);
        builder.output(z);
        const auto& linear = std::get<LinearWork>(builder.list.work.back().body);
        Values in;
        for (std::int64_t k = 0; k < length; ++k) in.push_back(static_cast<float>(k) / 8 + 0.5F);
        std::vector<double> expected(6);
        expected[1] = -1e9;
        for (std::size_t row = 0; row < 3; ++row)
            expected[row + 3] = static_cast<double>(linear.start.bias[row]);
        for (std::size_t k = 0; k < length; ++k) {
            const double value = static_cast<double>(
                round_to_bf16(static_cast<float>(activated(static_cast<double>(in[k]), epilogue))));
            expected[0] += value;
            expected[1] = std::max(expected[1], value);
            for (std::size_t row = 0; row < 3; ++row)
                expected[row + 3] +=
                    value *
                    static_cast<double>(round_to_bf16(linear.products[0].weight.values()[row * length + k]));
        }
        expected[2] = 2 * expected[0];
        for (const AcceleratorConfig& config : test::machines()) {
            const Values ours = run(builder, config, {in})[0];
            QVERIFY2(close(ours, expected, 0.25),
                     qPrintable(QString::fromStdString(config.name) + QStringLiteral(": ") + text(ours)));
        }
    }

    /// Softmax and the norm of a layer, as operators lower to them.
    void softmaxAndNorm() {
        constexpr std::int64_t length = 50;
        ListBuilder builder;
        const VectorId x = builder.input(length);
        const VectorId largest = builder.reduce(ReduceOp::maximum, x);
        const VectorId shifted =
            builder.pointwise(PointwiseOp::subtract, {x, largest}, {.activation = Activation::exp});
        const VectorId scale = builder.row(shifted, ones(length), 0, {.activation = Activation::reciprocal});
        builder.output(builder.pointwise(PointwiseOp::multiply, {shifted, scale}));
        const VectorId mean = builder.row(x, ones(length, 1.0F / 64), 0);
        const VectorId centred = builder.pointwise(PointwiseOp::subtract, {x, mean});
        const VectorId squares = builder.pointwise(PointwiseOp::multiply, {centred, centred});
        const VectorId norm =
            builder.row(squares, ones(length, 1.0F / 64), 1e-3F, {.activation = Activation::rsqrt});
        builder.output(builder.pointwise(PointwiseOp::multiply, {centred, norm}));
        const Values in = numbers(length, 5);
        double sum = 0;
        double average = 0;
        for (const float value : in) {
            sum += std::exp(static_cast<double>(value) - 1.5);
            average += static_cast<double>(value) / 64;
        }
        double variance = 0;
        for (const float value : in) variance += std::pow(static_cast<double>(value) - average, 2) / 64;
        std::vector<double> expected;
        for (const float value : in) expected.push_back(std::exp(static_cast<double>(value) - 1.5) / sum);
        for (const float value : in)
            expected.push_back((static_cast<double>(value) - average) / std::sqrt(variance + 1e-3));
        for (const AcceleratorConfig& config : test::machines()) {
            const Values ours = run(builder, config, {in})[0];
            for (std::size_t k = 0; k < ours.size(); ++k)
                QVERIFY2(
                    std::abs(static_cast<double>(ours[k]) - expected[k]) <= 0.02 * (k < length ? 0.05 : 1.0),
                    qPrintable(QString::fromStdString(config.name) + QStringLiteral(": ") + text(ours)));
        }
    }

    /// The same bits on every instruction set, and those of the scalar oracle.
    void everyTargetGivesTheSameBits() {
        ListBuilder builder;
        const VectorId x = builder.input(45);
        const VectorId before = builder.state(builder.values(45), "carried");
        const VectorId y = builder.linear(builder.pointwise(PointwiseOp::add, {x, before}), 70, false);
        std::get<LinearWork>(builder.list.work.back().body).epilogue.activation = Activation::silu;
        const VectorId most = builder.reduce(ReduceOp::maximum, y);
        const VectorId e =
            builder.pointwise(PointwiseOp::subtract, {y, most}, {.activation = Activation::exp});
        const VectorId total = builder.row(e, ones(70), 0, {.activation = Activation::reciprocal});
        const VectorId p = builder.pointwise(PointwiseOp::multiply, {e, total});
        const VectorId mask = builder.pointwise(PointwiseOp::less, {most, p});
        builder.output(builder.pointwise(PointwiseOp::select, {p, y, mask}));
        const VectorId next = builder.linear(p, 45, false);
        builder.written(before, next);
        for (const AcceleratorConfig& config : test::machines()) {
            const auto program = compiler::compile_work(builder.list, builder.view, config).program;
            oracle::Machine machine(*program);
            std::vector<Vm> vms;
            for (const SimdTarget target : simd_targets()) vms.emplace_back(program, target);
            for (int step = 0; step < 5; ++step) {
                const Values in = numbers(45, step);
                const Values expected = machine.step(in);
                for (Vm& vm : vms) {
                    Values ours(expected.size());
                    vm.step(in, ours);
                    QCOMPARE(ours, expected);
                }
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestCompileVectors)
#include "tst_compile_vectors.moc"
