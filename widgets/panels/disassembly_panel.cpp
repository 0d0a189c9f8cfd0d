#include "widgets/panels/disassembly_panel.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QFontDatabase>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "widgets/panels/disassembly_model.h"
#include "widgets/panels/panel_text.h"
#include "widgets/plots/panel_header.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

QFont listingFont(const QFont& base) {
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(base.pointSizeF() * 0.95);
    return font;
}

}  // namespace

DisassemblyPanel::DisassemblyPanel(QWidget* parent)
    : QWidget(parent),
      m_model(new DisassemblyModel(this)),
      m_header(new PanelHeader(tr("Disassembly"), this)),
      m_table(new QTableView(this)),
      m_empty(new QLabel(tr("The program's instructions show here, core by core, once a model is compiled."),
                         this)),
      m_find(new QLineEdit(this)),
      m_cores(new QComboBox(this)) {
    setObjectName(QStringLiteral("disassemblyPanel"));
    m_table->setObjectName(QStringLiteral("disassemblyTable"));
    m_table->setAccessibleName(tr("Disassembly"));
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setWordWrap(false);
    m_table->setTextElideMode(Qt::ElideNone);
    m_table->setTabKeyNavigation(false);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionsClickable(false);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setContentsMargins(16, 8, 16, 8);
    buildHeader();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_table, 1);
    column->addWidget(m_empty, 1);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setFocusProxy(m_table);
    setListing(nullptr, nullptr);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &DisassemblyPanel::currentChanged);
    auto* copy = new QAction(tr("&Copy lines"), this);
    copy->setObjectName(QStringLiteral("disassemblyCopy"));
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    m_table->addAction(copy);
    connect(copy, &QAction::triggered, this, &DisassemblyPanel::copyLines);
    connect(m_table, &QTableView::customContextMenuRequested, this, &DisassemblyPanel::openMenu);
}

void DisassemblyPanel::buildHeader() {
    m_find->setObjectName(QStringLiteral("disassemblyFind"));
    m_find->setAccessibleName(tr("Find in the disassembly"));
    m_find->setPlaceholderText(tr("Find…"));
    m_find->setToolTip(tr("Enter: next line that has it, Shift+Enter: the one before"));
    m_find->setClearButtonEnabled(true);
    m_find->setAcceptDrops(false);
    m_cores->setObjectName(QStringLiteral("disassemblyCores"));
    m_cores->setAccessibleName(tr("Core that is listed"));
    m_cores->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_header->addControl(m_cores);
    m_header->addControl(m_find);
    connect(m_cores, &QComboBox::activated, this, [this](int index) {
        const QVariant core = m_cores->itemData(index);
        m_model->setCore(core.isValid() ? std::optional<std::size_t>(core.toULongLong()) : std::nullopt);
        m_table->scrollToTop();
    });
    // While words are typed the other views keep what they show; Enter tells them.
    connect(m_find, &QLineEdit::textEdited, this, [this] {
        const QScopedValueRollback<bool> following(m_following, true);
        m_typed = search(std::max(m_table->currentIndex().row(), 0), false);
    });
    connect(m_find, &QLineEdit::returnPressed, this, [this] {
        if (!std::exchange(m_typed, false)) {
            findNext(QApplication::keyboardModifiers().testFlag(Qt::ShiftModifier));
        } else {
            currentChanged();
        }
    });
}

void DisassemblyPanel::setListing(std::shared_ptr<const Timeline> timeline,
                                  std::shared_ptr<const DisassemblyListing> listing) {
    const QScopedValueRollback<bool> following(m_following, true);
    m_timeline = std::move(timeline);
    m_model->setListing(m_timeline ? std::move(listing) : nullptr);
    const bool any = m_model->listing() != nullptr;
    m_table->setVisible(any);
    m_empty->setVisible(!any);
    m_find->setEnabled(any);
    m_cores->setEnabled(any);
    fillCores();
    fitColumn();
    // The summary of the program stands above what it is opened for.
    for (int row = 0; any && row < m_model->rowCount(); ++row) {
        if (m_model->lineAt(row).kind != ListingLine::Kind::core) continue;
        m_table->scrollTo(m_model->index(row, 0), QAbstractItemView::PositionAtTop);
        break;
    }
    qint64 instructions = 0;
    if (any) {
        for (const ListingLine& line : m_model->listing()->lines())
            instructions += line.kind == ListingLine::Kind::instruction ? 1 : 0;
    }
    m_header->setFigure(any ? QStringList{tr("%1 instructions").arg(countText(instructions))}
                            : QStringList());
}

