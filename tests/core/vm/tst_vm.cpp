#include "core/vm/vm.h"

#include <QtTest>

#include <bit>
#include <cfenv>
#include <cmath>
#include <random>

#include "core/program/program_file.h"
#include "core/support/error.h"
#include "tests/core/vm/hand_made_programs.h"
#include "tests/support/oracle.h"

using namespace lockstep;
using hand_made::Values;

class TestVm : public QObject {
    Q_OBJECT

    static std::shared_ptr<const Program> shared(Program program) {
        return std::make_shared<const Program>(std::move(program));
    }

    static std::vector<float> inputs(const Program& program, Values values, unsigned step) {
        std::vector<float> all(static_cast<std::size_t>(program.input_values()));
        std::mt19937 random(step);
        for (std::size_t k = 0; k < all.size(); ++k) {
            const auto bits = static_cast<std::uint32_t>(random());
            const bool any =
                values == Values::any_bits || (values == Values::adversarial && random() % 64 == 0);
            all[k] = any ? std::bit_cast<float>(bits) : oracle::random_value(11, step, k);
        }
        return all;
    }

    static std::vector<float> state_of(const Vm& vm, std::size_t index) {
        std::vector<float> values(static_cast<std::size_t>(element_count(vm.program().states[index].shape)));
        vm.read_state(index, values);
        return values;
    }

    /// The first place where the bits differ; -1 if none does.
    static std::ptrdiff_t difference(const std::vector<float>& a, const std::vector<float>& b) {
        for (std::size_t k = 0; k < std::max(a.size(), b.size()); ++k) {
            if (k >= a.size() || k >= b.size() ||
                std::bit_cast<std::uint32_t>(a[k]) != std::bit_cast<std::uint32_t>(b[k])) {
                return static_cast<std::ptrdiff_t>(k);
            }
        }
        return -1;
    }

    static void compare(const Program& program, Values values, const VmOptions& options, unsigned steps) {
        const auto findings = verify_program(program);
        QVERIFY2(findings.empty(), findings.empty() ? "" : findings.front().c_str());
        Vm vm(shared(program), options);
        QCOMPARE(vm.threads(), std::max(options.threads, 1));
        oracle::Machine machine(program, oracle::Fault::none, options.functions);
        std::vector<float> outputs(static_cast<std::size_t>(program.output_values()));
        for (unsigned step = 0; step < steps; ++step) {
            const std::vector<float> in = inputs(program, values, step);
            vm.step(in, outputs);
            QCOMPARE(difference(outputs, machine.step(in)), std::ptrdiff_t{-1});
            for (std::size_t state = 0; state < program.states.size(); ++state) {
                QCOMPARE(difference(state_of(vm, state), machine.state(state)), std::ptrdiff_t{-1});
            }
        }
    }

    static Program small_lstm() { return hand_made::lstm(3, 16, 2, 5, Values::ordinary, 1); }

  private Q_SLOTS:
    void agreesWithTheOracle_data() {
        QTest::addColumn<VmOptions>("options");
        QTest::addColumn<int>("cores");
        QTest::addColumn<int>("block");
        QTest::addColumn<int>("values");
        const char* const names[] = {"ordinary", "adversarial", "any bits"};
        const auto rows = [&names](const VmOptions& options) {
            for (const auto& [cores, block] : {std::pair{1, 16}, {3, 64}, {6, 32}}) {
                for (int values = 0; values < 3; ++values) {
                    QTest::addRow("%s, %d threads, %s functions, c%db%d, %s", name(options.target).data(),
                                  options.threads, name(options.functions).data(), cores, block,
                                  names[values])
                        << options << cores << block << values;
                }
            }
        };
        for (const SimdTarget target : simd_targets()) {
            rows({.target = target, .threads = 1});
            rows({.target = target, .threads = 1, .functions = FunctionStyle::table});
        }
        rows({.threads = 0});
        rows({.threads = 2});
        rows({.threads = 2, .functions = FunctionStyle::table});
    }
    void agreesWithTheOracle() {
        QFETCH(VmOptions, options);
        QFETCH(int, cores);
        QFETCH(int, block);
        QFETCH(int, values);
        const auto kind = static_cast<Values>(values);
        // The oracle takes its time; most of it goes to the plain way.
        const bool plain = options.threads == 1 && options.functions == FunctionStyle::exact;
        const unsigned steps = plain ? 50 : 15;
        compare(hand_made::lstm(cores, block, 2, 7, kind, 3), kind, options, steps);
        compare(hand_made::mixture(cores, block, kind, 4), kind, options, steps);
    }

