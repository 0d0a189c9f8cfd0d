#include <QtTest>

#include <atomic>
#include <cstdlib>
#include <new>

#include "core/vm/vm.h"
#include "tests/core/vm/hand_made_programs.h"

using namespace lockstep;

namespace {
std::atomic<std::int64_t> allocations = 0;
}

void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

/// In a program of its own, since it replaces the allocation functions.
class TestVmAllocations : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void stepAllocatesNothing_data() {
        QTest::addColumn<bool>("lstm");
        QTest::addColumn<int>("threads");
        for (const int threads : {1, 2}) {
            QTest::addRow("lstm, %d threads", threads) << true << threads;
            QTest::addRow("all vector operations, %d threads", threads) << false << threads;
        }
    }
    void stepAllocatesNothing() {
        QFETCH(bool, lstm);
        QFETCH(int, threads);
        using hand_made::Values;
        const auto program =
            std::make_shared<const Program>(lstm ? hand_made::lstm(3, 16, 2, 5, Values::ordinary, 1)
                                                 : hand_made::mixture(3, 16, Values::ordinary, 1));
        Vm vm(program, VmOptions{.threads = threads});
        const std::vector<float> inputs(static_cast<std::size_t>(program->input_values()), 0.5F);
        std::vector<float> outputs(static_cast<std::size_t>(program->output_values()));
        const std::int64_t before = allocations;
        for (int step = 0; step < 3; ++step) vm.step(inputs, outputs);
        const std::int64_t after = allocations;
        QCOMPARE(after - before, std::int64_t{0});
        QVERIFY(before > 0);
        if (!lstm) return;
        vm.keep_gates(true);
        std::vector<float> gates;
        for (const GateTrace& gate : vm.gates())
            gates.resize(gates.size() + static_cast<std::size_t>(gate.size));
        const std::int64_t with_gates = allocations;
        vm.step(inputs, outputs);
        vm.read_gates(gates);
        QCOMPARE(allocations - with_gates, std::int64_t{0});
    }
};

QTEST_APPLESS_MAIN(TestVmAllocations)
#include "tst_vm_allocations.moc"
