#include "core/vm/shares.h"

#include <QtTest>

#include <array>

using namespace lockstep;

/// Which operations of one thread wait for which of the other one.
class TestShares : public QObject {
    Q_OBJECT

    static constexpr std::size_t block = 32;
    using Ram = std::array<std::uint16_t, 8 * block>;

    static std::uint16_t* place(Ram& ram, std::size_t index) { return ram.data() + index * block; }
    static Destinations to(std::uint16_t* place) {
        Destinations destinations{};
        destinations.cores[0] = place;
        destinations.count = 1;
        return destinations;
    }
    static Operation copy(const std::uint16_t* from, std::uint16_t* into) {
        const VectorSource source{from, block, false};
        return VectorOperation{VectorOpcode::copy, {}, source, source, source, 1, block, to(into), nullptr};
    }
    static Operation move(const std::uint16_t* from, std::uint16_t* into) {
        return MoveOperation{{from, block}, to(into)};
    }
    /// The shares of operations whose cores are given; core 0 is thread 0's.
    static Shares dealt(const std::vector<Operation>& operations, const std::vector<std::uint16_t>& cores) {
        std::vector<InstructionRef> order;
        for (const std::uint16_t core : cores) order.push_back({core, 0});
        return deal_out(operations, order);
    }
    static std::vector<std::uint32_t> waits(const std::vector<SharedOperation>& share) {
        std::vector<std::uint32_t> all;
        for (const SharedOperation& one : share) all.push_back(one.after);
        return all;
    }

  private Q_SLOTS:
    void aReaderWaitsForTheWriter() {
        alignas(64) Ram ram{};
        const Shares shares =
            dealt({move(place(ram, 0), place(ram, 1)), move(place(ram, 1), place(ram, 2))}, {0, 1});
        QCOMPARE(waits(shares.threads[0]), (std::vector<std::uint32_t>{0}));
        QCOMPARE(waits(shares.threads[1]), (std::vector<std::uint32_t>{1}));
        QCOMPARE(shares.threads[1].front().operation, 1U);
    }

    void aWriterWaitsForReadersAndWriters() {
        alignas(64) Ram ram{};
        const std::vector<Operation> operations = {
            copy(place(ram, 1), place(ram, 2)), copy(place(ram, 3), place(ram, 4)),
            copy(place(ram, 5), place(ram, 1)),  // where the first one reads
            copy(place(ram, 5), place(ram, 4)),  // where the second one writes
        };
        const Shares shares = dealt(operations, {0, 0, 1, 1});
        QCOMPARE(waits(shares.threads[0]), (std::vector<std::uint32_t>{0, 0}));
        QCOMPARE(waits(shares.threads[1]), (std::vector<std::uint32_t>{1, 2}));
    }

    void readersOfTheSameDoNotWait() {
        alignas(64) Ram ram{};
        const Shares shares =
            dealt({copy(place(ram, 0), place(ram, 1)), copy(place(ram, 0), place(ram, 2))}, {0, 1});
        QCOMPARE(waits(shares.threads[1]), (std::vector<std::uint32_t>{0}));
    }

    /// A wait for a later operation is one for all before it.
    void waitsNeverGoBack() {
        alignas(64) Ram ram{};
        const Shares shares = dealt({copy(place(ram, 0), place(ram, 1)), copy(place(ram, 0), place(ram, 2)),
                                     copy(place(ram, 2), place(ram, 3)), copy(place(ram, 1), place(ram, 4))},
                                    {0, 0, 1, 1});
        QCOMPARE(waits(shares.threads[1]), (std::vector<std::uint32_t>{2, 2}));
    }

    void bothThreadsCanWait() {
        alignas(64) Ram ram{};
        const Shares shares = dealt({copy(place(ram, 0), place(ram, 1)), copy(place(ram, 1), place(ram, 2)),
                                     copy(place(ram, 2), place(ram, 3)), copy(place(ram, 3), place(ram, 4))},
                                    {0, 1, 0, 1});
        QCOMPARE(waits(shares.threads[0]), (std::vector<std::uint32_t>{0, 1}));
        QCOMPARE(waits(shares.threads[1]), (std::vector<std::uint32_t>{1, 2}));
    }

    void largeCoresAreDealtFirst() {
        std::vector<std::uint16_t> weights(8 * block * block);
        alignas(64) Ram ram{};
        std::array<float, 8 * block> sums{};
        const auto matvec = [&](std::size_t inputs) {
            MatvecOperation operation;
            operation.weights = std::span(weights).first(inputs * block * block);
            operation.source = std::span(ram).first(inputs * block);
            operation.accumulators = std::span(sums).first(block);
            operation.block_size = block;
            operation.valid = inputs * block;
            return Operation(operation);
        };
        const Shares shares = dealt({matvec(2), matvec(3), matvec(6)}, {0, 1, 2});
        QCOMPARE(shares.threads[0].size(), std::size_t{1});
        QCOMPARE(shares.threads[0].front().operation, 2U);
        QCOMPARE(shares.threads[1].size(), std::size_t{2});
    }
};

QTEST_APPLESS_MAIN(TestShares)
#include "tst_shares.moc"
