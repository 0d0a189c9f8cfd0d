#include "widgets/plots/state_plot.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QEvent>
#include <QMenu>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStandardItemModel>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/report/palette.h"
#include "widgets/plots/heat_map_view.h"
#include "widgets/plots/panel_header.h"
#include "widgets/plots/plot_view.h"
#include "widgets/plots/unit_mime.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

QColor lineColour(std::size_t index, bool dark) {
    static constexpr std::array colours = {palette::blue,   palette::orange,     palette::green,
                                           palette::purple, palette::vermillion, palette::sky_blue};
    const OpColour& colour = colours[index % colours.size()];
    const Rgb& rgb = dark ? colour.dark_mark : colour.light_mark;
    return {rgb.r, rgb.g, rgb.b};
}

/// There is a reference at this inference: where it is sampled, its rows between are not numbers.
bool wasCompared(const Recording& recording, std::int64_t inference) {
    if (recording.inferences.empty()) return true;
    const std::int64_t at = inference - recording.inferences.front().index;
    return at < 0 || at >= std::ssize(recording.inferences) ||
           recording.inferences[static_cast<std::size_t>(at)].reference != ReferenceKind::none;
}

bool hasReference(const StateTrace& trace) {
    return trace.reference.size() == trace.vm.size() && !trace.vm.empty();
}

}  // namespace

StatePlot::StatePlot(QWidget* parent)
    : QWidget(parent),
      m_header(new PanelHeader(tr("State"), this)),
      m_states(new QComboBox),
      m_quantities(new QComboBox),
      m_linesButton(new QToolButton),
      m_heatMap(new HeatMapView),
      m_lines(new PlotView(tr("Units"))),
      m_parts(new QSplitter(Qt::Vertical)),
      m_logarithmic(new QCheckBox(tr("Log"))),
      m_units{0, 1, 2} {
    m_states->setAccessibleName(tr("State"));
    m_states->setToolTip(tr("The layer and its hidden (h) or cell (c) state"));
    m_states->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_quantities->setAccessibleName(tr("Values"));
    m_quantities->addItems({tr("VM"), tr("Reference"), tr("Difference")});
    m_header->addControl(m_states);
    m_header->addControl(m_quantities);
    m_linesButton->setObjectName(QStringLiteral("stateLines"));
    m_linesButton->setText(tr("Lines"));
    m_linesButton->setToolTip(
        tr("The units that are lines: choose one to take it away. Drag units here from "
           "the state values or a state of the graph, or click them in the heat map"));
    m_linesButton->setAutoRaise(true);
    m_linesButton->setPopupMode(QToolButton::InstantPopup);
    m_linesButton->setMenu(new QMenu(m_linesButton));
    connect(m_linesButton->menu(), &QMenu::aboutToShow, this, &StatePlot::fillLinesMenu);
    m_header->addControl(m_linesButton);
    m_logarithmic->setObjectName(QStringLiteral("stateLogarithmic"));
    m_logarithmic->setToolTip(
        tr("The lines show the size of the difference on a logarithmic axis; exact zeros stand in the band "
           "below"));
    m_header->addControl(m_logarithmic);
    connect(m_logarithmic, &QCheckBox::toggled, this, &StatePlot::showLines);
    setAcceptDrops(true);

    m_parts->setChildrenCollapsible(true);
    m_parts->addWidget(m_heatMap);
    m_parts->addWidget(m_lines);
    m_parts->setStretchFactor(0, 3);
    m_parts->setStretchFactor(1, 2);
    m_parts->setSizes({3000, 2000});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_parts, 1);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setFocusProxy(m_heatMap);

    m_lines->setRightMargin(HeatMapView::rightMargin);
    m_lines->setEmptyText(tr("Click units in the heat map, or drag them here, to see them as lines."));
    setRange(new AxisRange(this));
    connect(m_states, &QComboBox::activated, this, [this] {
        showTrace();
        if (const StateTrace* chosen = trace()) Q_EMIT nodeSelected(chosen->node);
    });
    connect(m_quantities, &QComboBox::currentIndexChanged, this, &StatePlot::showTrace);
    connect(m_heatMap, &HeatMapView::inferenceChosen, this, [this](qint64 inference) {
        m_lines->setCurrentInference(inference);
        Q_EMIT inferenceChosen(inference);
    });
    connect(m_lines, &PlotView::inferenceChosen, this, [this](qint64 inference) {
        m_heatMap->setCurrentInference(inference);
        Q_EMIT inferenceChosen(inference);
    });
    connect(m_heatMap, &HeatMapView::watchWanted, this, [this](qint64 unit) {
        if (trace() != nullptr) Q_EMIT watchWanted(QString::fromStdString(trace()->name), unit);
    });
    connect(m_heatMap, &HeatMapView::unitChosen, this, [this](qint64 unit) {
        toggleUnit(unit);
        Q_EMIT unitChosen(unit);
    });
    setRecording(nullptr);
}

