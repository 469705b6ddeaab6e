// SPDX-License-Identifier: MIT
#include "ui/cache/answer_difference.h"

#include "prompt/sequence_match.h"
#include "providers/answer.h"
#include "ui/requests/body_text.h"

#include <QHashFunctions>
#include <QRegularExpression>
#include <QStringList>

#include <vector>

namespace cachescope::ui {

namespace {

QStringList linesOf(const QString &text)
{
    // Answers often are one long line: sentences are what a reader compares.
    static const QRegularExpression sentenceEnd(QStringLiteral("(?<=[.!?])\\s+(?=\\S)"));
    QStringList lines;
    for (const QString &line : text.split(QLatin1Char('\n')))
        lines << line.split(sentenceEnd);
    return lines;
}

std::vector<std::uint64_t> hashesOf(const QStringList &lines)
{
    std::vector<std::uint64_t> hashes;
    for (const QString &line : lines)
        hashes.push_back(qHash(line.trimmed()));
    return hashes;
}

} // namespace

QString answerWords(providers::Api api, const std::string &body)
{
    if (body::kindOf(body) == body::Kind::EventStream)
        return body::streamText(body);
    providers::CallFacts facts;
    facts.api = api;
    facts.form = providers::AnswerForm::Sse;
    if (const auto stream = providers::jsonToStream(facts, body)) {
        if (QString words = body::streamText(*stream); !words.trimmed().isEmpty())
            return words;
    }
    return body::pretty(body);
}

QVector<DifferenceLine> compareAnswers(const QString &stored, const QString &fresh)
{
    using Kind = DifferenceLine::Kind;
    const QStringList mine = linesOf(stored), theirs = linesOf(fresh);
    auto pairs = prompt::matchSequences(hashesOf(mine), hashesOf(theirs));
    pairs.emplace_back(mine.size(), theirs.size());
    QVector<DifferenceLine> lines;
    qsizetype a = 0, b = 0;
    for (const auto &[left, right] : pairs) {
        for (; a < qsizetype(left); ++a)
            lines.append({ Kind::Stored, mine[a] });
        for (; b < qsizetype(right); ++b)
            lines.append({ Kind::Fresh, theirs[b] });
        if (a < mine.size() && b < theirs.size())
            lines.append({ Kind::Same, mine[a] });
        ++a;
        ++b;
    }
    return lines;
}

} // namespace cachescope::ui
