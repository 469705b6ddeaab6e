// SPDX-License-Identifier: MIT
#include "ui/format/core_words.h"

#include "ui/format/format.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <vector>

namespace cachescope::ui::format {

namespace {

/** The longer before the shorter where both would fit. */
constexpr const char *patterns[] = {
    // cache: selectors and rules; engine: fresh answers
    QT_TRANSLATE_NOOP("core", "%1 wants a number with s, m, h, d or w, such as 24h, not '%2'."),
    QT_TRANSLATE_NOOP("core", "%1 wants a whole number, not '%2'."),
    QT_TRANSLATE_NOOP("core", "key wants the hexadecimal digits that Cache-Status shows (8 to 64), not '%1'."),
    QT_TRANSLATE_NOOP("core", "state wants fresh, stale, expired or pinned, not '%1'."),
    QT_TRANSLATE_NOOP(
        "core", "prefix_text is longer than %1 bytes: no more of a prompt's beginning is kept beside its answer."),
    QT_TRANSLATE_NOOP("core", "filter, at character %1: %2"),
    QT_TRANSLATE_NOOP("core", "Rule %1: the system prompt of project %2 changed (%3)."),
    QT_TRANSLATE_NOOP("core", "Rule %1: the system prompt of calls without a project changed (%2)."),
    QT_TRANSLATE_NOOP("core", "The upstream answered %1: %2"),
    QT_TRANSLATE_NOOP("core", "The upstream answered %1."),
    QT_TRANSLATE_NOOP("core", "The upstream could not be asked: %1."),
    QT_TRANSLATE_NOOP("core", "The request was not kept, so it cannot be asked again."),
    QT_TRANSLATE_NOOP(
        "core",
        "The request held what looked like a key, which was hidden when it was stored; asked again it would be "
        "another question."),
    // requestlog: filters
    QT_TRANSLATE_NOOP("core", "This ) closes nothing"),
    QT_TRANSLATE_NOOP("core", "Something is missing beside this \"or\""),
    QT_TRANSLATE_NOOP("core", "Something is missing behind this \"and\""),
    QT_TRANSLATE_NOOP("core", "This filter has too many conditions"),
    QT_TRANSLATE_NOOP("core", "Something to exclude is missing behind this sign"),
    QT_TRANSLATE_NOOP("core", "This filter is nested too deeply"),
    QT_TRANSLATE_NOOP("core", "This ( is never closed"),
    QT_TRANSLATE_NOOP("core", "There is nothing between ( and )"),
    QT_TRANSLATE_NOOP("core", "Known shorthands are ~u, ~m, ~c and ~b"),
    QT_TRANSLATE_NOOP(
        "core", "There is no field \"%1\"; did you mean %2? Text that is meant as it stands goes in quotes"),
    QT_TRANSLATE_NOOP("core", "There is no field \"%1\". Text that is meant as it stands goes in quotes"),
    QT_TRANSLATE_NOOP("core", "This quotation mark is never closed"),
    QT_TRANSLATE_NOOP("core", "A value is missing behind %1"),
    QT_TRANSLATE_NOOP("core", "This filter has too many values"),
    QT_TRANSLATE_NOOP("core", "A blank is missing behind the quotation mark"),
    QT_TRANSLATE_NOOP("core", "There is no text between the quotation marks"),
    QT_TRANSLATE_NOOP("core", "%1 is no value of %2; did you mean %3?"),
    QT_TRANSLATE_NOOP("core", "%1 is no value of %2"),
    QT_TRANSLATE_NOOP("core", "%1 is no amount of money"),
    QT_TRANSLATE_NOOP("core", "%1 is no number (units: k, M, G)"),
    QT_TRANSLATE_NOOP("core", "%1 is no duration (units: us, ms, s, m, h)"),
    QT_TRANSLATE_NOOP("core", "%1 is no size (units: B, kB, KiB, MB, MiB, GB, GiB)"),
    QT_TRANSLATE_NOOP("core", "%1 is no HTTP status such as 404 or 4xx"),
    QT_TRANSLATE_NOOP("core", "%1 is no share such as 80%"),
    QT_TRANSLATE_NOOP("core", "%1 is no time; write 2026-10-24, 2026-10-24T10:30, 10:30, today or 2h"),
    QT_TRANSLATE_NOOP("core", "%1 is yes or no, not %2"),
    QT_TRANSLATE_NOOP("core", "%1 has no order; write %2:value"),
    QT_TRANSLATE_NOOP("core", "Only one value can be compared with < or >"),
    // requestlog: fields of filters
    QT_TRANSLATE_NOOP("core", "Where the call went: upstream:openai,anthropic"),
    QT_TRANSLATE_NOOP("core", "Model as asked for: model:opus*, model:gpt-5"),
    QT_TRANSLATE_NOOP("core", "Program that called: client:claude-code"),
    QT_TRANSLATE_NOOP("core", "Session of the call: session:abc*"),
    QT_TRANSLATE_NOOP("core", "Project: project:shop; project:none for calls without one"),
    QT_TRANSLATE_NOOP("core", "Cache namespace: namespace:eu"),
    QT_TRANSLATE_NOOP("core", "Version given by the client: version:2*"),
    QT_TRANSLATE_NOOP("core", "One of the call's tags: tag:nightly"),
    QT_TRANSLATE_NOOP("core", "HTTP status: status:429,5xx, status>=400"),
    QT_TRANSLATE_NOOP("core", "Shape of the call: kind:openai.chat, kind:embeddings"),
    QT_TRANSLATE_NOOP("core", "Local cache: hit, miss, coalesced, bypass, error, stored"),
    QT_TRANSLATE_NOOP(
        "core", "Share of the input read from the provider's cache: prefix<50%, prefix:read, write or none"),
    QT_TRANSLATE_NOOP("core", "Input tokens at full price: fresh>10k"),
    QT_TRANSLATE_NOOP("core", "Input tokens read from the provider's cache: read>100k"),
    QT_TRANSLATE_NOOP("core", "Input tokens written to the provider's cache: write>0"),
    QT_TRANSLATE_NOOP("core", "All input tokens: in>100k"),
    QT_TRANSLATE_NOOP("core", "Output tokens: out>=4k"),
    QT_TRANSLATE_NOOP("core", "What the call cost: cost>0.05, cost:unknown"),
    QT_TRANSLATE_NOOP("core", "Saved by caches, less write premiums: saved>1, saved<0"),
    QT_TRANSLATE_NOOP("core", "Time to the first token: ttft>2s, ttft<300ms, ttft:none"),
    QT_TRANSLATE_NOOP("core", "Time to the end: total>1m"),
    QT_TRANSLATE_NOOP("core", "Bytes of request and response: size>1MB"),
    QT_TRANSLATE_NOOP("core", "Asked for a stream: stream:yes"),
    QT_TRANSLATE_NOOP("core", "Calls repeated upstream: retry:yes, retry>1"),
    QT_TRANSLATE_NOOP("core", "Failed calls: error:yes, error:timeout, error:\"no key\""),
    QT_TRANSLATE_NOOP("core", "Why the local cache did not serve: why:no-store"),
    QT_TRANSLATE_NOOP("core", "Cache key or its beginning: key:3f2a"),
    QT_TRANSLATE_NOOP("core", "Your notes: note:odd; note:* for any"),
    QT_TRANSLATE_NOOP("core", "Pinned calls: pinned:yes"),
    QT_TRANSLATE_NOOP("core", "Start: at:2026-10-24, at>10:30, at>2h (since two hours ago)"),
    QT_TRANSLATE_NOOP("core", "Number in this log, or X-Cachescope-Request-Id: id:4711"),
    QT_TRANSLATE_NOOP("core", "Text in request or response body (slow): body:\"as a pirate\""),
    QT_TRANSLATE_NOOP("core", "Text in the header fields (slow): header:retry-after"),
    QT_TRANSLATE_NOOP("core", "How it ended: open, complete, cut, no_terminal_event, client_gone, failed, lost"),
    QT_TRANSLATE_NOOP("core", "HTTP method: method:POST"),
    QT_TRANSLATE_NOOP("core", "Part of the address: url:/chat"),
    // proxy, engine
    QT_TRANSLATE_NOOP("core", "Cannot listen on port %1 of %2: another program uses it. Choose another port."),
    QT_TRANSLATE_NOOP(
        "core",
        "Cannot listen on port %1 of %2: this user may not. Ports below 1024 need special rights; choose another "
        "port."),
    QT_TRANSLATE_NOOP(
        "core",
        "Cannot listen on port %1 of %2: this machine does not have that address. Set listen.host to one that it "
        "has."),
    QT_TRANSLATE_NOOP("core", "Cannot listen on port %1 of %2: %3"),
    QT_TRANSLATE_NOOP("core", "listen.host \"%1\" is no address; write 127.0.0.1 or another of this machine's"),
    QT_TRANSLATE_NOOP("core", "Mend the configuration file first: %1"),
    QT_TRANSLATE_NOOP("core", "%1 The defaults are in force; the file was left as it is."),
    QT_TRANSLATE_NOOP("core", "%1 The shipped prices are in force."),
    // engine: attached to another process
    QT_TRANSLATE_NOOP("core", "%1 The shipped prices are shown."),
    QT_TRANSLATE_NOOP("core", "%1 The defaults are shown."),
    QT_TRANSLATE_NOOP(
        "core",
        "%1 was changed after the running Cachescope read it: Settings shows what the file says, which is in force "
        "after a restart."),
    QT_TRANSLATE_NOOP("core", "Nothing was changed: the program that holds this cache does not run. %1"),
    QT_TRANSLATE_NOOP("core", "Nothing was changed: %1"),
    QT_TRANSLATE_NOOP("core", "The setting %1 was not changed: %2"),
    QT_TRANSLATE_NOOP("core", "The mode was not changed: %1"),
    QT_TRANSLATE_NOOP("core", "The pin was not set: %1"),
    QT_TRANSLATE_NOOP("core", "The note was not kept: %1"),
    QT_TRANSLATE_NOOP("core", "The log was not cleaned up: %1"),
    QT_TRANSLATE_NOOP("core", "The token was not renewed: %1"),
    QT_TRANSLATE_NOOP("core", "The alert was not snoozed: %1"),
    QT_TRANSLATE_NOOP("core", "The test was not sent: %1"),
    QT_TRANSLATE_NOOP("core", "The running Cachescope at %1 does not answer: %2."),
    QT_TRANSLATE_NOOP("core", "The running Cachescope refuses this window: %1."),
    QT_TRANSLATE_NOOP(
        "core",
        "The running Cachescope is older than this window and cannot be shown by it; restart it with this "
        "version."),
    QT_TRANSLATE_NOOP(
        "core",
        "The running Cachescope is version %1 and cannot be shown by this window, which is of another version; "
        "start "
        "the window of the same version, or restart what runs with this one."),
    QT_TRANSLATE_NOOP("core", "What the running Cachescope says of itself cannot be read; restart it."),
    QT_TRANSLATE_NOOP("core", "What answers at %1 is no Cachescope."),
    QT_TRANSLATE_NOOP("core", "Its proxy cannot be asked either: %1"),
    QT_TRANSLATE_NOOP(
        "core", "The proxy belongs to another process; change its port in Settings, or restart that process."),
    QT_TRANSLATE_NOOP("core", "%1: the name of the host was not found. Check the address and the network."),
    QT_TRANSLATE_NOOP("core", "%1: cannot be reached: %2."),
    QT_TRANSLATE_NOOP("core", "%1: there is no key. Set %2."),
    QT_TRANSLATE_NOOP("core", "%1 answers, but not with JSON. Is this the address of an API?"),
    QT_TRANSLATE_NOOP("core", "%1 answers and accepts the key."),
    QT_TRANSLATE_NOOP("core", "No test call is known for %1. Send one from your client."),
    // storage, cache
    QT_TRANSLATE_NOOP("core", "The log cannot be written and waits in memory: %1"),
    QT_TRANSLATE_NOOP("core", "The log was damaged and has been set aside as %1; a fresh one begins. (%2)"),
    QT_TRANSLATE_NOOP("core", "%1 was moved or removed while in use; a fresh log begins there."),
    QT_TRANSLATE_NOOP("core", "Cached answers on disk cannot be read, memory serves alone: %1"),
    QT_TRANSLATE_NOOP("core", "Answers are cached in memory only: %1"),
    // config
    QT_TRANSLATE_NOOP("core", "%1 must begin with https:// or http://"),
    QT_TRANSLATE_NOOP("core", "%1 must be an address without ? and # parts and blanks"),
    QT_TRANSLATE_NOOP("core", "%1 must not end with /v1: clients send that part themselves"),
    QT_TRANSLATE_NOOP("core", "%1 must be a whole number from %2 to %3"),
    QT_TRANSLATE_NOOP("core", "%1 must be the name of an environment variable, not the key itself"),
    QT_TRANSLATE_NOOP("core", "%1: cannot be read (%2); check the file."),
    QT_TRANSLATE_NOOP(
        "core", "%1 must be JSON Pointers that begin with / and name a field, such as \"/metadata/user_id\"."),
    QT_TRANSLATE_NOOP("core", "%1 needs a \"name\"."),
    QT_TRANSLATE_NOOP("core", "%1 must be one of %2."),
    QT_TRANSLATE_NOOP("core", "%1 is no known setting; did you mean %2?"),
    QT_TRANSLATE_NOOP("core", "%1 names an upstream that does not exist; known: %2"),
    QT_TRANSLATE_NOOP("core", "%1 must be another upstream."),
    QT_TRANSLATE_NOOP("core", "%1 speaks another API than %2."),
    QT_TRANSLATE_NOOP("core", "This must be one policy: a JSON object { … }."),
    // proxy: calls on their way
    QT_TRANSLATE_NOOP(
        "core", "the upstream \"%1\" has failed again and again and is given a rest; no call was made"),
    QT_TRANSLATE_NOOP(
        "core",
        "the limits set for the upstream \"%1\" were not free within %2 s; no call was made (rpm, tpm, concurrency "
        "and max_wait_s in config.json)"),
    QT_TRANSLATE_NOOP("core", "the shared upstream call ended before the answer did"),
    QT_TRANSLATE_NOOP("core", "all clients left before the answer ended"),
    // engine: telling alerts
    QT_TRANSLATE_NOOP("core", "The webhook answered with a redirect (%1), which is not followed."),
    QT_TRANSLATE_NOOP("core", "The webhook answered %1."),
    QT_TRANSLATE_NOOP("core", "The webhook was not reached: its host was not found."),
    QT_TRANSLATE_NOOP("core", "The webhook was not reached: the connection was refused."),
    QT_TRANSLATE_NOOP("core", "The webhook was not reached: the TLS handshake failed."),
    QT_TRANSLATE_NOOP("core", "The webhook was not reached: it did not answer in time."),
    QT_TRANSLATE_NOOP("core", "The webhook was not reached: the connection failed (%1)."),
    QT_TRANSLATE_NOOP("core", "The alert command could not be started."),
    QT_TRANSLATE_NOOP("core", "The alert command crashed."),
    QT_TRANSLATE_NOOP("core", "The alert command took too long and was ended."),
    QT_TRANSLATE_NOOP("core", "The alert command ended with code %1."),
};

struct Pattern
{
    const char *words;
    QRegularExpression shape;
    QList<int> places; ///< Which of %1 … %3 comes first, second, third.
};

Pattern compile(const char *words)
{
    static const QRegularExpression place(QStringLiteral("%([1-3])"));
    const QString text = QString::fromUtf8(words);
    Pattern pattern{ words, {}, {} };
    QString shape;
    qsizetype from = 0;
    for (auto found = place.globalMatch(text); found.hasNext();) {
        const auto match = found.next();
        shape += QRegularExpression::escape(text.mid(from, match.capturedStart() - from)) % QStringLiteral("(.+?)");
        pattern.places.append(match.captured(1).toInt());
        from = match.capturedEnd();
    }
    shape += QRegularExpression::escape(text.mid(from));
    pattern.shape = QRegularExpression(
        QRegularExpression::anchoredPattern(shape), QRegularExpression::DotMatchesEverythingOption);
    return pattern;
}

const std::vector<Pattern> &compiled()
{
    static const std::vector<Pattern> all = [] {
        std::vector<Pattern> list;
        for (const char *words : patterns)
            list.push_back(compile(words));
        return list;
    }();
    return all;
}

} // namespace

QString coreText(std::string_view sentence)
{
    const QString original = text(sentence);
    for (const Pattern &pattern : compiled()) {
        const auto match = pattern.shape.match(original);
        if (!match.hasMatch())
            continue;
        QStringList values{ {}, {}, {} };
        for (qsizetype i = 0; i < pattern.places.size(); ++i)
            values[pattern.places[i] - 1]
                = coreText(utf8(match.captured(static_cast<int>(i) + 1))); // May be one, too.
        const QString translated = QCoreApplication::translate("core", pattern.words);
        switch (pattern.places.size()) {
        case 0:
            return translated;
        case 1:
            return translated.arg(values[0]);
        case 2:
            return translated.arg(values[0], values[1]);
        default:
            return translated.arg(values[0], values[1], values[2]);
        }
    }
    return original;
}

QStringList corePatterns()
{
    QStringList all;
    for (const char *words : patterns)
        all.append(QString::fromUtf8(words));
    return all;
}

} // namespace cachescope::ui::format
