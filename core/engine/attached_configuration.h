// SPDX-License-Identifier: MIT
#pragma once

#include "engine/window_state.h"

#include <memory>
#include <string>

namespace cachescope::engine {

/** The configuration in force in another process, as far as it can be known: its file, and over it what the process
 * says of its command line. */
struct AttachedConfiguration
{
    config::Config configuration;
    std::shared_ptr<const providers::PriceBook> prices;
    /** The file was changed since that process read it, or cannot be read any more; one sentence. */
    std::string problem;
};

AttachedConfiguration readAttachedConfiguration(const WindowState::Configured &configured);
/** What would be in force with this value changed, by the same checks as Engine::changeSetting makes; nothing is
 * written. `jsonValue` empty: back to the default. */
base::Result<AttachedConfiguration> withSetting(
    const WindowState::Configured &configured, const std::string &path, const std::string &jsonValue);

} // namespace cachescope::engine
