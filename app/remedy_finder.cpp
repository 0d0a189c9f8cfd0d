#include "app/remedy_finder.h"

#include "app/document_jobs.h"
#include "widgets/panels/panel_text.h"

namespace lockstep::app {

RemedyFinder::RemedyFinder(QObject* parent) : QObject(parent) {}

void RemedyFinder::start(const RemedyStart& from) {
    stop();
    m_answers.clear();
    m_joint = false;
    m_now = from.now->report->latency;
    set_target(m_now, from.targetUs);
    // A question is made of the model with its rules; words that are none were refused when it was compiled.
    m_left = 1;
    m_kinds << QStringLiteral("question");
    struct Asked {
        std::shared_ptr<const RemedyQuestion> question;
        std::vector<Remedy> remedies;
    };
    m_runner.start(
        m_kinds.last(), tr("Looking for what helps"),
        [from](const JobControl&) {
            auto question = std::make_shared<RemedyQuestion>();
            question->model = *jobs::withRules(from.model, from.request);
            question->config = from.request.config.toStdString();
            question->build = from.request.build;
            question->target_us = from.targetUs;
            Asked asked{question,
                        single_remedies(*question, *from.now->compiled.program, *from.now->report->why)};
            return asked;
        },
        [this](const Asked& asked) {
            m_question = asked.question;
            tryAll(asked.remedies);
            done();
        },
        [this](const Failure& failure) {
            m_left = 0;
            Q_EMIT failed(failure);
        });
}

void RemedyFinder::stop() {
    for (const QString& kind : std::as_const(m_kinds)) m_runner.drop(kind);
    m_kinds.clear();
    m_left = 0;
}

void RemedyFinder::forget() {
    stop();
    m_question.reset();
    m_answers.clear();
}

void RemedyFinder::tryAll(const std::vector<Remedy>& remedies) {
    for (const Remedy& remedy : remedies) {
        m_kinds << QStringLiteral("remedy%1").arg(m_kinds.size());
        ++m_left;
        m_runner.start(
            m_kinds.last(), tr("Trying %1").arg(text(remedy.what)),
            [question = m_question, remedy](const JobControl& control) {
                return try_remedy(*question, remedy, control);
            },
            [this](RemedyAnswer answer) {
                m_answers.push_back(std::move(answer));
                done();
                Q_EMIT found();
            },
            [this](const Failure& failure) {
                stop();
                Q_EMIT failed(failure);
            });
    }
}

void RemedyFinder::done() {
    if (--m_left > 0) return;
    if (!m_joint) {
        m_joint = true;
        tryAll(joint_remedies(*m_question, m_now, m_answers));
    }
    // What was started last may be all that there is.
    if (m_left == 0) QMetaObject::invokeMethod(this, &RemedyFinder::finished, Qt::QueuedConnection);
}

}  // namespace lockstep::app
