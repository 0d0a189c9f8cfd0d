#include "widgets/panels/breakpoints_panel.h"

#include <QCompleter>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStringListModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/panels/panel_table.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

enum ConditionColumn { on, condition, hits };
enum HitColumn { inference, hitCondition, place, value };

const QStringList& templates() {
    static const QStringList all = {
        QStringLiteral("error > 0.01"), QStringLiteral("rms > 0.01"),   QStringLiteral("relative > 0.1"),
        QStringLiteral("not-close"),    QStringLiteral("nan"),          QStringLiteral("saturated"),
        QStringLiteral("wrong"),        QStringLiteral("cycles > 1000")};
    return all;
}

std::vector<ConditionTemplate> runConditions() {
    return {{BreakpointsPanel::tr("&Error of the inference over a bound"), QStringLiteral("error > 0.01")},
            {BreakpointsPanel::tr("An output &beyond the tolerance"), QStringLiteral("not-close")},
            {BreakpointsPanel::tr("&NaN or infinity anywhere"), QStringLiteral("nan")},
            {BreakpointsPanel::tr("&Saturated units"), QStringLiteral("saturated")},
            {BreakpointsPanel::tr("&Cycles over a bound"), QStringLiteral("cycles > 1000")},
            {BreakpointsPanel::tr("A &decision that differs"), QStringLiteral("wrong")}};
}

}  // namespace

std::vector<ConditionTemplate> operatorConditions(const QString& name) {
    return {{BreakpointsPanel::tr("&Value of %1 over a bound").arg(name),
             QStringLiteral("abs(value(%1)) > 1").arg(name)},
            {BreakpointsPanel::tr("E&rror of %1 over a bound").arg(name),
             QStringLiteral("error(%1) > 0.01").arg(name)},
            {BreakpointsPanel::tr("NaN or &infinity in %1").arg(name), QStringLiteral("nan(%1)").arg(name)}};
}

BreakpointsPanel::BreakpointsPanel(QWidget* parent)
    : QWidget(parent),
      m_conditionModel(
          new PanelTableModel({{QString(), false}, {tr("Stop where"), false}, {tr("Hits"), true}}, this)),
      m_hitModel(new PanelTableModel(
          {{tr("Inference"), true}, {tr("Condition"), false}, {tr("Place"), false}, {tr("Value"), true}},
          this)),
      m_conditions(makePanelTable(m_conditionModel, "breakpoints", tr("Breakpoints"), this)),
      m_hitTable(makePanelTable(m_hitModel, "hits", tr("Hits of breakpoints"), this)),
      m_typed(new QLineEdit(this)),
      m_add(new QPushButton(tr("Add"), this)),
      m_decisions(new QLineEdit(this)),
      m_problem(new QLabel(this)),
      m_summary(new QLabel(this)),
      m_lookBack(new QPushButton(tr("Look back"), this)) {
    setObjectName(QStringLiteral("breakpointsPanel"));
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    splitter->addWidget(makeConditions());
    splitter->addWidget(makeHits());
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    setFocusProxy(m_typed);
    setBreakpoints({});
    setHits({}, 0, 0);
}

