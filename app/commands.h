// SPDX-License-Identifier: MIT
#pragma once

namespace cachescope::app {

// One function a command; `argv` holds what follows the command's name. Each returns the exit code of the contract.
int runServe(int argc, char **argv);
int runSimulatedProvider(int argc, char **argv);
int runStats(int argc, char **argv);
int runLog(int argc, char **argv);
int runVerify(int argc, char **argv);
int runTokens(int argc, char **argv);
int runPrefix(int argc, char **argv);
int runLint(int argc, char **argv);
int runBudget(int argc, char **argv);
int runChunk(int argc, char **argv);
int runEfficiency(int argc, char **argv);
int runSimulate(int argc, char **argv);
int runBench(int argc, char **argv);
int runCache(int argc, char **argv);

/** The window; `argv` holds all of the program's arguments without its name. */
int runWindowCommand(int argc, char **argv);

} // namespace cachescope::app
