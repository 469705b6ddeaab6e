// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::config {

struct Member;

/** One value of a configuration file with its place in the text, so that errors name a line and edits are local. */
struct Node
{
    enum class Kind
    {
        Null,
        False,
        True,
        Number,
        String,
        Array,
        Object
    };
    Kind kind = Kind::Null;
    std::size_t begin = 0, end = 0; ///< Bytes [begin, end) of the text.
    std::string text; ///< A string's content, escapes resolved; a number as spelt.
    std::vector<Node> elements;
    std::vector<Member> members;

    const Member *find(std::string_view name) const;
};

struct Member
{
    std::string name;
    std::size_t keyBegin = 0;
    std::size_t comma = std::string::npos; ///< Place of the comma behind the value; npos when there is none.
    Node value;
};

enum class Comments
{
    Allowed,
    Refused
};

/**
 * Parses JSON (RFC 8259), optionally with // and block comments. A name given twice, trailing commas and other
 * extensions are errors. Text without any value (only blanks and comments) is an empty object. Errors:
 * "FILE:LINE: what is wrong".
 */
base::Result<Node> parseDocument(std::string_view text, std::string_view fileName, Comments comments);

/** Line of a byte position, from 1. */
std::size_t lineAt(std::string_view text, std::size_t position);

/** `text` as a JSON string, quotes included. */
std::string quoted(std::string_view text);

} // namespace cachescope::config
