#include "app/remedy_dialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "app/comparison_table.h"
#include "app/icon.h"
#include "app/latency_text.h"
#include "app/status_text.h"
#include "core/report/search_text.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme_numbers.h"

namespace lockstep::app {
namespace {

enum Column {
    whatColumn,
    endToEndColumn,
    targetColumn,
    cyclesColumn,
    changeColumn,
    computeColumn,
    weightsColumn,
    remarkColumn
};

QList<ComparisonColumn> columns() {
    return {{RemedyDialog::tr("Change")},
            {RemedyDialog::tr("End to end"), true},
            {RemedyDialog::tr("Target")},
            {RemedyDialog::tr("Cycles, spaced"), true},
            {RemedyDialog::tr("Against now"), true},
            {RemedyDialog::tr("Compute"), true},
            {RemedyDialog::tr("Weight blocks"), true},
            {RemedyDialog::tr("Remarks")}};
}

QString whatText(const Remedy& remedy) {
    const QString what = text(remedy.what);
    switch (remedy.kind) {
        case Remedy::Kind::accelerator:
            return RemedyDialog::tr("on %1").arg(what);
        case Remedy::Kind::policy:
            return RemedyDialog::tr("compiled %1").arg(what);
        case Remedy::Kind::precision:
            return RemedyDialog::tr("precision %1").arg(what);
        case Remedy::Kind::joint:
            break;
    }
    return what;
}

/// Beside the figures: what has to be known before it is chosen.
QString remarkText(const RemedyAnswer& answer) {
    QStringList words = remarksOf(*answer.report);
    const std::string departures = answer.report->program->departures();
    if (!departures.empty()) words.prepend(RemedyDialog::tr("not comparable with published figures"));
    if (std::ranges::any_of(answer.remedy.precision,
                            [](const PrecisionRule& rule) { return rule.precision == nnir::Precision::fp8; }))
        words.prepend(RemedyDialog::tr("changes the outputs: run it and look at the error"));
    return words.join(QStringLiteral("; "));
}

}  // namespace

RemedyDialog::RemedyDialog(QWidget* parent)
    : QDialog(parent),
      m_text(new QLabel(this)),
      m_table(makeComparisonTable("remedyTable", tr("What would bring it under the target"), columns(),
                                  remarkColumn, this)),
      m_progress(new QProgressBar(this)) {
    setObjectName(QStringLiteral("remedyDialog"));
    setWindowTitle(tr("What would bring it under the target"));
    m_text->setObjectName(QStringLiteral("remedyText"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_progress->setObjectName(QStringLiteral("remedyProgress"));
    m_progress->setAccessibleName(tr("Ways that were tried"));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    const auto add = [&](const QString& words, const char* name) {
        QPushButton* button = buttons->addButton(words, QDialogButtonBox::ActionRole);
        button->setObjectName(QLatin1String(name));
        return button;
    };
    m_stop = add(tr("Stop"), "remedyStop");
    m_again = add(tr("Look again"), "remedyAgain");
    m_use = add(tr("Compile it so"), "remedyUse");
    m_use->setDefault(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(m_text);
    column->addWidget(m_table, 1);
    column->addWidget(m_progress);
    column->addWidget(buttons);
    resize(1080, 520);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(this, &QDialog::finished, this, &RemedyDialog::forget);
    connect(m_stop, &QPushButton::clicked, this, &RemedyDialog::stopWanted);
    connect(m_again, &QPushButton::clicked, this, &RemedyDialog::againWanted);
    connect(m_use, &QPushButton::clicked, this, &RemedyDialog::use);
    connect(m_table, &QTableWidget::itemActivated, this, &RemedyDialog::use);
    connect(m_table, &QTableWidget::itemSelectionChanged, this, [this] {
        m_use->setEnabled(!m_table->selectedItems().isEmpty() && canUse(m_table->currentRow()));
    });
}

void RemedyDialog::forget() {
    m_table->setRowCount(0);
    m_answers.clear();
    m_order.clear();
}

void RemedyDialog::begin(const LatencyFigures& now, const LatencyBudgetResult& budget) {
    m_now = now;
    m_budget = budget;
    forget();
    m_use->setEnabled(false);
    m_progress->setRange(0, 0);
    setSearching(true);
    m_text->setText(tr("Compiling the model in other ways, and playing each…"));
}

void RemedyDialog::setSearching(bool searching) {
    m_progress->setVisible(searching);
    m_stop->setVisible(searching);
    m_again->setVisible(!searching);
}

void RemedyDialog::showAnswers(const std::vector<RemedyAnswer>& answers, int left) {
    // What is chosen stays chosen while rows come in.
    const int row = m_table->selectedItems().isEmpty() ? -1 : m_table->currentRow();
    const std::optional<std::size_t> chosen =
        row < 0 ? std::nullopt : std::optional(m_order[static_cast<std::size_t>(row)]);
    m_answers = answers;
    m_order = remedy_order(m_answers);
    m_table->setRowCount(0);
    for (const std::size_t i : m_order) addRow(m_answers[i]);
    if (chosen) m_table->selectRow(static_cast<int>(std::ranges::find(m_order, *chosen) - m_order.begin()));
    m_progress->setRange(0, static_cast<int>(answers.size()) + left);
    m_progress->setValue(static_cast<int>(answers.size()));
    sayWhere(left);
}

void RemedyDialog::sayWhere(int left) {
    const auto under = std::ranges::count_if(m_answers, [](const RemedyAnswer& answer) {
        return answer.report && answer.report->latency.target &&
               answer.report->latency.target->verdict == Verdict::under;
    });
    QStringList words;
    if (m_budget.value) {
        words << tr("Now: %1.").arg(text(budget_sentence(*m_budget.value)));
    } else {
        words << tr("Now: %1.").arg(text(m_budget.reason));
    }
    if (under > 0) {
        words << tr("%n way(s) to be under it, band included.", nullptr, static_cast<int>(under));
    } else if (left == 0) {
        words << tr("None of what can be tried is under it with its whole band.");
    }
    if (m_budget.value && (under == 0 || m_budget.value->left_us < 0))
        words << text(bound_sentence(*m_budget.value));
    m_text->setText(words.join(QLatin1Char(' ')));
    if (left == 0) setSearching(false);
}

void RemedyDialog::showFailure(const Failure& failure) {
    setSearching(false);
    m_text->setText(text(to_text(failure)));
}

void RemedyDialog::showStopped() {
    if (m_progress->isHidden()) return;
    setSearching(false);
    m_text->setText(tr("Stopped: what was tried so far is listed."));
}

void RemedyDialog::setOutdated() {
    setSearching(false);
    m_text->setText(tr("The model is compiled in another way now: “Against now” is against the way before."));
}

void RemedyDialog::addRow(const RemedyAnswer& answer) {
    std::vector<ComparisonCell> cells(remarkColumn + 1, ComparisonCell{.text = QStringLiteral("–")});
    cells[whatColumn] = {.text = whatText(answer.remedy), .tip = text(remedy_options(answer.remedy))};
    cells[targetColumn].text.clear();
    if (answer.report) {
        const LatencyFigures& latency = answer.report->latency;
        const TargetVerdictText verdict = verdictText(*latency.target, latency.end_to_end_band);
        cells[endToEndColumn].text = endToEndText(latency);
        cells[targetColumn] = {.text = verdict.word, .icon = icon(verdict.icon)};
        cells[cyclesColumn].text = cyclesText(latency);
        cells[changeColumn].text = changeOfCycles(m_now.spaced_cycles, latency.spaced_cycles);
        cells[computeColumn].text = computeText(latency);
        cells[weightsColumn].text = weightsText(*answer.report->program);
        cells[remarkColumn].text = remarkText(answer);
    } else {
        cells[remarkColumn].text =
            refusalText(answer.failure->kind == FailureKind::does_not_fit, text(answer.failure->message));
    }
    addComparisonRow(*m_table, cells);
}

bool RemedyDialog::canUse(int row) const {
    return row >= 0 && row < std::ssize(m_order) &&
           m_answers[m_order[static_cast<std::size_t>(row)]].report.has_value();
}

void RemedyDialog::use() {
    const int row = m_table->currentRow();
    if (!canUse(row)) return;
    // A copy: the answers may go while it is followed.
    const Remedy remedy = m_answers[m_order[static_cast<std::size_t>(row)]].remedy;
    Q_EMIT chosen(remedy);
}

}  // namespace lockstep::app
