#include "app/exports.h"

#include <QCoreApplication>
#include <algorithm>

#include "app/document_jobs.h"
#include "app/pdf_report.h"
#include "core/program/program_file.h"
#include "core/report/chrome_trace.h"
#include "core/report/csv_report.h"
#include "core/report/html_report.h"
#include "core/report/json_report.h"
#include "core/report/markdown_report.h"
#include "core/run/npy.h"
#include "core/run/weight_arrays.h"
#include "core/support/atomic_file.h"

namespace lockstep::app {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Exports)
};

std::string outputsNpy(const Recording& recording) {
    const Shape shape = {recording.rows, recording.output_size};
    std::string bytes = npy_header(shape);
    bytes += npy_data(recording.outputs.data(), recording.outputs.size());
    return bytes;
}

std::string contents(const Document& document, Command command, const QString& commandLine) {
    const CompiledProgram& compiled = document.compiled->compiled;
    if (command == Command::exportTrace) return to_line(chrome_trace(*compiled.program, *compiled.timeline));
    if (command == Command::exportOutputs) return outputsNpy(*document.recording);
    if (command == Command::saveProgram) {
        const std::vector<std::uint8_t> bytes = program_to_bytes(*compiled.program);
        return {bytes.begin(), bytes.end()};
    }
    Report report = jobs::fullReport(document);
    report.command = commandLine.toStdString();
    if (command == Command::exportJson) return to_text(json_report(report));
    if (command == Command::exportCsv) return csv_report(report);
    const ReportDocument text = report_document(report);
    if (command == Command::exportMarkdown) return markdown_report(text);
    if (command == Command::exportPdf) return pdf_report(text);
    return html_report(text);
}

}  // namespace

const QList<ExportFormat>& exportFormats() {
    static const QList<ExportFormat> all = {
        {Command::exportHtml, QStringLiteral("html"), Words::tr("Web page (*.html)")},
        {Command::exportPdf, QStringLiteral("pdf"), Words::tr("PDF (*.pdf)")},
        {Command::exportMarkdown, QStringLiteral("md"), Words::tr("Markdown (*.md)")},
        {Command::exportCsv, QStringLiteral("csv"), Words::tr("Table (*.csv)")},
        {Command::exportJson, QStringLiteral("json"), Words::tr("JSON (*.json)")},
        {Command::exportTrace, QStringLiteral("trace.json"), Words::tr("Chrome trace (*.json)")},
        {Command::exportOutputs, QStringLiteral("npy"), Words::tr("NumPy array (*.npy)")},
        {Command::exportWeights, QStringLiteral("npz"), Words::tr("NumPy arrays (*.npz)")},
        {Command::saveProgram, QStringLiteral("lkp"), Words::tr("Lockstep program (*.lkp)")},
    };
    return all;
}

const ExportFormat* exportFormat(Command command) {
    const auto found =
        std::find_if(exportFormats().begin(), exportFormats().end(),
                     [command](const ExportFormat& format) { return format.command == command; });
    return found == exportFormats().end() ? nullptr : &*found;
}

bool canExport(const Document& document, Command command) {
    if (command == Command::exportWeights) return document.model != nullptr;
    if (!document.compiled) return false;
    return command != Command::exportOutputs || (document.recording && document.recording->rows > 0);
}

void exportDocument(const Document& document, Command command, const QString& commandLine,
                    const QString& file) {
    if (command == Command::exportWeights) {
        write_npz(file.toStdString(), weight_arrays(*document.model->graphs->compiled_form()));
        return;
    }
    write_file_atomically(file.toStdString(), contents(document, command, commandLine));
}

}  // namespace lockstep::app
