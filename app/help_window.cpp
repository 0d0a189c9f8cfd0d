#include "app/help_window.h"

#include <QDir>
#include <QEvent>
#include <QFile>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPointer>
#include <QTextBrowser>
#include <QTextDocument>

#include "app/actions.h"
#include "app/help_page.h"
#include "app/shortcuts.h"
#include "widgets/theme.h"

namespace lockstep::app {
namespace {

const QString keysPage = QStringLiteral("keys");
constexpr qreal pageMargin = 16;

QString pageText(const QString& page) {
    QFile file(QStringLiteral(":/lockstep/help/%1.md").arg(page));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString pageTitle(const QString& page) {
    const QString first = pageText(page).section(QLatin1Char('\n'), 0, 0);
    return first.startsWith(QLatin1Char('#')) ? first.mid(1).trimmed() : page;
}

QString keysMarkdown() {
    QString text = HelpWindow::tr("# Keyboard shortcuts") + QStringLiteral("\n\n");
    text += HelpWindow::tr("| Keys | Command | What it does |") + QStringLiteral("\n|---|---|---|\n");
    for (const CommandRow& row : commandTable()) {
        if (QLatin1String(row.keys).isEmpty()) continue;
        QString keys = QString::fromLatin1(row.keys);
        keys.replace(QLatin1String("; "), QLatin1String(", "));
        text += QStringLiteral("| %1 | %2 | %3 |\n").arg(keys, plainText(row), tipText(row));
    }
    text += QLatin1Char('\n') +
            HelpWindow::tr(
                "In the timeline: W S zoom, A D pan, `,` and `.` choose the neighbour, F fits. In a "
                "graph: arrows walk along the edges, + and − zoom. In plots: + and − zoom, "
                "A and B set cursors.");
    return text;
}

}  // namespace

HelpWindow::HelpWindow(QWidget* parent)
    : QDialog(parent), m_list(new QListWidget(this)), m_text(new QTextBrowser(this)) {
    setObjectName(QStringLiteral("helpWindow"));
    setWindowTitle(tr("Help"));
    resize(900, 640);
    m_list->setAccessibleName(tr("Help pages"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMaximumWidth(220);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setOpenLinks(false);
    m_text->setSearchPaths({QStringLiteral(":/lockstep/help")});
    const QStringList files =
        QDir(QStringLiteral(":/lockstep/help")).entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name);
    for (const QString& file : files) {
        const QString page = file.chopped(3);
        auto* item = new QListWidgetItem(pageTitle(page), m_list);
        item->setData(Qt::UserRole, page);
    }
    auto* keys = new QListWidgetItem(tr("Keyboard shortcuts"), m_list);
    keys->setData(Qt::UserRole, keysPage);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 8, 8, 8);
    row->addWidget(m_list);
    row->addWidget(m_text, 1);
    connect(m_list, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item == nullptr) return;
        m_page = item->data(Qt::UserRole).toString();
        render();
    });
    // Pages link each other; there is no way out to a network.
    connect(m_text, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) {
        const QString path = url.path();
        if (url.isRelative() && path.endsWith(QLatin1String(".md"))) {
            showPage(path.chopped(3));
        } else if (url.isRelative() && url.hasFragment()) {
            m_text->scrollToAnchor(url.fragment());
        }
    });
}

void HelpWindow::showPage(const QString& page) {
    for (int i = 0; i < m_list->count(); ++i) {
        if (m_list->item(i)->data(Qt::UserRole).toString() == page) m_list->setCurrentRow(i);
    }
}

void HelpWindow::render() {
    // Laid out once, when it is whole: a document in view is laid out again at every change.
    auto* page = new QTextDocument(m_text);
    page->setDocumentMargin(pageMargin);
    page->setDefaultFont(m_text->font());
    setHelpPage(*page, m_page == keysPage ? keysMarkdown() : pageText(m_page), palette());
    const QPointer<QTextDocument> before = m_text->document();
    m_text->setDocument(page);
    delete before;
}

void HelpWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) render();
    QDialog::changeEvent(event);
}

}  // namespace lockstep::app
