// SPDX-License-Identifier: MIT
#include "cache/redis_connection.h"

#include <hiredis/hiredis.h>

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

namespace cachescope::cache {

namespace {

using base::ErrorCode;
using base::failure;
using Reply = RedisConnection::Reply;

/** What a reply takes beside its value: type, length, line ends. */
constexpr std::size_t frameBytes = 64;
constexpr std::size_t readBytes = std::size_t{ 64 } << 10;

// What hiredis calls to build a reply. Lists are refused: no command of ours has one for an answer, and their
// announced length would decide how much is allocated.
void *makeText(const redisReadTask *task, char *text, std::size_t size)
{
    const auto kind = task->type == REDIS_REPLY_ERROR ? Reply::Kind::Refusal : Reply::Kind::Text;
    return new Reply{ kind, std::string(text, size), 0 };
}
void *refuseList(const redisReadTask *, int)
{
    return nullptr;
}
void *makeNumber(const redisReadTask *, long long number)
{
    return new Reply{ Reply::Kind::Number, {}, number };
}
void *makeNil(const redisReadTask *)
{
    return new Reply{};
}
void drop(void *reply)
{
    delete static_cast<Reply *>(reply);
}

redisReplyObjectFunctions replyFunctions{ makeText, refuseList, makeNumber, makeNil, drop };

struct ReaderCloser
{
    void operator()(redisReader *reader) const { redisReaderFree(reader); }
};

/** False: the deadline has passed, or the socket is broken. */
bool waitFor(int socket, short events, RedisConnection::TimePoint deadline)
{
    using namespace std::chrono;
    while (true) {
        const auto left = duration_cast<microseconds>(deadline - steady_clock::now()).count();
        if (left <= 0)
            return false;
        pollfd descriptor{ socket, events, 0 };
        const timespec time{ left / 1'000'000, static_cast<long>(left % 1'000'000) * 1000 };
        const int ready = ::ppoll(&descriptor, 1, &time, nullptr);
        if (ready > 0)
            return true;
        if (ready == 0 || errno != EINTR)
            return false;
    }
}

std::string errorText(int code)
{
    std::array<char, 128> text{};
    return ::strerror_r(code, text.data(), text.size());
}

/** A connected, non-blocking socket, or -1 with the reason in `reason`. */
int connectTo(const addrinfo &address, RedisConnection::TimePoint deadline, std::string &reason)
{
    const int socket = ::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0) {
        reason = errorText(errno);
        return -1;
    }
    int code = ::connect(socket, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
    if (code == EINPROGRESS) {
        socklen_t size = sizeof code;
        if (!waitFor(socket, POLLOUT, deadline))
            code = ETIMEDOUT;
        else if (::getsockopt(socket, SOL_SOCKET, SO_ERROR, &code, &size) != 0)
            code = errno;
    }
    if (code != 0) {
        reason = errorText(code);
        ::close(socket);
        return -1;
    }
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

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

struct RedisConnection::State
{
    int socket = -1;
    std::unique_ptr<redisReader, ReaderCloser> reader{ redisReaderCreateWithFunctions(&replyFunctions) };
    std::size_t largestReply = 0;
    std::string shown;

    ~State() { close(); }
    void close()
    {
        if (socket >= 0)
            ::close(socket);
        socket = -1;
    }
    tl::unexpected<base::Error> fail(const std::string &what)
    {
        close();
        return failure(ErrorCode::Unavailable, "Redis at " + shown + ": " + what);
    }
    base::Result<> send(std::string_view bytes, TimePoint deadline);
    base::Result<Reply> receive(TimePoint deadline);
    base::Result<std::optional<Reply>> parsed();
    base::Result<> greet(const RedisAddress &address, TimePoint deadline, RedisConnection &self);
};

base::Result<> RedisConnection::State::send(std::string_view bytes, TimePoint deadline)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        } else if (sent < 0 && errno == EINTR) {
            continue;
        } else if (sent < 0 && errno != EAGAIN) {
            return fail(errorText(errno) + '.');
        } else if (!waitFor(socket, POLLOUT, deadline)) {
            return fail("it takes no more bytes in time.");
        }
    }
    return {};
}

/** One reply out of what has been read; nothing when more must be read. */
base::Result<std::optional<Reply>> RedisConnection::State::parsed()
{
    void *object = nullptr;
    if (redisReaderGetReply(reader.get(), &object) != REDIS_OK)
        return fail("its answer is not the Redis protocol.");
    if (object == nullptr)
        return std::optional<Reply>{};
    const std::unique_ptr<Reply> reply(static_cast<Reply *>(object));
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
        if (reader->len - reader->pos > largestReply + frameBytes)
            return fail("a value is larger than " + std::to_string(largestReply) + " bytes.");
        const ssize_t got = ::recv(socket, buffer.data(), buffer.size(), 0);
        if (got > 0) {
            if (redisReaderFeed(reader.get(), buffer.data(), static_cast<std::size_t>(got)) != REDIS_OK)
                return fail("its answer is not the Redis protocol.");
        } else if (got == 0) {
            return fail("it closed the connection.");
        } else if (errno == EINTR) {
            continue;
        } else if (errno != EAGAIN) {
            return fail(errorText(errno) + '.');
        } else if (!waitFor(socket, POLLIN, deadline)) {
            return fail("no answer in time.");
        }
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
        if (reply.kind != Reply::Kind::Refusal)
            continue;
        close();
        return failure(ErrorCode::Unavailable, "Redis at " + shown + " refuses us: " + reply.text);
    }
    return {};
}

RedisConnection::RedisConnection(std::unique_ptr<State> state)
    : m_state(std::move(state))
{ }

RedisConnection::~RedisConnection() = default;

bool RedisConnection::isOpen() const
{
    return m_state->socket >= 0;
}

base::Result<std::unique_ptr<RedisConnection>> RedisConnection::open(
    const RedisAddress &address, TimePoint deadline, std::size_t largestReply)
{
    auto state = std::make_unique<State>();
    state->largestReply = largestReply;
    state->shown = address.shown();
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV | AI_ADDRCONFIG;
    addrinfo *found = nullptr;
    const int code = ::getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(), &hints, &found);
    if (code != 0)
        return state->fail(std::string(::gai_strerror(code)) + '.');
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
    std::string reason;
    for (const addrinfo *one = found; one != nullptr && state->socket < 0; one = one->ai_next)
        state->socket = connectTo(*one, deadline, reason);
    if (state->socket < 0)
        return state->fail(reason + '.');
    std::unique_ptr<RedisConnection> connection(new RedisConnection(std::move(state)));
    if (auto greeted = connection->m_state->greet(address, deadline, *connection); !greeted)
        return tl::unexpected(greeted.error());
    return connection;
}

base::Result<std::vector<Reply>> RedisConnection::exchange(std::span<const Command> commands, TimePoint deadline)
{
    std::vector<Reply> replies;
    if (commands.empty())
        return replies;
    if (!isOpen())
        return m_state->fail("the connection is closed.");
    if (auto sent = m_state->send(formatted(commands), deadline); !sent)
        return tl::unexpected(sent.error());
    for (std::size_t i = 0; i < commands.size(); ++i) {
        auto reply = m_state->receive(deadline);
        if (!reply)
            return tl::unexpected(reply.error());
        replies.push_back(std::move(*reply));
    }
    return replies;
}

} // namespace cachescope::cache
