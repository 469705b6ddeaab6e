// SPDX-License-Identifier: MIT
#include "ui/settings/help_section.h"

#include "providers/upstreams.h"
#include "ui/format/format.h"
#include "ui/parts/card.h"
#include "ui/settings/setting_row.h"
#include "ui/shell/backend.h"

namespace cachescope::ui {

namespace {

constexpr int longestGate = 60'000;

constexpr int aDay = 86'400;
constexpr int mostCents = 1'000'000;
constexpr int usualCents = 100; ///< Where the file is silent.

template <typename Time> QVariant count(const std::optional<Time> &time)
{
    return time ? int(time->count()) : 0;
}

} // namespace

HelpSection::HelpSection(Backend &backend, QWidget *parent)
    : SettingsSection(
        backend, tr("Provider caches"),
        tr("Small changes to calls on their way, so that the provider's own cache serves them. All are off until "
           "you "
           "switch them on, and each change is shown in the call's summary. The local cache never sees them."),
        parent)
{
    m_upstream = backend.configuration().defaultUpstream;
    QVector<SettingChoice> names;
    for (const auto &[name, upstream] : backend.configuration().upstreams)
        names.append({ format::text(name), format::text(name) });
    Card *choiceCard = addCard();
    m_choice = new ChoiceControl(
        tr("Provider"), names, [](const QVariant &name) { return name.toString(); }, choiceCard);
    addRow(choiceCard, tr("Provider"), tr("For single projects: \"help\" in a caching policy"), m_choice);
    connect(m_choice, &SettingControl::edited, this, [this](const QVariant &name) {
        m_upstream = name.toString().toStdString();
        refresh();
    });
    m_card = addCard(tr("Calls to this provider"));
    setUpRows();
    refresh();
}

HelpSection::~HelpSection() = default;

void HelpSection::setUpRows()
{
    using Help = config::ProviderHelp;
    const auto flag = [](const QString &name, Card *card) { return new SwitchControl(name, card); };
    const QString usage = tr("Ask streams for their usage");
    addHelp(
        usage,
        tr("Adds stream_options.include_usage to chat streams without it, so that their cost is known; the extra "
           "chunk "
           "is kept from the client. Such answers come uncompressed. Costs nothing"),
        "include_usage", OpenAi, flag(usage, m_card), false,
        [](const Help &help) { return help.includeUsage.value_or(false); }, settingjson::boolean);
    const QString key = tr("Cache key");
    addHelp(
        key,
        tr("Adds a prompt_cache_key made of the project and the fixed beginning, so that calls that begin alike "
           "meet the "
           "same machine. Above some 15 calls a minute for one key it helps less. Costs nothing"),
        "cache_key", OpenAi, flag(key, m_card), false,
        [](const Help &help) { return help.cacheKey.value_or(false); }, settingjson::boolean);
    const QString marks = tr("Cache marks");
    addHelp(
        marks,
        tr("Adds cache_control behind tools, system text and conversation where the client set none. What is "
           "written "
           "costs a quarter more than plain input (1 hour: twice as much), what is read a tenth or less"),
        "marks", Anthropic,
        new ChoiceControl(
            marks,
            { { QStringLiteral("off"), tr("none") },
              { QStringLiteral("5m"), tr("for 5 minutes") },
              { QStringLiteral("1h"), tr("for an hour") } },
            {}, m_card),
        QStringLiteral("off"),
        [](const Help &help) {
            const auto lifetime = help.marks.value_or(config::MarkLifetime::None);
            return QVariant(
                lifetime == config::MarkLifetime::None          ? QStringLiteral("off")
                    : lifetime == config::MarkLifetime::OneHour ? QStringLiteral("1h")
                                                                : QStringLiteral("5m"));
        },
        settingjson::text);
    const QString objects = tr("Cached contents");
    addHelp(
        objects,
        tr("Makes a cached object of a beginning that comes often enough, and names it in the calls that follow; "
           "it lives "
           "this long. Writing it costs as much as its input, keeping it is charged by the hour; made only where "
           "that "
           "pays. 0: off"),
        "cached_contents_s", Gemini, new NumberControl(objects, 0, aDay, tr("s", "seconds"), m_card), 0,
        [](const Help &help) { return count(help.cachedContents); }, settingjson::whole);
    const QString warm = tr("Keep warm");
    addHelp(
        warm,
        tr("Reads marked tools and system text again shortly before they expire, at most this long behind the last "
           "call, "
           "and only where by the gaps so far that saves more than it costs. The caller's key stays in memory so "
           "long. "
           "0: off"),
        "keep_warm_s", Anthropic, new NumberControl(warm, 0, aDay, tr("s", "seconds"), m_card), 0,
        [](const Help &help) { return count(help.keepWarm); }, settingjson::whole);
    const QString budget = tr("Keep warm for at most");
    addHelp(
        budget,
        tr("A day, in cents of a dollar or of what prices are in; then no more pings until the next day (UTC)"),
        "keep_warm_cents_per_day", Anthropic,
        new NumberControl(budget, 0, mostCents, tr("cents", "hundredths of the currency"), m_card), usualCents,
        [](const Help &help) { return QVariant(help.keepWarmCents.value_or(usualCents)); }, settingjson::whole);
    const QString diagnostics = tr("Ask for cache diagnostics");
    addHelp(
        diagnostics,
        tr("Names the answer of the call before that began alike, so that the provider says why its cache missed; "
           "shown in "
           "the Why pane. Adds a beta field that a provider may refuse; the call then goes as it came"),
        "diagnostics", OpenAi | Anthropic, new SwitchControl(diagnostics, m_card), false,
        [](const Help &help) { return help.diagnostics.value_or(false); }, settingjson::boolean);
    const QString gate = tr("Warm gate");
    addHelp(
        gate,
        tr("Of calls that begin alike and start together one goes first; the others wait for its first byte, at "
           "most "
           "this long, and read what it wrote. Costs time, saves all writes but one; 0: off"),
        "warm_gate_ms", All, new NumberControl(gate, 0, longestGate, tr("ms", "milliseconds"), m_card), 0,
        [](const Help &help) { return count(help.warmGate); }, settingjson::whole);
}

void HelpSection::addHelp(
    const QString &name, const QString &description, const char *key, int fits, SettingControl *control,
    const QVariant &off, std::function<QVariant(const config::ProviderHelp &)> read,
    std::function<std::string(const QVariant &)> toJson)
{
    SettingRow *row = addRow(m_card, name, description, control);
    connect(control, &SettingControl::edited, this, [this, row, key, off, toJson](const QVariant &value) {
        change(row, "upstreams." + m_upstream + ".help." + key, value == off ? std::string() : toJson(value));
    });
    connect(row, &SettingRow::resetRequested, this, [this, row, key] {
        change(row, "upstreams." + m_upstream + ".help." + key, {});
    });
    m_help.push_back({ row, control, fits, off, std::move(read) });
}

const config::Upstream *HelpSection::shown() const
{
    const auto &upstreams = backend().configuration().upstreams;
    const auto found = upstreams.find(m_upstream);
    return found == upstreams.end() ? nullptr : &found->second;
}

void HelpSection::refresh()
{
    SettingsSection::refresh();
    if (shown() == nullptr)
        m_upstream = backend().configuration().defaultUpstream;
    m_choice->setValue(format::text(m_upstream));
    int family = All; // Of an upstream of the user's own nobody knows what it speaks.
    if (const providers::BuiltInUpstream *known = providers::builtInUpstream(m_upstream))
        family = known->family == providers::ApiFamily::Anthropic ? Anthropic
            : known->family == providers::ApiFamily::Gemini       ? Gemini
                                                                  : OpenAi;
    for (const Row &help : m_help) {
        const QVariant value = shown() != nullptr ? help.read(shown()->help) : help.off;
        help.control->setValue(value);
        help.row->setChanged(value != help.off);
        help.row->setVisible((help.fits & family) != 0);
    }
}

} // namespace cachescope::ui
