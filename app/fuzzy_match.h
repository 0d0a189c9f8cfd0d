#pragma once

#include <QString>
#include <optional>

namespace lockstep::app {

/// How well `query` names `text`: its characters occur in `text` in this order, whatever their case. Higher
/// is better: characters that begin a word or follow each other count more, gaps less; a shorter text wins a
/// tie. Spaces of the query are passed over. An empty query matches everything with 0; absent: no match.
/// Time: |query| x |text|.
std::optional<int> fuzzyScore(const QString& query, const QString& text);

}  // namespace lockstep::app
