// SPDX-License-Identifier: MIT
#ifndef Q_MOC_RUN
#include "prompt/compare.h"
#include "prompt/sequence_match.h"
#endif

#include <QTest>

#include <algorithm>
#include <random>

using namespace cachescope;
using namespace cachescope::prompt;

namespace {

/** JSON written with single quotes: moc of Qt 6.4 stumbles over raw strings. */
std::string json(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

struct Side
{
    std::shared_ptr<const Prompt> prompt;
    TokenLayout layout;
};

Side side(const std::string &bytes)
{
    auto prompt = Prompt::parse(bytes);
    if (!prompt)
        qFatal("%s", prompt.error().message.c_str());
    auto layout = layOut(**prompt, "gpt-4.1", tokens::ModelTable());
    if (!layout)
        qFatal("%s", layout.error().message.c_str());
    return { *prompt, *layout };
}

Comparison compared(const std::string &a, const std::string &b)
{
    const Side left = side(json(a)), right = side(json(b));
    return compare(*left.prompt, left.layout, *right.prompt, right.layout, {});
}

std::string relations(const Comparison &comparison)
{
    std::string letters;
    for (const ComparedBlock &block : comparison.blocks)
        letters.push_back("=~rmab"[static_cast<std::size_t>(block.relation)]);
    return letters;
}

std::string kinds(const ComparedBlock &block)
{
    std::string letters;
    for (const ComparedLine &line : block.lines)
        letters.push_back("=~ab"[static_cast<std::size_t>(line.kind)]);
    return letters;
}

std::string chat(const std::string &messages, const std::string &tools = "[]")
{
    return "{'model':'gpt-4.1','tools':" + tools + ",'messages':[" + messages + "]}";
}

std::string message(const std::string &role, const std::string &text)
{
    return "{'role':'" + role + "','content':'" + text + "'}";
}

std::size_t longestCommon(const std::vector<std::uint64_t> &a, const std::vector<std::uint64_t> &b)
{
    std::vector<std::vector<std::size_t>> best(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < b.size(); ++j)
            best[i + 1][j + 1] = a[i] == b[j] ? best[i][j] + 1 : std::max(best[i][j + 1], best[i + 1][j]);
    }
    return best[a.size()][b.size()];
}

} // namespace

