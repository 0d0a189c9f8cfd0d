#pragma once

#include <QObject>
#include <QTimer>
#include <map>
#include <memory>
#include <optional>

#include "app/document_controller.h"
#include "app/job_runner.h"
#include "widgets/panels/error_account.h"

class QDockWidget;

namespace lockstep {
class ErrorPanel;
}

namespace lockstep::app {

/// Has the error of an inference taken apart for the error panel while that can be seen: the one that is
/// looked at, or the worst one. The stretch is read from the run on the stepping thread, the rest is done on
/// a thread of its own.
class ErrorMicroscope : public QObject {
    Q_OBJECT

  public:
    ErrorMicroscope(DocumentController& controller, ErrorPanel& panel, QDockWidget& dock, QObject* parent);

    /// The inference that the views look at.
    void lookAt(std::optional<qint64> inference);
    /// The run, the program or the document is another one.
    void update();
    /// Shows the dock, with the worst inference.
    void showWorst();
    void cancel();
    /// The errors are wanted even while the panel cannot be seen: they are laid over the graphs.
    void setHeated(bool heated);
    bool isBusy() const { return m_reading || m_runner.isBusy(); }

  Q_SIGNALS:
    /// The largest |VM - reference| of each compiled node's values in the inference that is taken apart, and
    /// the same in steps of bf16; empty: none is.
    void nodeErrorsChanged(qint64 inference, const std::map<quint32, double>& errors,
                           const std::map<quint32, double>& ulps);

  private:
    /// What an account is of: when it is the same, nothing is done again.
    struct Key {
        quint64 document = 0;
        quint64 run = 0;  ///< Document::runNumber
        qint64 inference = 0;
        int stretch = 0;
        double error = 0;  ///< of the inference: a state that was edited changes it
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct Stretch {
        AttributedRun run;
        std::shared_ptr<const nnir::Graph> graph;  ///< that was run, and its program
        std::shared_ptr<const Program> program;
        std::vector<InputSpread> lostColumns;
    };
    struct Wanted {
        std::optional<Key> key;
        QString reason;  ///< where there is none
    };

    Wanted wanted() const;
    void follow();
    void read(const Key& key);
    void takeApart(const Key& key, std::shared_ptr<const Stretch> stretch);
    void compareDevices(const Key& key, std::shared_ptr<const Stretch> stretch);
    void show(std::shared_ptr<const ErrorAccount> account, const QString& reason);
    void fail(const Key& key, const Failure& failure);

    DocumentController& m_controller;
    ErrorPanel& m_panel;
    QDockWidget& m_dock;
    std::optional<qint64> m_looked;
    std::optional<Key> m_key;  ///< of what is shown or worked on
    bool m_visible = false;
    bool m_heated = false;
    std::shared_ptr<const Stretch> m_stretch;  ///< of `m_key`, while plausible devices were not compared
    bool m_reading = false;
    QTimer m_later;  ///< steps that follow each other quickly are looked at once
    JobRunner m_runner;
};

}  // namespace lockstep::app
