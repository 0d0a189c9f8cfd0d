#include <QActionGroup>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidgetAction>

#include "core/program/timeline_row.h"
#include "widgets/plots/axis_range.h"
#include "widgets/plots/panel_header.h"
#include "widgets/timeline/area_table.h"
#include "widgets/timeline/timeline_canvas.h"
#include "widgets/timeline/timeline_view.h"

/// What a TimelineView shows around one inference: several in a row, statistics, its keys.
namespace lockstep {
namespace {

/// A narrower timeline keeps its room; the statistics stand in the line below and its tool tip.
constexpr int widthForTable = 640;

/// A card that any key and any click closes.
class KeyCard : public QFrame {
  public:
    KeyCard(const QString& words, QWidget* parent) : QFrame(parent, Qt::Popup) {
        setObjectName(QStringLiteral("timelineKeys"));
        setAttribute(Qt::WA_DeleteOnClose);
        setFrameShape(QFrame::StyledPanel);
        auto* text = new QLabel(words, this);
        text->setAttribute(Qt::WA_TransparentForMouseEvents);
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(12, 8, 12, 8);
        layout->addWidget(text);
    }

  protected:
    void keyPressEvent(QKeyEvent*) override { close(); }
    void mousePressEvent(QMouseEvent*) override { close(); }
};

}  // namespace

void TimelineView::makeRowButton() {
    m_rowButton = new QToolButton;
    m_rowButton->setObjectName(QStringLiteral("timelineRow"));
    m_rowButton->setAutoRaise(true);
    m_rowButton->setPopupMode(QToolButton::InstantPopup);
    m_rowButton->setToolTip(tr("Several inferences in a row"));
    auto* menu = new QMenu(m_rowButton);
    menu->setObjectName(QStringLiteral("timelineRowMenu"));
    menu->setToolTipsVisible(true);
    auto* group = new QActionGroup(menu);
    group->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
    const auto add = [&](const QString& text, const QString& tip, int inferences, bool spaced) {
        QAction* action =
            menu->addAction(text, this, [this, inferences, spaced] { setRow(inferences, spaced); });
        action->setToolTip(tip);
        action->setCheckable(true);
        action->setData(spaced ? -inferences : inferences);
        group->addAction(action);
    };
    const QString packed = tr("The next input is let in when the program has ended: contiguous");
    const QString apart = tr("With a pause as long as the inference between them: each is spaced");
    add(tr("One inference"), tr("From the first input beat to the last work"), 1, false);
    add(tr("3 back to back"), packed, 3, false);
    add(tr("10 back to back"), packed, 10, false);
    add(tr("3 spaced, with a pause between them"), apart, 3, true);
    menu->addSeparator();
    auto* number = new QWidget(menu);
    auto* line = new QHBoxLayout(number);
    line->setContentsMargins(12, 2, 12, 2);
    m_count = new QSpinBox(number);
    m_count->setObjectName(QStringLiteral("timelineRowCount"));
    m_count->setAccessibleName(tr("Inferences in a row"));
    m_count->setToolTip(tr("As many as were run, one behind the other"));
    m_count->setKeyboardTracking(false);
    auto* label = new QLabel(tr("in a row"), number);
    label->setBuddy(m_count);
    line->addWidget(label);
    line->addWidget(m_count, 1);
    auto* counted = new QWidgetAction(menu);
    counted->setDefaultWidget(number);
    counted->setText(tr("Number in a row…"));
    counted->setToolTip(m_count->toolTip());
    connect(counted, &QAction::triggered, this, [this] {
        // The menu is shown until it is left.
        QTimer::singleShot(0, m_count, [this] { m_count->setFocus(); });
        m_rowButton->showMenu();
    });
    menu->addAction(counted);
    QAction* spaced =
        menu->addAction(tr("Spaced"), this, [this](bool wanted) { setRow(m_inferences, wanted); });
    spaced->setObjectName(QStringLiteral("timelineRowSpaced"));
    spaced->setCheckable(true);
    spaced->setToolTip(apart);
    connect(m_count, &QSpinBox::valueChanged, this, [this](int count) { setRow(count, m_spaced); });
    connect(menu, &QMenu::aboutToShow, this, [this, group, spaced] {
        const QSignalBlocker block(m_count);
        m_count->setRange(1, mostInRow());
        m_count->setValue(m_inferences);
        spaced->setChecked(m_spaced);
        for (QAction* each : group->actions())
            each->setChecked(each->data().toInt() == (m_spaced ? -m_inferences : m_inferences));
    });
    m_rowButton->setMenu(menu);
    m_header->addControl(m_rowButton);
}

void TimelineView::makeCompareButton() {
    m_compareButton = new QToolButton;
    m_compareButton->setObjectName(QStringLiteral("timelineCompare"));
    m_compareButton->setText(tr("Compare"));
    m_compareButton->setAutoRaise(true);
    m_compareButton->setPopupMode(QToolButton::InstantPopup);
    m_compareButton->setToolTip(tr("Hold this run against a later one, on the same axis"));
    auto* menu = new QMenu(m_compareButton);
    menu->setObjectName(QStringLiteral("timelineCompareMenu"));
    menu->setToolTipsVisible(true);
    menu->addAction(tr("&Keep this run to compare"), this, [this] { keep({}); })
        ->setToolTip(tr("Its lanes stay below those of every later program, on the same axis"));
    QAction* align = menu->addAction(tr("&Align at the selected operator"), this, &TimelineView::setAligned);
    align->setCheckable(true);
    QAction* drop = menu->addAction(tr("&Drop the kept run"), this, &TimelineView::dropKept);
    connect(menu, &QMenu::aboutToShow, this, [this, align, drop] {
        align->setEnabled(isComparing());
        align->setChecked(m_aligned);
        drop->setEnabled(isComparing());
    });
    m_compareButton->setMenu(menu);
    m_header->addControl(m_compareButton);
}

int TimelineView::mostInRow() const {
    // Without a run the first ten can be looked at: their timing is known.
    const std::int64_t run = std::max<std::int64_t>(m_length, 10);
    return static_cast<int>(std::min<std::int64_t>(run, mostOfEvents()));
}

int TimelineView::mostOfEvents() const {
    const std::size_t each = m_timeline ? std::max<std::size_t>(m_timeline->events.size(), 1) : 1;
    return static_cast<int>(std::max<std::size_t>(mostEvents / each, 1));
}

void TimelineView::setRow(int inferences, bool spaced) {
    // A session says a number before there is a run.
    inferences = std::clamp(inferences, 1, mostOfEvents());
    if (inferences == m_inferences && spaced == m_spaced) return;
    m_inferences = inferences;
    m_spaced = spaced;
    showRow();
    m_canvas->setSelectedNode(m_node);
}

void TimelineView::setRunLength(std::int64_t inferences) {
    if (inferences == m_length) return;
    m_length = inferences;
    showRowMarks();
}

void TimelineView::setRange(AxisRange* range) {
    if (m_range) m_range->disconnect(this);
    m_range = range;
    if (m_range) {
        connect(m_range, &AxisRange::changed, this, &TimelineView::showRowMarks);
        connect(m_range, &AxisRange::cursorsChanged, this, &TimelineView::showRowMarks);
    }
    showRowMarks();
}

/// Which inferences stand in the row: those around the one that is shown.
void TimelineView::showRowMarks() {
    TimelineMarks::Row row;
    if (m_inference) {
        // It moves as little as it needs to, and ends with the run where it can.
        if (*m_inference < m_first) m_first = *m_inference;
        if (*m_inference >= m_first + m_inferences) m_first = *m_inference - m_inferences + 1;
        if (m_first + m_inferences > m_length) m_first = std::min(m_first, m_length - m_inferences);
        m_first = std::max<std::int64_t>(m_first, 0);
        row.first = m_first;
        row.current = m_inference;
        if (m_range) {
            row.low = std::max(m_range->low(), -0.5);
            row.high = m_range->high();
            row.cursors = {m_range->cursor(0), m_range->cursor(1)};
        }
    }
    m_canvas->setRowMarks(row);
}

void TimelineView::showRow() {
    m_inferences = std::min(m_inferences, mostOfEvents());
    if (m_timeline && m_inferences > 1) {
        const std::int64_t period = m_timeline->contiguous * (m_spaced ? 2 : 1);
        TimelineRow row = timeline_row(*m_timeline, static_cast<std::size_t>(m_inferences), period);
        m_canvas->setTimeline(m_program, std::make_shared<const Timeline>(std::move(row.timeline)),
                              std::move(row.starts));
    } else {
        m_canvas->setTimeline(m_program, m_timeline);
    }
    if (!m_canvas->geometry().empty()) m_canvas->setCriticalPath(criticalOfRow());
    showRowMarks();
    showPosition();
    updateHeader();
    showKept();
}

/// The path of each inference, the latest part first.
std::vector<CriticalPart> TimelineView::criticalOfRow() const {
    std::vector<CriticalPart> one;
    if (m_why) {
        for (const PathEntry& entry : m_why->path.entries)
            if (entry.event != no_event) one.push_back({entry.event, entry.begin, entry.end});
        std::reverse(one.begin(), one.end());
    } else if (m_timeline) {
        one = criticalParts(*m_timeline);
    }
    std::vector<CriticalPart> all;
    const std::vector<std::int64_t>& starts = m_canvas->geometry().starts();
    for (std::size_t k = starts.size(); k-- > 0;) {
        const auto shift = static_cast<std::uint32_t>(k * m_timeline->events.size());
        for (const CriticalPart& part : one)
            all.push_back({part.event + shift, part.begin + starts[k], part.end + starts[k]});
    }
    return all;
}

void TimelineView::showTable() {
    const std::optional<TimelineArea>& area = m_canvas->marks().area;
    // It takes room from the lanes: not under the pointer that drags.
    const bool place = m_table->isVisible() || !m_canvas->isDragging();
    const bool shown = area && m_tableWanted && place && width() >= widthForTable;
    if (shown) {
        m_table->setArea(m_canvas->geometry(), area);
        m_table->setFixedWidth(std::min(m_table->sizeHint().width(), width() * 45 / 100));
    }
    m_table->setVisible(shown);
}

void TimelineView::showKeys() {
    const QList<std::pair<QString, QString>> keys{
        {tr("W, S, Ctrl+wheel"), tr("zoom")},
        {tr("A, D, Shift+wheel, Shift+drag"), tr("pan")},
        {tr("drag"), tr("measure and sum up")},
        {tr("click, Shift+click"), tr("what released it, the whole chain")},
        {tr("← → or , ."), tr("the neighbour in the lane")},
        {tr("↑ ↓"), tr("the lane above, below")},
        {tr("[ ]"), tr("what released it, what it released")},
        {tr("F, F again"), tr("centre what is selected, show all")},
        {tr("M, Shift+M"), tr("measure the selected event, keep the measure")},
        {tr("Q"), tr("table of statistics on and off")},
        {tr("Esc"), tr("let go; again: drop what was kept")},
    };
    QString rows;
    for (const auto& [key, what] : keys)
        rows += QStringLiteral("<tr><td><b>%1</b>&nbsp;&nbsp;</td><td>%2</td></tr>").arg(key, what);
    auto* popup = new KeyCard(QStringLiteral("<table cellpadding='2'>%1</table>").arg(rows), this);
    popup->adjustSize();
    popup->move(mapToGlobal(rect().center()) - popup->rect().center());
    popup->show();
}

}  // namespace lockstep
