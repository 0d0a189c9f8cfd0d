#include "app/speed_box.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QSignalBlocker>
#include <QSlider>
#include <algorithm>
#include <cmath>
#include <optional>

#include "app/transport_bar.h"
#include "app/view_state.h"
#include "widgets/theme_numbers.h"

namespace lockstep::app {
namespace {

constexpr double slowest = 0.1;
constexpr double fastest = 10'000;  ///< of the slider, before fullSpeed

/// "max", or any number of inferences a second.
class SpeedField : public QDoubleSpinBox {
  public:
    using QDoubleSpinBox::QDoubleSpinBox;

    QString textFromValue(double value) const override {
        if (value >= fullSpeed) return SpeedBox::tr("max");
        const bool whole = value == std::floor(value);
        return SpeedBox::tr("%1 / s").arg(whole ? countText(static_cast<qint64>(value))
                                                : QLocale::c().toString(value, 'f', 1));
    }
    double valueFromText(const QString& words) const override { return number(words).value_or(value()); }
    QValidator::State validate(QString& words, int&) const override {
        if (const std::optional<double> typed = number(words))
            return *typed >= minimum() && *typed <= maximum() ? QValidator::Acceptable
                                                              : QValidator::Intermediate;
        return QValidator::Intermediate;
    }
    /// To the next of the usual speeds.
    void stepBy(int count) override {
        const QList<double>& all = TransportBar::speeds();
        for (; count > 0; --count) {
            const auto next = std::upper_bound(all.begin(), all.end(), value());
            if (next != all.end()) setValue(*next);
        }
        for (; count < 0; ++count) {
            const auto here = std::lower_bound(all.begin(), all.end(), value());
            setValue(here == all.begin() ? minimum() : *(here - 1));
        }
    }

  private:
    static std::optional<double> number(QString words) {
        words.remove(QLatin1String("/ s"));
        words.remove(QChar(0x202F));
        words = words.trimmed();
        if (words.compare(SpeedBox::tr("max"), Qt::CaseInsensitive) == 0) return fullSpeed;
        words.remove(QLatin1Char(' '));
        bool ok = false;
        const double value = QLocale::c().toDouble(words.replace(QLatin1Char(','), QLatin1Char('.')), &ok);
        return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
    }
};

}  // namespace

SpeedBox::SpeedBox(QWidget* parent)
    : QWidget(parent), m_slider(new QSlider(Qt::Horizontal, this)), m_field(new SpeedField(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_slider);
    row->addWidget(m_field);
    m_slider->setObjectName(QStringLiteral("speedSlider"));
    m_slider->setAccessibleName(tr("Play speed"));
    m_slider->setToolTip(tr("How fast Play goes, from an inference in ten seconds to as fast as possible"));
    m_slider->setRange(0, steps);
    m_slider->setPageStep(5);
    m_slider->setFixedWidth(64);
    m_field->setObjectName(QStringLiteral("speed"));
    m_field->setAccessibleName(tr("Play speed in inferences per second"));
    m_field->setToolTip(
        tr("Inferences per second when playing: any number from 0.1 on, or max for as fast as "
           "possible"));
    m_field->setRange(slowest, fullSpeed);
    m_field->setDecimals(1);
    m_field->setKeyboardTracking(false);
    m_field->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_field->setFixedWidth(fontMetrics().horizontalAdvance(QStringLiteral("100 000 / s")) + 12);
    connect(m_slider, &QSlider::valueChanged, this, [this](int place) {
        const double speed = speedAt(place);
        const QSignalBlocker block(m_field);
        m_field->setValue(speed);
        Q_EMIT speedChosen(speed);
    });
    connect(m_field, &QDoubleSpinBox::valueChanged, this, [this](double speed) {
        const QSignalBlocker block(m_slider);
        m_slider->setValue(placeOf(speed));
        Q_EMIT speedChosen(speed);
    });
    setSpeed(10);
}

void SpeedBox::setSpeed(double speed) {
    const QSignalBlocker blockSlider(m_slider);
    const QSignalBlocker blockField(m_field);
    // The place of a speed that was chosen by the slider is the slider's own.
    if (speedAt(m_slider->value()) != speed) m_slider->setValue(placeOf(speed));
    m_field->setValue(speed);
}

double SpeedBox::speedAt(int place) {
    if (place >= steps) return fullSpeed;
    const double exact =
        slowest * std::pow(fastest / slowest, static_cast<double>(std::max(place, 0)) / (steps - 1));
    // One or two digits that people read: 0.1, 0.13, … are shown with one decimal.
    if (exact < 10) return std::max(slowest, std::round(exact * 10) / 10);
    const double digit = std::pow(10.0, std::floor(std::log10(exact)) - 1);
    return std::round(exact / digit) * digit;
}

int SpeedBox::placeOf(double speed) {
    if (speed >= fullSpeed) return steps;
    const double share = std::log(std::max(speed, slowest) / slowest) / std::log(fastest / slowest);
    return std::clamp(static_cast<int>(std::lround(share * (steps - 1))), 0, steps - 1);
}

}  // namespace lockstep::app
