#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest>
#include <set>

#include "core/accel/accelerator_config.h"
#include "tests/core/compiler/work_lists.h"
#include "widgets/panels/disassembly_model.h"
#include "widgets/panels/disassembly_panel.h"
#include "widgets/theme.h"

using namespace lockstep;

/// The disassembly dock on a program of the compiler.
class TestDisassemblyPanel : public QObject {
    Q_OBJECT

  private:
    using Kind = ListingLine::Kind;

    QTableView* table() const { return m_panel->table(); }
    QLineEdit* find() const { return m_panel->findChild<QLineEdit*>(QStringLiteral("disassemblyFind")); }
    QComboBox* cores() const { return m_panel->findChild<QComboBox*>(QStringLiteral("disassemblyCores")); }
    std::size_t currentLine() const {
        return table()->currentIndex().data(DisassemblyModel::lineRole).toULongLong();
    }
    /// An event of an instruction of this core, the last one.
    std::uint32_t eventOn(std::size_t core) const {
        std::uint32_t found = 0;
        for (std::size_t i = 0; i < m_compiled.timeline->events.size(); ++i) {
            const TimelineEvent& event = m_compiled.timeline->events[i];
            if (event.core == core && event.unit != Unit::bus) found = static_cast<std::uint32_t>(i);
        }
        return found;
    }

    CompiledProgram m_compiled;
    std::shared_ptr<const DisassemblyListing> m_listing;
    std::unique_ptr<DisassemblyPanel> m_panel;

  private Q_SLOTS:
    void initTestCase() {
        const test::TestModel model = test::benchmark_model("lstm", "layers=2;hidden_size=250");
        m_compiled = compiler::compile_work(model.list, model.view, find_config("v80_c6b32"));
        m_listing = std::make_shared<const DisassemblyListing>(*m_compiled.program, *m_compiled.timeline);
    }

    void init() {
        m_panel = std::make_unique<DisassemblyPanel>();
        m_panel->resize(900, 320);
        m_panel->setListing(m_compiled.timeline, m_listing);
        m_panel->show();
    }

