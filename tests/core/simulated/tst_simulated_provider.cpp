// SPDX-License-Identifier: MIT
#include "simulated/simulated_provider.h"

#include "http/content_coding.h"
#include "http/response_parser.h"
#include "simulated/fault.h"

#include <QElapsedTimer>
#include <QSet>
#include <QTcpSocket>
#include <QTest>

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>

using namespace cachescope;
using namespace cachescope::simulated;

namespace {

constexpr int patience = 20'000; // ms; only a defect uses it up

std::string request(
    const std::string &body, const std::string &fields = {}, const std::string &target = "/v1/chat/completions")
{
    return "POST " + target + " HTTP/1.1\r\nHost: x\r\n" + fields + "Content-Length: " + std::to_string(body.size())
        + "\r\n\r\n" + body;
}

std::string chat(bool stream, const std::string &fields = {})
{
    return request(
        std::string(R"({"model":"gpt-4.1","stream":)") + (stream ? "true" : "false")
            + R"(,"messages":[{"role":"user","content":"hi"}]})",
        fields);
}

enum class End
{
    Whole, ///< The message is complete by HTTP.
    Cut, ///< Closed before its end.
    Malformed,
    Silence ///< Nothing more comes.
};

struct Received
{
    End end = End::Whole;
    int status = 0;
    std::string body;
    std::string raw;
    http::Fields fields;
};

/** Sends and reads one answer, blocking. */
Received talk(QTcpSocket &socket, const std::string &bytes, int silence = patience)
{
    Received received;
    http::ResponseParser parser;
    parser.start(http::ResponseParser::RequestKind::Ordinary);
    socket.write(bytes.data(), static_cast<qint64>(bytes.size()));
    const auto take = [&](http::Event event) -> bool {
        if (event.kind == http::EventKind::Head) {
            received.status = parser.head().status;
            received.fields = parser.head().fields;
        }
        received.body.append(event.body);
        if (event.kind == http::EventKind::Error)
            received.end = End::Malformed;
        return event.kind == http::EventKind::End || event.kind == http::EventKind::Error;
    };
    while (true) {
        if (socket.bytesAvailable() == 0 && !socket.waitForReadyRead(silence)) {
            if (socket.state() == QAbstractSocket::ConnectedState) {
                received.end = End::Silence;
                return received;
            }
            received.end = parser.finish().kind == http::EventKind::End ? End::Whole : End::Cut;
            return received;
        }
        const QByteArray data = socket.readAll();
        received.raw.append(data.constData(), static_cast<std::size_t>(data.size()));
        std::string_view rest(data.constData(), static_cast<std::size_t>(data.size()));
        for (http::Event event = parser.feed(rest); event.kind != http::EventKind::NeedMore;
             event = parser.feed(rest)) {
            if (take(event))
                return received;
        }
    }
}

std::unique_ptr<SimulatedProvider> provider(int firstTokenMs = 0, double rate = 0, const std::string &fault = {})
{
    SimulatedProvider::Settings settings;
    settings.firstToken = std::chrono::milliseconds(firstTokenMs);
    settings.tokensPerSecond = rate;
    settings.fault = fault;
    return std::move(SimulatedProvider::start(settings).value());
}

std::unique_ptr<QTcpSocket> connected(const SimulatedProvider &server)
{
    auto socket = std::make_unique<QTcpSocket>();
    socket->connectToHost(QStringLiteral("127.0.0.1"), server.port());
    if (!socket->waitForConnected(patience))
        qFatal("no connection");
    return socket;
}

} // namespace

