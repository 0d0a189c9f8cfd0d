#include <QAccessible>
#include <QtTest>

#include "widgets/panels/memory_panel.h"
#include "widgets/panels/problems_panel.h"

using namespace lockstep;

namespace {

ProgramNode node(std::uint32_t id, std::int64_t blocks) {
    ProgramNode made;
    made.id = id;
    made.op = "Linear";
    made.weight_blocks = blocks;
    return made;
}

Problem problem(const QString& message, std::optional<std::uint32_t> of) {
    return {ProblemLevel::note, message, {}, {}, {}, of};
}

/// What is said of every part that a widget paints, and of those inside it.
QStringList spoken(QAccessibleInterface* face) {
    QStringList names;
    for (int i = 0; i < face->childCount(); ++i) {
        QAccessibleInterface* child = face->child(i);
        if (child->object() == nullptr) names << child->text(QAccessible::Name);
        names += spoken(child);
    }
    return names;
}

}  // namespace

/// Panels that follow the selection without being able to begin one, or with rows of their own.
class TestSelectedPanels : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void memoriesTellTheBlocksOfTheSelected() {
        auto program = std::make_shared<Program>();
        program->nodes = {node(7, 120), node(9, 0)};
        program->memory = {{.core = 0,
                            .name = "weight_store",
                            .used = 200,
                            .depth = 1000,
                            .basis = Basis::published,
                            .unit = "blocks"}};
        MemoryPanel panel;
        panel.selectNode(7);
        QVERIFY(panel.selectedText().isEmpty());  // of no program yet
        panel.setProgram(program);
        QCOMPARE(panel.selectedText(), QStringLiteral("selected: 120 blocks"));
        QVERIFY(spoken(QAccessible::queryAccessibleInterface(&panel))
                    .join(QLatin1Char(0x0a))
                    .contains(QStringLiteral("selected: 120 blocks")));
        for (const std::optional<std::uint32_t> other :
             {std::optional<std::uint32_t>(9), std::optional<std::uint32_t>(1000),
              std::optional<std::uint32_t>()}) {
            panel.selectNode(other);
            QVERIFY(panel.selectedText().isEmpty());
        }
        panel.selectNode(7);
        panel.setProgram(nullptr);
        QVERIFY(panel.selectedText().isEmpty());
    }

    void theBlocksAreSeen() {
        auto program = std::make_shared<Program>();
        program->nodes = {node(7, 120)};
        program->memory = {{.core = 0,
                            .name = "weight_store",
                            .used = 200,
                            .depth = 1000,
                            .basis = Basis::published,
                            .unit = "blocks"}};
        MemoryPanel panel;
        panel.resize(420, 200);
        panel.setProgram(program);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        const QImage before = panel.grab().toImage();
        panel.selectNode(7);
        QVERIFY(panel.grab().toImage() != before);
        panel.selectNode(std::nullopt);
        QVERIFY(panel.grab().toImage() == before);
    }

    void problemsFollowTheSelection() {
        ProblemsPanel panel;
        QSignalSpy activated(&panel, &ProblemsPanel::nodeActivated);
        panel.setProblems({problem(QStringLiteral("of the whole"), {}), problem(QStringLiteral("first"), 3),
                           problem(QStringLiteral("second"), 3), problem(QStringLiteral("other"), 4)});
        const auto chosen = [&] {
            QStringList words;
            for (const QTreeWidgetItem* item : panel.selectedItems()) words << item->text(1);
            return words.join(QLatin1Char('|'));
        };
        panel.selectNode(4);
        QCOMPARE(chosen(), QStringLiteral("other"));
        panel.selectNode(3);
        QCOMPARE(chosen(), QStringLiteral("first"));
        // A line that was clicked stays chosen when its node comes back as the selection.
        panel.setCurrentItem(panel.topLevelItem(2));
        panel.selectNode(3);
        QCOMPARE(chosen(), QStringLiteral("second"));
        panel.selectNode(1000);
        QCOMPARE(chosen(), QString());
        panel.selectNode(4);
        // Lines that come anew are marked as well.
        panel.setProblems({problem(QStringLiteral("other"), 4)});
        QCOMPARE(chosen(), QStringLiteral("other"));
        panel.selectNode(std::nullopt);
        QCOMPARE(chosen(), QString());
        QCOMPARE(activated.count(), 0);
    }
};

QTEST_MAIN(TestSelectedPanels)
#include "tst_selected_panels.moc"
