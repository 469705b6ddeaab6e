// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cachescope::prompt {

/**
 * Calls `each` with every word of `text`: runs of letters and digits in small letters (Latin, Greek, Cyrillic
 * folded), and for scripts without blanks each character and each pair of neighbours.
 */
void eachWord(std::string_view text, const std::function<void(std::string_view)> &each);

/**
 * Ranks texts for a query by Okapi BM25 (Robertson and Zaragoza 2009; k1 = 1.2, b = 0.75, the never negative form
 * of the inverse document frequency). Keeps counts of the query's words only, not the texts.
 */
class Bm25
{
public:
    explicit Bm25(std::string_view query);
    /** False when the query has no word to look for. */
    bool hasWords() const { return !m_words.empty(); }
    void addText(std::string_view text);
    struct Ranked
    {
        std::size_t index = 0; ///< In the order of addText().
        double score = 0;
    };
    /** The best `count` texts with a score above 0, best first; of equals the earlier. */
    std::vector<Ranked> best(std::size_t count) const;

private:
    struct Counted
    {
        std::vector<std::uint32_t> occurrences; ///< By the query's words.
        std::uint64_t words = 0;
    };
    std::unordered_map<std::string, std::size_t> m_words;
    std::vector<Counted> m_texts;
};

} // namespace cachescope::prompt
