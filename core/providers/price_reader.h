// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "providers/price_model.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::providers {

/** What a model entry of a file names; the rest of `model` is default. */
struct ModelEntry
{
    PricedModel model;
    bool hasTiers = false, hasSchedules = false, hasAliases = false, hasName = false;
    bool hasCacheMode = false, hasExplicitSupport = false, hasTokenizer = false;
};

/** A price file as read. */
struct PriceFile
{
    std::string generated; ///< Date of the file; may be empty.
    std::string currency; ///< As stated; may be empty.
    std::optional<base::TokenPrice> cnyPerUsd; ///< Times 10^6.
    std::map<std::string, std::string, std::less<>> upstreams; ///< Upstream name to provider id.
    std::vector<ModelEntry> models;
};

/** Reads the format of model-prices.json. InvalidInput: names file, model and field, or the line of the mistake. */
base::Result<PriceFile> readPriceFile(std::string_view json, std::string_view fileName);

} // namespace cachescope::providers
