#pragma once

#include <QApplication>
#include <QHash>
#include <QMetaEnum>
#include <QThread>
#include <algorithm>
#include <chrono>
#include <ctime>
#include <vector>

namespace lockstep::app::test {

/// Seconds of the wall clock and of this thread's processor since some moment.
struct Moment {
    double wall = 0;
    double processor = 0;

    static Moment now() {
        timespec spec{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spec);
        const auto wall = std::chrono::steady_clock::now().time_since_epoch();
        return {std::chrono::duration<double>(wall).count(),
                static_cast<double>(spec.tv_sec) + static_cast<double>(spec.tv_nsec) * 1e-9};
    }
    Moment operator-(const Moment& other) const { return {wall - other.wall, processor - other.processor}; }
    Moment operator+(const Moment& other) const { return {wall + other.wall, processor + other.processor}; }
};

/// The longest handler of one kind in a chapter: an event that the event loop, a person or the platform sent,
/// with all that it caused before the loop went on.
struct HandlerTime {
    QString who;      ///< class and object name of the receiver, type of the event
    QString chapter;  ///< what was being done
    QString inside;   ///< what took most of it
    Moment longest;
    int count = 0;
    int over = 0;  ///< how many took longer than a frame
};

/// An application that times every handler of its own thread. Event loops inside of a handler (a menu, a
/// dialog that is waited for) count as loops, not as part of it.
class MeasuringApplication : public QApplication {
  public:
    static constexpr double frame = 0.016;  ///< seconds: 60 frames in a second

    using QApplication::QApplication;

    void setChapter(const QString& chapter) { m_chapter = chapter; }
    /// The longest first, by the processor's time.
    std::vector<HandlerTime> times() const {
        std::vector<HandlerTime> sorted(m_times.begin(), m_times.end());
        std::sort(sorted.begin(), sorted.end(), [](const HandlerTime& a, const HandlerTime& b) {
            return a.longest.processor > b.longest.processor;
        });
        return sorted;
    }
    int handlers() const { return m_handlers; }

    bool notify(QObject* receiver, QEvent* event) override {
        if (receiver->thread() != thread() || QThread::currentThread() != thread())
            return QApplication::notify(receiver, event);
        // Both are gone perhaps when the handler is through.
        const QString who = nameOf(*receiver, *event);
        const int level = thread()->loopLevel();
        const bool outer = m_open.empty() || m_open.back().level < level;
        m_open.push_back({level, outer, {}, {}, {}, 0});
        const Moment begin = Moment::now();
        const bool result = QApplication::notify(receiver, event);
        const Moment whole = Moment::now() - begin;
        const Open own = m_open.back();
        m_open.pop_back();
        if (outer) {
            note(who, whole - own.loops, own);
            for (Open& each : m_open) each.loops = each.loops + whole;
        } else {
            const double alone = (whole - own.within - own.loops).wall;
            m_open.back().within = m_open.back().within + whole;
            // The most expensive part is told by the outermost handler.
            for (auto each = m_open.rbegin(); each != m_open.rend(); ++each) {
                if (!each->outer) continue;
                if (alone > each->mostSelf) {
                    each->mostSelf = alone;
                    each->most = who;
                }
                break;
            }
        }
        return result;
    }

  private:
    struct Open {
        int level = 0;
        bool outer = false;
        Moment within;  ///< of handlers that were called from this one
        Moment loops;   ///< of event loops inside
        QString most;
        double mostSelf = 0;
    };

    static QString nameOf(const QObject& receiver, const QEvent& event) {
        static const QMetaEnum types = QMetaEnum::fromType<QEvent::Type>();
        const char* type = types.valueToKey(event.type());
        QString who = QString::fromLatin1(receiver.metaObject()->className());
        if (!receiver.objectName().isEmpty()) who += QLatin1Char('#') + receiver.objectName();
        return who + QLatin1Char(' ') +
               (type == nullptr ? QString::number(event.type()) : QString::fromLatin1(type));
    }

    void note(const QString& who, const Moment& took, const Open& own) {
        ++m_handlers;
        HandlerTime& entry = m_times[m_chapter + QLatin1Char(0x0a) + who];
        entry.who = who;
        ++entry.count;
        if (took.processor > frame) ++entry.over;
        if (took.processor <= entry.longest.processor) return;
        entry.longest = took;
        entry.chapter = m_chapter;
        const double alone = (took - own.within).wall;
        entry.inside = alone > own.mostSelf
                           ? QStringLiteral("itself")
                           : QStringLiteral("%1 %2 ms").arg(own.most).arg(own.mostSelf * 1000, 0, 'f', 1);
    }

    std::vector<Open> m_open;
    QHash<QString, HandlerTime> m_times;
    QString m_chapter;
    int m_handlers = 0;
};

}  // namespace lockstep::app::test
