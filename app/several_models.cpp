#include "app/several_models.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "app/icon.h"

namespace lockstep::app {

SeveralModels::SeveralModels(QWidget* parent)
    : QFrame(parent),
      m_text(new QLabel(this)),
      m_always(new QCheckBox(tr("&Do not ask again"), this)),
      m_compare(new QPushButton(tr("Co&mpare them"), this)) {
    setObjectName(QStringLiteral("severalModels"));
    m_text->setWordWrap(true);
    m_always->setObjectName(QStringLiteral("severalAlways"));
    m_always->setToolTip(tr("Preferences (Ctrl+,) have it, too"));
    m_compare->setObjectName(QStringLiteral("severalCompare"));
    m_compare->setToolTip(tr("Open them, and put each on the list of variants, the first as baseline"));
    auto* each = new QPushButton(tr("Open &each by itself"), this);
    each->setObjectName(QStringLiteral("severalEach"));
    auto* close = new QToolButton(this);
    close->setObjectName(QStringLiteral("severalClose"));
    close->setAutoRaise(true);
    close->setIcon(icon(QStringLiteral("close")));
    close->setToolTip(tr("Open none of them"));
    close->setAccessibleName(tr("Open none of them"));

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(8);
    row->addWidget(m_text, 1);
    row->addWidget(m_always);
    row->addWidget(m_compare);
    row->addWidget(each);
    row->addWidget(close);
    hide();

    connect(m_compare, &QPushButton::clicked, this, [this] { answer(true); });
    connect(each, &QPushButton::clicked, this, [this] { answer(false); });
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
}

void SeveralModels::ask(const QStringList& files, int models) {
    m_files = files;
    m_text->setText(tr("%n models: compare them, or open each by itself?", nullptr, models));
    setAccessibleName(m_text->text());
    m_always->setChecked(false);
    show();
    m_compare->setFocus(Qt::OtherFocusReason);
}

void SeveralModels::answer(bool compare) {
    hide();
    Q_EMIT answered(m_files, compare, m_always->isChecked());
}

}  // namespace lockstep::app
