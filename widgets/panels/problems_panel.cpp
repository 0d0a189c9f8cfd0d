#include "widgets/panels/problems_panel.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <algorithm>

#include "widgets/panels/panel_text.h"
#include "widgets/theme.h"

namespace lockstep {
namespace {

constexpr int nodeRole = Qt::UserRole;

QString levelText(ProblemLevel level) {
    switch (level) {
        case ProblemLevel::error:
            return ProblemsPanel::tr("error");
        case ProblemLevel::warning:
            return ProblemsPanel::tr("warning");
        case ProblemLevel::note:
            break;
    }
    return ProblemsPanel::tr("note");
}

QString placeOf(const FailureNode& node) {
    QStringList parts;
    if (!node.op.empty()) parts << text(node.op);
    if (!node.module.empty()) parts << ProblemsPanel::tr("in %1").arg(text(node.module));
    if (!node.source.empty()) parts << text(node.source);
    return parts.join(QStringLiteral(", "));
}

}  // namespace

std::vector<Problem> problemsOf(const Failure& failure) {
    std::vector<Problem> problems;
    problems.push_back(
        {ProblemLevel::error, text(failure.message), text(failure.advice), {}, text(failure.details), {}});
    for (const FailureNode& node : failure.nodes) {
        problems.push_back({ProblemLevel::error,
                            text(node.reason.empty() ? failure.message : node.reason),
                            {},
                            placeOf(node),
                            {},
                            {}});
    }
    // One place belongs on the line of the failure itself.
    if (failure.nodes.size() == 1) {
        problems.front().place = problems.back().place;
        if (!failure.nodes.front().reason.empty() &&
            failure.message.find(failure.nodes.front().reason) == std::string::npos) {
            problems.front().message += QStringLiteral(": ") + problems.back().message;
        }
        problems.pop_back();
    }
    return problems;
}

ProblemsPanel::ProblemsPanel(QWidget* parent) : QTreeWidget(parent) {
    setObjectName(QStringLiteral("problemsPanel"));
    setAccessibleName(tr("Problems"));
    setFrameShape(QFrame::NoFrame);
    setRootIsDecorated(false);
    setColumnCount(4);
    setHeaderLabels({tr("Kind"), tr("What"), tr("Where"), tr("What to do")});
    setWordWrap(true);
    header()->setStretchLastSection(true);
    header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    header()->setSectionResizeMode(1, QHeaderView::Stretch);
    header()->setSectionResizeMode(2, QHeaderView::Stretch);
    header()->setSectionResizeMode(3, QHeaderView::Stretch);
    header()->setHighlightSections(false);
    const auto jump = [this](const QTreeWidgetItem* item) {
        if (item != nullptr && item->data(0, nodeRole).isValid())
            Q_EMIT nodeActivated(item->data(0, nodeRole).toUInt());
    };
    connect(this, &QTreeWidget::itemClicked, this, jump);
    connect(this, &QTreeWidget::itemActivated, this, jump);
}

void ProblemsPanel::setProblems(std::vector<Problem> problems) {
    m_problems = std::move(problems);
    rebuild();
}

void ProblemsPanel::selectNode(std::optional<std::uint32_t> node) {
    m_node = node;
    QTreeWidgetItem* wanted = nullptr;
    for (int i = topLevelItemCount() - 1; node && i >= 0; --i) {
        const QVariant own = topLevelItem(i)->data(0, nodeRole);
        if (own.isValid() && own.toUInt() == *node) wanted = topLevelItem(i);
    }
    // The line that was clicked may be another one of the same node.
    const QTreeWidgetItem* now = currentItem();
    if (wanted != nullptr && now != nullptr && now->isSelected() && now->data(0, nodeRole).isValid() &&
        now->data(0, nodeRole).toUInt() == *node)
        return;
    if (wanted == nullptr) {
        clearSelection();
        return;
    }
    setCurrentItem(wanted);
    scrollToItem(wanted);
}

int ProblemsPanel::count() const {
    return static_cast<int>(std::count_if(m_problems.begin(), m_problems.end(), [](const Problem& problem) {
        return problem.level != ProblemLevel::note;
    }));
}

QString ProblemsPanel::toPlainText() const {
    QStringList lines;
    for (const Problem& problem : m_problems) {
        QString line = QStringLiteral("%1: %2").arg(levelText(problem.level), problem.message);
        if (!problem.place.isEmpty()) line += QStringLiteral(" (%1)").arg(problem.place);
        lines << line;
        if (!problem.advice.isEmpty()) lines << problem.advice;
        if (!problem.details.isEmpty()) lines << problem.details;
    }
    return lines.join(QLatin1Char('\n'));
}

void ProblemsPanel::rebuild() {
    clear();
    const ThemeColors& colors = themeColors(palette());
    for (const Problem& problem : m_problems) {
        auto* item = new QTreeWidgetItem(
            this, {levelText(problem.level), problem.message, problem.place, problem.advice});
        const QColor colour = problem.level == ProblemLevel::error     ? colors.error
                              : problem.level == ProblemLevel::warning ? colors.warning
                                                                       : colors.quietText;
        item->setForeground(0, colour);
        for (int column = 0; column < 4; ++column)
            item->setTextAlignment(column, Qt::AlignLeft | Qt::AlignTop);
        item->setToolTip(1, problem.message);
        if (problem.node) item->setData(0, nodeRole, *problem.node);
    }
    // A column of which no row has anything leaves its room to the others.
    const auto none = [this](auto field) {
        return std::all_of(m_problems.begin(), m_problems.end(),
                           [&](const Problem& problem) { return (problem.*field).isEmpty(); });
    };
    setColumnHidden(2, none(&Problem::place));
    setColumnHidden(3, none(&Problem::advice));
    selectNode(m_node);
}

void ProblemsPanel::contextMenuEvent(QContextMenuEvent* event) {
    if (m_problems.empty()) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy with details"), this,
                    [this] { QGuiApplication::clipboard()->setText(toPlainText()); });
    menu->popup(event->globalPos());
}

void ProblemsPanel::paintEvent(QPaintEvent* event) {
    QTreeWidget::paintEvent(event);
    if (topLevelItemCount() > 0) return;
    QPainter painter(viewport());
    painter.setPen(themeColors(palette()).quietText);
    painter.drawText(viewport()->rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap,
                     tr("No problems. What can't be read, streamed or compiled shows here, with the operator "
                        "and what to do."));
}

void ProblemsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) rebuild();
    QTreeWidget::changeEvent(event);
}

}  // namespace lockstep
