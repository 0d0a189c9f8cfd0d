#include "app/command_palette.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

#include "app/fuzzy_match.h"
#include "widgets/theme.h"

namespace lockstep::app {
namespace {

constexpr int entryRole = Qt::UserRole;  ///< index into the entries
constexpr int pathRole = Qt::UserRole + 1;
constexpr int keysRole = Qt::UserRole + 2;
constexpr int paletteWidth = 560;
constexpr int rowsShown = 12;
constexpr int margin = 8;
constexpr int behindNames =
    4000;  ///< of fuzzyScore: a find by the menu's name stands behind one by the command's

/// One row: icon, name, the menus it stands in, keys at the right.
class RowDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        return {QStyledItemDelegate::sizeHint(option, index).width(), option.fontMetrics.height() + margin};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& given,
               const QModelIndex& index) const override {
        QStyleOptionViewItem option = given;
        initStyleOption(&option, index);
        const bool marked = option.state.testFlag(QStyle::State_Selected);
        const bool enabled = index.flags().testFlag(Qt::ItemIsEnabled);
        const ThemeColors& colors = themeColors(option.palette);
        if (marked) painter->fillRect(option.rect, option.palette.highlight());
        const QColor strong =
            marked ? option.palette.highlightedText().color() : (enabled ? colors.text : colors.quietText);
        const QColor quiet = marked ? strong : colors.quietText;
        QRect place = option.rect.adjusted(margin, 0, -margin, 0);
        const int side = option.fontMetrics.height();
        const QRect mark(place.left(), place.center().y() - side / 2, side, side);
        const QIcon::Mode mode = marked ? QIcon::Selected : (enabled ? QIcon::Normal : QIcon::Disabled);
        option.icon.paint(painter, mark, Qt::AlignCenter, mode);
        place.setLeft(mark.right() + margin);
        painter->setFont(option.font);
        painter->setPen(quiet);
        const QString keys = index.data(keysRole).toString();
        painter->drawText(place, Qt::AlignRight | Qt::AlignVCenter, keys);
        place.setRight(place.right() - option.fontMetrics.horizontalAdvance(keys) - margin);
        painter->setPen(strong);
        const QString name = option.fontMetrics.elidedText(option.text, Qt::ElideMiddle, place.width());
        painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter, name);
        place.setLeft(place.left() + option.fontMetrics.horizontalAdvance(name) + margin);
        painter->setFont(themeFont(option.font, TextSize::small));
        painter->setPen(quiet);
        painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data(pathRole).toString(), Qt::ElideRight,
                                                            place.width()));
    }
};

QString plain(QString text) {
    text.remove(QLatin1Char('&'));
    if (text.endsWith(QChar(0x2026))) text.chop(1);
    return text;
}

}  // namespace

CommandPalette::CommandPalette(QWidget& window, QMenuBar& menus)
    : QFrame(&window),
      m_menus(menus),
      m_field(new QLineEdit(this)),
      m_view(new QListView(this)),
      m_note(new QLabel(this)),
      m_model(new QStandardItemModel(this)) {
    setObjectName(QStringLiteral("commandPalette"));
    setAccessibleName(tr("Command palette"));
    setFrameShape(QFrame::NoFrame);
    m_field->setObjectName(QStringLiteral("paletteField"));
    m_field->setAccessibleName(tr("Command"));
    m_field->setPlaceholderText(tr("Type a part of a command"));
    m_field->setClearButtonEnabled(true);
    m_view->setObjectName(QStringLiteral("paletteList"));
    m_view->setAccessibleName(tr("Commands"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new RowDelegate(m_view));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setUniformItemSizes(true);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_note->setFont(themeFont(font(), TextSize::small));
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(margin);
    column->addWidget(m_field);
    column->addWidget(m_view, 1);
    column->addWidget(m_note);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::list);
    connect(m_view, &QListView::clicked, this, &CommandPalette::take);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& now) {
                m_note->setText(now.isValid() ? m_entries[now.data(entryRole).toUInt()].note : QString());
            });
    m_field->installEventFilter(this);
    hide();
}