void StatePlot::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    // Two plots above each other need about ten lines of text each to be read.
    const QFontMetrics metrics(font());
    const bool beside = height() < 20 * metrics.height() && width() > 80 * metrics.averageCharWidth();
    m_parts->setOrientation(beside ? Qt::Horizontal : Qt::Vertical);
}

void StatePlot::setRange(AxisRange* range) {
    m_heatMap->setRange(range);
    m_lines->setRange(range);
}

const StateTrace* StatePlot::trace() const {
    const int index = m_states->currentIndex();
    if (!m_recording || index < 0 || static_cast<std::size_t>(index) >= m_recording->states.size())
        return nullptr;
    return &m_recording->states[static_cast<std::size_t>(index)];
}

int StatePlot::state() const {
    return m_states->currentIndex();
}
StatePlot::Quantity StatePlot::quantity() const {
    return static_cast<Quantity>(m_quantities->currentIndex());
}
void StatePlot::setQuantity(Quantity quantity) {
    m_quantities->setCurrentIndex(static_cast<int>(quantity));
}

void StatePlot::setState(int state) {
    m_states->setCurrentIndex(state);
    showTrace();
}

void StatePlot::setRecording(std::shared_ptr<const Recording> recording) {
    m_recording = std::move(recording);
    fillStates();
    if (m_recording && !m_recording->inferences.empty()) {
        const auto first = static_cast<double>(m_recording->inferences.front().index);
        m_heatMap->range()->setLimits(first - 0.5, static_cast<double>(m_recording->total()) + first - 0.5);
    } else if (m_recording && m_recording->rows > 0) {
        m_heatMap->range()->setLimits(static_cast<double>(m_recording->first) - 0.5,
                                      static_cast<double>(m_recording->first + m_recording->rows) - 0.5);
    }
    showTrace();
}

void StatePlot::fillStates() {
    QStringList names;
    if (m_recording) {
        for (const StateTrace& entry : m_recording->states) {
            names +=
                tr("%1 · %2").arg(QString::fromStdString(entry.name), QString::fromStdString(entry.role));
        }
    }
    QStringList shown;
    for (int i = 0; i < m_states->count(); ++i) shown += m_states->itemText(i);
    if (names != shown) {
        const QSignalBlocker blocker(m_states);
        const QString before = m_states->currentText();
        m_states->clear();
        m_states->addItems(names);
        m_states->setCurrentIndex(std::max(0, static_cast<int>(names.indexOf(before))));
    }
    m_heatMap->setEmptyText(
        m_recording && names.isEmpty()
            ? tr("The model keeps no state between inferences, or only partial sums of a convolution, "
                 "which are no values that can be shown.")
            : tr("State that is kept between inferences will appear here, a row per unit and a column "
                 "per inference: of an LSTM, or what a model carries itself."));
    m_states->setVisible(!names.isEmpty());
    m_quantities->setVisible(!names.isEmpty());
    m_linesButton->setVisible(!names.isEmpty());
    m_lines->setVisible(!names.isEmpty());
}

void StatePlot::setCurrentInference(std::optional<std::int64_t> inference) {
    m_heatMap->setCurrentInference(inference);
    m_lines->setCurrentInference(inference);
}

void StatePlot::setSelectedNode(std::optional<std::uint32_t> node) {
    const StateTrace* shown = trace();
    if (!node || !m_recording || !shown || shown->node == *node) return;
    // Of several states of the node, the one with the role that is shown now.
    int found = -1;
    for (std::size_t i = 0; i < m_recording->states.size(); ++i) {
        const StateTrace& entry = m_recording->states[i];
        if (entry.node == *node && (found < 0 || entry.role == shown->role)) found = static_cast<int>(i);
    }
    if (found >= 0) setState(found);
}

void StatePlot::setUnits(std::vector<std::int64_t> units) {
    if (units.size() > mostUnits) units.erase(units.begin(), units.end() - mostUnits);
    m_units = std::move(units);
    showLines();
}

void StatePlot::addUnit(std::int64_t unit) {
    m_heatMap->setCurrentUnit(unit);
    if (std::ranges::find(m_units, unit) == m_units.end()) toggleUnit(unit);
}

bool StatePlot::plotUnit(const QString& state, std::int64_t unit) {
    const StateTrace* wanted = traceOf(state);
    if (wanted == nullptr || unit >= wanted->size) return false;
    const bool shown = wanted == trace();
    const auto isLine = [&](std::int64_t each) {
        return shown ? std::ranges::find(m_units, each) != m_units.end()
                     : std::ranges::find(m_pinned, PinnedUnit{state, each}) != m_pinned.end();
    };
    std::int64_t free = std::max<std::int64_t>(unit, 0);
    while (unit < 0 && free + 1 < wanted->size && isLine(free)) ++free;
    if (shown) {
        addUnit(free);
    } else if (!isLine(free)) {
        std::vector<PinnedUnit> pinned = m_pinned;
        pinned.push_back({state, free});
        changePinned(std::move(pinned));
    }
    return true;
}

