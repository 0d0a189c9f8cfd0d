#include "app/job_runner.h"

namespace lockstep::app {

JobRunner::JobRunner(QObject* parent) : QObject(parent), m_queue(hooks()) {}

JobQueue::Hooks JobRunner::hooks() {
    return {.post =
                [this](std::function<void()> task) {
                    QMetaObject::invokeMethod(this, std::move(task), Qt::QueuedConnection);
                },
            .busy_changed = [this](bool busy) { Q_EMIT busyChanged(busy); },
            .progress =
                [this](double share, const std::string& what) {
                    Q_EMIT progressChanged(share, QString::fromStdString(what));
                },
            .unexpected =
                [](const std::string& title, const std::string& what) {
                    Failure failure;
                    failure.kind = FailureKind::internal;
                    failure.message =
                        tr("%1 failed unexpectedly").arg(QString::fromStdString(title)).toStdString();
                    failure.advice =
                        tr("This is a fault of Lockstep; please report it with the details").toStdString();
                    failure.details = what;
                    return failure;
                }};
}

}  // namespace lockstep::app
