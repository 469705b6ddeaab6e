// SPDX-License-Identifier: MIT
#include "tokens/json_tokenizer.h"

#include "base/text.h"
#include "tokens/tokenizer.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace cachescope::tokens {

using nlohmann::json;

namespace detail {

tl::unexpected<base::Error> tokenizerError(std::string_view file, const std::string &what)
{
    return base::failure(
        base::ErrorCode::InvalidInput, "cannot use the tokenizer file " + std::string(file) + ": " + what + ".");
}

base::Result<std::vector<AddedToken>> readAddedTokens(
    const json &root, const Normalizer &normalizer, std::string_view file)
{
    std::vector<AddedToken> tokens;
    const auto list = root.find("added_tokens");
    if (list == root.end() || list->is_null())
        return tokens;
    if (!list->is_array() || list->size() > maxVocabularyTokens)
        return tokenizerError(file, "added_tokens is not a list, or too long");
    for (const json &item : *list) {
        const auto id = item.is_object() ? item.find("id") : item.end();
        const auto content = item.is_object() ? item.find("content") : item.end();
        if (!item.is_object() || id == item.end() || !id->is_number_unsigned()
            || id->get<std::uint64_t>() > maxTokenId || content == item.end() || !content->is_string())
            return tokenizerError(file, "an entry of added_tokens has no content or no id of 31 bits");
        AddedToken token;
        token.text = content->get<std::string>();
        token.id = id->get<std::uint32_t>();
        if (token.text.size() > maxTokenBytes)
            return tokenizerError(
                file, "an added token is longer than " + std::to_string(maxTokenBytes) + " bytes");
        if (token.text.empty())
            continue; // can never be found; the reference ignores it, too
        const auto flag = [&item](const char *name) {
            const auto found = item.find(name);
            return found != item.end() && found->is_boolean() && found->get<bool>();
        };
        token.special = flag("special");
        token.singleWord = flag("single_word");
        token.stripLeft = flag("lstrip");
        token.stripRight = flag("rstrip");
        const bool changesText = normalizer.nfc || normalizer.blanksToBlocks;
        token.normalized = flag("normalized") && changesText;
        tokens.push_back(std::move(token));
    }
    return tokens;
}

namespace {

/** Parses with a limit on nesting. */
base::Result<json> parseJson(std::string_view text, std::string_view file)
{
    bool tooDeep = false;
    const auto limitDepth = [&tooDeep](int depth, json::parse_event_t, json &) {
        tooDeep = tooDeep || depth > static_cast<int>(maxJsonDepth);
        return !tooDeep;
    };
    json root;
    try {
        root = json::parse(text, limitDepth);
    } catch (const json::parse_error &failure) {
        return tokenizerError(file, "it is not valid JSON from byte " + std::to_string(failure.byte) + " on");
    } catch (const json::exception &failure) {
        return tokenizerError(
            file, "it is not JSON (" + replaceIllFormedPlain(std::string(failure.what()).substr(0, 200)) + ")");
    }
    if (tooDeep)
        return tokenizerError(file, "it is nested more than " + std::to_string(maxJsonDepth) + " levels deep");
    if (!root.is_object() || !root.contains("model") || !root["model"].is_object())
        return tokenizerError(file, "it has no \"model\"; a Hugging Face tokenizer.json is wanted");
    // First of all: what else may be wrong with such a file follows from it.
    const auto type = root["model"].find("type");
    if (type != root["model"].end() && *type != "BPE") {
        const std::string name = type->is_string() ? type->get<std::string>().substr(0, 40) : std::string("?");
        return tokenizerError(file, "its model is \"" + name + "\"; only BPE models are supported");
    }
    return root;
}

base::Result<std::string> readWholeFile(const std::string &path)
{
    const auto unreadable = [&path](const std::string &why) {
        return base::failure(
            base::ErrorCode::Unreadable, "cannot read the tokenizer file " + path + ": " + why + ".");
    };
    std::error_code code;
    if (std::filesystem::is_directory(path, code))
        return unreadable("it is a folder");
    const std::unique_ptr<std::FILE, int (*)(std::FILE *)> file(std::fopen(path.c_str(), "rb"), std::fclose);
    if (!file)
        return unreadable(std::strerror(errno));
    std::string text;
    std::string buffer(std::size_t{ 1 } << 20, '\0');
    for (;;) {
        const std::size_t read = std::fread(buffer.data(), 1, buffer.size(), file.get());
        text.append(buffer, 0, read);
        if (text.size() > maxTokenizerFileBytes)
            return unreadable("it is larger than " + std::to_string(maxTokenizerFileBytes >> 20) + " MiB");
        if (read < buffer.size())
            break;
    }
    if (std::ferror(file.get()) != 0)
        return unreadable(std::strerror(errno));
    return text;
}

} // namespace

} // namespace detail

base::Result<TokenizerPtr> loadTokenizerJson(std::string_view text, std::string name)
{
    auto root = detail::parseJson(text, name);
    if (!root)
        return tl::unexpected(root.error());
    auto splitting = detail::readSplitting(*root, name);
    if (!splitting)
        return tl::unexpected(splitting.error());
    auto added = detail::readAddedTokens(*root, splitting->normalizer, name);
    if (!added)
        return tl::unexpected(added.error());
    auto model = detail::readModel((*root)["model"], splitting->byteLevel, name);
    if (!model)
        return tl::unexpected(model.error());
    detail::Pipeline::Parts parts;
    parts.name = std::move(name);
    parts.vocabulary = std::move(model->vocabulary);
    parts.splits = std::move(splitting->splits);
    if (splitting->blocks && parts.splits.empty() && model->blanksBeginTokens)
        parts.splits.push_back(detail::SplitKind::BlankRuns);
    if (splitting->blocks && model->linesEndTokens)
        parts.splits.push_back(detail::SplitKind::LineEnds);
    parts.added = detail::AddedTokens(*std::move(added));
    parts.normalizer = std::move(splitting->normalizer);
    parts.fallback = std::move(model->fallback);
    parts.decodesBlocks = splitting->blocks;
    parts.ignoresMerges = model->ignoresMerges;
    return std::make_shared<const Tokenizer>(std::make_shared<const detail::Pipeline>(std::move(parts)));
}

base::Result<TokenizerPtr> loadTokenizerFile(const std::string &path)
{
    auto text = detail::readWholeFile(path);
    if (!text)
        return tl::unexpected(text.error());
    return loadTokenizerJson(*text, path);
}

} // namespace cachescope::tokens
