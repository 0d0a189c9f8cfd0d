#pragma once

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QUrl>
#include <QtTest>

#include "app/main_window.h"
#include "app/settings.h"
#include "widgets/graph/twin_graph_view.h"
#include "widgets/window_style.h"

/// What a person does with the window, by events.
namespace lockstep::app::test {

inline constexpr int patience = 60'000;  ///< milliseconds: a loaded machine is slow

inline QString model(const char* name) {
    return QStringLiteral(LOCKSTEP_TEST_DATA "/models/") + QLatin1String(name);
}

/// Warnings that nobody expected, since the last call.
inline QStringList& warnings() {
    static QStringList all;
    return all;
}

/// From init(): QtTest puts its own handler in place before it.
inline void collectWarnings() {
    qInstallMessageHandler([](QtMsgType type, const QMessageLogContext&, const QString& message) {
        // The offscreen platform says this of every window; it means nothing.
        if (message.contains(QLatin1String("propagateSizeHints")) ||
            message.contains(QLatin1String("raise()")) ||
            message.contains(QLatin1String("grabbing the keyboard")))
            return;
        if (type == QtDebugMsg || type == QtInfoMsg) return;
        warnings() << message;
    });
}

/// Drags a file over the window and holds it there.
inline void hold(MainWindow& window, const QString& file) {
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(file)});
    QDragEnterEvent enter(window.rect().center(), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
}

/// Drags files over the window and lets go: the same two events that a desktop sends.
inline void drop(MainWindow& window, const QList<QUrl>& urls) {
    QMimeData mime;
    mime.setUrls(urls);
    const QPoint middle = window.rect().center();
    QDragEnterEvent enter(middle, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    QVERIFY(enter.isAccepted());
    QVERIFY(window.findChild<QWidget*>(QStringLiteral("dropOverlay"))->isVisible());
    QDropEvent drop(middle, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &drop);
    QVERIFY(drop.isAccepted());
    QVERIFY(!window.findChild<QWidget*>(QStringLiteral("dropOverlay"))->isVisible());
}
inline void drop(MainWindow& window, const QString& file) {
    drop(window, {QUrl::fromLocalFile(file)});
}

/// Everything that was begun has ended, and the run is there or something failed.
inline bool settled(MainWindow& window) {
    const Document* document = window.controller().current();
    return document != nullptr && !window.controller().isBusy() &&
           (document->run || !document->failures.empty());
}

/// Chooses an entry of a chooser with the keyboard.
inline void choose(QComboBox* box, int index) {
    QVERIFY(box != nullptr);
    QVERIFY(box->isEnabled());
    QVERIFY(index < box->count());
    box->setFocus();
    while (box->currentIndex() != index) {
        const int before = box->currentIndex();
        QTest::keyClick(box, before < index ? Qt::Key_Down : Qt::Key_Up);
        QVERIFY(box->currentIndex() != before);
    }
}

/// Gives the file dialog of this name a path and clicks its button.
inline void answerFileDialog(MainWindow& window, const char* name, const QString& file) {
    QFileDialog* dialog = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((dialog = window.findChild<QFileDialog*>(QLatin1String(name))) != nullptr,
                             patience);
    QTRY_VERIFY_WITH_TIMEOUT(dialog->isVisible(), patience);
    auto* field = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    QVERIFY(field != nullptr);
    field->setText(file);
    auto* box = dialog->findChild<QDialogButtonBox*>();
    QVERIFY(box != nullptr);
    auto* button = box->button(dialog->acceptMode() == QFileDialog::AcceptSave ? QDialogButtonBox::Save
                                                                               : QDialogButtonBox::Open);
    QVERIFY(button != nullptr && button->isEnabled());
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(window.findChild<QFileDialog*>(QLatin1String(name)) == nullptr, patience);
    // No window manager gives the focus back.
    window.activateWindow();
    QTRY_VERIFY_WITH_TIMEOUT(window.isActiveWindow(), patience);
}

/// A window with settings of its own for each test; what nobody expected to be warned of fails it.
class WindowFixture {
  protected:
    void openWindow(QSize size = {1400, 900}) {
        if (qobject_cast<WindowStyle*>(QApplication::style()) == nullptr)
            QApplication::setStyle(new WindowStyle);
        m_folder = std::make_unique<QTemporaryDir>();
        useSettingsIn(m_folder->path());
        collectWarnings();
        warnings().clear();
        showWindow(size);
    }

    void closeWindow() {
        m_window.reset();
        QCOMPARE(warnings().join(QLatin1Char(0x0a)), QString());
    }

    /// What a person does who comes back later: the old window is gone before the new one begins.
    void reopenWindow(QSize size = {1400, 900}) {
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), patience);
        m_window.reset();
        showWindow(size);
    }

    const Document& document() const { return *m_window->controller().current(); }
    QString file(const char* name) const { return m_folder->filePath(QLatin1String(name)); }
    template <class Widget>
    Widget* find(const char* name) const {
        return m_window->findChild<Widget*>(QLatin1String(name));
    }
    QWidget* page() const { return m_window->centralWidget()->findChild<QStackedWidget*>()->currentWidget(); }
    QString pageName() const { return page()->objectName(); }
    /// What was opened runs in the VM and shows it.
    bool ready() const { return settled(*m_window) && document().run && document().recording; }
    /// Nothing is computed and nothing moves.
    bool still() const {
        return !m_window->controller().isBusy() && m_window->controller().motion() == Motion::still;
    }
    /// The LSTM, streamed along its sequence.
    void openStreamed() {
        drop(*m_window, model("lstm_traced.pt"));
        QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window) && document().run, patience);
        choose(find<QComboBox>("axisChooser0"), 1);
        QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window) && document().isStreamed() && document().recording,
                                 patience);
        QVERIFY(document().failures.empty());
    }
    void runTo(qint64 position) {
        m_window->controller().runTo(position);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == position, patience);
    }
    void goTo(qint64 position) {
        m_window->controller().goTo(position);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == position, patience);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<MainWindow> m_window;

  private:
    void showWindow(QSize size) {
        m_window = std::make_unique<MainWindow>();
        m_window->resize(size);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
};

/// Leaves a picture of a widget in the build folder, to be looked at.
inline void picture(QWidget& widget, const char* name) {
    const QDir folder(QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures"));
    folder.mkpath(QStringLiteral("."));
    QVERIFY(widget.grab().save(folder.filePath(QLatin1String(name) + QStringLiteral(".png"))));
}

inline QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace lockstep::app::test
