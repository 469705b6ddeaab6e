// SPDX-License-Identifier: MIT
#include "token_output.h"

#include "tokens/estimator.h"
#include "tokens/utf8.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace cachescope::app {

namespace {

constexpr std::size_t flushAt = std::size_t{ 1 } << 16;

void appendNumber(std::string &out, std::uint64_t number)
{
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void appendHex(std::string &out, std::uint8_t byte)
{
    static constexpr std::string_view hex = "0123456789ABCDEF";
    out += "\\x";
    out += hex[byte >> 4];
    out += hex[byte & 15U];
}

} // namespace

std::optional<TokenOutput::Format> TokenOutput::formatFromName(std::string_view name)
{
    if (name == "text")
        return Format::Text;
    if (name == "json")
        return Format::Json;
    if (name == "ids")
        return Format::Ids;
    return {};
}

TokenOutput::TokenOutput(Format format, std::string encoding, std::string model, tokens::ModelTokens info)
    : m_format(format)
    , m_encoding(std::move(encoding))
    , m_model(std::move(model))
    , m_info(std::move(info))
{ }

void TokenOutput::begin()
{
    if (m_begun)
        return;
    m_begun = true;
    if (m_format == Format::Json) {
        write(
            "{\"encoding\":" + nlohmann::json(m_encoding).dump() + ",\"exact\":" + (m_info.exact ? "true" : "false")
            + ",\"tokens\":[");
    }
}

void TokenOutput::token(const tokens::StreamToken &token, std::string_view bytes)
{
    begin();
    if (m_format == Format::Text) {
        if (m_count > 0)
            m_buffer += '|';
        appendVisible(bytes);
    } else if (m_format == Format::Ids) {
        if (m_count > 0)
            m_buffer += ' ';
        appendNumber(m_buffer, token.id);
    } else {
        m_buffer += m_count > 0 ? ",{\"id\":" : "{\"id\":";
        appendNumber(m_buffer, token.id);
        m_buffer += ",\"start\":";
        appendNumber(m_buffer, token.begin);
        m_buffer += ",\"end\":";
        appendNumber(m_buffer, token.end);
        m_buffer += '}';
    }
    ++m_count;
    if (m_buffer.size() >= flushAt)
        flush();
}

/** Line feeds are shown and kept; a bar, a backslash, controls and bytes that are no whole character are escaped.
 */
void TokenOutput::appendVisible(std::string_view bytes)
{
    const auto *at = reinterpret_cast<const std::uint8_t *>(bytes.data());
    const auto *const end = at + bytes.size();
    while (at < end) {
        const unsigned length = tokens::detail::sequenceLength(at, end);
        if (*at == '\n')
            m_buffer += "\\n\n";
        else if (*at == '\t')
            m_buffer += "\\t";
        else if (*at == '\r')
            m_buffer += "\\r";
        else if (*at == '|' || *at == '\\')
            (m_buffer += '\\') += static_cast<char>(*at);
        else if (length == 0 || *at < 0x20 || *at == 0x7F)
            appendHex(m_buffer, *at);
        else
            m_buffer.append(reinterpret_cast<const char *>(at), length);
        at += length == 0 ? 1 : length;
    }
}

void TokenOutput::finishText()
{
    write("\n\n");
    appendNumber(m_buffer, m_count);
    write(m_count == 1 ? " token, " : " tokens, ");
    write(m_encoding);
    if (m_info.exact) {
        write("\n");
        return;
    }
    const auto estimate = tokens::Estimator().estimate(m_model, m_info, m_count);
    write(
        ", a stand-in: " + m_model + " has about " + std::to_string(estimate.tokens) + " (between "
        + std::to_string(estimate.low()) + " and " + std::to_string(estimate.high()) + ")\n");
}

void TokenOutput::finishJson()
{
    write("],\"count\":");
    appendNumber(m_buffer, m_count);
    if (!m_info.exact) {
        const auto estimate = tokens::Estimator().estimate(m_model, m_info, m_count);
        nlohmann::json shown{ { "model", m_model }, { "tokens", estimate.tokens }, { "error", estimate.error } };
        write(",\"estimate\":" + shown.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }
    write("}\n");
}

void TokenOutput::finish()
{
    begin();
    if (m_format == Format::Text)
        finishText();
    else if (m_format == Format::Json)
        finishJson();
    else
        write("\n");
    flush();
}

void TokenOutput::abandon()
{
    if (m_begun && !m_buffer.empty())
        write("\n");
    flush();
}

void TokenOutput::write(std::string_view text)
{
    m_buffer += text;
}

void TokenOutput::flush()
{
    if (std::fwrite(m_buffer.data(), 1, m_buffer.size(), stdout) != m_buffer.size() || std::fflush(stdout) != 0)
        m_failed = true;
    m_buffer.clear();
}

} // namespace cachescope::app
