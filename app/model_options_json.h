#pragma once

#include "app/json_reader.h"
#include "core/run/model_document.h"

namespace lockstep::app {

/// What was said of a model file, as the fields "input_shapes", "input_values", "method" and "states" of an
/// object. Trust is not among them: it is given to a file by hand, each time.
void writeModelOptions(QJsonObject& json, const ModelOptions& options);
/// What is absent keeps its default. Throws Error(bad_file) naming the field.
ModelOptions readModelOptions(const JsonReader& json);

QJsonArray axesToJson(const std::vector<std::optional<int>>& axes);
/// null or a whole number from -16 to 15 each. Throws Error(bad_file).
std::vector<std::optional<int>> axesFromJson(const JsonReader& json, const QString& key);

}  // namespace lockstep::app
