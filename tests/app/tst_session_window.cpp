#include "tests/app/session/working_session.h"

/// A whole day's work in the real window. How long its handlers take is measured by bench_session.
int main(int argc, char** argv) {
    lockstep::app::initSettings();
    QApplication application(argc, argv);
    lockstep::app::test::WorkingSession session;
    return QTest::qExec(&session, argc, argv);
}