QWidget* BreakpointsPanel::makeConditions() {
    m_typed->setObjectName(QStringLiteral("newBreakpoint"));
    m_typed->setAccessibleName(tr("New breakpoint"));
    m_typed->setPlaceholderText(tr("error > 0.01, nan, saturated, NAME[3] > 2 …"));
    m_typed->setToolTip(
        tr("error, rms, relative > X · not-close · nan, nan(NAME) · saturated, "
           "saturated(NAME) · NAME > X, NAME[3] < X, abs(NAME) >= X · cycles > N · wrong"));
    auto* completer = new QCompleter(templates(), m_typed);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_typed->setCompleter(completer);
    m_add->setObjectName(QStringLiteral("addBreakpoint"));
    m_add->setEnabled(false);
    auto* help = new QToolButton(this);
    help->setObjectName(QStringLiteral("breakpointHelp"));
    help->setText(QStringLiteral("?"));
    help->setAutoRaise(true);
    help->setAccessibleName(tr("Help on conditions"));
    help->setToolTip(tr("What can be written as a condition"));
    auto* kinds = new QToolButton(this);
    kinds->setObjectName(QStringLiteral("breakpointKinds"));
    kinds->setText(tr("Kinds"));
    kinds->setAutoRaise(true);
    kinds->setPopupMode(QToolButton::InstantPopup);
    kinds->setToolTip(tr("Conditions to begin with: of the inference, and of the operator that is selected"));
    auto* kindsMenu = new QMenu(kinds);
    kindsMenu->setObjectName(QStringLiteral("breakpointKindsMenu"));
    kindsMenu->setToolTipsVisible(true);
    connect(kindsMenu, &QMenu::aboutToShow, this, [this, kindsMenu] { fillKinds(*kindsMenu); });
    kinds->setMenu(kindsMenu);
    m_decisions->setObjectName(QStringLiteral("decisions"));
    m_decisions->setAccessibleName(tr("Decisions"));
    m_decisions->setPlaceholderText(tr("argmax, sign, threshold=X, topk=K"));
    m_decisions->setToolTip(
        tr("What is decided by an output, as in argmax or y=threshold=0.5; several are separated by ; – "
           "\"wrong\" holds where the VM decides otherwise than the reference"));
    m_problem->setObjectName(QStringLiteral("breakpointProblem"));
    m_problem->setWordWrap(true);
    m_problem->setContentsMargins(8, 0, 8, 2);
    m_problem->hide();
    m_conditions->horizontalHeader()->setStretchLastSection(false);
    m_conditions->horizontalHeader()->setSectionResizeMode(on, QHeaderView::ResizeToContents);
    m_conditions->horizontalHeader()->setSectionResizeMode(condition, QHeaderView::Stretch);
    m_conditions->horizontalHeader()->setSectionResizeMode(hits, QHeaderView::ResizeToContents);
    m_conditionModel->setEditable(condition, true);
    m_conditions->installEventFilter(this);
    m_conditions->setToolTip(
        tr("Space: on or off · F2 or a double click: edit · Del: remove · a run stops behind the inference"));

    auto* side = new QWidget;
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 2);
    row->setSpacing(4);
    row->addWidget(m_typed, 1);
    row->addWidget(m_add);
    row->addWidget(kinds);
    row->addWidget(help);
    auto* decisionRow = new QHBoxLayout;
    decisionRow->setContentsMargins(8, 2, 8, 4);
    decisionRow->setSpacing(4);
    auto* decisionLabel = new QLabel(tr("\"wrong\" decides by"), this);
    decisionLabel->setForegroundRole(QPalette::PlaceholderText);
    decisionLabel->setBuddy(m_decisions);
    decisionRow->addWidget(decisionLabel);
    decisionRow->addWidget(m_decisions, 1);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_problem);
    column->addWidget(m_conditions, 1);
    column->addLayout(decisionRow);

    connect(m_typed, &QLineEdit::textChanged, this, &BreakpointsPanel::checkTyped);
    connect(m_typed, &QLineEdit::returnPressed, this, &BreakpointsPanel::add);
    connect(m_add, &QPushButton::clicked, this, &BreakpointsPanel::add);
    connect(help, &QToolButton::clicked, this, &BreakpointsPanel::helpWanted);
    connect(m_decisions, &QLineEdit::editingFinished, this, &BreakpointsPanel::editDecisions);
    connect(m_conditions, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (index.column() == on) toggle(index.row());
    });
    connect(m_conditionModel, &PanelTableModel::edited, this, [this](int at, int, const QString& words) {
        const QString trimmed = words.trimmed();
        const QString problem = m_check ? m_check(trimmed) : QString();
        say(problem);
        if (problem.isEmpty()) Q_EMIT changed(at, trimmed);
    });
    return side;
}

