// SPDX-License-Identifier: MIT
#include "cache/redis_connection.h"

#include "cache/redis_stream.h"

#include <hiredis/hiredis.h>

#include <array>
#include <cstdlib>
#include <optional>

namespace cachescope::cache {

namespace {

using base::ErrorCode;
using base::failure;
using Reply = RedisConnection::Reply;

/** What a reply takes beside its value: type, length, line ends. */
constexpr std::size_t frameBytes = 64;
constexpr std::size_t readBytes = std::size_t{ 64 } << 10;

/** What one reply may still take. */
struct Budget
{
    std::size_t textBytes = 0, items = 0;
};

// What hiredis calls to build a reply; a null pointer makes it give up. The announced length of a list decides what
// is set aside for it, hence the budget.
void *placed(const redisReadTask *task, Reply reply)
{
    if (task->parent == nullptr)
        return new Reply(std::move(reply));
    Reply &place = static_cast<Reply *>(task->parent->obj)->items[static_cast<std::size_t>(task->idx)];
    place = std::move(reply);
    return &place;
}
void *makeText(const redisReadTask *task, char *text, std::size_t size)
{
    auto *const budget = static_cast<Budget *>(task->privdata);
    if (size > budget->textBytes)
        return nullptr;
    budget->textBytes -= size;
    const auto kind = task->type == REDIS_REPLY_ERROR ? Reply::Kind::Refusal : Reply::Kind::Text;
    return placed(task, { kind, std::string(text, size), 0, {} });
}
void *makeList(const redisReadTask *task, int count)
{
    auto *const budget = static_cast<Budget *>(task->privdata);
    if (count < 0 || static_cast<std::size_t>(count) >= budget->items)
        return nullptr;
    budget->items -= static_cast<std::size_t>(count) + 1;
    return placed(task, { Reply::Kind::List, {}, 0, std::vector<Reply>(static_cast<std::size_t>(count)) });
}
void *makeNumber(const redisReadTask *task, long long number)
{
    return placed(task, { Reply::Kind::Number, {}, number, {} });
}
void *makeNil(const redisReadTask *task)
{
    return placed(task, {});
}
void drop(void *reply)
{
    delete static_cast<Reply *>(reply);
}

redisReplyObjectFunctions replyFunctions{ makeText, makeList, makeNumber, makeNil, drop };

struct ReaderCloser
{
    void operator()(redisReader *reader) const { redisReaderFree(reader); }
};

std::string formatted(std::span<const RedisConnection::Command> commands)
{
    std::string out;
    for (const RedisConnection::Command &command : commands) {
        std::vector<const char *> words;
        std::vector<std::size_t> sizes;
        for (const std::string_view word : command) {
            words.push_back(word.data());
            sizes.push_back(word.size());
        }
        char *text = nullptr;
        const int size = redisFormatCommandArgv(&text, static_cast<int>(words.size()), words.data(), sizes.data());
        if (size > 0)
            out.append(text, static_cast<std::size_t>(size));
        redisFreeCommand(text);
    }
    return out;
}

} // namespace

bool Reply::isRefusal(std::string_view code) const
{
    return kind == Kind::Refusal && text.starts_with(code);
}

struct RedisConnection::State
{
    std::unique_ptr<RedisStream> stream; ///< Null: closed.
    std::unique_ptr<redisReader, ReaderCloser> reader{ redisReaderCreateWithFunctions(&replyFunctions) };
    Limits limits;
    Budget budget;
    std::string shown;

