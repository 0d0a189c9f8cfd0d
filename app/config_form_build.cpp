#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QTabWidget>
#include <QVBoxLayout>

#include "app/config_fields_text.h"
#include "app/config_form.h"
#include "app/icon.h"
#include "app/settings.h"
#include "core/accel/machine_families.h"
#include "widgets/panels/panel_text.h"

namespace lockstep::app {
namespace {

QLabel* addLabel(QGridLayout& grid, int line, const QString& words, QWidget* buddy) {
    auto* label = new QLabel(words, buddy->parentWidget());
    label->setBuddy(buddy);
    buddy->setAccessibleName(words);
    grid.addWidget(label, line, 0);
    grid.addWidget(buddy, line, 1);
    return label;
}

}  // namespace

void ConfigForm::build() {
    auto* startMenu = new QMenu(this);
    startMenu->setObjectName(QStringLiteral("configStart"));
    startMenu->setToolTipsVisible(true);
    connect(startMenu, &QMenu::aboutToShow, this, [this, startMenu] { fillStart(startMenu); });
    fillStart(startMenu);
    m_summary = new QLabel(this);
    m_summary->setObjectName(QStringLiteral("configSummary"));
    m_summary->setWordWrap(true);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_amounts = new QLabel(this);
    m_amounts->setObjectName(QStringLiteral("configAmounts"));
    m_amounts->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_tabs = new QTabWidget(this);
    m_tabs->setDocumentMode(true);
    QWidget* machine =
        fieldsPage({ConfigField::Group::machine, ConfigField::Group::memory, ConfigField::Group::io});
    machine->setWindowTitle(tr("Machine and memories"));
    QWidget* timing = fieldsPage({ConfigField::Group::timing});
    timing->setWindowTitle(tr("Cycles of the units"));
    for (QWidget* page : {machine, timing}) m_tabs->addTab(page, page->windowTitle());

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    const auto add = [&](const QString& words, const char* name, QDialogButtonBox::ButtonRole role) {
        QPushButton* button = buttons->addButton(words, role);
        button->setObjectName(QLatin1String(name));
        button->setAutoDefault(false);
        return button;
    };
    QPushButton* start = add(tr("Start &from"), "configStartButton", QDialogButtonBox::ResetRole);
    start->setMenu(startMenu);
    QPushButton* open = add(tr("&Open…"), "configOpen", QDialogButtonBox::ResetRole);
    m_save = add(tr("&Save…"), "configSave", QDialogButtonBox::ActionRole);
    m_use = add(tr("&Use this accelerator"), "configUse", QDialogButtonBox::ActionRole);
    m_use->setDefault(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(m_tabs, 1);
    column->addWidget(m_amounts);
    column->addWidget(m_summary);
    column->addWidget(buttons);
    resize(760, 680);
    connect(buttons, &QDialogButtonBox::rejected, this, &ConfigForm::reject);
    connect(open, &QPushButton::clicked, this, &ConfigForm::openDialog);
    connect(m_save, &QPushButton::clicked, this, [this] {
        if (m_file.isEmpty()) {
            saveAsDialog();
        } else {
            save(m_file);
        }
    });
    connect(m_use, &QPushButton::clicked, this, &ConfigForm::use);
}

void ConfigForm::fillStart(QMenu* menu) {
    menu->clear();
    for (const AcceleratorConfig& preset : preset_configs()) {
        const QString name = text(preset.name);
        QAction* action = menu->addAction(name, this, [this, name] { edit(name); });
        action->setObjectName(name);
        action->setToolTip(text(preset.board));
    }
    menu->addSection(tr("Recent configs"));
    const QStringList recent = settings::recentConfigs();
    for (const QString& file : recent) {
        QAction* action = menu->addAction(QFileInfo(file).fileName(), this, [this, file] { edit(file); });
        action->setToolTip(file);
        action->setEnabled(QFileInfo::exists(file));
    }
    if (recent.isEmpty()) menu->addAction(tr("Nothing yet"))->setEnabled(false);
}

QWidget* ConfigForm::fieldsPage(std::initializer_list<ConfigField::Group> groups) {
    auto* area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    auto* page = new QWidget(area);
    auto* grid = new QGridLayout(page);
    grid->setContentsMargins(4, 12, 12, 12);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(3, 1);
    area->setWidget(page);
    for (const ConfigField::Group group : groups) {
        if (group == ConfigField::Group::machine || group == ConfigField::Group::timing ||
            group == ConfigField::Group::io)
            addWords(*grid, group);
        for (const ConfigField& field : config_field_list())
            if (field.group == group) addRow(*grid, field, area);
    }
    grid->setRowStretch(grid->rowCount(), 1);
    return area;
}

void ConfigForm::addWords(QGridLayout& grid, ConfigField::Group group) {
    QWidget* page = grid.parentWidget();
    const auto watch = [this] {
        if (!m_setting) changed();
    };
    const int line = grid.rowCount();
    if (group == ConfigField::Group::machine) {
        m_name = new QLineEdit(page);
        m_name->setObjectName(QStringLiteral("configName"));
        addLabel(grid, line, tr("Name"), m_name);
        m_nameNote = new QLabel(page);
        m_nameNote->setObjectName(QStringLiteral("configNameNote"));
        grid.addWidget(m_nameNote, line, 3);
        m_board = new QLineEdit(page);
        m_board->setObjectName(QStringLiteral("configBoard"));
        addLabel(grid, line + 1, tr("Board"), m_board);
        connect(m_name, &QLineEdit::textChanged, this, watch);
        connect(m_board, &QLineEdit::textChanged, this, watch);
    } else if (group == ConfigField::Group::io) {
        m_io = new QComboBox(page);
        m_io->setObjectName(QStringLiteral("configIo"));
        m_io->addItem(tr("none"), QString());
        m_io->addItem(tr("measured on the V80"), QStringLiteral("v80"));
        addLabel(grid, line, tr("IO tables"), m_io);
        connect(m_io, &QComboBox::currentIndexChanged, this, watch);
    } else {
        m_family = new QComboBox(page);
        m_family->setObjectName(QStringLiteral("configFamily"));
        m_family->addItem(tr("of its own"), QString());
        for (const std::string& family : machine_family_names())
            m_family->addItem(text(family), text(family));
        m_family->setToolTip(
            tr("Cycles that were fitted to a published card; choosing one fills the fields"));
        addLabel(grid, line, tr("Machine family"), m_family);
        connect(m_family, &QComboBox::activated, this, &ConfigForm::chooseFamily);
    }
}

void ConfigForm::addRow(QGridLayout& grid, const ConfigField& field, QWidget* page) {
    QWidget* parent = grid.parentWidget();
    const int line = grid.rowCount();
    Row row{&field, nullptr, nullptr, new QLabel(parent), page};
    const QString label = fieldLabel(field.key);
    const QString object = QStringLiteral("config:") + text(field.key);
    const auto watch = [this] {
        if (!m_setting) changed();
    };
    if (field.kind == ConfigField::Kind::flag) {
        row.check = new QCheckBox(parent);
        row.check->setObjectName(object);
        addLabel(grid, line, label, row.check);
        connect(row.check, &QCheckBox::toggled, this, watch);
    } else {
        row.edit = new QLineEdit(parent);
        row.edit->setObjectName(object);
        row.edit->setAlignment(Qt::AlignRight);
        row.edit->setFixedWidth(fontMetrics().horizontalAdvance(QStringLiteral("0000000000")) + 16);
        addLabel(grid, line, label, row.edit);
        auto* unit = new QLabel(field.unit == "us" ? QStringLiteral("µs") : text(field.unit), parent);
        unit->setForegroundRole(QPalette::PlaceholderText);
        grid.addWidget(unit, line, 2);
        connect(row.edit, &QLineEdit::textChanged, this, watch);
    }
    row.note->setObjectName(object + QStringLiteral(":note"));
    row.note->setWordWrap(true);
    grid.addWidget(row.note, line, 3);
    m_rows.push_back(row);
}

}  // namespace lockstep::app
