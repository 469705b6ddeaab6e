// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "requestlog/record.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::requestlog {

/** Where in a filter text an error is. */
struct FilterError
{
    std::size_t begin = 0, end = 0; ///< Bytes.
    std::string message; ///< Names the nearest field when one is unknown.
};

/** One condition of the top-level conjunction, for chips in the filter bar and for "drop the last condition". */
struct FilterTerm
{
    std::size_t begin = 0, end = 0; ///< Bytes in the text.
};

/**
 * A filter over calls, in the language of ux.md (screen Requests): `field:value`, `a,b`, `*`, `> >= < <=` with
 * units (2s, 300ms, 100k, 1M), `-x`, `or`, `( )`, blank = and, free text; `~u ~m ~c ~b` as shorthand. Immutable;
 * thread-safe.
 */
class Filter
{
public:
    Filter(); ///< Matches everything.
    static tl::expected<Filter, FilterError> parse(std::string_view text);

    bool isEmpty() const;
    const std::string &text() const;
    const std::vector<FilterTerm> &terms() const;
    bool matches(const CallRecord &record) const; ///< Body and header conditions need the log and are false here.

    /** A WHERE condition over `request` with `?` placeholders, and its values in order. Values are never spliced
     * into SQL. */
    struct Sql
    {
        std::string where;
        struct Value
        {
            bool isText = false;
            std::int64_t integer = 0;
            std::string text;
        };
        std::vector<Value> values;
    };
    Sql sql() const;

    struct Node;
    const Node *root() const { return m_root.get(); } ///< Null: everything matches.

private:
    std::string m_text;
    std::vector<FilterTerm> m_terms;
    std::shared_ptr<const Node> m_root;
};

/** All field names with one line of help each, for completion and F1. */
struct FilterField
{
    std::string_view name, help;
};
const std::vector<FilterField> &filterFields();

} // namespace cachescope::requestlog
