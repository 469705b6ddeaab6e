// SPDX-License-Identifier: MIT
// Where cache marks are set, and that nothing else of a body changes.
#include "prompt/splice/mark_places.h"

#include <QTest>

#include <random>

using namespace cachescope;
using namespace cachescope::prompt;

namespace {

MarkPlan planOf(
    const std::string &body, const KnownBeginnings &known = [](const PrefixPoint &) { return Recurrence::Unknown; },
    const MarkWish &wish = {})
{
    const auto prompt = Prompt::parse(body, PromptForm::AnthropicMessages);
    if (!prompt)
        return {};
    return planMarks(**prompt, prefixPoints(**prompt), wish, known);
}

std::string sent(
    const std::string &body, const KnownBeginnings &known = [](const PrefixPoint &) { return Recurrence::Unknown; })
{
    return providers::edited(body, planOf(body, known).edits);
}

/** Bodies of Anthropic's shape with blanks, escapes and everything that may stand in messages. */
class RandomBody
{
public:
    explicit RandomBody(unsigned seed)
        : m_random(seed)
    { }
    std::string make()
    {
        std::string out = "{" + blank() + "\"model\":\"claude-sonnet-4-5\"," + blank();
        if (below(3) > 0)
            out += "\"tools\":" + list(below(4), [this] { return tool(); }) + ",";
        if (below(3) > 0)
            out += "\"system\":" + (below(2) == 0 ? text() : list(below(3), [this] { return textBlock(); })) + ",";
        out += "\"messages\":" + list(1 + below(5), [this] { return message(); });
        return out + blank() + "}" + blank();
    }
    int below(int bound) { return static_cast<int>(m_random() % static_cast<unsigned>(bound)); }

private:
    template <typename Make> std::string list(int count, const Make &make)
    {
        std::string out = "[";
        for (int i = 0; i < count; ++i)
            out += (i > 0 ? "," : "") + blank() + make() + blank();
        return out + "]";
    }
    std::string blank() { return std::array{ "", "", " ", "\n  " }[static_cast<std::size_t>(below(4))]; }
    std::string text()
    {
        return std::array{ R"("plain text of some length")", R"("")", R"("br}ce ] \" \\ \u00e9 {")",
                           R"("The current time is 2026-11-20T10:00:00Z.")",
                           R"("says \"cache_control\" as words")" }[static_cast<std::size_t>(below(5))];
    }
    std::string tool()
    {
        return below(6) == 0 ? R"({"name":"x","defer_loading":true})"
                             : "{\"name\":\"t\",\"description\":" + text() + ",\"input_schema\":{ } }";
    }
    std::string textBlock() { return "{\"type\":\"text\"," + blank() + "\"text\":" + text() + blank() + "}"; }
    std::string block()
    {
        switch (below(5)) {
        case 0:
            return R"({"type":"thinking","thinking":"hm","signature":"s"})";
        case 1:
            return R"({"type":"tool_use","id":"i","name":"t","input":{"z":1.50,"a":[]}})";
        case 2:
            return "{\"type\":\"tool_result\",\"tool_use_id\":\"i\",\"content\":" + text() + "}";
        default:
            return textBlock();
        }
    }
    std::string message()
    {
        const std::string role = below(2) == 0 ? "user" : "assistant";
        const std::string content = below(2) == 0 ? text() : list(below(4), [this] { return block(); });
        return "{\"role\":\"" + role + "\",\"content\":" + content + "}";
    }
    std::mt19937 m_random;
};

} // namespace

