#include <QtTest>

#include <functional>

#include "core/lowering/lowering_builder.h"
#include "core/lowering/verify_work.h"
#include "core/nnir/builder.h"
#include "core/nnir/evaluate.h"
#include "core/nnir/op.h"
#include "core/passes/data_dimension.h"
#include "core/passes/streaming_transform.h"
#include "core/support/error.h"
#include "evaluate_work.h"

using namespace lockstep;
using namespace lockstep::lowering;
using nnir::Graph;
using nnir::GraphBuilder;
using nnir::sample_lstm;
using nnir::sample_tensor;
using nnir::ValueId;

using Damage = std::function<void(WorkList&)>;
Q_DECLARE_METATYPE(Damage)

namespace {

template <class Body>
Graph graph(Shape input, Body&& body) {
    GraphBuilder b;
    b.module("part");
    const ValueId x = b.input("x", std::move(input));
    b.output(body(b, x));
    return b.finish();
}

Graph streaming(const Graph& whole, int axis) {
    return solve_data_dimensions(streaming_transform(whole, {axis}).graph);
}

Graph streaming_lstm(std::optional<Tensor> initial = {}) {
    nnir::LstmWeights weights = sample_lstm(3, 4, 1);
    weights.initial_hidden = std::move(initial);
    return streaming(graph({5, 3}, [&](GraphBuilder& b, ValueId x) { return b.lstm(x, weights, 0); }), 0);
}

Graph streaming_conv(std::int64_t dilation) {
    return streaming(graph({1, 3, 6},
                           [&](GraphBuilder& b, ValueId x) {
                               return b.relu(b.conv1d(x, sample_tensor({4, 3, 3}, 1), sample_tensor({4}, 2),
                                                      {.dilation = dilation, .pad_left = 2 * dilation}));
                           }),
                     2);
}

template <class T>
std::vector<const T*> all(const WorkList& list) {
    std::vector<const T*> found;
    for (const Work& work : list.work)
        if (const T* body = std::get_if<T>(&work.body)) found.push_back(body);
    return found;
}

}  // namespace

