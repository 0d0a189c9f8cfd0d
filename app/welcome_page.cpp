#include "app/welcome_page.h"

#include <QCommandLinkButton>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/examples.h"
#include "app/icon.h"
#include "app/settings.h"
#include "widgets/theme.h"

namespace lockstep::app {
namespace {

constexpr int pageWidth = 960;
constexpr int linkMargin = 10;  ///< of a command link around its text, in the style of the window

QLabel* label(const QString& text, QWidget* parent, TextSize size = TextSize::normal, bool quiet = false) {
    auto* result = new QLabel(text, parent);
    result->setFont(themeFont(parent->font(), size));
    result->setWordWrap(true);
    if (quiet) result->setForegroundRole(QPalette::PlaceholderText);
    return result;
}

/// Lines are not broken inside "20 × 128".
QString unbroken(QString text) {
    return text.replace(QStringLiteral(" × "), QStringLiteral("\u00a0×\u00a0"));
}

}  // namespace

WelcomePage::WelcomePage(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("welcomePage"));
    auto* content = new QWidget(this);
    content->setMaximumWidth(pageWidth);
    auto* column = new QVBoxLayout(content);
    column->setSpacing(8);

    auto* head = new QHBoxLayout;
    auto* mark = new QLabel(content);
    mark->setPixmap(applicationIcon().pixmap(QSize(64, 64), devicePixelRatioF()));
    head->addWidget(mark);
    head->addSpacing(12);
    auto* titles = new QVBoxLayout;
    titles->addStretch(1);
    titles->addWidget(label(tr("Lockstep"), content, TextSize::large));
    titles->addWidget(
        label(tr("What an FPGA accelerator runs of your PyTorch model, how fast, and how exactly: before "
                 "any hardware is there."),
              content, TextSize::normal, true));
    titles->addStretch(1);
    titles->setSpacing(4);
    head->addLayout(titles, 1);
    column->addLayout(head);
    column->addSpacing(24);

    auto* columns = new QHBoxLayout;
    columns->setSpacing(48);
    auto* left = new QVBoxLayout;
    left->setSpacing(4);
    left->addWidget(label(tr("Open an example"), content, TextSize::normal, true));
    for (std::size_t i = 0; i < examples().size(); ++i) {
        const Example& example = examples()[i];
        auto* button = new QCommandLinkButton(example.title, unbroken(example.summary), content);
        button->setObjectName(QStringLiteral("example%1").arg(i));
        button->setIcon(icon(QStringLiteral("document")));
        button->setIconSize(QSize(24, 24));
        connect(button, &QAbstractButton::clicked, this,
                [this, i] { Q_EMIT exampleChosen(static_cast<int>(i)); });
        left->addWidget(button);
    }
    m_reopen = new QCommandLinkButton(tr("Reopen last session"), content);
    m_reopen->setObjectName(QStringLiteral("welcomeReopen"));
    m_reopen->setIcon(icon(QStringLiteral("reload")));
    m_reopen->setIconSize(QSize(24, 24));
    m_reopen->hide();
    connect(m_reopen, &QAbstractButton::clicked, this, &WelcomePage::reopenWanted);
    left->addWidget(m_reopen);
    left->addSpacing(12);
    auto* open = new QPushButton(icon(QStringLiteral("open")), tr("Open a file…"), content);
    open->setObjectName(QStringLiteral("welcomeOpen"));
    connect(open, &QAbstractButton::clicked, this, &WelcomePage::openWanted);
    left->addWidget(open, 0, Qt::AlignLeft);
    left->addWidget(label(tr("or drop one anywhere on this window"), content, TextSize::small, true));
    left->addStretch(1);
    columns->addLayout(left, 1);

    auto* right = new QVBoxLayout;
    right->setSpacing(6);
    right->addWidget(label(tr("Three steps"), content, TextSize::normal, true));
    right->addSpacing(linkMargin - right->spacing());  // the first lines of both columns stand level
    const QStringList steps = {
        tr("<b>1. Open a model</b><br>A TorchScript file, traced or scripted. Lockstep shows the graph that "
           "the "
           "accelerator will run. The file is read in a sandbox."),
        tr("<b>2. Choose how it streams and for what</b><br>Pick the axis along which the sequence arrives "
           "and an "
           "accelerator; the model is compiled at once, with its latency and memories."),
        tr("<b>3. Step it</b><br>F10 runs one inference in the bit-accurate VM, beside LibTorch. Look at "
           "state, error "
           "and timeline, and export the latency report."),
    };
    for (const QString& step : steps) {
        right->addWidget(label(step, content));
        right->addSpacing(8);
    }
    m_recentTitle = label(tr("Opened before"), content, TextSize::normal, true);
    right->addWidget(m_recentTitle);
    m_recent = new QVBoxLayout;
    m_recent->setSpacing(2);
    right->addLayout(m_recent);
    right->addStretch(1);
    setRecent({});
    columns->addLayout(right, 1);
    column->addLayout(columns);

    auto* outer = new QVBoxLayout(this);
    outer->addStretch(2);
    auto* centred = new QHBoxLayout;
    centred->addStretch(1);
    centred->addWidget(content, 8);
    centred->addStretch(1);
    outer->addLayout(centred);
    outer->addStretch(3);
}

void WelcomePage::setRecent(const QStringList& files) {
    constexpr int mostListed = 5;
    while (QLayoutItem* item = m_recent->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();  // a click on it may have led here
        delete item;
    }
    for (const QString& file : files) {
        const QFileInfo info(file);
        if (m_recent->count() >= mostListed || !info.exists()) continue;
        auto* row = new QLabel(m_recentTitle->parentWidget());
        row->setObjectName(QStringLiteral("recent%1").arg(m_recent->count()));
        row->setTextFormat(Qt::RichText);
        row->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
        row->setFocusPolicy(Qt::StrongFocus);
        const QString folder = settings::briefFolder(file);
        row->setText(
            QStringLiteral("<a href=\"open\">%1</a> <small>%2 · %3</small>")
                .arg(
                    info.fileName().toHtmlEscaped(), folder.toHtmlEscaped(),
                    tr("changed %1")
                        .arg(QLocale().toString(info.lastModified(), QLocale::ShortFormat).toHtmlEscaped())));
        row->setToolTip(QDir::toNativeSeparators(file));
        row->setAccessibleName(tr("Open %1").arg(info.fileName()));
        connect(row, &QLabel::linkActivated, this, [this, file] { Q_EMIT recentChosen(file); });
        m_recent->addWidget(row);
    }
    m_recentTitle->setVisible(m_recent->count() > 0);
}

void WelcomePage::setLastSession(const QString& names) {
    constexpr int mostShown = 60;
    m_reopen->setVisible(!names.isEmpty());
    m_reopen->setDescription(names.size() > mostShown ? names.left(mostShown) + QChar(0x2026) : names);
    m_reopen->setToolTip(names);
}

}  // namespace lockstep::app