/** Two prompts aligned by block, line and token. */
class CompareTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sequencesAreMatchedAsLongAsPossible()
    {
        std::mt19937 random(4);
        for (int round = 0; round < 2000; ++round) {
            const auto sequence = [&random] {
                std::vector<std::uint64_t> values(random() % 40);
                for (std::uint64_t &value : values)
                    value = random() % (2 + random() % 12);
                return values;
            };
            const auto a = sequence(), b = sequence();
            const auto pairs = matchSequences(a, b);
            QCOMPARE(pairs.size(), longestCommon(a, b));
            for (std::size_t i = 0; i < pairs.size(); ++i) {
                QCOMPARE(a[pairs[i].first], b[pairs[i].second]);
                QVERIFY(i == 0 || (pairs[i].first > pairs[i - 1].first && pairs[i].second > pairs[i - 1].second));
            }
        }
    }

    void hugeSequencesFallBackToAnchors()
    {
        std::vector<std::uint64_t> a, b;
        for (std::uint64_t i = 0; i < 9000; ++i) {
            a.push_back(i % 3 == 0 ? 1'000'000 + i : i % 7);
            b.push_back(i % 3 == 0 ? 1'000'000 + i : (i * 5 + i / 11) % 7);
        }
        const auto pairs = matchSequences(a, b);
        QVERIFY(pairs.size() >= 3000);
        for (std::size_t i = 1; i < pairs.size(); ++i)
            QVERIFY(pairs[i].first > pairs[i - 1].first && pairs[i].second > pairs[i - 1].second);
    }

    void identicalPrompts()
    {
        const std::string prompt = chat(message("system", "Be kind.") + "," + message("user", "Hi"));
        const auto found = compared(prompt, prompt);
        QVERIFY(found.identical && !found.orderOnly);
        QCOMPARE(relations(found), std::string("=="));
        QVERIFY(!found.divergence.at);
    }

    void grownConversation()
    {
        const std::string begin = message("system", "Be kind.") + "," + message("user", "Hi");
        const auto found = compared(
            chat(begin), chat(begin + "," + message("assistant", "Hello") + "," + message("user", "More")));
        QCOMPARE(relations(found), std::string("==bb"));
        QVERIFY(!found.identical && !found.orderOnly);
    }

    void truncatedHistory()
    {
        const std::string system = message("system", "Be kind.");
        const auto found = compared(
            chat(
                system + "," + message("user", "one") + "," + message("assistant", "two") + ","
                + message("user", "three")),
            chat(system + "," + message("user", "three")));
        QCOMPARE(relations(found), std::string("=aa="));
    }

    void changedTokensAreMarked()
    {
        const auto found = compared(
            chat(message("system", "line one\\nToday is Monday, the first.\\nline three")),
            chat(message("system", "line one\\nToday is Friday, the first.\\nline three\\nline four")));
        QCOMPARE(relations(found), std::string("~"));
        const ComparedBlock &block = found.blocks.front();
        QCOMPARE(kinds(block), std::string("=~=b"));
        const ComparedLine &line = block.lines[1];
        QCOMPARE(line.lineA, std::size_t{ 2 });
        QCOMPARE(line.changedA.size(), std::size_t{ 1 });
        const std::string text = "line one\nToday is Monday, the first.";
        QCOMPARE(text.substr(line.changedA[0].begin, line.changedA[0].size()), std::string(" Monday"));
        QCOMPARE(block.lines[3].lineA, std::size_t{ 0 });
        QCOMPARE(block.lines[3].lineB, std::size_t{ 4 });
    }

    void unlikeLinesAreNotPaired()
    {
        const auto found = compared(
            chat(message("user", "same\\nThe quick brown fox jumps.\\nend")),
            chat(message("user", "same\\n0123456789\\nend")));
        QCOMPARE(kinds(found.blocks.front()), std::string("=ab="));
    }

    void toolsInAnotherOrderAreMoved()
    {
        const std::string one = "{'type':'function','function':{'name':'one','parameters':{}}}";
        const std::string two = "{'type':'function','function':{'name':'two','parameters':{}}}";
        const std::string user = message("user", "x");
        const auto found
            = compared(chat(user, "[" + one + "," + two + "]"), chat(user, "[" + two + "," + one + "]"));
        QVERIFY(found.orderOnly);
        QCOMPARE(relations(found), std::string("=m="));
    }

    void oneBlockThatMovesLeavesTheOthers()
    {
        std::string messages;
        for (int i = 0; i < 8; ++i)
            messages += message("user", "number " + std::to_string(i)) + ",";
        const std::string last = message("user", "last");
        const auto found
            = compared(chat(messages + last), chat(last + "," + messages.substr(0, messages.size() - 1)));
        QVERIFY(found.orderOnly);
        QCOMPARE(relations(found), std::string("m========"));
    }

    void membersInAnotherOrderAreSaid()
    {
        const std::string user = message("user", "x");
        const auto found = compared(
            chat(user, "[{'name':'one','type':'function'}]"), chat(user, "[{'type':'function', 'name':'one'}]"));
        QVERIFY(found.orderOnly);
        QCOMPARE(relations(found), std::string("r="));
        QVERIFY(found.divergence.at.has_value());
    }

    void toolsArePairedByName()
    {
        const auto tool = [](const std::string &name, const std::string &what) {
            return "{'type':'function','function':{'name':'" + name + "','description':'" + what + "'}}";
        };
        const std::string user = message("user", "x");
        const auto found = compared(
            chat(user, "[" + tool("read", "reads") + "," + tool("write", "writes") + "]"),
            chat(user, "[" + tool("find", "finds") + "," + tool("write", "writes a file") + "]"));
        QCOMPARE(relations(found), std::string("ab~="));
    }

    void everyLineComesOnceAndInOrder()
    {
        std::mt19937 random(11);
        for (int round = 0; round < 300; ++round) {
            const auto text = [&random] {
                std::string lines;
                for (std::size_t i = random() % 12; i > 0; --i)
                    lines += "word" + std::to_string(random() % 5) + " and more " + std::to_string(random() % 3)
                        + "\\n";
                return lines;
            };
            const std::string a = text(), b = text();
            const auto found = compared(chat(message("user", a + "x")), chat(message("user", b + "y")));
            std::size_t nextA = 1, nextB = 1;
            for (const ComparedLine &line : found.blocks.front().lines) {
                if (line.lineA != 0)
                    QCOMPARE(line.lineA, nextA++);
                if (line.lineB != 0)
                    QCOMPARE(line.lineB, nextB++);
            }
            const auto breaks = [](const std::string &s) {
                return static_cast<std::size_t>(std::count(s.begin(), s.end(), '\\'));
            };
            QCOMPARE(nextA, breaks(a) + 2);
            QCOMPARE(nextB, breaks(b) + 2);
        }
    }
};

QTEST_GUILESS_MAIN(CompareTest)
#include "tst_compare.moc"
