#include "app/help_window.h"

#include <QAction>
#include <QCoreApplication>
#include <QDir>
#include <QEvent>
#include <QFile>
#include <QHBoxLayout>
#include <QHash>
#include <QImageReader>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPointer>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextDocument>
#include <QTextOption>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "app/actions.h"
#include "app/help_page.h"
#include "app/icon.h"
#include "app/shortcuts.h"
#include "widgets/theme.h"

namespace lockstep::app {
namespace {

constexpr int listWidth = 272;
const QString keysPage = QStringLiteral("keys");
constexpr qreal pageMargin = 16;

/// Groups and their pages, in the order in which they are listed; a name with a capital begins a group.
constexpr std::array order = {QT_TRANSLATE_NOOP("HelpGroups", "Using Lockstep"),
                              "index",
                              "first-steps",
                              "words",
                              "views",
                              "runs",
                              "variants",
                              "models",
                              "keys",
                              QT_TRANSLATE_NOOP("HelpGroups", "Latency"),
                              "latency",
                              "why",
                              "programs",
                              "machine",
                              "accuracy",
                              "band",
                              QT_TRANSLATE_NOOP("HelpGroups", "Numbers and errors"),
                              "recordings",
                              "attribution",
                              "precision",
                              "numerics",
                              "operators"};

QString pageText(const QString& page) {
    if (page == keysPage) return keysMarkdown();
    QFile file(QStringLiteral(":/lockstep/help/%1.md").arg(page));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString pageTitle(const QString& page) {
    const QString first = pageText(page).section(QLatin1Char('\n'), 0, 0);
    return first.startsWith(QLatin1Char('#')) ? first.mid(1).trimmed() : page;
}

bool isGroup(const QString& name) {
    return !name.isEmpty() && name.front().isUpper();
}

/// The pages of `order`, and behind them those that are in no group.
QStringList allPages() {
    QStringList pages;
    for (const char* name : order) pages << QString::fromLatin1(name);
    for (const QString& file :
         QDir(QStringLiteral(":/lockstep/help")).entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name))
        if (!pages.contains(file.chopped(3))) pages << file.chopped(3);
    return pages;
}

QStringList wordsOf(const QString& query) {
    return query.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

QString cell(QString text) {
    return text.replace(QLatin1Char('|'), QLatin1String("\\|"));
}

/// The title of a menu without its mnemonic, as the menu bar has it.
QString menuName(const QString& menu) {
    const QByteArray title = '&' + menu.toLatin1();
    return QCoreApplication::translate("lockstep::app::Menus", title.constData()).remove(QLatin1Char('&'));
}

QString keysTable(const QString& title, const QString& rows) {
    return QStringLiteral("\n## %1\n\n| %2 | %3 |\n|---|---|\n%4")
        .arg(title, HelpWindow::tr("Keys"), HelpWindow::tr("What they do"), rows);
}

}  // namespace

QString keysMarkdown() {
    QString text = HelpWindow::tr("# Keyboard shortcuts") + QLatin1Char('\n');
    QStringList menus;
    QHash<QString, QString> rows;
    for (const CommandRow& row : commandTable()) {
        if (QLatin1String(row.keys).isEmpty()) continue;
        const QString menu = QString::fromLatin1(row.menu).section(QLatin1Char('/'), 0, 0);
        if (!menus.contains(menu)) menus << menu;
        QString keys = QString::fromLatin1(row.keys);
        keys.replace(QLatin1String("; "), QLatin1String(", "));
        rows[menu] += QStringLiteral("| %1 | **%2**: %3 |\n").arg(cell(keys), plainText(row), tipText(row));
    }
    rows[QStringLiteral("View")] +=
        QStringLiteral("| Alt+1 … Alt+9, Alt+Shift+1 … | %1 |\n")
            .arg(HelpWindow::tr("**Panels**: show a panel and go to it, in the order of "
                                "View › Panels"));
    rows[QStringLiteral("View")] += QStringLiteral("| Ctrl+0 … Ctrl+9, Ctrl+Shift+0 … Ctrl+Shift+9 | %1 |\n")
                                        .arg(HelpWindow::tr("**Timeline bookmarks**: go to one, keep one"));
    for (const QString& menu : std::as_const(menus)) text += keysTable(menuName(menu), rows[menu]);
    QString panel, lines;
    const auto flush = [&] {
        if (!panel.isEmpty())
            text += keysTable(HelpWindow::tr("While the keyboard is in: %1").arg(panel), lines);
        lines.clear();
    };
    for (const LocalKeyRow& row : localKeyTable()) {
        const QString name = QCoreApplication::translate("Commands", row.panel);
        if (name != panel) flush();
        panel = name;
        lines +=
            QStringLiteral("| %1 | %2 |\n")
                .arg(cell(QString::fromUtf8(row.keys)), QCoreApplication::translate("Commands", row.text));
    }
    flush();
    return text;
}

HelpWindow::HelpWindow(QWidget* parent)
    : QDialog(parent),
      m_field(new QLineEdit(this)),
      m_list(new QListWidget(this)),
      m_text(new QTextBrowser(this)),
      m_nothing(new QLabel(tr("No page has these words."), this)) {
    setObjectName(QStringLiteral("helpWindow"));
    setWindowTitle(tr("Help"));
    resize(960, 680);
    m_list->setObjectName(QStringLiteral("helpPages"));
    m_list->setAccessibleName(tr("Help pages"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFixedWidth(listWidth);
    m_list->setWordWrap(true);
    m_list->setSpacing(3);
    m_list->setTextElideMode(Qt::ElideNone);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_nothing->setObjectName(QStringLiteral("helpNothing"));
    m_nothing->setWordWrap(true);
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    m_nothing->hide();
    m_text->setObjectName(QStringLiteral("helpText"));
    m_text->setAccessibleName(tr("Help page"));
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setOpenLinks(false);
    m_text->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);  // pages of any length have the same width
    // What is wide is folded or shrunk; a table's rounded columns may be a pixel too wide, which is padding.
    m_text->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->setSearchPaths({QStringLiteral(":/lockstep/help")});
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);

    auto* left = new QVBoxLayout;
    left->addWidget(makeBar());
    left->addWidget(m_nothing);
    left->addWidget(m_list, 1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 8, 8, 8);
    row->addLayout(left);
    row->addWidget(m_text, 1);
    fillList();
    connect(m_list, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item != nullptr) visit(item->data(Qt::UserRole).toString());
    });
    // Pages link each other; there is no way out to a network.
    connect(m_text, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) {
        const QString path = url.path();
        if (url.isRelative() && path.endsWith(QLatin1String(".md"))) {
            showPage(path.chopped(3));
        }
        if (url.isRelative() && url.hasFragment()) m_text->scrollToAnchor(url.fragment());
    });
}

