#include "widgets/panels/source_view.h"

#include <QEvent>
#include <QFontDatabase>
#include <algorithm>

#include "widgets/panels/panel_text.h"
#include "widgets/theme.h"

namespace lockstep {
namespace {

constexpr int lineRole = Qt::UserRole;
constexpr int shownLines = 7;

}  // namespace

SourceView::SourceView(QWidget* parent) : QListWidget(parent) {
    setObjectName(QStringLiteral("sourceView"));
    setAccessibleName(tr("Source lines of the model"));
    setToolTip(tr("A line chooses the operators that come from it"));
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setUniformItemSizes(true);
    setTextElideMode(Qt::ElideRight);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(this, &QListWidget::itemClicked, this, &SourceView::choose);
    connect(this, &QListWidget::itemActivated, this, &SourceView::choose);
    hide();
}

QSize SourceView::sizeHint() const {
    const int rows = std::clamp(count(), 1, shownLines);
    return {120, rows * std::max(sizeHintForRow(0), fontMetrics().height()) + 2 * frameWidth() + 2};
}

void SourceView::setModel(const std::shared_ptr<const ModelGraphs>& graphs,
                          const std::shared_ptr<const ImportedGraph>& imported) {
    m_files.clear();
    const auto add = [this](const std::string& file, int line, const std::string& words) {
        if (line > 0 && !words.empty()) m_files[file].try_emplace(line, words);
    };
    if (imported)
        for (const ImportedNode& node : imported->nodes)
            add(node.source.file, node.source.line, node.source.text);
    if (graphs)
        for (const GraphStage& stage : graphs->stages)
            for (const nnir::Node& node : stage.graph->nodes)
                add(node.provenance.file, node.provenance.line, node.provenance.text);
    fill();
}

void SourceView::showLine(const std::string& file, int line) {
    const bool other = file != m_file;
    m_file = file;
    m_line = line;
    if (other || count() == 0) fill();
    QListWidgetItem* marked = nullptr;
    for (int row = 0; row < count(); ++row)
        if (item(row)->data(lineRole).toInt() == line && line > 0) marked = item(row);
    const QSignalBlocker blocker(this);
    setCurrentItem(marked);
    setVisible(marked != nullptr);
    if (marked != nullptr) scrollToItem(marked, QAbstractItemView::PositionAtCenter);
    updateGeometry();
}

void SourceView::fill() {
    const QSignalBlocker blocker(this);
    clear();
    setFont(themeFont(QFontDatabase::systemFont(QFontDatabase::FixedFont), TextSize::small));
    const auto found = m_files.find(m_file);
    if (found == m_files.end()) return;
    const auto digits = QString::number(found->second.rbegin()->first).size();
    int before = 0;
    for (const auto& [line, words] : found->second) {
        if (before > 0 && line > before + 1) {
            auto* gap = new QListWidgetItem(QString(digits, QLatin1Char(' ')) + QStringLiteral("  ⋯"), this);
            gap->setFlags(Qt::NoItemFlags);
        }
        auto* item = new QListWidgetItem(
            QStringLiteral("%1  %2").arg(line, static_cast<int>(digits)).arg(text(words).trimmed()), this);
        item->setData(lineRole, line);
        item->setToolTip(QStringLiteral("<qt>%1</qt>").arg(text(words).trimmed().toHtmlEscaped()));
        before = line;
    }
}

void SourceView::choose(const QListWidgetItem* item) {
    if (item == nullptr) return;
    const int line = item->data(lineRole).toInt();
    if (line > 0) Q_EMIT lineChosen(text(m_file), line);
}

void SourceView::changeEvent(QEvent* event) {
    QListWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) updateGeometry();
}

}  // namespace lockstep
