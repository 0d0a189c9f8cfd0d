#pragma once

#include <QString>

class QPalette;
class QTextDocument;

namespace lockstep::app {

/// The file of a picture ("timeline.png") in the palette's theme: with "-dark" in its name if there is one.
QString helpPicture(const QString& name, const QPalette& palette);

/// Puts a page of the help into `document`: tables with one hairline a row, room around their cells and
/// numbers at the right, headings that stand off what is above them,
/// pictures of the palette's theme.
void setHelpPage(QTextDocument& document, const QString& markdown, const QPalette& palette);

}  // namespace lockstep::app
