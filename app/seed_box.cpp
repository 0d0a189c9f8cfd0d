#include "app/seed_box.h"

#include <QLineEdit>
#include <QStyle>
#include <QStyleOptionSpinBox>
#include <algorithm>
#include <limits>

namespace lockstep::app {
namespace {

constexpr quint64 most = std::numeric_limits<quint64>::max();

}  // namespace

SeedBox::SeedBox(QWidget* parent) : QAbstractSpinBox(parent) {
    lineEdit()->setText(QString::number(m_value));
    connect(this, &QAbstractSpinBox::editingFinished, this, &SeedBox::take);
}

void SeedBox::setValue(quint64 value) {
    if (value == m_value) return;  // what is being typed stays
    m_value = value;
    lineEdit()->setText(QString::number(value));
    update();
    Q_EMIT valueChanged(value);
}

void SeedBox::take() {
    bool ok = false;
    const quint64 value = lineEdit()->text().toULongLong(&ok);
    setValue(ok ? value : m_value);
    lineEdit()->setText(QString::number(m_value));
}

QValidator::State SeedBox::validate(QString& input, int&) const {
    if (input.isEmpty()) return QValidator::Intermediate;
    bool ok = false;
    input.toULongLong(&ok);
    const bool digits =
        std::all_of(input.begin(), input.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    return ok && digits ? QValidator::Acceptable : QValidator::Invalid;
}

void SeedBox::fixup(QString& input) const {
    input = QString::number(m_value);
}

void SeedBox::stepBy(int steps) {
    take();
    const auto size = static_cast<quint64>(std::abs(static_cast<qint64>(steps)));
    setValue(steps < 0 ? m_value - std::min(size, m_value) : m_value + std::min(size, most - m_value));
    selectAll();
}

QAbstractSpinBox::StepEnabled SeedBox::stepEnabled() const {
    StepEnabled enabled = StepNone;
    if (m_value > 0) enabled |= StepDownEnabled;
    if (m_value < most) enabled |= StepUpEnabled;
    return enabled;
}

/// As wide as ten digits; a longer one scrolls.
QSize SeedBox::sizeHint() const {
    ensurePolished();
    const QSize content(fontMetrics().horizontalAdvance(QStringLiteral("4294967295 ")),
                        lineEdit()->sizeHint().height());
    QStyleOptionSpinBox option;
    initStyleOption(&option);
    return style()->sizeFromContents(QStyle::CT_SpinBox, &option, content, this);
}

QSize SeedBox::minimumSizeHint() const {
    return sizeHint();
}

}  // namespace lockstep::app
