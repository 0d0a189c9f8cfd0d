#include "widgets/graph/graph_search.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTimer>
#include <QToolButton>

#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

constexpr int typingPause = 120;  ///< milliseconds

QToolButton* flatButton(QWidget* parent, const QString& text, const QString& tip) {
    auto* button = new QToolButton(parent);
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setAutoRaise(true);
    return button;
}

}  // namespace

GraphSearch::GraphSearch(QWidget* parent)
    : QWidget(parent), m_field(new QLineEdit(this)), m_count(new QLabel(this)), m_typing(new QTimer(this)) {
    setObjectName(QStringLiteral("graphSearch"));
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_field->setObjectName(QStringLiteral("graphSearchField"));
    m_field->setAccessibleName(tr("Find operators"));
    m_field->setPlaceholderText(tr("Find operators: lstm, op:linear, shape:20x128"));
    m_field->setToolTip(
        tr("Words find operators by name, kind or module.\n"
           "name:h0  op:linear  module:encoder  shape:20x128  attr:layer=1  -op:clamp\n"
           "linear > * > add: operators in a row; * is any one, ... any number of them.\n"
           "Enter goes on, Shift+Enter back, Escape closes."));
    m_field->setMaxLength(static_cast<int>(nnir::NodeQuery::longest));
    m_field->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    m_regular = flatButton(this, QStringLiteral(".*"), tr("Words are regular expressions"));
    m_regular->setObjectName(QStringLiteral("graphSearchRegular"));
    m_regular->setCheckable(true);
    auto* previous = flatButton(this, QStringLiteral("↑"), tr("Previous match (Shift+Enter)"));
    previous->setObjectName(QStringLiteral("graphSearchPrevious"));
    auto* next = flatButton(this, QStringLiteral("↓"), tr("Next match (Enter)"));
    next->setObjectName(QStringLiteral("graphSearchNext"));
    auto* shut = flatButton(this, QStringLiteral("✕"), tr("Close the search (Escape)"));
    m_count->setObjectName(QStringLiteral("graphSearchCount"));
    m_count->setTextFormat(Qt::PlainText);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(4);
    row->addWidget(m_field, 3);
    row->addWidget(m_regular);
    row->addWidget(m_count, 2);
    row->addWidget(previous);
    row->addWidget(next);
    row->addWidget(shut);
    m_count->setMinimumWidth(64);
    m_count->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    m_typing->setSingleShot(true);
    m_typing->setInterval(typingPause);
    connect(m_typing, &QTimer::timeout, this, &GraphSearch::search);
    connect(m_field, &QLineEdit::textChanged, m_typing, qOverload<>(&QTimer::start));
    connect(m_regular, &QToolButton::toggled, this, &GraphSearch::search);
    connect(previous, &QToolButton::clicked, this, [this] { walk(-1); });
    connect(next, &QToolButton::clicked, this, [this] { walk(1); });
    connect(shut, &QToolButton::clicked, this, &GraphSearch::close);
    hide();
}

void GraphSearch::setGraphs(std::shared_ptr<const nnir::Graph> walked,
                            std::shared_ptr<const nnir::Graph> other) {
    m_walked = std::move(walked);
    m_other = std::move(other);
    search();
}

void GraphSearch::setRemark(std::function<QString(const nnir::NodeMatch&)> remark) {
    m_remark = std::move(remark);
    showCount();
}

