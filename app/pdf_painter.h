#pragma once

#include <QFont>
#include <QPainter>
#include <QPdfWriter>

#include "core/report/report_document.h"

namespace lockstep {

/// Lets the blocks of a document flow over pages. Lengths are pixels of 96 to the inch.
class PdfPainter {
  public:
    PdfPainter(QPdfWriter& writer, const QString& footer);

    void heading(const QString& text, double size);
    void subtitle(const QString& text);
    void section(const QString& title);
    void add(const Paragraph& paragraph);
    void add(const std::vector<KeyFigure>& figures);
    void add(const DocumentTable& table);
    void add(const Plot& plot);

  private:
    QFont font(double size, bool bold = false) const;
    double textHeight(const QString& text, const QFont& font, double width) const;
    /// Draws inside the rectangle's width from its top and returns the height that was used.
    double drawText(QRectF rect, const QString& text, const QFont& font, const QColor& colour, int alignment);
    /// Begins a new page if less than `height` is left.
    void need(double height);
    void footer();
    void rule();
    std::vector<double> columnWidths(const DocumentTable& table) const;
    void drawRow(const DocumentTable& table, const std::vector<double>& widths, const QStringList& cells,
                 bool head);
    double rowHeight(const std::vector<double>& widths, const QStringList& cells, bool head) const;

    QPdfWriter& m_writer;
    QPainter m_painter;
    QString m_footer;
    double m_width = 0;
    double m_height = 0;
    double m_y = 0;
    int m_page = 1;
};

}  // namespace lockstep
