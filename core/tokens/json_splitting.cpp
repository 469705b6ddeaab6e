// SPDX-License-Identifier: MIT
#include "tokens/json_tokenizer.h"

namespace cachescope::tokens::detail {

using nlohmann::json;

namespace {

constexpr std::string_view block = "\xE2\x96\x81"; // U+2581

/** The member's text, or an empty one. */
std::string textOf(const json &object, const char *name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool flagOf(const json &object, const char *name, bool byDefault)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_boolean() ? found->get<bool>() : byDefault;
}

/** A pattern is {"String": "…"} or {"Regex": "…"}. */
std::string patternOf(const json &step, const char *kind)
{
    const auto found = step.find("pattern");
    return found != step.end() && found->is_object() ? textOf(*found, kind) : std::string();
}

/** Steps of a Sequence, or the one step; an empty list for null. */
std::vector<const json *> stepsOf(const json &root, const char *name, const char *listName)
{
    std::vector<const json *> steps;
    const auto found = root.find(name);
    if (found == root.end() || found->is_null())
        return steps;
    std::vector<const json *> pending{ &*found };
    while (!pending.empty()) {
        const json *step = pending.back();
        pending.pop_back();
        const auto list = step->is_object() ? step->find(listName) : step->end();
        if (textOf(step->is_object() ? *step : json::object(), "type") == "Sequence" && list != step->end()
            && list->is_array()) {
            for (auto child = list->rbegin(); child != list->rend(); ++child)
                pending.push_back(&*child);
        } else {
            steps.push_back(step);
        }
    }
    return steps;
}

std::string shortened(const json &step)
{
    std::string text = step.dump(-1, ' ', false, json::error_handler_t::replace);
    if (text.size() > 300)
        text = text.substr(0, 300) + "…";
    return text;
}

base::Result<void> readNormalizerStep(const json &step, JsonSplitting &into, std::string_view file)
{
    const std::string type = step.is_object() ? textOf(step, "type") : std::string();
    if (type == "NFC") {
        into.normalizer.nfc = true;
        return {};
    }
    if (type == "Prepend" && textOf(step, "prepend") == block) {
        into.normalizer.prefix = block;
        into.normalizer.prefixWhen = Normalizer::Prefix::Always;
        return {};
    }
    if (type == "Replace" && patternOf(step, "String") == " " && textOf(step, "content") == block) {
        into.normalizer.blanksToBlocks = true;
        into.blocks = true;
        return {};
    }
    return tokenizerError(file, "the normalizer step " + shortened(step) + " is not supported");
}

base::Result<void> readMetaspace(const json &step, JsonSplitting &into, std::string_view file)
{
    const std::string replacement = textOf(step, "replacement");
    const std::string scheme = textOf(step, "prepend_scheme");
    if (replacement != block)
        return tokenizerError(file, "a Metaspace step that replaces blanks by something other than U+2581");
    into.blocks = true;
    into.normalizer.blanksToBlocks = true;
    const bool prefixes = scheme.empty() ? flagOf(step, "add_prefix_space", true) : scheme != "never";
    if (prefixes) {
        into.normalizer.prefix = block;
        into.normalizer.prefixWhen
            = scheme == "first" ? Normalizer::Prefix::First : Normalizer::Prefix::UnlessPresent;
    }
    if (flagOf(step, "split", true))
        into.splits.push_back(SplitKind::EachBlank);
    return {};
}

base::Result<void> readByteLevel(const json &step, JsonSplitting &into, bool isFirst, std::string_view file)
{
    into.byteLevel = true;
    if (flagOf(step, "add_prefix_space", true)) {
        if (!isFirst)
            return tokenizerError(
                file, "a ByteLevel step with add_prefix_space after another step is not supported");
        into.normalizer.prefix = " ";
        into.normalizer.prefixWhen = Normalizer::Prefix::UnlessPresent;
    }
    if (flagOf(step, "use_regex", true))
        into.splits.push_back(SplitKind::Gpt2);
    return {};
}

base::Result<void> readSplit(const json &step, JsonSplitting &into, std::string_view file)
{
    const std::string behavior = textOf(step, "behavior");
    const bool inverted = flagOf(step, "invert", false);
    const std::string regex = patternOf(step, "Regex");
    if (regex.empty() && patternOf(step, "String") == " " && into.normalizer.blanksToBlocks)
        return {}; // there are no blanks left that it could find (Gemma)
    const std::optional<SplitKind> kind = splitOfPattern(regex);
    if (!kind) {
        return tokenizerError(
            file,
            "the split pattern is not known: " + shortened(step.value("pattern", json()))
                + " (known are those of GPT-2, cl100k, o200k, Llama 3, Qwen, Tekken, DeepSeek V3 and runs of "
                  "digits)");
    }
    const bool coversAll
        = *kind != SplitKind::Digits && *kind != SplitKind::Digits3 && *kind != SplitKind::DigitRuns;
    const bool isolates = behavior == "Isolated" && !inverted;
    if (!isolates && !(coversAll && (behavior == "Isolated" || (behavior == "Removed" && inverted))))
        return tokenizerError(file, "the split behaviour in " + shortened(step) + " is not supported");
    into.splits.push_back(*kind);
    return {};
}

bool isDeepSeek(const std::vector<const json *> &steps, std::size_t at)
{
    return at + 2 < steps.size() && steps[at]->is_object() && steps[at + 1]->is_object()
        && steps[at + 2]->is_object() && patternOf(*steps[at], "Regex") == "\\p{N}{1,3}"
        && isDeepSeekCjkPattern(patternOf(*steps[at + 1], "Regex"))
        && isDeepSeekWordPattern(patternOf(*steps[at + 2], "Regex"));
}

base::Result<void> readPreTokenizerStep(const json &step, JsonSplitting &into, bool isFirst, std::string_view file)
{
    const std::string type = step.is_object() ? textOf(step, "type") : std::string();
    if (type == "Split")
        return readSplit(step, into, file);
    if (type == "ByteLevel")
        return readByteLevel(step, into, isFirst, file);
    if (type == "Metaspace")
        return readMetaspace(step, into, file);
    if (type == "Digits") {
        into.splits.push_back(flagOf(step, "individual_digits", false) ? SplitKind::Digits : SplitKind::DigitRuns);
        return {};
    }
    return tokenizerError(file, "the pre-tokenizer step " + shortened(step) + " is not supported");
}

} // namespace

base::Result<JsonSplitting> readSplitting(const json &root, std::string_view file)
{
    JsonSplitting result;
    for (const json *step : stepsOf(root, "normalizer", "normalizers")) {
        if (auto read = readNormalizerStep(*step, result, file); !read)
            return tl::unexpected(read.error());
    }
    const std::vector<const json *> steps = stepsOf(root, "pre_tokenizer", "pretokenizers");
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (isDeepSeek(steps, i)) {
            result.splits.push_back(SplitKind::DeepSeek);
            i += 2;
        } else if (auto read = readPreTokenizerStep(*steps[i], result, i == 0, file); !read) {
            return tl::unexpected(read.error());
        }
    }
    if (result.byteLevel == result.blocks) {
        return tokenizerError(
            file,
            result.blocks
                ? "it is byte-level and SentencePiece-style at once"
                : "it is neither byte-level (a ByteLevel step) nor SentencePiece-style (blanks become U+2581)");
    }
    return result;
}

} // namespace cachescope::tokens::detail
