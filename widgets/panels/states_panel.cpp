#include "widgets/panels/states_panel.h"

#include <QAction>
#include <QComboBox>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>
#include <cmath>
#include <cstring>

#include "widgets/panels/panel_table.h"
#include "widgets/panels/watch_panel.h"
#include "widgets/plots/unit_mime.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

enum Column { unit, value, referenceValue, difference, change };

/// Bits differ, or are not there.
bool sameBits(float a, float b) {
    return std::memcmp(&a, &b, sizeof a) == 0;
}

QString precise(float number) {
    return std::isfinite(number) ? QString::number(static_cast<double>(number), 'g', 9)
           : std::isnan(number)  ? QStringLiteral("nan")
           : number > 0          ? QStringLiteral("inf")
                                 : QStringLiteral("-inf");
}

}  // namespace

StatesPanel::StatesPanel(QWidget* parent)
    : QWidget(parent),
      m_model(new PanelTableModel({{tr("Unit"), true},
                                   {tr("VM"), true},
                                   {tr("Reference"), true},
                                   {tr("Δ"), true},
                                   {tr("Step"), true}},
                                  this)),
      m_table(makePanelTable(m_model, "stateValues", tr("Values of the state"), this)),
      m_chooser(new QComboBox(this)),
      m_formats(makeFormatChooser(this)),
      m_caption(new QLabel(this)),
      m_problem(new QLabel(this)),
      m_editText(new QLabel(this)),
      m_removeEdits(new QPushButton(tr("Remove edits"), this)) {
    setObjectName(QStringLiteral("statesPanel"));
    m_table->setToolTip(tr("F2 or a double click: type over a value of the VM to run on from there"));
    m_model->setMime([this](int row) {
        return state() == nullptr ? nullptr : unitMime({state()->name, row});
    });
    m_table->setDragEnabled(true);
    m_table->setDragDropMode(QAbstractItemView::DragOnly);
    auto* plot = new QAction(tr("&Plot this unit"), m_table);
    plot->setObjectName(QStringLiteral("plotUnit"));
    plot->setToolTip(tr("Show it as a line in the state plot; dragging it there does the same"));
    connect(plot, &QAction::triggered, this, [this] {
        if (state() != nullptr && m_table->currentIndex().isValid())
            Q_EMIT plotWanted(state()->name, m_table->currentIndex().row());
    });
    m_table->addAction(plot);
    auto* watch = new QAction(tr("&Watch"), m_table);
    watch->setObjectName(QStringLiteral("watchUnit"));
    watch->setToolTip(tr("Put it on the list of watched values"));
    connect(watch, &QAction::triggered, this, [this] {
        if (state() != nullptr && m_table->currentIndex().isValid())
            Q_EMIT watchWanted(state()->name, m_table->currentIndex().row());
    });
    m_table->addAction(watch);
    m_table->setFont(themeFont(font(), TextSize::small));
    m_table->horizontalHeader()->setFont(themeFont(font(), TextSize::small));
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_chooser->setObjectName(QStringLiteral("stateChooser"));
    m_chooser->setAccessibleName(tr("State"));
    m_chooser->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_chooser->setMinimumContentsLength(8);
    m_caption->setObjectName(QStringLiteral("statesCaption"));
    m_caption->setForegroundRole(QPalette::PlaceholderText);
    m_caption->setWordWrap(true);
    m_problem->setObjectName(QStringLiteral("statesProblem"));
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_editText->setObjectName(QStringLiteral("stateEdits"));
    m_editText->setWordWrap(true);
    m_removeEdits->setObjectName(QStringLiteral("removeEdits"));
    m_removeEdits->setToolTip(tr("Go back to the run without edited states; undo brings them back"));
    fitColumns();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 8, 4);
    column->setSpacing(4);
    auto* top = new QHBoxLayout;
    top->setSpacing(4);
    top->addWidget(m_chooser, 1);
    top->addWidget(m_formats);
    column->addLayout(top);
    column->addWidget(m_caption);
    column->addWidget(m_problem);
    column->addWidget(m_table, 1);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(m_editText, 1);
    bottom->addWidget(m_removeEdits);
    column->addLayout(bottom);
    setFocusProxy(m_table);

    connect(m_chooser, &QComboBox::currentIndexChanged, this, &StatesPanel::showState);
    connect(m_removeEdits, &QPushButton::clicked, this, &StatesPanel::editsRemoved);
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (const StateValues* shown = state()) Q_EMIT unitChosen(shown->name, index.row());
    });
    connect(m_model, &PanelTableModel::edited, this, [this](int row, int, const QString& words) {
        const std::optional<double> number = typedNumber(words);
        m_problem->setText(number
                               ? QString()
                               : tr("\"%1\" is no number that fp32 holds; write it as in -0.25, 1e-3, or as "
                                    "bits: 0x3F80 of a bf16, 0x3F800000 of an fp32.")
                                     .arg(words));
        m_problem->setVisible(!number);
        if (number && state() != nullptr) Q_EMIT valueEdited(state()->name, row, *number);
    });
    connect(m_formats, &QComboBox::activated, this, [this](int index) {
        if (const auto format = formatOfWord(m_formats->itemData(index).toString()))
            Q_EMIT formatChosen(*format);
    });
    setStates({}, 0, {});
    setEdits({});
}