void DisassemblyPanel::fillCores() {
    const QSignalBlocker blocker(m_cores);
    m_cores->clear();
    m_cores->addItem(tr("All cores"));
    const std::size_t cores = m_model->listing() ? m_model->listing()->cores() : 0;
    for (std::size_t core = 0; core < cores; ++core)
        m_cores->addItem(tr("Core %1").arg(core), QVariant::fromValue(static_cast<qulonglong>(core)));
    m_cores->setCurrentIndex(m_model->core() ? static_cast<int>(*m_model->core()) + 1 : 0);
}

void DisassemblyPanel::fitColumn() {
    const QFont fixed = listingFont(font());
    m_table->horizontalHeader()->setFont(fixed);
    m_table->setFont(fixed);
    const QFontMetrics metrics(fixed);
    m_table->verticalHeader()->setDefaultSectionSize(metrics.height() + 2);
    m_table->verticalHeader()->setMinimumSectionSize(metrics.height());
    const std::size_t columns = m_model->listing() ? m_model->listing()->columns() : 0;
    m_table->setColumnWidth(
        0, std::max(static_cast<int>(columns) * metrics.horizontalAdvance(QLatin1Char('0')) + 24,
                    m_table->viewport()->width()));
}

void DisassemblyPanel::showLine(std::size_t line) {
    if (!m_model->rowOf(line)) {
        m_model->setCore(std::nullopt);
        fillCores();
    }
    const QModelIndex index = m_model->index(*m_model->rowOf(line), 0);
    if (m_table->currentIndex() != index) m_table->setCurrentIndex(index);
    const int sideways = m_table->horizontalScrollBar()->value();
    m_table->scrollTo(index, QAbstractItemView::PositionAtCenter);
    m_table->horizontalScrollBar()->setValue(sideways);
}

void DisassemblyPanel::select(std::optional<std::uint32_t> event, std::optional<std::uint32_t> node) {
    const std::shared_ptr<const DisassemblyListing> listing = m_model->listing();
    if (!listing) return;
    const QScopedValueRollback<bool> following(m_following, true);
    std::vector<std::size_t> lines = node ? listing->linesOf(*node) : std::vector<std::size_t>();
    m_model->setHighlighted(lines);
    const std::optional<std::size_t> exact = event && *event < m_timeline->events.size()
                                                 ? listing->lineOf(m_timeline->events[*event])
                                                 : std::nullopt;
    const std::size_t current = m_table->currentIndex().data(DisassemblyModel::lineRole).toULongLong();
    const bool at = m_table->currentIndex().isValid();
    if (exact) {
        if (!at || current != *exact) showLine(*exact);
    } else if (lines.empty()) {
        m_table->selectionModel()->clear();
    } else if (!at || listing->nodeOf(current) != node) {
        showLine(lines.front());
    }
}

void DisassemblyPanel::find(const QString& words) {
    m_find->setText(words);
    search(0, false);
}

void DisassemblyPanel::findNext(bool back) {
    const int row = m_table->currentIndex().row();
    search(row < 0 ? 0 : row + (back ? -1 : 1), back);
}

bool DisassemblyPanel::search(int from, bool back) {
    const std::optional<int> row = m_model->find(m_find->text(), from, back);
    const bool missing = !row && !m_find->text().isEmpty();
    QPalette colours = palette();
    if (missing) colours.setColor(QPalette::Text, themeColors(palette()).error);
    m_find->setPalette(colours);
    m_find->setToolTip(missing ? tr("No line has it")
                               : tr("Enter: next line that has it, Shift+Enter: the one before"));
    if (!row) return false;
    const QModelIndex index = m_model->index(*row, 0);
    m_table->setCurrentIndex(index);
    m_table->scrollTo(index);
    return true;
}

void DisassemblyPanel::currentChanged() {
    const QModelIndex index = m_table->currentIndex();
    if (m_following || !index.isValid() || !m_model->listing()) return;
    const std::size_t line = index.data(DisassemblyModel::lineRole).toULongLong();
    if (const std::optional<std::uint32_t> event = m_model->listing()->eventOf(line)) {
        Q_EMIT eventActivated(*event);
    } else if (const std::optional<std::uint32_t> node = m_model->listing()->nodeOf(line)) {
        Q_EMIT nodeActivated(*node);
    }
}

void DisassemblyPanel::copyLines() {
    QModelIndexList rows = m_table->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    QStringList lines;
    for (const QModelIndex& row : std::as_const(rows)) lines << row.data().toString();
    if (!lines.isEmpty()) QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void DisassemblyPanel::openMenu(const QPoint& at) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("disassemblyMenu"));
    menu->addActions(m_table->actions());
    menu->addAction(tr("Select &all"), m_table, &QTableView::selectAll);
    menu->addAction(tr("&Find…"), m_find, qOverload<>(&QWidget::setFocus));
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

void DisassemblyPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitColumn();
}

void DisassemblyPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange && m_table != nullptr) fitColumn();
    QWidget::changeEvent(event);
}

}  // namespace lockstep
