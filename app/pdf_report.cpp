#include "app/pdf_report.h"

#include <QBuffer>
#include <QGuiApplication>
#include <QPageLayout>
#include <QPdfWriter>
#include <memory>

#include "app/pdf_painter.h"

namespace lockstep {
namespace {

/// Qt keeps references to argc and argv for as long as the application lives.
struct OffscreenApplication {
    OffscreenApplication() {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        // Qt warns of an absent session folder, which nothing here needs.
        const QtMessageHandler before =
            qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
        application = std::make_unique<QGuiApplication>(count, arguments);
        qInstallMessageHandler(before);
    }
    int count = 1;
    char name[9] = "lockstep";
    char* arguments[2] = {name, nullptr};
    std::unique_ptr<QGuiApplication> application;
};

}  // namespace

std::string pdf_report(const ReportDocument& document) {
    std::unique_ptr<OffscreenApplication> application;
    if (QCoreApplication::instance() == nullptr) application = std::make_unique<OffscreenApplication>();
    const QString title = QString::fromStdString(document.title);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setResolution(96);
        writer.setPageSize(QPageSize(QPageSize::A4));
        writer.setPageMargins(QMarginsF(16, 16, 16, 12), QPageLayout::Millimeter);
        writer.setTitle(title);
        writer.setCreator(QStringLiteral("Lockstep " LOCKSTEP_VERSION));
        PdfPainter painter(writer, title);
        painter.heading(title, 18);
        painter.subtitle(QString::fromStdString(document.subtitle));
        for (const Section& section : document.sections) {
            painter.section(QString::fromStdString(section.title));
            for (const Block& block : section.blocks)
                std::visit([&painter](const auto& content) { painter.add(content); }, block);
        }
    }
    return buffer.data().toStdString();
}

}  // namespace lockstep
