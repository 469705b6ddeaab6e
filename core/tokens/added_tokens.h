// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cachescope::tokens::detail {

/** A string that is one token by decree, not by merging (`<|endoftext|>`). The flags are those of tokenizer.json.
 */
struct AddedToken
{
    std::string text;
    std::uint32_t id = 0;
    bool special = true; ///< Matched only when special tokens are wanted as tokens.
    bool singleWord = false; ///< Only where no word character touches it.
    bool stripLeft = false; ///< Takes the white space before it in.
    bool stripRight = false; ///< Takes the white space after it in.
    bool normalized = false; ///< Looked for in the normalised text.
};

/** Finds added tokens in a text: the leftmost, of these the longest. Immutable when made. */
class AddedTokens
{
public:
    struct Match
    {
        std::size_t begin = 0;
        std::size_t end = 0;
        const AddedToken *token = nullptr;
    };
    enum class Which
    {
        All,
        OnlyOrdinary
    };

    AddedTokens() = default;
    /** Texts must not be empty; of several with the same text the last one counts. */
    explicit AddedTokens(std::vector<AddedToken> tokens);

    /** What was found and passed over: a single-word token that touches a word. */
    struct Rejected
    {
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    /** The first match in text[from, …), or nothing. Adds to `rejected` what was passed over before it. */
    std::optional<Match> next(
        std::string_view text, std::size_t from, Which which, std::vector<Rejected> *rejected = nullptr) const;
    bool empty(Which which) const { return finder(which).units.empty(); }
    /** True when a match may hang on the characters around it. */
    bool looksAround() const { return m_looksAround; }

    const AddedToken *byText(std::string_view text) const;
    /** When several strings share an id, the first one added. */
    const AddedToken *byId(std::uint32_t id) const;
    std::size_t longest() const { return m_longest; }
    const std::vector<AddedToken> &all() const { return m_tokens; }

private:
    /** A trie over some of the tokens, and which bytes they begin with. */
    struct Finder
    {
        std::vector<std::uint32_t> units;
        std::vector<std::uint32_t> values;
        std::array<bool, 256> first{};
    };
    const Finder &finder(Which which) const { return which == Which::All ? m_allFinder : m_ordinaryFinder; }
    static Finder makeFinder(const std::map<std::string_view, std::uint32_t> &texts);

    std::vector<AddedToken> m_tokens;
    std::unordered_map<std::uint32_t, std::size_t> m_byId;
    Finder m_allFinder;
    Finder m_ordinaryFinder;
    std::size_t m_longest = 0;
    bool m_looksAround = false;
};

} // namespace cachescope::tokens::detail
