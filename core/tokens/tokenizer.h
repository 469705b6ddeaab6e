// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::tokens {

namespace detail {
class Pipeline;
}

/** One token: its id and the bytes [begin, end) of the input that it stands for. Neighbours meet: next.begin ==
 * end. */
struct Token
{
    std::uint32_t id = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    friend bool operator==(const Token &, const Token &) = default;
};

/** What happens to text such as `<|endoftext|>`. Text from users is always `AsText`: it must not gain control
 * meaning. */
enum class SpecialTokens
{
    AsText, ///< Ordinary text.
    AsTokens, ///< The control token of that name.
};

/**
 * A vocabulary with its splitting rules. Immutable, thread-safe, cheap to copy by shared_ptr; one instance serves
 * the whole process. Text is UTF-8. A maximal ill-formed byte sequence counts as U+FFFD, as in the reference
 * implementations (which replace before they encode); its token's range covers the bytes that were really there.
 */
class Tokenizer
{
public:
    explicit Tokenizer(std::shared_ptr<const detail::Pipeline> pipeline);
    ~Tokenizer();
    Tokenizer(const Tokenizer &) = delete;
    Tokenizer &operator=(const Tokenizer &) = delete;

    /** "o200k_base", or the file name for a loaded tokenizer.json. */
    std::string_view name() const;
    /** Number of ids, i.e. the largest id plus one. */
    std::uint32_t idCount() const;

    /** Number of tokens of `utf8`; the fastest path. */
    std::size_t count(std::string_view utf8, SpecialTokens special = SpecialTokens::AsText) const;
    /** Replaces `out` by the tokens of `utf8`. Throws std::length_error for texts of 4 GiB and more (see
     * StreamEncoder). */
    void encode(
        std::string_view utf8, std::vector<Token> &out, SpecialTokens special = SpecialTokens::AsText) const;
    /** Replaces `out` by the ids of `utf8`. */
    void encodeIds(
        std::string_view utf8, std::vector<std::uint32_t> &out,
        SpecialTokens special = SpecialTokens::AsText) const;

    /** The bytes of the ids, one after another; need not be valid UTF-8 for a part of a text. Fails on an unknown
     * id. */
    base::Result<std::string> decode(std::span<const std::uint32_t> ids) const;
    /** The bytes of one id; nothing when there is no such id. */
    std::optional<std::string> tokenBytes(std::uint32_t id) const;
    /** The id of a special token's text, e.g. "<|endoftext|>". */
    std::optional<std::uint32_t> specialToken(std::string_view text) const;

    /** For the rest of this room. */
    const detail::Pipeline &pipeline() const { return *m_pipeline; }

private:
    std::shared_ptr<const detail::Pipeline> m_pipeline;
};

using TokenizerPtr = std::shared_ptr<const Tokenizer>;

/**
 * The built-in encoding of that name: o200k_base, o200k_harmony, cl100k_base, p50k_base, p50k_edit, r50k_base,
 * gpt2. Made on first use, then shared. An unknown name is an InvalidInput error that names the nearest known one.
 * Thread-safe.
 */
base::Result<TokenizerPtr> encoding(std::string_view name);
std::span<const std::string_view> encodingNames();

/**
 * Loads a Hugging Face `tokenizer.json` (BPE models). The file is not trusted: sizes, indices and nesting are
 * checked; what is not supported is refused with a message that names it.
 */
base::Result<TokenizerPtr> loadTokenizerFile(const std::string &path);
/** The same from memory; `name` is what `name()` returns and messages mention. */
base::Result<TokenizerPtr> loadTokenizerJson(std::string_view json, std::string name);

} // namespace cachescope::tokens
