#include "widgets/panels/rich_label.h"

#include <QEvent>

namespace lockstep {
namespace {

constexpr int usualWidth = 320;  ///< pixels: of a column that has not been laid out yet

}  // namespace

RichLabel::RichLabel(QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::RichText);
    setWordWrap(true);
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

QSize RichLabel::sizeHint() const {
    return {usualWidth, heightForWidth(usualWidth)};
}

QSize RichLabel::minimumSizeHint() const {
    return {0, text().isEmpty() ? 0 : fontMetrics().height()};
}

int RichLabel::heightForWidth(int width) const {
    if (m_text != text()) {
        m_answers.fill({});
        m_text = text();
    }
    for (const Answer& answer : m_answers) {
        if (answer.width == width) return answer.height;
    }
    Answer& answer = m_answers[m_next];
    m_next = (m_next + 1) % m_answers.size();
    answer = {.width = width, .height = QLabel::heightForWidth(width)};
    return answer.height;
}

bool RichLabel::event(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange ||
        event->type() == QEvent::ContentsRectChange)
        m_answers.fill({});
    return QLabel::event(event);
}

}  // namespace lockstep
