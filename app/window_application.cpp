#include "app/window_application.h"

#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>
#include <clocale>

#include "app/settings.h"
#include "widgets/window_style.h"

namespace lockstep::app {

WindowApplication::WindowApplication(const std::vector<std::string>& words) : m_words(words) {
    initSettings();
    m_words.insert(m_words.begin(), "lockstep");
    for (std::string& word : m_words) m_arguments.push_back(word.data());
    m_arguments.push_back(nullptr);
    m_count = static_cast<int>(m_words.size());
    m_application = std::make_unique<QApplication>(m_count, m_arguments.data());
    // Numbers in files keep their point, whatever the desktop's language.
    std::setlocale(LC_NUMERIC, "C");
    QApplication::setDesktopFileName(QStringLiteral("org.lockstep.Lockstep"));
    QApplication::setApplicationVersion(QStringLiteral(LOCKSTEP_VERSION));
    // The designed palettes and widths are those of one style.
    QApplication::setStyle(new WindowStyle);

    auto* own = new QTranslator(m_application.get());
    // The English file holds plurals only: for languages without a file of their own, too.
    if (own->load(QLocale(), QStringLiteral("lockstep"), QStringLiteral("_"), QStringLiteral(":/i18n")) ||
        own->load(QStringLiteral(":/i18n/lockstep_en.qm"))) {
        QCoreApplication::installTranslator(own);
    }
    auto* qt = new QTranslator(m_application.get());
    if (qt->load(QLocale(), QStringLiteral("qtbase"), QStringLiteral("_"),
                 QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
        QCoreApplication::installTranslator(qt);
    }
}

}  // namespace lockstep::app
