// SPDX-License-Identifier: MIT
#ifndef Q_MOC_RUN
#include "prompt/lint/lint.h"
#endif

#include <QtTest>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

using namespace cachescope::prompt;

/** Every rule has a page and every page a rule; the program holds what docs/rules says. */
class RulePagesTest : public QObject
{
    Q_OBJECT

private:
    static std::string file(const std::string &name)
    {
        std::ifstream stream(std::string(CACHESCOPE_SOURCE_DIR) + "/docs/rules/" + name, std::ios::binary);
        std::stringstream text;
        text << stream.rdbuf();
        return text.str();
    }

private Q_SLOTS:
    void everyRuleHasItsPage()
    {
        for (const RuleInfo &rule : ruleCatalogue()) {
            const std::string id(rule.id);
            const std::string page(rulePage(rule.id));
            QVERIFY2(!page.empty(), id.c_str());
            QCOMPARE(page, file(id + ".md"));
            const std::string title = "# " + id + " " + std::string(rule.name) + "\n";
            QVERIFY2(page.starts_with(title), title.c_str());
            for (const char *heading : { "## Example", "## How to fix it", "## When to silence it" })
                QVERIFY2(page.find(heading) != std::string::npos, (id + " " + heading).c_str());
            const bool hasWhy = page.find("## Why it costs money") != std::string::npos
                || page.find("## Why it matters") != std::string::npos;
            QVERIFY2(hasWhy, id.c_str());
        }
    }

    void everyPageTellsTheSeverityAndTheLog()
    {
        for (const RuleInfo &rule : ruleCatalogue()) {
            const std::string page(rulePage(rule.id));
            const std::string head = page.substr(0, page.find("## "));
            std::string severity(severityName(rule.severity));
            severity[0] = static_cast<char>(severity[0] - 'a' + 'A');
            QVERIFY2(head.find("\n" + severity) != std::string::npos, head.c_str());
            QVERIFY2((head.find("needs the log") != std::string::npos) == rule.needsLog, head.c_str());
        }
    }

    void everyPageHasItsRuleAndALineInTheIndex()
    {
        const std::string index = file("README.md");
        for (const auto &entry : std::filesystem::directory_iterator(CACHESCOPE_SOURCE_DIR "/docs/rules")) {
            const std::string id = entry.path().stem().string();
            if (id == "README")
                continue;
            QVERIFY2(findRule(id), id.c_str());
            QVERIFY2(index.find("[" + id + "](" + id + ".md)") != std::string::npos, id.c_str());
        }
    }

    void anUnknownRuleHasNone() { QVERIFY(rulePage("XYZ001").empty() && rulePage("").empty()); }
};

QTEST_GUILESS_MAIN(RulePagesTest)
#include "tst_rule_pages.moc"
