#include "widgets/panels/decision_panel.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QSpinBox>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>
#include <algorithm>

#include "core/support/error.h"
#include "widgets/panels/panel_setup.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/term_bar_delegate.h"
#include "widgets/panels/why_bars.h"
#include "widgets/panels/wrong_decision_model.h"
#include "widgets/plots/panel_header.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

/// The rule in these words; nothing if they are none.
std::optional<DecisionRule> parsed(const QString& words) {
    try {
        return decision_rule(words.toStdString());
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace

DecisionPanel::DecisionPanel(QWidget* parent)
    : QWidget(parent),
      m_header(new PanelHeader(tr("Decisions"), this)),
      m_output(new QComboBox),
      m_kind(new QComboBox),
      m_threshold(new QDoubleSpinBox),
      m_k(new QSpinBox),
      m_lookBack(new QToolButton),
      m_splitter(new QSplitter(Qt::Horizontal, this)),
      m_empty(new QLabel(this)),
      m_margins(new WhyBars(this)),
      m_wrong(new WrongDecisionModel(this)),
      m_table(new QTableView(this)) {
    setObjectName(QStringLiteral("decisionPanel"));
    setAccessibleName(tr("Decisions"));
    buildHeader();
    auto* sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(m_wrong);
    sorted->setSortRole(WrongDecisionModel::sortRole);
    m_table->setObjectName(QStringLiteral("wrongDecisions"));
    m_table->setAccessibleName(tr("Inferences whose decision differs"));
    m_table->setToolTip(tr("Click, or press Enter: go to this inference"));
    m_table->setModel(sorted);
    m_table->setSortingEnabled(true);
    setUpRowTable(*m_table);
    sorted->sort(WrongDecisionModel::inference);
    m_table->horizontalHeader()->setSortIndicator(WrongDecisionModel::inference, Qt::AscendingOrder);
    m_margins->setAccessibleName(tr("Decisions by the reference's margin"));
    m_margins->setBackgroundRole(QPalette::Base);
    m_margins->setAutoFillBackground(true);
    auto* scroll = new QScrollArea;
    scroll->setAccessibleName(m_margins->accessibleName());
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_margins);
    m_splitter->addWidget(scroll);
    m_splitter->addWidget(m_table);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({1000, 1000});
    setUpPanel(*this, m_header, m_splitter, m_empty);
    setFocusProxy(m_kind);
    connect(m_table, &QTableView::clicked, this, &DecisionPanel::chooseRow);
    connect(m_table, &QTableView::activated, this, &DecisionPanel::chooseRow);
    showRule();
}

void DecisionPanel::buildHeader() {
    m_output->setObjectName(QStringLiteral("decisionOutput"));
    m_output->setAccessibleName(tr("Output"));
    m_kind->setObjectName(QStringLiteral("decisionKind"));
    m_kind->setAccessibleName(tr("Decision"));
    m_kind->addItems({tr("none"), tr("argmax"), tr("sign"), tr("threshold"), tr("top k")});
    m_kind->setToolTip(tr("What is made of the output: an error matters where it changes what is done"));
    m_threshold->setObjectName(QStringLiteral("decisionThreshold"));
    m_threshold->setAccessibleName(tr("Threshold"));
    m_threshold->setDecimals(6);
    m_threshold->setRange(-1e9, 1e9);
    m_threshold->setSingleStep(0.1);
    m_threshold->setKeyboardTracking(false);
    m_k->setObjectName(QStringLiteral("decisionK"));
    m_k->setAccessibleName(tr("Number of places"));
    m_k->setRange(1, 100'000);
    m_k->setKeyboardTracking(false);
    m_lookBack->setObjectName(QStringLiteral("decisionLookBack"));
    m_lookBack->setText(tr("Look back"));
    m_lookBack->setToolTip(tr("Look as well at what was run before the decision was chosen"));
    for (QWidget* control : std::initializer_list<QWidget*>{m_output, m_kind, m_threshold, m_k, m_lookBack})
        m_header->addControl(control);
    connect(m_output, &QComboBox::currentIndexChanged, this, &DecisionPanel::showRule);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &DecisionPanel::ruleEdited);
    connect(m_threshold, &QDoubleSpinBox::valueChanged, this, &DecisionPanel::ruleEdited);
    connect(m_k, &QSpinBox::valueChanged, this, &DecisionPanel::ruleEdited);
    connect(m_lookBack, &QToolButton::clicked, this, &DecisionPanel::lookBackWanted);
}

void DecisionPanel::setOutputs(const QStringList& outputs) {
    if (outputs == m_outputs) return;
    m_outputs = outputs;
    const QSignalBlocker blocker(m_output);
    const QString before = m_output->currentText();
    m_output->clear();
    m_output->addItems(outputs);
    m_output->setCurrentIndex(std::max(0, m_output->findText(before)));
    showRule();
}

void DecisionPanel::setRules(const QStringList& rules) {
    if (rules == m_rules) return;
    m_rules = rules;
    showRule();
}

void DecisionPanel::setResults(const std::vector<DecisionResult>& results, std::int64_t from) {
    m_results = results;
    m_from = from;
    showResult();
}

void DecisionPanel::setProblem(const QString& problem) {
    if (problem == m_problem) return;
    m_problem = problem;
    showResult();
}

QString DecisionPanel::output() const {
    return m_output->currentText();
}

std::optional<qsizetype> DecisionPanel::place() const {
    for (qsizetype k = 0; k < m_rules.size(); ++k) {
        const std::optional<DecisionRule> rule = parsed(m_rules[k]);
        // A rule without a name is that of the only output.
        if (rule && (text(rule->output) == output() || (rule->output.empty() && m_outputs.size() == 1)))
            return k;
    }
    return std::nullopt;
}

const DecisionResult* DecisionPanel::result() const {
    const std::optional<qsizetype> at = place();
    if (!at) return nullptr;
    for (const DecisionResult& each : m_results)
        if (text(each.text) == m_rules[*at]) return &each;
    return nullptr;
}

void DecisionPanel::showRule() {
    {
        const QSignalBlocker kind(m_kind);
        const QSignalBlocker threshold(m_threshold);
        const QSignalBlocker k(m_k);
        const std::optional<qsizetype> at = place();
        const std::optional<DecisionRule> rule = at ? parsed(m_rules[*at]) : std::nullopt;
        m_kind->setCurrentIndex(rule ? static_cast<int>(rule->kind) + 1 : 0);
        if (rule && rule->kind == DecisionRule::Kind::threshold) m_threshold->setValue(rule->threshold);
        if (rule && rule->kind == DecisionRule::Kind::topk) m_k->setValue(static_cast<int>(rule->k));
    }
    m_output->setVisible(m_outputs.size() > 1);
    m_kind->setEnabled(!m_outputs.isEmpty());
    m_threshold->setVisible(m_kind->currentIndex() == 3);
    m_k->setVisible(m_kind->currentIndex() == 4);
    showResult();
}

void DecisionPanel::ruleEdited() {
    const std::optional<qsizetype> at = place();
    QString words;
    switch (m_kind->currentIndex()) {
        case 1:
            words = QStringLiteral("argmax");
            break;
        case 2:
            words = QStringLiteral("sign");
            break;
        case 3:
            words = QStringLiteral("threshold=%1").arg(QString::number(m_threshold->value(), 'g', 12));
            break;
        case 4:
            words = QStringLiteral("topk=%1").arg(m_k->value());
            break;
        default:
            break;
    }
    if (!words.isEmpty() && m_outputs.size() > 1) words.prepend(output() + u'=');
    QStringList rules = m_rules;
    if (at && words.isEmpty()) {
        rules.removeAt(*at);
    } else if (at) {
        rules[*at] = words;
    } else if (!words.isEmpty()) {
        rules << words;
    }
    if (rules == m_rules) return;
    m_rules = rules;
    showRule();
    Q_EMIT rulesChanged(m_rules);
}

void DecisionPanel::showResult() {
    const DecisionResult* found = result();
    const bool any = found != nullptr && found->compared > 0;
    m_splitter->setVisible(any);
    m_empty->setVisible(!any);
    m_lookBack->setVisible(found != nullptr && m_from > 0);
    if (!any) {
        m_wrong->setDecisions({});
        m_header->setFigure({});
        QString words =
            tr("Choose what is made of the output: how often the VM decides otherwise than the "
               "reference shows here, and where.");
        if (m_outputs.isEmpty()) words = tr("Decisions show here once a model is compiled and run.");
        if (place()) words = tr("No inference with a reference has been looked at yet.");
        if (!m_problem.isEmpty()) words = m_problem;
        m_empty->setText(words);
        return;
    }
    const bool first = m_wrong->rowCount() == 0;
    m_wrong->setDecisions(found->listed);
    if (first && m_wrong->rowCount() > 0) m_table->resizeColumnsToContents();
    const double share = static_cast<double>(found->differing) / static_cast<double>(found->compared);
    QStringList figure{tr("%1 of %2 differ").arg(countText(found->differing), countText(found->compared)),
                       tr("%1 %").arg(figureText(share * 100))};
    if (found->differing > 0)
        figure << tr("alike above a margin of %1").arg(figureText(found->largest_margin));
    if (m_from > 0) figure << tr("from inference %1 on").arg(countText(m_from));
    m_header->setFigure(figure);

    const bool dark = isDark(palette());
    const QColor differs = TermBarDelegate::colourOf(1, dark);
    const QColor alike = TermBarDelegate::colourOf(-1, dark);
    std::vector<WhyBarRow> rows;
    for (const MarginBin& bin : found->margins) {
        WhyBarRow row;
        row.label = bin.from == 0        ? tr("below %1").arg(figureText(bin.to))
                    : bin.from == bin.to ? tr("infinite")
                                         : tr("from %1").arg(figureText(bin.from));
        row.figure = tr("%1 of %2").arg(countText(bin.differing), countText(bin.inferences));
        row.tip = tr("Margin %1 to %2: %3 of %4 inferences differ")
                      .arg(figureText(bin.from), figureText(bin.to), countText(bin.differing),
                           countText(bin.inferences));
        const double part = static_cast<double>(bin.differing) / static_cast<double>(bin.inferences);
        row.parts = {{part, differs, row.tip}, {1 - part, alike, row.tip}};
        rows.push_back(std::move(row));
    }
    m_margins->setRows(std::move(rows), {{tr("differs"), differs}, {tr("alike, by margin"), alike}});
    setAccessibleDescription(figure.join(QStringLiteral(", ")));
}

void DecisionPanel::chooseRow() {
    const QVariant inference = m_table->currentIndex().data(WrongDecisionModel::inferenceRole);
    if (inference.isValid()) Q_EMIT inferenceChosen(inference.toLongLong());
}

void DecisionPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) showResult();
    QWidget::changeEvent(event);
}

}  // namespace lockstep
