#include "app/background_export.h"

#include "widgets/panels/panel_text.h"

namespace lockstep::app {

void BackgroundExport::start(const QString& file, std::function<void(const JobControl&)> write) {
    m_runner.start(
        QStringLiteral("export ") + file, tr("Writing %1").arg(file),
        [write = std::move(write)](const JobControl& control) {
            write(control);
            return true;
        },
        [this, file](bool) { Q_EMIT written(file); },
        [this, file](const Failure& failure) {
            if (failure.kind == FailureKind::cancelled) {
                Q_EMIT failed(tr("Stopped: %1 was not written.").arg(file));
            } else {
                Q_EMIT failed(text(failure.message + (failure.advice.empty() ? "" : ". " + failure.advice)));
            }
        });
    Q_EMIT started(file);
}

}  // namespace lockstep::app
