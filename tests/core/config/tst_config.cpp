// SPDX-License-Identifier: MIT
#include "config/config.h"

#include <QtTest>

#include <cstdio>
#include <unistd.h>

using namespace cachescope;
using namespace std::chrono_literals;

class ConfigTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultsHoldTheBuiltInUpstreams();
    void emptyTextGivesDefaults();
    void everySettingIsRead();
    void policiesAreRead();
    void alertsKeepTheirTextAndLine();
    void builtInUpstreamsCanBeTuned();
    void problemsNameFileLineAndKey_data();
    void problemsNameFileLineAndKey();
    void problemsNeverRepeatAValue();
    void missingFileGivesDefaults();
    void unreadableFilesAreErrors();
};

void ConfigTest::defaultsHoldTheBuiltInUpstreams()
{
    const auto config = config::defaults();
    const std::vector<std::string> names{ "anthropic", "deepseek", "gemini", "groq",       "holysheep",
                                          "mistral",   "ollama",   "openai", "openrouter", "xai" };
    std::vector<std::string> have;
    for (const auto &[name, upstream] : config.upstreams) {
        have.push_back(name);
        QVERIFY(upstream.builtIn);
        QVERIFY2(!upstream.url.ends_with("/v1"), name.c_str());
    }
    QVERIFY(have == names);
    QCOMPARE(config.upstreams.at("groq").url, std::string("https://api.groq.com/openai"));
    QCOMPARE(config.upstreams.at("holysheep").keyEnvironment, std::string("HOLYSHEEP_API_KEY"));
    QCOMPARE(config.listen.port, std::uint16_t{ 8737 });
    QCOMPARE(config.listen.host, std::string("127.0.0.1"));
    QVERIFY(config.cache.ttl == 24h);
}

void ConfigTest::emptyTextGivesDefaults()
{
    for (const char *text : { "", "  \n", "// nothing yet\n", "{}", "\xef\xbb\xbf{ /* BOM */ }" }) {
        const auto config = config::parse(text, "c.json");
        QVERIFY2(config.has_value(), text);
        QCOMPARE(config->upstreams.size(), std::size_t{ 10 });
    }
}

