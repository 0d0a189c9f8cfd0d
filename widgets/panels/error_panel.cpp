#include "widgets/panels/error_panel.h"

#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QScopedValueRollback>
#include <QSortFilterProxyModel>
#include <QSpinBox>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "core/report/attribution_report.h"
#include "widgets/panels/error_elements_model.h"
#include "widgets/panels/error_terms_model.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/term_bar_delegate.h"
#include "widgets/panels/why_bars.h"
#include "widgets/plots/heat_map_view.h"
#include "widgets/plots/panel_header.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

using Kind = ErrorTermsModel::Kind;

/// A share of a bar of at least a pixel's width where there is anything.
double barShare(double value, double largest) {
    return largest > 0 ? std::min(1.0, std::abs(value) / largest) : 0;
}

}  // namespace

void ErrorPanel::setAccount(std::shared_ptr<const ErrorAccount> account, const QString& reason) {
    const QScopedValueRollback<bool> following(m_following, true);
    const bool first = !m_account;
    m_account = std::move(account);
    m_envelope.reset();
    m_terms->setAccount(m_account);
    m_splitter->setVisible(m_account != nullptr);
    m_empty->setVisible(m_account == nullptr);
    m_empty->setText(reason);
    showColumns();
    if (m_account && first) m_table->resizeColumnsToContents();
    showSources();
    showOverTime();
    showEnvelope();
    showFigures();
    selectNode(m_node);
}

void ErrorPanel::setEnvelope(std::optional<EnvelopePart> envelope) {
    m_envelope = std::move(envelope);
    showEnvelope();
    showFigures();
}

void ErrorPanel::setBusy(const QString& what) {
    m_busy = what;
    m_cancel->setVisible(!what.isEmpty());
    if (!m_account && !what.isEmpty()) m_empty->setText(what);
    showFigures();
}

double ErrorPanel::sum() const {
    return m_terms->sum();
}

ErrorPanel::Subject ErrorPanel::subject() const {
    return static_cast<Subject>(m_subject->currentIndex());
}

void ErrorPanel::setSubject(Subject subject) {
    m_subject->setCurrentIndex(static_cast<int>(subject));
}

int ErrorPanel::stretch() const {
    return m_stretch->value();
}

void ErrorPanel::setStretch(int inferences) {
    m_stretch->setValue(inferences);
}

void ErrorPanel::showColumns() {
    const int view = m_view->currentIndex();
    for (int column = 0; column < m_terms->columnCount(); ++column) {
        const Kind kind = m_terms->kindOf(column);
        const bool values = kind == Kind::maxAbs || kind == Kind::relative || kind == Kind::steps;
        const bool single = kind == Kind::without || kind == Kind::alone;
        const bool shown = view == 0 || (view == 1 && !values && !single) ||
                           (view == 2 && !single && kind != Kind::part) ||
                           (view == 3 && !values && kind != Kind::part);
        m_table->setColumnHidden(column, !shown);
    }
}

void ErrorPanel::showFigures() {
    if (!m_account) {
        m_header->setFigure(m_busy.isEmpty() ? QStringList() : QStringList{m_busy});
        return;
    }
    const Attribution& a = m_account->attribution();
    QStringList figure;
    if (!m_busy.isEmpty()) figure << m_busy;
    figure << tr("inference %1").arg(countText(m_account->part.index))
           << tr("%1 %2 off")
                  .arg(text(focus_name(*m_account->program, a.focus)), signedText(m_account->measured()));
    if (m_envelope && !m_envelope->variants.empty()) {
        const auto [least, most] =
            std::ranges::minmax_element(m_envelope->variants, {}, &VariantError::max_abs);
        figure << tr("other devices %1 to %2").arg(figureText(least->max_abs), figureText(most->max_abs));
    }
    m_header->setFigure(figure);
    QString words = tr("The terms add up to %1; measured: %2 (VM − reference of %3).")
                        .arg(longText(sum()), longText(m_account->measured()),
                             text(focus_name(*m_account->program, a.focus)));
    if (a.first_diverged) {
        const NodeError& node = a.nodes[*a.first_diverged];
        words +=
            u' ' + tr("First node more than a step of bf16 off: %1 %2.").arg(text(node.op), text(node.name));
    }
    m_sum->setText(words);
    QStringList warnings;
    for (const InputSpread& column : m_account->part.lost_columns) warnings << text(to_text(column));
    m_warnings->setVisible(!warnings.isEmpty());
    m_warnings->setToolTip(warnings.join(u'\n'));
    if (!warnings.isEmpty()) {
        const qsizetype more = warnings.size() - 1;
        m_warnings->setText(
            more == 0 ? warnings.front()
                      : tr("%1 (and %n more)", nullptr, static_cast<int>(more)).arg(warnings.front()));
    }
    setAccessibleDescription(words);
}

void ErrorPanel::showSources() {
    if (!m_account) return;
    const Attribution& a = m_account->attribution();
    const bool dark = isDark(palette());
    double largest = std::abs(m_account->measured());
    for (const auto& [source, share] : a.sources) largest = std::max(largest, std::abs(share.at_focus));
    std::vector<WhyBarRow> rows;
    const auto add = [&](const QString& label, double value, const QString& shown, bool strong) {
        WhyBarRow row;
        row.label = label;
        row.figure = shown;
        row.tip = tr("%1: %2").arg(label, longText(value));
        row.parts = {{barShare(value, largest), TermBarDelegate::colourOf(value, dark), row.tip}};
        row.strong = strong;
        rows.push_back(std::move(row));
    };
    double total = 0;
    for (const auto& [source, share] : a.sources) {
        add(sourceLabel(source), share.at_focus, signedText(share.at_focus), false);
        total += share.at_focus;
    }
    add(tr("Sum of the terms"), total, longText(total), true);
    add(tr("Measured error"), m_account->measured(), longText(m_account->measured()), true);
    m_sources->setRows(std::move(rows), {{tr("VM above the reference"), TermBarDelegate::colourOf(1, dark)},
                                         {tr("below"), TermBarDelegate::colourOf(-1, dark)}});
}

