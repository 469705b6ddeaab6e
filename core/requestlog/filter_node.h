// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/filter.h"
#include "requestlog/names.h"
#include "requestlog/text_pattern.h"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cachescope::requestlog {

/** A number of a call that a filter can compare. */
enum class NumberField : std::uint8_t
{
    Status,
    Outcome,
    Api,
    State,
    Fresh,
    Read,
    Write,
    Input,
    Output,
    Cost, ///< Pico-units.
    Saved, ///< Pico-units.
    FirstToken, ///< Microseconds, as Total.
    Total,
    Size, ///< Bytes of request and response.
    Stream,
    Stored,
    Pinned,
    HasError,
    Retries,
    StartedAt,
    Id,
    PrefixShare, ///< Cache read in hundredths of a percent of the input.
    Why, ///< MissReason; a call that was not analysed has none.
};

/** A text of a call that a filter can search. */
enum class TextField : std::uint8_t
{
    Upstream,
    Model,
    Client,
    Session,
    Project,
    Namespace,
    Version,
    Tags,
    Credential,
    Method,
    Target,
    ErrorKind,
    ErrorMessage,
    CacheDetail,
    CacheKey,
    Uid,
    FirstText,
    Note,
    Body,
    Header,
};

/** Both ends belong to it. */
struct NumberRange
{
    std::int64_t low = 0, high = 0;
};

/** True for a call whose number lies in one of the ranges. A call without this number (price unknown, no first
 * token) matches none, unless the condition asks just for that. */
struct NumberCondition
{
    NumberField field = NumberField::Status;
    std::vector<NumberRange> ranges;
    bool unknown = false; ///< Asks for calls without the number.
};

/** True for a call where one of the patterns matches one of the texts. */
struct TextCondition
{
    std::vector<TextField> fields;
    std::vector<TextPattern> patterns;
};

struct Filter::Node
{
    enum class Kind : std::uint8_t
    {
        All,
        And,
        Or,
        Not,
        Leaf
    } kind
        = Kind::All;
    std::vector<std::shared_ptr<const Node>> children;
    std::variant<NumberCondition, TextCondition> leaf;
};

/** The number of a record, as the SQL expression gives it for its row; nothing where that is NULL. */
std::optional<std::int64_t> numberOf(const CallRecord &record, NumberField field);
std::string_view sqlExpression(NumberField field);

} // namespace cachescope::requestlog