const StateTrace* StatePlot::traceOf(const QString& state) const {
    if (!m_recording) return nullptr;
    const auto found = std::ranges::find(m_recording->states, state.toStdString(), &StateTrace::name);
    return found == m_recording->states.end() ? nullptr : &*found;
}

void StatePlot::setPinned(std::vector<PinnedUnit> pinned) {
    if (pinned.size() > mostUnits) pinned.erase(pinned.begin(), pinned.end() - mostUnits);
    m_pinned = std::move(pinned);
    showLines();
}

void StatePlot::changePinned(std::vector<PinnedUnit> pinned) {
    const std::vector<PinnedUnit> before = m_pinned;
    setPinned(std::move(pinned));
    if (m_pinned != before) Q_EMIT pinnedChanged(before, m_pinned);
}

/// The lines of the state that is shown stay when another one is chosen.
void StatePlot::pinLines() {
    const StateTrace* shown = trace();
    if (shown == nullptr) return;
    std::vector<PinnedUnit> pinned = m_pinned;
    for (const std::int64_t unit : m_units) {
        const PinnedUnit each{QString::fromStdString(shown->name), unit};
        if (unit < shown->size && std::ranges::find(pinned, each) == pinned.end()) pinned.push_back(each);
    }
    changePinned(std::move(pinned));
}

void StatePlot::setLogarithmic(bool logarithmic) {
    m_logarithmic->setChecked(logarithmic);
}

bool StatePlot::isLogarithmic() const {
    return quantity() == Quantity::difference && m_logarithmic->isChecked();
}

void StatePlot::dragEnterEvent(QDragEnterEvent* event) {
    if (draggedUnit(*event->mimeData()) && m_recording && !m_recording->states.empty())
        event->acceptProposedAction();
}

void StatePlot::dropEvent(QDropEvent* event) {
    const std::optional<DraggedUnit> dropped = draggedUnit(*event->mimeData());
    if (!dropped || !plotUnit(dropped->state, dropped->unit)) return;
    event->acceptProposedAction();
    if (traceOf(dropped->state) == trace() && m_heatMap->currentUnit())
        Q_EMIT unitChosen(*m_heatMap->currentUnit());
}

void StatePlot::fillLinesMenu() {
    QMenu* menu = m_linesButton->menu();
    menu->clear();
    for (const std::int64_t unit : m_units) {
        QAction* action = menu->addAction(tr("unit %1").arg(unit), this, [this, unit] { toggleUnit(unit); });
        action->setCheckable(true);
        action->setChecked(true);
    }
    if (m_units.empty() && m_pinned.empty()) menu->addAction(tr("No unit is a line"))->setEnabled(false);
    if (!m_pinned.empty()) menu->addSeparator();
    for (const PinnedUnit& each : m_pinned) {
        QAction* action =
            menu->addAction(tr("%1 unit %2").arg(each.state).arg(each.unit), this, [this, each] {
                std::vector<PinnedUnit> pinned = m_pinned;
                std::erase(pinned, each);
                changePinned(std::move(pinned));
            });
        action->setCheckable(true);
        action->setChecked(true);
    }
    menu->addSeparator();
    menu->addAction(tr("&Keep these lines with other states"), this, &StatePlot::pinLines)
        ->setEnabled(trace() != nullptr && !m_units.empty());
    menu->addAction(tr("&Remove all"), this,
                    [this] {
                        changeUnits({});
                        changePinned({});
                    })
        ->setEnabled(!m_units.empty() || !m_pinned.empty());
}

void StatePlot::toggleUnit(std::int64_t unit) {
    std::vector<std::int64_t> units = m_units;
    const auto found = std::find(units.begin(), units.end(), unit);
    if (found != units.end()) {
        units.erase(found);
    } else {
        units.push_back(unit);
    }
    changeUnits(std::move(units));
}

void StatePlot::changeUnits(std::vector<std::int64_t> units) {
    const std::vector<std::int64_t> before = m_units;
    setUnits(std::move(units));
    if (m_units != before) Q_EMIT unitsChanged(before, m_units);
}

QString StatePlot::quantityText() const {
    const StateTrace* shown = trace();
    const QString name = shown ? QString::fromStdString(shown->name) : QString();
    switch (quantity()) {
        case Quantity::vm:
            return tr("%1, VM").arg(name);
        case Quantity::reference:
            return tr("%1, reference").arg(name);
        case Quantity::difference:
            return tr("%1, VM − reference").arg(name);
    }
    return name;
}

