#include "app/run_until_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <algorithm>

#include "app/document_controller.h"

namespace lockstep::app {
namespace {

constexpr int usualMost = 100'000;  ///< inferences: seconds of a small model

}  // namespace

RunUntilDialog::RunUntilDialog(const Document& document, const std::function<QString(const QString&)>& check,
                               QWidget* parent)
    : QDialog(parent) {
    setObjectName(QStringLiteral("runUntilDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Run until"));
    auto* condition = new QLineEdit(this);
    condition->setObjectName(QStringLiteral("untilCondition"));
    condition->setPlaceholderText(tr("error > 0.01, nan, NAME[3] > 2 … or nothing: breakpoints only"));
    condition->setMinimumWidth(400);
    auto* most = new QSpinBox(this);
    most->setObjectName(QStringLiteral("untilMost"));
    const qint64 from = document.position();
    const qint64 left = document.inputCount.value_or(mostInferences) - from;
    most->setRange(1, static_cast<int>(std::clamp<qint64>(left, 1, mostInferences)));
    most->setValue(usualMost);
    auto* problem = new QLabel(this);
    problem->setObjectName(QStringLiteral("untilProblem"));
    problem->setWordWrap(true);
    auto* box = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    box->button(QDialogButtonBox::Ok)->setText(tr("Run"));
    auto* form = new QFormLayout(this);
    form->addRow(tr("&Condition"), condition);
    form->addRow(tr("For at most so many &inferences"), most);
    form->addRow(problem);
    form->addRow(box);
    connect(condition, &QLineEdit::textChanged, this, [check, problem, box](const QString& words) {
        const QString reason = words.trimmed().isEmpty() ? QString() : check(words.trimmed());
        problem->setText(reason);
        box->button(QDialogButtonBox::Ok)->setEnabled(reason.isEmpty());
    });
    if (left <= 0) {
        problem->setText(tr("The inputs end at this inference."));
        condition->setEnabled(false);
        box->button(QDialogButtonBox::Ok)->setEnabled(false);
    }
    connect(box, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(this, &QDialog::accepted, this, [this, condition, most, from] {
        Q_EMIT chosen(from + most->value(), condition->text().trimmed());
    });
}

}  // namespace lockstep::app
