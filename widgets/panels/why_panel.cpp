#include "widgets/panels/why_panel.h"

#include <QEvent>
#include <QLabel>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "core/report/palette.h"
#include "core/report/why_words.h"
#include "widgets/panels/panel_setup.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/rich_label.h"
#include "widgets/panels/why_bars.h"
#include "widgets/panels/why_path_model.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

double shareOf(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? std::clamp(static_cast<double>(part) / static_cast<double>(whole), 0.0, 1.0) : 0;
}

QString percent(double share) {
    return QStringLiteral("%1 %").arg(qRound(share * 100));
}

QColor mark(const OpColour& colour, bool dark) {
    const Rgb rgb = dark ? colour.dark_mark : colour.light_mark;
    return QColor(rgb.r, rgb.g, rgb.b);
}

QColor waitColour(Wait wait, bool dark) {
    switch (wait) {
        case Wait::input:
            return mark(palette::yellow, dark);
        case Wait::result:
            return mark(palette::orange, dark);
        case Wait::transfer:
            return mark(palette::purple, dark);
        case Wait::accumulator:
            return mark(palette::vermillion, dark);
        case Wait::order:
            break;
    }
    return mark(palette::grey, dark);
}

QString waitLabel(Wait wait) {
    switch (wait) {
        case Wait::input:
            return WhyPanel::tr("waits for input");
        case Wait::result:
            return WhyPanel::tr("for a result");
        case Wait::transfer:
            return WhyPanel::tr("for the bus");
        case Wait::accumulator:
            return WhyPanel::tr("for an accumulator");
        case Wait::order:
            break;
    }
    return WhyPanel::tr("for its turn");
}

QString unitLabel(const UnitUse& use) {
    const QString unit = text(name(use.unit));
    return use.core ? WhyPanel::tr("core %1 %2").arg(*use.core).arg(unit) : unit;
}

QTableView* makeTable(WhyPathModel* model, QWidget* parent) {
    auto* table = new QTableView(parent);
    table->setObjectName(QStringLiteral("whyPath"));
    table->setAccessibleName(WhyPanel::tr("Critical path"));
    table->setModel(model);
    setUpRowTable(*table);
    return table;
}

}  // namespace

WhyPanel::WhyPanel(QWidget* parent)
    : QWidget(parent),
      m_model(new WhyPathModel(this)),
      m_table(makeTable(m_model, this)),
      m_splitter(new QSplitter(Qt::Horizontal, this)),
      m_empty(new QLabel(tr("Why an inference takes as long as it does shows here once a model is compiled."),
                         this)),
      m_sentence(new QLabel(this)),
      m_holds(new RichLabel(this)),
      m_bounds(new WhyBars(this)),
      m_units(new WhyBars(this)) {
    setObjectName(QStringLiteral("whyPanel"));
    m_bounds->setAccessibleName(tr("Roofline"));
    m_units->setAccessibleName(tr("Utilisation"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    for (QLabel* label : {m_sentence, m_holds}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setContentsMargins(8, 2, 8, 2);
    }

    auto* side = new QWidget;
    side->setBackgroundRole(QPalette::Base);
    side->setAutoFillBackground(true);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 4, 0, 8);
    column->setSpacing(4);
    addTitle(column, tr("Least cycles that are possible"));
    column->addWidget(m_bounds);
    column->addWidget(m_sentence);
    addTitle(column, tr("What holds it"));
    column->addWidget(m_holds);
    addTitle(column, tr("How busy the units are"));
    column->addWidget(m_units);
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("whySide"));
    scroll->setAccessibleName(tr("Bounds and units"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(side);

    m_splitter->addWidget(m_table);
    m_splitter->addWidget(scroll);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(m_empty, 1);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setWhy(nullptr, nullptr, nullptr);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                const QVariant event = index.data(WhyPathModel::eventRole);
                if (!m_following && event.isValid()) Q_EMIT eventActivated(event.toUInt());
            });
}

QLabel* WhyPanel::addTitle(QVBoxLayout* column, const QString& title) {
    auto* label = new QLabel(title, this);
    label->setFont(themeFont(font(), TextSize::small));
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setContentsMargins(8, 4, 8, 0);
    column->addWidget(label);
    return label;
}

void WhyPanel::setWhy(std::shared_ptr<const Program> program, std::shared_ptr<const Timeline> timeline,
                      std::shared_ptr<const Why> why) {
    const QScopedValueRollback<bool> following(m_following, true);
    const bool first = !m_why;
    m_program = std::move(program);
    m_timeline = std::move(timeline);
    m_why = m_program && m_timeline ? std::move(why) : nullptr;
    m_model->setWhy(m_program, m_timeline, m_why);
    m_splitter->setVisible(m_why != nullptr);
    m_empty->setVisible(m_why == nullptr);
    if (!m_why) return;
    if (first) m_table->resizeColumnsToContents();
    QString sentence = text(roofline_text(m_why->roofline));
    if (!m_program->departures().empty())
        sentence +=
            QLatin1Char(' ') +
            tr("Compiled with %1: not comparable with published figures.").arg(text(m_program->departures()));
    m_sentence->setText(sentence);
    showBounds();
    showHolds();
    showUnits();
}

