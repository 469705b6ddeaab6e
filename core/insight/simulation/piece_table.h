// SPDX-License-Identifier: MIT
#pragma once

#include "insight/simulation/prefix_trie.h"
#include "prompt/counted_layout.h"
#include "prompt/request_pieces.h"

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace cachescope::insight {

/** Who counts a model's tokens. */
struct ModelCounter
{
    tokens::ModelTokens tokens;
    tokens::TokenizerPtr tokenizer; ///< Null: it cannot be had.
};

/** A part of a prompt, read and counted. */
struct KnownPart
{
    prompt::Place place; ///< Blocks count within its piece; so do messages of a frame.
    std::uint32_t segment = 0; ///< In the SegmentTable.
    std::int32_t tokens = 0; ///< Of its text, or the stand-in of a picture.
    std::uint64_t identity = 0; ///< Hash of role and name.
    std::string_view toolName;
    std::uint8_t bits = 0; ///< NodeBit.
    bool isPicture = false;
};

/** A tool or a message, read once for all requests that have it. */
struct KnownPiece
{
    std::vector<KnownPart> parts;
    int blocks = 0;
    bool isRead = false; ///< False: it can only be read with the whole request.
};

/** A request without its lists: parameters, and what text stands in them (system text, output schema). */
struct KnownFrame
{
    KnownPiece texts;
    prompt::PromptForm form = prompt::PromptForm::PlainText;
    std::uint64_t rootSalt = 0, systemSalt = 0; ///< What the parameters hide in a prompt, from that level on.
    std::string messagesSalt; ///< Unhashed: pictures count to it, too.
    std::optional<std::string_view> topLevelTtl;
    bool explicitMode = false, dayRetention = false;
    bool isRead = false; ///< False: no request that we know.
};

/**
 * Tools, messages and frames of many requests, each read once: a conversation sends its past again with every call.
 * Told apart by 64 bits of a quick hash and the size: of a million pieces two are taken for one with a chance of
 * one in thirty million, which would spoil a count in a what-if and nothing else. Thread-safe; what was given out
 * must not be used longer than the table lives.
 */
class PieceTable
{
public:
    explicit PieceTable(SegmentTable &segments, std::size_t mostKept = 1'000'000)
        : m_segments(segments)
        , m_mostKept(mostKept)
    { }

    using Piece = std::shared_ptr<const KnownPiece>;
    using Frame = std::shared_ptr<const KnownFrame>;
    /** Null: it can only be read with the whole request (prompt::readPiece). */
    Piece piece(
        std::string_view text, prompt::PieceList list, prompt::PromptForm form, const ModelCounter &counter);
    /** Null: no request that we know. */
    Frame frame(std::string_view text, prompt::PromptForm form, const ModelCounter &counter);
    /** All of a request as a frame, without lists beside it; not remembered. */
    KnownFrame whole(const prompt::Prompt &prompt, const ModelCounter &counter);

private:
    /** What was read, found by a hash of its text. Open addressing: six million look-ups a log. */
    template <typename Value> class Shard
    {
    public:
        std::mutex mutex; // guards all below
        /** Null when it is not there. */
        const Value *find(std::uint64_t hash, std::size_t size) const;
        const Value *keep(std::uint64_t hash, std::size_t size, Value value);
        std::size_t count() const { return m_values.size(); }

    private:
        struct Slot
        {
            std::uint64_t hash = 0;
            std::uint32_t size = 0;
            std::uint32_t value = nowhere;
        };
        std::size_t slotOf(std::uint64_t hash, std::size_t size) const;
        std::vector<Slot> m_slots = std::vector<Slot>(64);
        std::deque<Value> m_values; ///< They stay where they are.
    };
    static constexpr std::size_t shardCount = 32;
    template <typename Value> using Shards = std::array<Shard<Value>, shardCount>;

    template <typename Value, typename Make>
    std::shared_ptr<const Value> find(
        Shards<Value> &shards, std::string_view text, std::uint64_t kind, const ModelCounter &counter,
        const Make &make);
    KnownPiece read(
        std::string_view source, const std::vector<prompt::Segment> &segments, prompt::PromptForm form,
        const ModelCounter &counter);
    KnownPart readPart(const prompt::Segment &segment, const ModelCounter &counter);
    std::string_view kept(std::string_view text);

    SegmentTable &m_segments;
    const std::size_t m_mostKept; ///< Of each kind; more are read anew each time.
    Shards<KnownPiece> m_pieces;
    Shards<KnownFrame> m_frames;
    std::mutex m_stringMutex; // guards m_strings
    std::unordered_set<std::string> m_strings;
};

} // namespace cachescope::insight
