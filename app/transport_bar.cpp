#include "app/transport_bar.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>
#include <limits>

#include "app/icon.h"
#include "app/row_fold.h"
#include "app/seed_box.h"
#include "app/speed_box.h"
#include "widgets/theme_numbers.h"

namespace lockstep::app {
namespace {

enum Source { randomSource, otherSource, moreSources };
constexpr int mostInt = std::numeric_limits<int>::max();

int asInt(qint64 value) {
    return static_cast<int>(std::clamp<qint64>(value, 0, mostInt));
}

}  // namespace

const QList<double>& TransportBar::speeds() {
    static const QList<double> all = {1, 2, 5, 10, 30, 100, 1000, fullSpeed};
    return all;
}

TransportBar::TransportBar(const Actions& actions, QWidget* parent)
    : QWidget(parent),
      m_source(new QComboBox(this)),
      m_seed(new SeedBox(this)),
      m_run(button(actions[Command::run])),
      m_play(button(actions[Command::play])),
      m_scrubber(new QSlider(Qt::Horizontal, this)),
      m_position(new QLabel(this)),
      m_length(new QSpinBox(this)),
      m_resetLabel(new QLabel(tr("reset every"), this)),
      m_resetEvery(new QSpinBox(this)),
      m_speed(new SpeedBox(this)),
      m_stepCount(new QSpinBox(this)) {
    setObjectName(QStringLiteral("transportBar"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 0, 8, 4);
    row->setSpacing(4);
    row->addWidget(button(actions[Command::reset]));
    row->addWidget(button(actions[Command::rewind]));
    row->addWidget(button(actions[Command::stepBack]));
    m_stepCount->setObjectName(QStringLiteral("stepCount"));
    m_stepCount->setAccessibleName(tr("Inferences that a step goes"));
    m_stepCount->setToolTip(tr("Inferences that a step goes, forward and back"));
    m_stepCount->setRange(1, static_cast<int>(mostStepCount));
    m_stepCount->setKeyboardTracking(false);
    m_stepCount->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_stepCount->setAlignment(Qt::AlignHCenter);
    m_stepCount->setFixedWidth(fontMetrics().horizontalAdvance(QStringLiteral("88888")) + 16);
    row->addWidget(m_stepCount);
    row->addWidget(button(actions[Command::step]));
    row->addWidget(m_play);
    row->addWidget(m_speed);
    row->addWidget(m_run);
    row->addSpacing(8);

    m_scrubber->setObjectName(QStringLiteral("scrubber"));
    m_scrubber->setAccessibleName(tr("Inference"));
    m_scrubber->setToolTip(tr("Drag to look at any inference that was run, or to run on"));
    row->addWidget(m_scrubber, 1);
    row->addSpacing(8);
    m_position->setObjectName(QStringLiteral("position"));
    m_position->setToolTip(
        tr("Inferences up to the one that is shown, of those that were run; plots count them from 0"));
    row->addWidget(m_position);
    row->addSpacing(8);
    auto* runTo = new QLabel(tr("run to"), this);
    runTo->setForegroundRole(QPalette::PlaceholderText);
    runTo->setBuddy(m_length);
    m_length->setObjectName(QStringLiteral("runLength"));
    m_length->setAccessibleName(tr("Run length in inferences"));
    m_length->setToolTip(tr("How far Run goes: beyond the example sequence, the reference is stepped"));
    m_length->setRange(1, static_cast<int>(mostInferences));
    m_length->setKeyboardTracking(false);
    QWidget* length = group(runTo, {m_length});
    row->addWidget(length);
    m_resetLabel->setForegroundRole(QPalette::PlaceholderText);
    m_resetLabel->setBuddy(m_resetEvery);
    m_resetLabel->setContentsMargins(8, 0, 0, 0);
    m_resetEvery->setObjectName(QStringLiteral("resetEvery"));
    m_resetEvery->setAccessibleName(tr("Inferences between two resets of the state"));
    m_resetEvery->setToolTip(tr(
        "Put the state of the VM and of the reference back to its initial value after so many inferences"));
    m_resetEvery->setRange(0, 100'000'000);
    m_resetEvery->setSpecialValueText(tr("never"));
    m_resetEvery->setKeyboardTracking(false);
    m_reset = group(m_resetLabel, {m_resetEvery});
    row->addWidget(m_reset);
    row->addSpacing(12);

    QWidget* inputs = buildInputs();
    row->addWidget(inputs);
    m_fold = new RowFold(this, row, tr("Run"));
    for (QWidget* field : {m_reset, static_cast<QWidget*>(m_speed), inputs, length}) m_fold->add(field);

    connect(m_scrubber, &QSlider::valueChanged, this, [this](int value) { Q_EMIT positionChosen(value); });
    connect(m_length, &QSpinBox::valueChanged, this, [this](int value) { Q_EMIT runLengthChosen(value); });
    connect(m_resetEvery, &QSpinBox::valueChanged, this,
            [this](int value) { Q_EMIT resetEveryChosen(value); });
    connect(m_speed, &SpeedBox::speedChosen, this, &TransportBar::speedChosen);
    connect(m_stepCount, &QSpinBox::valueChanged, this, [this](int value) { Q_EMIT stepCountChosen(value); });
    setDocument(nullptr);
}

QSize TransportBar::minimumSizeHint() const {
    const QSize whole = QWidget::minimumSizeHint();
    return m_fold == nullptr ? whole : QSize(m_fold->leastWidth(), whole.height());
}

QWidget* TransportBar::group(QLabel* label, std::initializer_list<QWidget*> fields) {
    auto* box = new QWidget(this);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(label);
    for (QWidget* field : fields) row->addWidget(field);
    return box;
}

QWidget* TransportBar::buildInputs() {
    auto* label = new QLabel(tr("inputs"), this);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setBuddy(m_source);
    m_source->setObjectName(QStringLiteral("inputSource"));
    m_source->setAccessibleName(tr("Inputs of the run"));
    m_source->setToolTip(tr("Where the values of the inputs come from"));
    m_source->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_source->setMinimumContentsLength(12);
    m_source->view()->setMinimumWidth(280);
    m_seed->setObjectName(QStringLiteral("seed"));
    m_seed->setAccessibleName(tr("Seed of the random inputs"));
    m_seed->setToolTip(tr("The same seed gives the same inputs on every machine"));

    connect(m_source, &QComboBox::activated, this, [this](int index) {
        const int source = m_source->itemData(index).toInt();
        if (source == moreSources) {
            Q_EMIT inputsWanted();
            return;
        }
        InputChoice chosen = source == otherSource ? m_other : InputChoice();
        chosen.seed = m_seed->value();
        Q_EMIT inputChosen(chosen);
    });
    connect(m_seed, &SeedBox::valueChanged, this, [this](quint64 value) {
        InputChoice chosen = m_source->currentData().toInt() == otherSource ? m_other : InputChoice();
        chosen.seed = value;
        Q_EMIT inputChosen(chosen);
    });
    return group(label, {m_source, m_seed});
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
    if (!input.isRandom()) m_other = input;
    m_source->clear();
    m_source->addItem(icon(QStringLiteral("dice")), tr("Random, seed"), randomSource);
    if (!m_other.isRandom()) {
        QStringList words;
        for (const QString& file : m_other.files) words << QFileInfo(file).fileName();
        words << m_other.generators;
        m_source->addItem(icon(QStringLiteral("table")), words.join(QStringLiteral(", ")), otherSource);
        m_source->setItemData(1, (m_other.files + m_other.generators).join(QLatin1Char('\n')),
                              Qt::ToolTipRole);
    }
    m_source->addItem(icon(QStringLiteral("open")), tr("Files, generators, reference…"), moreSources);
    m_source->setCurrentIndex(input.isRandom() ? 0 : 1);
    m_seed->setValue(input.seed);
    m_seed->setEnabled(input.files.isEmpty() || !input.generators.isEmpty());
}

void TransportBar::setDocument(const Document* document, std::optional<qint64> target) {
    showInput(document);
    const QSignalBlocker blockScrubber(m_scrubber);
    const QSignalBlocker blockLength(m_length);
    const QSignalBlocker blockCount(m_stepCount);
    const qint64 position = document != nullptr ? document->position() : 0;
    const qint64 length = document != nullptr ? document->view.runLength : 1;
    m_shown = position;
    m_done = document != nullptr ? document->done() : 0;
    m_scrubber->setRange(0, asInt(std::max({length, position, m_done})));
    if (!m_scrubber->isSliderDown()) m_scrubber->setValue(asInt(target.value_or(position)));
    m_scrubber->setPageStep(std::max(1, asInt(length) / 10));
    showPosition();
    m_length->setValue(asInt(length));
    const QSignalBlocker blockReset(m_resetEvery);
    m_resetEvery->setValue(asInt(document != nullptr ? document->view.resetEvery : 0));
    m_reset->setVisible(document != nullptr && document->hasState());
    const double speed = document != nullptr ? document->view.speed : 10;
    m_speed->setSpeed(speed);
    m_stepCount->setValue(asInt(document != nullptr ? document->view.stepCount : 1));
    setEnabled(document != nullptr && document->run != nullptr);
}

void TransportBar::showPosition() {
    QString words = m_shown < m_done ? tr("%1 of %2 done").arg(countText(m_shown), countText(m_done))
                                     : tr("%1 done").arg(countText(m_done));
    if (m_end) words = tr("%1 of %2").arg(countText(m_shown), countText(*m_end));
    if (m_left) {
        const double left = *m_left;
        words += QStringLiteral(" · ") + (left < 100    ? tr("%1 s left").arg(left, 0, 'f', left < 10 ? 1 : 0)
                                          : left < 6000 ? tr("%1 min left").arg(left / 60, 0, 'f', 0)
                                                        : tr("%1 h left").arg(left / 3600, 0, 'f', 1));
    }
    m_position->setText(words);
}

void TransportBar::setGoal(std::optional<qint64> end, std::optional<double> secondsLeft) {
    m_end = end;
    m_left = secondsLeft;
    showPosition();
}

void TransportBar::setMotion(Motion motion) {
    m_run->defaultAction()->setIcon(
        icon(motion == Motion::running ? QStringLiteral("pause") : QStringLiteral("run")));
    m_play->defaultAction()->setIcon(
        icon(motion == Motion::playing ? QStringLiteral("pause") : QStringLiteral("play")));
}

}  // namespace lockstep::app
