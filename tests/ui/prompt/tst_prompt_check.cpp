// SPDX-License-Identifier: MIT
// What a check says of breakpoints and prices: by the rules, and by the log's calls.
#include "ui/app_window.h"
#include "ui/prompt/prompt_document.h"
#include "ui/prompt/prompt_report.h"

#ifndef Q_MOC_RUN
#include "prompt/lint/evidence.h"
#endif

#include <QtTest>

using namespace cachescope;
using namespace cachescope::ui;

namespace {

std::string words(int count)
{
    std::string text;
    for (int i = 0; i < count; ++i)
        text += "rule ";
    return text;
}

/** Two breakpoints: behind `first`, and behind the text after it. */
std::string marked(const std::string &first)
{
    const std::string mark = "\",\"cache_control\":{\"type\":\"ephemeral\"}}";
    return "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":64,\"system\":[{\"type\":\"text\",\"text\":\"" + first
        + mark + ",{\"type\":\"text\",\"text\":\"" + words(1500) + mark
        + "],\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}";
}

std::shared_ptr<const PromptReport> checked(
    const std::string &bytes, std::shared_ptr<const prompt::LogEvidence> log = nullptr,
    const std::string &model = {})
{
    const auto document = PromptDocument::open(bytes);
    if (!document)
        qFatal("%s", document.error().message.c_str());
    return checkPrompt({ (*document)->snapshot(),
                         model,
                         {},
                         std::make_shared<tokens::ModelTable>(),
                         providers::PriceBook::shipped(),
                         {},
                         std::move(log),
                         nullptr });
}

/** Twenty paid calls, of which `readers` read so many tokens and the others wrote them. */
std::shared_ptr<const prompt::LogEvidence> calls(int readers, std::int64_t tokens)
{
    auto log = std::make_shared<prompt::LogEvidence>();
    for (int i = 0; i < 20; ++i) {
        prompt::ObservedCall call;
        call.startedMs = i * 1000;
        call.usageReported = true;
        (i < readers ? call.cacheRead : call.cacheWrite5m) = tokens;
        log->calls.push_back(call);
    }
    return log;
}

} // namespace

class TestPromptCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { installTranslations(*qApp); }

    void breakpointsSayWhatIsWrong()
    {
        const auto report = checked(marked("It is now {{now}}. " + words(1500)));
        QCOMPARE(report->breakpoints.size(), std::size_t{ 2 });
        QCOMPARE(report->breakpoints.front().state, QStringLiteral("on changing text: BRK005"));
        QVERIFY(report->breakpoints.front().tone == BreakpointRow::Tone::Error);
    }

    void breakpointsSayWhoReadThem()
    {
        const std::string bytes = marked(words(1500));
        QCOMPARE(checked(bytes)->breakpoints.front().state, QStringLiteral("on stable text"));
        const auto report = checked(bytes, calls(18, 100'000));
        QCOMPARE(report->breakpoints.front().state, QStringLiteral("read by 90% of calls"));
        // What was read ends before the second one.
        const std::int64_t first = report->layout.segments.front().end;
        const auto half = checked(bytes, calls(18, first + 10));
        QCOMPARE(half->breakpoints.front().state, QStringLiteral("read by 90% of calls"));
        QVERIFY(!half->breakpoints.back().state.contains(QStringLiteral("read by")));
    }

    void neverReadIsNamed()
    {
        const auto report = checked(marked(words(1500)), calls(0, 3000));
        QCOMPARE(report->breakpoints.front().state, QStringLiteral("written, never read: BRK010"));
    }

    void theNextPriceStepIsKnown()
    {
        const auto report = checked("Why?", nullptr, "gemini-2.5-pro");
        QCOMPARE(report->priceStep.value_or(0), std::int64_t{ 200'001 });
        QVERIFY(!checked(marked("a"))->priceStep.has_value());
    }
};

QTEST_MAIN(TestPromptCheck)
#include "tst_prompt_check.moc"