void StatesPanel::setFormat(ValueFormat format) {
    showFormat(*m_formats, format);
    if (format == m_format) return;
    m_format = format;
    fitColumns();
    showState();
}

/// A number that is cut reads as another one.
void StatesPanel::fitColumns() {
    const QFontMetrics metrics(m_table->font());
    const int padding = 2 * metrics.horizontalAdvance(u'0') + 4;
    const auto widthOf = [&](ValueFormat format) {
        return metrics.horizontalAdvance(widestValue(format)) + padding;
    };
    const int wide = widthOf(m_format);
    const int narrow = widthOf(m_format == ValueFormat::fp32 ? m_format : ValueFormat::figures);
    m_table->setColumnWidth(unit, metrics.horizontalAdvance(QStringLiteral("8 888")) + padding);
    m_table->setColumnWidth(value, wide + metrics.horizontalAdvance(QStringLiteral("▲ ")));
    m_table->setColumnWidth(referenceValue, wide);
    m_table->setColumnWidth(difference, narrow);
    m_table->setColumnWidth(change, narrow);
}

const StateValues* StatesPanel::state() const {
    const int index = m_chooser->currentIndex();
    return index < 0 || index >= static_cast<int>(m_states.size())
               ? nullptr
               : &m_states[static_cast<std::size_t>(index)];
}

void StatesPanel::setStates(std::vector<StateValues> states, qint64 inference, const QString& readOnly) {
    m_states = std::move(states);
    m_inference = inference;
    m_readOnly = readOnly;
    QStringList names;
    for (const StateValues& each : m_states)
        names << (each.role.isEmpty() ? each.name : QStringLiteral("%1 (%2)").arg(each.name, each.role));
    QStringList shown;
    for (int i = 0; i < m_chooser->count(); ++i) shown << m_chooser->itemText(i);
    if (names != shown) {
        const QSignalBlocker block(m_chooser);
        const QString before = m_chooser->currentText();
        m_chooser->clear();
        m_chooser->addItems(names);
        m_chooser->setCurrentIndex(std::max(0, m_chooser->findText(before)));
        if (names.isEmpty()) m_chooser->setCurrentIndex(-1);
    }
    m_chooser->setVisible(!m_states.empty());
    m_formats->setVisible(!m_states.empty());
    m_model->setEditable(value, readOnly.isEmpty());
    m_problem->hide();
    showState();
}

void StatesPanel::setEdits(const QStringList& edits) {
    m_edits = edits;
    m_editText->setText(edits.isEmpty() ? QString() : tr("edited values: %1").arg(edits.size()));
    m_editText->setToolTip(edits.join(QLatin1Char('\n')));
    m_removeEdits->setVisible(!edits.isEmpty());
    m_editText->setVisible(!edits.isEmpty());
    showState();
}

std::optional<double> StatesPanel::editOf(const QString& name, int index) const {
    std::optional<double> found;
    const QString one = QStringLiteral("%1:%2[%3]=").arg(m_inference).arg(name).arg(index);
    const QString all = QStringLiteral("%1:%2=").arg(m_inference).arg(name);
    for (const QString& edit : m_edits) {
        for (const QString& begin : {one, all})
            if (edit.startsWith(begin)) found = QLocale::c().toDouble(edit.mid(begin.size()));
    }
    return found;
}

