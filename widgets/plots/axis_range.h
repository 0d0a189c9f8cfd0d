#pragma once

#include <QObject>
#include <array>
#include <cstdint>
#include <optional>

namespace lockstep {

/// The range of inferences that plots show; plots that share one show the same. Inference i takes [i - 0.5, i
/// + 0.5].
class AxisRange : public QObject {
    Q_OBJECT

  public:
    using QObject::QObject;

    double low() const { return m_low; }
    double high() const { return m_high; }
    double limitLow() const { return m_limitLow; }
    double limitHigh() const { return m_limitHigh; }
    bool isFitted() const { return m_low == m_limitLow && m_high == m_limitHigh; }

    /// What there is to see. A range that showed everything goes on showing everything; another one stays as
    /// far as the new limits allow.
    void setLimits(double low, double high);
    void setVisible(double low, double high);
    /// Keeps `centre` in place; factor > 1 shows more.
    void zoom(double centre, double factor);
    void pan(double distance);
    void fit();
    /// Moves as little as needed to show the inference.
    void reveal(double inference);

    /// Cursors A (0) and B (1): plots that share the range share them.
    std::optional<std::int64_t> cursor(std::size_t which) const { return m_cursors[which]; }
    void setCursor(std::size_t which, std::optional<std::int64_t> inference);
    /// The one that was set last, which keys move.
    std::size_t lastCursor() const { return m_lastCursor; }
    void removeCursors();

    static constexpr double leastSpan = 2;

  Q_SIGNALS:
    void changed();
    void cursorsChanged();

  private:
    void apply(double low, double high);

    double m_limitLow = -0.5;
    double m_limitHigh = 0.5;
    double m_low = -0.5;
    double m_high = 0.5;
    std::array<std::optional<std::int64_t>, 2> m_cursors;
    std::size_t m_lastCursor = 1;
};

}  // namespace lockstep