class TestSimulatedProvider : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsConnectionsAlive()
    {
        const auto server = provider();
        const auto socket = connected(*server);
        for (int i = 0; i < 3; ++i) {
            const Received answer = talk(*socket, chat(i == 1));
            QCOMPARE(answer.end, End::Whole);
            QCOMPARE(answer.status, 200);
        }
        QCOMPARE(server->callCount(), 3);
    }

    void answersPipelinedRequestsInOrder()
    {
        const auto server = provider();
        const auto socket = connected(*server);
        std::string all;
        for (int i = 0; i < 50; ++i)
            all += request(
                R"({"model":"m)" + std::to_string(i) + R"(","messages":[{"role":"user","content":"hi"}]})");
        socket->write(all.data(), static_cast<qint64>(all.size()));
        http::ResponseParser parser;
        int answers = 0;
        parser.start(http::ResponseParser::RequestKind::Ordinary);
        std::string body;
        while (answers < 50) {
            QVERIFY(socket->bytesAvailable() > 0 || socket->waitForReadyRead(patience));
            const QByteArray data = socket->readAll();
            std::string_view rest(data.constData(), static_cast<std::size_t>(data.size()));
            for (auto event = parser.feed(rest); event.kind != http::EventKind::NeedMore;
                 event = parser.feed(rest)) {
                body.append(event.body);
                if (event.kind != http::EventKind::End)
                    continue;
                QVERIFY(body.find("\"model\":\"m" + std::to_string(answers) + '"') != std::string::npos);
                body.clear();
                ++answers;
                parser.start(http::ResponseParser::RequestKind::Ordinary);
            }
        }
    }

    void refusesMalformedRequests()
    {
        const auto server = provider();
        const Received answer
            = talk(*connected(*server), "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 2\r\n\r\n");
        QCOMPARE(answer.status, 400);
    }

    void endsWithTheConnectionForOldClients()
    {
        const auto server = provider();
        const std::string body = R"({"model":"gpt-4.1","stream":true,"messages":[{"role":"user","content":"hi"}]})";
        const Received answer = talk(
            *connected(*server),
            "POST /v1/chat/completions HTTP/1.0\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n"
                + body);
        QCOMPARE(answer.end, End::Whole);
        QVERIFY(answer.body.ends_with("data: [DONE]\n\n"));
        QVERIFY(!answer.fields.find("transfer-encoding"));
    }

    void headAndContinue()
    {
        const auto server = provider();
        const Received answer = talk(*connected(*server), chat(false, "Expect: 100-continue\r\n"));
        QVERIFY(answer.raw.starts_with("HTTP/1.1 100 Continue\r\n\r\n"));
        QCOMPARE(answer.status, 200);
    }

    void codesOnRequest()
    {
        const auto server = provider();
        for (const bool stream : { false, true }) {
            const Received answer
                = talk(*connected(*server), chat(stream, "Accept-Encoding: gzip\r\nX-Simulate-Encoding: gzip\r\n"));
            QCOMPARE(std::string(answer.fields.value("content-encoding")), std::string("gzip"));
            const auto decoded = http::decodeContent("gzip", answer.body);
            QVERIFY(decoded.has_value());
            QVERIFY(decoded->find(stream ? "[DONE]" : "chat.completion") != std::string::npos);
        }
    }

    void faultsOnTheWire_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<bool>("stream");
        QTest::addColumn<int>("end");
        QTest::addColumn<QString>("holds");
        const auto row = [](const char *fault, bool stream, End end, const char *holds) {
            QTest::addRow("%s %s", fault, stream ? "stream" : "json")
                << fault << stream << static_cast<int>(end) << holds;
        };
        row("cut", false, End::Cut, "chat.completion");
        row("cut", true, End::Cut, "chat.completion.chunk");
        row("close-head", true, End::Cut, "");
        row("no-last-chunk", true, End::Cut, "[DONE]");
        row("no-last-chunk", false, End::Cut, "finish_reason");
        row("bad-chunk", true, End::Malformed, "chat.completion.chunk");
        row("bad-chunk", false, End::Malformed, "");
        row("wrong-length", false, End::Cut, "finish_reason");
        row("two-lengths", false, End::Malformed, "");
        row("length-and-chunked", true, End::Malformed, "");
        row("garbage-head", false, End::Malformed, "");
        row("garbage-json", false, End::Whole, "\x01 }}");
        row("garbage-json", true, End::Whole, "{\"content\":\n\n");
        row("no-terminal", true, End::Whole, "\"finish_reason\":\"stop\"");
        row("error-event", true, End::Whole, "data: {\"error\":{");
        row("error-event", false, End::Whole, "{\"error\":{");
        row("blank-lines", false, End::Whole, "\n\n\n\n\n{\"id\"");
        row("blank-lines", true, End::Whole, ": keep-alive\n\n: keep-alive");
    }
    void faultsOnTheWire()
    {
        QFETCH(QString, fault);
        QFETCH(bool, stream);
        QFETCH(int, end);
        QFETCH(QString, holds);
        const auto server = provider();
        const Received answer
            = talk(*connected(*server), chat(stream, "X-Simulate-Fault: " + fault.toStdString() + "\r\n"));
        QCOMPARE(static_cast<int>(answer.end), end);
        QVERIFY2(answer.body.find(holds.toStdString()) != std::string::npos, answer.body.substr(0, 600).c_str());
        if (fault == QLatin1String("no-terminal") || fault == QLatin1String("error-event"))
            QVERIFY(answer.body.find("[DONE]") == std::string::npos);
    }

    void resets_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<bool>("stream");
        QTest::addColumn<int>("error");
        QTest::newRow("reset, JSON") << "reset" << false << ECONNRESET;
        QTest::newRow("reset, stream") << "reset" << true << ECONNRESET;
        QTest::newRow("before the head") << "reset-head" << false << ECONNRESET;
        QTest::newRow("a cut is no reset") << "cut" << true << 0;
    }
    /** Asked of the system itself: Qt reports RST and FIN as the same error. */
    void resets()
    {
        QFETCH(QString, fault);
        QFETCH(bool, stream);
        QFETCH(int, error);
        const auto server = provider();
        const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(server->port());
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        QCOMPARE(::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
        const std::string bytes = chat(stream, "X-Simulate-Fault: " + fault.toStdString() + "\r\n");
        QCOMPARE(::send(socket, bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
        std::array<char, 65536> buffer;
        ssize_t count = 1;
        while (count > 0)
            count = ::recv(socket, buffer.data(), buffer.size(), 0);
        QCOMPARE(count < 0 ? errno : 0, error);
        ::close(socket);
    }

    void hangs_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<bool>("headCame");
        QTest::newRow("before the head") << "hang-head" << false;
        QTest::newRow("in the stream") << "hang-stream" << true;
    }
    void hangs()
    {
        QFETCH(QString, fault);
        QFETCH(bool, headCame);
        const auto server = provider();
        const Received answer
            = talk(*connected(*server), chat(true, "X-Simulate-Fault: " + fault.toStdString() + "\r\n"), 300);
        QCOMPARE(answer.end, End::Silence);
        QCOMPARE(answer.status == 200, headCame);
    }

    void sendsByteByByte()
    {
        const auto server = provider();
        const auto socket = connected(*server);
        const Received answer = talk(*socket, chat(true, "X-Simulate-Fault: slow\r\nX-Simulate-Tokens: 2\r\n"));
        QCOMPARE(answer.end, End::Whole);
        QVERIFY(answer.body.ends_with("data: [DONE]\n\n"));
        QCOMPARE(talk(*socket, chat(false)).status, 200); // the connection goes on
    }

    void sendsHugeAnswers()
    {
        const auto server = provider();
        const Received answer = talk(*connected(*server), chat(false, "X-Simulate-Fault: huge\r\n"));
        QCOMPARE(answer.end, End::Whole);
        QVERIFY(answer.body.size() >= std::size_t{ 32 } << 20);
    }

    void leavesUsageOut()
    {
        const auto server = provider();
        const Received answer = talk(*connected(*server), chat(false, "X-Simulate-Fault: no-usage\r\n"));
        QVERIFY(answer.body.find("\"usage\"") == std::string::npos);
    }

    void drawsFaultsByChance()
    {
        const auto server = provider(0, 0, "503:0.5");
        const auto socket = connected(*server);
        int failed = 0;
        for (int i = 0; i < 200; ++i)
            failed += talk(*socket, chat(false)).status == 503 ? 1 : 0;
        QVERIFY(failed > 60 && failed < 140); // the seed fixes the number; the bounds are for another generator
    }

    void refusesUnknownFaults()
    {
        SimulatedProvider::Settings settings;
        for (const char *text : { "429:2", "cutt", "cut:x", "cut:-1", "cut:nan" }) {
            settings.fault = text;
            const auto started = SimulatedProvider::start(settings);
            QVERIFY2(!started, text);
            QCOMPARE(started.error().code, base::ErrorCode::InvalidInput);
        }
        settings.fault = "cutt";
        QVERIFY(SimulatedProvider::start(settings).error().message.find("\"cut\"") != std::string::npos);
    }

    void everyFaultHasItsOwnName()
    {
        QSet<QByteArray> names;
        for (const std::string_view name : faultNames()) {
            names.insert(QByteArray(name.data(), static_cast<qsizetype>(name.size())));
            QCOMPARE(std::string(faultName(*faultFromName(name))), std::string(name));
        }
        QCOMPARE(static_cast<std::size_t>(names.size()), faultNames().size());
        QCOMPARE(faultStatus(Fault::Status529), 529);
        QCOMPARE(faultStatus(Fault::Cut), 0);
    }

    void namesATakenPort()
    {
        const auto server = provider();
        SimulatedProvider::Settings settings;
        settings.port = server->port();
        const auto second = SimulatedProvider::start(settings);
        QVERIFY(!second);
        QVERIFY(second.error().message.find(std::to_string(server->port())) != std::string::npos);
    }

    void servesFiveHundredSlowStreams()
    {
        const auto server = provider(200, 60);
        const std::string bytes = chat(true, "X-Simulate-Tokens: 60\r\n");
        struct Client
        {
            QTcpSocket socket;
            std::string received;
        };
        std::vector<std::unique_ptr<Client>> clients;
        int ended = 0;
        for (int i = 0; i < 500; ++i) {
            clients.push_back(std::make_unique<Client>());
            Client *client = clients.back().get();
            connect(&client->socket, &QTcpSocket::connected, &client->socket, [client, &bytes] {
                client->socket.write(bytes.data(), static_cast<qint64>(bytes.size()));
            });
            connect(&client->socket, &QTcpSocket::readyRead, &client->socket, [client, &ended] {
                client->received += client->socket.readAll().toStdString();
                ended += client->received.ends_with("data: [DONE]\n\n\r\n0\r\n\r\n") ? 1 : 0;
            });
            client->socket.connectToHost(QStringLiteral("127.0.0.1"), server->port());
        }
        QTRY_COMPARE_WITH_TIMEOUT(ended, 500, 60'000);
        QCOMPARE(server->callCount(), 500);
    }

    void endsWhileStreamsRun()
    {
        auto server = provider(0, 5);
        const auto socket = connected(*server);
        const std::string bytes = chat(true);
        socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
        QVERIFY(socket->waitForReadyRead(patience));
        server.reset();
        while (socket->waitForReadyRead(patience))
            socket->readAll();
        QCOMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    }
};

QTEST_GUILESS_MAIN(TestSimulatedProvider)
#include "tst_simulated_provider.moc"