void StatesPanel::showState() {
    const StateValues* shown = state();
    m_model->setRows(shown == nullptr ? 0 : static_cast<int>(shown->values.size()),
                     [this](int row, int column, int role) { return cell(row, column, role); });
    m_table->setColumnHidden(referenceValue, shown == nullptr || shown->reference.empty());
    m_table->setColumnHidden(difference, shown == nullptr || shown->reference.empty());
    m_table->setVisible(shown != nullptr);
    showCaption();
}

void StatesPanel::showCaption() {
    if (m_states.empty()) {
        m_caption->setText(m_readOnly.isEmpty()
                               ? tr("The states in front of an inference will appear here, value by value. "
                                    "Open a model that keeps state and run it (F5).")
                               : m_readOnly);
        return;
    }
    QString words =
        m_inference > 0
            ? tr("After inference %1, in front of %2").arg(countText(m_inference - 1), countText(m_inference))
            : tr("In front of inference 0");
    words += tr(" – ") + (m_readOnly.isEmpty() ? tr("F2 changes a value of the VM") : m_readOnly);
    m_caption->setText(words);
}

void StatesPanel::showUnit(const QString& name, int index) {
    for (std::size_t i = 0; i < m_states.size(); ++i) {
        if (m_states[i].name != name) continue;
        m_chooser->setCurrentIndex(static_cast<int>(i));
        if (index >= 0 && index < m_model->rowCount()) m_table->selectRow(index);
    }
}

QVariant StatesPanel::cell(int row, int column, int role) const {
    const StateValues* shown = state();
    const auto at = static_cast<std::size_t>(row);
    if (shown == nullptr || at >= shown->values.size()) return {};
    const std::optional<double> edit = editOf(shown->name, row);
    const float vm = edit ? static_cast<float>(*edit) : shown->values[at];
    const bool hasReference = at < shown->reference.size() && !std::isnan(shown->reference[at]);
    const bool moved = at < shown->before.size() && !sameBits(shown->before[at], shown->values[at]);
    if (role == Qt::EditRole) {
        if (column != value) return {};
        return m_format == ValueFormat::hex ? valueText(vm, m_format) : precise(vm);
    }
    if (role == Qt::ToolTipRole) {
        if (edit) return tr("edited: %1 instead of %2").arg(precise(vm), precise(shown->values[at]));
        return precise(column == referenceValue && hasReference ? shown->reference[at] : vm);
    }
    if (role == Qt::ForegroundRole) {
        const ThemeColors& colours = themeColors(palette());
        if (column == value && edit) return colours.accent;
        if (column == unit) return colours.quietText;
        return {};
    }
    const QString mark = moved ? changeMark(shown->before[at], shown->values[at]) : QString();
    if (role == Qt::BackgroundRole) {
        if (column != value || mark.isEmpty()) return {};
        QColor ground = themeColors(palette()).changed;
        ground.setAlphaF(0.16F);
        return ground;
    }
    if (role == Qt::AccessibleTextRole && column == value && !mark.isEmpty())
        return tr("%1, changed").arg(valueText(vm, m_format));
    if (role == Qt::FontRole) {
        if (column != value || !edit) return {};
        QFont bold = font();
        bold.setBold(true);
        return bold;
    }
    if (role != Qt::DisplayRole) return {};
    switch (column) {
        case unit:
            return countText(row);
        case value:
            return mark.isEmpty() || edit ? valueText(vm, m_format) : mark + u' ' + valueText(vm, m_format);
        case referenceValue:
            return hasReference ? valueText(shown->reference[at], m_format) : QStringLiteral("–");
        case difference:
            return hasReference
                       ? differenceText(static_cast<double>(vm) - static_cast<double>(shown->reference[at]),
                                        m_format)
                       : QStringLiteral("–");
        case change:
            if (shown->before.empty()) return QStringLiteral("–");
            return moved ? differenceText(static_cast<double>(shown->values[at]) -
                                              static_cast<double>(shown->before[at]),
                                          m_format)
                         : QStringLiteral("·");
        default:
            return {};
    }
}

void StatesPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) showState();
    if (event->type() == QEvent::FontChange) {
        m_table->setFont(themeFont(font(), TextSize::small));
        fitColumns();
    }
    QWidget::changeEvent(event);
}

}  // namespace lockstep
