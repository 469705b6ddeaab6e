// SPDX-License-Identifier: MIT
#include "ui/simulator/simulator_words.h"

#include "ui/format/format.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

namespace cachescope::ui {

using namespace insight;

namespace {

QString percent(double share)
{
    return format::percent(share, 1);
}

} // namespace

SimulatorWords::Currency SimulatorWords::currencyOf(const SimulationReport &report, std::string_view name)
{
    constexpr base::Money one = base::Money::fromPico(base::Money::perUnit);
    return { std::string(name), report.actual.sums.cost() < one ? 4 : 2 };
}

QString SimulatorWords::money(base::Money amount, const Currency &currency)
{
    return format::money(amount, currency.decimals, currency.name);
}

QString SimulatorWords::signedMoney(base::Money amount, const Currency &currency)
{
    const QString plus = amount > base::Money() ? QStringLiteral("+") : QString();
    return plus % money(amount, currency);
}

QString SimulatorWords::band(const Band &band, const Currency &currency)
{
    if (!band.known)
        return format::missing();
    const double unit = static_cast<double>(base::Money::perUnit);
    const int decimals = std::abs(band.high) >= 100 * unit ? 0 : currency.decimals;
    return tr("%1 to %2", "a range of money")
        .arg(format::decimal(band.low / unit, decimals), format::decimal(band.high / unit, decimals));
}

QString SimulatorWords::duration(std::chrono::milliseconds time)
{
    const std::int64_t millis = time.count();
    if (millis % 86'400'000 == 0 && millis >= 2 * 86'400'000)
        return tr("%1 d").arg(millis / 86'400'000);
    if (millis % 3'600'000 == 0)
        return tr("%1 h").arg(millis / 3'600'000);
    if (millis % 60'000 == 0)
        return tr("%1 min").arg(millis / 60'000);
    if (millis % 1000 == 0)
        return tr("%1 s").arg(millis / 1000);
    return tr("%1 ms").arg(millis);
}

QString SimulatorWords::hours(std::int64_t micros)
{
    const double seconds = static_cast<double>(micros) / 1e6;
    return std::abs(seconds) < 3600 ? tr("%1 min").arg(format::decimal(seconds / 60, 1))
                                    : tr("%1 h").arg(format::decimal(seconds / 3600, 1));
}

QString SimulatorWords::describe(const Variant &variant)
{
    QStringList parts;
    if (variant.lifetime)
        parts << tr("lifetime %1").arg(duration(*variant.lifetime));
    if (variant.matching == Matching::Steps)
        parts << tr("steps of %1 tokens").arg(variant.stepTokens);
    if (variant.matching == Matching::Messages)
        parts << tr("matched by message");
    if (variant.matching == Matching::Windows)
        parts << tr("sliding window");
    if (variant.tools == ToolOrder::ByName)
        parts << tr("tools sorted");
    if (variant.marks == MarkPlaces::Best)
        parts << tr("marks moved");
    if (variant.warmGate)
        parts << tr("warm gate %1").arg(duration(*variant.warmGate));
    if (variant.keepWarm)
        parts << tr("kept warm %1").arg(duration(*variant.keepWarm));
    if (variant.local != LocalCache::AsNow)
        parts << (variant.local == LocalCache::On ? tr("local cache on") : tr("local cache off"));
    if (variant.localLifetime)
        parts << tr("local lifetime %1").arg(duration(*variant.localLifetime));
    for (const std::string &field : variant.volatileFields)
        parts << tr("without %1").arg(format::text(field));
    return parts.isEmpty() ? tr("as now") : parts.join(QStringLiteral(", "));
}

QString SimulatorWords::title(const Variant &variant)
{
    return variant.name.empty() ? describe(variant) : format::text(variant.name);
}

QString SimulatorWords::sweepValue(const Variant &variant, SweepParameter parameter)
{
    if (parameter == SweepParameter::Lifetime && variant.lifetime)
        return duration(*variant.lifetime);
    if (parameter == SweepParameter::LocalLifetime && variant.localLifetime)
        return duration(*variant.localLifetime);
    if (variant.matching == Matching::Steps)
        return format::number(variant.stepTokens);
    return variant.matching == Matching::Messages ? tr("message") : tr("window");
}

QString SimulatorWords::reproduction(const Reproduction &found)
{
    switch (found.state) {
    case Reproduction::State::Reproduced:
        return tr("The model reproduces the log: variant A differs from the actual cost by %1 and from the tokens "
                  "read "
                  "by %2, the limit is %3. Advice below can be trusted that far.")
            .arg(percent(found.costError), percent(found.readError), format::percent(reproductionLimit));
    case Reproduction::State::NotReproduced:
        return tr("The model does not reproduce the log: variant A differs from the actual cost by %1 and from the "
                  "tokens read by %2, the limit is %3; the most at %4. No advice can rest on this: choose another "
                  "stretch of time or a filter.")
            .arg(
                percent(found.costError), percent(found.readError), format::percent(reproductionLimit),
                format::text(found.worst));
    case Reproduction::State::TooLittle:
        return tr("Too little to go by: %1 requests with body and usage over %2. Advice needs %3 requests and one "
                  "day.")
            .arg(
                format::number(found.requests), hours(found.spanSeconds * 1'000'000),
                format::number(fewestRequests));
    case Reproduction::State::NoActual:
        break;
    }
    return tr("Nobody knows what these calls cost, so there is nothing to reproduce.");
}

QString SimulatorWords::verdict(const SimulationReport &report, std::size_t index, const Currency &currency)
{
    const VariantReport &variant = report.variants[index];
    const QString letter = format::text(letterOf(index));
    const base::Money difference = variant.difference;
    const base::Money size = difference < base::Money() ? -difference : difference;
    const base::Money monthly = report.perMonth(size);
    const QString days = format::decimal(report.days, report.days < 10 ? 1 : 0);
    switch (variant.verdict) {
    case Verdict::Cheaper:
        return tr("%1 is clearly cheaper: %2 in %3 days, about %4 a month")
            .arg(letter, money(size, currency), days, money(monthly, currency));
    case Verdict::Dearer:
        return tr("%1 is clearly dearer: %2 in %3 days, about %4 a month")
            .arg(letter, money(size, currency), days, money(monthly, currency));
    case Verdict::NoClearDifference:
        return tr("%1 makes no clear difference").arg(letter);
    case Verdict::NoDifference:
        return tr("%1 changes nothing here").arg(letter);
    case Verdict::NotJudged:
        break;
    }
    return index == 0 ? tr("A is the log, replayed as it was") : tr("%1 is not judged").arg(letter);
}

QString SimulatorWords::explanation(const SimulationReport &report, std::size_t index)
{
    const VariantReport &variant = report.variants[index];
    const Variant &settings = variant.result.variant;
    QStringList sentences;
    if (variant.verdict == Verdict::NoClearDifference)
        sentences << tr("The band of its difference reaches across zero: on other days it could be the other way "
                        "round.");
    if (variant.verdict == Verdict::NotJudged && index > 0) {
        if (report.reproduction.state != Reproduction::State::Reproduced)
            sentences << tr("The figures stand above, but nothing says how far they can be trusted.");
        else if (settings.changesLocalCache() && !report.reproduction.localReproduced)
            sentences
                << tr("The local cache's hits are not reproduced (off by %1): its settings changed in this time, "
                      "or entries were removed.")
                       .arg(percent(report.reproduction.localError));
        else
            sentences << tr("A band needs %n day(s) or hours with calls.", nullptr, fewestClusters);
    }
    if (variant.verdict == Verdict::Dearer && settings.lifetime)
        sentences << tr("The dearer write is not read often enough.");
    if (index > 0 && (variant.verdict == Verdict::Cheaper || variant.verdict == Verdict::NoClearDifference)) {
        if (settings.tools == ToolOrder::ByName)
            sentences << tr("Send the tools in the order of their names.");
        if (settings.marks == MarkPlaces::Best)
            sentences << tr("Put cache_control behind the tools, the system text and the newest message.");
        if (settings.lifetime)
            sentences << tr(
                "Ask for the lifetime in the request: \"ttl\" in cache_control, prompt_cache_retention.");
        if (settings.warmGate)
            sentences << tr(
                "Let the first of several equal beginnings go ahead and the others follow its first byte.");
        if (settings.keepWarm)
            sentences << tr("Repeat the fixed beginning with one token of output before it expires.");
        if (settings.matching != Matching::AsProvider)
            sentences << tr("The way of matching is the provider's; this shows what it costs.");
    }
    return sentences.join(u' ');
}

QString SimulatorWords::leftOut(const LeftOut &leftOut)
{
    QString text = tr("Output is the same in all variants.");
    if (leftOut.total() > 0)
        text += QStringLiteral(" ")
            % tr("%n request(s) without a stored body or usage stay as they were.", nullptr,
                 static_cast<int>(std::min<std::int64_t>(leftOut.total(), 1'000'000'000)));
    return text;
}

QString SimulatorWords::optionName(AdviceOption option)
{
    switch (option) {
    case AdviceOption::NoCache:
        return tr("no provider cache");
    case AdviceOption::BestMarks:
        return tr("marks at the best places");
    case AdviceOption::LongLifetime:
        return tr("lifetime of an hour");
    case AdviceOption::BestMarksLongLifetime:
        return tr("best marks, kept an hour");
    case AdviceOption::KeepWarm:
        return tr("keep warm for an hour");
    case AdviceOption::SortedTools:
        return tr("tools sorted");
    case AdviceOption::WarmGate:
        return tr("warm gate");
    case AdviceOption::LongerLocal:
        break;
    }
    return tr("local answers for 7 days");
}

QString SimulatorWords::recommendation(const FamilyAdvice &advice)
{
    if (advice.best)
        return optionName(advice.options[*advice.best].option);
    const bool judged = std::any_of(advice.options.begin(), advice.options.end(), [](const OptionResult &option) {
        return option.verdict != Verdict::NotJudged;
    });
    return judged ? tr("keep as it is") : tr("not judged");
}

QVector<SimulatorWords::Answer> SimulatorWords::answers(const FamilyAdvice &advice, const Currency &currency)
{
    QVector<Answer> answers;
    const auto option = [&](AdviceOption which) -> const OptionResult * {
        const auto found = std::find_if(
            advice.options.begin(), advice.options.end(), [which](const auto &one) { return one.option == which; });
        return found == advice.options.end() ? nullptr : &*found;
    };
    const auto judged = [&](AdviceOption which, const QString &question) {
        const OptionResult *result = option(which);
        if (result == nullptr)
            return;
        QString text;
        switch (result->verdict) {
        case Verdict::Cheaper:
            text = tr("Yes: %1, band %2.");
            break;
        case Verdict::Dearer:
            text = tr("No: %1, band %2.");
            break;
        case Verdict::NoClearDifference:
            text = tr("No clear difference: %1, band %2.");
            break;
        case Verdict::NoDifference:
            answers.append({ question, tr("It changes nothing here.") });
            return;
        case Verdict::NotJudged:
            text = tr("Not judged: %1, band %2.");
            break;
        }
        answers.append(
            { question, text.arg(signedMoney(result->difference, currency), band(result->band, currency)) });
    };
    answers.append({ tr("Does this prompt come again, and soon enough?"),
                     tr("%1 of the calls follow another within 5 minutes, %2 within an hour; %3 calls a day.")
                         .arg(
                             percent(advice.againIn5Minutes), percent(advice.againInAnHour),
                             format::decimal(advice.callsPerDay, 0)) });
    const QString length = tr("Tools and system text are about %1 tokens").arg(format::number(advice.fixedTokens));
    answers.append({ tr("Is its beginning long enough to be cached?"),
                     advice.minimumTokens == 0 ? length % tr("; the provider publishes no minimum.")
                                               : length
                             % (advice.fixedTokens >= advice.minimumTokens
                                    ? tr("; the minimum is %1: yes.")
                                    : tr("; the minimum is %1: only with the messages."))
                                   .arg(format::number(advice.minimumTokens)) });
    answers.append({ tr("Is it cached now?"),
                     tr("%1 of the input is read from the cache, %2 is written to it.")
                         .arg(percent(advice.readNow), percent(advice.writtenNow)) });
    const base::Money saved = advice.withoutCache - advice.costNow;
    answers.append({ tr("Does the write premium pay?"),
                     saved >= base::Money()
                         ? tr("Yes: %1 now, %2 without any cache.")
                               .arg(money(advice.costNow, currency), money(advice.withoutCache, currency))
                         : tr("No: %1 now, %2 without any cache.")
                               .arg(money(advice.costNow, currency), money(advice.withoutCache, currency)) });
    judged(AdviceOption::BestMarks, tr("Would other places for the marks pay?"));
    judged(AdviceOption::LongLifetime, tr("Would a lifetime of an hour pay?"));
    judged(AdviceOption::KeepWarm, tr("Would keeping it warm pay?"));
    judged(AdviceOption::SortedTools, tr("Does the order of the tools cost anything?"));
    answers.append({ tr("Do parallel starts write it several times?"),
                     tr("%n call(s) began before a first one had its answer.", nullptr,
                        static_cast<int>(std::min<std::int64_t>(advice.parallelStarts, 1'000'000'000))) });
    judged(AdviceOption::WarmGate, tr("Would a warm gate pay?"));
    answers.append({ tr("Could answers come from here, without asking at all?"),
                     tr("%1 of the calls ask exactly what was asked before; %2 are answered locally.")
                         .arg(percent(advice.identical), percent(advice.localNow)) });
    judged(AdviceOption::LongerLocal, tr("Would keeping answers for 7 days pay?"));
    return answers;
}

} // namespace cachescope::ui