QWidget* HelpWindow::makeBar() {
    auto* bar = new QWidget(this);
    bar->setFixedWidth(listWidth);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    const auto button = [&](const char* name, const QString& words, const QString& image, const char* keys,
                            int step) {
        auto* made = new QToolButton(bar);
        made->setObjectName(QLatin1String(name));
        made->setAutoRaise(true);
        auto* action = new QAction(icon(image), words, this);
        action->setShortcut(QKeySequence(QLatin1String(keys), QKeySequence::PortableText));
        action->setToolTip((step < 0 ? tr("Back (%1): to the page that was read before")
                                     : tr("Forward (%1): to the page that was read after this one"))
                               .arg(action->shortcut().toString(QKeySequence::NativeText)));
        addAction(action);
        made->setDefaultAction(action);
        connect(action, &QAction::triggered, this, [this, step] { go(m_place + step); });
        row->addWidget(made);
        return made;
    };
    m_back = button("helpBack", tr("Back"), QStringLiteral("back"), "Alt+Left", -1);
    m_forward = button("helpForward", tr("Forward"), QStringLiteral("forward"), "Alt+Right", 1);
    m_field->setObjectName(QStringLiteral("helpSearch"));
    m_field->setAccessibleName(tr("Search in help"));
    m_field->setPlaceholderText(tr("Search (Ctrl+F)"));
    m_field->setToolTip(tr("Pages that have all these words; Enter goes on in the page, Shift+Enter back"));
    m_field->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    row->addWidget(m_field, 1);
    connect(m_field, &QLineEdit::textChanged, this, &HelpWindow::search);
    auto* find = new QAction(tr("Search"), this);
    find->setShortcut(QKeySequence::Find);
    addAction(find);
    connect(find, &QAction::triggered, this, [this] {
        m_field->setFocus(Qt::ShortcutFocusReason);
        m_field->selectAll();
    });
    return bar;
}

void HelpWindow::fillList() {
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    const QStringList words = wordsOf(m_field->text());
    QListWidgetItem* group = nullptr;
    for (const QString& page : allPages()) {
        if (isGroup(page)) {
            // The group before has no page with these words.
            if (group != nullptr && group == m_list->item(m_list->count() - 1)) delete group;
            group = new QListWidgetItem(
                QCoreApplication::translate("HelpGroups", page.toLatin1().constData()), m_list);
            group->setFlags(Qt::NoItemFlags);
            group->setForeground(palette().placeholderText());
            group->setFont(themeFont(font(), TextSize::small));
            continue;
        }
        const QString text = words.isEmpty() ? QString() : pageText(page);
        if (!std::ranges::all_of(
                words, [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); }))
            continue;
        auto* item = new QListWidgetItem(pageTitle(page), m_list);
        item->setData(Qt::UserRole, page);
        if (page == m_page) m_list->setCurrentItem(item);
    }
    if (group != nullptr && group == m_list->item(m_list->count() - 1)) delete group;
    m_nothing->setVisible(m_list->count() == 0);
}

QStringList HelpWindow::listed() const {
    QStringList pages;
    for (int i = 0; i < m_list->count(); ++i) {
        const QString page = m_list->item(i)->data(Qt::UserRole).toString();
        if (!page.isEmpty()) pages << page;
    }
    return pages;
}

