#include "widgets/plots/export_menu.h"

#include <QBuffer>
#include <QClipboard>
#include <QCoreApplication>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMessageBox>
#include <QPainter>
#include <QPointer>
#include <QRegularExpression>
#include <QSaveFile>
#include <cmath>

namespace lockstep {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("lockstep", text);
}

/// Asks for a file and writes what `make` gives; both dialogs stay modeless, so that nothing blocks.
void save(QWidget& view, const QString& name, const QString& suffix, const QString& filter,
          std::function<QByteArray()> make) {
    auto* dialog = new QFileDialog(&view, tr("Save"), name + u'.' + suffix, filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->selectFile(name + u'.' + suffix);
    QObject::connect(
        dialog, &QFileDialog::fileSelected, &view, [&view, make = std::move(make)](const QString& file) {
            const QString problem = writeFile(file, make());
            if (problem.isEmpty()) return;
            auto* message =
                new QMessageBox(QMessageBox::Warning, tr("Save"), problem, QMessageBox::Ok, &view);
            message->setAttribute(Qt::WA_DeleteOnClose);
            message->open();
        });
    dialog->open();
}

}  // namespace

void addExportActions(QMenu& menu, QWidget& view, const QString& name, bool enabled, Exports exports) {
    QString file = name.toLower();
    file.replace(QRegularExpression(QStringLiteral("[^a-z0-9]+")), QStringLiteral("-"));
    const auto add = [&](const QString& text, std::function<void()> run) {
        menu.addAction(text, &view, std::move(run))->setEnabled(enabled);
    };
    if (exports.image) {
        add(tr("&Copy Image"), [image = exports.image] { QGuiApplication::clipboard()->setImage(image()); });
        add(tr("Save as &PNG…"), [&view, file, image = exports.image] {
            save(view, file, QStringLiteral("png"), tr("Images (*.png)"),
                 [image] { return pngBytes(image()); });
        });
    }
    if (exports.svg) {
        add(tr("Save as S&VG…"), [&view, file, svg = exports.svg] {
            save(view, file, QStringLiteral("svg"), tr("Vector graphics (*.svg)"), svg);
        });
    }
    if (exports.csv) {
        const auto saveCsv = [&view, file, csv = exports.csv](bool visibleOnly) {
            save(view, file, QStringLiteral("csv"), tr("Tables (*.csv)"),
                 [csv, visibleOnly] { return csv(visibleOnly); });
        };
        add(tr("Save &Visible Values as CSV…"), [saveCsv] { saveCsv(true); });
        add(tr("Save All Values as CS&V…"), [saveCsv] { saveCsv(false); });
    }
}

QString writeFile(const QString& file, const QByteArray& bytes) {
    QSaveFile output(file);
    if (output.open(QIODevice::WriteOnly) && output.write(bytes) == bytes.size() && output.commit())
        return {};
    return tr("%1 can't be written: %2. Choose a folder that you may write to.")
        .arg(file, output.errorString());
}

QImage grabImage(const QWidget& view, double scale) {
    QImage image((QSizeF(view.size()) * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(view.palette().color(QPalette::Base));
    // Painting changes nothing that can be seen, but QWidget::render() is not const.
    const_cast<QWidget&>(view).render(&image);
    return image;
}

QByteArray pngBytes(const QImage& image) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return buffer.data();
}

QByteArray csvText(const QString& words) {
    QByteArray field = words.toUtf8();
    if (field.contains(',') || field.contains('"')) field = '"' + field.replace("\"", "\"\"") + '"';
    return field;
}

QByteArray csvNumber(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    return QByteArray::number(value, 'g', 17);
}

}  // namespace lockstep
