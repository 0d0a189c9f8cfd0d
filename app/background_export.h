#pragma once

#include <QObject>
#include <functional>

#include "app/job_runner.h"

namespace lockstep::app {

/// Writes files whose contents take long to make, beside the window: one after another, and each can be
/// stopped.
class BackgroundExport : public QObject {
    Q_OBJECT

  public:
    explicit BackgroundExport(QObject* parent) : QObject(parent) {
        connect(&m_runner, &JobRunner::progressChanged, this, &BackgroundExport::progressChanged);
    }

    /// What was asked for is written first: a closed window loses no file.
    ~BackgroundExport() override { m_runner.finish(); }

    /// `write(const JobControl&)` makes and writes the file, whole or not at all.
    void start(const QString& file, std::function<void(const JobControl&)> write);
    void cancel() { m_runner.cancel(); }
    bool isBusy() const { return m_runner.isBusy(); }

  Q_SIGNALS:
    void started(const QString& file);
    void progressChanged(double share, const QString& what);
    void written(const QString& file);
    void failed(const QString& problem);

  private:
    JobRunner m_runner;
};

}  // namespace lockstep::app
