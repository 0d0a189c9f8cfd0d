#pragma once

#include "tests/app/window_driver.h"

namespace lockstep::app::test {

/// A window with the streamed LSTM in it, run by its controller.
class RunFixture : public WindowFixture {
  protected:
    bool still() const {
        return !m_window->controller().isBusy() && m_window->controller().motion() == Motion::still;
    }
    void openStreamed() {
        drop(*m_window, model("lstm_traced.pt"));
        QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window) && document().run, patience);
        choose(find<QComboBox>("axisChooser0"), 1);
        QTRY_VERIFY_WITH_TIMEOUT(settled(*m_window) && document().isStreamed() && document().recording,
                                 patience);
        QVERIFY(document().failures.empty());
    }
    void runTo(qint64 position) {
        m_window->controller().runTo(position);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == position, patience);
    }
    void goTo(qint64 position) {
        m_window->controller().goTo(position);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == position, patience);
    }
};

}  // namespace lockstep::app::test
