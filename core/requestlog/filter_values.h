// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/filter_fields.h"

#include <string>

namespace cachescope::requestlog {

enum class CompareSign : std::uint8_t
{
    Equal,
    Exact, ///< `:=` and `=`: names are taken letter by letter, without wildcards.
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
};

/** One value of a condition; quoted text stands for itself. */
struct FilterValue
{
    std::string text;
    bool quoted = false;
};

/**
 * The leaf for one field, sign and list of values. The error is one sentence for the user, without position.
 * `now` is what relative times count from.
 */
tl::expected<std::variant<NumberCondition, TextCondition>, std::string> makeLeaf(
    const FieldRule &rule, CompareSign sign, const std::vector<FilterValue> &values, base::UnixMicros now);

/** A call matches a word without a field when one of these contains it. */
TextCondition freeText(const FilterValue &value);

} // namespace cachescope::requestlog
