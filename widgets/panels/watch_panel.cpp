#include "widgets/panels/watch_panel.h"

#include <QAction>
#include <QComboBox>
#include <QCompleter>
#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QStringListModel>
#include <QTableView>
#include <QVBoxLayout>
#include <bit>

#include "widgets/panels/panel_table.h"
#include "widgets/plots/panel_header.h"
#include "widgets/theme.h"

namespace lockstep {
namespace {

enum Column { name, vm, reference, difference, before, columnCount };

}  // namespace

QString changeMark(float before, float now) {
    if (std::bit_cast<std::uint32_t>(before) == std::bit_cast<std::uint32_t>(now)) return {};
    return now > before ? QStringLiteral("▲") : now < before ? QStringLiteral("▼") : QStringLiteral("◆");
}

WatchPanel::WatchPanel(QWidget* parent)
    : QWidget(parent),
      m_header(new PanelHeader(tr("Watch"), this)),
      m_model(new PanelTableModel({{tr("Value"), false},
                                   {tr("VM"), true},
                                   {tr("Reference"), true},
                                   {tr("Δ"), true},
                                   {tr("Before"), true}},
                                  this)),
      m_table(makePanelTable(m_model, "watchValues", tr("Watched values"), this)),
      m_name(new QLineEdit(this)),
      m_chooser(makeFormatChooser(this)),
      m_empty(new QLabel(this)) {
    setObjectName(QStringLiteral("watchPanel"));
    setAccessibleName(tr("Watch"));
    m_name->setObjectName(QStringLiteral("watchName"));
    m_name->setAccessibleName(tr("Value to watch"));
    m_name->setPlaceholderText(tr("NAME[3], Return adds it"));
    m_name->setToolTip(
        tr("An element of an output, of a state or of what an operator gives, as in lstm.c0[17]"));
    auto* completer = new QCompleter(new QStringListModel(this), m_name);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_name->setCompleter(completer);
    m_table->setToolTip(
        tr("Del takes a value off the list, Alt+↑ and Alt+↓ move it · ▲ ▼ changed in the last "
           "inference"));
    m_table->installEventFilter(this);
    m_table->setFont(themeFont(font(), TextSize::small));
    m_table->horizontalHeader()->setFont(themeFont(font(), TextSize::small));
    m_table->horizontalHeader()->setStretchLastSection(false);
    auto* remove = new QAction(tr("&Remove from the list"), m_table);
    remove->setObjectName(QStringLiteral("removeWatch"));
    connect(remove, &QAction::triggered, this, &WatchPanel::removeSelected);
    m_table->addAction(remove);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_empty->setText(tr(
        "Values that you pin will stand here, as they are in the inference that is shown: choose a unit of a "
        "state or an operator and press Shift+F9, use \"Watch\" in its menu, or type a name above."));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setContentsMargins(16, 8, 16, 8);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(4);
    row->addWidget(m_name, 1);
    row->addWidget(m_chooser);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addLayout(row);
    column->addWidget(m_table, 1);
    column->addWidget(m_empty, 1);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setFocusProxy(m_table);

    connect(m_name, &QLineEdit::returnPressed, this, [this] {
        const QString words = m_name->text().trimmed();
        if (words.isEmpty()) return;
        m_name->clear();
        Q_EMIT added(words);
    });
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& at) { Q_EMIT chosen(at.row()); });
    connect(m_chooser, &QComboBox::activated, this, [this](int index) {
        if (const auto format = formatOfWord(m_chooser->itemData(index).toString()))
            Q_EMIT formatChosen(*format);
    });
    showValues();
    fitColumns();
}

void WatchPanel::setValues(std::vector<WatchedValue> values) {
    m_values = std::move(values);
    showValues();
}

void WatchPanel::setFormat(ValueFormat format) {
    showFormat(*m_chooser, format);
    if (format == m_format) return;
    m_format = format;
    fitColumns();
    showValues();
}

void WatchPanel::setNames(const QStringList& names) {
    auto* words = qobject_cast<QStringListModel*>(m_name->completer()->model());
    if (words->stringList() != names) words->setStringList(names);
}

