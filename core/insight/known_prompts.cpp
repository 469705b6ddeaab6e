// SPDX-License-Identifier: MIT
#include "insight/known_prompts.h"

namespace cachescope::insight {

namespace {

using base::Result;
using Found = std::shared_ptr<const KnownPrompt>;

constexpr std::size_t leastRemembered = 256; ///< Bytes of text; shorter ones are counted as fast as looked up.

std::size_t bytesOf(const KnownPrompt &known)
{
    std::size_t bytes
        = sizeof(KnownPrompt) + 2 * known.prompt->bytes().size() + known.stream.ids.size() * sizeof(std::uint32_t);
    for (const auto &place : known.layout.segments)
        bytes += sizeof(place) + sizeof(prompt::Segment) + place.tokens.size() * sizeof(tokens::Token);
    return bytes;
}

} // namespace

KnownPrompts::KnownPrompts(const tokens::ModelTable &models, ReadBody readBody, std::size_t mostBytes)
    : m_models(models)
    , m_readBody(std::move(readBody))
    , m_mostBytes(mostBytes)
{ }

std::uint64_t KnownPrompts::keyOf(std::int64_t id, const std::string &model) const
{
    return mixed(static_cast<std::uint64_t>(id), hashOf(m_models.forModel(model).tokenizer));
}

Result<Found> KnownPrompts::get(std::int64_t id, providers::Api api, const std::string &model)
{
    if (const auto found = m_promptOf.find(keyOf(id, model)); found != m_promptOf.end()) {
        m_prompts.splice(m_prompts.begin(), m_prompts, found->second);
        return found->second->prompt;
    }
    auto body = m_readBody(id);
    if (!body)
        return tl::unexpected(body.error());
    return read(id, api, model, *std::move(body));
}

Result<Found> KnownPrompts::read(std::int64_t id, providers::Api api, const std::string &model, std::string body)
{
    const auto form = prompt::formOf(api);
    if (!form || body.empty())
        return Found();
    auto parsed = prompt::Prompt::parse(std::move(body), form);
    if (!parsed || (*parsed)->problem() || (*parsed)->form() != *form)
        return Found(); // Not JSON, or cut: nothing to hold against others.
    const tokens::ModelTokens chosen = m_models.forModel(model);
    const auto tokenizer = tokens::tokenizerFor(chosen);
    if (!tokenizer)
        return tl::unexpected(tokenizer.error());
    auto known = std::make_shared<KnownPrompt>();
    known->prompt = *std::move(parsed);
    const std::uint64_t salt = hashOf(chosen.tokenizer);
    known->layout
        = prompt::layOut(*known->prompt, chosen, [&](std::string_view text, std::vector<tokens::Token> &out) {
              encode(**tokenizer, salt, text, out);
          });
    known->stream = TokenStream::of(*known->prompt, known->layout);
    known->sketch = sketchOf(*known->prompt, known->layout);
    known->bytes = bytesOf(*known);
    m_promptBytes += known->bytes;
    const std::uint64_t key = keyOf(id, model);
    if (const auto before = m_promptOf.find(key); before != m_promptOf.end()) {
        m_promptBytes -= before->second->prompt->bytes;
        m_prompts.erase(before->second);
    }
    m_prompts.push_front({ key, known });
    m_promptOf[key] = m_prompts.begin();
    while (m_promptBytes > m_mostBytes && m_prompts.size() > 1) {
        m_promptBytes -= m_prompts.back().prompt->bytes;
        m_promptOf.erase(m_prompts.back().key);
        m_prompts.pop_back();
    }
    return Found(std::move(known));
}

void KnownPrompts::encode(
    const tokens::Tokenizer &tokenizer, std::uint64_t salt, std::string_view text, std::vector<tokens::Token> &out)
{
    if (text.size() < leastRemembered)
        return tokenizer.encode(text, out);
    const std::uint64_t key = mixed(salt, hashOf(text));
    if (const auto found = m_partOf.find(key); found != m_partOf.end()) {
        m_parts.splice(m_parts.begin(), m_parts, found->second);
        // The tokens cover the text, so a text of another length cannot pass for this one.
        if (!found->second->tokens.empty() && found->second->tokens.back().end == text.size()) {
            out = found->second->tokens;
            return;
        }
    }
    tokenizer.encode(text, out);
    if (m_partOf.contains(key))
        return;
    m_parts.push_front({ key, out });
    m_partOf[key] = m_parts.begin();
    m_partBytes += out.size() * sizeof(tokens::Token) + sizeof(Part);
    while (m_partBytes > m_mostBytes / 2 && m_parts.size() > 1) {
        m_partBytes -= m_parts.back().tokens.size() * sizeof(tokens::Token) + sizeof(Part);
        m_partOf.erase(m_parts.back().key);
        m_parts.pop_back();
    }
}

} // namespace cachescope::insight
