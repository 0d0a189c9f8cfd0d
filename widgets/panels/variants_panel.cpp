#include "widgets/panels/variants_panel.h"

#include <QAction>
#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QTableView>
#include <QToolBar>
#include <QVBoxLayout>

#include "widgets/panels/panel_setup.h"
#include "widgets/panels/panel_table.h"
#include "widgets/panels/panel_text.h"
#include "widgets/plots/panel_header.h"
#include "widgets/theme.h"

namespace lockstep {
namespace {

enum Column { nameColumn, modelColumn, configColumn, optionsColumn, fitsColumn };

/// Columns in the order of variants_table().
QList<PanelTableModel::Column> columns() {
    return {{VariantsPanel::tr("Variant"), false},      {VariantsPanel::tr("Model"), false},
            {VariantsPanel::tr("Accelerator"), false},  {VariantsPanel::tr("Options"), false},
            {VariantsPanel::tr("Fits"), false},         {VariantsPanel::tr("Cycles"), true},
            {VariantsPanel::tr("Change"), true},        {VariantsPanel::tr("Latency"), true},
            {VariantsPanel::tr("Change"), true},        {VariantsPanel::tr("Target"), false},
            {VariantsPanel::tr("Weight blocks"), true}, {VariantsPanel::tr("Worst error"), true},
            {VariantsPanel::tr("Change"), true}};
}

}  // namespace

VariantsPanel::VariantsPanel(QWidget* parent)
    : QWidget(parent),
      m_header(new PanelHeader(tr("Variants"), this)),
      m_empty(new QLabel(tr("Keep what is shown (Ctrl+D) to hold other models, accelerators and options "
                            "against it."),
                         this)),
      m_model(new PanelTableModel(columns(), this)),
      m_table(makePanelTable(m_model, "variants", tr("Variants"), this)) {
    setObjectName(QStringLiteral("variantsPanel"));
    m_model->setEditable(nameColumn, true);
    m_table->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_table->installEventFilter(this);
    m_keep = new QAction(tr("Keep what is shown"), this);
    m_keep->setObjectName(QStringLiteral("variantKeep"));
    connect(m_keep, &QAction::triggered, this, &VariantsPanel::keepWanted);
    m_table->addAction(m_keep);
    addCommand(tr("Open"), "variantOpen", tr("Switch the window to this variant (Return)"),
               &VariantsPanel::openWanted);
    m_baselineAction = addCommand(tr("Baseline"), "variantBaseline", tr("Hold the others against this one"),
                                  &VariantsPanel::baselineChosen);
    m_compare = addCommand(tr("Compare…"), "variantCompare",
                           tr("Graphs, timelines and errors of this variant beside the baseline's"),
                           &VariantsPanel::compareWanted);
    addCommand(tr("Compile again"), "variantMake", tr("Read its files and compile it once more"),
               &VariantsPanel::makeWanted);
    addCommand(tr("Remove"), "variantRemove", tr("Take it off the list (Delete)"),
               &VariantsPanel::removeWanted);
    auto* copyMarkdown = new QAction(tr("Copy as Markdown"), this);
    copyMarkdown->setObjectName(QStringLiteral("variantsMarkdown"));
    connect(copyMarkdown, &QAction::triggered, this, [this] { Q_EMIT copyWanted(true); });
    auto* copyCsv = new QAction(tr("Copy as CSV"), this);
    copyCsv->setObjectName(QStringLiteral("variantsCsv"));
    connect(copyCsv, &QAction::triggered, this, [this] { Q_EMIT copyWanted(false); });
    m_table->addActions({copyMarkdown, copyCsv});
    // A tool bar puts what has no room into a » of its own.
    auto* bar = new QToolBar(this);
    bar->setToolButtonStyle(Qt::ToolButtonTextOnly);
    bar->addActions(m_table->actions());
    for (QAction* action : m_table->actions())
        if (QWidget* button = bar->widgetForAction(action)) button->setFocusPolicy(Qt::TabFocus);
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar);
    column->addWidget(m_table, 1);
    column->addWidget(m_empty, 1);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(m_header);
    whole->addWidget(content, 1);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setFocusProxy(m_table);
    connect(m_model, &PanelTableModel::edited, this,
            [this](int line, int, const QString& text) { Q_EMIT renamed(line, text); });
    connect(m_table, &QTableView::doubleClicked, this,
            [this](const QModelIndex& index) { Q_EMIT openWanted(index.row()); });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &VariantsPanel::updateActions);
    setVariants({}, 0, {});
    setCanKeep(false);
}

