// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/model_table.h"
#include "tokens/stream_encoder.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cachescope::app {

/** Prints tokens on stdout as they come, in memory that does not grow. */
class TokenOutput
{
public:
    enum class Format
    {
        Text, ///< The text with a bar between tokens, then the count.
        Json, ///< One document as the contract has it.
        Ids, ///< One line of ids.
    };
    static std::optional<Format> formatFromName(std::string_view name);

    TokenOutput(Format format, std::string encoding, std::string model, tokens::ModelTokens info);

    void token(const tokens::StreamToken &token, std::string_view bytes);
    void finish();
    /** Ends what was begun without saying that it is whole: the caller reports an error. */
    void abandon();
    /** True when standard output could not be written; errno tells why. */
    bool failed() const { return m_failed; }

private:
    void begin();
    void write(std::string_view text);
    void flush();
    void appendVisible(std::string_view bytes);
    void finishText();
    void finishJson();

    Format m_format;
    std::string m_encoding;
    std::string m_model;
    tokens::ModelTokens m_info;
    std::string m_buffer;
    std::uint64_t m_count = 0;
    bool m_begun = false;
    bool m_failed = false;
};

} // namespace cachescope::app
