#include <QTest>

#include "core/analysis/why.h"
#include "core/compiler/compile.h"
#include "core/support/error.h"
#include "tests/accuracy/evaluate.h"

using namespace lockstep;

/// The analysis of the benchmark models, from their files on: bounds below what is played, paths and holders
/// that add up to it, slack that the player agrees with.
class TestWhyZoo : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void models_data() {
        QTest::addColumn<int>("index");
        const auto models = accuracy::zoo_models(LOCKSTEP_TEST_DATA "/zoo");
        for (std::size_t i = 0; i < models.size(); ++i)
            QTest::addRow("%s %s", models[i].family.c_str(), models[i].index.c_str()) << static_cast<int>(i);
    }
    void models() {
        QFETCH(int, index);
        const auto models = accuracy::zoo_models(LOCKSTEP_TEST_DATA "/zoo");
        const ModelGraphs graphs = accuracy::load(models[static_cast<std::size_t>(index)]);
        for (const char* preset : {"v80_c6b32", "ia_840f_c3b64"}) {
            std::optional<CompiledProgram> compiled;
            try {
                compiled = compile(*graphs.compiled_form(), find_config(preset));
            } catch (const Error& error) {
                // fp8 weights are for some configs only.
                const bool fp8 = !models[static_cast<std::size_t>(index)].precision.empty() &&
                                 !find_config(preset).fp8_weights.value;
                QCOMPARE(error.failure().kind, fp8 ? FailureKind::unsupported : FailureKind::does_not_fit);
                continue;
            }
            const Why why = explain(*compiled->program);
            QCOMPARE(why.spaced, compiled->timeline->spaced);
            QCOMPARE(why.path.cycles, why.spaced);
            QCOMPARE(why.contiguous_path.cycles, compiled->timeline->contiguous);
            std::int64_t held = 0;
            for (const Holder& holder : why.holders) held += holder.cycles;
            QCOMPARE(held, why.spaced);
            for (const PathEntry& entry : why.path.entries)
                if (entry.event != no_event && compiled->timeline->events[entry.event].unit != Unit::bus)
                    QCOMPARE(why.slack[entry.event].spaced, std::int64_t{0});
            const Roofline& roof = why.roofline;
            QVERIFY(roof.combined <= why.spaced);
            QVERIFY(roof.combined >= roof.weights && roof.combined >= roof.dependences &&
                    roof.combined >= roof.io);
            QVERIFY(roof.combined_balanced <= roof.combined);
            const RecordedPlay played = play_recorded(*compiled->program);
            for (std::size_t i = 0; i < why.slack.size(); i += 1 + why.slack.size() / 8) {
                const TimelineEvent& event = played.timeline.events[i];
                const bool transfers = event.unit == Unit::bus;
                const std::int64_t slack = why.slack[i].spaced.value_or(100'000);
                const auto delayed = [&](std::int64_t cycles) {
                    return play_delayed(*compiled->program,
                                        {event.core, event.instruction, cycles, transfers},
                                        &played.record.bus_turns)
                        .spaced;
                };
                QCOMPARE(delayed(slack), why.spaced);
                if (why.slack[i].spaced) QCOMPARE(delayed(slack + 1), why.spaced + 1);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestWhyZoo)
#include "tst_why_zoo.moc"
