#pragma once

#include <QColor>
#include <QHash>
#include <QStringList>
#include <QWidget>
#include <vector>

namespace lockstep {

/// What a colour means: a swatch and a word.
struct LegendEntry {
    QString text;
    QColor colour;
    Qt::PenStyle line = Qt::NoPen;  ///< NoPen: a filled square; otherwise a piece of such a line
    bool hatched = false;           ///< the square
};

/// The one line on top of a panel: title, controls and legend to the left, the figure to the right. What has
/// no room goes in this order: legend entries (in front of the caption, where there is one), parts of the
/// figure from the last, then the title is cut.
class PanelHeader : public QWidget {
    Q_OBJECT

  public:
    explicit PanelHeader(const QString& title, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    /// What the panel's tab says, which the header does not say again; empty where there is no tab. A header
    /// with nothing else to say is a few pixels high.
    void setTabText(const QString& text);
    /// {"100 cycles · 0.333 µs spaced", "104 cycles contiguous"}: numbers are set darker than their words and
    /// units; the parts stand in a row, the least needed one last.
    void setFigure(const QStringList& parts);
    /// A second, quiet line; none if empty. Its whole text is the tool tip.
    void setCaption(const QString& caption);
    void setLegend(std::vector<LegendEntry> legend);
    /// A widget right of the title; the header owns and places it.
    void addControl(QWidget* control);

    QString title() const { return m_title; }
    /// All parts, whether they have room or not.
    QString figure() const { return m_parts.join(QStringLiteral(" · ")); }
    QString caption() const { return m_caption; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    QFont smallFont() const;
    /// The title, unless the tab says it.
    QString shownTitle() const;
    int lineHeight() const;
    /// Width of words in the widget's font. Every drawing asks for the same few.
    int advance(const QString& words) const;
    int controlsWidth() const;
    /// The parts of the figure that have room beside title and controls.
    QString shownFigure() const;
    int titleWidth() const;
    void placeControls();

    QString m_title;
    QString m_tabText;
    QStringList m_parts;
    QString m_caption;
    std::vector<LegendEntry> m_legend;
    mutable QHash<QString, int> m_advances;
    std::vector<QWidget*> m_controls;
};

}  // namespace lockstep
