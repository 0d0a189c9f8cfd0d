#include "app/fuzzy_match.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace lockstep::app {
namespace {

// Assumed weights: a word's beginning beats a run of characters, both beat a character somewhere.
constexpr int matched = 1;
constexpr int atWordStart = 8;
constexpr int besideLast = 5;
constexpr int none = std::numeric_limits<int>::min() / 2;

bool startsWord(const QString& text, qsizetype at) {
    return text[at].isLetterOrNumber() && (at == 0 || !text[at - 1].isLetterOrNumber());
}

}  // namespace

std::optional<int> fuzzyScore(const QString& query, const QString& text) {
    QString wanted = query;
    wanted.removeIf([](QChar c) { return c.isSpace(); });
    if (wanted.isEmpty()) return 0;
    if (text.isEmpty()) return std::nullopt;
    // best[i]: of the query so far with its last character at text[i].
    std::vector<int> best(static_cast<std::size_t>(text.size()), none);
    for (qsizetype q = 0; q < wanted.size(); ++q) {
        std::vector<int> next(best.size(), none);
        int before = q == 0 ? 0 : none;  // the best of the characters before, ending anywhere
        for (qsizetype i = 0; i < text.size(); ++i) {
            const auto at = static_cast<std::size_t>(i);
            if (text[i].toCaseFolded() == wanted[q].toCaseFolded()) {
                const int beside = q > 0 && i > 0 ? best[at - 1] + besideLast : none;
                const int from = std::max(before, beside);
                if (from > none / 2) next[at] = from + matched + (startsWord(text, i) ? atWordStart : 0);
            }
            if (q > 0) before = std::max(before, best[at]);
        }
        best = std::move(next);
    }
    const int score = *std::max_element(best.begin(), best.end());
    if (score <= none / 2) return std::nullopt;
    // Scaled, so that the length decides between equals only.
    return score * 1000 - static_cast<int>(std::min<qsizetype>(text.size(), 999));
}

}  // namespace lockstep::app
