#pragma once

#include <QLayout>
#include <QPointer>

namespace lockstep {

/// While it lives, a layout arranges nothing. Showing a child of a visible widget arranges the whole layout
/// at once: where several are shown and hidden together, that happens once afterwards, with the next events.
class LayoutHold {
  public:
    explicit LayoutHold(QLayout* layout)
        : m_layout(layout), m_enabled(layout != nullptr && layout->isEnabled()) {
        if (m_enabled) m_layout->setEnabled(false);
    }
    ~LayoutHold() {
        if (m_enabled && m_layout) m_layout->setEnabled(true);
    }
    LayoutHold(const LayoutHold&) = delete;
    LayoutHold& operator=(const LayoutHold&) = delete;

  private:
    QPointer<QLayout> m_layout;
    bool m_enabled;  ///< by nobody held yet
};

}  // namespace lockstep
