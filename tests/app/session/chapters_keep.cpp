#include <QClipboard>
#include <QDockWidget>

#include "app/command_palette.h"
#include "tests/app/session/working_session.h"

namespace lockstep::app::test {

void WorkingSession::fileChangesOnDisk() {
    const auto before = document().model;
    const qint64 position = document().position();
    QFile changed(ownModel());
    QVERIFY(changed.open(QIODevice::WriteOnly) && changed.write(contents(model("lstm_scripted.pt"))) > 0);
    changed.close();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->message().contains(QStringLiteral("mine.pt")), patience);
    QTest::mouseClick(find<QPushButton>("messageAction"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(ready() && still() && document().model != before, patience);
    QVERIFY(document().failures.empty());
    QVERIFY(document().isStreamed());
    QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == position, patience);
    allStill();
}

void WorkingSession::undoAndRedo() {
    const ViewState before = m_window->store().state();
    for (int i = 0; i < 3; ++i) {
        press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
    }
    for (int i = 0; i < 3; ++i) {
        press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
    }
    const ViewState& after = m_window->store().state();
    QCOMPARE(after.folded, before.folded);
    QCOMPARE(after.heat, before.heat);
    QCOMPARE(after.config, before.config);
    QCOMPARE(after.targetUs, before.targetUs);
    QVERIFY(after.selection == before.selection);
    allStill();
}

void WorkingSession::exportReports() {
    const auto write = [&](const char* action, const QString& path, const QByteArray& begins) {
        find<QAction>(action)->trigger();
        answerFileDialog(*m_window, "exportDialog", path);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->message().contains(QStringLiteral("Wrote ") + path), patience);
        QVERIFY2(contents(path).startsWith(begins), contents(path).left(40).constData());
    };
    write("exportHtml", file("report.html"), "<!DOCTYPE html");
    write("exportPdf", file("report.pdf"), "%PDF-");
    write("exportCsv", file("report.csv"), "section,");
    write("exportTrace", file("trace.json"), "{");
    write("exportOutputs", file("outputs.npy"), "\x93NUMPY");
    write("saveProgram", file("program.lkp"), "LOCKSTEP");
    press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("lockstep ")));
}

void WorkingSession::palette() {
    press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    auto* palette = m_window->findChild<CommandPalette*>();
    QVERIFY(palette->isVisible());
    auto* field = find<QLineEdit>("paletteField");
    QTest::keyClicks(field, QStringLiteral("theme dark"));
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(!palette->isVisible());
    QTRY_VERIFY(isDark(m_window->palette()));
}

void WorkingSession::helpAndThemes() {
    press(Qt::Key_F1);
    QTRY_VERIFY(find<QWidget>("helpWindow") != nullptr && find<QWidget>("helpWindow")->isVisible());
    find<QWidget>("helpWindow")->close();
    // No window manager gives the focus back.
    m_window->activateWindow();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->isActiveWindow(), patience);
    find<QAction>("themeLight")->trigger();
    QTRY_VERIFY(!isDark(m_window->palette()));
}

void WorkingSession::otherSizes() {
    for (const QSize size : {QSize(1280, 800), QSize(1920, 1080), QSize(1600, 1000)}) {
        m_window->resize(size);
        QTest::qWait(50);
        QCOMPARE(m_window->size(), size);
    }
}

void WorkingSession::secondModel() {
    // Two models are open, and one goes from one to the other.
    drop(*m_window, model("mlp_traced.pt"));
    QTRY_VERIFY_WITH_TIMEOUT(ready() && still(), patience);
    QCOMPARE(m_window->controller().documents().size(), std::size_t{2});
    auto* documents = find<QComboBox>("documentChooser");
    choose(documents, 0);
    Q_EMIT documents->activated(0);
    QTRY_VERIFY_WITH_TIMEOUT(document().title() == QStringLiteral("mine.pt"), patience);
    allStill();
}

void WorkingSession::closeAndComeBack() {
    const qint64 position = document().position();
    press(Qt::Key_S, Qt::ControlModifier);
    answerFileDialog(*m_window, "saveSessionDialog", file("work.lockstep"));
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(file("work.lockstep")), patience);
    QVERIFY(m_window->close());
    reopenWindow({1600, 1000});
    drop(*m_window, file("work.lockstep"));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->controller().documents().size() == 2 && ready() && still(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(document().title(), QStringLiteral("mine.pt"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == position, patience);
    QVERIFY(document().isStreamed());
    QCOMPARE(m_window->store().state().targetUs, 100.0);
    allStill();
}

}  // namespace lockstep::app::test