void CommandPalette::open() {
    m_entries.clear();
    collect(m_menus.actions(), {});
    const QWidget& window = *parentWidget();
    const int row = fontMetrics().height() + margin;
    const QSize size(std::min(paletteWidth, window.width() - 4 * margin),
                     std::min((rowsShown + 4) * row, window.height() - 4 * margin));
    setGeometry(
        QRect(QPoint((window.width() - size.width()) / 2, std::min(window.height() / 8, 10 * margin)), size));
    m_focusBefore = QApplication::focusWidget();
    m_field->clear();
    list({});
    show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
}

QStringList CommandPalette::listed() const {
    QStringList result;
    for (int row = 0; row < m_model->rowCount(); ++row) result << m_model->item(row)->text();
    return result;
}

void CommandPalette::collect(const QList<QAction*>& actions, const QString& path) {
    for (QAction* action : actions) {
        if (action->isSeparator() || !action->isVisible()) continue;
        const QString name = plain(action->text());
        if (QMenu* menu = action->menu()) {
            // Menus that change are filled as they open.
            Q_EMIT menu->aboutToShow();
            collect(menu->actions(), path.isEmpty() ? name : tr("%1 › %2").arg(path, name));
            continue;
        }
        if (name.isEmpty()) continue;
        m_entries.push_back({action, name, path, action->toolTip()});
    }
}

void CommandPalette::list(const QString& query) {
    struct Found {
        std::size_t entry;
        int score;
        bool enabled;
    };
    std::vector<Found> found;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const Entry& entry = m_entries[i];
        if (!entry.action) continue;
        const std::optional<int> name = fuzzyScore(query, entry.name);
        // Menus are searched too ("theme dark"), behind what the names themselves give.
        const std::optional<int> whole = fuzzyScore(query, entry.path + QLatin1Char(' ') + entry.name);
        if (!name && !whole) continue;
        found.push_back(
            {i, std::max(name.value_or(0), whole.value_or(0) - behindNames), entry.action->isEnabled()});
    }
    std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
        return a.enabled != b.enabled ? a.enabled : a.score > b.score;
    });
    m_model->clear();
    for (const Found& each : found) {
        const Entry& entry = m_entries[each.entry];
        auto* item = new QStandardItem(entry.action->icon(), entry.name);
        item->setData(static_cast<uint>(each.entry), entryRole);
        item->setData(entry.path, pathRole);
        const QString keys = entry.action->shortcut().toString(QKeySequence::NativeText);
        item->setData(keys, keysRole);
        item->setData(keys.isEmpty() ? tr("%1, in %2").arg(entry.name, entry.path)
                                     : tr("%1, in %2, %3").arg(entry.name, entry.path, keys),
                      Qt::AccessibleTextRole);
        item->setEnabled(each.enabled);
        m_model->appendRow(item);
    }
    m_view->setCurrentIndex(m_model->index(0, 0));
    if (m_model->rowCount() == 0) m_note->setText(tr("No command has these letters in this order."));
}

void CommandPalette::take() {
    const QModelIndex now = m_view->currentIndex();
    if (!now.isValid() || !now.flags().testFlag(Qt::ItemIsEnabled)) return;
    const QPointer<QAction> action = m_entries[now.data(entryRole).toUInt()].action;
    leave();
    if (action) action->trigger();
}

void CommandPalette::leave() {
    hide();
    if (m_focusBefore) m_focusBefore->setFocus(Qt::OtherFocusReason);
}

void CommandPalette::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const ThemeColors& colors = themeColors(palette());
    painter.fillRect(rect(), colors.ground);
    painter.setPen(colors.edge);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusOut && isVisible()) {
        // A click elsewhere ends it; the focus is where the user put it.
        if (QWidget* now = QApplication::focusWidget(); now != nullptr && !isAncestorOf(now)) hide();
    }
    if (event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    switch (key->key()) {
        case Qt::Key_Escape:
            leave();
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            take();
            return true;
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
            QApplication::sendEvent(m_view, event);
            return true;
        default:
            return QFrame::eventFilter(watched, event);
    }
}

}  // namespace lockstep::app
