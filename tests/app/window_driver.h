#pragma once

#include <QAction>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QUrl>
#include <QtTest>

#include "app/main_window.h"
#include "app/settings.h"
#include "widgets/graph/twin_graph_view.h"

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
            message.contains(QLatin1String("raise()")))
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

inline QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace lockstep::app::test
