#include <algorithm>
#include <array>
#include <functional>

#include <QTest>

#include "core/program/program_file.h"
#include "core/vm/vm.h"
#include "tests/core/compiler/machines.h"
#include "tests/core/compiler/work_lists.h"

using namespace lockstep;
using namespace lockstep::lowering;
using test::ListBuilder;

namespace {

using Values = std::vector<float>;
using States = std::vector<Values>;

/// A work list with states, and what it does said in another way: outputs and next states of one inference.
struct Model {
    ListBuilder builder;
    std::function<std::pair<Values, States>(const Values& input, const States& before)> step;
};

constexpr std::int64_t length = 21;

Values numbers(int seed) {
    Values values;
    for (int k = 0; k < length; ++k) values.push_back(static_cast<float>((k * 5 + seed * 3) % 9 - 4));
    return values;
}

Values sum(const Values& a, const Values& b) {
    Values result;
    for (std::size_t k = 0; k < a.size(); ++k) result.push_back(a[k] + b[k]);
    return result;
}

Values joined(std::initializer_list<Values> parts) {
    Values all;
    for (const Values& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
}

VectorId add(Model& m, VectorId a, VectorId b) {
    return m.builder.pointwise(PointwiseOp::add, {a, b});
}

/// a' = a + x, read before and behind its change.
Model counter() {
    Model m;
    const VectorId x = m.builder.input(length);
    const VectorId a = m.builder.state(numbers(1), "carried");
    const VectorId next = add(m, a, x);
    m.builder.written(a, next);
    m.builder.output(a);
    m.builder.output(next);
    m.step = [](const Values& in, const States& s) {
        const Values after = sum(s[0], in);
        return std::pair{joined({s[0], after}), States{after}};
    };
    return m;
}

/// Every kind of reader: a product, the vector unit, a reduction, an output.
Model manyReaders() {
    Model m;
    const VectorId x = m.builder.input(length);
    const VectorId a = m.builder.state(numbers(2), "hidden");
    const VectorId doubled = add(m, a, a);
    const VectorId most = m.builder.reduce(ReduceOp::maximum, a);
    const VectorId total = m.builder.row(a, Tensor({1, length}, Values(length, 1.0F)), 0);
    m.builder.output(add(m, doubled, x));
    m.builder.output(most);
    m.builder.output(total);
    m.builder.output(a);
    m.builder.written(a, x);
    m.step = [](const Values& in, const States& s) {
        float all = 0;
        for (const float value : s[0]) all += value;
        return std::pair{joined({sum(sum(s[0], s[0]), in), {std::ranges::max(s[0])}, {all}, s[0]}),
                         States{in}};
    };
    return m;
}

/// a' = a + b, b' = a: what one state was becomes another.
Model fibonacci() {
    Model m;
    const VectorId x = m.builder.input(length);
    const VectorId a = m.builder.state(numbers(0), "carried");
    const VectorId b = m.builder.state(numbers(5), "carried");
    const VectorId next = add(m, a, b);
    m.builder.written(a, next);
    m.builder.written(b, a);
    m.builder.output(add(m, b, x));
    m.step = [](const Values& in, const States& s) {
        return std::pair{sum(s[1], in), States{sum(s[0], s[1]), s[0]}};
    };
    return m;
}

/// The states move round: a' = b, b' = c, c' = a; d' = a hangs on, e' = e stays, f' = x is the input.
Model ring() {
    Model m;
    const VectorId x = m.builder.input(length);
    std::vector<VectorId> s;
    for (int k = 0; k < 6; ++k) s.push_back(m.builder.state(numbers(k), "carried"));
    m.builder.written(s[0], s[1]);
    m.builder.written(s[1], s[2]);
    m.builder.written(s[2], s[0]);
    m.builder.written(s[3], s[0]);
    m.builder.written(s[4], s[4]);
    m.builder.written(s[5], x);
    VectorId total = x;
    for (const VectorId state : {s[0], s[3], s[4], s[5]}) total = add(m, total, state);
    m.builder.output(total);
    m.builder.output(s[1]);
    m.step = [](const Values& in, const States& before) {
        const Values all = sum(sum(sum(sum(in, before[0]), before[3]), before[4]), before[5]);
        return std::pair{joined({all, before[1]}),
                         States{before[1], before[2], before[0], before[0], before[4], in}};
    };
    return m;
}

/// Two that swap, and two more that do, in one list.
Model swaps() {
    Model m;
    const VectorId x = m.builder.input(length);
    std::vector<VectorId> s;
    for (int k = 0; k < 4; ++k) s.push_back(m.builder.state(numbers(k + 2), "carried"));
    for (std::size_t k = 0; k < 4; ++k) m.builder.written(s[k], s[k ^ 1U]);
    m.builder.output(add(m, add(m, s[0], s[2]), x));
    m.step = [](const Values& in, const States& before) {
        return std::pair{sum(sum(before[0], before[2]), in),
                         States{before[1], before[0], before[3], before[2]}};
    };
    return m;
}

/// A value that is an output and becomes two states; nothing reads one of them.
Model sharedValue() {
    Model m;
    const VectorId x = m.builder.input(length);
    const VectorId a = m.builder.state(numbers(3), "carried");
    const VectorId unread = m.builder.state(numbers(4), "history");
    const VectorId next = m.builder.pointwise(PointwiseOp::subtract, {x, a});
    m.builder.written(a, next);
    m.builder.written(unread, next);
    m.builder.output(next);
    m.step = [](const Values& in, const States& s) {
        Values after;
        for (std::size_t k = 0; k < in.size(); ++k) after.push_back(in[k] - s[0][k]);
        return std::pair{after, States{after, after}};
    };
    return m;
}

/// A running maximum: a splat becomes a state of one value, which is made a splat again.
Model runningMaximum() {
    Model m;
    const VectorId x = m.builder.input(length);
    const VectorId before = m.builder.state({-2.0F}, "carried");
    const VectorId last = m.builder.row(before, Tensor({1, 1}, {1.0F}), 0);
    const VectorId most =
        m.builder.pointwise(PointwiseOp::maximum, {m.builder.reduce(ReduceOp::maximum, x), last});
    m.builder.written(before, most);
    m.builder.output(m.builder.pointwise(PointwiseOp::subtract, {x, most}));
    m.step = [](const Values& in, const States& s) {
        const float highest = std::max(std::ranges::max(in), s[0][0]);
        return std::pair{sum(in, Values(in.size(), -highest)), States{{highest}}};
    };
    return m;
}

struct Case {
    const char* name;
    Model (*make)();
};
constexpr std::array cases{Case{"counter", counter},
                           Case{"many readers", manyReaders},
                           Case{"fibonacci", fibonacci},
                           Case{"ring", ring},
                           Case{"swaps", swaps},
                           Case{"shared value", sharedValue},
                           Case{"running maximum", runningMaximum}};

}  // namespace

/// States whose next value any work makes, or none: compiled and stepped on machines of many shapes. All
/// values are small whole numbers, so every result is exact.
class TestCarriedStates : public QObject {
    Q_OBJECT

