#include "app/preferences_dialog.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QMainWindow>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <array>

#include "app/settings.h"

namespace lockstep::app {

void applyMotion(QMainWindow& window, bool motion) {
    constexpr std::array effects = {Qt::UI_AnimateMenu,    Qt::UI_FadeMenu,    Qt::UI_AnimateCombo,
                                    Qt::UI_AnimateTooltip, Qt::UI_FadeTooltip, Qt::UI_AnimateToolBox};
    // What the desktop asks for, before anything was changed here.
    static const std::array<bool, effects.size()> desktop = [&] {
        std::array<bool, effects.size()> enabled{};
        for (std::size_t i = 0; i < effects.size(); ++i)
            enabled[i] = QApplication::isEffectEnabled(effects[i]);
        return enabled;
    }();
    window.setAnimated(motion);
    for (std::size_t i = 0; i < effects.size(); ++i)
        QApplication::setEffectEnabled(effects[i], motion && desktop[i]);
}

PreferencesDialog::PreferencesDialog(ThemeMode theme, QWidget* parent)
    : QDialog(parent),
      m_theme(new QComboBox(this)),
      m_wheel(new QComboBox(this)),
      m_motion(new QCheckBox(tr("Panels slide into their places, menus open gradually"), this)),
      m_start(new QComboBox(this)),
      m_several(new QComboBox(this)) {
    setObjectName(QStringLiteral("preferencesDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Preferences"));
    m_theme->setObjectName(QStringLiteral("preferTheme"));
    m_theme->addItems({tr("As the desktop is"), tr("Light"), tr("Dark")});
    m_wheel->setObjectName(QStringLiteral("preferWheel"));
    m_wheel->addItems({tr("scrolls; with Ctrl it zooms"), tr("zooms; with Shift it scrolls sideways")});
    m_motion->setObjectName(QStringLiteral("preferMotion"));
    m_start->setObjectName(QStringLiteral("preferStart"));
    m_start->addItems({tr("Offer the last session on the welcome page"), tr("Reopen the last session"),
                       tr("Neither keep nor offer it")});
    m_several->setObjectName(QStringLiteral("preferSeveral"));
    m_several->addItems({tr("Ask whether to compare them"), tr("Compare them"), tr("Open each by itself")});
    auto* note = new QLabel(tr("What a crash leaves is offered in any case."), this);
    note->setWordWrap(true);
    note->setFont(themeFont(font(), TextSize::small));
    note->setForegroundRole(QPalette::PlaceholderText);

    auto* form = new QFormLayout;
    form->addRow(tr("&Theme:"), m_theme);
    form->addRow(tr("&Wheel over a graph:"), m_wheel);
    form->addRow(tr("M&otion:"), m_motion);
    form->addRow(tr("At the &start:"), m_start);
    form->addRow(QString(), note);
    form->addRow(tr("Several &models at once:"), m_several);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::RestoreDefaults | QDialogButtonBox::Close, this);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addLayout(form);
    column->addWidget(buttons);
    showKept(theme);

    connect(m_theme, &QComboBox::currentIndexChanged, this,
            [this](int index) { Q_EMIT themeChosen(static_cast<ThemeMode>(index)); });
    connect(m_wheel, &QComboBox::currentIndexChanged, this, [this](int index) {
        settings::setWheelZooms(index == 1);
        Q_EMIT changed();
    });
    connect(m_motion, &QCheckBox::toggled, this, [this](bool on) {
        settings::setMotion(on);
        Q_EMIT changed();
    });
    connect(m_start, &QComboBox::currentIndexChanged, this, [this](int index) {
        settings::setStart(static_cast<settings::Start>(index));
        Q_EMIT changed();
    });
    connect(m_several, &QComboBox::currentIndexChanged, this,
            [](int index) { settings::setSeveralModels(static_cast<settings::SeveralModels>(index)); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons->button(QDialogButtonBox::RestoreDefaults), &QAbstractButton::clicked, this, [this] {
        settings::resetPreferences();
        showKept(settings::theme());
        Q_EMIT themeChosen(settings::theme());
        Q_EMIT changed();
    });
}

void PreferencesDialog::showKept(ThemeMode theme) {
    const QSignalBlocker blockers[] = {QSignalBlocker(m_theme), QSignalBlocker(m_wheel),
                                       QSignalBlocker(m_motion), QSignalBlocker(m_start),
                                       QSignalBlocker(m_several)};
    m_theme->setCurrentIndex(static_cast<int>(theme));
    m_wheel->setCurrentIndex(settings::wheelZooms() ? 1 : 0);
    m_motion->setChecked(settings::motion());
    m_start->setCurrentIndex(static_cast<int>(settings::start()));
    m_several->setCurrentIndex(static_cast<int>(settings::severalModels()));
}

}  // namespace lockstep::app