void ConfigTest::everySettingIsRead()
{
    const auto config = config::parse(
        R"({
        "listen": {"host": "::1", "port": 0, "origins": ["http://a"], "hosts": ["box:8737"]},
        "upstreams": {"local": {"url": "HTTP://127.0.0.1:9/api/", "key_env": "LOCAL_KEY", "rpm": 60, "tpm": 90000,
                                "concurrency": 4, "max_wait_s": 5}},
        "default_upstream": "local",
        "cache": {"enabled": false, "ttl_s": 60, "max_bytes": 1, "memory_bytes": 2, "store": "redis://h:1",
                  "store_tool_calls": true},
        "log": {"bodies": false, "body_days": 1, "body_bytes": 3, "days": 9},
        "retries": {"max": 0, "budget": 0.5},
        "coalescing": {"mode": "all", "window_ms": 20},
        "prices": {"file": "p.json", "currency": "CNY"},
        "limits": {"head_bytes": 2048, "fields": 50, "body_bytes": 4096, "multipart_bytes": 8192, "idle_s": 1,
                   "first_byte_s": 2, "connect_s": 3, "threads": 4},
        "tokenizers": {"gpt-4.1*": "t.json"},
        "admin": {"metrics_token": true},
        "upstream_proxy": "socks5://127.0.0.1:1080"
    })",
        "c.json");
    QVERIFY2(config.has_value(), config ? "" : config.error().message.c_str());
    QCOMPARE(config->listen.port, std::uint16_t{ 0 });
    QCOMPARE(config->listen.host, std::string("::1"));
    QCOMPARE(config->listen.origins.front(), std::string("http://a"));
    QCOMPARE(config->listen.hosts.front(), std::string("box:8737"));
    const auto &local = config->upstreams.at("local");
    QCOMPARE(local.url, std::string("http://127.0.0.1:9/api"));
    QCOMPARE(local.keyEnvironment, std::string("LOCAL_KEY"));
    QCOMPARE(*local.requestsPerMinute, std::int64_t{ 60 });
    QCOMPARE(*local.tokensPerMinute, std::int64_t{ 90000 });
    QCOMPARE(*local.concurrency, 4);
    QVERIFY(local.longestWait == 5s);
    QVERIFY(!local.builtIn);
    QCOMPARE(config->defaultUpstream, std::string("local"));
    QVERIFY(!config->cache.enabled && config->cache.storeToolCalls);
    QVERIFY(config->cache.ttl == 60s);
    QCOMPARE(config->cache.maxBytes, std::int64_t{ 1 });
    QCOMPARE(config->cache.memoryBytes, std::int64_t{ 2 });
    QCOMPARE(config->cache.store, std::string("redis://h:1"));
    QVERIFY(!config->log.bodies);
    QCOMPARE(config->log.bodyDays, 1);
    QCOMPARE(config->log.bodyBytes, std::int64_t{ 3 });
    QCOMPARE(config->log.days, 9);
    QCOMPARE(config->retries.max, 0);
    QCOMPARE(config->retries.budget, 0.5);
    QVERIFY(config->coalescing.mode == config::CoalescingMode::All && config->coalescing.window == 20ms);
    QCOMPARE(config->prices.file, std::string("p.json"));
    QCOMPARE(config->prices.currency, std::string("CNY"));
    QCOMPARE(config->limits.headBytes, std::int64_t{ 2048 });
    QCOMPARE(config->limits.fields, 50);
    QCOMPARE(config->limits.bodyBytes, std::int64_t{ 4096 });
    QCOMPARE(config->limits.multipartBytes, std::int64_t{ 8192 });
    QVERIFY(config->limits.idle == 1s && config->limits.firstByte == 2s && config->limits.connect == 3s);
    QCOMPARE(config->limits.threads, 4);
    QCOMPARE(config->tokenizers.at("gpt-4.1*"), std::string("t.json"));
    QVERIFY(config->admin.metricsToken);
    QCOMPARE(config->upstreamProxy, std::string("socks5://127.0.0.1:1080"));
}

void ConfigTest::policiesAreRead()
{
    const auto config = config::parse(
        R"({"cache": {"policies": [{"name": "evals", "enabled": false, "projects": ["eval-*"], "models": ["gpt-*"],
        "upstreams": ["openai"], "clients": ["curl"], "store": false, "ttl_s": 7, "volatile_fields": ["/metadata/t~1x"],
        "namespace": "n", "store_tool_calls": true}]}})",
        "c.json");
    QVERIFY2(config.has_value(), config ? "" : config.error().message.c_str());
    QCOMPARE(config->cache.policies.size(), std::size_t{ 1 });
    const auto &policy = config->cache.policies.front();
    QCOMPARE(policy.name, std::string("evals"));
    QVERIFY(!policy.enabled && policy.storeToolCalls == true && policy.store && !*policy.store);
    QCOMPARE(policy.projects.front(), std::string("eval-*"));
    QCOMPARE(policy.models.front(), std::string("gpt-*"));
    QCOMPARE(policy.upstreams.front(), std::string("openai"));
    QCOMPARE(policy.clients.front(), std::string("curl"));
    QVERIFY(*policy.ttl == 7s);
    QCOMPARE(policy.volatileFields.front(), std::string("/metadata/t~1x"));
    QCOMPARE(policy.nameSpace, std::string("n"));
}

void ConfigTest::alertsKeepTheirTextAndLine()
{
    const auto config = config::parse("{\n\"alerts\": [ {\"a\": \"// b\"}, /* x */ 1 // y\n ]}", "c.json");
    QVERIFY(config.has_value());
    QCOMPARE(config->alertsJson, std::string("[ {\"a\": \"// b\"}, /* x */ 1 // y\n ]"));
    QCOMPARE(config->alertsLine, std::size_t{ 2 });
}

