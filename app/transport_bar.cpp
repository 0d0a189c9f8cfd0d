#include "app/transport_bar.h"

#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>
#include <limits>

#include "app/icon.h"
#include "widgets/theme_numbers.h"

namespace lockstep::app {
namespace {

enum Source { randomSource, fileSource, otherFileSource };
constexpr int mostInt = std::numeric_limits<int>::max();

int asInt(qint64 value) {
    return static_cast<int>(std::clamp<qint64>(value, 0, mostInt));
}

}  // namespace

const QList<double>& TransportBar::speeds() {
    static const QList<double> all = {1, 2, 5, 10, 30, 100, 1000};
    return all;
}

TransportBar::TransportBar(const Actions& actions, QWidget* parent)
    : QWidget(parent),
      m_source(new QComboBox(this)),
      m_seed(new QSpinBox(this)),
      m_run(button(actions[Command::run])),
      m_play(button(actions[Command::play])),
      m_scrubber(new QSlider(Qt::Horizontal, this)),
      m_position(new QLabel(this)),
      m_length(new QSpinBox(this)),
      m_resetLabel(new QLabel(tr("reset every"), this)),
      m_resetEvery(new QSpinBox(this)),
      m_speed(new QComboBox(this)) {
    setObjectName(QStringLiteral("transportBar"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 0, 8, 4);
    row->setSpacing(4);
    row->addWidget(button(actions[Command::reset]));
    row->addWidget(button(actions[Command::stepBack]));
    row->addWidget(button(actions[Command::step]));
    row->addWidget(m_run);
    row->addWidget(m_play);
    row->addSpacing(8);

    m_scrubber->setObjectName(QStringLiteral("scrubber"));
    m_scrubber->setAccessibleName(tr("Inference"));
    m_scrubber->setToolTip(tr("Drag to run forward or back to an inference"));
    m_scrubber->setTracking(false);
    row->addWidget(m_scrubber, 1);
    row->addSpacing(8);
    m_position->setObjectName(QStringLiteral("position"));
    m_position->setToolTip(tr("Inferences that have been run; plots count them from 0"));
    row->addWidget(m_position);
    row->addSpacing(8);
    auto* runTo = new QLabel(tr("run to"), this);
    runTo->setForegroundRole(QPalette::PlaceholderText);
    runTo->setBuddy(m_length);
    row->addWidget(runTo);
    m_length->setObjectName(QStringLiteral("runLength"));
    m_length->setAccessibleName(tr("Run length in inferences"));
    m_length->setToolTip(tr("How far Run goes: beyond the example sequence, the reference is stepped"));
    m_length->setRange(1, 100'000'000);
    m_length->setKeyboardTracking(false);
    row->addWidget(m_length);
    m_resetLabel->setForegroundRole(QPalette::PlaceholderText);
    m_resetLabel->setBuddy(m_resetEvery);
    m_resetLabel->setContentsMargins(8, 0, 0, 0);
    row->addWidget(m_resetLabel);
    m_resetEvery->setObjectName(QStringLiteral("resetEvery"));
    m_resetEvery->setAccessibleName(tr("Inferences between two resets of the state"));
    m_resetEvery->setToolTip(tr(
        "Put the state of the VM and of the reference back to its initial value after so many inferences"));
    m_resetEvery->setRange(0, 100'000'000);
    m_resetEvery->setSpecialValueText(tr("never"));
    m_resetEvery->setKeyboardTracking(false);
    row->addWidget(m_resetEvery);
    row->addSpacing(12);

    m_speed->setObjectName(QStringLiteral("speed"));
    m_speed->setAccessibleName(tr("Play speed"));
    m_speed->setToolTip(tr("Inferences per second when playing"));
    for (const double speed : speeds())
        m_speed->addItem(tr("%1 / s").arg(countText(static_cast<qint64>(speed))), speed);
    row->addWidget(m_speed);
    row->addSpacing(12);
    buildInputs(row);

    connect(m_scrubber, &QSlider::valueChanged, this, [this](int value) { Q_EMIT positionChosen(value); });
    connect(m_length, &QSpinBox::valueChanged, this, [this](int value) { Q_EMIT runLengthChosen(value); });
    connect(m_resetEvery, &QSpinBox::valueChanged, this,
            [this](int value) { Q_EMIT resetEveryChosen(value); });
    connect(m_speed, &QComboBox::activated, this,
            [this](int index) { Q_EMIT speedChosen(m_speed->itemData(index).toDouble()); });
    setDocument(nullptr);
}

void TransportBar::buildInputs(QHBoxLayout* row) {
    auto* label = new QLabel(tr("inputs"), this);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setBuddy(m_source);
    row->addWidget(label);
    m_source->setObjectName(QStringLiteral("inputSource"));
    m_source->setAccessibleName(tr("Inputs of the run"));
    m_source->setToolTip(tr("Where the values of the inputs come from"));
    m_source->addItem(icon(QStringLiteral("dice")), tr("Random, seed"));
    row->addWidget(m_source);
    m_seed->setObjectName(QStringLiteral("seed"));
    m_seed->setAccessibleName(tr("Seed of the random inputs"));
    m_seed->setToolTip(tr("The same seed gives the same inputs on every machine"));
    m_seed->setRange(0, mostInt);
    m_seed->setKeyboardTracking(false);
    row->addWidget(m_seed);

    connect(m_source, &QComboBox::activated, this, [this](int index) {
        const int source = m_source->itemData(index).toInt();
        if (source == otherFileSource) {
            Q_EMIT inputFileWanted();
        } else {
            Q_EMIT inputChosen(
                {static_cast<quint64>(m_seed->value()), source == fileSource ? m_inputFile : QString()});
        }
    });
    connect(m_seed, &QSpinBox::valueChanged, this, [this](int value) {
        Q_EMIT inputChosen({static_cast<quint64>(value), QString()});
    });
}

QToolButton* TransportBar::button(QAction* action) {
    auto* button = new QToolButton(this);
    button->setObjectName(QStringLiteral("button_") + action->objectName());
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setIconSize(QSize(20, 20));
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    return button;
}

void TransportBar::showInput(const Document* document) {
    const QSignalBlocker blockSource(m_source);
    const QSignalBlocker blockSeed(m_seed);
    const InputChoice input = document != nullptr ? document->view.input : InputChoice();
    if (!input.file.isEmpty()) m_inputFile = input.file;
    m_source->clear();
    m_source->addItem(icon(QStringLiteral("dice")), tr("Random, seed"), randomSource);
    if (!m_inputFile.isEmpty()) {
        m_source->addItem(icon(QStringLiteral("table")), QFileInfo(m_inputFile).fileName(), fileSource);
        m_source->setItemData(1, m_inputFile, Qt::ToolTipRole);
    }
    m_source->addItem(icon(QStringLiteral("open")), tr("NPY, NPZ or CSV file…"), otherFileSource);
    m_source->setCurrentIndex(input.file.isEmpty() ? 0 : 1);
    m_seed->setValue(asInt(static_cast<qint64>(std::min<quint64>(input.seed, mostInt))));
    m_seed->setEnabled(input.file.isEmpty());
}

void TransportBar::setDocument(const Document* document) {
    showInput(document);
    const QSignalBlocker blockScrubber(m_scrubber);
    const QSignalBlocker blockLength(m_length);
    const QSignalBlocker blockSpeed(m_speed);
    const qint64 position = document != nullptr ? document->position() : 0;
    const qint64 length = document != nullptr ? document->view.runLength : 1;
    m_scrubber->setRange(0, asInt(std::max(length, position)));
    if (!m_scrubber->isSliderDown()) m_scrubber->setValue(asInt(position));
    m_scrubber->setPageStep(std::max(1, asInt(length) / 10));
    m_position->setText(tr("%1 done").arg(countText(position)));
    m_length->setValue(asInt(length));
    const QSignalBlocker blockReset(m_resetEvery);
    m_resetEvery->setValue(asInt(document != nullptr ? document->view.resetEvery : 0));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_resetLabel, m_resetEvery})
        widget->setVisible(document != nullptr && document->hasState());
    const double speed = document != nullptr ? document->view.speed : 10;
    int index = m_speed->findData(speed);
    if (index < 0) {
        m_speed->addItem(tr("%1 / s").arg(figureText(speed)), speed);
        index = m_speed->count() - 1;
    }
    m_speed->setCurrentIndex(index);
    setEnabled(document != nullptr && document->run != nullptr);
}

void TransportBar::setMotion(Motion motion) {
    m_run->defaultAction()->setIcon(
        icon(motion == Motion::running ? QStringLiteral("pause") : QStringLiteral("run")));
    m_play->defaultAction()->setIcon(
        icon(motion == Motion::playing ? QStringLiteral("pause") : QStringLiteral("play")));
}

}  // namespace lockstep::app
