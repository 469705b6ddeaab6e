// SPDX-License-Identifier: MIT
#include "tokens/json_tokenizer.h"

#include <array>
#include <cstdio>
#include <unordered_map>

namespace cachescope::tokens::detail {

using nlohmann::json;

namespace {

constexpr std::string_view block = "\xE2\x96\x81"; // U+2581

/** A token of the file: its text there, its bytes, its id, and its rank once it is known to be reachable. */
struct Entry
{
    std::string bytes;
    std::uint32_t id = 0;
    std::uint32_t rank = noRank;
    bool usable = false; ///< has bytes
};

/** Collects vocabulary and merges, then numbers the tokens by the order of the merges that make them. */
class ModelReader
{
public:
    ModelReader(const json &model, bool byteLevel, std::string_view file)
        : m_model(model)
        , m_byteLevel(byteLevel)
        , m_file(file)
    { }
    base::Result<JsonModel> read();

private:
    base::Result<void> checkOptions() const;
    base::Result<void> readVocabulary();
    base::Result<void> readMerges();
    base::Result<void> applyMerge(const std::string &left, const std::string &right, std::size_t number);
    /** Finds out whether the file's merges need their own order, and which tokens can come out then. */
    void finishMerges(bool ignoreMerges);
    bool comesOut(const Entry &entry, const PairMerges &pairs) const;
    base::Result<Fallback> readFallback() const;
    base::Result<void> numberAtoms();
    bool isAtom(const Entry &entry) const;
    void appendRank(Entry &entry);
    template <typename Crosses> bool noTokenCrosses(Crosses crosses) const;
    void findCuts(JsonModel &into) const;
    tl::unexpected<base::Error> error(const std::string &what) const { return tokenizerError(m_file, what); }

