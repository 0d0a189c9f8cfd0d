#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QPromise>
#include <QThreadPool>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

#include "core/support/error.h"

namespace lockstep {

/// Computes a value in a thread of the pool and hands it over in the thread of this object. The newest
/// request wins: it stops the one before it, whose result is dropped, as does the destructor. `work` may only
/// hold what is shared and immutable; it is never waited for.
template <class Result>
class Background {
  public:
    using Work = std::function<Result(const std::stop_token&)>;

    Background() = default;
    ~Background() { cancel(); }
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;

    /// `done` gets the value; `failed` what an Error said, and may be absent.
    void request(Work work, std::function<void(Result)> done,
                 std::function<void(const Failure&)> failed = {}) {
        cancel();
        m_stop = std::stop_source();
        m_watcher = std::make_unique<QFutureWatcher<Answer>>();
        auto promise = std::make_shared<QPromise<Answer>>();
        QObject::connect(m_watcher.get(), &QFutureWatcherBase::finished, m_watcher.get(),
                         [this, done = std::move(done), failed = std::move(failed)] {
                             // It may ask again from inside: this watcher is gone then.
                             QFutureWatcher<Answer>* watcher = m_watcher.release();
                             Answer answer = watcher->future().takeResult();
                             watcher->deleteLater();
                             if (answer.value) {
                                 done(*std::move(answer.value));
                             } else if (failed) {
                                 failed(answer.failure);
                             }
                         });
        promise->start();
        m_watcher->setFuture(promise->future());
        QThreadPool::globalInstance()->start([promise, work = std::move(work), stop = m_stop.get_token()] {
            Answer answer;
            try {
                answer.value = work(stop);
            } catch (const Error& error) {
                answer.failure = error.failure();
            } catch (const std::exception& error) {
                answer.failure = Error(FailureKind::internal, error.what()).failure();
            }
            promise->addResult(std::move(answer));
            promise->finish();
        });
    }

    void cancel() {
        m_stop.request_stop();
        m_watcher.reset();
    }
    bool isBusy() const { return m_watcher != nullptr; }

  private:
    struct Answer {
        std::optional<Result> value;
        Failure failure;
    };
    std::stop_source m_stop;
    std::unique_ptr<QFutureWatcher<Answer>> m_watcher;
};

}  // namespace lockstep
