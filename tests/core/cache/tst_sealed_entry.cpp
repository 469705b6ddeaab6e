// SPDX-License-Identifier: MIT
#include "cache/redis_address.h"
#include "cache/sealed_entry.h"

#include <QTest>

using namespace cachescope;

namespace {

cache::TeamSecrets secrets(const std::string &key = "a team key that is long enough for it")
{
    return *cache::TeamSecrets::from(base::Secret(key));
}

cache::Entry sample()
{
    cache::Entry entry;
    entry.canonical = base::sha256("question");
    entry.upstream = "openai";
    entry.model = "gpt-5-mini";
    entry.project = "p";
    entry.nameSpace = "n";
    entry.version = "v1";
    entry.credential = "0f";
    entry.tags = { "a", "b" };
    entry.api = providers::Api::OpenAiChat;
    entry.form = providers::AnswerForm::Sse;
    entry.includeUsage = true;
    entry.contentType = "text/event-stream";
    entry.contentHeaders = { { "Content-Language", "de" } };
    entry.body = std::string("data: {}\n\n\0\xff", 12);
    entry.storedAt = 1'790'000'000'000'000;
    entry.expiresAt = entry.storedAt + 3'600'000'000;
    entry.usage.source = providers::UsageSource::Reported;
    entry.usage.tokens = { 1, 2, 3, 4, 5, 6, 7 };
    entry.usage.rawJson = R"({"prompt_tokens":1})";
    entry.cost = base::Money::fromPico(123);
    entry.originalFirstTokenMicros = 5;
    entry.originalTotalMicros = 9;
    entry.firstText = "Hello";
    return entry;
}

constexpr std::size_t plenty = 1 << 20;

} // namespace

class SealedEntryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackWhole()
    {
        const cache::Entry entry = sample();
        const auto sealed = cache::seal(entry, secrets());
        QVERIFY(sealed);
        const auto opened = cache::unseal(*sealed, entry.canonical, secrets(), plenty);
        QVERIFY2(opened.has_value(), opened ? "" : opened.error().message.c_str());
        QCOMPARE(opened->body, entry.body);
        QCOMPARE(opened->tags, entry.tags);
        QCOMPARE(opened->contentHeaders, entry.contentHeaders);
        QVERIFY(opened->usage.tokens == entry.usage.tokens);
        QCOMPARE(opened->usage.rawJson, entry.usage.rawJson);
        QVERIFY(opened->cost == entry.cost);
        QVERIFY(opened->form == entry.form && opened->api == entry.api && opened->includeUsage);
        QCOMPARE(opened->credential, entry.credential);
        QCOMPARE(opened->firstText, entry.firstText);
        QCOMPARE(opened->expiresAt, entry.expiresAt);
        QCOMPARE(cache::entryChecksum(*opened), cache::entryChecksum(entry));
    }

    void saysNothingToOthers()
    {
        const cache::Entry entry = sample();
        const auto sealed = cache::seal(entry, secrets());
        for (const char *word : { "gpt-5-mini", "Hello", "data:", "openai" })
            QVERIFY(sealed->find(word) == std::string::npos);
        QVERIFY(*cache::seal(entry, secrets()) != *sealed); // A nonce is used once.
        QVERIFY(
            cache::sealedName(entry.canonical, secrets()).find(base::toHex(entry.canonical)) == std::string::npos);
    }

    void opensForNothingElse()
    {
        const cache::Entry entry = sample();
        const std::string sealed = *cache::seal(entry, secrets());
        QVERIFY(!cache::unseal(sealed, base::sha256("another question"), secrets(), plenty));
        QVERIFY(
            !cache::unseal(sealed, entry.canonical, secrets("another team key, which is long as well"), plenty));
        QVERIFY(!cache::unseal(sealed, entry.canonical, secrets(), 16));
        for (std::size_t at = 0; at < sealed.size(); ++at) {
            std::string changed = sealed;
            changed[at] = static_cast<char>(changed[at] ^ 1);
            QVERIFY2(!cache::unseal(changed, entry.canonical, secrets(), plenty), std::to_string(at).c_str());
        }
        for (std::size_t size = 0; size < sealed.size(); ++size)
            QVERIFY(!cache::unseal(std::string_view(sealed).substr(0, size), entry.canonical, secrets(), plenty));
    }

    void shortTeamKeysAreRefused()
    {
        const auto refused = cache::TeamSecrets::from(base::Secret("short"));
        QVERIFY(!refused);
        QVERIFY(refused.error().message.find("openssl rand") != std::string::npos);
    }

    void addresses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown"); // Empty: refused.
        QTest::newRow("host") << "redis://cache"
                              << "cache:6379/0";
        QTest::newRow("all") << "redis://me:p%40ss@10.0.0.1:7000/3"
                             << "10.0.0.1:7000/3";
        QTest::newRow("v6") << "redis://[::1]:7000"
                            << "[::1]:7000/0";
        QTest::newRow("slash") << "redis://cache/"
                               << "cache:6379/0";
        QTest::newRow("tls") << "rediss://cache"
                             << "cache:6379/0";
        QTest::newRow("several") << "redis://a,b:7001,[::1]:7002"
                                 << "a:6379/0";
        QTest::newRow("files") << "rediss://me:a%3Fb@cache/2?ca=/etc/my%20ca.pem&cert=/c&key=/k"
                               << "cache:6379/2";
        QTest::newRow("plain with a file") << "redis://cache?ca=/x"
                                           << "";
        QTest::newRow("certificate alone") << "rediss://cache?cert=/x"
                                           << "";
        QTest::newRow("unknown option") << "rediss://cache?verify=no"
                                        << "";
        QTest::newRow("no file") << "rediss://cache?ca="
                                 << "";
        QTest::newRow("empty node") << "redis://a,,b"
                                    << "";
        QTest::newRow("port") << "redis://cache:0"
                              << "";
        QTest::newRow("large port") << "redis://cache:70000"
                                    << "";
        QTest::newRow("database") << "redis://cache/x"
                                  << "";
        QTest::newRow("no host") << "redis://:7000"
                                 << "";
        QTest::newRow("percent") << "redis://a%4:b@cache"
                                 << "";
        QTest::newRow("other") << "http://cache"
                               << "";
    }

    void addresses()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        const auto address = cache::parseRedisAddress(text.toStdString());
        QCOMPARE(address.has_value(), !shown.isEmpty());
        if (address)
            QCOMPARE(QString::fromStdString(address->shown()), shown);
        else
            QVERIFY(address.error().message.find("cache.store") != std::string::npos);
    }

    void passwordsAreReadAndNeverShown()
    {
        const auto address = cache::parseRedisAddress("redis://me:p%40ss@10.0.0.1/0");
        QVERIFY(address);
        QCOMPARE(address->user, std::string("me"));
        QVERIFY(address->password.reveal() == "p@ss");
        const auto files = cache::parseRedisAddress("rediss://h,i:7/2?ca=/etc/my%20ca.pem&cert=/c&key=/k");
        QVERIFY(files && files->transport == cache::RedisAddress::Transport::Tls);
        QCOMPARE(files->caFile + files->certificateFile + files->keyFile, std::string("/etc/my ca.pem/c/k"));
        QCOMPARE(files->nodes.size(), std::size_t{ 2 });
        QVERIFY(files->nodes[1] == (cache::RedisNode{ "i", 7 }));
        const auto refused = cache::parseRedisAddress("redis://me:hunter2@cache:x");
        QVERIFY(!refused);
        QVERIFY(refused.error().message.find("hunter2") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(SealedEntryTest)
#include "tst_sealed_entry.moc"
