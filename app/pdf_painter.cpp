#include "app/pdf_painter.h"

#include <QSvgRenderer>
#include <algorithm>
#include <numeric>

#include "core/support/error.h"

namespace lockstep {
namespace {

const QColor ink(0x1f, 0x29, 0x37);
const QColor mutedInk(0x5b, 0x64, 0x72);
const QColor warningInk(0xa3, 0x3b, 0x00);
const QColor lineInk(0xd9, 0xdd, 0xe3);
constexpr double columnGap = 12;
/// A title stands with the beginning of what it is the title of.
constexpr double sectionRoom = 240;
constexpr double footerHeight = 28;
constexpr double tableSize = 8;

/// Lines break between words; inside a word only if it is wider than the line (a hash, a path).
int wrapping(const QFontMetricsF& metrics, const QString& text, double width) {
    for (const QString& word : text.split(u' '))
        if (metrics.horizontalAdvance(word) > width) return Qt::TextWrapAnywhere;
    return Qt::TextWordWrap;
}

double longestWord(const QFontMetricsF& metrics, const QString& text) {
    double width = 0;
    for (const QString& word : text.split(u' ')) width = std::max(width, metrics.horizontalAdvance(word));
    return width;
}

QString qt(const std::string& text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QStringList cellsOf(const std::vector<std::string>& row) {
    QStringList cells;
    for (const std::string& value : row) cells << qt(value);
    return cells;
}

}  // namespace

PdfPainter::PdfPainter(QPdfWriter& writer, const QString& footerText)
    : m_writer(writer), m_footer(footerText) {
    if (!m_painter.begin(&writer)) throw Error(FailureKind::cannot_write, "Qt cannot begin a PDF document");
    m_width = m_painter.viewport().width();
    m_height = m_painter.viewport().height() - footerHeight;
    footer();
}

QFont PdfPainter::font(double size, bool bold) const {
    QFont result(QStringLiteral("sans-serif"));
    result.setStyleHint(QFont::SansSerif);
    result.setPointSizeF(size);
    result.setBold(bold);
    return result;
}

double PdfPainter::textHeight(const QString& text, const QFont& textFont, double width) const {
    const QFontMetricsF metrics(textFont, m_painter.device());
    return metrics.boundingRect(QRectF(0, 0, width, 1e5), wrapping(metrics, text, width), text).height();
}

double PdfPainter::drawText(QRectF rect, const QString& text, const QFont& textFont, const QColor& colour,
                            int alignment) {
    rect.setHeight(textHeight(text, textFont, rect.width()) + 1);
    const QFontMetricsF metrics(textFont, m_painter.device());
    m_painter.setFont(textFont);
    m_painter.setPen(colour);
    m_painter.drawText(rect, alignment | Qt::AlignTop | wrapping(metrics, text, rect.width()), text);
    return rect.height();
}

void PdfPainter::footer() {
    m_painter.setFont(font(7));
    m_painter.setPen(mutedInk);
    const QRectF rect(0, m_height + footerHeight - 14, m_width, 14);
    m_painter.drawText(rect, Qt::AlignLeft | Qt::AlignBottom, m_footer);
    m_painter.drawText(rect, Qt::AlignRight | Qt::AlignBottom, QString::number(m_page));
}

void PdfPainter::need(double height) {
    if (m_y == 0 || m_y + height <= m_height) return;
    m_writer.newPage();
    ++m_page;
    m_y = 0;
    footer();
}

void PdfPainter::rule() {
    m_painter.setPen(QPen(lineInk, 0.75));
    m_painter.drawLine(QPointF(0, m_y), QPointF(m_width, m_y));
}

void PdfPainter::heading(const QString& text, double size) {
    m_y += drawText(QRectF(0, m_y, m_width, 0), text, font(size, true), ink, Qt::AlignLeft) + 2;
}

void PdfPainter::subtitle(const QString& text) {
    m_y += drawText(QRectF(0, m_y, m_width, 0), text, font(10), mutedInk, Qt::AlignLeft) + 6;
}

void PdfPainter::section(const QString& title) {
    need(sectionRoom);
    if (m_y > 0) m_y += 14;
    rule();
    m_y += 8;
    heading(title, 12);
    m_y += 4;
}

void PdfPainter::add(const Paragraph& paragraph) {
    const QColor& colour = paragraph.tone == Paragraph::Tone::warning ? warningInk
                           : paragraph.tone == Paragraph::Tone::muted ? mutedInk
                                                                      : ink;
    const QFont textFont = font(9, paragraph.tone == Paragraph::Tone::warning);
    const QString text = qt(paragraph.text);
    need(textHeight(text, textFont, m_width) + 8);
    m_y += drawText(QRectF(0, m_y, m_width, 0), text, textFont, colour, Qt::AlignLeft) + 8;
}

void PdfPainter::add(const std::vector<KeyFigure>& figures) {
    constexpr std::size_t columns = 3;
    const double width = (m_width - 2 * columnGap) / columns;
    // One size for all, at which none of them breaks.
    double size = 15;
    const auto fits = [&](const KeyFigure& figure) {
        const QFontMetricsF metrics(font(size, true), m_painter.device());
        return metrics.horizontalAdvance(qt(figure.value)) <= width;
    };
    while (size > 10 && !std::all_of(figures.begin(), figures.end(), fits)) size -= 0.5;
    for (std::size_t first = 0; first < figures.size(); first += columns) {
        const std::size_t last = std::min(first + columns, figures.size());
        double height = 0;
        for (std::size_t i = first; i < last; ++i) {
            height = std::max(height, textHeight(qt(figures[i].label), font(8), width) +
                                          textHeight(qt(figures[i].value), font(size, true), width) +
                                          textHeight(qt(figures[i].note), font(7), width));
        }
        need(height + 14);
        for (std::size_t i = first; i < last; ++i) {
            const double x = static_cast<double>(i - first) * (width + columnGap);
            double y = m_y;
            y += drawText(QRectF(x, y, width, 0), qt(figures[i].label), font(8), mutedInk, Qt::AlignLeft);
            y += drawText(QRectF(x, y, width, 0), qt(figures[i].value), font(size, true), ink, Qt::AlignLeft);
            drawText(QRectF(x, y, width, 0), qt(figures[i].note), font(7), mutedInk, Qt::AlignLeft);
        }
        m_y += height + 14;
    }
}

std::vector<double> PdfPainter::columnWidths(const DocumentTable& table) const {
    const QFontMetricsF plain(font(tableSize), m_painter.device());
    const QFontMetricsF bold(font(tableSize, true), m_painter.device());
    std::vector<double> widths;
    std::vector<double> least;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        double width = bold.horizontalAdvance(qt(table.columns[column].title));
        for (const std::vector<std::string>& row : table.rows)
            width = std::max(width, plain.horizontalAdvance(qt(row[column])));
        width += 2;
        widths.push_back(width);
        // A word is broken only if it is longer than those of a language: a path, a digest.
        double word = longestWord(bold, qt(table.columns[column].title));
        for (const std::vector<std::string>& row : table.rows)
            word = std::max(word, longestWord(plain, qt(row[column])));
        least.push_back(table.columns[column].number ? width
                                                     : std::min(width, std::clamp(word + 2, 40.0, 110.0)));
    }
    // What is too much is taken from the text columns, the wider the more; figures never wrap.
    const double room = m_width - columnGap * static_cast<double>(widths.size() - 1);
    double excess = std::accumulate(widths.begin(), widths.end(), 0.0) - room;
    for (int round = 0; round < 8 && excess > 0.5; ++round) {
        double give = 0;
        for (std::size_t i = 0; i < widths.size(); ++i) give += widths[i] - least[i];
        if (give <= 0) break;
        const double share = std::min(1.0, excess / give);
        for (std::size_t i = 0; i < widths.size(); ++i) widths[i] -= share * (widths[i] - least[i]);
        excess = std::accumulate(widths.begin(), widths.end(), 0.0) - room;
    }
    if (excess < 0 && !table.columns.back().number) widths.back() -= excess;
    return widths;
}

double PdfPainter::rowHeight(const std::vector<double>& widths, const QStringList& cells, bool head) const {
    double height = 0;
    for (qsizetype i = 0; i < cells.size(); ++i)
        height = std::max(height,
                          textHeight(cells[i], font(tableSize, head), widths[static_cast<std::size_t>(i)]));
    return height + 6;
}

void PdfPainter::drawRow(const DocumentTable& table, const std::vector<double>& widths,
                         const QStringList& cells, bool head) {
    double x = 0;
    for (qsizetype i = 0; i < cells.size(); ++i) {
        const auto column = static_cast<std::size_t>(i);
        drawText(QRectF(x, m_y + 2, widths[column], 0), cells[i], font(tableSize, head),
                 head ? mutedInk : ink, table.columns[column].number ? Qt::AlignRight : Qt::AlignLeft);
        x += widths[column] + columnGap;
    }
    m_y += rowHeight(widths, cells, head);
    rule();
}

void PdfPainter::add(const DocumentTable& table) {
    if (table.rows.empty()) return;
    const std::vector<double> widths = columnWidths(table);
    QStringList titles;
    for (const DocumentTable::Column& column : table.columns) titles << qt(column.title);
    const bool titled = !titles.join(QString()).isEmpty();
    need(40);
    if (titled) drawRow(table, widths, titles, true);
    for (const std::vector<std::string>& row : table.rows) {
        const QStringList cells = cellsOf(row);
        const int page = m_page;
        need(rowHeight(widths, cells, false));
        if (page != m_page && titled) drawRow(table, widths, titles, true);
        drawRow(table, widths, cells, false);
    }
    m_y += 10;
}

void PdfPainter::add(const Plot& plot) {
    if (plot.svg.empty()) return;
    QSvgRenderer renderer(QByteArray::fromStdString(plot.svg));
    if (!renderer.isValid()) throw Error(FailureKind::internal, "a plot is no valid SVG: " + plot.title);
    const double height = plot.height * m_width / plot.width;
    const QString caption = qt(plot.caption);
    const double captionHeight = textHeight(caption, font(7.5), m_width);
    need(height + captionHeight + 34);
    m_y += 4;
    m_y += drawText(QRectF(0, m_y, m_width, 0), qt(plot.title), font(9, true), ink, Qt::AlignLeft) + 2;
    // The SVG renderer starts from the painter's font.
    m_painter.setFont(font(8));
    renderer.render(&m_painter, QRectF(0, m_y, m_width, height));
    m_y += height;
    m_y += drawText(QRectF(0, m_y, m_width, 0), caption, font(7.5), mutedInk, Qt::AlignLeft) + 10;
}

}  // namespace lockstep
