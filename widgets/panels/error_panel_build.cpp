#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QSpinBox>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/panels/error_elements_model.h"
#include "widgets/panels/error_panel.h"
#include "widgets/panels/error_terms_model.h"
#include "widgets/panels/panel_setup.h"
#include "widgets/panels/term_bar_delegate.h"
#include "widgets/panels/why_bars.h"
#include "widgets/plots/heat_map_view.h"
#include "widgets/plots/panel_header.h"
#include "widgets/theme.h"

namespace lockstep {
namespace {

void setUpTable(QTableView& table, QSortFilterProxyModel& sorted, QAbstractItemModel& model, int sortRole) {
    sorted.setSourceModel(&model);
    sorted.setSortRole(sortRole);
    table.setModel(&sorted);
    table.setSortingEnabled(true);
    setUpRowTable(table);
    sorted.sort(0, Qt::AscendingOrder);
    table.horizontalHeader()->setSortIndicator(0, Qt::AscendingOrder);
}

QScrollArea* scrolled(QWidget* content, const char* name) {
    auto* scroll = new QScrollArea;
    scroll->setObjectName(QLatin1String(name));
    scroll->setAccessibleName(content->accessibleName());
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    scroll->setWidget(content);
    return scroll;
}

}  // namespace

ErrorPanel::ErrorPanel(QWidget* parent)
    : QWidget(parent),
      m_header(new PanelHeader(tr("Error microscope"), this)),
      m_subject(new QComboBox),
      m_stretch(new QSpinBox),
      m_view(new QComboBox),
      m_cancel(new QToolButton),
      m_splitter(new QSplitter(Qt::Horizontal, this)),
      m_empty(new QLabel(this)),
      m_terms(new ErrorTermsModel(this)),
      m_sortedTerms(new QSortFilterProxyModel(this)),
      m_table(new QTableView(this)),
      m_sum(new QLabel(this)),
      m_warnings(new QLabel(this)),
      m_tabs(new QTabWidget(this)),
      m_sources(new WhyBars(this)),
      m_elements(new ErrorElementsModel(this)),
      m_sortedElements(new QSortFilterProxyModel(this)),
      m_elementTable(new QTableView(this)),
      m_overTime(new HeatMapView(this)),
      m_devices(new WhyBars(this)),
      m_devicesNote(new QLabel(this)) {
    setObjectName(QStringLiteral("errorPanel"));
    setAccessibleName(tr("Error microscope"));
    buildHeader();
    m_splitter->addWidget(buildTerms());
    m_splitter->addWidget(buildSide());
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({3000, 2000});
    m_splitter->setChildrenCollapsible(false);
    setUpPanel(*this, m_header, m_splitter, m_empty);
    setFocusProxy(m_table);
    setAccount(nullptr,
               tr("Where the error of an inference comes from shows here once a model is compiled and run."));
    setBusy({});
}

void ErrorPanel::buildHeader() {
    m_subject->setObjectName(QStringLiteral("errorSubject"));
    m_subject->setAccessibleName(tr("Inference that is taken apart"));
    m_subject->addItems({tr("Current inference"), tr("Worst inference")});
    m_subject->setToolTip(
        tr("Which inference is taken apart: the one that is looked at, or the one with the largest error"));
    m_stretch->setObjectName(QStringLiteral("errorStretch"));
    m_stretch->setAccessibleName(tr("Inferences that the account goes back over"));
    m_stretch->setRange(1, 1000);
    m_stretch->setValue(8);
    m_stretch->setPrefix(tr("over "));
    m_stretch->setKeyboardTracking(false);
    m_stretch->setToolTip(
        tr("Inferences that are taken apart together: what arose earlier reaches the output through the "
           "state. What is older stands in the carried state."));
    m_view->setObjectName(QStringLiteral("errorColumns"));
    m_view->setAccessibleName(tr("Columns"));
    m_view->addItems({tr("All columns"), tr("Terms"), tr("Values"), tr("One node exact")});
    m_view->setToolTip(tr("Which columns the table has"));
    m_cancel->setObjectName(QStringLiteral("errorCancel"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setToolTip(tr("Stop taking the error apart"));
    for (QWidget* control : std::initializer_list<QWidget*>{m_subject, m_stretch, m_view, m_cancel})
        m_header->addControl(control);
    connect(m_subject, &QComboBox::currentIndexChanged, this, &ErrorPanel::subjectChanged);
    connect(m_stretch, &QSpinBox::valueChanged, this, &ErrorPanel::stretchChanged);
    connect(m_view, &QComboBox::currentIndexChanged, this, &ErrorPanel::showColumns);
    connect(m_cancel, &QToolButton::clicked, this, &ErrorPanel::cancelClicked);
}

QWidget* ErrorPanel::buildTerms() {
    m_table->setObjectName(QStringLiteral("errorTerms"));
    m_table->setAccessibleName(tr("Terms of the error"));
    setUpTable(*m_table, *m_sortedTerms, *m_terms, ErrorTermsModel::sortRole);
    m_table->setItemDelegate(new TermBarDelegate(ErrorTermsModel::barRole, m_table));
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ErrorPanel::currentTermChanged);
    for (QLabel* label : {m_sum, m_warnings}) {
        label->setFont(themeFont(font(), TextSize::small));
        label->setContentsMargins(8, 2, 8, 2);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_sum->setObjectName(QStringLiteral("errorSum"));
    m_sum->setForegroundRole(QPalette::PlaceholderText);
    m_warnings->setObjectName(QStringLiteral("errorWarnings"));
    auto* side = new QWidget(this);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table, 1);
    column->addWidget(m_warnings);
    column->addWidget(m_sum);
    return side;
}

QWidget* ErrorPanel::buildSide() {
    m_tabs->setObjectName(QStringLiteral("errorTabs"));
    m_tabs->setDocumentMode(true);
    m_sources->setAccessibleName(tr("Sources of the error"));
    auto* sources = new QWidget;
    auto* sourceColumn = new QVBoxLayout(sources);
    sourceColumn->setContentsMargins(0, 4, 0, 4);
    sourceColumn->addWidget(m_sources);
    sourceColumn->addStretch(1);
    m_tabs->addTab(scrolled(sources, "errorSources"), tr("Sources"));

    m_elementTable->setObjectName(QStringLiteral("errorElements"));
    setUpTable(*m_elementTable, *m_sortedElements, *m_elements, ErrorElementsModel::sortRole);
    m_tabs->addTab(m_elementTable, tr("Elements"));

    m_overTime->setObjectName(QStringLiteral("errorOverTime"));
    m_overTime->setQuantity(tr("added to the error"));
    m_overTime->setEmptyText(tr("What each node added in each inference, for a model that keeps state."));
    m_tabs->addTab(m_overTime, tr("Over time"));
    connect(m_overTime, &HeatMapView::inferenceChosen, this, &ErrorPanel::inferenceActivated);
    connect(m_overTime, &HeatMapView::unitChosen, this, [this](qint64 unit) {
        if (!m_account || unit >= std::ssize(m_account->attribution().nodes)) return;
        Q_EMIT nodeActivated(m_account->attribution().nodes[static_cast<std::size_t>(unit)].node.value);
    });

    m_devices->setAccessibleName(tr("Error on plausible devices"));
    m_devicesNote->setText(
        tr("The same inferences on devices that do what their maker does not publish in another way: a range "
           "of assumptions, not a bound."));
    m_devicesNote->setWordWrap(true);
    m_devicesNote->setFont(themeFont(font(), TextSize::small));
    m_devicesNote->setForegroundRole(QPalette::PlaceholderText);
    m_devicesNote->setContentsMargins(8, 4, 8, 4);
    auto* devices = new QWidget;
    auto* deviceColumn = new QVBoxLayout(devices);
    deviceColumn->setContentsMargins(0, 4, 0, 4);
    deviceColumn->addWidget(m_devices);
    deviceColumn->addWidget(m_devicesNote);
    deviceColumn->addStretch(1);
    m_tabs->addTab(scrolled(devices, "errorDevices"), tr("Devices"));
    return m_tabs;
}

}  // namespace lockstep