class TestMarkPlaces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void places_data()
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("expected");
        const QString mark = QStringLiteral(R"(,"cache_control":{"type":"ephemeral"}})");
        const QString question = QStringLiteral(R"("messages":[{"role":"user","content":"q"}]})");
        QTest::newRow("tools and system")
            << QStringLiteral(R"({"tools":[{"name":"a"},{"name":"b"} ],"system":"s",)") + question
            << QStringLiteral(R"({"tools":[{"name":"a"},{"name":"b")") + mark
                + QStringLiteral(R"( ],"system":[{"type":"text","text":"s")") + mark + QStringLiteral("],")
                + question;
        QTest::newRow("system before the clock")
            << QStringLiteral(
                   R"({"system":[{"type":"text","text":"s"},{"type":"text","text":"The current time is 2026-11-20T10:00:00Z."}],)")
                + question
            << QStringLiteral(R"({"system":[{"type":"text","text":"s")") + mark
                + QStringLiteral(R"(,{"type":"text","text":"The current time is 2026-11-20T10:00:00Z."}],)")
                + question;
        const QString clock = QStringLiteral(R"({"system":"Current time: 2026-11-20T10:00:00Z",)") + question;
        QTest::newRow("nothing behind a clock") << clock << clock;
        QTest::newRow("a conversation grows")
            << QStringLiteral(
                   R"({"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]})")
            << QStringLiteral(
                   R"({"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":[{"type":"text","text":"c")")
                + mark + QStringLiteral("]}]}");
        const QString single = QStringLiteral("{") + question;
        QTest::newRow("a single question does not") << single << single;
        const QString thinking = QStringLiteral(
            R"({"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"thinking","thinking":"t"}]}]})");
        QTest::newRow("thinking carries none") << thinking << thinking;
        for (
            const char *same :
            { R"({"system":"s","messages":[{"role":"user","content":[{"type":"text","text":"q","cache_control":{"type":"ephemeral"}}]}]})",
              R"({"cache_control":{"type":"ephemeral"},"system":"s","messages":[{"role":"user","content":"q"}]})",
              R"({"system":"s","messages":[{"role":"user","content":"q"}])", R"(no JSON)", R"([])",
              R"({"tools":[{"name":"a","defer_loading":true}],"messages":[{"role":"user","content":"q"}]})" })
            QTest::newRow(same) << QString::fromUtf8(same) << QString::fromUtf8(same);
    }
    void places()
    {
        QFETCH(QString, body);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(sent(body.toStdString())), expected);
    }

    void whatIsKnownDecides()
    {
        const std::string body
            = R"({"tools":[{"name":"a"}],"system":"s","messages":[{"role":"user","content":"q"}]})";
        const auto alwaysNew = [](PrefixPoint::Level level) {
            return [level](const PrefixPoint &point) {
                return point.level == level ? Recurrence::AlwaysNew : Recurrence::Unknown;
            };
        };
        QCOMPARE(planOf(body, alwaysNew(PrefixPoint::Level::System)).edits.size(), std::size_t{ 1 }); // tools
        QVERIFY(planOf(body, alwaysNew(PrefixPoint::Level::Tools)).edits.empty());
        // The minimum is the provider's.
        MarkWish wish;
        wish.minimumTokens = 1024;
        QVERIFY(planOf(
                    body, [](const PrefixPoint &) { return Recurrence::Unknown; }, wish)
                    .edits.empty());
        wish = {};
        wish.ttl = "1h";
        const MarkPlan plan = planOf(
            body, [](const PrefixPoint &) { return Recurrence::Unknown; }, wish);
        QVERIFY(plan.edits.front().inserted.find(R"("ttl":"1h")") != std::string::npos);
    }

    void aSecondMarkKeepsOldEndsInReach()
    {
        std::string body = R"({"messages":[{"role":"user","content":"first"},{"role":"assistant","content":[)";
        for (int i = 0; i < 30; ++i)
            body += std::string(i > 0 ? "," : "") + R"({"type":"text","text":"b"})";
        body += R"(]},{"role":"user","content":"next"}]})";
        const auto seenFirst = [](const PrefixPoint &point) {
            return point.message == 0 ? Recurrence::SeenAgain : Recurrence::Unknown;
        };
        const MarkPlan plan = planOf(body, seenFirst);
        QCOMPARE(plan.segments, (std::vector<std::size_t>{ 0, 31 }));
    }

    void randomBodiesStayOutsideTheInsertions()
    {
        RandomBody random(11);
        int marked = 0;
        for (int i = 0; i < 6000; ++i) {
            std::string body = random.make();
            if (random.below(10) == 0)
                body.resize(body.size() - 1 - static_cast<std::size_t>(random.below(20)));
            const MarkPlan plan = planOf(body);
            QVERIFY(plan.segments.size() <= 4);
            std::string back = providers::edited(body, plan.edits);
            if (plan.edits.empty()) {
                QCOMPARE(back, body);
                continue;
            }
            ++marked;
            // Taking the insertions out again gives the client's bytes, and with them it is JSON of the same
            // content.
            const auto with = Prompt::parse(back, PromptForm::AnthropicMessages);
            const auto without = Prompt::parse(body, PromptForm::AnthropicMessages);
            QVERIFY2(with && !(*with)->problem(), back.c_str());
            QCOMPARE((*with)->segments().size(), (*without)->segments().size());
            for (std::size_t s = 0; s < (*with)->segments().size(); ++s) {
                const bool mine = std::find(plan.segments.begin(), plan.segments.end(), s) != plan.segments.end();
                QVERIFY2((*with)->segments()[s].mark.has_value() == mine, back.c_str());
            }
            for (auto edit = plan.edits.rbegin(); edit != plan.edits.rend(); ++edit)
                QCOMPARE(edit->removed, std::size_t{ 0 });
            std::size_t shift = 0;
            for (const auto &edit : plan.edits) {
                QCOMPARE(back.substr(edit.offset, edit.inserted.size()), edit.inserted);
                back.erase(edit.offset, edit.inserted.size());
                shift += edit.inserted.size();
            }
            QCOMPARE(back, body);
            // Marked once is marked: what we send would be left alone.
            QVERIFY(planOf(providers::edited(body, plan.edits)).edits.empty());
        }
        QVERIFY(marked > 1500);
    }
};

QTEST_GUILESS_MAIN(TestMarkPlaces)
#include "tst_mark_places.moc"