void WhyPanel::select(std::optional<std::uint32_t> event, std::optional<std::uint32_t> node) {
    const QScopedValueRollback<bool> following(m_following, true);
    std::optional<int> row = event ? m_model->rowOf(*event) : std::nullopt;
    if (!row && m_why && node) {
        for (std::size_t i = 0; i < m_why->path.entries.size() && !row; ++i) {
            const std::uint32_t index = m_why->path.entries[i].event;
            if (index == no_event) continue;
            const TimelineEvent& candidate = m_timeline->events[index];
            const std::uint32_t owner = m_program->cores[candidate.core].node_of[candidate.instruction];
            if (owner < m_program->nodes.size() && m_program->nodes[owner].id == *node)
                row = static_cast<int>(i);
        }
    }
    if (!row) {
        m_table->selectionModel()->clear();
        return;
    }
    if (m_table->currentIndex().row() == *row) return;
    m_table->setCurrentIndex(m_model->index(*row, 0));
    m_table->scrollTo(m_model->index(*row, 0));
}

void WhyPanel::showBounds() {
    const ThemeColors& style = themeColors(palette());
    std::vector<WhyBarRow> rows;
    for (const BoundRow& bound : bound_rows(*m_why)) {
        WhyBarRow row;
        row.label = text(bound.name);
        row.figure = countText(bound.cycles);
        row.tip = text(bound.meaning);
        row.strong = bound.name == "schedule";
        const bool together = bound.name.starts_with("together");
        row.parts = {{shareOf(bound.cycles, m_why->spaced),
                      row.strong ? mark(palette::vermillion, style.dark)
                      : together ? mark(palette::blue, style.dark)
                                 : mark(palette::sky_blue, style.dark),
                      tr("%1 of %2 cycles: %3")
                          .arg(countText(bound.cycles), countText(m_why->spaced), text(bound.meaning))}};
        rows.push_back(std::move(row));
    }
    m_bounds->setRows(std::move(rows), {});
}

void WhyPanel::showHolds() {
    const QString quiet = themeColors(palette()).quietText.name();
    QStringList rows;
    for (const WhyFinding& finding : what_holds(*m_program, *m_why)) {
        QString line = QStringLiteral("<tr><td align=right><b>%1</b>&nbsp;&nbsp;</td><td>%2")
                           .arg(countText(finding.cycles), text(finding.text).toHtmlEscaped());
        if (!finding.advice.empty())
            line += QStringLiteral(" <span style=\"color:%1\">%2</span>")
                        .arg(quiet, text(finding.advice).toHtmlEscaped());
        rows << line + QStringLiteral("</td></tr>");
    }
    m_holds->setText(QStringLiteral("<table cellspacing=2>%1</table>").arg(rows.join(QString())));
}

void WhyPanel::showUnits() {
    const bool dark = isDark(palette());
    std::vector<WhyBarRow> rows;
    WaitCycles any;
    for (const UnitUse& use : m_why->units) {
        if (use.busy == 0) continue;
        WhyBarRow row;
        row.label = unitLabel(use);
        row.figure = percent(use.share_spaced);
        row.tip =
            tr("%1 of %2 cycles busy; contiguous: %3")
                .arg(countText(use.busy_spaced), countText(m_why->spaced), percent(use.share_contiguous));
        row.parts.push_back({shareOf(use.busy_spaced, m_why->spaced), mark(palette::blue, dark), row.tip});
        for (int i = 0; i < wait_count; ++i) {
            const auto wait = static_cast<Wait>(i);
            any[wait] += use.waits[wait];
            row.parts.push_back({shareOf(use.waits[wait], m_why->spaced), waitColour(wait, dark),
                                 tr("%1: %2 cycles").arg(waitLabel(wait), countText(use.waits[wait]))});
        }
        rows.push_back(std::move(row));
    }
    std::vector<std::pair<QString, QColor>> legend = {{tr("busy"), mark(palette::blue, dark)}};
    for (int i = 0; i < wait_count; ++i) {
        const auto wait = static_cast<Wait>(i);
        if (any[wait] > 0) legend.emplace_back(waitLabel(wait), waitColour(wait, dark));
    }
    m_units->setRows(std::move(rows), std::move(legend));
}

void WhyPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && m_why) {
        showBounds();
        showHolds();
        showUnits();
    }
    QWidget::changeEvent(event);
}

}  // namespace lockstep
