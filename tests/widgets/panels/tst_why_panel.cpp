#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest>

#include "core/accel/accelerator_config.h"
#include "core/report/why_words.h"
#include "tests/core/compiler/work_lists.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/why_bars.h"
#include "widgets/panels/why_panel.h"
#include "widgets/panels/why_path_model.h"
#include "widgets/theme.h"
#include "widgets/timeline/timeline_canvas.h"
#include "widgets/timeline/timeline_view.h"

using namespace lockstep;

/// The Why dock on a program of the compiler, and the path that the timeline marks.
class TestWhyPanel : public QObject {
    Q_OBJECT

  private:
    QTableView* table() const { return m_panel->findChild<QTableView*>(QStringLiteral("whyPath")); }

    CompiledProgram m_compiled;
    std::shared_ptr<const Why> m_why;
    std::unique_ptr<WhyPanel> m_panel;

  private Q_SLOTS:
    void initTestCase() {
        const test::TestModel model = test::benchmark_model("lstm", "layers=2;hidden_size=250");
        m_compiled = compiler::compile_work(model.list, model.view, find_config("v80_c6b32"));
        m_why = std::make_shared<const Why>(explain(*m_compiled.program));
    }

    void init() {
        m_panel = std::make_unique<WhyPanel>();
        m_panel->resize(1300, 320);
        m_panel->setWhy(m_compiled.program, m_compiled.timeline, m_why);
    }

    void theTableIsThePath() {
        WhyPathModel model;
        QAbstractItemModelTester tester(&model);
        model.setWhy(m_compiled.program, m_compiled.timeline, m_why);
        QCOMPARE(model.rowCount(), static_cast<int>(m_why->path.entries.size()));
        for (int row = 0; row < model.rowCount(); ++row) {
            const PathEntry& entry = m_why->path.entries[static_cast<std::size_t>(row)];
            const auto cell = [&](int column) { return model.index(row, column).data().toString(); };
            QCOMPARE(cell(WhyPathModel::from), QString::number(entry.begin));
            QCOMPARE(cell(WhyPathModel::cycles), QString::number(entry.cycles()));
            QCOMPARE(cell(WhyPathModel::reason),
                     text(reason_text(*m_compiled.program, *m_compiled.timeline, entry)));
            QCOMPARE(model.index(row, 0).data(WhyPathModel::eventRole).toUInt(), entry.event);
        }
        model.setWhy(nullptr, nullptr, nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void aRowTellsItsEvent() {
        QSignalSpy activated(m_panel.get(), &WhyPanel::eventActivated);
        table()->setCurrentIndex(table()->model()->index(2, 0));
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated[0][0].toUInt(), m_why->path.entries[2].event);
    }

    void selectionFromOutsideIsNotTold() {
        QSignalSpy activated(m_panel.get(), &WhyPanel::eventActivated);
        m_panel->select(m_why->path.entries[3].event, {});
        QCOMPARE(table()->currentIndex().row(), 3);
        // A node that is on the path: its first entry.
        const TimelineEvent& last = m_compiled.timeline->events[m_why->path.entries.back().event];
        const std::uint32_t node =
            m_compiled.program->nodes[m_compiled.program->cores[last.core].node_of[last.instruction]].id;
        m_panel->select({}, node);
        QVERIFY(table()->currentIndex().isValid());
        m_panel->select({}, 4711);
        QVERIFY(!table()->currentIndex().isValid());
        QCOMPARE(activated.size(), 0);
    }

    void barsAreOnOneScale() {
        WhyBars bars;
        bars.resize(500, 100);
        bars.setRows({{QStringLiteral("half"), QStringLiteral("5"), {{0.5, Qt::blue, {}}}, {}, false},
                      {QStringLiteral("whole"),
                       QStringLiteral("10"),
                       {{0.25, Qt::blue, {}}, {0.75, Qt::red, {}}},
                       {},
                       true}},
                     {});
        QCOMPARE(bars.partRect(0, 0).width(), bars.partRect(1, 0).width() * 2);
        QCOMPARE(bars.partRect(1, 1).left(), bars.partRect(1, 0).right());
        QCOMPARE(bars.partRect(0, 0).left(), bars.partRect(1, 0).left());
        QVERIFY(bars.partRect(1, 1).right() <= 500);
    }

    void theTimelineMarksThePath() {
        TimelineView view;
        view.setTimeline(m_compiled.program, m_compiled.timeline);
        view.setCriticalPath(m_why);
        const std::vector<CriticalPart>& parts = view.canvas()->marks().critical;
        QCOMPARE(parts.size(), m_why->path.entries.size());
        std::int64_t end = m_compiled.timeline->spaced;
        for (const CriticalPart& part : parts) {
            QCOMPARE(part.end, end);
            end = part.begin;
        }
        QCOMPARE(end, std::int64_t{0});
        QSignalSpy selected(&view, &TimelineView::nodeSelected);
        view.setSelectedEvent(parts.front().event);
        QCOMPARE(view.canvas()->marks().selected, std::optional<std::uint32_t>(parts.front().event));
        QCOMPARE(selected.size(), 0);
        view.setSelectedEvent(1'000'000);
        QCOMPARE(view.canvas()->marks().selected, std::optional<std::uint32_t>(parts.front().event));
    }

    void emptyWithoutAProgram() {
        m_panel->setWhy(nullptr, nullptr, nullptr);
        QCOMPARE(table()->model()->rowCount(), 0);
    }
};

QTEST_MAIN(TestWhyPanel)
#include "tst_why_panel.moc"
