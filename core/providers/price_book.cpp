// SPDX-License-Identifier: MIT
#include "providers/price_book.h"

#include "providers/price_lookup.h"
#include "providers/price_reader.h"
#include "providers/shipped_prices.h"
#include "providers/upstreams.h"

#include <limits>

namespace cachescope::providers {

struct PriceBook::Data
{
    std::string currency = "USD";
    std::string version;
    std::vector<PricedModel> models;
    PriceLookup lookup;
    std::map<std::string, std::string, std::less<>> upstreams;

    void index();
    void overlay(PriceFile &&file);
    const PricedModel *find(std::string_view upstream, std::string_view model) const;
};

namespace {

__extension__ using Wide = __int128;

/** What a service tier or a place of inference makes of every price. */
struct Factor
{
    std::int64_t numerator = 1;
    std::int64_t denominator = 1;
};

/** Rules, section 2, points 4 and 5; other providers' tiers have no published factor and count as they are. */
Factor factorFor(std::string_view provider, const PriceContext &context)
{
    Factor factor;
    const bool openAi = provider == "openai" || provider == "azure";
    const bool anthropic = provider == "anthropic";
    if (context.serviceTier == "batch" && (openAi || anthropic))
        factor.denominator *= 2;
    else if (context.serviceTier == "flex" && openAi)
        factor.denominator *= 2;
    else if ((context.serviceTier == "priority" || context.serviceTier == "fast") && openAi)
        factor.numerator *= 2;
    if (anthropic && context.inferenceGeo == "us") {
        factor.numerator *= 11;
        factor.denominator *= 10;
    }
    return factor;
}

/** The rates of a usage: what is published, with automatic hits and surcharges resolved; the factor not yet in. */
Rates resolve(const RateSet &set, base::TokenPrice input, bool explicitCache)
{
    Rates rates;
    rates.input = input;
    rates.output = set.price(Rate::Output);
    rates.cacheRead = set.price(Rate::CacheRead);
    if (!explicitCache && set.price(Rate::CacheReadImplicit))
        rates.cacheRead = set.price(Rate::CacheReadImplicit);
    rates.cacheWrite5m = set.price(Rate::CacheWrite5m);
    rates.cacheWrite30m = set.price(Rate::CacheWrite30m);
    rates.cacheWrite1h = set.price(Rate::CacheWrite1h);
    rates.cacheStorageHour = set.price(Rate::CacheStorageHour);
    const auto surcharge = set.price(Rate::CacheWriteSurcharge5m);
    if (!rates.cacheWrite5m && surcharge)
        rates.cacheWrite5m = base::TokenPrice{ input.picoPerToken + surcharge->picoPerToken };
    return rates;
}

/** Adds up amounts and notices when one leaves the range of Money. */
class Sum
{
public:
    explicit Sum(Factor factor)
        : m_factor(factor)
    { }