void StatePlot::showTrace() {
    const StateTrace* shown = trace();
    const bool known = shown && hasReference(*shown);
    if (auto* model = qobject_cast<QStandardItemModel*>(m_quantities->model())) {
        for (int i = 1; i < model->rowCount(); ++i) model->item(i)->setEnabled(known);
    }
    m_quantities->setToolTip(known ? tr("What is shown")
                                   : tr("The reference has no state to compare with in this run."));
    if (!known && quantity() != Quantity::vm) {
        const QSignalBlocker blocker(m_quantities);
        m_quantities->setCurrentIndex(0);
    }
    m_logarithmic->setVisible(quantity() == Quantity::difference);
    HeatMapData table;
    if (shown) table = tableOf(*shown);
    if (!table.empty()) {
        const QString text =
            m_recording->rows == 1 ? tr("%1 units × %2 inference") : tr("%1 units × %2 inferences");
        QStringList figure{text.arg(countText(shown->size), countText(m_recording->rows))};
        // The rows of a long run are those around the inference that is looked at.
        if (m_recording->total() > m_recording->rows) {
            figure << tr("kept: %1 to %2 of %3")
                          .arg(countText(m_recording->first),
                               countText(m_recording->first + m_recording->rows - 1),
                               countText(m_recording->total()));
        }
        m_header->setFigure(figure);
    } else {
        m_header->setFigure({});
    }
    m_heatMap->setQuantity(quantityText());
    m_heatMap->setData(std::move(table));
    showLines();
}

/// The state as it is shown; without values where it has none of what is shown.
HeatMapData StatePlot::tableOf(const StateTrace& trace) const {
    HeatMapData table;
    if (trace.size <= 0 || trace.vm.size() < static_cast<std::size_t>(trace.size * m_recording->rows))
        return table;
    if (quantity() != Quantity::vm && !hasReference(trace)) return table;
    table.owner = m_recording;
    table.values = quantity() == Quantity::reference ? trace.reference.data() : trace.vm.data();
    table.subtract = quantity() == Quantity::difference ? trace.reference.data() : nullptr;
    table.first = m_recording->first;
    table.inferences = m_recording->rows;
    table.units = trace.size;
    return table;
}

void StatePlot::addLine(const StateTrace& trace, std::int64_t unit, std::size_t index, bool named,
                        std::vector<PlotSeries>& series) const {
    const HeatMapData table = tableOf(trace);
    if (table.empty() || unit < 0 || unit >= table.units) return;
    const QColor colour = lineColour(index, isDark(palette()));
    const auto curve = [&](const HeatMapData& of, bool compares) {
        return Curve{.first = of.first,
                     .count = of.inferences,
                     .value =
                         [of, unit, size = isLogarithmic()](std::int64_t at) {
                             const auto value = static_cast<double>(of.at(at - of.first, unit));
                             return size ? std::abs(value) : value;
                         },
                     .present = compares ? std::function([recording = m_recording](std::int64_t at) {
                         return wasCompared(*recording, at);
                     })
                                         : nullptr};
    };
    const QString name =
        named ? tr("%1 unit %2").arg(QString::fromStdString(trace.name)).arg(unit) : tr("unit %1").arg(unit);
    series.push_back({.name = name, .curve = curve(table, quantity() != Quantity::vm), .colour = colour});
    if (quantity() != Quantity::vm || !hasReference(trace)) return;
    HeatMapData reference = table;
    reference.values = trace.reference.data();
    series.push_back({.name = tr("%1, reference").arg(name),
                      .curve = curve(reference, true),
                      .colour = colour,
                      .line = Qt::DotLine,
                      .legend = index == 0 ? tr("reference") : QString()});
}

void StatePlot::showLines() {
    const StateTrace* shown = trace();
    std::vector<PlotSeries> series;
    std::vector<std::pair<std::int64_t, QColor>> marked;
    std::size_t index = 0;
    for (const std::int64_t unit : m_units) {
        if (shown == nullptr || unit < 0 || unit >= shown->size) continue;
        marked.emplace_back(unit, lineColour(index, isDark(palette())));
        addLine(*shown, unit, index++, !m_pinned.empty(), series);
    }
    for (const PinnedUnit& each : m_pinned) {
        const StateTrace* of = traceOf(each.state);
        const bool twice = of == shown && std::ranges::find(m_units, each.unit) != m_units.end();
        if (of != nullptr && !twice) addLine(*of, each.unit, index++, true, series);
    }
    m_heatMap->setMarkedUnits(std::move(marked));
    m_lines->setLogarithmic(isLogarithmic());
    m_lines->setSeries(std::move(series));
}

void StatePlot::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) showLines();
    QWidget::changeEvent(event);
}

}  // namespace lockstep
