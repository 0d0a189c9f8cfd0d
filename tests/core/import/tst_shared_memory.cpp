#include "core/import/shared_memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <QtTest>
#include <cstring>
#include <vector>

#include "core/support/error.h"

using lockstep::SharedMemory;

class TestSharedMemory : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void holdsWhatWasWritten() {
        std::shared_ptr<const std::byte> bytes;
        {
            SharedMemory memory(256);
            memory.write(64, std::vector<float>{1.0F, -2.0F});
            memory.seal();
            bytes = memory.map(256);
        }
        float values[2];
        std::memcpy(values, bytes.get() + 64, sizeof values);
        QCOMPARE(values[0], 1.0F);
        QCOMPARE(values[1], -2.0F);
    }

    void itsSizeIsFixed() {
        const SharedMemory memory(256);
        QVERIFY(ftruncate(memory.descriptor(), 512) != 0);
        QVERIFY(ftruncate(memory.descriptor(), 128) != 0);
    }

    void nobodyWritesAfterTheSeal() {
        SharedMemory memory(256);
        memory.seal();
        QVERIFY(pwrite(memory.descriptor(), "x", 1, 0) < 0);
        QVERIFY(mmap(nullptr, 256, PROT_READ | PROT_WRITE, MAP_SHARED, memory.descriptor(), 0) == MAP_FAILED);
    }

    void aWritableMappingIsNoticed() {
        SharedMemory memory(256);
        void* other = mmap(nullptr, 256, PROT_READ | PROT_WRITE, MAP_SHARED, memory.descriptor(), 0);
        QVERIFY(other != MAP_FAILED);
        QVERIFY_THROWS_EXCEPTION(lockstep::Error, memory.seal());
        munmap(other, 256);
        memory.seal();
    }

    void twoAreReadAsOne() {
        std::shared_ptr<const std::byte> bytes;
        const std::uint64_t first_size = SharedMemory::round_to_pages(5000);
        {
            SharedMemory first(first_size);
            SharedMemory second(256);
            first.write(first_size - 4, std::vector<float>{1.0F});
            second.write(0, std::vector<float>{2.0F});
            first.seal();
            second.seal();
            bytes = first.map_with(second, 4);
            const SharedMemory crooked(100);
            QVERIFY_THROWS_EXCEPTION(lockstep::Error, crooked.map_with(second, 4));
            QVERIFY_THROWS_EXCEPTION(lockstep::Error, first.map_with(second, 257));
        }
        float values[2];
        std::memcpy(values, bytes.get() + first_size - 4, sizeof values);
        QCOMPARE(values[0], 1.0F);
        QCOMPARE(values[1], 2.0F);
    }

    void memoryIsTakenAndGivenBack() {
        const std::uint64_t page = SharedMemory::round_to_pages(1);
        SharedMemory memory(16 * page);
        QCOMPARE(memory.resident_bytes(), std::uint64_t{0});
        memory.prepare(8 * page);
        QCOMPARE(memory.resident_bytes(), 8 * page);
        memory.write(0, std::vector<float>{1.0F});
        memory.keep(2 * page);
        QCOMPARE(memory.resident_bytes(), 2 * page);
        memory.seal();
        float value = 0;
        std::memcpy(&value, memory.map(4).get(), sizeof value);
        QCOMPARE(value, 1.0F);
    }

    void writesStayInside() {
        SharedMemory memory(8);
        QVERIFY_THROWS_EXCEPTION(lockstep::Error, memory.write(4, std::vector<float>{1.0F, 2.0F}));
        QVERIFY_THROWS_EXCEPTION(lockstep::Error, memory.map(9));
    }
};

QTEST_APPLESS_MAIN(TestSharedMemory)
#include "tst_shared_memory.moc"
