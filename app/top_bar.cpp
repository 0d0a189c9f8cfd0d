#include "app/top_bar.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include "app/axis_text.h"
#include "app/detail_delegate.h"
#include "app/icon.h"
#include "app/policy_button.h"
#include "app/row_fold.h"
#include "core/accel/accelerator_config.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme_numbers.h"

namespace lockstep::app {
namespace {

constexpr int fileChoice = -1;
constexpr int editChoice = -2;
constexpr int leastAxisLetters = 2;
constexpr int mostAxisWidth = 160;
constexpr int stateSpacing = 4;

/// "AMD Alveo V80 · 6 cores, blocks of 32, 300 MHz (published)"
QString configDetail(const AcceleratorConfig& config) {
    QString tip = TopBar::tr("%1 · %2 cores, blocks of %3")
                      .arg(text(config.board.empty() ? config.family : config.board))
                      .arg(config.cores.value)
                      .arg(config.block_size.value);
    if (config.clock_mhz) {
        tip += TopBar::tr(", %1 (%2)")
                   .arg(figureText(config.clock_mhz->value, QStringLiteral("MHz")),
                        text(name(config.clock_mhz->basis)));
    } else {
        tip += TopBar::tr(", clock not published");
    }
    return tip;
}

QLabel* quietLabel(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

}  // namespace

TopBar::TopBar(const Actions& actions, QWidget* parent)
    : QWidget(parent),
      m_documents(new QComboBox(this)),
      m_shape(new QToolButton(this)),
      m_axes(new QWidget(this)),
      m_axesRow(new QHBoxLayout(m_axes)),
      m_config(new QComboBox(this)),
      m_policy(new PolicyButton(actions, this)),
      m_stateIcon(new QLabel(this)),
      m_state(new QLabel(this)),
      m_target(new QDoubleSpinBox(this)),
      m_verdictIcon(new QLabel(this)),
      m_verdictWord(new QLabel(this)),
      m_report(new QToolButton(this)) {
    setObjectName(QStringLiteral("topBar"));
    m_documents->setObjectName(QStringLiteral("documentChooser"));
    m_documents->setAccessibleName(tr("Model"));
    m_documents->setToolTip(tr("The models that are open"));
    m_documents->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_documents->setMinimumContentsLength(10);
    m_documents->setMinimumWidth(96);  // a long name gives way to the other choosers
    m_shape->setObjectName(QStringLiteral("inputShape"));
    m_shape->setAutoRaise(true);
    m_shape->setAccessibleName(tr("Shapes of the inputs"));
    m_axesRow->setContentsMargins(0, 0, 0, 0);
    m_axesRow->setSpacing(4);
    m_config->setObjectName(QStringLiteral("configChooser"));
    m_config->setAccessibleName(tr("Accelerator"));
    m_config->setMinimumWidth(120);
    m_state->setObjectName(QStringLiteral("compileState"));
    m_state->setMinimumWidth(1);  // gives way to all else: fit()
    m_target->setObjectName(QStringLiteral("target"));
    m_target->setAccessibleName(tr("Latency target in microseconds"));
    m_target->setToolTip(
        tr("Latency target, end to end: the word beside it says whether the figure with its ± is under or "
           "over it; 0 means none. Remembered for each model"));
    m_target->setRange(0, mostTargetUs);
    m_target->setDecimals(2);
    m_target->setSingleStep(0.1);
    m_target->setSpecialValueText(tr("none"));
    m_target->setSuffix(tr(" µs"));
    m_target->setKeyboardTracking(false);
    // As wide as what people type, not as the longest that could be.
    m_target->setFixedWidth(fontMetrics().horizontalAdvance(QStringLiteral("000000.00 µs")) + 28);
    m_verdictIcon->setObjectName(QStringLiteral("verdictIcon"));
    m_verdictWord->setObjectName(QStringLiteral("verdictWord"));
    // In a tool bar labels would take the colour of buttons.
    m_verdictWord->setForegroundRole(QPalette::WindowText);

    auto* menu = new QMenu(m_report);
    for (const Command command :
         {Command::exportHtml, Command::exportPdf, Command::exportMarkdown, Command::exportCsv,
          Command::exportJson, Command::exportTrace, Command::exportOutputs}) {
        menu->addAction(actions[command]);
    }
    m_report->setObjectName(QStringLiteral("reportButton"));
    m_report->setText(tr("Report"));
    m_report->setIcon(icon(QStringLiteral("report")));
    m_report->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_report->setPopupMode(QToolButton::InstantPopup);
    m_report->setMenu(menu);
    m_report->setAutoRaise(true);
    m_report->setToolTip(tr("Write the latency report, the trace or the outputs to a file"));

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(12);
    row->addWidget(m_documents);
    QWidget* shape = group(tr("input"), m_shape);
    QWidget* axes = group(tr("stream"), m_axes);
    row->addWidget(shape);
    row->addWidget(axes);
    QWidget* accelerator = group(tr("accelerator"), m_config);
    accelerator->layout()->addWidget(m_policy);
    row->addWidget(accelerator);
    auto* state = new QWidget(this);
    auto* stateRow = new QHBoxLayout(state);
    stateRow->setContentsMargins(0, 0, 0, 0);
    stateRow->setSpacing(stateSpacing);
    stateRow->addWidget(m_stateIcon);
    stateRow->addWidget(m_state);
    row->addWidget(state);
    QWidget* target = group(tr("target"), m_target);
    target->layout()->addWidget(m_verdictIcon);
    target->layout()->addWidget(m_verdictWord);
    row->addWidget(target);
    row->addStretch(1);
    row->addWidget(m_report);
    m_fold = new RowFold(this, row, tr("Model"));
    for (QWidget* field : {static_cast<QWidget*>(m_report), shape, axes, target}) m_fold->add(field);

    fillConfigs();
    connect(m_documents, &QComboBox::activated, this, &TopBar::documentChosen);
    connect(m_shape, &QToolButton::clicked, this, &TopBar::inputsWanted);
    connect(m_config, &QComboBox::activated, this, [this](int index) {
        const QVariant choice = m_config->itemData(index);
        if (choice.typeId() == QMetaType::Int && choice.toInt() == fileChoice) {
            Q_EMIT configFileWanted();
        } else if (choice.typeId() == QMetaType::Int) {
            Q_EMIT configEditWanted();
        } else {
            Q_EMIT configChosen(choice.toString());
        }
    });
    connect(m_target, &QDoubleSpinBox::valueChanged, this, &TopBar::targetChosen);
    setDocument(nullptr);
}

QWidget* TopBar::group(const QString& label, QWidget* field) {
    auto* box = new QWidget(this);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    auto* name = quietLabel(label, box);
    name->setBuddy(field);
    row->addWidget(name);
    row->addWidget(field);
    return box;
}

void TopBar::fillConfigs() {
    for (const AcceleratorConfig& config : preset_configs()) {
        m_config->addItem(text(config.name), text(config.name));
        const int row = m_config->count() - 1;
        m_config->setItemData(row, configDetail(config), DetailDelegate::role);
        m_config->setItemData(row, text(config.name) + QStringLiteral(": ") + configDetail(config),
                              Qt::ToolTipRole);
    }
    m_config->setItemDelegate(new DetailDelegate(m_config));
    // The list is as wide as its rows, the chooser as the names alone.
    m_config->view()->setMinimumWidth(m_config->view()->sizeHintForColumn(0) + 24);
    m_config->insertSeparator(m_config->count());
    m_config->addItem(icon(QStringLiteral("open")), tr("Open config file…"), fileChoice);
    m_config->addItem(icon(QStringLiteral("chip")), tr("Edit accelerator…"), editChoice);
}

void TopBar::showConfig(const QString& config) {
    int index = m_config->findData(config);
    if (index < 0) {
        // Files of the user's own stand above the line.
        index = 0;
        m_config->insertItem(0, icon(QStringLiteral("document")), QFileInfo(config).fileName(), config);
        m_config->setItemData(0, config, Qt::ToolTipRole);
    }
    m_config->setCurrentIndex(index);
    m_config->setToolTip(m_config->itemData(index, Qt::ToolTipRole).toString());
}

void TopBar::setDocuments(const std::vector<std::unique_ptr<Document>>& documents, int current) {
    const QSignalBlocker blocker(m_documents);
    m_documents->clear();
    for (const auto& document : documents) {
        m_documents->addItem(icon(document->isProgram ? QStringLiteral("chip") : QStringLiteral("document")),
                             document->title());
        m_documents->setItemData(m_documents->count() - 1, document->file, Qt::ToolTipRole);
    }
    m_documents->setCurrentIndex(current);
    m_documents->setEnabled(!documents.empty());
}

void TopBar::setDocument(const Document* document) {
    const bool any = document != nullptr;
    QStringList shapes;
    if (any && document->model) {
        const ImportedGraph& imported = *document->model->imported;
        for (const std::uint32_t input : imported.inputs) shapes << shapeText(imported.values[input].shape);
    } else if (any && document->compiled) {
        for (const IoTensor& input : document->compiled->compiled.program->inputs)
            shapes << shapeText(input.shape);
    }
    m_shape->setText(shapes.isEmpty()    ? QStringLiteral("–")
                     : shapes.size() > 2 ? tr("%n inputs", nullptr, static_cast<int>(shapes.size()))
                                         : shapes.join(QStringLiteral(", ")));
    m_shape->setEnabled(any && !document->isProgram);
    m_shape->setToolTip(tr("Shape of each input; click to give others") + QLatin1Char('\n') +
                        shapes.join(QLatin1Char('\n')));
    showAxes(document);
    m_config->setEnabled(any && !document->isProgram);
    m_policy->setEnabled(any && !document->isProgram);
    m_report->setEnabled(any && document->compiled);
    const QSignalBlocker blocker(m_target);
    if (any) {
        showConfig(document->view.config);
        m_target->setValue(document->view.targetUs);
    }
}

void TopBar::showAxes(const Document* document) {
    const std::shared_ptr<const ImportedGraph> imported =
        document != nullptr && document->model ? document->model->imported : nullptr;
    // Choosers are made for the inputs of a model, not while one of them is being used.
    if (m_axisChoosers.empty() || imported != m_imported)
        makeAxisChoosers(imported, imported ? document->model->probe : ModelProbe());
    for (std::size_t i = 0; i < m_axisChoosers.size(); ++i) {
        int index = 0;
        if (imported && i < document->view.streamingAxes.size() && document->view.streamingAxes[i]) {
            const int axis = *document->view.streamingAxes[i];
            index = 1 + (axis < 0 ? axis + m_axisChoosers[i]->count() - 1 : axis);
        }
        m_axisChoosers[i]->setCurrentIndex(index);
    }
}

void TopBar::makeAxisChoosers(std::shared_ptr<const ImportedGraph> imported, const ModelProbe& probe) {
    m_imported = std::move(imported);
    for (QComboBox* chooser : m_axisChoosers) {
        chooser->hide();
        chooser->setObjectName(QString());
        chooser->deleteLater();
    }
    m_axisChoosers.clear();
    const std::size_t inputs = m_imported ? m_imported->inputs.size() : 1;
    static_cast<QHBoxLayout*>(layout())->setStretchFactor(m_axes->parentWidget(), inputs > 1 ? 4 : 0);
    m_axes->setMaximumWidth(inputs > 1 ? static_cast<int>(inputs) * (mostAxisWidth + 4) : QWIDGETSIZE_MAX);
    for (std::size_t i = 0; i < inputs; ++i) {
        auto* chooser = new QComboBox(m_axes);
        chooser->setObjectName(QStringLiteral("axisChooser%1").arg(i));
        chooser->setAccessibleName(tr("Streaming axis of input %1").arg(i + 1));
        chooser->setToolTip(tr("The axis along which the sequence arrives, one position per inference"));
        // One of several inputs is told by its name, which may be long.
        QString of;
        if (m_imported && inputs > 1) {
            of = text(m_imported->values[m_imported->inputs[i]].name) + QStringLiteral(": ");
            chooser->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
            // They take the room that is left, and need little of it.
            chooser->setMinimumContentsLength(leastAxisLetters);
            chooser->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
            chooser->setMaximumWidth(mostAxisWidth);
            chooser->view()->setTextElideMode(Qt::ElideMiddle);
        }
        chooser->addItem(of + tr("none"));
        if (m_imported) {
            const ImportedValue& value = m_imported->values[m_imported->inputs[i]];
            const ModelProbe::Input* input = findInput(probe, value.name);
            // Names are those of the proposed shape's axes.
            const ModelProbe::Input* told =
                input != nullptr && input->proposal && input->proposal->size() == value.shape.size()
                    ? input
                    : nullptr;
            for (std::size_t axis = 0; axis < value.shape.size(); ++axis) {
                chooser->addItem(of + axisText(told, axis, value.shape[axis]));
            }
            if (inputs > 1) {
                chooser->view()->setMinimumWidth(chooser->view()->sizeHintForColumn(0) + 24);
                chooser->setToolTip(tr("Streaming axis of %1").arg(text(value.name)));
            }
        }
        chooser->setEnabled(m_imported != nullptr);
        m_axesRow->addWidget(chooser);
        m_axisChoosers.push_back(chooser);
        connect(chooser, &QComboBox::activated, this, [this] {
            std::vector<std::optional<int>> axes;
            for (const QComboBox* each : m_axisChoosers) {
                axes.push_back(each->currentIndex() > 0 ? std::optional(each->currentIndex() - 1)
                                                        : std::nullopt);
            }
            Q_EMIT axesChosen(axes);
        });
    }
}

void TopBar::setVerdict(const TargetVerdictText& verdict) {
    m_verdict = verdict;
    showVerdict();
}

void TopBar::showVerdict() {
    const bool any = !m_verdict.word.isEmpty();
    const int side = fontMetrics().height();
    m_verdictIcon->setPixmap(any ? icon(m_verdict.icon).pixmap(QSize(side, side), devicePixelRatioF())
                                 : QPixmap());
    m_verdictWord->setText(m_verdict.word);
    m_verdictWord->setAccessibleName(any ? tr("Target: %1").arg(m_verdict.word) : QString());
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, verdictColour(m_verdict.kind, palette()));
    m_verdictWord->setPalette(colours);
    for (QLabel* label : {m_verdictIcon, m_verdictWord}) {
        label->setToolTip(m_verdict.tip);
        label->setVisible(any);
    }
    fit();
}

QSize TopBar::minimumSizeHint() const {
    const QSize whole = QWidget::minimumSizeHint();
    return m_fold == nullptr ? whole : QSize(m_fold->leastWidth(), whole.height());
}

void TopBar::fit() {
    if (layout() == nullptr) return;
    // Only where it changes something: showing and hiding asks for another layout.
    const int room = m_state->isHidden() ? m_state->sizeHint().width() + stateSpacing : 0;
    const bool shown = !m_state->text().isEmpty() && layout()->sizeHint().width() + room <= width();
    if (m_state->isHidden() == shown) m_state->setVisible(shown);
}

bool TopBar::event(QEvent* event) {
    const bool taken = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest) fit();
    return taken;
}

void TopBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

void TopBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) showVerdict();
    QWidget::changeEvent(event);
}

void TopBar::setCompileState(const QString& text, const QString& tip, const QString& iconName) {
    m_state->setText(text);
    m_state->setToolTip(tip);
    const int side = fontMetrics().height();
    m_stateIcon->setPixmap(icon(iconName).pixmap(QSize(side, side), devicePixelRatioF()));
    m_stateIcon->setVisible(!iconName.isEmpty());
    m_stateIcon->setToolTip(tip);
    fit();
}

}  // namespace lockstep::app