    tl::unexpected<base::Error> fail(const std::string &what)
    {
        stream.reset();
        return failure(ErrorCode::Unavailable, "Redis at " + shown + ": " + what);
    }
    base::Result<Reply> receive(TimePoint deadline);
    base::Result<std::optional<Reply>> parsed();
    base::Result<> greet(const RedisAddress &address, TimePoint deadline, RedisConnection &self);
};

/** One reply out of what has been read; nothing when more must be read. */
base::Result<std::optional<Reply>> RedisConnection::State::parsed()
{
    void *object = nullptr;
    if (redisReaderGetReply(reader.get(), &object) != REDIS_OK)
        return fail("its answer is not the Redis protocol, or longer than what was asked for can be.");
    if (object == nullptr)
        return std::optional<Reply>{};
    const std::unique_ptr<Reply> reply(static_cast<Reply *>(object));
    budget = { limits.textBytes, limits.items };
    return std::optional(std::move(*reply));
}

base::Result<Reply> RedisConnection::State::receive(TimePoint deadline)
{
    std::array<char, readBytes> buffer;
    while (true) {
        auto reply = parsed();
        if (!reply)
            return tl::unexpected(reply.error());
        if (*reply)
            return std::move(**reply);
        // hiredis waits until a value is whole, however long it was announced to be.
        if (reader->len - reader->pos > limits.textBytes + frameBytes)
            return fail("a value is larger than " + std::to_string(limits.textBytes) + " bytes.");
        const auto got = stream->receive(buffer, deadline);
        if (!got)
            return fail(got.error().message);
        if (redisReaderFeed(reader.get(), buffer.data(), *got) != REDIS_OK)
            return fail("its answer is not the Redis protocol.");
    }
}

base::Result<> RedisConnection::State::greet(const RedisAddress &address, TimePoint deadline, RedisConnection &self)
{
    const std::string database = std::to_string(address.database);
    std::vector<Command> commands;
    if (!address.password.empty()) {
        commands.push_back({ "AUTH" });
        if (!address.user.empty())
            commands.back().push_back(address.user);
        commands.back().push_back(address.password.reveal());
    }
    if (address.database != 0)
        commands.push_back({ "SELECT", database });
    const auto replies = self.exchange(commands, deadline);
    if (!replies)
        return tl::unexpected(replies.error());
    for (const Reply &reply : *replies) {
        if (reply.kind == Reply::Kind::Refusal)
            return fail("it refuses us: " + reply.text);
    }
    return {};
}

RedisConnection::RedisConnection(std::unique_ptr<State> state)
    : m_state(std::move(state))
{ }

RedisConnection::~RedisConnection() = default;

bool RedisConnection::isOpen() const
{
    return m_state->stream != nullptr;
}

base::Result<std::unique_ptr<RedisConnection>> RedisConnection::open(
    const RedisNode &node, const RedisAddress &address, TimePoint deadline, Limits limits, int interrupt)
{
    auto state = std::make_unique<State>();
    state->limits = limits;
    state->budget = { limits.textBytes, limits.items };
    state->reader->privdata = &state->budget;
    state->shown = node.shown();
    auto stream = RedisStream::connect(node, address, deadline, interrupt);
    if (!stream)
        return state->fail(stream.error().message);
    state->stream = std::move(*stream);
    std::unique_ptr<RedisConnection> connection(new RedisConnection(std::move(state)));
    if (auto greeted = connection->m_state->greet(address, deadline, *connection); !greeted)
        return tl::unexpected(greeted.error());
    return connection;
}

base::Result<> RedisConnection::send(std::span<const Command> commands, TimePoint deadline)
{
    if (!isOpen())
        return m_state->fail("the connection is closed.");
    if (auto sent = m_state->stream->send(formatted(commands), deadline); !sent)
        return m_state->fail(sent.error().message);
    return {};
}

base::Result<std::vector<Reply>> RedisConnection::receive(std::size_t count, TimePoint deadline)
{
    std::vector<Reply> replies;
    if (!isOpen())
        return m_state->fail("the connection is closed.");
    for (std::size_t i = 0; i < count; ++i) {
        auto reply = m_state->receive(deadline);
        if (!reply)
            return tl::unexpected(reply.error());
        replies.push_back(std::move(*reply));
    }
    return replies;
}

base::Result<std::vector<Reply>> RedisConnection::exchange(std::span<const Command> commands, TimePoint deadline)
{
    if (commands.empty())
        return std::vector<Reply>{};
    if (auto sent = send(commands, deadline); !sent)
        return tl::unexpected(sent.error());
    return receive(commands.size(), deadline);
}

} // namespace cachescope::cache
