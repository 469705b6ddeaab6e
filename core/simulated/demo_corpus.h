// SPDX-License-Identifier: MIT
#pragma once

#include "simulated/random.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace cachescope::simulated::corpus {

/** Texts for the demo's prompts: made up, plausible, and the same for the same seed. Sizes are about `bytes`. */

/** Path of a source file of a made-up shop: "src/checkout/cart.ts". */
std::string sourcePath(Random &random);
/** A TypeScript file with that path. */
std::string sourceFile(std::string_view path, std::uint64_t seed, std::size_t bytes);
/** A unified diff over one or more files. */
std::string diff(std::uint64_t seed, std::size_t bytes);
/** What a test runner prints. */
std::string testOutput(std::uint64_t seed);
/** Lines of a search through the sources. */
std::string searchOutput(std::uint64_t seed, std::size_t lines);
/** Chapters of a help centre: questions with answers. */
std::string helpCentre(std::uint64_t seed, std::size_t bytes);
/** A page of engineering documentation. */
std::string handbook(std::uint64_t seed, std::size_t bytes);
/** A data dictionary and the first rows of a table, as CSV. */
std::string dataset(std::uint64_t seed, std::size_t bytes);

/** Questions of customers, the popular ones first; some in German, French and Japanese. */
std::span<const std::string_view> supportQuestions();
std::span<const std::string_view> dataQuestions();
std::span<const std::string_view> codingTasks();

} // namespace cachescope::simulated::corpus
