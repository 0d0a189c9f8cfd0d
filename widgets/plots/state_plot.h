#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "core/run/recording.h"
#include "widgets/plots/axis_range.h"

class QCheckBox;
class QComboBox;
class QSplitter;
class QToolButton;

namespace lockstep {

struct HeatMapData;
class HeatMapView;
class PanelHeader;
struct PlotSeries;
class PlotView;

/// A unit that is a line whatever state is shown.
struct PinnedUnit {
    QString state;
    std::int64_t unit = 0;
    friend bool operator==(const PinnedUnit&, const PinnedUnit&) = default;
};

/// The state of one layer over inferences: all units as a heat map, chosen units as lines. Clicking a unit in
/// the heat map adds it to the lines, or takes it away. Units of other states can be lines beside them. What
/// is chosen stays when a new recording comes. The lines are below the map, or beside it where the plot is
/// low and wide.
class StatePlot : public QWidget {
    Q_OBJECT

  public:
    enum class Quantity { vm, reference, difference };

    explicit StatePlot(QWidget* parent = nullptr);

    void setRecording(std::shared_ptr<const Recording> recording);
    void setCurrentInference(std::optional<std::int64_t> inference);
    /// Shows a state of this node, if it has one.
    void setSelectedNode(std::optional<std::uint32_t> node);
    void setRange(AxisRange* range);
    /// Index into Recording::states.
    void setState(int state);
    void setQuantity(Quantity quantity);
    /// Shows one more unit as a line, and marks it in the heat map.
    void addUnit(std::int64_t unit);
    /// The same of a state by its name, beside the lines of the state that is shown; -1: the first unit that
    /// is no line yet. False if there is no such state.
    bool plotUnit(const QString& state, std::int64_t unit);
    /// The units shown as lines; the newest `mostUnits` of them.
    void setUnits(std::vector<std::int64_t> units);

    /// Units of any states that stay lines whatever state is shown; the newest `mostUnits` of them.
    void setPinned(std::vector<PinnedUnit> pinned);
    const std::vector<PinnedUnit>& pinned() const { return m_pinned; }
    /// Sizes of differences on a logarithmic axis.
    void setLogarithmic(bool logarithmic);

    int state() const;
    Quantity quantity() const;
    const std::vector<std::int64_t>& units() const { return m_units; }
    HeatMapView* heatMap() const { return m_heatMap; }
    PlotView* lines() const { return m_lines; }

    static constexpr std::size_t mostUnits = 6;

  Q_SIGNALS:
    void inferenceChosen(qint64 inference);
    void unitChosen(qint64 unit);
    void watchWanted(const QString& state, qint64 unit);
    /// By the user: the units that are lines.
    void unitsChanged(const std::vector<std::int64_t>& before, const std::vector<std::int64_t>& after);
    void pinnedChanged(const std::vector<lockstep::PinnedUnit>& before,
                       const std::vector<lockstep::PinnedUnit>& after);
    /// The user chose a state of this node.
    void nodeSelected(quint32 node);

  protected:
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    const StateTrace* trace() const;
    void fillStates();
    void toggleUnit(std::int64_t unit);
    void changeUnits(std::vector<std::int64_t> units);
    void showTrace();
    void showLines();
    void changePinned(std::vector<PinnedUnit> pinned);
    void pinLines();
    void fillLinesMenu();
    HeatMapData tableOf(const StateTrace& trace) const;
    void addLine(const StateTrace& trace, std::int64_t unit, std::size_t index, bool named,
                 std::vector<PlotSeries>& series) const;
    const StateTrace* traceOf(const QString& state) const;
    bool isLogarithmic() const;
    QString quantityText() const;

    PanelHeader* m_header;
    QComboBox* m_states;
    QComboBox* m_quantities;
    QToolButton* m_linesButton;  ///< which units are lines
    HeatMapView* m_heatMap;
    PlotView* m_lines;
    QSplitter* m_parts;  ///< heat map and lines
    std::shared_ptr<const Recording> m_recording;
    QCheckBox* m_logarithmic;
    std::vector<std::int64_t> m_units;
    std::vector<PinnedUnit> m_pinned;
};

}  // namespace lockstep
