// SPDX-License-Identifier: MIT
#pragma once

#include "proxy/settings.h"

#include <string>
#include <string_view>

namespace cachescope::proxy {

/** Where a request goes, by its path alone (contract, "Addresses of the proxy"). */
struct Route
{
    enum class Kind
    {
        Upstream,
        Admin, ///< Under /_cachescope/; `rest` is what follows.
        Base, ///< A base path with nothing behind it: answered here.
        Unknown, ///< No such upstream.
    };
    Kind kind = Kind::Unknown;
    std::string upstream; ///< Name; also set for Base paths that name one, and the unknown name.
    std::string rest; ///< Target for the upstream, without the origin's prefix, unchanged byte for byte.
    std::string project; ///< From /@PROJECT/; percent-decoded.
};

/** `target` in origin-form, absolute-form (the authority has been checked) or "*". */
Route routeTarget(std::string_view target, const Settings &settings);

} // namespace cachescope::proxy
