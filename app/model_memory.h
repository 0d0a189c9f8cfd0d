#pragma once

#include <QJsonObject>
#include <optional>
#include <vector>

#include "core/run/model_document.h"

class QString;

namespace lockstep::app {

/// What was answered when a model file was opened: the same file, wherever it lies, opens without a question.
struct ModelMemory {
    ModelOptions options;
    std::vector<std::optional<int>> streamingAxes;
    bool everyStep = false;  ///< a last-step readout answers in every inference
    double targetUs = 0;     ///< latency target in microseconds; 0: none
    QJsonObject view;        ///< see rememberedView()
};

/// Kept by the file's SHA-256 in one JSON file beside the settings, at most `mostModels`, the newest first.
namespace model_memory {

inline constexpr int mostModels = 200;

/// Nothing if the file was not seen before, or its entry can't be used.
std::optional<ModelMemory> recall(const QString& sha256);
/// The file is replaced as a whole or not at all; where it can't be written, nothing is remembered.
void remember(const QString& sha256, const ModelMemory& memory);
/// The path of the JSON file.
QString file();

}  // namespace model_memory
}  // namespace lockstep::app
