#include "widgets/panels/memory_panel.h"

#include <QHeaderView>
#include <QHelpEvent>
#include <QLabel>
#include <QPainter>
#include <QScopedValueRollback>
#include <QTableView>
#include <QToolTip>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "widgets/panels/panel_table.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/table_text.h"
#include "widgets/spoken_parts.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

constexpr int margin = 8;
constexpr int barHeight = 4;
constexpr int barGap = 2;
constexpr int rowGap = 12;
constexpr auto weightStore = "weight_store";

QString memoryName(const std::string& name) {
    if (name == "weight_store") return MemoryPanel::tr("Weight store");
    if (name == "tensor_ram") return MemoryPanel::tr("Tensor RAM");
    if (name == "accumulator_store") return MemoryPanel::tr("Accumulator store");
    if (name == "cell_store") return MemoryPanel::tr("Cell store");
    if (name == "clamp_store") return MemoryPanel::tr("Clamp store");
    if (name == "descriptors") return MemoryPanel::tr("Descriptors");
    QString words = text(name);
    words.replace(QLatin1Char('_'), QLatin1Char(' '));
    return words;
}

QString basisText(Basis basis) {
    switch (basis) {
        case Basis::published:
            return MemoryPanel::tr("published depth");
        case Basis::derived:
            return MemoryPanel::tr("derived depth");
        case Basis::fitted:
            return MemoryPanel::tr("fitted depth");
        case Basis::given:
            return MemoryPanel::tr("depth as your config gives it");
        case Basis::assumed:
            break;
    }
    return MemoryPanel::tr("assumed depth");
}

double shareOf(const MemoryUse& use) {
    return use.depth > 0 ? static_cast<double>(use.used) / static_cast<double>(use.depth) : 0;
}

}  // namespace

/// "core 0 · 3 864 blocks free": of the fullest core; an assumed depth says so.
QString headroomText(const MemoryRow& row) {
    const std::int64_t free = row.fullest.depth - row.fullest.used;
    QString words =
        free < 0
            ? MemoryPanel::tr("core %1 · %2 %3 too many")
                  .arg(row.fullest.core)
                  .arg(countText(-free), row.unit)
            : MemoryPanel::tr("core %1 · %2 %3 free").arg(row.fullest.core).arg(countText(free), row.unit);
    if (row.cores.size() > 1) words = MemoryPanel::tr("fullest %1").arg(words);
    if (row.basis == Basis::assumed) words += QStringLiteral(" · ") + basisText(row.basis);
    return words;
}

QString percentText(double share) {
    if (share > 0 && share < 0.01) return MemoryPanel::tr("< 1 %");
    // Only what is full is called so.
    const double whole = share < 1 ? std::min(std::round(share * 100), 99.0) : std::ceil(share * 100);
    return QStringLiteral("%1 %").arg(whole);
}

double MemoryRow::share() const {
    return shareOf(fullest);
}

std::vector<MemoryRow> memoryRows(const std::vector<MemoryUse>& memory) {
    std::vector<MemoryRow> rows;
    for (const MemoryUse& use : memory) {
        const QString name = memoryName(use.name);
        auto row = std::find_if(rows.begin(), rows.end(), [&](const MemoryRow& r) { return r.name == name; });
        if (row == rows.end()) row = rows.insert(row, MemoryRow{name, text(use.unit), use.basis, {}, use});
        row->cores.push_back(use);
        if (shareOf(use) > shareOf(row->fullest)) row->fullest = use;
    }
    return rows;
}

class MemoryPanel::Bars : public QWidget {
  public:
    explicit Bars(QWidget* parent) : QWidget(parent) {
        speakParts(this, {.count = [this] { return static_cast<int>(rows.size()); },
                          .name =
                              [this](int part) {
                                  const MemoryRow& row = rows[static_cast<std::size_t>(part)];
                                  const QString words = MemoryPanel::tr("%1: %2 of %3 %4, %5 percent")
                                                            .arg(row.name, countText(row.fullest.used),
                                                                 countText(row.fullest.depth), row.unit)
                                                            .arg(std::ceil(row.share() * 100));
                                  if (row.fullest.name != weightStore || selected.isEmpty()) return words;
                                  return words + QStringLiteral(", ") + selected;
                              },
                          .place =
                              [this](int part) {
                                  int y = margin;
                                  for (int i = 0; i < part; ++i)
                                      y += rowHeight(rows[static_cast<std::size_t>(i)]);
                                  return QRect(0, y, width(),
                                               rowHeight(rows[static_cast<std::size_t>(part)]));
                              }});
    }

    std::vector<MemoryRow> rows;
    QString selected;  ///< what the selected operator holds of the weight stores