    static void compareStates(const Vm& vm, const States& expected) {
        for (std::size_t k = 0; k < expected.size(); ++k) {
            Values values(expected[k].size());
            vm.read_state(k, values);
            QCOMPARE(values, expected[k]);
        }
    }

    static States initial(const Model& model) {
        States states;
        for (const compiler::GraphView::State& state : model.builder.view.states)
            states.push_back(state.initial.at(0));
        return states;
    }

  private Q_SLOTS:
    void steps_data() {
        QTest::addColumn<int>("index");
        for (std::size_t k = 0; k < cases.size(); ++k) QTest::newRow(cases[k].name) << static_cast<int>(k);
    }
    void steps() {
        QFETCH(int, index);
        const Model model = cases.at(static_cast<std::size_t>(index)).make();
        for (const AcceleratorConfig& config : test::machines()) {
            const auto program =
                compiler::compile_work(model.builder.list, model.builder.view, config).program;
            const auto loaded =
                std::make_shared<const Program>(program_from_bytes(program_to_bytes(*program), config.name));
            Vm vm(loaded);
            for (int round = 0; round < 2; ++round) {
                States states = initial(model);
                compareStates(vm, states);
                VmSnapshot second;
                Values second_output;
                for (int inference = 0; inference < 6; ++inference) {
                    const Values in = numbers(inference * 7);
                    const auto [outputs, next] = model.step(in, states);
                    if (inference == 2) second = vm.snapshot();
                    Values ours(outputs.size());
                    vm.step(in, ours);
                    QCOMPARE(ours, outputs);
                    if (inference == 2) second_output = outputs;
                    states = next;
                    compareStates(vm, states);
                }
                vm.restore(second);
                Values again(second_output.size());
                vm.step(numbers(14), again);
                QCOMPARE(again, second_output);
                vm.reset();
            }
        }
    }

    /// What only the next inference needs runs behind the outputs.
    void updatesAreBehindTheOutputs() {
        const Model model = ring();
        const auto compiled =
            compiler::compile_work(model.builder.list, model.builder.view, find_config("ip_core_c3b8"));
        std::size_t updates = 0;
        for (const CoreProgram& core : compiled.program->cores) {
            bool updating = false;
            for (std::size_t i = 0; i < core.stream.size(); ++i) {
                QVERIFY(core.state_update[i] || !updating);
                updating = updating || core.state_update[i];
                updates += core.state_update[i] ? std::size_t{1} : 0;
            }
        }
        QVERIFY(updates >= 6);
    }
};

QTEST_APPLESS_MAIN(TestCarriedStates)
#include "tst_carried_states.moc"
