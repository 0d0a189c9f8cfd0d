#include <QTest>

#include "core/report/memory_need.h"
#include "core/support/error.h"

using namespace lockstep;

/// What a refused program would need, against what the refusal itself says.
class TestMemoryNeed : public QObject {
    Q_OBJECT

    static LoadedModel lstm() {
        ModelOptions options;
        options.input_shapes = {{"", {20, 128}}};
        options.streaming_axes = {{"", 0}};
        return load_model(LOCKSTEP_TEST_DATA "/models/lstm_traced.pt", options);
    }

  private Q_SLOTS:
    void whatItNeedsIsWhatTheRefusalSays() {
        const LoadedModel model = lstm();
        AcceleratorConfig config = find_config("v80_c6b32");
        const MemoryNeed fits = memory_need(model, config);
        const CompiledProgram compiled = build_program(model, config);
        QCOMPARE(fits.memory.size(), compiled.program->memory.size());
        for (std::size_t i = 0; i < fits.memory.size(); ++i) {
            QCOMPARE(fits.memory[i].used, compiled.program->memory[i].used);
            QCOMPARE(fits.memory[i].basis, compiled.program->memory[i].basis);
        }
        std::int64_t all = 0;
        for (const MemoryShare& share : fits.shares) all += share.blocks;
        std::int64_t stored = 0;
        for (const MemoryUse& use : compiled.program->memory)
            if (use.name == "weight_store") stored += use.used;
        QCOMPARE(all, stored);
        QVERIFY(std::ranges::is_sorted(fits.shares, std::ranges::greater(), &MemoryShare::blocks));

        config.weight_store_depth.value = 40;
        config.weight_store_depth.basis = Basis::given;
        std::string refusal;
        try {
            build_program(model, config);
        } catch (const Error& error) {
            refusal = error.failure().message;
        }
        const MemoryNeed need = memory_need(model, config);
        std::int64_t most = 0;
        for (const MemoryUse& use : need.memory) {
            if (use.name != "weight_store") continue;
            most = std::max(most, use.used);
            QCOMPARE(use.depth, std::int64_t{40});
            QCOMPARE(use.basis, Basis::given);
        }
        QVERIFY(most > 40);
        QVERIFY2(refusal.find("needs " + std::to_string(most) + " of 40") != std::string::npos,
                 refusal.c_str());
    }
};

QTEST_APPLESS_MAIN(TestMemoryNeed)
#include "tst_memory_need.moc"