void ConfigTest::builtInUpstreamsCanBeTuned()
{
    auto config = config::parse(R"({"upstreams": {"openai": {"rpm": 3}}})", "c.json");
    QVERIFY(config.has_value());
    QCOMPARE(config->upstreams.at("openai").url, std::string("https://api.openai.com"));
    QVERIFY(config->upstreams.at("openai").builtIn);
    config = config::parse(R"({"upstreams": {"openai": {"url": "http://127.0.0.1:1"}}})", "c.json");
    QVERIFY(config.has_value());
    QVERIFY(!config->upstreams.at("openai").builtIn);
}

void ConfigTest::problemsNameFileLineAndKey_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char *name, const char *text, const char *message) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(message);
    };
    row("unknown key", "{\n \"cache\": {\n  \"ttl\": 1}}",
        "c.json:3: cache.ttl is no known setting; did you mean \"ttl_s\"?");
    row("unknown far away", "{\"qqqqqqqqqqqqqqq\": 1}",
        "c.json:1: qqqqqqqqqqqqqqq is no known setting; remove it or correct its name.");
    row("unknown in a list", "{\"cache\": {\"policies\": [{\"name\": \"a\", \"modls\": []}]}}",
        "c.json:1: cache.policies[0].modls is no known setting; did you mean \"models\"?");
    row("wrong type", "{\"cache\":\n{\"enabled\": 1}}", "c.json:2: cache.enabled must be true or false.");
    row("null", "{\"log\": null}", "c.json:1: log must be an object { … }.");
    row("not an object", "[]", "c.json:1: the configuration must be an object { … }.");
    row("out of range", "{\"listen\": {\"port\": 65536}}",
        "c.json:1: listen.port must be a whole number from 0 to 65535.");
    row("fraction", "{\"listen\": {\"port\": 1.5}}",
        "c.json:1: listen.port must be a whole number from 0 to 65535.");
    row("huge", "{\"retries\": {\"max\": 99999999999999999999}}",
        "c.json:1: retries.max must be a whole number from 0 to 10.");
    row("share", "{\"retries\": {\"budget\": 1.5}}", "c.json:1: retries.budget must be a number from 0 to 1.");
    row("mode", "{\"coalescing\": {\"mode\": \"on\"}}",
        "c.json:1: coalescing.mode must be \"off\", \"deterministic\" or \"all\".");
    row("currency", "{\"prices\": {\"currency\": \"EUR\"}}",
        "c.json:1: prices.currency must be \"USD\" or \"CNY\".");
    row("store", "{\"cache\": {\"store\": \"disk\"}}",
        "c.json:1: cache.store must be \"sqlite\" or an address redis://HOST:PORT.");
    row("default upstream", "{\"default_upstream\": \"nope\"}",
        "c.json:1: default_upstream names an upstream that does not exist; known: anthropic, deepseek, gemini, "
        "groq, "
        "holysheep, mistral, ollama, openai, openrouter, xai.");
    row("no url", "{\"upstreams\": {\"mine\": {}}}",
        "c.json:1: upstreams.mine needs a \"url\" such as \"https://api.example.com\".");
    row("url scheme", "{\"upstreams\": {\"mine\": {\"url\": \"ftp://x\"}}}",
        "c.json:1: upstreams.mine.url must begin with https:// or http://.");
    row("url v1", "{\"upstreams\": {\"mine\": {\"url\": \"https://x/v1/\"}}}",
        "c.json:1: upstreams.mine.url must not end with /v1: clients send that part themselves.");
    row("url port", "{\"upstreams\": {\"mine\": {\"url\": \"https://x:70000\"}}}",
        "c.json:1: upstreams.mine.url must name a host, with a port if needed, such as https://api.example.com.");
    row("upstream name", "{\"upstreams\": {\"a/b\": {\"url\": \"https://x\"}}}",
        "c.json:1: upstreams.a/b is no name for an upstream; use letters, digits, - and _, beginning with a letter "
        "or digit.");
    row("reserved name", "{\"upstreams\": {\"v1\": {\"url\": \"https://x\"}}}",
        "c.json:1: upstreams.v1 is a path of the providers' APIs and cannot name an upstream.");
    row("rule", "{\"cache\": {\"rules\": [{\"name\": \"r\", \"when\": \"always\"}]}}",
        "c.json:1: cache.rules[0].when must be \"system_prompt_changes\".");
    row("pointer", "{\"cache\": {\"policies\": [{\"name\": \"p\", \"volatile_fields\": [\"metadata\"]}]}}",
        "c.json:1: cache.policies[0].volatile_fields must be JSON Pointers that begin with / and name a field, "
        "such "
        "as \"/metadata/user_id\".");
    row("policy name", "{\"cache\": {\"policies\": [{}]}}", "c.json:1: cache.policies[0] needs a \"name\".");
    row("proxy", "{\"upstream_proxy\": \"ftp://x:1\"}",
        "c.json:1: upstream_proxy must be \"\", \"system\", \"http://HOST:PORT\" or \"socks5://HOST:PORT\".");
    row("twice", "{\"log\": {},\n\"log\": {}}", "c.json:2: \"log\" is given twice.");
    row("trailing comma", "{\"log\": {},\n}", "c.json:2: a comma stands before }; remove it.");
    row("missing comma", "{\"log\": {}\n\"cache\": {}}",
        "c.json:2: a comma or } is missing after the value of \"log\".");
    row("missing colon", "{\"log\" {}}", "c.json:1: a colon is missing after \"log\".");
    row("no end", "{\"log\": ", "c.json:1: a value is expected here; text needs double quotes.");
    row("open text", "{\"log\": \"a", "c.json:1: a text has no closing quote.");
    row("two values", "{} {}", "c.json:1: text follows the end of the configuration.");
    row("open comment", "{} /* ", "c.json:1: a comment /* has no end */.");
    row("leading zero", "{\"listen\": {\"port\": 08}}", "c.json:1: a number must not begin with 0.");
    row("not UTF-8", "{\"\xff\": 1}", "c.json: is not UTF-8 text; save it as UTF-8.");
    row("control character", "{\"listen\": {\"host\": \"a\\u000ab\"}}",
        "c.json:1: listen.host must not hold control characters.");
}