void HelpWindow::showPage(const QString& page) {
    if (!allPages().contains(page)) return;
    visit(page);
}

void HelpWindow::visit(const QString& page) {
    if (page == m_page) return;
    m_visited.resize(m_place + 1);
    m_visited << page;
    go(m_visited.size() - 1);
}

void HelpWindow::go(qsizetype place) {
    if (place < 0 || place >= m_visited.size()) return;
    m_place = place;
    m_page = m_visited[place];
    m_back->defaultAction()->setEnabled(place > 0);
    m_forward->defaultAction()->setEnabled(place + 1 < m_visited.size());
    {
        const QSignalBlocker quiet(m_list);
        m_list->setCurrentItem(nullptr);
        for (int i = 0; i < m_list->count(); ++i)
            if (m_list->item(i)->data(Qt::UserRole).toString() == m_page) m_list->setCurrentRow(i);
    }
    render();
}

void HelpWindow::render() {
    // Made before it is shown: a document in view is laid out anew with every word that comes.
    auto* page = new QTextDocument(m_text);
    page->setDocumentMargin(pageMargin);
    page->setDefaultFont(m_text->font());
    page->setTextWidth(m_text->viewport()->width());  // else its first layout is as wide as its longest line
    setHelpPage(*page, pageText(m_page), palette());
    fitWidth(*page);
    const QPointer<QTextDocument> before = m_text->document();
    m_text->setDocument(page);
    delete before;  // unless the browser had made it itself
    mark();
}

void HelpWindow::fitWidth(QTextDocument& page) const {
    // Lines of code and wide pictures fit into the page: there is nothing to scroll sideways.
    const qreal room = m_text->viewport()->width() - 2 * pageMargin;
    for (QTextBlock block = page.begin(); block.isValid(); block = block.next()) {
        QTextCursor cursor(block);
        if (block.blockFormat().nonBreakableLines()) {
            QTextBlockFormat format = block.blockFormat();
            format.setNonBreakableLines(false);
            cursor.setBlockFormat(format);
        }
        for (auto part = block.begin(); !part.atEnd(); ++part) {
            if (!part.fragment().charFormat().isImageFormat()) continue;
            QTextImageFormat image = part.fragment().charFormat().toImageFormat();
            const int natural =
                QImageReader(QStringLiteral(":/lockstep/help/") + image.name()).size().width();
            const qreal width = std::min(room, static_cast<qreal>(natural));
            if (image.width() == width || (natural <= room && image.width() <= 0)) continue;
            image.setWidth(width);
            cursor.setPosition(part.fragment().position());
            cursor.setPosition(part.fragment().position() + part.fragment().length(),
                               QTextCursor::KeepAnchor);
            cursor.setCharFormat(image);
            break;
        }
    }
}

void HelpWindow::search() {
    fillList();
    mark();
}

void HelpWindow::mark() {
    const QStringList words = wordsOf(m_field->text());
    QList<QTextEdit::ExtraSelection> marks;
    for (const QString& word : words) {
        QTextCursor at(m_text->document());
        while (!(at = m_text->document()->find(word, at)).isNull()) {
            QTextEdit::ExtraSelection mark;
            mark.cursor = at;
            mark.format.setBackground(palette().highlight());
            mark.format.setForeground(palette().highlightedText());
            marks << mark;
        }
    }
    m_text->setExtraSelections(marks);
    if (!words.isEmpty() && !marks.isEmpty()) {
        m_text->moveCursor(QTextCursor::Start);
        m_text->find(words.front());
    }
}

void HelpWindow::findOn(bool back) {
    const QStringList words = wordsOf(m_field->text());
    if (words.isEmpty()) return;
    const QTextDocument::FindFlags flags = back ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    if (m_text->find(words.front(), flags)) return;
    // Behind the last one: the next page that has it, around the end.
    const QStringList pages = listed();
    if (pages.isEmpty()) return;
    const qsizetype next = (pages.indexOf(m_page) + (back ? -1 : 1) + pages.size()) % pages.size();
    if (pages[next] == m_page) {
        m_text->moveCursor(back ? QTextCursor::End : QTextCursor::Start);
        m_text->find(words.front(), flags);
    } else {
        visit(pages[next]);  // which marks its words and goes to the first one
    }
}

bool HelpWindow::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            // A page without the words is left for the first one that has them.
            if (const QStringList pages = listed(); !pages.isEmpty() && !pages.contains(m_page)) {
                visit(pages.front());
            } else {
                findOn(key->modifiers().testFlag(Qt::ShiftModifier));
            }
            return true;
        }
        if (key->key() == Qt::Key_Escape && !m_field->text().isEmpty()) {
            m_field->clear();
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void HelpWindow::resizeEvent(QResizeEvent* event) {
    QDialog::resizeEvent(event);
    if (!m_page.isEmpty()) fitWidth(*m_text->document());
}

void HelpWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && !m_page.isEmpty()) {
        fillList();
        render();
    }
    QDialog::changeEvent(event);
}

}  // namespace lockstep::app
