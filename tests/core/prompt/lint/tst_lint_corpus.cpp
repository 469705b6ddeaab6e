// SPDX-License-Identifier: MIT
#include "prompt/lint/lint_file.h"

#include <QtTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace cachescope;
using namespace cachescope::prompt;

/** False alarms over tests/corpus/clean: prompts that a careful author would leave as they are. */
class TestLintCorpus : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleanPromptsRaiseNoAlarm();

private:
    static constexpr int leastPrompts = 300;
    static constexpr double mostFalseAlarms = 0.03;
};

void TestLintCorpus::cleanPromptsRaiseNoAlarm()
{
    const auto models = std::make_shared<const tokens::ModelTable>();
    LintSources sources;
    sources.models = [&models](const std::string &) { return models; };
    sources.prices = providers::PriceBook::shipped();
    int files = 0, alarmed = 0;
    for (const auto &entry :
         std::filesystem::recursive_directory_iterator(CACHESCOPE_SOURCE_DIR "/tests/corpus/clean")) {
        if (!entry.is_regular_file())
            continue;
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        const auto report = lintFile(entry.path().filename().string(), bytes, {}, sources);
        QVERIFY2(report && report->problems.empty(), entry.path().c_str());
        ++files;
        bool hasAlarm = false;
        for (const Finding &finding : report->findings) {
            if (finding.severity < Severity::Warning)
                continue;
            hasAlarm = true;
            qInfo().noquote() << report->path.c_str() << finding.begin.line << std::string(finding.rule).c_str()
                              << finding.evidence.c_str();
        }
        alarmed += hasAlarm ? 1 : 0;
    }
    QVERIFY2(files >= leastPrompts, std::to_string(files).c_str());
    QVERIFY2(alarmed <= files * mostFalseAlarms, std::to_string(alarmed).c_str());
}

QTEST_GUILESS_MAIN(TestLintCorpus)
#include "tst_lint_corpus.moc"