class TestLegalise : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aStreamingLstmWaitsForNothingButItsInput() {
        const WorkList list = legalise(streaming_lstm());
        const auto cells = all<LstmWork>(list);
        QCOMPARE(cells.size(), 1U);
        QVERIFY(cells[0]->start.partial.has_value());
        QCOMPARE(cells[0]->products.size(), 1U);
        QCOMPARE(list.vectors[cells[0]->products[0].source.value].origin, VectorOrigin::input);
        QVERIFY(list.cells[cells[0]->cell.value].carried && !cells[0]->first);
        const auto sums = all<PartialSumWork>(list);
        QCOMPARE(sums.size(), 1U);
        QVERIFY(sums[0]->gates && list.work.back().state_update);
        QCOMPARE(sums[0]->products.at(0).source, cells[0]->result);
        QVERIFY(sums[0]->initial_products.empty());
        QCOMPARE(sums[0]->initial_bias, sums[0]->start.bias);
        QCOMPARE(list.states.at(0).written, std::vector{cells[0]->result});
        QCOMPARE(list.states.at(1).cell, std::optional(cells[0]->cell));
    }

    void anInitialHiddenStateIsInTheFirstSum() {
        const WorkList list = legalise(streaming_lstm(sample_tensor({4}, 9)));
        const PartialSumWork& sum = *all<PartialSumWork>(list).at(0);
        QCOMPARE(sum.initial_products.size(), 1U);
        QCOMPARE(list.vectors[sum.initial_products[0].source.value].origin, VectorOrigin::constant);
    }

    void aWholeLstmsFirstStepHasNoRecurrentProduct() {
        const Graph whole = solve_data_dimensions(
            graph({3, 3}, [](GraphBuilder& b, ValueId x) { return b.lstm(x, sample_lstm(3, 4, 1), 0); }));
        const WorkList list = legalise(whole);
        const auto steps = all<LstmWork>(list);
        QCOMPARE(steps.size(), 3U);
        QCOMPARE(steps[0]->products.size(), 1U);
        QVERIFY(steps[0]->first && !steps[1]->first);
        QCOMPARE(steps[1]->products.size(), 2U);
        // W x first, then U h of the step before.
        QCOMPARE(steps[1]->products[1].source, steps[0]->result);
    }

    void aStreamingConvolutionKeepsPartialSums_data() {
        QTest::addColumn<int>("dilation");
        QTest::newRow("1") << 1;
        QTest::newRow("2") << 2;
    }
    void aStreamingConvolutionKeepsPartialSums() {
        QFETCH(int, dilation);
        const WorkList list = legalise(streaming_conv(dilation));
        const auto linear = all<LinearWork>(list);
        QCOMPARE(linear.size(), 1U);
        QCOMPARE(linear[0]->start.partial, std::optional(PartialSumId{0}));
        QCOMPARE(linear[0]->products.size(), 1U);
        const auto sums = all<PartialSumWork>(list);
        QCOMPARE(sums.size(), static_cast<std::size_t>(2 * dilation));
        for (std::size_t k = 0; k < sums.size(); ++k) {
            const bool last = k + 1 == sums.size();
            QCOMPARE(sums[k]->start.partial.has_value(), !last);
            QCOMPARE(!sums[k]->start.bias.empty(), last);
            QCOMPARE(sums[k]->products.size(), (k + 1) % static_cast<std::size_t>(dilation) == 0 ? 1U : 0U);
        }
        QVERIFY(list.states.at(0).folded);
    }

    void aClampIsFusedIntoWhatFeedsIt() {
        const WorkList list = legalise(streaming_conv(1));
        QVERIFY(all<PointwiseWork>(list).empty());
        QCOMPARE(all<LinearWork>(list)[0]->epilogue.minimum, 0.0F);
        QCOMPARE(list.work[0].nodes.size(), 2U);
    }

    void aClampStaysWhereItsOperandIsReadElsewhere() {
        const Graph whole = solve_data_dimensions(graph({3}, [](GraphBuilder& b, ValueId x) {
            const ValueId y = b.linear(x, sample_tensor({4, 3}, 1));
            return b.pointwise("add", b.relu(y), y);
        }));
        const WorkList list = legalise(whole);
        QCOMPARE(all<PointwiseWork>(list).size(), 2U);
    }

    void tapsOnZerosAreLeftOut() {
        const Graph whole = solve_data_dimensions(graph({1, 3, 4}, [](GraphBuilder& b, ValueId x) {
            return b.conv1d(x, sample_tensor({2, 3, 3}, 1), {}, {.pad_left = 2});
        }));
        std::vector<std::size_t> taps;
        const WorkList list = legalise(whole);
        for (const LinearWork* work : all<LinearWork>(list)) taps.push_back(work->products.size());
        QCOMPARE(taps, (std::vector<std::size_t>{1, 2, 3, 3}));
    }

    void aStateThatVectorsHoldIsReadAndWritten() {
        GraphBuilder b;
        const ValueId x = b.input("x", {3});
        const ValueId before = b.state("sum", "hidden", sample_tensor({3}, 1));
        const ValueId after = b.pointwise("add", x, before);
        b.write(before, after);
        b.output(b.relu(after));
        const Graph counting = solve_data_dimensions(b.finish());
        const WorkList list = legalise(counting);
        QVERIFY(verify_work(list, counting).empty());
        WorkEvaluator work(list, counting);
        const nnir::RealTensor one({3}, 1.0);
        work.step({one});
        work.step({one});
        for (std::size_t k = 0; k < 3; ++k)
            QCOMPARE(work.state(0)[k], double{counting.states[0].initial.values()[k]} + 2);
    }

    void statesCanBeRead() {
        const Graph form = streaming_lstm();
        const WorkList list = legalise(form);
        WorkEvaluator work(list, form);
        const nnir::RealTensor x(sample_tensor({3}, 4));
        const auto reference = nnir::evaluate(form, {x});
        work.step({x});
        for (std::size_t state = 0; state < 2; ++state)
            for (std::size_t k = 0; k < 4; ++k)
                QVERIFY(std::abs(work.state(state)[k] - reference.states[state].values[k]) < 1e-6);
    }

    void refusesEverythingAtOnce() {
        // Histories that are inputs, not states.
        const Graph lost = solve_data_dimensions(graph({3}, [](GraphBuilder& b, ValueId x) {
            const ValueId history = b.input("history", {3, 2});
            const auto step = [&](ValueId value, std::uint64_t seed) {
                return b.add("Conv1dStep",
                             {{"weight", sample_tensor({3, 3, 3}, seed)}, {"dilation", std::int64_t{1}}},
                             {value, history});
            };
            return step(step(x, 1), 2);
        }));
        try {
            legalise(lost);
            QFAIL("lowered");
        } catch (const Error& error) {
            QCOMPARE(error.failure().kind, FailureKind::unsupported);
            QCOMPARE(error.failure().nodes.size(), 2U);
            QCOMPARE(error.failure().nodes[0].module, std::string("part"));
        }
    }

    void verifyFindsDamage_data() {
        QTest::addColumn<Damage>("damage");
        QTest::addColumn<QString>("finding");
        const auto row = [](const char* name, const Damage& damage, const char* finding) {
            QTest::newRow(name) << damage << QString::fromLatin1(finding);
        };
        const auto lstm = [](WorkList& list) -> LstmWork& { return std::get<LstmWork>(list.work[0].body); };
        const auto sum = [](WorkList& list) -> PartialSumWork& {
            return std::get<PartialSumWork>(list.work.back().body);
        };
        row(
            "order", [](WorkList& l) { std::swap(l.work[0], l.work[1]); }, "before it is made");
        row(
            "update in front",
            [](WorkList& l) {
                l.work[0].state_update = true;
                l.work[1].state_update = false;
            },
            "behind a state update");
        row(
            "made twice", [](WorkList& l) { l.work.insert(l.work.begin(), l.work[0]); }, "second time");
        row(
            "length", [](WorkList& l) { l.vectors[0].length += 1; }, "fits");
        row(
            "weight",
            [=](WorkList& l) {
                lstm(l).products[0].weight = sample_tensor({16, 2}, 1);
            },
            "fits");
        row(
            "bias", [=](WorkList& l) { sum(l).start.bias.pop_back(); }, "bias of 15 values");
        row(
            "two starts", [=](WorkList& l) { lstm(l).start.bias.assign(16, 0.0F); },
            "at a bias and at a partial sum");
        row(
            "missing update", [](WorkList& l) { l.work.pop_back(); }, "written 0 times");
        row(
            "update twice", [](WorkList& l) { l.work.push_back(l.work.back()); }, "written 2 times");
        row(
            "initial value of an input", [=](WorkList& l) { sum(l).initial_products = sum(l).products; },
            "no constant");
        row(
            "restarted cell", [=](WorkList& l) { lstm(l).first = true; }, "restarts");
        row(
            "no node", [](WorkList& l) { l.work[0].nodes.clear(); }, "stands for no node");
        row(
            "unknown node", [](WorkList& l) { l.work[0].nodes[0] = nnir::NodeId{99}; }, "does not exist");
        row(
            "lost output", [](WorkList& l) { l.outputs.clear(); }, "0 outputs");
        row(
            "lost output vector", [](WorkList& l) { l.outputs[0].vectors.clear(); }, "0 vectors");
        row(
            "lost state", [](WorkList& l) { l.states.pop_back(); }, "1 states are bound");
        row(
            "state in two memories", [](WorkList& l) { l.states[0].folded = true; }, "several");
        row(
            "state in no memory", [](WorkList& l) { l.states[1].cell.reset(); }, "no memory");
        row(
            "cell that is not carried", [](WorkList& l) { l.cells[0].carried = false; }, "not carried");
    }
    void verifyFindsDamage() {
        QFETCH(Damage, damage);
        QFETCH(QString, finding);
        const Graph form = streaming_lstm();
        WorkList list = legalise(form);
        QVERIFY(verify_work(list, form).empty());
        damage(list);
        QString found;
        for (const std::string& line : verify_work(list, form)) found += QString::fromStdString(line) + u'\n';
        QVERIFY2(found.contains(finding), qPrintable(found));
    }
};

QTEST_APPLESS_MAIN(TestLegalise)
#include "tst_legalise.moc"
