// SPDX-License-Identifier: MIT
#pragma once

#include "providers/price_model.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cachescope::providers {

/** Finds models by provider and name; see PriceBook for the rule. Holds indices into a list that does not change.
 */
class PriceLookup
{
public:
    static constexpr std::size_t notFound = static_cast<std::size_t>(-1);

    void add(const ModelCard &card, std::size_t index);
    std::size_t find(std::string_view provider, std::string_view model) const;
    /** The id or an alias as spelt, nothing derived. */
    std::size_t findExact(std::string_view provider, std::string_view model) const;
    bool knowsProvider(std::string_view provider) const;

private:
    std::size_t findEdition(std::string_view provider, std::string_view model) const;

    std::unordered_map<std::string, std::size_t> m_names; ///< "provider\nid" in lower case
    std::unordered_map<std::string, std::size_t>
        m_bareNames; ///< the same without vendor prefixes; notFound: several
};

/** True when `suffix` ("-2025-04-14", "-latest", "@20250929", …) only says which edition of a model is meant. */
bool namesEdition(std::string_view suffix);

} // namespace cachescope::providers
