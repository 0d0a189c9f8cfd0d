#include "app/refusal_page.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <map>

#include "app/icon.h"
#include "widgets/graph/graph_view.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme.h"

namespace lockstep::app {
namespace {

enum Column { operatorColumn, moduleColumn, sourceColumn, reasonColumn, columnCount };

}  // namespace

RefusalPage::RefusalPage(QWidget* parent)
    : QWidget(parent),
      m_icon(new QLabel(this)),
      m_title(new QLabel(this)),
      m_message(new QLabel(this)),
      m_advice(new QLabel(this)),
      m_table(new QTreeWidget(this)),
      m_caption(new QLabel(this)),
      m_graph(new GraphView(this)) {
    setObjectName(QStringLiteral("refusalPage"));
    m_title->setFont(themeFont(font(), TextSize::large));
    m_message->setObjectName(QStringLiteral("refusalMessage"));
    m_advice->setObjectName(QStringLiteral("refusalAdvice"));
    for (QLabel* label : {m_title, m_message, m_advice}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    m_table->setObjectName(QStringLiteral("refusalTable"));
    m_table->setAccessibleName(tr("What can't be imported"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(false);
    m_table->setWordWrap(true);
    m_table->setColumnCount(columnCount);
    m_table->setHeaderLabels(
        {tr("Operator"), tr("Module"), tr("Source line"), tr("Why, and what to do instead")});
    m_table->header()->setHighlightSections(false);
    m_table->header()->setSectionResizeMode(operatorColumn, QHeaderView::ResizeToContents);
    m_table->header()->setSectionResizeMode(moduleColumn, QHeaderView::ResizeToContents);
    m_table->header()->setSectionResizeMode(sourceColumn, QHeaderView::Stretch);
    m_table->header()->setSectionResizeMode(reasonColumn, QHeaderView::Stretch);
    m_caption->setForegroundRole(QPalette::PlaceholderText);
    m_caption->setContentsMargins(16, 4, 16, 4);

    auto* shapes = new QPushButton(tr("Other inputs…"), this);
    shapes->setToolTip(tr("Give other shapes, values or axes"));
    auto* open = new QPushButton(icon(QStringLiteral("open")), tr("Open another file…"), this);
    auto* close = new QPushButton(icon(QStringLiteral("close")), tr("Close"), this);
    auto* copy = new QPushButton(icon(QStringLiteral("copy")), tr("Copy all"), this);
    copy->setObjectName(QStringLiteral("refusalCopy"));

    auto* head = new QWidget(this);
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(16, 16, 16, 8);
    column->setSpacing(8);
    auto* titleRow = new QHBoxLayout;
    titleRow->addWidget(m_icon);
    titleRow->addSpacing(8);
    titleRow->addWidget(m_title, 1);
    for (QPushButton* button : {shapes, open, copy, close}) titleRow->addWidget(button);
    column->addLayout(titleRow);
    column->addWidget(m_message);
    column->addWidget(m_table, 1);
    column->addWidget(m_advice);
    auto* lower = new QWidget(this);
    auto* lowerColumn = new QVBoxLayout(lower);
    lowerColumn->setContentsMargins(0, 0, 0, 0);
    lowerColumn->setSpacing(0);
    lowerColumn->addWidget(m_caption);
    lowerColumn->addWidget(m_graph, 1);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(head);
    splitter->addWidget(lower);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    splitter->setChildrenCollapsible(false);
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->addWidget(splitter);

    showIcon();
    connect(shapes, &QPushButton::clicked, this, &RefusalPage::inputsWanted);
    connect(open, &QPushButton::clicked, this, &RefusalPage::openWanted);
    connect(close, &QPushButton::clicked, this, &RefusalPage::closeWanted);
    connect(copy, &QPushButton::clicked, this, [this] {
        QString all = m_title->text() + QLatin1Char('\n') + text(to_text(m_failure));
        if (!m_failure.details.empty()) all += QLatin1Char('\n') + text(m_failure.details);
        QGuiApplication::clipboard()->setText(all);
    });
    connect(m_table, &QTreeWidget::currentItemChanged, this, &RefusalPage::jump);
    connect(m_table, &QTreeWidget::itemClicked, this, &RefusalPage::jump);
    connect(m_graph, &GraphView::nodeSelected, this, &RefusalPage::follow);
}

void RefusalPage::showRefusal(const QString& title, const Failure& failure,
                              std::shared_ptr<const ImportedPicture> picture) {
    if (picture == m_picture && title == m_title->text()) return;
    m_failure = failure;
    m_picture = std::move(picture);
    m_title->setText(title);
    m_message->setText(text(failure.message));
    m_advice->setText(text(failure.advice));
    m_advice->setVisible(!failure.advice.empty());
    fillTable();

    std::map<nnir::NodeId, NodeMark> marks;
    for (std::size_t i = 0; i < m_picture->places.size(); ++i) {
        const nnir::Node* place =
            m_picture->places[i] ? m_picture->graph.find_node(*m_picture->places[i]) : nullptr;
        if (place == nullptr) continue;
        // A line of a loop is told once and stands in the graph once for every turn.
        for (const nnir::Node& node : m_picture->graph.nodes) {
            if (node.attributes == place->attributes && node.provenance == place->provenance)
                marks[node.id] = {ChangeKind::removed, text(failure.nodes[i].reason)};
        }
    }
    const auto nodes = static_cast<qsizetype>(m_picture->graph.nodes.size());
    const qsizetype refused = static_cast<qsizetype>(marks.size());
    m_caption->setText(
        tr("%1 of %2 operators could be imported; the others are marked").arg(nodes - refused).arg(nodes));
    m_graph->setMarks(std::move(marks));
    m_graph->setGraph(std::shared_ptr<const nnir::Graph>(m_picture, &m_picture->graph));
    m_table->setCurrentItem(m_table->topLevelItem(0));
}

void RefusalPage::fillTable() {
    const QSignalBlocker blocker(m_table);
    m_table->clear();
    for (const FailureNode& node : m_failure.nodes) {
        auto* item = new QTreeWidgetItem(
            m_table, {text(node.op), text(node.module), text(node.source), text(node.reason)});
        for (int column = 0; column < columnCount; ++column) {
            item->setTextAlignment(column, Qt::AlignLeft | Qt::AlignTop);
            item->setToolTip(column, item->text(column));
        }
        item->setForeground(operatorColumn, themeColors(palette()).error);
    }
}

void RefusalPage::showIcon() {
    m_icon->setPixmap(icon(QStringLiteral("error")).pixmap(QSize(24, 24), devicePixelRatioF()));
}

void RefusalPage::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange) return;
    showIcon();
    for (int row = 0; row < m_table->topLevelItemCount(); ++row)
        m_table->topLevelItem(row)->setForeground(operatorColumn, themeColors(palette()).error);
}

void RefusalPage::jump() {
    const int row = m_table->indexOfTopLevelItem(m_table->currentItem());
    if (row < 0 || !m_picture || row >= std::ssize(m_picture->places)) return;
    m_graph->setSelection(m_picture->places[static_cast<std::size_t>(row)]);
}

void RefusalPage::follow(std::optional<nnir::NodeId> node) {
    if (!m_picture || !node) return;
    for (std::size_t i = 0; i < m_picture->places.size(); ++i) {
        if (m_picture->places[i] != node) continue;
        const QSignalBlocker blocker(m_table);
        m_table->setCurrentItem(m_table->topLevelItem(static_cast<int>(i)));
        return;
    }
}

}  // namespace lockstep::app
