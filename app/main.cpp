// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using namespace cachescope::app;

struct Command
{
    std::string_view name;
    int (*run)(int, char **);
    std::string_view help;
};

constexpr std::array commands{
    Command{ "serve", runServe, "the proxy alone, without a window" },
    Command{ "stats", runStats, "hit rates, latencies and money of the log" },
    Command{ "log", runLog, "export the request log" },
    Command{ "cache", runCache, "list, invalidate, pin and take back cached answers" },
    Command{ "verify", runVerify, "check key and address of an upstream" },
    Command{ "tokens", runTokens, "exact tokens of a file" },
    Command{ "lint", runLint, "what keeps prompts out of the cache, with fixes" },
    Command{ "prefix", runPrefix, "where two prompts part, to the token" },
    Command{ "efficiency", runEfficiency, "what a set of prompts shares, and whether that has shifted" },
    Command{ "budget", runBudget, "room that a prompt leaves in the context window" },
    Command{ "chunk", runChunk, "a text in chunks of a number of tokens" },
    Command{ "simulate", runSimulate, "what other cache settings would have given" },
    Command{ "bench", runBench, "a load of repeated contexts, measured" },
    Command{ "simulated-provider", runSimulatedProvider, "a provider to test against" },
};

/** Private files, no crash on a full disk or a closed pipe, no core dump with prompts and keys in it. */
void hardenProcess()
{
    ::umask(077);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit noCore{ 0, 0 };
    ::setrlimit(RLIMIT_CORE, &noCore);
    ::prctl(PR_SET_DUMPABLE, 0);
}

void printHelp()
{
    std::puts("Usage: cachescope [OPTIONS] [FILE…]    open the window, and prompts in it (--demo: simulated "
              "traffic, no key needed)\n"
              "       cachescope COMMAND [ARGUMENTS]   work without a window\n\nCommands:");
    for (const Command &command : commands)
        std::printf(
            "  %-20.*s %.*s\n", static_cast<int>(command.name.size()), command.name.data(),
            static_cast<int>(command.help.size()), command.help.data());
    std::puts("\nOptions of the window ('cachescope --demo --help' lists all):\n"
              "  --demo               simulated provider and traffic in a data directory of their own\n"
              "  --data-dir DIR       keep log, cache and tokens in DIR\n"
              "  --config FILE        read the configuration from FILE\n"
              "  --port N             listen on port N (8737); 0 picks a free one\n"
              "  --upstream NAME=URL  add or replace an upstream; may be given several times");
    std::puts(
        "\n'cachescope COMMAND --help' tells more of a command.\n"
        "Exit codes: 0 success; 1 findings or a failed check; 2 wrong use or unreadable input; 3 runtime failure.");
}

/** `cachescope FILE…` opens the editor: a name with a dot or a slash, or of a file that is there. */
bool looksLikeFile(std::string_view name)
{
    return name.find_first_of("./") != std::string_view::npos || ::access(std::string(name).c_str(), F_OK) == 0;
}

int unknownCommand(std::string_view name)
{
    std::array<std::string_view, commands.size()> names;
    std::transform(
        commands.begin(), commands.end(), names.begin(), [](const Command &command) { return command.name; });
    std::string message = "There is no command '" + std::string(name) + "'.";
    if (const auto nearest = cachescope::base::nearestName(name, names); !nearest.empty())
        message += " Did you mean '" + std::string(nearest) + "'?";
    return fail(ExitCode::wrongUse, message + " 'cachescope --help' lists them.");
}

} // namespace

int main(int argc, char **argv)
{
    hardenProcess();
    const std::string_view first = argc > 1 ? argv[1] : "";
    if (first == "--help" || first == "-h") {
        printHelp();
        return ExitCode::success;
    }
    if (first == "--version") {
        std::puts("cachescope " CACHESCOPE_VERSION);
        return ExitCode::success;
    }
    for (const Command &command : commands) {
        if (command.name == first)
            return command.run(argc - 2, argv + 2);
    }
    if (!first.empty() && first.front() != '-' && !looksLikeFile(first))
        return unknownCommand(first);
    return runWindowCommand(argc - 1, argv + 1);
}