QAction* VariantsPanel::addCommand(const QString& text, const char* name, const QString& tip,
                                   void (VariantsPanel::*signal)(int)) {
    auto* action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setToolTip(tip);
    connect(action, &QAction::triggered, this, [this, signal] {
        if (const int row = selectedRow(); row >= 0) Q_EMIT(this->*signal)(row);
    });
    m_table->addAction(action);
    m_rowActions << action;
    return action;
}

void VariantsPanel::setVariants(DocumentTable table, int baseline, QList<VariantMark> marks) {
    const int row = selectedRow();
    const std::size_t before = m_rows.rows.size();
    m_rows = std::move(table);
    m_marks = std::move(marks);
    m_baseline = baseline;
    const int count = static_cast<int>(m_rows.rows.size());
    m_model->setRows(count, [this](int at, int column, int role) { return cell(at, column, role); });
    m_table->setVisible(count > 0);
    m_empty->setVisible(count == 0);
    if (before != m_rows.rows.size()) m_table->resizeColumnsToContents();
    if (row >= 0 && count > 0) m_table->selectRow(std::min(row, count - 1));
    m_header->setFigure(count > 0 ? QStringList{tr("%n variant(s)", nullptr, count)} : QStringList());
    updateActions();
}

void VariantsPanel::setCanKeep(bool can) {
    m_keep->setEnabled(can);
}

int VariantsPanel::selectedRow() const {
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? -1 : rows.front().row();
}

void VariantsPanel::selectRow(int row) {
    m_table->selectRow(row);
}

void VariantsPanel::updateActions() {
    const int row = selectedRow();
    for (QAction* action : std::as_const(m_rowActions)) action->setEnabled(row >= 0);
    m_compare->setEnabled(row >= 0 && row != m_baseline);
    m_baselineAction->setEnabled(row >= 0 && row != m_baseline);
}

void VariantsPanel::move(int step) {
    const int row = selectedRow();
    const int to = row + step;
    if (row < 0 || to < 0 || to >= m_model->rowCount()) return;
    Q_EMIT moveWanted(row, to);
    m_table->selectRow(to);
}

QVariant VariantsPanel::cell(int row, int column, int role) const {
    const QString words = text(m_rows.rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)]);
    const VariantMark& mark = m_marks[row];
    switch (role) {
        case Qt::EditRole:
            return words;
        case Qt::DisplayRole:
            // Marks are words and signs, not colours.
            if (column == nameColumn && mark.shown) return QStringLiteral("▸ ") + words;
            if (column == fitsColumn && mark.making) return tr("compiling…");
            if (column == fitsColumn && mark.outdated) return words + tr(" · file changed since");
            return words;
        case Qt::ToolTipRole:
            return column == nameColumn ? mark.tip : words;
        case Qt::ForegroundRole:
            if (column == fitsColumn && mark.outdated) return themeColors(palette()).warning;
            return {};
        case Qt::FontRole: {
            if (row != m_baseline) return {};
            QFont bold = font();
            bold.setBold(true);
            return bold;
        }
        default:
            return {};
    }
}

bool VariantsPanel::eventFilter(QObject* watched, QEvent* event) {
    const bool override = event->type() == QEvent::ShortcutOverride;
    if (watched != m_table || (event->type() != QEvent::KeyPress && !override))
        return QWidget::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    const int row = selectedRow();
    const bool copies = key->matches(QKeySequence::Copy);
    const bool moves =
        key->modifiers() == Qt::AltModifier && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down);
    const bool opens = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    const bool removes = key->key() == Qt::Key_Delete;
    if (!copies && !moves && !opens && !removes) return QWidget::eventFilter(watched, event);
    if (override) {
        event->accept();
        return true;
    }
    if (copies) Q_EMIT copyWanted(true);
    if (moves) move(key->key() == Qt::Key_Up ? -1 : 1);
    if (opens && row >= 0) Q_EMIT openWanted(row);
    if (removes && row >= 0) Q_EMIT removeWanted(row);
    return true;
}

}  // namespace lockstep
