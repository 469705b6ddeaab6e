// SPDX-License-Identifier: MIT
// Members put into request bodies, and the usage chunk taken out of streams.
#include "providers/request_edits.h"
#include "providers/usage_chunk_filter.h"

#include <QTest>

#include <random>

using namespace cachescope::providers;

namespace {

/** Random JSON, written as hands and programs write it: blanks, escapes, odd numbers, repeated names. */
class RandomJson
{
public:
    explicit RandomJson(unsigned seed)
        : m_random(seed)
    { }

    std::string object(int depth = 3)
    {
        std::string out = "{" + blank();
        const int members = below(6);
        for (int i = 0; i < members; ++i) {
            out += (i > 0 ? "," : "") + blank() + "\"" + name() + "\"" + blank() + ":" + blank() + value(depth - 1)
                + blank();
        }
        return out + "}" + (depth == 3 ? blank() : "");
    }
    int below(int bound) { return static_cast<int>(m_random() % static_cast<unsigned>(bound)); }

private:
    std::string name()
    {
        static const char *const names[] = { "model", "stream",   "stream_options", "include_usage",
                                             "a}b",   "messages", "x\\\"{y",        "prompt_cache_key" };
        return names[below(8)];
    }
    std::string value(int depth)
    {
        static const char *const scalars[]
            = { "true", "false", "null", "1.50e+3", "\"}{\\u00e9\\\\\"", "\"text\"", "[]", "{ }" };
        if (depth > 0 && below(3) == 0)
            return object(depth);
        if (depth > 0 && below(4) == 0)
            return "[" + value(depth - 1) + blank() + "," + value(depth - 1) + "]";
        return scalars[below(8)];
    }
    std::string blank()
    {
        static const char *const blanks[] = { "", "", "", " ", "\n", "\t " };
        return blanks[below(6)];
    }
    std::mt19937 m_random;
};

const std::string usageChunk = "data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":1}}\n\n";
const std::string content
    = "data: {\"id\":\"c\",\"choices\":[{\"delta\":{\"content\":\"usage\"}}],\"usage\":null}\n\n";

std::string filtered(std::string_view text, std::size_t piece)
{
    UsageChunkFilter filter;
    std::string out;
    for (std::size_t at = 0; at < text.size(); at += piece)
        filter.feed(text.substr(at, piece), out);
    filter.finish(out);
    return out;
}

} // namespace

class TestRequestEdits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksForUsage_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("sent");
        const auto row = [](const char *name, const char *body, const char *sent) {
            QTest::newRow(name) << QByteArray(body) << QByteArray(sent);
        };
        row("plain", "{\"stream\":true}", "{\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
        row("blanks stay", "{ \"stream\" : true\n}\n",
            "{ \"stream\" : true\n,\"stream_options\":{\"include_usage\":true}}\n");
        row("into the options", "{\"stream_options\":{\"x\":1},\"stream\":true}",
            "{\"stream_options\":{\"x\":1,\"include_usage\":true},\"stream\":true}");
        row("into empty options", "{\"stream_options\":{ },\"stream\":true}",
            "{\"stream_options\":{ \"include_usage\":true},\"stream\":true}");
        for (const char *same :
             { "{\"stream\":false}", "{}", "{\"stream\":true", "[]", "", "{\"stream\":true}x",
               "{\"stream\":true,\"stream\":true}", "{\"stream\":true,\"stream_options\":null}",
               "{\"stream\":true,\"stream_options\":{\"include_usage\":false}}",
               "{\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
               "{\"stream\":true,\"stream_options\":{},\"stream_options\":{}}", "{\"stream\":\"true\"}" })
            row(same, same, same);
    }
    void asksForUsage()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, sent);
        const std::string text = body.toStdString();
        const auto edit = withUsageOption(text);
        QCOMPARE(edit ? edited(text, { *edit }) : text, sent.toStdString());
    }

    void randomBodiesStayOutsideTheInsertion()
    {
        RandomJson json(5);
        int changed = 0;
        for (int i = 0; i < 20'000; ++i) {
            std::string body = json.object();
            if (json.below(10) == 0)
                body.resize(body.size() / 2); // mostly broken
            for (const auto &edit : { withUsageOption(body), withMember(body, "prompt_cache_key", "\"k\"") }) {
                if (!edit)
                    continue;
                ++changed;
                const std::string sent = edited(body, { *edit });
                QCOMPARE(edit->removed, std::size_t{ 0 });
                QCOMPARE(sent.substr(0, edit->offset), body.substr(0, edit->offset));
                QCOMPARE(sent.substr(edit->offset, edit->inserted.size()), edit->inserted);
                QCOMPARE(sent.substr(edit->offset + edit->inserted.size()), body.substr(edit->offset));
                // Once there it is not put in again, and what was JSON still is.
                QVERIFY(
                    edit->what == "include_usage" ? !withUsageOption(sent)
                                                  : !withMember(sent, "prompt_cache_key", "\"k\""));
                QVERIFY2(withMember(sent, "no such name", "1"), sent.c_str());
            }
        }
        QVERIFY(changed > 5'000);
    }

    void takesOnlyTheUsageChunkOut_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QByteArray>("rest");
        const std::string done = "data: [DONE]\n\n";
        const auto row = [](const char *name, const std::string &stream, const std::string &rest) {
            QTest::newRow(name) << QByteArray::fromStdString(stream) << QByteArray::fromStdString(rest);
        };
        row("usual", content + usageChunk + done, content + done);
        row("CR LF", "data: {\"choices\":[],\"usage\":{}}\r\n\r\n" + done, done);
        row("no blank line at the end", content + "data: [DONE]\n", content + "data: [DONE]\n");
        row("usage cut off at the end", content + usageChunk.substr(0, usageChunk.size() - 2),
            content + usageChunk.substr(0, usageChunk.size() - 2));
        const std::string other
            = "data: {\"choices\":[],\"prompt_filter_results\":[]}\n\n: hi\n\n"
              "data: {\"choices\":[{}],\"usage\":{}}\n\ndata: {\"choices\":[],\"usage\":null}\n\n"
              "event: x\ndata: {\"choices\":[],\"usage\":{}}\n\n";
        row("what only looks like it", other, other);
        const std::string huge
            = "data: {\"choices\":[],\"x\":\"" + std::string(40'000, 'a') + "\",\"usage\":{}}\n\n";
        row("a huge event passes", huge + usageChunk + done, huge + done);
    }
    void takesOnlyTheUsageChunkOut()
    {
        QFETCH(QByteArray, stream);
        QFETCH(QByteArray, rest);
        for (const std::size_t piece : { 1, 2, 3, 7, 100, 1'000'000 })
            QCOMPARE(QByteArray::fromStdString(filtered(stream.toStdString(), piece)).size(), rest.size());
        for (const std::size_t piece : { 1, 5, 64, 1'000'000 })
            QVERIFY(filtered(stream.toStdString(), piece) == rest.toStdString());
    }
};

QTEST_GUILESS_MAIN(TestRequestEdits)
#include "tst_request_edits.moc"
