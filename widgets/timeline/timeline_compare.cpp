#include <QLabel>
#include <algorithm>

#include "widgets/theme.h"
#include "widgets/theme_numbers.h"
#include "widgets/timeline/timeline_canvas.h"
#include "widgets/timeline/timeline_view.h"

/// A run that was kept, below the one that is shown.
namespace lockstep {
namespace {

const ProgramNode* nodeOfId(const Program& program, std::uint32_t id) {
    const auto found = std::find_if(program.nodes.begin(), program.nodes.end(),
                                    [id](const ProgramNode& node) { return node.id == id; });
    return found == program.nodes.end() ? nullptr : &*found;
}

struct NodeTime {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::int64_t busy = 0;
};

std::optional<NodeTime> timeOf(const Timeline& timeline, const Program& program, std::uint32_t node) {
    const std::vector<bool> own = eventsOfNode(timeline, program, node);
    std::optional<NodeTime> time;
    for (std::size_t i = 0; i < own.size(); ++i) {
        if (!own[i]) continue;
        const TimelineEvent& event = timeline.events[i];
        if (!time) time = NodeTime{event.start, event.end, 0};
        time->first = std::min(time->first, event.start);
        time->last = std::max(time->last, event.end);
        time->busy += event.busy;
    }
    return time;
}

}  // namespace

void TimelineView::makeKept() {
    m_keptLine = new QLabel(this);
    m_keptLine->setObjectName(QStringLiteral("timelineKept"));
    m_keptLine->setContentsMargins(8, 2, 8, 2);
    m_keptLine->setTextFormat(Qt::PlainText);
    m_keptLine->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_keptLine->setFont(themeFont(font(), TextSize::small));
    m_keptLine->hide();
    m_keptCanvas = new TimelineCanvas(this);
    m_keptCanvas->setAccessibleName(tr("Timeline of the kept run"));
    m_keptCanvas->hide();
    connect(m_keptCanvas, &TimelineCanvas::helpWanted, this, &TimelineView::showKeys);
    connect(m_keptCanvas, &TimelineCanvas::tableToggled, m_canvas, &TimelineCanvas::tableToggled);
    connect(m_canvas, &TimelineCanvas::axisChanged, this, [this] { followAxis(true); });
    connect(m_keptCanvas, &TimelineCanvas::axisChanged, this, [this] {
        // A resize is not the user's: the other one leads.
        followAxis(!m_keptCanvas->hasFocus() && !m_keptCanvas->viewport()->underMouse());
    });
}

void TimelineView::keep(const QString& label) {
    if (!m_timeline || !m_program) return;
    m_keptProgram = m_program;
    m_keptTimeline = m_timeline;
    m_keptLabel = label.isEmpty() ? QString::fromStdString(m_program->config.name) : label;
    showKept();
}

void TimelineView::dropKept() {
    m_keptProgram.reset();
    m_keptTimeline.reset();
    m_aligned = false;
    showKept();
}

void TimelineView::setAligned(bool aligned) {
    m_aligned = aligned;
    showKept();
}

/// The selected node in the kept program: of the same name, operator and module. Ids are those of another
/// graph.
std::optional<std::uint32_t> TimelineView::keptNode() const {
    if (!m_keptProgram || !m_program || !m_node) return std::nullopt;
    const ProgramNode* node = nodeOfId(*m_program, *m_node);
    if (node == nullptr) return std::nullopt;
    for (const ProgramNode& other : m_keptProgram->nodes) {
        if (other.name == node->name && other.op == node->op && other.module == node->module) return other.id;
    }
    return std::nullopt;
}

void TimelineView::showKept() {
    const bool shown = isComparing();
    m_keptLine->setVisible(shown);
    m_keptCanvas->setVisible(shown);
    if (!shown) {
        m_keptCanvas->setTimeline(nullptr, nullptr);
        return;
    }
    if (m_keptCanvas->geometry().empty() || &m_keptCanvas->geometry().timeline() != m_keptTimeline.get())
        m_keptCanvas->setTimeline(m_keptProgram, m_keptTimeline);
    const std::optional<std::uint32_t> node = keptNode();
    m_keptCanvas->setSelectedNode(node);
    m_shift = 0;
    if (m_aligned && node) {
        const auto own = timeOf(*m_timeline, *m_program, *m_node);
        const auto kept = timeOf(*m_keptTimeline, *m_keptProgram, *node);
        if (own && kept) m_shift = static_cast<double>(kept->first - own->first);
    }
    const QString difference = comparison();
    QString line = tr("Kept: %1, %2 cycles").arg(m_keptLabel, countText(m_keptTimeline->spaced));
    if (m_timeline) line += tr(" → %1 cycles now").arg(countText(m_timeline->spaced));
    if (!difference.isEmpty()) line += QStringLiteral(" · ") + difference;
    m_keptLine->setText(line);
    m_keptLine->setToolTip(line);
    followAxis(true);
}

void TimelineView::followAxis(bool kept) {
    if (m_followingAxis || !isComparing() || m_canvas->geometry().empty()) return;
    m_followingAxis = true;
    const CycleAxis& from = (kept ? m_canvas : m_keptCanvas)->geometry().axis;
    (kept ? m_keptCanvas : m_canvas)->setAxis(from.first + (kept ? m_shift : -m_shift), from.cyclesPerPixel);
    m_followingAxis = false;
}

QString TimelineView::comparison() const {
    const std::optional<std::uint32_t> node = keptNode();
    if (!m_node || !m_program || !m_timeline || !isComparing()) return {};
    const ProgramNode* own = nodeOfId(*m_program, *m_node);
    if (own == nullptr) return {};
    const QString name = QString::fromStdString(own->name);
    const auto now = timeOf(*m_timeline, *m_program, *m_node);
    const auto before = node ? timeOf(*m_keptTimeline, *m_keptProgram, *node) : std::nullopt;
    if (!before) return tr("%1 is not in the kept run").arg(name);
    if (!now) return {};
    return tr("%1: %2 busy cycles from %3 to %4, kept %5 from %6 to %7")
        .arg(name, countText(now->busy), countText(now->first), countText(now->last), countText(before->busy),
             countText(before->first), countText(before->last));
}

}  // namespace lockstep
