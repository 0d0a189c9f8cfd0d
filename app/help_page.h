#pragma once

#include <QString>

class QPalette;
class QTextDocument;

namespace lockstep::app {

/// Puts a page of the help into `document`: tables with one hairline a row, room around their cells and
/// numbers at the right, headings that stand off what is above them.
void setHelpPage(QTextDocument& document, const QString& markdown, const QPalette& palette);

}  // namespace lockstep::app
