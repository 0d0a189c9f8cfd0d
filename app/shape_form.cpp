#include "app/shape_form.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/axis_text.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme.h"

namespace lockstep::app {
namespace {

constexpr int formWidth = 640;  ///< a line of text that can be read at a glance

QString numberText(double value, const QString& type) {
    if (type.contains(QLatin1String("bool")))
        return value != 0 ? QStringLiteral("true") : QStringLiteral("false");
    return QString::number(value, 'g', 17);
}

}  // namespace

std::optional<Shape> parseShape(const QString& text) {
    static const QRegularExpression separator(QStringLiteral("\\s*[,x×\\s]\\s*"));
    Shape shape;
    const QStringList parts = text.trimmed().split(separator, Qt::SkipEmptyParts);
    for (const QString& part : parts) {
        bool ok = false;
        const qint64 extent = part.toLongLong(&ok);
        if (!ok || extent < 1 || extent > 1'000'000'000) return std::nullopt;
        shape.push_back(extent);
    }
    if (shape.empty()) return std::nullopt;
    return shape;
}

std::optional<double> parseScalar(const QString& text, const QString& type) {
    const QString word = text.trimmed();
    if (type.contains(QLatin1String("bool"))) {
        if (word == QLatin1String("true") || word == QLatin1String("1")) return 1;
        if (word == QLatin1String("false") || word == QLatin1String("0")) return 0;
        return std::nullopt;
    }
    bool ok = false;
    const double value = word.toDouble(&ok);
    if (!ok || !std::isfinite(value)) return std::nullopt;
    if (type.contains(QLatin1String("int")) && value != std::floor(value)) return std::nullopt;
    return value;
}

ShapeForm::ShapeForm(QWidget* parent)
    : QWidget(parent),
      m_title(new QLabel(this)),
      m_reason(new QLabel(this)),
      m_fields(new QWidget(this)),
      m_grid(new QGridLayout(m_fields)),
      m_problem(new QLabel(this)),
      m_ok(new QPushButton(tr("Read the model"), this)) {
    setObjectName(QStringLiteral("shapeForm"));
    m_title->setFont(themeFont(font(), TextSize::large));
    for (QLabel* label : {m_title, m_reason, m_problem}) label->setWordWrap(true);
    m_reason->setForegroundRole(QPalette::PlaceholderText);
    m_problem->setForegroundRole(QPalette::PlaceholderText);
    m_problem->setObjectName(QStringLiteral("shapeProblem"));
    m_ok->setObjectName(QStringLiteral("shapesOk"));
    m_ok->setDefault(true);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setVerticalSpacing(4);
    m_grid->setHorizontalSpacing(12);
    m_grid->setColumnStretch(1, 1);
    auto* close = new QPushButton(tr("Cancel"), this);
    close->setObjectName(QStringLiteral("shapesCancel"));

    // A tuple of many inputs scrolls; the buttons stay in sight.
    auto* scroll = new QScrollArea(this);
    scroll->setAccessibleName(tr("Inputs of the model"));
    scroll->setWidget(m_fields);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->viewport()->setAutoFillBackground(false);
    m_fields->setAutoFillBackground(false);

    auto* column = new QVBoxLayout;
    column->setSpacing(12);
    column->addWidget(m_title);
    column->addWidget(m_reason);
    column->addWidget(scroll, 1000);
    column->addWidget(m_problem);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_ok);
    buttons->addWidget(close);
    buttons->addStretch(1);
    column->addLayout(buttons);
    column->addStretch(1);
    auto* inner = new QWidget(this);
    inner->setLayout(column);
    inner->setMaximumWidth(formWidth);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(48, 48, 48, 48);
    auto* centred = new QHBoxLayout;
    centred->addStretch(1);
    centred->addWidget(inner, 8);
    centred->addStretch(1);
    outer->addLayout(centred, 1);

    // Also where one of the fields has the focus.
    auto* leave =
        new QShortcut(QKeySequence(Qt::Key_Escape), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(leave, &QShortcut::activated, this, &ShapeForm::closeWanted);
    connect(m_ok, &QPushButton::clicked, this, &ShapeForm::give);
    connect(close, &QPushButton::clicked, this, &ShapeForm::closeWanted);
}

void ShapeForm::ask(const QString& title, const ModelProbe& probe, const Known& known,
                    const QString& reason) {
    m_title->setText(tr("What are the inputs of %1?").arg(title));
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
    m_options = known.options;
    m_tensors.clear();
    m_scalars.clear();
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (int row = 0; row < m_grid->rowCount(); ++row) m_grid->setRowStretch(row, 0);
    std::size_t nextAxis = 0;
    for (const ModelProbe::Input& input : probe.inputs) {
        if (isTensor(input)) {
            const std::size_t index = m_tensors.size();
            std::optional<Shape> shape = index < known.shapes.size() ? known.shapes[index] : std::nullopt;
            std::optional<int> axis;
            if (!isState(input)) {
                if (nextAxis < known.axes.size()) axis = known.axes[nextAxis];
                if (known.axes.empty() && input.streaming_axis.value_or(-1) >= 0) axis = input.streaming_axis;
                ++nextAxis;
            }
            addTensor(input, shape ? shape : input.proposal, axis);
        } else {
            const auto value = known.options.input_values.find(input.name);
            addScalar(input, value != known.options.input_values.end() ? value->second : input.value);
        }
    }
    m_grid->setRowStretch(m_grid->rowCount(), 1);
    // The buttons stand below the last field, and stay in sight when there are many.
    const int height = m_grid->hasHeightForWidth() ? m_grid->totalHeightForWidth(formWidth - 16)
                                                   : m_grid->totalSizeHint().height();
    findChild<QScrollArea*>()->setMaximumHeight(height + 16);
    check();
    if (!m_tensors.empty()) m_tensors.front().field->setFocus();
}

bool ShapeForm::isState(const ModelProbe::Input& input) const {
    return std::any_of(m_options.states.begin(), m_options.states.end(),
                       [&](const auto& pair) { return pair.first == input.name; });
}

void ShapeForm::addHint(const QString& hint) {
    auto* label = new QLabel(hint, m_fields);
    label->setFont(themeFont(font(), TextSize::small));
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setWordWrap(true);
    label->setContentsMargins(0, 0, 0, 8);
    m_grid->addWidget(label, m_grid->rowCount(), 1, 1, 3);
}

void ShapeForm::addTensor(const ModelProbe::Input& input, std::optional<Shape> shape,
                          std::optional<int> axis) {
    const int row = m_grid->rowCount();
    auto* field = new QLineEdit(m_fields);
    field->setObjectName(QStringLiteral("shape%1").arg(m_tensors.size()));
    field->setPlaceholderText(tr("for example 20, 128"));
    field->setAccessibleName(tr("Shape of %1").arg(text(input.name)));
    auto* chooser = new QComboBox(m_fields);
    chooser->setObjectName(QStringLiteral("shapeAxis%1").arg(m_tensors.size()));
    chooser->setAccessibleName(tr("Streaming axis of %1").arg(text(input.name)));
    chooser->setToolTip(tr("The axis along which the sequence arrives, one position per inference"));
    chooser->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto* name = new QLabel(text(input.name), m_fields);
    name->setBuddy(field);
    auto* streams = new QLabel(tr("streams along"), m_fields);
    streams->setForegroundRole(QPalette::PlaceholderText);
    m_grid->addWidget(name, row, 0);
    m_grid->addWidget(field, row, 1);
    m_grid->addWidget(streams, row, 2);
    m_grid->addWidget(chooser, row, 3);
    if (isState(input)) {
        streams->setText(tr("kept as state"));
        chooser->hide();
    }
    if (shape) field->setText(shapeText(*shape));
    if (input.proposal) {
        QString hint =
            tr("Proposed: %1, from %2").arg(shapeText(*input.proposal), text(input.proposal_basis));
        const std::string axes = describe_axes(input);
        if (!axes.empty()) hint += QLatin1Char('\n') + text(axes);
        addHint(hint);
    }
    m_tensors.push_back({input, field, chooser});
    showAxes(m_tensors.back());
    if (axis) chooser->setCurrentIndex(chooser->findData(*axis));
    connect(field, &QLineEdit::textChanged, this, [this, index = m_tensors.size() - 1] {
        showAxes(m_tensors[index]);
        check();
    });
    connect(field, &QLineEdit::returnPressed, this, &ShapeForm::give);
}

void ShapeForm::addScalar(const ModelProbe::Input& input, std::optional<double> value) {
    const int row = m_grid->rowCount();
    const QString type = text(input.type);
    auto* field = new QLineEdit(m_fields);
    field->setObjectName(QStringLiteral("scalar%1").arg(m_scalars.size()));
    field->setPlaceholderText(type.contains(QLatin1String("bool"))  ? tr("true or false")
                              : type.contains(QLatin1String("int")) ? tr("a whole number")
                                                                    : tr("a number"));
    field->setAccessibleName(tr("Value of %1").arg(text(input.name)));
    if (value) field->setText(numberText(*value, type));
    auto* name = new QLabel(text(input.name), m_fields);
    name->setBuddy(field);
    auto* kind = new QLabel(type, m_fields);
    kind->setForegroundRole(QPalette::PlaceholderText);
    m_grid->addWidget(name, row, 0);
    m_grid->addWidget(field, row, 1);
    m_grid->addWidget(kind, row, 2, 1, 2);
    m_scalars.push_back({input, field});
    connect(field, &QLineEdit::textChanged, this, &ShapeForm::check);
    connect(field, &QLineEdit::returnPressed, this, &ShapeForm::give);
}

/// The axes of the shape that stands in the field.
void ShapeForm::showAxes(const TensorRow& row) {
    const QVariant chosen = row.axis->currentData();
    row.axis->clear();
    row.axis->addItem(tr("none"));
    const Shape shape = parseShape(row.field->text()).value_or(Shape{});
    // The names are those of the proposal's axes.
    const bool named = row.input.proposal && row.input.proposal->size() == shape.size();
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        row.axis->addItem(axisText(named ? &row.input : nullptr, axis, shape[axis]), static_cast<int>(axis));
    }
    row.axis->setCurrentIndex(chosen.isValid() ? std::max(0, row.axis->findData(chosen)) : 0);
    row.axis->setEnabled(!shape.empty());
}

void ShapeForm::check() {
    QString problem;
    for (const TensorRow& row : m_tensors) {
        if (problem.isEmpty() && !parseShape(row.field->text()))
            problem = tr("%1 needs a shape, like 20, 128").arg(text(row.input.name));
    }
    for (const ScalarRow& row : m_scalars) {
        if (problem.isEmpty() && !row.field->text().trimmed().isEmpty() &&
            !parseScalar(row.field->text(), text(row.input.type)))
            problem = tr("%1 needs %2").arg(text(row.input.name), row.field->placeholderText());
    }
    m_problem->setText(problem);
    m_ok->setEnabled(problem.isEmpty());
}

void ShapeForm::give() {
    check();
    if (!m_ok->isEnabled()) return;
    ModelOptions options = m_options;
    options.input_shapes.clear();
    options.input_values.clear();
    std::vector<std::optional<int>> axes;
    for (const TensorRow& row : m_tensors) {
        options.input_shapes.emplace_back(std::string(), *parseShape(row.field->text()));
        if (isState(row.input)) continue;
        const QVariant axis = row.axis->currentData();
        axes.push_back(axis.isValid() ? std::optional(axis.toInt()) : std::nullopt);
    }
    for (const ScalarRow& row : m_scalars) {
        if (const auto value = parseScalar(row.field->text(), text(row.input.type)))
            options.input_values[row.input.name] = *value;
    }
    Q_EMIT answered(options, axes);
}

}  // namespace lockstep::app