void ErrorPanel::showOverTime() {
    const bool any = m_account && m_account->attribution().inferences > 1;
    m_tabs->setTabEnabled(m_tabs->indexOf(m_overTime), any);
    if (!any) {
        m_overTime->setData({});
        return;
    }
    const Attribution& a = m_account->attribution();
    auto table = std::make_shared<std::vector<float>>();
    for (std::size_t step = 0; step < a.by_inference.size(); ++step) {
        for (const NodeError& node : a.nodes) table->push_back(static_cast<float>(node.by_inference[step]));
        table->push_back(static_cast<float>(a.by_inference[step]));
    }
    QStringList names;
    for (const NodeError& node : a.nodes) names << text(node.name);
    names << tr("all terms");
    const std::int64_t first = m_account->part.index + 1 - a.inferences;
    m_overTime->setUnitNames(names);
    m_overTime->range()->setLimits(static_cast<double>(first) - 0.5,
                                   static_cast<double>(m_account->part.index) + 0.5);
    m_overTime->range()->fit();
    m_overTime->setData({.owner = table,
                         .values = table->data(),
                         .subtract = nullptr,
                         .first = first,
                         .inferences = a.inferences,
                         .units = static_cast<std::int64_t>(names.size())});
    m_overTime->setCurrentInference(m_account->part.index);
}

void ErrorPanel::showEnvelope() {
    const bool any = m_envelope && !m_envelope->variants.empty();
    m_tabs->setTabEnabled(m_tabs->count() - 1, any);
    if (!any) {
        m_devices->setRows({}, {});
        return;
    }
    const bool dark = isDark(palette());
    double largest = m_envelope->vm_max_abs;
    for (const VariantError& each : m_envelope->variants) largest = std::max(largest, each.max_abs);
    std::vector<WhyBarRow> rows;
    const auto add = [&](const QString& label, double value, bool strong) {
        WhyBarRow row;
        row.label = label;
        row.figure = figureText(value);
        row.tip = tr("%1: largest difference from the reference %2").arg(label, longText(value));
        row.parts = {{barShare(value, largest), TermBarDelegate::colourOf(strong ? 1 : -1, dark), row.tip}};
        row.strong = strong;
        rows.push_back(std::move(row));
    };
    // The first variant is the VM as it ran: its error is the measured one.
    bool measured = true;
    for (const VariantError& each : m_envelope->variants) {
        add(measured ? tr("the VM, as measured") : text(each.variant.name), each.max_abs, measured);
        measured = false;
    }
    m_devices->setRows(std::move(rows), {});
}

void ErrorPanel::showElements(std::optional<std::uint32_t> node) {
    if (m_account && (!node || m_account->find(*node) == nullptr)) {
        // Where nobody chose: where it began.
        const Attribution& a = m_account->attribution();
        const auto adds = [](const NodeError& each) { return std::abs(each.total.at_focus); };
        if (a.first_diverged) {
            node = a.nodes[*a.first_diverged].node.value;
        } else if (!a.nodes.empty()) {
            node = std::ranges::max_element(a.nodes, {}, adds)->node.value;
        }
    }
    const bool first = m_elements->rowCount() == 0;
    m_elements->setNode(m_account, node);
    const QString title = m_elements->title();
    m_tabs->setTabToolTip(m_tabs->indexOf(m_elementTable), title);
    m_elementTable->setAccessibleName(tr("Elements of %1").arg(title));
    if (first && m_elements->rowCount() > 0) m_elementTable->resizeColumnsToContents();
}

void ErrorPanel::selectNode(std::optional<std::uint32_t> node) {
    const QScopedValueRollback<bool> following(m_following, true);
    m_node = node;
    showElements(node);
    const std::optional<int> row = m_account && node ? m_terms->rowOf(*node) : std::nullopt;
    if (!row) {
        m_table->selectionModel()->clear();
        m_overTime->setCurrentUnit(std::nullopt);
        return;
    }
    const QModelIndex index = m_sortedTerms->mapFromSource(m_terms->index(*row, 0));
    if (m_table->currentIndex().row() != index.row()) m_table->setCurrentIndex(index);
    m_table->scrollTo(index);
    const auto& nodes = m_account->attribution().nodes;
    const auto found = std::ranges::find(nodes, *node, [](const NodeError& each) { return each.node.value; });
    m_overTime->setCurrentUnit(found - nodes.begin());
}

void ErrorPanel::currentTermChanged() {
    const QVariant node = m_table->currentIndex().data(ErrorTermsModel::nodeRole);
    if (m_following || !node.isValid()) return;
    m_node = node.toUInt();
    showElements(node.toUInt());
    Q_EMIT nodeActivated(node.toUInt());
}

void ErrorPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        showSources();
        showEnvelope();
    }
    QWidget::changeEvent(event);
}

}  // namespace lockstep
