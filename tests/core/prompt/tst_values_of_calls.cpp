// SPDX-License-Identifier: MIT
#ifndef Q_MOC_RUN
#include "prompt/values_of_calls.h"
#endif

#include <QTest>

using namespace cachescope::prompt;

namespace {

std::shared_ptr<const Prompt> parsed(const std::string &bytes)
{
    auto prompt = Prompt::parse(bytes);
    if (!prompt)
        qFatal("%s", prompt.error().message.c_str());
    return *prompt;
}

std::string call(const std::string &system, const std::string &user)
{
    return "{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"system\",\"content\":\"" + system
        + "\"},{\"role\":\"user\",\"content\":\"" + user + "\"}]}";
}

std::string value(const std::optional<ValueSet> &values, const std::string &name)
{
    const auto found = values ? values->find(name) : ValueSet::const_iterator();
    return !values ? "no values" : found == values->end() ? "not found" : found->second;
}

const std::string review
    = "You review code for {{company}}.\nIt is {{now}}.\n\nHere it is:\n```diff\n{{diff}}\n```\n";

} // namespace

/** What a template's variables held in logged calls. */
class ValuesOfCallsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wholeTextGivesAllValues()
    {
        const auto values = valuesIn(
            *parsed(review),
            *parsed(call(
                "", "You review code for ACME Ltd.\\nIt is 12:01.\\n\\nHere it is:\\n```diff\\n+ a\\n- b\\n```")));
        QCOMPARE(value(values, "company"), std::string("ACME Ltd"));
        QCOMPARE(value(values, "now"), std::string("12:01"));
        QCOMPARE(value(values, "diff"), std::string("+ a\n- b"));
    }

    void theSegmentThatFitsIsTaken()
    {
        const auto values
            = valuesIn(*parsed("Hello {{name}}, be brief."), *parsed(call("Hello Ann, be brief.", "q")));
        QCOMPARE(value(values, "name"), std::string("Ann"));
    }

    void requestsLookInTheSameRole()
    {
        const auto pattern = parsed(call("Work for {{company}}.", "Work for {{customer}}."));
        const auto values = valuesIn(*pattern, *parsed(call("Work for ACME.", "Work for Bob.")));
        QCOMPARE(value(values, "company"), std::string("ACME"));
        QCOMPARE(value(values, "customer"), std::string("Bob"));
    }

    void editedTextIsPassedOver()
    {
        const auto values = valuesIn(
            *parsed(review),
            *parsed(
                call("", "You review old code for ACME.\\nIt is 12:01.\\n\\nThis is it:\\n```diff\\n+ a\\n```")));
        QCOMPARE(value(values, "company"), std::string("ACME"));
        QCOMPARE(value(values, "now"), std::string("12:01"));
        QCOMPARE(value(values, "diff"), std::string("+ a"));
    }

    void aVariableTwiceHasOneValue()
    {
        const auto pattern = parsed("{{name}} asks. Answer {{name}} now.");
        QCOMPARE(
            value(valuesIn(*pattern, *parsed(call("", "Ann asks. Answer Ann now."))), "name"), std::string("Ann"));
    }

    void valuesMayHoldWhatStandsBesideThem()
    {
        const auto pattern = parsed("Text: {{text}}. Done.");
        QCOMPARE(
            value(valuesIn(*pattern, *parsed(call("", "Text: a. b. Done. c. Done."))), "text"),
            std::string("a. b. Done. c"));
    }

    void otherCallsGiveNothing()
    {
        QVERIFY(!valuesIn(*parsed(review), *parsed(call("You write poems.", "About the sea, please"))));
        QVERIFY(!valuesIn(*parsed("No variables."), *parsed(call("No variables.", "q"))));
    }

    void setsWithHolesAreLeftOut()
    {
        const auto pattern = parsed("I am {{name}} and I live in {{place}}.");
        LogEvidence log;
        for (const char *text : { "I am Ann and I live in Rome.", "I am Bob and I live on Mars!", "Who?",
                                  "I am Cid and I live in Bern." }) {
            ObservedCall observed;
            observed.prompt = parsed(call("", text));
            log.calls.push_back(observed);
        }
        log.calls.emplace_back(); // Its body is gone.
        const CallValues found = valuesOfCalls(*pattern, log);
        QCOMPARE(found.calls, std::size_t{ 4 });
        QCOMPARE(found.variables, std::size_t{ 2 });
        QCOMPARE(found.sets.size(), std::size_t{ 2 });
        QCOMPARE(found.sets.front().at("place"), std::string("Rome"));
        QCOMPARE(found.sets.back().at("name"), std::string("Cid"));
    }

    void stopsWhenCancelled()
    {
        LogEvidence log;
        log.calls.resize(1);
        log.calls.front().prompt = parsed(call("", "I am Ann."));
        QCOMPARE(valuesOfCalls(*parsed("I am {{a}}."), log, [] { return true; }).calls, std::size_t{ 0 });
    }
};

QTEST_GUILESS_MAIN(ValuesOfCallsTest)
#include "tst_values_of_calls.moc"
