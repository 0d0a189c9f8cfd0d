// How long the handlers of the window's thread take in a whole working session, the one of
// tst_session_window: QT_QPA_PLATFORM=offscreen bench_session. No handler may take longer than a frame of 16
// ms, or 50 ms while a file opens. They are judged by the processor's time of this thread, which other work
// on the machine changes less; the wall clock's stands beside it.
#include <cstdio>

#include "tests/app/session/handler_times.h"
#include "tests/app/session/working_session.h"

using namespace lockstep::app;
using namespace lockstep::app::test;

namespace {

constexpr std::size_t shown = 20;
constexpr double openingBound = 0.050;  ///< seconds

/// Chapters in which a file is opened or read again.
bool opens(const QString& chapter) {
    return QStringList{QStringLiteral("dropTheExample"), QStringLiteral("fileChangesOnDisk"),
                       QStringLiteral("secondModel"), QStringLiteral("closeAndComeBack")}
        .contains(chapter);
}

}  // namespace

int main(int argc, char** argv) {
    initSettings();
    MeasuringApplication application(argc, argv);
    WorkingSession session([&](const QString& chapter) { application.setChapter(chapter); });
    const int failed = QTest::qExec(&session, argc, argv);
    const std::vector<HandlerTime> times = application.times();
    std::size_t over = 0;
    for (const HandlerTime& each : times)
        over += each.longest.processor > (opens(each.chapter) ? openingBound : MeasuringApplication::frame);
    std::printf("%d handlers; kinds over the bound: %zu of %zu\n", application.handlers(), over,
                times.size());
    std::printf("%9s %9s %6s %6s  %-20s %s\n", "wall ms", "cpu ms", "bound", "over", "chapter", "handler");
    for (std::size_t i = 0; i < std::min(shown, times.size()); ++i) {
        const HandlerTime& each = times[i];
        std::printf("%9.1f %9.1f %6.0f %6d  %-20s %s (%s)\n", each.longest.wall * 1000,
                    each.longest.processor * 1000,
                    (opens(each.chapter) ? openingBound : MeasuringApplication::frame) * 1000, each.over,
                    qPrintable(each.chapter), qPrintable(each.who), qPrintable(each.inside));
    }
    return failed;
}