    int rowHeight(const MemoryRow& row) const {
        return 2 * fontMetrics().height() + 4 + static_cast<int>(row.cores.size()) * (barHeight + barGap) +
               rowGap;
    }
    int contentHeight() const {
        int height = margin;
        for (const MemoryRow& row : rows) height += rowHeight(row);
        return std::max(height, 60);
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const ThemeColors& style = themeColors(palette());
        painter.fillRect(rect(), style.surface);
        if (rows.empty()) {
            painter.setPen(style.quietText);
            painter.drawText(
                rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap,
                tr("How full each memory of the accelerator is shows here once a model is compiled."));
            return;
        }
        int y = margin;
        for (const MemoryRow& row : rows) {
            paintRow(painter, style, row, y);
            y += rowHeight(row);
        }
    }

    void paintRow(QPainter& painter, const ThemeColors& style, const MemoryRow& row, int y) {
        const int lineHeight = fontMetrics().height();
        const QRect line(margin, y, width() - 2 * margin, lineHeight);
        const bool over = row.share() > 1;
        painter.setFont(font());
        painter.setPen(over ? style.error : style.text);
        const QString figure =
            MemoryPanel::tr("%1 of %2").arg(countText(row.fullest.used), countText(row.fullest.depth));
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, figure);
        painter.setPen(style.text);
        const int room = line.width() - fontMetrics().horizontalAdvance(figure) - 8;
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(row.name, Qt::ElideRight, room));
        if (const int behind = fontMetrics().horizontalAdvance(row.name) + 8;
            row.fullest.name == weightStore && !selected.isEmpty() && behind < room) {
            painter.setPen(style.accent);
            painter.drawText(line.adjusted(behind, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                             fontMetrics().elidedText(selected, Qt::ElideRight, room - behind));
        }

        const QFont small = themeFont(font(), TextSize::small);
        painter.setFont(small);
        painter.setPen(style.quietText);
        const QRect second = line.translated(0, lineHeight);
        const QString percent = percentText(row.share());
        const int percentWidth = QFontMetrics(small).horizontalAdvance(percent) + 8;
        painter.drawText(
            second, Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetrics(small).elidedText(headroomText(row), Qt::ElideRight, second.width() - percentWidth));
        painter.drawText(second, Qt::AlignRight | Qt::AlignVCenter, percent);

        int barY = y + 2 * lineHeight + 4;
        for (const MemoryUse& use : row.cores) {
            // What is over reaches beyond the depth: the row's scale ends at what the fullest core needs.
            const double scale = std::max(1.0, row.share());
            const QRect track(margin, barY, line.width(), barHeight);
            const auto pixels = [&](double share) {
                return static_cast<int>(std::min(share, scale) / scale * track.width());
            };
            const double share = shareOf(use);
            painter.fillRect(QRect(track.topLeft(), QSize(pixels(1), barHeight)), style.hairline);
            QRect bar = track;
            bar.setWidth(use.used > 0 ? std::max(2, pixels(std::min(share, 1.0))) : 0);
            const QColor colour = share > 0.9 ? style.warning : style.edge;
            // An assumed depth is told apart by its pattern.
            painter.fillRect(
                bar, row.basis == Basis::assumed ? QBrush(colour, Qt::Dense3Pattern) : QBrush(colour));
            if (share > 1) {
                const QRect beyond(track.left() + pixels(1), barY, pixels(share) - pixels(1), barHeight);
                painter.fillRect(beyond, style.error);
                painter.fillRect(QRect(beyond.left() - 1, barY - 1, 2, barHeight + 2), style.text);
            }
            barY += barHeight + barGap;
        }
    }

    bool event(QEvent* event) override {
        if (event->type() == QEvent::ToolTip) {
            const auto* help = static_cast<QHelpEvent*>(event);
            int y = margin;
            for (const MemoryRow& row : rows) {
                if (help->pos().y() >= y && help->pos().y() < y + rowHeight(row)) {
                    QToolTip::showText(help->globalPos(), rowToolTip(row), this);
                    return true;
                }
                y += rowHeight(row);
            }
            QToolTip::hideText();
            return true;
        }
        return QWidget::event(event);
    }

    static QString rowToolTip(const MemoryRow& row) {
        QStringList lines{MemoryPanel::tr("%1, %2; a bar per core").arg(row.name, basisText(row.basis))};
        std::int64_t used = 0;
        std::int64_t depth = 0;
        for (const MemoryUse& use : row.cores) {
            used += use.used;
            depth += use.depth;
        }
        if (row.cores.size() > 1)
            lines
                << MemoryPanel::tr("all cores: %1 of %2 %3").arg(countText(used), countText(depth), row.unit);
        for (const MemoryUse& use : row.cores) {
            lines << MemoryPanel::tr("core %1: %2 of %3 %4")
                         .arg(use.core)
                         .arg(countText(use.used), countText(use.depth), row.unit);
        }
        return lines.join(QLatin1Char('\n'));
    }
};

