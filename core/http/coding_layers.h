// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"

#include <functional>
#include <memory>
#include <string_view>

namespace cachescope::http {

/** One coding taken off. `sink` gets decoded pieces and says whether to go on. */
class CodingLayer
{
public:
    using Sink = std::function<base::Result<>(std::string_view)>;

    virtual ~CodingLayer() = default;
    virtual base::Result<> feed(std::string_view bytes, const Sink &sink) = 0;
    /** True when the coded stream has come to its own end. */
    virtual bool isComplete() const = 0;
};

/** The layer for a coding's name (lower case), or null when it is not known. */
std::unique_ptr<CodingLayer> makeCodingLayer(std::string_view coding);

} // namespace cachescope::http