QWidget* BreakpointsPanel::makeHits() {
    auto* side = new QWidget;
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 2);
    row->addWidget(m_summary, 1);
    row->addWidget(m_lookBack);
    m_summary->setObjectName(QStringLiteral("hitSummary"));
    m_summary->setMinimumWidth(1);  // the panel may be narrower than what it says
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    m_lookBack->setObjectName(QStringLiteral("lookBack"));
    m_lookBack->setToolTip(tr("Run again what was run before, looking for these conditions"));
    m_hitTable->setColumnWidth(inference, 90);
    m_hitTable->setColumnWidth(hitCondition, 180);
    m_hitTable->setColumnWidth(value, 90);
    m_hitTable->horizontalHeader()->setStretchLastSection(false);
    m_hitTable->horizontalHeader()->setSectionResizeMode(place, QHeaderView::Stretch);
    m_hitTable->setToolTip(tr("Choose a hit to show its inference everywhere"));
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_hitTable, 1);
    const auto choose = [this](const QModelIndex& index) {
        if (!index.isValid()) return;
        const HitRow hit = m_hits[static_cast<std::size_t>(index.row())];
        Q_EMIT hitChosen(hit.inference);
        if (hit.node) Q_EMIT nodeChosen(*hit.node);
    };
    connect(m_hitTable, &QTableView::clicked, this, choose);
    connect(m_hitTable, &QTableView::activated, this, choose);
    connect(m_lookBack, &QPushButton::clicked, this, &BreakpointsPanel::lookBackWanted);
    return side;
}

void BreakpointsPanel::setCheck(Check breakpoints, Check decisions) {
    m_check = std::move(breakpoints);
    m_checkDecision = std::move(decisions);
}

void BreakpointsPanel::setNames(const QStringList& names) {
    auto* words = qobject_cast<QStringListModel*>(m_typed->completer()->model());
    QStringList all = templates();
    for (const QString& name : names) all << QStringLiteral("abs(%1) > 1").arg(name);
    if (words != nullptr && words->stringList() != all) words->setStringList(all);
}

void BreakpointsPanel::setBreakpoints(std::vector<BreakpointRow> rows) {
    m_rows = std::move(rows);
    showRows();
}

void BreakpointsPanel::showRows() {
    m_conditionModel->setRows(static_cast<int>(m_rows.size()), [this](int row, int column, int role) {
        return conditionCell(row, column, role);
    });
}

void BreakpointsPanel::setDecisions(const QStringList& decisions) {
    if (decisions == m_decisionWords) return;
    m_decisionWords = decisions;
    m_decisions->setText(decisions.join(QStringLiteral("; ")));
}

void BreakpointsPanel::setHits(std::vector<HitRow> hits, qint64 total, qint64 from) {
    const qint64 listed = std::ssize(hits);
    m_hits = std::move(hits);
    m_hitModel->setRows(static_cast<int>(listed),
                        [this](int row, int column, int role) { return hitCell(row, column, role); });
    QString words = m_rows.empty() ? tr("Inferences where a condition holds will be listed here.")
                    : total == 0   ? tr("No hit yet.")
                                   : tr("Hits: %1").arg(countText(total));
    if (total > listed) words += tr(", the first %1 are listed").arg(countText(listed));
    if (!m_rows.empty() && from > 0) words += tr(" – watched from inference %1 on").arg(countText(from));
    m_summary->setText(words);
    m_lookBack->setVisible(!m_rows.empty() && from > 0);
}

void BreakpointsPanel::setCurrentInference(qint64 current) {
    const auto hit = std::find_if(m_hits.begin(), m_hits.end(),
                                  [current](const HitRow& row) { return row.inference == current; });
    if (hit == m_hits.end()) {
        m_hitTable->clearSelection();
        return;
    }
    m_hitTable->selectRow(static_cast<int>(hit - m_hits.begin()));
}

void BreakpointsPanel::beginCondition(const QString& words) {
    if (!words.isEmpty()) m_typed->setText(words);
    m_typed->setFocus();
    const qsizetype bound = words.lastIndexOf(QLatin1Char(' ')) + 1;
    if (bound > 0)
        m_typed->setSelection(static_cast<int>(bound), static_cast<int>(words.size() - bound));
    else
        m_typed->selectAll();
}

void BreakpointsPanel::fillKinds(QMenu& menu) {
    menu.clear();
    const auto add = [&](const ConditionTemplate& each) {
        // Whether it can be watched here is said where it is typed.
        menu.addAction(each.title, this, [this, each] { beginCondition(each.condition); })
            ->setToolTip(each.condition);
    };
    for (const ConditionTemplate& each : runConditions()) add(each);
    const QString name = m_operator ? m_operator() : QString();
    if (name.isEmpty()) return;
    menu.addSeparator();
    for (const ConditionTemplate& each : operatorConditions(name)) add(each);
}

