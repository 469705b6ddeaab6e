// SPDX-License-Identifier: MIT
#include "base/redact.h"

#include <QtTest>

using namespace cachescope::base;

namespace {

const std::string openAi = "sk-proj-Ab3_dEfGhIjKlMnOpQrStUvWxYz0123456789-AbCd";
const std::string anthropic = "sk-ant-api03-AAAAbbbbCCCCdddd_eeee-FFFFggggHHHH";
const std::string google = "AIzaSyA1234567890abcdefghijklmnopqrstuv";
const std::string webToken = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9Pl";

QByteArray bytes(const std::string &text)
{
    return QByteArray::fromStdString(text);
}

} // namespace

class RedactTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hidesKeysInText_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const std::string &text, const std::string &expected) {
            QTest::newRow(name) << bytes(text) << bytes(expected);
        };
        row("openai", "key " + openAi + ".", "key [redacted].");
        row("anthropic in JSON", R"({"k":")" + anthropic + R"("})", R"({"k":"[redacted]"})");
        row("google", google, "[redacted]");
        row("after an escape", R"("see\n)" + openAi + R"(")", R"("see\n[redacted]")");
        row("two in a row", openAi + " " + google, "[redacted] [redacted]");
        row("github", "ghp_0123456789abcdefghijABCDEFGHIJ012345", "[redacted]");
        row("github, fine-grained", "github_pat_11ABCDEFG0aBcDeFgHiJkLmN", "[redacted]");
        row("slack", "xoxb-123456789012-abcdef", "[redacted]");
        row("aws", "id=AKIAIOSFODNN7EXAMPLE;", "id=[redacted];");
        row("groq", "gsk_abcdefghijklmnopqrstuvwxyz01", "[redacted]");
        row("xai", "xai-abcdefghijklmnopqrstuvwxyz01", "[redacted]");
        row("bearer keeps its word",
            "Authorization: Bearer abcdef0123456789+/==", "Authorization: Bearer [redacted]");
        row("bearer, any case", "bEARER abcdef0123456789abcdef", "bEARER [redacted]");
        row("web token", "t=" + webToken + ",", "t=[redacted],");
        row("private key", "a -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- b",
            "a [redacted] b");
        row("private key that is cut", "-----BEGIN PRIVATE KEY-----\nMIIE", "[redacted]");
    }
    void hidesKeysInText()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(bytes(redactText(text.toStdString())), expected);
    }

    /** Texts are looked at in steps: wherever a key stands, and however short it is, a step must meet it. */
    void hidesKeysWhereverTheyStand()
    {
        const std::string slack = "xoxb-1234567890"; // as short as a key can be
        for (std::size_t before = 0; before < 64; ++before) {
            for (std::size_t after = 0; after < 20; ++after) {
                const std::string left = before == 0 ? "" : std::string(before - 1, 'w') + ' ';
                const std::string right = std::string(after, '!');
                for (const std::string &key : { slack, google, webToken })
                    QCOMPARE(bytes(redactText(left + key + right)), bytes(left + "[redacted]" + right));
                QCOMPARE(
                    bytes(redactText(left + "bearer abcdef0123456789" + right)),
                    bytes(left + "bearer [redacted]" + right));
            }
        }
    }

    void hidesKeysAroundPrivateKeys()
    {
        const std::string pem = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----";
        QCOMPARE(
            bytes(redactText(openAi + " " + pem + " " + google + " " + pem + " x")),
            bytes("[redacted] [redacted] [redacted] [redacted] x"));
    }

    void leavesOtherTextAlone_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const std::string text :
             { "", "a task-force-of-many-people-and-things", "risk-abcdefghijklmnopqrstuv", "sk-short",
               "the Bearer of good news", "bearer token authentication", "eyJust a word", "eyJhbGciOi.short",
               "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----", "AKIA", "hf_hub", "--------------",
               "Bearer", "sk-", "\xff\xfe sk- \x80" })
            QTest::newRow(text.c_str()) << bytes(text);
        QTest::newRow("NUL") << QByteArray("a\0b", 3);
    }
    void leavesOtherTextAlone()
    {
        QFETCH(QByteArray, text);
        QCOMPARE(bytes(redactText(text.toStdString())), text);
    }

    void hidesKeyParameters_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *target, const char *expected) {
            QTest::newRow(target) << QByteArray(target) << QByteArray(expected);
        };
        row("/v1beta/models/m:generateContent?key=abc", "/v1beta/models/m:generateContent?key=[redacted]");
        row("/p?alt=sse&key=abc&x=1", "/p?alt=sse&key=[redacted]&x=1");
        row("/p?KEY=abc", "/p?KEY=[redacted]");
        row("/p?%6bey=abc", "/p?%6bey=[redacted]");
        row("/p?access_token=a=b", "/p?access_token=[redacted]");
        row("/p?monkey=abc&key", "/p?monkey=abc&key");
        row("/p?", "/p?");
        row("/plain", "/plain");
        row("https://user:pass@host/p?q=1", "https://[redacted]@host/p?q=1");
        row("https://host/p@q", "https://host/p@q");
    }
    void hidesKeyParameters()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, expected);
        QCOMPARE(bytes(redactTarget(target.toStdString())), expected);
    }

    void hidesCredentialsInHeads()
    {
        const std::string head = "POST /v1/x?key=topsecret&a=1 HTTP/1.1\r\nHost: a:80\r\nauthorization: Bearer "
            + openAi
            + "\r\nX-API-Key: k1\r\nx-goog-api-key: k2\r\nApi-Key: k3\r\nCookie: a=b\r\n more\r\nSet-Cookie: "
              "c=d\r\n"
              "Proxy-Authorization: Basic dXNlcjpwYXNz\r\nX-Note: see "
            + anthropic + "\r\nReferer: http://h/p?key=zzz\r\n";
        QCOMPARE(
            bytes(redactHead(head)),
            QByteArray(
                "POST /v1/x?key=[redacted]&a=1 HTTP/1.1\r\nHost: a:80\r\nauthorization: Bearer [redacted]\r\n"
                "X-API-Key: [redacted]\r\nx-goog-api-key: [redacted]\r\nApi-Key: [redacted]\r\n"
                "Cookie: [redacted]\r\nSet-Cookie: [redacted]\r\nProxy-Authorization: Basic [redacted]\r\n"
                "X-Note: see [redacted]\r\nReferer: http://h/p?key=[redacted]\r\n"));
    }

    void keepsHeadsWithoutSecrets()
    {
        const QByteArray head = "Content-Type: text/event-stream\nX-Empty: \n";
        QCOMPARE(bytes(redactHead(head.toStdString())), head);
        QCOMPARE(bytes(redactHead("")), QByteArray());
        QCOMPARE(bytes(redactHead("HTTP/1.1 200 OK")), QByteArray("HTTP/1.1 200 OK"));
    }

    void hidesAnAuthorizationWithoutScheme()
    {
        QCOMPARE(bytes(redactHeaderValue("Authorization", "justakey")), QByteArray("[redacted]"));
        QVERIFY(isSecretHeader("X-Custom-Api-Key"));
        QVERIFY(!isSecretHeader("X-Request-Id"));
    }
};

QTEST_GUILESS_MAIN(RedactTest)
#include "tst_redact.moc"