    base::Money amount(std::int64_t tokens, std::optional<base::TokenPrice> price)
    {
        if (tokens == 0)
            return {};
        m_known &= price.has_value();
        Wide pico = Wide{ tokens } * price.value_or(base::TokenPrice{}).picoPerToken * m_factor.numerator;
        pico = (pico + m_factor.denominator / 2) / m_factor.denominator;
        // A thousandth of the range, so that sums of calls fit as well.
        m_known &= pico >= 0 && pico < std::numeric_limits<std::int64_t>::max() / 1000;
        return base::Money::fromPico(m_known ? static_cast<std::int64_t>(pico) : 0);
    }
    bool isKnown() const { return m_known; }

private:
    Factor m_factor;
    bool m_known = true;
};

base::TokenPrice times(base::TokenPrice price, Factor factor)
{
    return scaled(price, factor.numerator, factor.denominator);
}

void apply(std::optional<base::TokenPrice> &price, Factor factor)
{
    if (price)
        price = times(*price, factor);
}

/** Takes over what an entry names; a first entry of a model brings everything. */
void merge(PricedModel &model, ModelEntry &&entry)
{
    ModelCard &card = model.card;
    ModelCard &over = entry.model.card;
    if (entry.hasName)
        card.name = std::move(over.name);
    if (entry.hasAliases)
        card.aliases = std::move(over.aliases);
    if (entry.hasCacheMode)
        card.cacheMode = std::move(over.cacheMode);
    if (entry.hasExplicitSupport)
        card.explicitMarksSupported = over.explicitMarksSupported;
    if (entry.hasTokenizer)
        card.tokenizer = std::move(over.tokenizer);
    if (over.contextWindow)
        card.contextWindow = over.contextWindow;
    if (over.maxOutput)
        card.maxOutput = over.maxOutput;
    if (over.minCacheableTokens)
        card.minCacheableTokens = over.minCacheableTokens;
    if (over.cacheIncrementTokens)
        card.cacheIncrementTokens = over.cacheIncrementTokens;
    if (!over.asOf.empty())
        card.asOf = std::move(over.asOf);
    // What the user gives, the user knows.
    card.unverified = std::move(over.unverified);
    model.rates.overlay(entry.model.rates);
    if (entry.hasTiers)
        model.tiers = std::move(entry.model.tiers);
    if (entry.hasSchedules)
        model.schedules = std::move(entry.model.schedules);
}

} // namespace

void PriceBook::Data::index()
{
    lookup = {};
    for (std::size_t i = 0; i < models.size(); ++i)
        lookup.add(models[i].card, i);
}

void PriceBook::Data::overlay(PriceFile &&file)
{
    for (ModelEntry &entry : file.models) {
        const std::size_t at = lookup.findExact(entry.model.card.provider, entry.model.card.id);
        if (at != PriceLookup::notFound) {
            merge(models[at], std::move(entry));
        } else {
            lookup.add(entry.model.card, models.size());
            models.push_back(std::move(entry.model));
        }
    }
    upstreams = std::move(file.upstreams);
    if (!file.generated.empty())
        version = version.empty() ? file.generated : version + '+' + file.generated;
}

const PricedModel *PriceBook::Data::find(std::string_view upstream, std::string_view model) const
{
    std::string_view provider = upstream;
    if (const auto mapped = upstreams.find(upstream); mapped != upstreams.end())
        provider = mapped->second;
    else if (const BuiltInUpstream *builtIn = builtInUpstream(upstream); builtIn && !lookup.knowsProvider(upstream))
        provider = builtIn->priceProvider;
    const std::size_t found = lookup.find(provider, model);
    return found == PriceLookup::notFound ? nullptr : &models[found];
}

PriceBook::PriceBook(std::unique_ptr<Data> data)
    : m_data(std::move(data))
{ }

PriceBook::~PriceBook() = default;

std::shared_ptr<const PriceBook> PriceBook::shipped()
{
    static const std::shared_ptr<const PriceBook> book = withOverrides({}, {}, "USD").value();
    return book;
}

base::Result<std::shared_ptr<const PriceBook>> PriceBook::withOverrides(
    std::string_view userJson, std::string_view fileName, std::string_view currency)
{
    auto shippedFile = readPriceFile(shippedPrices(), "of this program");
    if (!shippedFile)
        return tl::unexpected(base::Error{ base::ErrorCode::Internal, shippedFile.error().message });
    PriceFile userFile;
    if (!userJson.empty()) {
        auto read = readPriceFile(userJson, fileName);
        if (!read)
            return tl::unexpected(read.error());
        userFile = std::move(*read);
    }
    if (!currency.empty() && !userFile.currency.empty() && userFile.currency != currency)
        return base::failure(
            base::ErrorCode::InvalidInput,
            "The price file " + std::string(fileName) + " is in " + userFile.currency
                + ", but the configuration sets prices.currency to " + std::string(currency)
                + "; change one of them.");
    auto data = std::make_unique<Data>();
    data->currency = !currency.empty() ? std::string(currency) : userFile.currency;
    if (data->currency.empty())
        data->currency = "USD";
    if (data->currency != "USD" && data->currency != "CNY")
        return base::failure(
            base::ErrorCode::InvalidInput,
            "Prices can be in USD or CNY, not in \"" + data->currency + "\"; correct prices.currency.");
    data->overlay(std::move(*shippedFile));
    if (data->currency == "CNY")
        for (PricedModel &model : data->models)
            convertToCny(model, userFile.cnyPerUsd);
    data->overlay(std::move(userFile));
    data->index();
    return std::make_shared<const PriceBook>(std::move(data));
}

const ModelCard *PriceBook::find(std::string_view upstream, std::string_view model) const
{
    const PricedModel *const found = m_data->find(upstream, model);
    return found ? &found->card : nullptr;
}

std::optional<Rates> PriceBook::rates(
    std::string_view upstream, std::string_view model, std::int64_t promptTokens, const PriceContext &context) const
{
    const PricedModel *const found = m_data->find(upstream, model);
    if (!found)
        return {};
    const RateSet set = found->ratesFor(promptTokens, context.startedAt);
    const auto input = set.price(Rate::Input);
    if (!input)
        return {};
    const Factor factor = factorFor(found->card.provider, context);
    Rates rates = resolve(set, *input, context.explicitCache);
    rates.input = times(rates.input, factor);
    apply(rates.output, factor);
    apply(rates.cacheRead, factor);
    apply(rates.cacheWrite5m, factor);
    apply(rates.cacheWrite30m, factor);
    apply(rates.cacheWrite1h, factor);
    return rates;
}

std::optional<Cost> PriceBook::cost(
    std::string_view upstream, std::string_view model, const TokenUsage &usage, const PriceContext &context) const
{
    const PricedModel *const found = m_data->find(upstream, model);
    if (!found)
        return {};
    const RateSet set = found->ratesFor(usage.input(), context.startedAt);
    const auto input = set.price(Rate::Input);
    if (!input)
        return {};
    // Alibaba's two ways exclude each other within a request, so a write says that reads are explicit, too.
    const Rates rates = resolve(set, *input, context.explicitCache || usage.cacheWrite() > 0);
    Sum sum(factorFor(found->card.provider, context));
    Cost cost;
    cost.input = sum.amount(usage.fresh, input);
    cost.cacheRead = sum.amount(usage.cacheRead, rates.cacheRead.value_or(*input));
    cost.cacheWrite = sum.amount(usage.cacheWrite5m, rates.cacheWrite5m.value_or(*input))
        + sum.amount(usage.cacheWrite1h, rates.cacheWrite1h.value_or(*input))
        // A time that is not named is the provider's default: 30 minutes at OpenAI, else 5.
        + sum.amount(usage.cacheWriteOther, rates.cacheWrite30m.value_or(rates.cacheWrite5m.value_or(*input)));
    cost.output = sum.amount(usage.output, rates.output);
    cost.billed = cost.input + cost.cacheRead + cost.cacheWrite + cost.output;
    cost.withoutCache = sum.amount(usage.input(), input) + cost.output;
    if (!sum.isKnown())
        return {};
    return cost;
}

std::string_view PriceBook::currency() const
{
    return m_data->currency;
}

std::string_view PriceBook::version() const
{
    return m_data->version;
}

std::vector<const ModelCard *> PriceBook::models() const
{
    std::vector<const ModelCard *> cards;
    cards.reserve(m_data->models.size());
    for (const PricedModel &model : m_data->models)
        cards.push_back(&model.card);
    return cards;
}

} // namespace cachescope::providers