QVariant BreakpointsPanel::conditionCell(int row, int column, int role) const {
    const BreakpointRow& at = m_rows[static_cast<std::size_t>(row)];
    switch (role) {
        case Qt::CheckStateRole:
            return column == on ? QVariant(static_cast<int>(at.enabled ? Qt::Checked : Qt::Unchecked))
                                : QVariant();
        case Qt::DisplayRole:
            if (column == condition)
                return at.problem.isEmpty() || !at.enabled
                           ? at.condition
                           : QStringLiteral("%1 – %2").arg(at.condition, at.problem);
            if (column == hits) return at.hits < 0 ? QStringLiteral("–") : countText(at.hits);
            return {};
        case Qt::EditRole:
            return column == condition ? QVariant(at.condition) : QVariant();
        case Qt::ToolTipRole:
            return at.problem.isEmpty() ? QVariant() : QVariant(at.problem);
        case Qt::AccessibleTextRole:
            if (column == on) return at.enabled ? tr("on") : tr("off");
            return {};
        case Qt::ForegroundRole:
            if (!at.problem.isEmpty() && at.enabled) return themeColors(palette()).error;
            return at.enabled ? QVariant() : QVariant(themeColors(palette()).quietText);
        default:
            return {};
    }
}

QVariant BreakpointsPanel::hitCell(int row, int column, int role) const {
    const HitRow& at = m_hits[static_cast<std::size_t>(row)];
    if (role == Qt::ToolTipRole && !at.detail.isEmpty()) return at.where + QLatin1Char('\n') + at.detail;
    if (role != Qt::DisplayRole) return {};
    switch (column) {
        case inference:
            return countText(at.inference);
        case hitCondition:
            return at.condition;
        case place:
            return at.detail.isEmpty() ? at.where : QStringLiteral("%1 – %2").arg(at.where, at.detail);
        case value:
            return figureText(at.value);
        default:
            return {};
    }
}

void BreakpointsPanel::say(const QString& problem) {
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, themeColors(palette()).error);
    m_problem->setPalette(colours);
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

void BreakpointsPanel::checkTyped() {
    const QString words = m_typed->text().trimmed();
    const QString problem = words.isEmpty() || !m_check ? QString() : m_check(words);
    m_add->setEnabled(!words.isEmpty() && problem.isEmpty());
    say(problem);
}

void BreakpointsPanel::add() {
    checkTyped();
    if (!m_add->isEnabled()) return;
    const QString words = m_typed->text().trimmed();
    m_typed->clear();
    Q_EMIT added(words);
}

void BreakpointsPanel::editDecisions() {
    QStringList words;
    for (const QString& word : m_decisions->text().split(QLatin1Char(';')))
        if (!word.trimmed().isEmpty()) words << word.trimmed();
    if (words == m_decisionWords) return;
    for (const QString& word : words) {
        const QString problem = m_checkDecision ? m_checkDecision(word) : QString();
        say(problem);
        if (!problem.isEmpty()) return;
    }
    say({});
    m_decisionWords = words;
    Q_EMIT decisionsChanged(words);
}

int BreakpointsPanel::selectedRow() const {
    const QModelIndex index = m_conditions->currentIndex();
    return index.isValid() ? index.row() : -1;
}

void BreakpointsPanel::toggle(int row) {
    Q_EMIT enabledChanged(row, !m_rows[static_cast<std::size_t>(row)].enabled);
}

void BreakpointsPanel::removeSelected() {
    if (const int row = selectedRow(); row >= 0) Q_EMIT removed(row);
}

bool BreakpointsPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_conditions && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Delete || key == Qt::Key_Backspace) {
            removeSelected();
            return true;
        }
        if (key == Qt::Key_Space && selectedRow() >= 0) {
            toggle(selectedRow());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void BreakpointsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        showRows();
        say(m_problem->text());
    }
    QWidget::changeEvent(event);
}

}  // namespace lockstep
