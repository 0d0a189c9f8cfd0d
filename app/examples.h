#pragma once

#include <QString>
#include <optional>
#include <vector>

namespace lockstep::app {

/// A model that comes with the application.
struct Example {
    QString file;                      ///< "lstm.pt"
    QString title;                     ///< "LSTM"
    QString summary;                   ///< one line
    std::optional<int> streamingAxis;  ///< along which it is meant to stream
};

const std::vector<Example>& examples();

/// The example as a file on disk: written to the cache folder from the binary on first use. Throws
/// Error(cannot_write).
QString exampleFile(const Example& example);

}  // namespace lockstep::app
