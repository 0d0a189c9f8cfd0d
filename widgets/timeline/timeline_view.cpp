#include "widgets/timeline/timeline_view.h"

#include <QActionGroup>
#include <QContextMenuEvent>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/program/timeline_row.h"
#include "widgets/plots/export_menu.h"
#include "widgets/plots/panel_header.h"
#include "widgets/timeline/area_table.h"
#include "widgets/timeline/timeline_canvas.h"
#include "widgets/timeline/timeline_csv.h"

namespace lockstep {
namespace {

constexpr int heightForHint = 16;  ///< lines of text

}  // namespace

TimelineView::TimelineView(QWidget* parent)
    : QWidget(parent),
      m_header(new PanelHeader(tr("Timeline"), this)),
      m_canvas(new TimelineCanvas(this)),
      m_status(new QLabel(this)),
      m_table(new AreaTable(this)) {
    makeRowButton();
    makeCompareButton();  // a change of palette below sets its text
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    auto* middle = new QHBoxLayout;
    middle->setContentsMargins(0, 0, 0, 0);
    middle->setSpacing(0);
    middle->addWidget(m_canvas, 1);
    middle->addWidget(m_table);
    m_table->hide();
    m_table->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    layout->addLayout(middle, 1);
    makeKept();
    layout->addWidget(m_keptLine);
    layout->addWidget(m_keptCanvas, 1);
    layout->addWidget(m_status);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setFocusProxy(m_canvas);
    setAccessibleName(tr("Timeline"));
    m_canvas->setAccessibleName(tr("Timeline"));
    m_canvas->setEmptyText(
        tr("The instructions of one inference will appear here, a lane per core and unit. "
           "Open a model and choose an accelerator to compile it."));
    m_status->setContentsMargins(8, 2, 8, 4);
    m_status->setTextFormat(Qt::PlainText);
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_status->setFont(themeFont(font(), TextSize::small));
    connect(m_canvas, &TimelineCanvas::nodeSelected, this, &TimelineView::nodeSelected);
    connect(m_canvas, &TimelineCanvas::eventSelected, this, [this](std::optional<std::uint32_t> event) {
        updateStatus();
        // Others know the events of one inference.
        if (event && m_timeline && !m_timeline->events.empty())
            Q_EMIT eventSelected(*event % static_cast<std::uint32_t>(m_timeline->events.size()));
    });
    connect(m_canvas, &TimelineCanvas::inferenceChosen, this, [this](qint64 place) {
        if (m_inference && m_first + place < m_length) Q_EMIT inferenceChosen(m_first + place);
    });
    connect(m_canvas, &TimelineCanvas::areaSelected, this, [this] {
        showTable();
        updateStatus();
    });
    connect(m_canvas, &TimelineCanvas::tableToggled, this, [this] {
        m_tableWanted = !m_tableWanted;
        showTable();
    });
    connect(m_canvas, &TimelineCanvas::helpWanted, this, &TimelineView::showKeys);
    updateHeader();
    updateStatus();
}

void TimelineView::setTimeline(std::shared_ptr<const Program> program,
                               std::shared_ptr<const Timeline> timeline) {
    m_program = std::move(program);
    m_timeline = std::move(timeline);
    m_why = nullptr;
    m_position.reset();
    showRow();
}

void TimelineView::setCurrentInference(std::optional<std::int64_t> inference) {
    m_inference = inference;
    showRowMarks();
    showPosition();
    updateHeader();
}

void TimelineView::setSelectedEvent(std::uint32_t event) {
    // The one of another inference of the row that was just clicked stays.
    const std::optional<std::uint32_t>& selected = m_canvas->marks().selected;
    if (!m_timeline || m_timeline->events.empty()) return;
    const auto each = static_cast<std::uint32_t>(m_timeline->events.size());
    if (selected && *selected % each == event) return;
    // Of a row, the one of the inference that is shown.
    const std::int64_t place = m_inferences > 1 && m_inference ? *m_inference - m_first : 0;
    m_canvas->setSelectedEvent(
        event + static_cast<std::uint32_t>(std::clamp<std::int64_t>(place, 0, m_inferences - 1)) * each);
}

void TimelineView::setPosition(std::optional<std::int64_t> cycle, const QString& words) {
    m_position = cycle;
    m_positionWords = words;
    showPosition();
}

void TimelineView::showPosition() {
    std::optional<std::int64_t> cycle = m_position;
    const std::vector<std::int64_t>& starts = m_canvas->geometry().starts();
    if (cycle && m_inference && starts.size() > 1) {
        const std::int64_t place = *m_inference - m_first;
        if (place >= 0 && place < std::ssize(starts)) *cycle += starts[static_cast<std::size_t>(place)];
    }
    m_canvas->setPosition(m_canvas->geometry().empty() ? std::nullopt : cycle, m_positionWords);
}

void TimelineView::setCriticalPath(const std::shared_ptr<const Why>& why) {
    m_why = why;
    if (!m_canvas->geometry().empty()) m_canvas->setCriticalPath(criticalOfRow());
}

void TimelineView::setSelectedNode(std::optional<std::uint32_t> node) {
    m_node = node;
    m_canvas->setSelectedNode(node);
    showKept();
}

void TimelineView::setSelectedNodes(const std::vector<std::uint32_t>& nodes) {
    if (nodes.size() == 1) return setSelectedNode(nodes.front());
    setSelectedNode(std::nullopt);
    m_canvas->setSelectedNodes(nodes);
}

QString TimelineView::statusText() const {
    return m_statusText;
}

void TimelineView::updateHeader() {
    const TimelineGeometry& geometry = m_canvas->geometry();
    m_rowButton->setEnabled(!geometry.empty());
    m_compareButton->setEnabled(!geometry.empty());
    m_rowButton->setText(m_inferences == 1 ? tr("1 inference")
                         : m_spaced        ? tr("%1 spaced").arg(m_inferences)
                                           : tr("%1 back to back").arg(m_inferences));
    m_header->setTitle(m_inference && !geometry.empty() ? tr("Timeline of inference %1").arg(*m_inference)
                                                        : tr("Timeline"));
    m_header->setFigure(timelineFigure(geometry));
    std::vector<LegendEntry> legend;
    if (!geometry.empty() && geometry.program()) {
        const bool dark = isDark(palette());
        const std::vector<TimelineLane>& lanes = geometry.lanes();
        for (const LabelledStatistics& row :
             areaStatisticsByOperator(geometry.timeline(), *geometry.program(), lanes, 0, lanes.size() - 1, 0,
                                      static_cast<std::int64_t>(geometry.axis.total))) {
            if (row.label.empty()) continue;
            // Operators that share a colour share an entry.
            const QColor colour = opMark(row.label, dark);
            const auto known = std::ranges::find(legend, colour, &LegendEntry::colour);
            if (known == legend.end())
                legend.push_back({QString::fromStdString(row.label), colour});
            else
                known->text += QStringLiteral(", ") + QString::fromStdString(row.label);
        }
        const std::vector<TimelineEvent>& events = geometry.timeline().events;
        if (std::ranges::any_of(events, &TimelineEvent::state_update)) {
            LegendEntry hatch{tr("state update, after the output"), themeColors(palette()).quietText};
            hatch.hatched = true;
            legend.insert(legend.begin() + std::min<std::ptrdiff_t>(2, std::ssize(legend)), hatch);
        }
    }
    m_header->setLegend(std::move(legend));
}

void TimelineView::updateStatus() {
    const TimelineGeometry& geometry = m_canvas->geometry();
    const TimelineMarks& marks = m_canvas->marks();
    bool hint = false;
    QString toolTip;
    if (geometry.empty()) {
        m_statusText.clear();
    } else if (marks.area) {
        m_statusText = areaLine(geometry, *marks.area);
        toolTip = areaToolTip(geometry, *marks.area);
    } else if (marks.selected) {
        m_statusText = eventLine(geometry, *marks.selected);
        toolTip = eventToolTip(geometry, *marks.selected);
    } else {
        m_statusText =
            tr("W S zoom · A D pan · drag to measure · click for what released it, Shift+click for the whole "
               "chain · F fit · ? all keys");
        hint = true;
    }
    QPalette colours = palette();
    const ThemeColors& style = themeColors(palette());
    // The label's role follows its parent's background: Text here.
    colours.setColor(QPalette::Text, hint ? style.quietText : style.text);
    m_status->setPalette(colours);
    m_status->setToolTip(toolTip);
    m_status->setText(
        m_status->fontMetrics().elidedText(m_statusText, Qt::ElideRight, std::max(width() - 16, 60)));
    // In a low panel the lanes need its room more: the keys stand in the menu, too.
    m_status->setVisible(!hint || height() >= heightForHint * fontMetrics().height());
    m_canvas->setAccessibleDescription(
        geometry.empty() ? QString() : m_header->figure() + QStringLiteral("; ") + m_statusText);
}

void TimelineView::resizeEvent(QResizeEvent*) {
    showTable();
    updateStatus();
}

void TimelineView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        updateHeader();
        updateStatus();
    }
    if (event->type() == QEvent::FontChange) m_status->setFont(themeFont(font(), TextSize::small));
    QWidget::changeEvent(event);
}

void TimelineView::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Show &whole inference"), m_canvas, &TimelineCanvas::fit)
        ->setEnabled(!m_canvas->geometry().empty());
    menu->addAction(tr("&Keys of the Timeline (?)"), this, &TimelineView::showKeys);
    menu->addSeparator();
    addExportActions(*menu, *this, tr("Timeline"), !m_canvas->geometry().empty(),
                     {.image = [this] { return grabImage(*this, 2); },
                      .paint = [this](QPainter& painter) { paintWidget(*this, painter); },
                      .csv =
                          [this](bool visibleOnly) {
                              const TimelineGeometry& geometry = m_canvas->geometry();
                              const std::pair seen(geometry.axis.first, geometry.axis.last());
                              return timelineCsv(geometry.timeline(), *geometry.program(),
                                                 visibleOnly ? std::optional(seen) : std::nullopt);
                          }});
    menu->popup(event->globalPos());
}

}  // namespace lockstep
