// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/pipeline.h"

#include "base/result.h"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

// The parts of a Hugging Face tokenizer.json. The format is that of the `tokenizers` library 0.23; what it can say
// and this program cannot do is refused by name, never guessed.

namespace cachescope::tokens::detail {

/** Limits on what a file may ask for. */
inline constexpr std::size_t maxTokenizerFileBytes = std::size_t{ 128 } << 20;
inline constexpr std::size_t maxJsonDepth = 32;
inline constexpr std::size_t maxVocabularyTokens = 2'000'000;
inline constexpr std::size_t maxTokenBytes = 1024;
inline constexpr std::uint32_t maxTokenId = 0x7FFFFFFF;

/** A file's way of splitting. */
struct JsonSplitting
{
    std::vector<SplitKind> splits;
    Normalizer normalizer;
    bool byteLevel = false;
    bool blocks = false; ///< SentencePiece-style: blanks are U+2581 in tokens
};

/** Text of an error about the file. */
tl::unexpected<base::Error> tokenizerError(std::string_view file, const std::string &what);

/** Reads `normalizer` and `pre_tokenizer`. */
base::Result<JsonSplitting> readSplitting(const nlohmann::json &root, std::string_view file);
/** The rule that a regular expression of a Split step stands for; nothing when it is not known. */
std::optional<SplitKind> splitOfPattern(std::string_view pattern);
/** The regular expression that a rule stands for; empty for DeepSeek's, which are three, and for cuts at blanks. */
std::string_view patternOfSplit(SplitKind kind);
/** DeepSeek V3's third pattern. */
std::string_view patternOfDeepSeekWords();
/** True for the pattern of CJK runs that stands between the other two of DeepSeek V3. */
bool isDeepSeekCjkPattern(std::string_view pattern);
bool isDeepSeekWordPattern(std::string_view pattern);

/** Reads `added_tokens`. */
base::Result<std::vector<AddedToken>> readAddedTokens(
    const nlohmann::json &root, const Normalizer &normalizer, std::string_view file);

/** Reads `model`: vocabulary, merges, fallback; and where its texts can be cut without a change to any token. */
struct JsonModel
{
    std::shared_ptr<const Vocabulary> vocabulary;
    Fallback fallback;
    bool blanksBeginTokens = false; ///< see SplitKind::BlankRuns
    bool linesEndTokens = false; ///< see SplitKind::LineEnds
    bool ignoresMerges = false;
};
base::Result<JsonModel> readModel(const nlohmann::json &model, bool byteLevel, std::string_view file);

/** The bytes of a token as byte-level vocabularies write them (GPT-2's alphabet); nothing when it has other
 * characters. */
std::optional<std::string> fromByteAlphabet(std::string_view token);

} // namespace cachescope::tokens::detail
