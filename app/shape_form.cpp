#include "app/shape_form.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/panels/panel_text.h"
#include "widgets/theme.h"

namespace lockstep::app {

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

ShapeForm::ShapeForm(QWidget* parent)
    : QWidget(parent),
      m_title(new QLabel(this)),
      m_reason(new QLabel(this)),
      m_form(new QFormLayout),
      m_ok(new QPushButton(tr("Read the model"), this)) {
    setObjectName(QStringLiteral("shapeForm"));
    m_title->setFont(themeFont(font(), TextSize::large));
    m_title->setWordWrap(true);
    m_reason->setWordWrap(true);
    m_reason->setForegroundRole(QPalette::PlaceholderText);
    m_ok->setObjectName(QStringLiteral("shapesOk"));
    m_ok->setDefault(true);
    m_form->setVerticalSpacing(8);
    m_form->setHorizontalSpacing(12);
    auto* close = new QPushButton(tr("Close"), this);

    auto* column = new QVBoxLayout;
    column->setSpacing(12);
    column->addWidget(m_title);
    column->addWidget(m_reason);
    column->addLayout(m_form);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_ok);
    buttons->addWidget(close);
    buttons->addStretch(1);
    column->addLayout(buttons);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(48, 24, 48, 24);
    outer->addStretch(2);
    auto* centred = new QHBoxLayout;
    centred->addStretch(1);
    centred->addLayout(column, 4);
    centred->addStretch(1);
    outer->addLayout(centred);
    outer->addStretch(3);

    connect(m_ok, &QPushButton::clicked, this, &ShapeForm::give);
    connect(close, &QPushButton::clicked, this, &ShapeForm::closeWanted);
}

void ShapeForm::ask(const QString& title, const ModelProbe& probe, const QString& reason) {
    m_title->setText(tr("Which shape do the inputs of %1 have?").arg(title));
    m_reason->setText(reason);
    m_fields.clear();
    while (m_form->rowCount() > 0) m_form->removeRow(0);
    for (const ModelProbe::Input& input : probe.inputs) {
        if (input.type.find("Tensor") == std::string::npos) continue;
        auto* field = new QLineEdit(this);
        field->setObjectName(QStringLiteral("shape%1").arg(m_fields.size()));
        field->setPlaceholderText(tr("for example 20, 128"));
        field->setAccessibleName(tr("Shape of %1").arg(text(input.name)));
        if (input.proposal) field->setText(shapeText(*input.proposal));
        m_form->addRow(text(input.name), field);
        if (input.proposal) {
            auto* basis = new QLabel(tr("proposed: %1").arg(text(input.proposal_basis)), this);
            basis->setFont(themeFont(font(), TextSize::small));
            basis->setForegroundRole(QPalette::PlaceholderText);
            m_form->addRow(QString(), basis);
        }
        connect(field, &QLineEdit::textChanged, this, &ShapeForm::check);
        connect(field, &QLineEdit::returnPressed, this, &ShapeForm::give);
        m_fields.push_back(field);
    }
    check();
    if (!m_fields.empty()) m_fields.front()->setFocus();
}

void ShapeForm::check() {
    m_ok->setEnabled(!m_fields.empty() &&
                     std::all_of(m_fields.begin(), m_fields.end(), [](const QLineEdit* field) {
                         return parseShape(field->text()).has_value();
                     }));
}

void ShapeForm::give() {
    std::vector<Shape> shapes;
    for (const QLineEdit* field : m_fields) {
        const std::optional<Shape> shape = parseShape(field->text());
        if (!shape) return;
        shapes.push_back(*shape);
    }
    if (!shapes.empty()) Q_EMIT shapesGiven(shapes);
}

}  // namespace lockstep::app