void ConfigTest::problemsNameFileLineAndKey()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, message);
    const auto config = config::parse(text.toStdString(), "c.json");
    QVERIFY(!config.has_value());
    QCOMPARE(QByteArray::fromStdString(config.error().message), message);
    QVERIFY(config.error().code == base::ErrorCode::InvalidInput);
}

void ConfigTest::problemsNeverRepeatAValue()
{
    for (const std::string text :
         { R"({"upstreams": {"mine": {"url": "https://x", "key_env": "sk-SECRET"}}})",
           R"({"upstreams": {"mine": {"url": "https://u:SECRET@x"}}})", R"({"upstream_proxy": "SECRET"})",
           R"({"cache": {"store": "SECRET"}})", R"({"listen": {"port": "SECRET"}})" }) {
        const auto config = config::parse(text, "c.json");
        QVERIFY2(!config.has_value(), text.c_str());
        QVERIFY2(config.error().message.find("SECRET") == std::string::npos, config.error().message.c_str());
    }
}

void ConfigTest::missingFileGivesDefaults()
{
    const auto config = config::load("/nonexistent-directory/config.json");
    QVERIFY(config.has_value());
    QCOMPARE(config->upstreams.size(), std::size_t{ 10 });
}

void ConfigTest::unreadableFilesAreErrors()
{
    const auto directory = config::load("/tmp");
    QVERIFY(!directory.has_value());
    QVERIFY(directory.error().code == base::ErrorCode::Unreadable);

    QTemporaryDir folder;
    const std::string path = folder.filePath("config.json").toStdString();
    std::FILE *file = std::fopen(path.c_str(), "w");
    QVERIFY(file);
    std::fputs("{\"listen\": {\"port\": 1234}}", file);
    std::fclose(file);
    const auto config = config::load(path);
    QVERIFY(config.has_value());
    QCOMPARE(config->listen.port, std::uint16_t{ 1234 });
    QCOMPARE(::truncate(path.c_str(), 10), 0);
    const auto broken = config::load(path);
    QVERIFY(!broken.has_value());
    QVERIFY(broken.error().message.starts_with(path + ":1: "));
}

QTEST_GUILESS_MAIN(ConfigTest)
#include "tst_config.moc"