    /// A missing wait shows in some of many steps: the helper is now ahead, now behind.
    void twoThreadsGiveTheBitsOfOne_data() {
        QTest::addColumn<bool>("lstm");
        QTest::addColumn<int>("cores");
        for (const int cores : {1, 2, 3, 6}) {
            QTest::addRow("lstm, %d cores", cores) << true << cores;
            QTest::addRow("mixture, %d cores", cores) << false << cores;
        }
    }
    void twoThreadsGiveTheBitsOfOne() {
        QFETCH(bool, lstm);
        QFETCH(int, cores);
        const auto program = shared(lstm ? hand_made::lstm(cores, 32, 3, 8, Values::ordinary, 6)
                                         : hand_made::mixture(cores, 32, Values::ordinary, 6));
        Vm one(program, VmOptions{.threads = 1});
        Vm two(program, VmOptions{.threads = 2});
        std::vector<float> first(static_cast<std::size_t>(program->output_values()));
        std::vector<float> other(first.size());
        for (unsigned step = 0; step < 600; ++step) {
            const std::vector<float> in = inputs(*program, Values::ordinary, step);
            one.step(in, first);
            two.step(in, other);
            QCOMPARE(difference(first, other), std::ptrdiff_t{-1});
            if (step % 250 == 125) one.reset(), two.reset();
        }
        QCOMPARE(two.snapshot(), one.snapshot());
    }

    void tableFunctionsAreOthers() {
        const auto program = shared(small_lstm());
        std::vector<float> exact(static_cast<std::size_t>(program->output_values()));
        std::vector<float> table(exact.size());
        const std::vector<float> in = inputs(*program, Values::ordinary, 1);
        Vm(program).step(in, exact);
        Vm(program, VmOptions{.functions = FunctionStyle::table}).step(in, table);
        QVERIFY(difference(exact, table) >= 0);
        for (std::size_t k = 0; k < exact.size(); ++k) QVERIFY(std::abs(exact[k] - table[k]) < 0.02F);
    }

    void pointwiseOnEveryBf16Value_data() {
        QTest::addColumn<int>("op");
        QTest::addColumn<bool>("clamp");
        const char* const names[] = {"copy", "add", "subtract", "multiply"};
        for (int op = 0; op < 4; ++op) {
            QTest::addRow("%s", names[op]) << op << false;
            QTest::addRow("%s, clamped", names[op]) << op << true;
        }
    }
    void pointwiseOnEveryBf16Value() {
        QFETCH(int, op);
        QFETCH(bool, clamp);
        const Program program =
            hand_made::pointwise(static_cast<VectorOpcode>(op), clamp, 1024, Values::any_bits, 5);
        std::vector<float> in;
        for (std::uint32_t pattern = 0; pattern < 0x10000; ++pattern)
            in.push_back(std::bit_cast<float>(pattern << 16));
        std::vector<float> out(in.size());
        Vm vm(shared(program));
        vm.step(in, out);
        QCOMPARE(difference(out, oracle::Machine(program).step(in)), std::ptrdiff_t{-1});
    }

    void cellAndStoreOnEveryBf16Value() {
        const Program program = hand_made::one_value(16);
        Vm vm(shared(program));
        oracle::Machine machine(program);
        std::vector<float> out(static_cast<std::size_t>(program.output_values()));
        for (std::uint32_t pattern = 0; pattern < 0x10000; ++pattern) {
            const std::vector<float> in{std::bit_cast<float>(pattern << 16)};
            vm.step(in, out);
            QCOMPARE(difference(out, machine.step(in)), std::ptrdiff_t{-1});
            QCOMPARE(difference(state_of(vm, 0), machine.state(0)), std::ptrdiff_t{-1});
        }
    }

    void everyTargetGivesTheSameBits() {
        const auto program = shared(hand_made::lstm(2, 32, 4, 8, Values::ordinary, 6));
        std::vector<float> first(static_cast<std::size_t>(program->output_values()));
        std::vector<float> other(first.size());
        Vm portable(program, SimdTarget::portable);
        for (const SimdTarget target : simd_targets()) {
            Vm vm(program, target);
            portable.reset();
            for (unsigned step = 0; step < 100; ++step) {
                const std::vector<float> in = inputs(*program, Values::ordinary, step);
                portable.step(in, first);
                vm.step(in, other);
                QCOMPARE(difference(first, other), std::ptrdiff_t{-1});
            }
            QCOMPARE(vm.snapshot(), portable.snapshot());
        }
    }

