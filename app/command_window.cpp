// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"

#ifdef CACHESCOPE_UI
#include "engine_options.h"
#include "termination.h"

#include "engine/engine.h"

#endif

namespace cachescope::app {

#ifndef CACHESCOPE_UI

int runWindowCommand(int, char **)
{
    return fail(ExitCode::wrongUse, "This build has no window. 'cachescope --help' lists the commands.");
}

#endif

} // namespace cachescope::app