MemoryPanel::MemoryPanel(QWidget* parent)
    : QScrollArea(parent),
      m_words(new QLabel(this)),
      m_bars(new Bars(this)),
      m_model(new PanelTableModel({{tr("Fills the weight store")}, {tr("Blocks"), true}}, this)),
      m_shares(makePanelTable(m_model, "memoryShares", tr("Operators that fill the weight store"), this)) {
    setObjectName(QStringLiteral("memoryPanel"));
    setAccessibleName(tr("Memories"));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidgetResizable(true);
    m_words->setObjectName(QStringLiteral("memoryWords"));
    m_words->setWordWrap(true);
    m_words->setContentsMargins(margin, margin, margin, 0);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_shares->horizontalHeader()->setStretchLastSection(false);
    m_shares->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_shares->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_shares->setTextElideMode(Qt::ElideMiddle);
    makeCopyable(*m_shares);
    auto* content = new QWidget(this);
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_words);
    column->addWidget(m_bars, 1);
    column->addWidget(m_shares);
    setWidget(content);
    connect(m_shares->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                if (m_following || !index.isValid() || !m_refusal || !m_refusal->need) return;
                Q_EMIT nodeActivated(m_refusal->need->shares[static_cast<std::size_t>(index.row())].node);
            });
    showMemories();
}

void MemoryPanel::selectNode(std::optional<std::uint32_t> node) {
    m_node = node;
    showSelected();
    showShares();
}

QString MemoryPanel::selectedText() const {
    return m_bars->selected;
}

void MemoryPanel::showSelected() {
    QString words;
    std::vector<MemoryShare> shares;
    if (m_refusal && m_refusal->need) shares = m_refusal->need->shares;
    if (!m_refusal && m_program) shares = weight_shares(*m_program);
    for (const MemoryShare& share : shares)
        if (m_node == share.node) words = tr("selected: %1 blocks").arg(countText(share.blocks));
    if (words == m_bars->selected) return;
    m_bars->selected = words;
    m_bars->update();
}

void MemoryPanel::setProgram(std::shared_ptr<const Program> program) {
    m_program = std::move(program);
    showMemories();
}

void MemoryPanel::setRefusal(std::shared_ptr<const MemoryRefusal> refusal) {
    if (refusal == m_refusal) return;
    m_refusal = std::move(refusal);
    showMemories();
}

void MemoryPanel::showMemories() {
    const std::vector<MemoryUse> none;
    const std::vector<MemoryUse>& memory = m_refusal   ? (m_refusal->need ? m_refusal->need->memory : none)
                                           : m_program ? m_program->memory
                                                       : none;
    m_bars->rows = memoryRows(memory);
    showSelected();
    m_words->setVisible(m_refusal != nullptr);
    if (m_refusal) m_words->setText(m_refusal->words);
    m_bars->setVisible(!m_refusal || m_refusal->need.has_value());
    m_bars->setMinimumHeight(m_bars->contentHeight());
    showShares();
    QStringList described;
    if (m_refusal) described << m_refusal->words;
    for (const MemoryRow& row : m_bars->rows) {
        described << tr("%1: %2 of %3 %4, %5")
                         .arg(row.name, countText(row.fullest.used), countText(row.fullest.depth), row.unit,
                              headroomText(row));
    }
    m_bars->setAccessibleName(tr("Memories"));
    widget()->setAccessibleDescription(described.join(QStringLiteral("; ")));
    m_bars->update();
}

void MemoryPanel::showShares() {
    const QScopedValueRollback<bool> following(m_following, true);
    constexpr std::size_t most = 8;
    const bool any = m_refusal && m_refusal->need && !m_refusal->need->shares.empty();
    m_shares->setVisible(any);
    if (!any) {
        m_model->setRows(0, {});
        return;
    }
    const std::vector<MemoryShare>& shares = m_refusal->need->shares;
    const auto rows = static_cast<int>(std::min(shares.size(), most));
    m_model->setRows(rows, [refusal = m_refusal](int row, int column, int role) -> QVariant {
        const MemoryShare& share = refusal->need->shares[static_cast<std::size_t>(row)];
        const auto name = refusal->names.find(share.node);
        const QString words = name == refusal->names.end() ? QString::number(share.node) : name->second;
        if (role == Qt::ToolTipRole) return words;
        if (role != Qt::DisplayRole) return {};
        return column == 0 ? words : countText(share.blocks);
    });
    m_shares->setFixedHeight(m_shares->horizontalHeader()->sizeHint().height() +
                             rows * m_shares->verticalHeader()->defaultSectionSize() + 2);
    m_shares->selectionModel()->clear();
    for (int row = 0; row < rows; ++row)
        if (shares[static_cast<std::size_t>(row)].node == m_node) m_shares->selectRow(row);
}

}  // namespace lockstep