    void snapshotsReplayExactly_data() {
        QTest::addColumn<bool>("lstm");
        QTest::newRow("partial sums and cells") << true;
        QTest::newRow("state in the tensor RAM") << false;
    }
    void snapshotsReplayExactly() {
        QFETCH(bool, lstm);
        const auto program = shared(lstm ? small_lstm() : hand_made::mixture(3, 16, Values::ordinary, 2));
        Vm vm(program);
        std::vector<float> out(static_cast<std::size_t>(program->output_values()));
        for (unsigned step = 0; step < 5; ++step) vm.step(inputs(*program, Values::ordinary, step), out);
        const VmSnapshot saved = vm.snapshot();
        QCOMPARE(saved.inferences, std::vector<std::int64_t>{5});
        const std::vector<float> state_then = state_of(vm, 0);

        std::vector<std::vector<float>> outputs;
        for (unsigned step = 5; step < 15; ++step) {
            vm.step(inputs(*program, Values::ordinary, step), out);
            outputs.push_back(out);
        }
        const VmSnapshot end = vm.snapshot();
        QVERIFY(!(end == saved));

        Vm fresh(program);
        for (Vm* const other : {&vm, &fresh}) {
            other->restore(saved);
            QCOMPARE(other->inferences(), std::int64_t{5});
            QCOMPARE(difference(state_of(*other, 0), state_then), std::ptrdiff_t{-1});
            for (unsigned step = 5; step < 15; ++step) {
                other->step(inputs(*program, Values::ordinary, step), out);
                QCOMPARE(difference(out, outputs[step - 5]), std::ptrdiff_t{-1});
            }
            QCOMPARE(other->snapshot(), end);
        }
    }

    void resetIsAsNew() {
        const auto program = shared(small_lstm());
        Vm vm(program);
        const VmSnapshot start = vm.snapshot();
        std::vector<float> out(static_cast<std::size_t>(program->output_values()));
        vm.step(inputs(*program, Values::ordinary, 0), out);
        const std::vector<float> first = out;
        QVERIFY(!(vm.snapshot() == start));
        vm.reset();
        QCOMPARE(vm.snapshot(), start);
        vm.step(inputs(*program, Values::ordinary, 0), out);
        QCOMPARE(difference(out, first), std::ptrdiff_t{-1});
    }

    void statesAreReadableBeforeTheFirstInference() {
        const Program program = hand_made::mixture(2, 16, Values::ordinary, 2);
        const Vm vm(shared(program));
        QCOMPARE(difference(state_of(vm, 0), oracle::Machine(program).state(0)), std::ptrdiff_t{-1});
    }

    void theCallersRoundingModeDoesNotMatter() {
        const auto program = shared(small_lstm());
        Vm vm(program);
        std::vector<float> out(static_cast<std::size_t>(program->output_values()));
        vm.step(inputs(*program, Values::ordinary, 0), out);
        const std::vector<float> nearest = out;
        vm.reset();
        std::fesetround(FE_UPWARD);
        vm.step(inputs(*program, Values::ordinary, 0), out);
        const int mode = std::fegetround();
        std::fesetround(FE_TONEAREST);
        QCOMPARE(mode, FE_UPWARD);
        QCOMPARE(difference(out, nearest), std::ptrdiff_t{-1});
    }

    void wrongCallsAreRefused() {
        const auto program = shared(small_lstm());
        Vm vm(program);
        const VmSnapshot start = vm.snapshot();
        std::vector<float> in = inputs(*program, Values::ordinary, 0);
        std::vector<float> out(static_cast<std::size_t>(program->output_values()));
        QVERIFY_THROWS_EXCEPTION(Error, vm.step(std::span(in).first(3), out));
        QVERIFY_THROWS_EXCEPTION(Error, vm.step(in, std::span(out).first(3)));
        QCOMPARE(vm.snapshot(), start);
        QVERIFY_THROWS_EXCEPTION(Error, vm.read_state(1, out));
        QVERIFY_THROWS_EXCEPTION(Error, vm.read_state(0, std::span(out).first(3)));
        Vm other(shared(hand_made::lstm(1, 16, 1, 1, Values::ordinary, 1)));
        QVERIFY_THROWS_EXCEPTION(Error, other.restore(start));
    }
};

QTEST_APPLESS_MAIN(TestVm)
#include "tst_vm.moc"
