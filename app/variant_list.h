#pragma once

#include <QString>
#include <memory>
#include <vector>

#include "app/document.h"
#include "app/session_file.h"
#include "core/report/variants.h"

namespace lockstep::app {

/// A row of the list of variants: what it takes to make it again, and what came of it.
struct KeptVariant {
    quint64 id = 0;
    SessionVariant made;
    Variant figures;                                ///< as core holds it against others
    std::shared_ptr<const CompileResult> compiled;  ///< null: not made since the session was opened
    std::shared_ptr<const Recording> recording;     ///< of the run that was kept; may be null
    std::optional<Failure> refused;                 ///< of the newest try, where older figures stay
    bool outdated = false;                          ///< a file of it has changed since, or it was refused
    bool making = false;
};

/// What is shown, as a variant; the document is compiled, or its compiling was refused. `name` is empty: made
/// of model, accelerator and options.
KeptVariant variantOf(const Document& document);
/// "--optimize --precision lstm=fp8": what is said beside model and accelerator.
QString optionWords(const ViewState& view);
/// The rows as core knows them, their target being `targetUs` (0: none).
std::vector<Variant> variantsFor(const std::vector<KeptVariant>& list, double targetUs);
/// True if a document shows this variant: same file, options and way to compile.
bool shows(const Document& document, const KeptVariant& variant);
/// True if they make the same model of a file.
bool sameOptions(const ModelOptions& a, const ModelOptions& b);

/// What making a variant again gives: on a job's thread.
struct MadeVariant {
    std::shared_ptr<const CompileResult> compiled;
    std::shared_ptr<const Report> report;
    std::shared_ptr<const nnir::Graph> graph;
};
MadeVariant makeVariant(const SessionVariant& variant, const JobControl& control);

}  // namespace lockstep::app
