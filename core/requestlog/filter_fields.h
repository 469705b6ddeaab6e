// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/filter_node.h"

#include <span>

namespace cachescope::requestlog {

/** How the values of a field are read. */
enum class ValueKind : std::uint8_t
{
    Name, ///< Whole names, `*` allowed.
    ModelName, ///< As Name, also from the start of a word on.
    Text, ///< Any part of the text.
    Prefix, ///< From the start of the text.
    Count, ///< 100k, 1.5M.
    Money,
    Duration, ///< 2s, 300ms; a bare number is milliseconds.
    Bytes, ///< 4kB, 1MiB.
    Status, ///< 404, 4xx.
    YesNo,
    Retries, ///< A count, or yes and no.
    OutcomeWord,
    StateWord,
    ApiWord,
    Share, ///< 80%, 0.8; read, write, none.
    Time,
    Identifier, ///< Number in the log, or request id.
    ErrorText, ///< yes, no, or a part of kind or message.
    Why, ///< A reason of the prefix cache, or a part of the local cache's.
};

/** What the parser knows of a field. */
struct FieldRule
{
    std::string_view name;
    ValueKind kind;
    NumberField number = NumberField::Status; ///< For kinds that compare numbers.
    TextField text = TextField::Model; ///< For kinds that compare texts.
    std::string_view help;
};

std::span<const FieldRule> fieldRules();
const FieldRule *findField(std::string_view name); ///< Without regard to case; null when unknown.

} // namespace cachescope::requestlog
