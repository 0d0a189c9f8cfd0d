#include "widgets/plots/export_menu.h"

#include <QBuffer>
#include <QClipboard>
#include <QCoreApplication>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMessageBox>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QPointer>
#include <QRegularExpression>
#include <QSaveFile>
#include <QSvgGenerator>
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
        add(tr("&Copy image"), [image = exports.image] { QGuiApplication::clipboard()->setImage(image()); });
        add(tr("Save as &PNG…"), [&view, file, image = exports.image] {
            save(view, file, QStringLiteral("png"), tr("Images (*.png)"),
                 [image] { return pngBytes(image()); });
        });
    }
    if (exports.paint) {
        add(tr("Save as S&VG…"), [&view, file, name, paint = exports.paint] {
            save(view, file, QStringLiteral("svg"), tr("Vector graphics (*.svg)"),
                 [&view, name, paint] { return svgBytes(view, name, paint); });
        });
        add(tr("Save as P&DF…"), [&view, file, name, paint = exports.paint] {
            save(view, file, QStringLiteral("pdf"), tr("Documents (*.pdf)"),
                 [&view, name, paint] { return pdfBytes(view, name, paint); });
        });
    }
    if (exports.csv) {
        const auto saveCsv = [&view, file, csv = exports.csv](bool visibleOnly) {
            save(view, file, QStringLiteral("csv"), tr("Tables (*.csv)"),
                 [csv, visibleOnly] { return csv(visibleOnly); });
        };
        add(tr("Save &visible values as CSV…"), [saveCsv] { saveCsv(true); });
        add(tr("Save &all values as CSV…"), [saveCsv] { saveCsv(false); });
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

QByteArray svgBytes(const QWidget& view, const QString& title, const std::function<void(QPainter&)>& paint) {
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(view.logicalDpiX());
    generator.setSize(view.size());
    generator.setViewBox(view.rect());
    generator.setTitle(title);
    QPainter painter(&generator);
    painter.fillRect(view.rect(), view.palette().color(QPalette::Base));
    paint(painter);
    painter.end();
    return buffer.data();
}

QByteArray pdfBytes(const QWidget& view, const QString& title, const std::function<void(QPainter&)>& paint) {
    constexpr int dotsPerInch = 96;
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(title);
    writer.setResolution(dotsPerInch);
    writer.setPageSize(
        QPageSize(QSizeF(view.size()) / dotsPerInch, QPageSize::Inch, QString(), QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    QPainter painter(&writer);
    painter.fillRect(view.rect(), view.palette().color(QPalette::Base));
    paint(painter);
    painter.end();
    return buffer.data();
}

void paintWidget(const QWidget& view, QPainter& painter) {
    // Painting changes nothing that can be seen, but QWidget::render() is not const.
    const_cast<QWidget&>(view).render(&painter, QPoint(), QRegion(), QWidget::DrawChildren);
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
