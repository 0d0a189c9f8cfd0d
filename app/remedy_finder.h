#pragma once

#include <QObject>
#include <QStringList>

#include "app/document.h"
#include "app/job_runner.h"
#include "core/report/remedies.h"

namespace lockstep::app {

/// What a search for remedies starts from: a document that is compiled.
struct RemedyStart {
    std::shared_ptr<const LoadedModel> model;
    std::shared_ptr<const CompileResult> now;
    CompileRequest request;
    double targetUs = 0;
};

/// Tries other ways to compile a model, one after another on a thread of its own, and tells of each as it is
/// done.
class RemedyFinder : public QObject {
    Q_OBJECT

  public:
    explicit RemedyFinder(QObject* parent = nullptr);

    /// Forgets what it was doing before.
    void start(const RemedyStart& from);
    void stop();
    /// Stops, and lets go of the model and the answers.
    void forget();
    bool isBusy() const { return m_left > 0; }
    const std::vector<RemedyAnswer>& answers() const { return m_answers; }
    /// Ways that are still to be tried, those that follow from the answers left out.
    int left() const { return m_left; }

  Q_SIGNALS:
    /// The newest answer is the last one of answers().
    void found();
    void failed(const lockstep::Failure& failure);
    /// All of them were tried.
    void finished();

  private:
    void tryAll(const std::vector<Remedy>& remedies);
    void done();

    std::shared_ptr<const RemedyQuestion> m_question;
    LatencyFigures m_now;
    std::vector<RemedyAnswer> m_answers;
    QStringList m_kinds;  ///< of jobs that were started
    int m_left = 0;
    bool m_joint = false;  ///< the second round has begun
    JobRunner m_runner;    ///< last: it stops before what it uses is gone
};

}  // namespace lockstep::app
