#pragma once

#include <QColor>
#include <QWidget>
#include <vector>

namespace lockstep {

/// A share of a bar.
struct WhyBarPart {
    double share = 0;  ///< of the whole track
    QColor colour;
    QString tip;
};

struct WhyBarRow {
    QString label;
    QString figure;  ///< at the right end
    std::vector<WhyBarPart> parts;
    QString tip;
    bool strong = false;  ///< the row that the others are held against
};

/// Rows of bars on one scale, label on the left, figure on the right, the colours explained below.
class WhyBars : public QWidget {
    Q_OBJECT

  public:
    explicit WhyBars(QWidget* parent = nullptr);

    void setRows(std::vector<WhyBarRow> rows, std::vector<std::pair<QString, QColor>> legend);
    /// Where the part of a row lies, in pixels of the widget.
    QRectF partRect(std::size_t row, std::size_t part) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    int rowHeight() const;
    QRect trackOf(std::size_t row) const;
    /// Of the words at both ends of the bars: every bar of a drawing asks for them.
    void measure();

    std::vector<WhyBarRow> m_rows;
    std::vector<std::pair<QString, QColor>> m_legend;
    int m_labelWidth = 0;  ///< pixels of the widest
    int m_figureWidth = 0;
};

}  // namespace lockstep