    void theLinesAreTheListing() {
        std::string all;
        for (const ListingLine& line : m_listing->lines()) all += line.text + "\n";
        QCOMPARE(all, disassemble(*m_compiled.program, *m_compiled.timeline));
        DisassemblyModel model;
        QAbstractItemModelTester tester(&model);
        model.setListing(m_listing);
        QCOMPARE(model.rowCount(), static_cast<int>(m_listing->lines().size()));
        model.setCore(1);
        QVERIFY(model.rowCount() > 0);
        for (int row = 0; row < model.rowCount(); ++row) {
            const ListingLine& line =
                m_listing->lines()[model.index(row, 0).data(DisassemblyModel::lineRole).toULongLong()];
            if (line.kind != Kind::text) QCOMPARE(line.core, std::uint16_t{1});
        }
        model.setListing(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    /// Every instruction has its event and every event its line, there and back.
    void linesAndEventsBelongTogether() {
        std::set<std::uint32_t> seen;
        std::size_t instructions = 0;
        for (std::size_t line = 0; line < m_listing->lines().size(); ++line) {
            const ListingLine& entry = m_listing->lines()[line];
            if (entry.kind != Kind::instruction) continue;
            ++instructions;
            const std::optional<std::uint32_t> index = m_listing->eventOf(line);
            QVERIFY(index.has_value());
            seen.insert(*index);
            const TimelineEvent& event = m_compiled.timeline->events[*index];
            QCOMPARE(m_listing->lineOf(event), std::optional(line));
            // The cycles that the line says are the event's.
            const QStringList words = QString::fromStdString(entry.text).split(u' ', Qt::SkipEmptyParts);
            QCOMPARE(words[1].toLongLong(), event.start);
            QCOMPARE(words[2].toLongLong(), event.ready);
        }
        QCOMPARE(seen.size(), instructions);
        for (const ProgramNode& node : m_compiled.program->nodes)
            for (const std::size_t line : m_listing->linesOf(node.id)) {
                const auto owner = m_listing->nodeOf(line);
                QVERIFY(owner == node.id || !node.fused_into.empty());
            }
        QVERIFY(m_listing->linesOf(4711).empty());
    }

    void aRowTellsItsInstruction() {
        QSignalSpy events(m_panel.get(), &DisassemblyPanel::eventActivated);
        QSignalSpy nodes(m_panel.get(), &DisassemblyPanel::nodeActivated);
        const std::uint32_t event = eventOn(2);
        const auto line = m_listing->lineOf(m_compiled.timeline->events[event]);
        const QModelIndex row = m_panel->model()->index(*m_panel->model()->rowOf(*line), 0);
        table()->scrollTo(row);
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, Qt::NoModifier,
                          QPoint(20, table()->visualRect(row).center().y()));
        QCOMPARE(events.size(), 1);
        QCOMPARE(events[0][0].toUInt(), event);
        // A heading is about its node.
        for (std::size_t i = 0; i < m_listing->lines().size(); ++i) {
            if (m_listing->lines()[i].kind != Kind::node) continue;
            table()->setCurrentIndex(m_panel->model()->index(static_cast<int>(i), 0));
            QCOMPARE(nodes.size(), 1);
            QCOMPARE(nodes[0][0].toUInt(), *m_listing->nodeOf(i));
            break;
        }
    }

    void selectionFromOutsideIsNotTold() {
        QSignalSpy events(m_panel.get(), &DisassemblyPanel::eventActivated);
        QSignalSpy nodes(m_panel.get(), &DisassemblyPanel::nodeActivated);
        const std::uint32_t event = eventOn(1);
        m_panel->select(event, std::nullopt);
        QCOMPARE(std::optional(currentLine()), m_listing->lineOf(m_compiled.timeline->events[event]));
        const std::uint32_t node = m_compiled.program->nodes[m_listing->lines()[currentLine()].node].id;
        table()->selectionModel()->clear();
        m_panel->select(std::nullopt, node);
        QCOMPARE(m_listing->nodeOf(currentLine()), std::optional(node));
        QCOMPARE(m_panel->model()->highlighted(), m_listing->linesOf(node));
        const QModelIndex lit =
            m_panel->model()->index(*m_panel->model()->rowOf(m_listing->linesOf(node).back()), 0);
        QVERIFY(lit.data(Qt::BackgroundRole).isValid());
        m_panel->select(std::nullopt, std::nullopt);
        QVERIFY(!table()->currentIndex().isValid());
        QVERIFY(!lit.data(Qt::BackgroundRole).isValid());
        QCOMPARE(events.size() + nodes.size(), 0);
    }

    void oneCoreIsListed() {
        cores()->setFocus();
        QTest::keyClick(cores(), Qt::Key_Down);
        QCOMPARE(m_panel->model()->core(), std::optional<std::size_t>(0));
        QVERIFY(m_panel->model()->rowCount() < static_cast<int>(m_listing->lines().size()));
        // What is chosen elsewhere is shown, though it is of another core.
        m_panel->select(eventOn(3), std::nullopt);
        QCOMPARE(m_panel->model()->core(), std::optional<std::size_t>());
        QCOMPARE(cores()->currentIndex(), 0);
        QVERIFY(table()->currentIndex().isValid());
    }

    void searchGoesOnAndBack() {
        QSignalSpy events(m_panel.get(), &DisassemblyPanel::eventActivated);
        QSignalSpy nodes(m_panel.get(), &DisassemblyPanel::nodeActivated);
        QTest::keyClicks(find(), QStringLiteral("LSTM_cell"));
        const std::size_t first = currentLine();
        QVERIFY(m_listing->lines()[first].text.find("lstm_cell") != std::string::npos);
        QCOMPARE(events.size() + nodes.size(), 0);
        QTest::keyClick(find(), Qt::Key_Return);
        QCOMPARE(currentLine(), first);
        QCOMPARE(events.size() + nodes.size(), 1);
        QTest::keyClick(find(), Qt::Key_Return);
        const std::size_t second = currentLine();
        QVERIFY(second > first);
        QVERIFY(m_listing->lines()[second].text.find("lstm_cell") != std::string::npos);
        for (std::size_t between = first + 1; between < second; ++between)
            QVERIFY(m_listing->lines()[between].text.find("lstm_cell") == std::string::npos);
        QTest::keyClick(find(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(currentLine(), first);
        // Round the end: the last one is before the first.
        QTest::keyClick(find(), Qt::Key_Return, Qt::ShiftModifier);
        QVERIFY(currentLine() > second);
        find()->clear();
        QTest::keyClicks(find(), QStringLiteral("no such words"));
        QCOMPARE(find()->palette().color(QPalette::Text), themeColors(m_panel->palette()).error);
    }

    void linesAreCopied() {
        table()->setCurrentIndex(m_panel->model()->index(3, 0));
        table()->selectionModel()->select(
            QItemSelection(m_panel->model()->index(3, 0), m_panel->model()->index(5, 0)),
            QItemSelectionModel::ClearAndSelect);
        m_panel->activateWindow();
        table()->setFocus();
        QTRY_VERIFY(table()->hasFocus());
        QTest::keyClick(table(), Qt::Key_C, Qt::ControlModifier);
        QStringList expected;
        for (std::size_t i = 3; i < 6; ++i) expected << QString::fromStdString(m_listing->lines()[i].text);
        QCOMPARE(QGuiApplication::clipboard()->text(), expected.join(QLatin1Char(0x0a)));
    }

    /// 100,000 instructions: only what is seen is asked for, so a frame takes no longer than for a few.
    void manyInstructions() {
        Program big = *m_compiled.program;
        CoreProgram& code = big.cores.front();
        const CoreProgram one = code;
        while (code.stream.size() < 100'000) {
            code.stream.insert(code.stream.end(), one.stream.begin(), one.stream.end());
            code.node_of.insert(code.node_of.end(), one.node_of.begin(), one.node_of.end());
            code.state_update.insert(code.state_update.end(), one.state_update.begin(),
                                     one.state_update.end());
        }
        const auto listing = std::make_shared<const DisassemblyListing>(big, *m_compiled.timeline);
        QVERIFY(listing->lines().size() > 100'000);
        m_panel->setListing(m_compiled.timeline, listing);
        const auto frames = [&] {
            QElapsedTimer timer;
            timer.start();
            for (int i = 0; i < 30; ++i) {
                table()->verticalScrollBar()->setValue(table()->verticalScrollBar()->maximum() / 30 * i);
                table()->viewport()->grab();
            }
            return static_cast<double>(timer.nsecsElapsed()) / 30e6;
        };
        const double many = frames();
        QElapsedTimer timer;
        timer.start();
        m_panel->find(QStringLiteral("no such words"));
        const qint64 search = timer.elapsed();
        m_panel->setListing(m_compiled.timeline, m_listing);
        const double few = frames();
        qInfo("%.2f ms a frame with %zu lines, %.2f ms with %zu; a search of them all %lld ms", many,
              listing->lines().size(), few, m_listing->lines().size(), search);
        QVERIFY(many < 3 * few + 5);
        QVERIFY(search < 500);
    }

    void emptyWithoutAProgram() {
        m_panel->setListing(nullptr, nullptr);
        QCOMPARE(m_panel->model()->rowCount(), 0);
        QVERIFY(!find()->isEnabled());
        m_panel->select(3, 4);
    }
};

QTEST_MAIN(TestDisassemblyPanel)
#include "tst_disassembly_panel.moc"
