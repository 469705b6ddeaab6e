// SPDX-License-Identifier: MIT
#include "tokens/tokenizer.h"

#include "tokens/pipeline.h"

#include <limits>
#include <stdexcept>

namespace cachescope::tokens {

Tokenizer::Tokenizer(std::shared_ptr<const detail::Pipeline> pipeline)
    : m_pipeline(std::move(pipeline))
{ }

Tokenizer::~Tokenizer() = default;

std::string_view Tokenizer::name() const
{
    return m_pipeline->parts().name;
}

std::uint32_t Tokenizer::idCount() const
{
    return m_pipeline->idCount();
}

std::size_t Tokenizer::count(std::string_view utf8, SpecialTokens special) const
{
    return m_pipeline->count(utf8, special);
}

void Tokenizer::encode(std::string_view utf8, std::vector<Token> &out, SpecialTokens special) const
{
    if (utf8.size() > std::numeric_limits<std::uint32_t>::max())
        throw std::length_error("a text of 4 GiB or more must be read through StreamEncoder");
    m_pipeline->encode(utf8, out, special);
}

void Tokenizer::encodeIds(std::string_view utf8, std::vector<std::uint32_t> &out, SpecialTokens special) const
{
    m_pipeline->encodeIds(utf8, out, special);
}

base::Result<std::string> Tokenizer::decode(std::span<const std::uint32_t> ids) const
{
    std::string text;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const std::optional<std::string> bytes = tokenBytes(ids[i]);
        if (!bytes) {
            return base::failure(
                base::ErrorCode::InvalidInput,
                std::string(name()) + " has no token with the id " + std::to_string(ids[i]) + " (number "
                    + std::to_string(i + 1) + " of the list)");
        }
        text += *bytes;
    }
    return text;
}

std::optional<std::string> Tokenizer::tokenBytes(std::uint32_t id) const
{
    return m_pipeline->tokenBytes(id);
}

std::optional<std::uint32_t> Tokenizer::specialToken(std::string_view text) const
{
    const detail::AddedToken *token = m_pipeline->parts().added.byText(text);
    return token == nullptr ? std::nullopt : std::optional(token->id);
}

} // namespace cachescope::tokens