void WatchPanel::showValues() {
    m_model->setRows(static_cast<int>(m_values.size()),
                     [this](int row, int column, int role) { return cell(row, column, role); });
    m_table->setVisible(!m_values.empty());
    m_empty->setVisible(m_values.empty());
    m_table->resizeColumnToContents(name);
    m_header->setFigure(m_values.empty() ? QStringList() : QStringList{QString::number(m_values.size())});
}

/// A number that is cut reads as another one.
void WatchPanel::fitColumns() {
    const QFontMetrics metrics(m_table->font());
    const int padding = 2 * metrics.horizontalAdvance(u'0') + 4;
    const int width = metrics.horizontalAdvance(widestValue(m_format)) + padding;
    const int mark = metrics.horizontalAdvance(QStringLiteral("▲ "));
    const int figures = metrics.horizontalAdvance(
                            widestValue(m_format == ValueFormat::fp32 ? m_format : ValueFormat::figures)) +
                        padding;
    m_table->setColumnWidth(vm, width + mark);
    m_table->setColumnWidth(reference, width);
    m_table->setColumnWidth(difference, figures);
    m_table->setColumnWidth(before, width);
}

QVariant WatchPanel::cell(int row, int column, int role) const {
    const WatchedValue& at = m_values[static_cast<std::size_t>(row)];
    const QString mark = at.vm && at.before ? changeMark(*at.before, *at.vm) : QString();
    if (role == Qt::ToolTipRole) {
        if (!at.problem.isEmpty()) return at.problem;
        if (column == name || !at.vm) return at.name;
        QStringList all;
        for (const ValueFormat format : {ValueFormat::fp32, ValueFormat::hex, ValueFormat::bits})
            all << valueText(column == reference && at.reference ? *at.reference
                             : column == before && at.before     ? *at.before
                                                                 : *at.vm,
                             format);
        return all.join(QLatin1Char('\n'));
    }
    if (role == Qt::ForegroundRole) {
        const ThemeColors& colours = themeColors(palette());
        if (!at.problem.isEmpty()) return column == name ? colours.quietText : QVariant();
        return column == before || column == reference ? QVariant(colours.quietText) : QVariant();
    }
    if (role == Qt::BackgroundRole) {
        if (column != vm || mark.isEmpty()) return {};
        QColor ground = themeColors(palette()).changed;
        ground.setAlphaF(0.16F);
        return ground;
    }
    if (role == Qt::AccessibleTextRole && column == vm && !mark.isEmpty())
        return tr("%1, changed").arg(valueText(*at.vm, m_format));
    if (role != Qt::DisplayRole) return {};
    const QString none = QStringLiteral("–");
    switch (column) {
        case name:
            return at.name;
        case vm:
            if (!at.vm) return none;
            return mark.isEmpty() ? valueText(*at.vm, m_format) : mark + u' ' + valueText(*at.vm, m_format);
        case reference:
            return at.reference ? valueText(*at.reference, m_format) : none;
        case difference:
            return at.vm && at.reference
                       ? differenceText(static_cast<double>(*at.vm) - static_cast<double>(*at.reference),
                                        m_format)
                       : none;
        case before:
            return at.before ? valueText(*at.before, m_format) : none;
        default:
            return {};
    }
}

void WatchPanel::removeSelected() {
    if (m_table->currentIndex().isValid()) Q_EMIT removed(m_table->currentIndex().row());
}

void WatchPanel::moveSelected(int by) {
    const QModelIndex at = m_table->currentIndex();
    const int to = at.row() + by;
    if (!at.isValid() || to < 0 || to >= m_model->rowCount()) return;
    Q_EMIT moved(at.row(), to);
    m_table->selectRow(to);
}

bool WatchPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Delete || key->key() == Qt::Key_Backspace) {
            removeSelected();
            return true;
        }
        if (key->modifiers() == Qt::AltModifier && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down)) {
            moveSelected(key->key() == Qt::Key_Up ? -1 : 1);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void WatchPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) showValues();
    if (event->type() == QEvent::FontChange) {
        m_table->setFont(themeFont(font(), TextSize::small));
        fitColumns();
    }
    QWidget::changeEvent(event);
}

}  // namespace lockstep
