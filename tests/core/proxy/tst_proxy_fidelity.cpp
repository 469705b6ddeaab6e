// SPDX-License-Identifier: MIT
// Law 1 as a property: whatever well-formed thing either side sends reaches the other side byte for byte.
#include "http/chunked.h"
#include "support/proxy_fixture.h"

#include "base/text.h"

#include <QTest>

#include <random>

using namespace cachescope;
using namespace cachescope::test;

namespace {

class Maker
{
public:
    explicit Maker(unsigned int seed)
        : m_engine(seed)
    { }
    std::size_t number(std::size_t least, std::size_t most)
    {
        return std::uniform_int_distribution<std::size_t>(least, most)(m_engine);
    }
    bool coin() { return number(0, 1) == 1; }
    std::string from(std::string_view alphabet, std::size_t least, std::size_t most)
    {
        std::string text;
        for (std::size_t i = number(least, most); i > 0; --i)
            text.push_back(alphabet[number(0, alphabet.size() - 1)]);
        return text;
    }
    std::string fieldName() { return "X" + from("!#$%&'*+-.^_`|~09azAZbcdeXYZ", 0, 20); }
    std::string fieldValue()
    {
        std::string text = from("abcXYZ0129 \t\"\\,;=()<>@[]{}:/?\x80\xff\xc3\xa4~!", 0, 60);
        return std::string(base::trim(text));
    }
    std::string target()
    {
        return "/v1/" + from("abcXYZ0189-._~!$&'()*+,;=:@/%", 0, 80)
            + (coin() ? "?" + from("ab&=%/?:@~'\"<>{}|^`", 0, 60) : "");
    }
    std::string bytes(std::size_t most)
    {
        std::string text(number(0, most), '\0');
        for (char &c : text)
            c = static_cast<char>(number(0, 255));
        return text;
    }
    std::string chunked(std::string_view body)
    {
        std::string out;
        while (!body.empty()) {
            const std::size_t size = number(1, body.size());
            http::appendChunk(out, body.substr(0, size));
            body.remove_prefix(size);
        }
        http::appendLastChunk(out);
        return out;
    }

private:
    std::mt19937 m_engine;
};

/** The field lines of a head, without the start line and without the names given. */
std::string fieldsWithout(std::string_view head, std::initializer_list<std::string_view> names)
{
    std::string out;
    bool first = true;
    for (const std::string_view line : base::split(head, '\n')) {
        const bool isStartLine = std::exchange(first, false);
        const std::string_view name = line.substr(0, line.find(':'));
        const bool left = std::any_of(
            names.begin(), names.end(), [&](std::string_view n) { return base::equalIgnoringCase(n, name); });
        if (!isStartLine && !left && line.size() > 1)
            out.append(line).push_back('\n');
    }
    return out;
}

} // namespace

class TestProxyFidelity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsSentArrives_data()
    {
        QTest::addColumn<unsigned int>("seed");
        for (const unsigned int seed : { 1U, 2U, 3U, 4U })
            QTest::addRow("seed %u", seed) << seed;
    }
    void whatIsSentArrives()
    {
        QFETCH(unsigned int, seed);
        Maker make(seed);
        std::mutex mutex;
        std::string seen;
        std::string reply;
        RawOrigin origin([&](RawPeer &peer) {
            for (std::string request = peer.readRequest(); !request.empty(); request = peer.readRequest()) {
                std::string answer;
                {
                    const std::lock_guard lock(mutex);
                    seen = request;
                    answer = reply;
                }
                peer.write(answer);
            }
        });
        ProxyFixture proxy(origin.url());
        RawPeer client(RawPeer::connectTo(proxy.port()));
        for (int round = 0; round < 150; ++round) {
            const bool chat = make.coin();
            const std::string target = chat ? "/v1/chat/completions" : make.target();
            std::string fields;
            for (std::size_t i = make.number(0, 12); i > 0; --i)
                fields += make.fieldName() + ": " + make.fieldValue() + "\r\n";
            const std::string body = make.bytes(make.coin() ? 300 : 100'000);
            const bool chunkedRequest = make.coin();
            std::string request = "POST /up" + target + " HTTP/1.1\r\nHost: " + proxy.host() + "\r\n" + fields;
            request += chunkedRequest ? "Transfer-Encoding: chunked\r\n\r\n" + make.chunked(body)
                                      : "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;

            std::string answerFields;
            for (std::size_t i = make.number(0, 12); i > 0; --i)
                answerFields += make.fieldName() + ": " + make.fieldValue() + "\r\n";
            const std::string answerBody = make.bytes(make.coin() ? 300 : 100'000);
            const bool chunkedAnswer = make.coin();
            const std::string startLine = make.coin() ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 418 I'm \xc3\xa4 pot\r\n";
            {
                const std::lock_guard lock(mutex);
                reply = startLine + answerFields;
                reply += chunkedAnswer
                    ? "Transfer-Encoding: chunked\r\n\r\n" + make.chunked(answerBody)
                    : "Content-Length: " + std::to_string(answerBody.size()) + "\r\n\r\n" + answerBody;
            }
            client.write(request);
            const std::string received = client.readResponse();
            const RawMessage answer(received);
            QCOMPARE(answer.body, answerBody);
            QVERIFY(received.starts_with(startLine));
            QCOMPARE(
                fieldsWithout(
                    answer.head,
                    { "content-length", "transfer-encoding", "cache-status", "x-cachescope-request-id" }),
                answerFields.empty() ? std::string() : answerFields);
            QCOMPARE(answer.field("content-length").empty(), chunkedAnswer);

            const std::lock_guard lock(mutex);
            const RawMessage arrived(seen);
            QVERIFY(seen.starts_with("POST " + target + " HTTP/1.1\r\n"));
            QCOMPARE(arrived.body, body);
            QCOMPARE(fieldsWithout(arrived.head, { "content-length", "transfer-encoding", "host" }), fields);
            QCOMPARE(arrived.field("host"), origin.url().substr(7));
        }
    }
};

QTEST_GUILESS_MAIN(TestProxyFidelity)
#include "tst_proxy_fidelity.moc"
