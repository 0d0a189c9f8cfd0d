#pragma once

#include <QApplication>
#include <memory>
#include <string>
#include <vector>

namespace lockstep::app {

/// QApplication as this program wants it: names for its settings, numbers with a point in the C library, the
/// desktop file, translations.
class WindowApplication {
  public:
    explicit WindowApplication(const std::vector<std::string>& words);

  private:
    std::vector<std::string> m_words;
    std::vector<char*> m_arguments;
    int m_count = 0;
    std::unique_ptr<QApplication> m_application;
};

}  // namespace lockstep::app
