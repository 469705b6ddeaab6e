// SPDX-License-Identifier: MIT
#include <QTest>

#ifndef Q_MOC_RUN
#include "insight/simulation/read_body.h"
#include "prompt/cache_points.h"
#include "request_samples.h"
#endif

using namespace cachescope;
using namespace cachescope::insight;
using namespace cachescope::insight::test;

namespace {

ModelCounter counterOf(const char *model)
{
    ModelCounter counter;
    counter.tokens = tokens::ModelTable().forModel(model);
    counter.tokenizer = tokens::tokenizerFor(counter.tokens).value();
    return counter;
}

} // namespace

/** A request read by its pieces is the request read as a whole. */
class ReadBodyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isWhatTheWholePromptSays_data()
    {
        QTest::addColumn<int>("sample");
        QTest::addColumn<QString>("model");
        for (int i = 0; i < int(samples().size()); ++i)
            for (const char *model : { "gpt-4.1", "gpt-5-mini", "claude-sonnet-4-5" })
                QTest::addRow("%s, %s", samples()[std::size_t(i)].name, model) << i << QString::fromLatin1(model);
    }

    void isWhatTheWholePromptSays()
    {
        QFETCH(int, sample);
        QFETCH(QString, model);
        const Sample &of = samples()[std::size_t(sample)];
        const ModelCounter counter = counterOf(model.toLatin1().constData());
        const auto prompt = prompt::Prompt::parse(of.body, of.form).value();
        QVERIFY(!prompt->problem());
        const auto layout
            = prompt::layOut(*prompt, counter.tokens, [&](std::string_view text, std::vector<tokens::Token> &out) {
                  counter.tokenizer->encode(text, out);
              });
        SegmentTable segments;
        PieceTable pieces(segments);
        for (const char *round : { "new", "known" }) {
            ReadBody read;
            readBody(of.body, of.form, counter, pieces, read);
            QVERIFY2(read.isPrompt, round);
            compare(*prompt, layout, read);
        }
    }

    void equalPlacesAreTheSamePlace()
    {
        const ModelCounter counter = counterOf("claude-sonnet-4-5");
        SegmentTable segments;
        PieceTable pieces(segments);
        const auto read = [&](const std::string &body) {
            ReadBody result;
            readBody(body, PromptForm::AnthropicMessages, counter, pieces, result);
            return result;
        };
        const ReadBody one = read(talkBegins + "]}");
        const ReadBody more = read(talkGoesOn);
        const ReadBody whole = read(talkWithReachingMark); // Not cut: it can only be read as a whole.
        const ReadBody forced = read(talkWithChoice);
        QCOMPARE(one.parts.size(), std::size_t(2));
        for (std::size_t i = 0; i < 2; ++i) {
            QCOMPARE(more.parts[i].wrap, one.parts[i].wrap);
            QCOMPARE(more.parts[i].segment, one.parts[i].segment);
            QCOMPARE(whole.parts[i].wrap, one.parts[i].wrap);
            QCOMPARE(whole.parts[i].segment, one.parts[i].segment);
        }
        QCOMPARE(forced.parts[0].wrap, one.parts[0].wrap); // tool_choice ends the match at the messages.
        QVERIFY(forced.parts[1].wrap != one.parts[1].wrap);
    }

    void whatIsNoRequestIsNone()
    {
        const ModelCounter counter = counterOf("gpt-4.1");
        SegmentTable segments;
        PieceTable pieces(segments);
        for (const std::string &body : noRequests) {
            ReadBody read;
            readBody(body, PromptForm::OpenAiChat, counter, pieces, read);
            QVERIFY2(!read.isPrompt, body.c_str());
        }
    }

    void aFullTableReadsOn()
    {
        const ModelCounter counter = counterOf("gpt-4.1");
        SegmentTable segments;
        PieceTable pieces(segments, 0);
        ReadBody read;
        readBody(samples()[0].body, samples()[0].form, counter, pieces, read);
        QVERIFY(read.isPrompt && read.parts.size() > 8);
    }

private:
    static void compare(const prompt::Prompt &prompt, const prompt::TokenLayout &layout, const ReadBody &read)
    {
        QCOMPARE(read.form, prompt.form());
        QCOMPARE(std::int64_t(read.tokens), layout.total);
        QCOMPARE(read.explicitMode, prompt.parameters().explicitCacheMode);
        QCOMPARE(read.dayRetention, prompt.parameters().promptCacheRetention == "24h");
        QCOMPARE(read.parts.size(), prompt.segments().size());
        std::vector<std::string> tools;
        for (std::size_t i = 0; i < read.parts.size(); ++i) {
            const prompt::Segment &segment = prompt.segments()[i];
            const PathPart &part = read.parts[i];
            const bool isMedia = segment.kind == prompt::SegmentKind::Media;
            QCOMPARE(part.isMedia, isMedia);
            QCOMPARE(
                std::int64_t(part.tokens),
                isMedia ? layout.segments[i].media : std::int64_t(layout.segments[i].tokens.size()));
            QCOMPARE(std::int64_t(part.wrapping), layout.segments[i].wrapping);
            QCOMPARE((part.bits & NodeBit::system) != 0, segment.kind == prompt::SegmentKind::System);
            QCOMPARE(
                (part.bits & NodeBit::tool) != 0,
                segment.kind == prompt::SegmentKind::Tool || segment.kind == prompt::SegmentKind::Schema);
            const bool goesOn = prompt.form() == PromptForm::AnthropicMessages && i > 0
                && prompt.segments()[i - 1].block == segment.block;
            QCOMPARE((part.bits & NodeBit::goesOn) != 0, goesOn);
        }
        std::vector<std::pair<std::uint32_t, std::int64_t>> marks, expected;
        std::vector<std::uint32_t> ends;
        for (const TrafficMark &mark : read.marks)
            marks.emplace_back(mark.depth, mark.seconds);
        for (const prompt::CachePoint &point : prompt::cachePoints(prompt, layout)) {
            if (point.mark)
                expected.emplace_back(std::uint32_t(point.segment), point.mark->count());
            if (point.messageEnd)
                ends.push_back(std::uint32_t(point.segment));
        }
        QVERIFY(marks == expected);
        QVERIFY(read.ends == ends);
    }
};

QTEST_GUILESS_MAIN(ReadBodyTest)
#include "tst_read_body.moc"