    const json &m_model;
    bool m_byteLevel;
    std::string_view m_file;
    std::unordered_map<std::string, Entry> m_entries;
    Vocabulary::Parts m_parts;
    /** All merges in order. */
    struct ListedMerge
    {
        Entry *left;
        Entry *right;
        Entry *result;
    };
    std::vector<ListedMerge> m_merges;
    std::unordered_map<std::string_view, std::uint32_t> m_atoms;
};

base::Result<void> ModelReader::checkOptions() const
{
    for (const char *const name : { "continuing_subword_prefix", "end_of_word_suffix" }) {
        const auto found = m_model.find(name);
        if (found != m_model.end() && found->is_string() && !found->get_ref<const std::string &>().empty())
            return error(std::string("model.") + name + " is not supported");
    }
    const auto dropout = m_model.find("dropout");
    if (dropout != m_model.end() && dropout->is_number() && dropout->get<double>() > 0)
        return error("model.dropout makes tokens random and is not supported");
    return {};
}

base::Result<void> ModelReader::readVocabulary()
{
    const auto vocabulary = m_model.find("vocab");
    if (vocabulary == m_model.end() || !vocabulary->is_object() || vocabulary->empty())
        return error("model.vocab is missing or empty");
    if (vocabulary->size() > maxVocabularyTokens)
        return error("model.vocab has more than " + std::to_string(maxVocabularyTokens) + " tokens");
    std::unordered_map<std::uint32_t, std::string_view> byId;
    m_entries.reserve(vocabulary->size());
    for (const auto &[text, id] : vocabulary->items()) {
        if (!id.is_number_unsigned() || id.get<std::uint64_t>() > maxTokenId)
            return error("the id of \"" + text.substr(0, 60) + "\" in model.vocab is not a number of 31 bits");
        if (text.size() > maxTokenBytes)
            return error("a token in model.vocab is longer than " + std::to_string(maxTokenBytes) + " bytes");
        Entry entry;
        entry.id = id.get<std::uint32_t>();
        const std::optional<std::string> bytes
            = m_byteLevel ? fromByteAlphabet(text) : std::optional<std::string>(text);
        entry.usable = bytes.has_value() && !bytes->empty();
        entry.bytes = bytes.value_or(std::string());
        const auto [place, isNew] = m_entries.emplace(text, std::move(entry));
        if (const auto [other, isFresh] = byId.emplace(place->second.id, place->first); !isFresh)
            return error("model.vocab gives the id " + std::to_string(other->first) + " twice");
    }
    return {};
}

bool ModelReader::isAtom(const Entry &entry) const
{
    if (m_byteLevel)
        return entry.bytes.size() == 1;
    return decode(reinterpret_cast<Bytes>(entry.bytes.data())).length == entry.bytes.size();
}

void ModelReader::appendRank(Entry &entry)
{
    entry.rank = static_cast<std::uint32_t>(m_parts.tokens.size());
    m_parts.tokens.push_back(entry.bytes);
    m_parts.ids.push_back(entry.id);
}

base::Result<void> ModelReader::numberAtoms()
{
    std::array<bool, 256> bytes{};
    for (auto &[text, entry] : m_entries) {
        if (!entry.usable || !isAtom(entry))
            continue;
        appendRank(entry);
        m_atoms.emplace(entry.bytes, entry.rank);
        m_parts.merges.addAtom(entry.rank);
        bytes[static_cast<std::uint8_t>(entry.bytes[0])] = true;
    }
    for (unsigned byte = 0; m_byteLevel && byte < 256; ++byte) {
        const bool occursInUtf8 = byte != 0xC0 && byte != 0xC1 && byte < 0xF5;
        if (occursInUtf8 && !bytes[byte])
            return error("model.vocab has no token for the byte " + std::to_string(byte));
    }
    return {};
}

base::Result<void> ModelReader::applyMerge(const std::string &left, const std::string &right, std::size_t number)
{
    const auto a = m_entries.find(left);
    const auto b = m_entries.find(right);
    const auto joined = m_entries.find(left + right);
    if (a == m_entries.end() || b == m_entries.end() || joined == m_entries.end()) {
        return error(
            "merge number " + std::to_string(number) + " (\"" + left.substr(0, 60) + "\" and \""
            + right.substr(0, 60) + "\") is about tokens that model.vocab does not have");
    }
    Entry &made = joined->second;
    if (a->second.usable && b->second.usable && made.usable)
        m_merges.push_back({ &a->second, &b->second, &made });
    const bool possible = made.usable && made.rank == noRank && a->second.rank != noRank && b->second.rank != noRank
        && m_parts.merges.canFollow(a->second.rank, b->second.rank);
    if (possible) {
        appendRank(made);
        m_parts.merges.addMerge(a->second.rank, b->second.rank, made.rank);
    }
    return {};
}

base::Result<void> ModelReader::readMerges()
{
    const auto merges = m_model.find("merges");
    if (merges == m_model.end() || !merges->is_array())
        return error("model.merges is missing");
    if (merges->size() > 4 * maxVocabularyTokens)
        return error("model.merges has more than " + std::to_string(4 * maxVocabularyTokens) + " entries");
    std::size_t number = 0;
    for (const json &merge : *merges) {
        ++number;
        std::string left;
        std::string right;
        if (merge.is_string()) {
            const auto &text = merge.get_ref<const std::string &>();
            const std::size_t blank = text.find(' ');
            left = text.substr(0, blank);
            right = blank == std::string::npos ? std::string() : text.substr(blank + 1);
        } else if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string()) {
            left = merge[0].get<std::string>();
            right = merge[1].get<std::string>();
        }
        if (left.empty() || right.empty())
            return error("merge number " + std::to_string(number) + " is not a pair of tokens");
        if (auto done = applyMerge(left, right, number); !done)
            return done;
    }
    return {};
}

bool ModelReader::comesOut(const Entry &entry, const PairMerges &pairs) const
{
    std::vector<MergeSymbol> symbols;
    const auto *const text = reinterpret_cast<Bytes>(entry.bytes.data());
    for (std::size_t at = 0; at < entry.bytes.size();) {
        const std::size_t size = m_byteLevel ? 1 : decode(text + at).length;
        const auto atom = m_atoms.find(std::string_view(entry.bytes).substr(at, size));
        if (atom == m_atoms.end())
            return false;
        const auto place = static_cast<std::uint32_t>(symbols.size());
        at += size;
        symbols.push_back(
            { atom->second, static_cast<std::uint32_t>(at), place == 0 ? noRank : place - 1, place + 1 });
    }
    symbols.back().next = noRank;
    mergeByPriority(pairs, symbols);
    return symbols[0].rank == entry.rank && symbols[0].next == noRank;
}

void ModelReader::finishMerges(bool ignoreMerges)
{
    m_parts.findable.assign(m_parts.tokens.size(), true);
    std::vector<const Entry *> rest;
    for (auto &[text, entry] : m_entries) {
        if (entry.usable && entry.rank == noRank) {
            appendRank(entry);
            rest.push_back(&entry);
        }
    }
    m_parts.findable.resize(m_parts.tokens.size(), ignoreMerges);
    auto pairs = std::make_unique<PairMerges>(m_merges.size());
    std::uint32_t priority = 0;
    for (const ListedMerge &merge : m_merges)
        pairs->add(merge.left->rank, merge.right->rank, { priority++, merge.result->rank });
    // Tokens that only come out when a merge waits for a later one: then the order of the list is the only truth.
    bool needsPairs = false;
    for (const Entry *entry : rest) {
        if (comesOut(*entry, *pairs)) {
            needsPairs = true;
            m_parts.findable[entry->rank] = true;
        }
    }
    if (!needsPairs)
        return;
    // A merge of these may come before one that made another token: then that one does not come out.
    for (const auto &[text, entry] : m_entries) {
        if (!ignoreMerges && entry.usable && m_parts.findable[entry.rank])
            m_parts.findable[entry.rank] = comesOut(entry, *pairs);
    }
    m_parts.pairs = std::move(pairs);
}

base::Result<Fallback> ModelReader::readFallback() const
{
    Fallback fallback;
    if (m_byteLevel)
        return fallback;
    const auto wantsBytes = m_model.find("byte_fallback");
    if (wantsBytes != m_model.end() && wantsBytes->is_boolean() && wantsBytes->get<bool>()) {
        for (unsigned byte = 0; byte < 256; ++byte) {
            std::array<char, 8> name{};
            std::snprintf(name.data(), name.size(), "<0x%02X>", byte);
            const auto found = m_entries.find(name.data());
            if (found == m_entries.end())
                return error(std::string("model.byte_fallback is on, but model.vocab lacks ") + name.data());
            fallback.byteIds.push_back(found->second.id);
        }
        return fallback;
    }
    const auto unknown = m_model.find("unk_token");
    const auto found = unknown != m_model.end() && unknown->is_string()
        ? m_entries.find(unknown->get<std::string>())
        : m_entries.end();
    if (found == m_entries.end())
        return error("it has neither byte_fallback nor a known unk_token for characters outside its vocabulary");
    fallback.unknownId = found->second.id;
    const auto fuse = m_model.find("fuse_unk");
    fallback.fuseUnknown = fuse != m_model.end() && fuse->is_boolean() && fuse->get<bool>();
    return fallback;
}

/** Calls `crosses(token)` for what can come out, until it says yes. */
template <typename Crosses> bool ModelReader::noTokenCrosses(Crosses crosses) const
{
    for (std::size_t rank = 0; rank < m_parts.tokens.size(); ++rank) {
        if (m_parts.findable[rank] && crosses(std::string_view(m_parts.tokens[rank])))
            return false;
    }
    return true;
}

/** Where texts can be cut, because nothing is ever merged across. Unknown characters may be, if they count as one.
 */
void ModelReader::findCuts(JsonModel &into) const
{
    if (into.ignoresMerges) // a part that is a token must not be taken for a whole piece that is one
        return;
    const auto isKnown
        = [&](std::string_view text) { return !into.fallback.fuseUnknown || m_atoms.contains(text); };
    into.blanksBeginTokens = isKnown(block) && noTokenCrosses([](std::string_view token) {
                                 std::size_t at = 0;
                                 while (token.substr(at).starts_with(block))
                                     at += block.size();
                                 return token.find(block, at) != std::string_view::npos;
                             });
    into.linesEndTokens = isKnown("\n") && noTokenCrosses([](std::string_view token) {
                              return token.find('\n') != std::string_view::npos
                                  && token.find_first_not_of('\n') != std::string_view::npos;
                          });
}

base::Result<JsonModel> ModelReader::read()
{
    if (auto checked = checkOptions(); !checked)
        return tl::unexpected(checked.error());
    if (auto done = readVocabulary(); !done)
        return tl::unexpected(done.error());
    m_parts.merges.reserve(m_entries.size(), m_entries.size());
    if (auto done = numberAtoms(); !done)
        return tl::unexpected(done.error());
    if (auto done = readMerges(); !done)
        return tl::unexpected(done.error());
    m_parts.mergeable = static_cast<std::uint32_t>(m_parts.tokens.size());
    JsonModel result;
    const auto ignoreMerges = m_model.find("ignore_merges");
    result.ignoresMerges = ignoreMerges != m_model.end() && ignoreMerges->is_boolean() && ignoreMerges->get<bool>();
    finishMerges(result.ignoresMerges);
    auto fallback = readFallback();
    if (!fallback)
        return tl::unexpected(fallback.error());
    result.fallback = *std::move(fallback);
    findCuts(result);
    result.vocabulary = Vocabulary::fromParts(std::move(m_parts));
    if (!result.vocabulary)
        return error("its tokens do not fit the lookup tables");
    return result;
}

} // namespace

base::Result<JsonModel> readModel(const json &model, bool byteLevel, std::string_view file)
{
    return ModelReader(model, byteLevel, file).read();
}

} // namespace cachescope::tokens::detail
