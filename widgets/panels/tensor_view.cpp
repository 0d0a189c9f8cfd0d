#include "widgets/panels/tensor_view.h"

#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/panels/histogram_view.h"
#include "widgets/panels/inspector_text.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/tensor_map.h"
#include "widgets/panels/tensor_window.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

/// Values whose figures are made at once: well under a millisecond.
constexpr std::int64_t fewValues = 1 << 14;

}  // namespace

TensorView::TensorView(const QString& name, const QString& chooserName, QWidget* parent)
    : QWidget(parent),
      m_choice(new QComboBox(this)),
      m_histogram(new HistogramView(this)),
      m_map(new TensorMap(this)),
      m_facts(new QLabel(this)),
      m_values(new QPushButton(tr("Values and NPY…"), this)) {
    m_choice->setObjectName(name + QStringLiteral("Choice"));
    m_choice->setAccessibleName(chooserName);
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_map->setFixedHeight(96);
    m_facts->setObjectName(name + QStringLiteral("Facts"));
    m_facts->setTextFormat(Qt::RichText);
    m_facts->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_values->setObjectName(name + QStringLiteral("Values"));
    m_values->setToolTip(tr("The tensor in a window: as colours, as numbers, and as a file"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_choice);
    column->addWidget(m_histogram);
    column->addWidget(m_map);
    column->addWidget(m_facts);
    column->addWidget(m_values, 0, Qt::AlignLeft);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &TensorView::showTensor);
    connect(m_values, &QPushButton::clicked, this, &TensorView::showValues);
    hide();
}

const ViewedTensor* TensorView::chosen() const {
    const int index = m_choice->currentIndex();
    return index < 0 || index >= static_cast<int>(m_tensors.size())
               ? nullptr
               : &m_tensors[static_cast<std::size_t>(index)];
}

void TensorView::setTensors(std::vector<ViewedTensor> tensors) {
    const QString before = m_choice->currentData().toString();
    const bool same =
        tensors.size() == m_tensors.size() &&
        std::equal(tensors.begin(), tensors.end(), m_tensors.begin(),
                   [](const ViewedTensor& a, const ViewedTensor& b) {
                       return a.key == b.key && a.tensor.values().data() == b.tensor.values().data();
                   });
    m_tensors = std::move(tensors);
    setVisible(!m_tensors.empty());
    if (same) return;
    {
        const QSignalBlocker blocker(m_choice);
        m_choice->clear();
        int largest = 0;
        for (std::size_t k = 0; k < m_tensors.size(); ++k) {
            const ViewedTensor& each = m_tensors[k];
            if (each.tensor.size() > m_tensors[static_cast<std::size_t>(largest)].tensor.size())
                largest = static_cast<int>(k);
            m_choice->addItem(QStringLiteral("%1   %2").arg(each.key, shapeText(each.tensor.shape())),
                              each.key);
        }
        const int kept = m_choice->findData(before);
        m_choice->setCurrentIndex(m_tensors.empty() ? -1 : kept >= 0 ? kept : largest);
    }
    showTensor();
}

void TensorView::showTensor() {
    const ViewedTensor* shown = chosen();
    m_job.cancel();
    if (shown == nullptr) return;
    m_map->setTensor(shown->tensor, shown->key);
    if (shown->tensor.size() <= fewValues) {
        showStatistics(tensorStatistics(shown->tensor.values()));
        return;
    }
    // Nothing of the tensor before stands under this one's map.
    m_figures = {};
    m_facts->clear();
    m_histogram->setStatistics({}, shown->key);
    m_job.request(
        [tensor = shown->tensor](const std::stop_token&) { return tensorStatistics(tensor.values()); },
        [this](const TensorStatistics& figures) { showStatistics(figures); });
}

void TensorView::showStatistics(const TensorStatistics& figures) {
    const ViewedTensor* shown = chosen();
    if (shown == nullptr) return;
    m_figures = figures;
    m_histogram->setStatistics(figures, shown->key);
    const ThemeColors& colors = themeColors(palette());
    QString rows = tableRow(colors, tr("values"),
                            figures.sampled ? tr("%1 (figures from %2 evenly spaced ones)")
                                                  .arg(countText(figures.count), countText(figures.examined))
                                            : countText(figures.count));
    if (figures.examined > figures.nonFinite) {
        rows +=
            tableRow(colors, tr("mean ± deviation"),
                     QStringLiteral("%1 ± %2").arg(figureText(figures.mean), figureText(figures.deviation)));
        rows +=
            tableRow(colors, tr("least … most"),
                     QStringLiteral("%1 … %2").arg(figureText(figures.minimum), figureText(figures.maximum)));
    }
    if (figures.zeros > 0) {
        const double share = 100 * static_cast<double>(figures.zeros) / static_cast<double>(figures.examined);
        rows += tableRow(colors, tr("zeros"),
                         QStringLiteral("%1 (%2 %)").arg(countText(figures.zeros)).arg(share, 0, 'f', 1));
    }
    if (figures.nonFinite > 0) rows += tableRow(colors, tr("not finite"), countText(figures.nonFinite));
    m_facts->setText(QStringLiteral("<table cellspacing='0' cellpadding='1'>%1</table>").arg(rows));
}

void TensorView::showValues() {
    const ViewedTensor* shown = chosen();
    if (shown == nullptr) return;
    auto* window = new TensorWindow(shown->tensor, shown->fileName, this, m_format);
    window->show();
}

void TensorView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_tensors.empty() && m_figures.count > 0)
        showStatistics(m_figures);
}

}  // namespace lockstep
