#include "app/help_page.h"

#include <QFile>
#include <QPalette>
#include <QRegularExpression>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextTable>

#include "widgets/theme.h"

namespace lockstep::app {
namespace {

const QString helpFolder = QStringLiteral(":/lockstep/help/");
constexpr qreal cellPadding = 5;
constexpr qreal headingRoom = 16;

/// A figure, with or without a unit: "113 of 121 (93 %)" and "± 5.8 %" are, "lstm_tiny" is not.
bool isNumber(const QString& text) {
    static const QRegularExpression figure(
        QStringLiteral(R"(^[±+−-]?\s*\d[\d\s.,]*(e[−+-]?\d+)?(\s*[%×]|\s*[µnm]?s|\s*cycles)?$)"));
    return figure.match(text.trimmed()).hasMatch();
}

/// Whether all cells of a column below its head are figures.
bool isNumeric(const QTextTable& table, int column) {
    bool any = false;
    for (int row = 1; row < table.rows(); ++row) {
        const QString text = table.cellAt(row, column).firstCursorPosition().block().text();
        if (text.trimmed().isEmpty()) continue;
        if (!isNumber(text)) return false;
        any = true;
    }
    return any;
}

void layOut(QTextTable& table, const QPalette& palette) {
    QTextTableFormat format = table.format();
    format.setBorder(0);
    format.setCellSpacing(0);
    format.setBorderCollapse(true);
    format.setTopMargin(4);
    format.setBottomMargin(12);
    table.setFormat(format);
    for (int column = 0; column < table.columns(); ++column) {
        const bool numeric = isNumeric(table, column);
        for (int row = 0; row < table.rows(); ++row) {
            QTextTableCell cell = table.cellAt(row, column);
            QTextTableCellFormat look = cell.format().toTableCellFormat();
            look.setPadding(cellPadding);
            look.setBottomBorder(1);
            look.setBottomBorderStyle(QTextFrameFormat::BorderStyle_Solid);
            look.setBottomBorderBrush(themeColors(palette).hairline);
            cell.setFormat(look);
            QTextBlockFormat block;
            block.setAlignment(numeric ? Qt::AlignRight : Qt::AlignLeft);
            cell.firstCursorPosition().mergeBlockFormat(block);
        }
    }
}

}  // namespace

QString helpPicture(const QString& name, const QPalette& palette) {
    const QString dark = name.chopped(4) + QStringLiteral("-dark.png");
    return isDark(palette) && QFile::exists(helpFolder + dark) ? dark : name;
}

void setHelpPage(QTextDocument& document, const QString& markdown, const QPalette& palette) {
    static const QRegularExpression picture(QStringLiteral(R"(\]\(([a-z_]+\.png)\))"));
    QString page;
    qsizetype end = 0;
    for (const QRegularExpressionMatch& match : picture.globalMatch(markdown)) {
        page += markdown.mid(end, match.capturedStart(1) - end) + helpPicture(match.captured(1), palette);
        end = match.capturedEnd(1);
    }
    document.setMarkdown(page + markdown.mid(end));
    for (QTextFrame* frame : document.rootFrame()->childFrames()) {
        if (auto* table = qobject_cast<QTextTable*>(frame)) layOut(*table, palette);
    }
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().headingLevel() < 2) continue;
        QTextBlockFormat room;
        room.setTopMargin(headingRoom);
        QTextCursor(block).mergeBlockFormat(room);
    }
}

}  // namespace lockstep::app