void GraphSearch::open() {
    if (!isOpen()) {
        show();
        search();
    }
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void GraphSearch::close() {
    if (!isOpen()) return;
    hide();
    m_typing->stop();
    m_job.cancel();
    m_wanted = 0;
    setFound({});
    Q_EMIT closed();
}

QString GraphSearch::query() const {
    return m_field->text();
}

void GraphSearch::setQuery(const QString& query, bool regularExpressions) {
    const QSignalBlocker field(m_field), button(m_regular);
    m_field->setText(query);
    m_regular->setChecked(regularExpressions);
    search();
}

const std::vector<nnir::NodeMatch>& GraphSearch::shown() const {
    return m_found.walked.empty() ? m_found.other : m_found.walked;
}

void GraphSearch::search() {
    m_typing->stop();
    m_wanted = 0;
    m_place.reset();
    m_problem.clear();
    m_job.cancel();
    if (!isOpen()) return;
    std::shared_ptr<const nnir::NodeQuery> query;
    try {
        query =
            std::make_shared<const nnir::NodeQuery>(m_field->text().toStdString(), m_regular->isChecked());
    } catch (const Error& error) {
        showProblem(QString::fromStdString(error.failure().message));
        return;
    }
    if (query->empty() || !m_walked) {
        setFound({});
        return;
    }
    m_job.request(
        [query, walked = m_walked, other = m_other](const std::stop_token& stop) {
            const JobControl job{.stop = stop, .progress = {}};
            Found found;
            found.walked = query->find(*walked, job);
            if (other) found.other = query->find(*other, job);
            for (const auto* matches : {&found.walked, &found.other})
                for (const nnir::NodeMatch& match : *matches)
                    found.nodes.insert(match.nodes.begin(), match.nodes.end());
            return found;
        },
        [this](Found found) { setFound(std::move(found)); },
        [this](const Failure& failure) { showProblem(QString::fromStdString(failure.message)); });
    showCount();
}

void GraphSearch::showProblem(const QString& problem) {
    setFound({});
    m_problem = problem;
    showCount();
}

void GraphSearch::setFound(Found found) {
    m_found = std::move(found);
    m_place.reset();
    Q_EMIT foundChanged();
    showCount();
    if (const int wanted = std::exchange(m_wanted, 0); wanted != 0) walk(wanted);
}

void GraphSearch::walk(int step) {
    // Enter right behind the last letter: the search is still to come.
    if (m_typing->isActive()) search();
    if (m_job.isBusy()) {
        m_wanted += step;
        return;
    }
    const auto count = static_cast<std::ptrdiff_t>(shown().size());
    if (count == 0) return;
    const std::ptrdiff_t from =
        m_place ? static_cast<std::ptrdiff_t>(*m_place) : (step > 0 ? std::ptrdiff_t{-1} : std::ptrdiff_t{0});
    m_place = static_cast<std::size_t>(((from + step) % count + count) % count);
    showCount();
    Q_EMIT matchShown(shown()[*m_place]);
}

QString GraphSearch::countText() const {
    if (!m_problem.isEmpty()) return m_problem;
    if (m_job.isBusy()) return tr("Searching…");
    if (m_field->text().trimmed().isEmpty()) return {};
    const std::size_t count = shown().size();
    if (count == 0) return tr("Nothing found");
    const QString all = lockstep::countText(static_cast<qint64>(count)) +
                        (nnir::NodeQuery::is_cut(shown()) ? QStringLiteral("+") : QString());
    if (m_place) return tr("%1 of %2").arg(lockstep::countText(static_cast<qint64>(*m_place + 1)), all);
    return tr("%n found", nullptr, static_cast<int>(count));
}

void GraphSearch::showCount() {
    QString text = countText();
    if (m_place && m_remark && m_problem.isEmpty()) {
        const QString remark = m_remark(shown()[*m_place]);
        if (!remark.isEmpty()) text += QStringLiteral(" · ") + remark;
    }
    QPalette colours = palette();
    const ThemeColors& style = themeColors(palette());
    colours.setColor(QPalette::Text, m_problem.isEmpty() ? style.quietText : style.error);
    m_count->setPalette(colours);
    m_count->setText(m_count->fontMetrics().elidedText(text, Qt::ElideRight, std::max(m_count->width(), 64)));
    QString tip = text;
    if (m_problem.isEmpty() && m_other && !m_found.walked.empty())
        tip += QLatin1Char('\n') + tr("%1 in the right graph, %2 in the left one")
                                       .arg(m_found.walked.size())
                                       .arg(m_found.other.size());
    m_count->setToolTip(tip);
}

bool GraphSearch::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        switch (key->key()) {
            case Qt::Key_Return:
            case Qt::Key_Enter:
                walk(key->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
                return true;
            case Qt::Key_Escape:
                close();
                return true;
            default:
                break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void GraphSearch::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_count != nullptr) showCount();
}

}  // namespace lockstep
