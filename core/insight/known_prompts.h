// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "insight/token_stream.h"
#include "prompt/prompt.h"
#include "providers/api.h"
#include "tokens/model_table.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>

namespace cachescope::insight {

/** A logged call's prompt, read and counted by its own model's tokenizer (or the stand-in). */
struct KnownPrompt
{
    std::shared_ptr<const prompt::Prompt> prompt;
    prompt::TokenLayout layout;
    TokenStream stream;
    Sketch sketch{};
    std::size_t bytes = 0; ///< In memory, about.
};

/**
 * Reads and counts prompts, and remembers the latest of them as well as the tokens of their parts: a conversation
 * sends its past again and again, and each part of it is counted once. Bounded memory. One thread.
 */
class KnownPrompts
{
public:
    /** The request body of a call, decoded; an empty one was not stored. */
    using ReadBody = std::function<base::Result<std::string>(std::int64_t id)>;
    KnownPrompts(
        const tokens::ModelTable &models, ReadBody readBody, std::size_t mostBytes = std::size_t{ 96 } << 20);

    /** Null: no body, or none that is a prompt of this API. Errors: the log's, or a tokenizer that cannot be had.
     */
    base::Result<std::shared_ptr<const KnownPrompt>> get(
        std::int64_t id, providers::Api api, const std::string &model);
    /** The same with the body at hand. */
    base::Result<std::shared_ptr<const KnownPrompt>> read(
        std::int64_t id, providers::Api api, const std::string &model, std::string body);

private:
    struct Kept
    {
        std::uint64_t key = 0;
        std::shared_ptr<const KnownPrompt> prompt;
    };
    struct Part
    {
        std::uint64_t key = 0;
        std::vector<tokens::Token> tokens;
    };
    /** By tokenizer, too: a call is counted anew when it is held against one of another family. */
    std::uint64_t keyOf(std::int64_t id, const std::string &model) const;
    void encode(
        const tokens::Tokenizer &tokenizer, std::uint64_t salt, std::string_view text,
        std::vector<tokens::Token> &out);

    const tokens::ModelTable &m_models;
    ReadBody m_readBody;
    std::size_t m_mostBytes;
    std::list<Kept> m_prompts; ///< Latest first.
    std::unordered_map<std::uint64_t, std::list<Kept>::iterator> m_promptOf;
    std::size_t m_promptBytes = 0;
    std::list<Part> m_parts; ///< Latest first.
    std::unordered_map<std::uint64_t, std::list<Part>::iterator> m_partOf;
    std::size_t m_partBytes = 0;
};

} // namespace cachescope::insight
