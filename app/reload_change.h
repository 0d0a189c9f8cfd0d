#pragma once

#include <QObject>
#include <optional>

#include "app/document_controller.h"

namespace lockstep::app {

/// The figures by which a change of the model is told.
struct KeyFigures {
    std::optional<qint64> cycles;      ///< of one spaced inference; absent: not compiled
    std::optional<double> worstError;  ///< largest max |VM - reference| of the run; absent: no reference yet
    qint64 inferences = 0;             ///< that were run
};
KeyFigures keyFigures(const Document& document);

/// "254 → 225 cycles (−11.4 %), worst error 4.00e−3 → 6.00e−3"; what stayed says so: "254 cycles as before".
/// The errors are compared if both are of as many inferences.
QString changeText(const KeyFigures& before, const KeyFigures& after);

/// Tells after a reload what it changed, when the new program has run to where the old one stood.
class ReloadChange : public QObject {
    Q_OBJECT

  public:
    explicit ReloadChange(DocumentController& controller, QObject* parent = nullptr);

  Q_SIGNALS:
    void told(const QString& text);

  private:
    void begin();
    void look();

    struct Pending {
        quint64 document;
        KeyFigures before;
        std::shared_ptr<const CompileResult> program;  ///< the old one
    };
    DocumentController& m_controller;
    std::optional<Pending> m_pending;
};

}  // namespace lockstep::app
