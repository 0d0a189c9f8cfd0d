#include "widgets/panels/activation_view.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>

#include "widgets/panels/tensor_view.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

Tensor difference(const Tensor& a, const Tensor& b) {
    std::vector<float> values(a.values().begin(), a.values().end());
    // Equal infinities do not differ.
    for (std::size_t k = 0; k < values.size(); ++k)
        values[k] = values[k] == b.values()[k] ? 0.0F : values[k] - b.values()[k];
    return {a.shape(), std::move(values)};
}

/// The largest |Δ|, as output errors count it: what is NaN in both does not differ, what is in one does
/// without bounds.
double largestDifference(const Tensor& a, const Tensor& b) {
    double largest = 0;
    for (std::size_t k = 0; k < a.values().size(); ++k) {
        const auto vm = static_cast<double>(a.values()[k]);
        const auto reference = static_cast<double>(b.values()[k]);
        if (vm == reference || (std::isnan(vm) && std::isnan(reference))) continue;
        const double each = std::abs(vm - reference);
        largest = std::isnan(each) ? std::numeric_limits<double>::infinity() : std::max(largest, each);
    }
    return largest;
}

}  // namespace

ActivationView::ActivationView(QWidget* parent)
    : QWidget(parent),
      m_quantity(new QComboBox(this)),
      m_caption(new QLabel(this)),
      m_tensors(new TensorView(QStringLiteral("activation"), tr("Result of the operator"), this)),
      m_all(new QPushButton(tr("All operators as NPZ…"), this)) {
    setObjectName(QStringLiteral("activationView"));
    m_quantity->setObjectName(QStringLiteral("activationQuantity"));
    m_quantity->setAccessibleName(tr("Values"));
    m_quantity->addItems({tr("VM"), tr("Reference"), tr("Difference")});
    m_caption->setObjectName(QStringLiteral("activationCaption"));
    m_caption->setWordWrap(true);
    m_caption->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_caption->setForegroundRole(QPalette::PlaceholderText);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_caption);
    column->addWidget(m_quantity);
    column->addWidget(m_tensors);
    m_all->setObjectName(QStringLiteral("activationAll"));
    m_all->setToolTip(
        tr("What every operator gives in this inference, VM and reference, and the outputs and states of the "
           "inferences that are kept, as arrays of one file"));
    column->addWidget(m_all, 0, Qt::AlignLeft);
    connect(m_all, &QPushButton::clicked, this, &ActivationView::allWanted);
    connect(m_quantity, &QComboBox::currentIndexChanged, this, &ActivationView::showValues);
    hide();
}

void ActivationView::setActivations(std::shared_ptr<const Activations> activations) {
    m_activations = std::move(activations);
    m_reason.clear();
    m_busy = false;
    showValues();
}

void ActivationView::setReason(const QString& reason) {
    m_activations.reset();
    m_reason = reason;
    m_busy = false;
    showValues();
}

void ActivationView::setFormat(ValueFormat format) {
    m_tensors->setFormat(format);
}

void ActivationView::setBusy(bool busy) {
    m_busy = busy;
    showValues();
}

void ActivationView::showValues() {
    setVisible(m_activations != nullptr || !m_reason.isEmpty() || m_busy);
    const bool compared = m_activations && std::ranges::all_of(m_activations->values, [](const auto& value) {
                              return value.reference.has_value();
                          });
    if (auto* model = qobject_cast<QStandardItemModel*>(m_quantity->model())) {
        for (int i = 1; i < model->rowCount(); ++i) model->item(i)->setEnabled(compared);
    }
    m_quantity->setToolTip(compared ? tr("The reference is the graph in float64, from the reference's state")
                                    : tr("The reference's state in front of this inference is not known."));
    m_quantity->setVisible(m_activations != nullptr);
    m_all->setVisible(m_activations != nullptr);
    const auto quantity = compared ? static_cast<Quantity>(m_quantity->currentIndex()) : Quantity::vm;
    if (!compared && m_activations) {
        const QSignalBlocker blocker(m_quantity);
        m_quantity->setCurrentIndex(0);
    }
    std::vector<ViewedTensor> tensors;
    double worst = 0;
    if (m_activations) {
        for (const Activations::Value& value : m_activations->values) {
            Tensor shown = value.vm;
            if (value.reference) {
                worst = std::max(worst, largestDifference(value.vm, *value.reference));
                if (quantity == Quantity::difference) shown = difference(value.vm, *value.reference);
                if (quantity == Quantity::reference) shown = *value.reference;
            }
            const char* const ending = quantity == Quantity::vm          ? "vm"
                                       : quantity == Quantity::reference ? "reference"
                                                                         : "difference";
            tensors.push_back({.key = value.name,
                               .fileName = QStringLiteral("%1.inference%2.%3")
                                               .arg(value.name)
                                               .arg(m_activations->inference)
                                               .arg(QLatin1String(ending)),
                               .tensor = shown});
        }
    }
    QString words = m_reason;
    if (m_activations) {
        words = tr("Inference %1").arg(countText(m_activations->inference));
        if (compared) words += tr(" · max |Δ| %1").arg(figureText(worst));
        if (!m_activations->note.isEmpty()) words += QLatin1Char('\n') + m_activations->note;
    }
    if (m_busy) words = tr("Computing what the operator gives…");
    m_caption->setText(words);
    m_tensors->setTensors(std::move(tensors));
}

}  // namespace lockstep
