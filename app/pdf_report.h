#pragma once

#include <string>

#include "core/report/report_document.h"

namespace lockstep {

/// The document as PDF (A4, plots as vectors). Fonts need a QGuiApplication: without one an offscreen one is
/// made for the time of the call, so no display is needed. Throws Error(cannot_write) if Qt refuses.
std::string pdf_report(const ReportDocument& document);

}  // namespace lockstep
