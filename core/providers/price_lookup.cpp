// SPDX-License-Identifier: MIT
#include "providers/price_lookup.h"

#include "base/text.h"

#include <algorithm>

namespace cachescope::providers {

namespace {

constexpr std::string_view separators = "-@:_";

std::string keyOf(std::string_view provider, std::string_view model)
{
    std::string key(provider);
    key.push_back('\n');
    key += base::toLower(model);
    return key;
}

std::string_view bareName(std::string_view model)
{
    return model.substr(model.rfind('/') + 1);
}

bool isNumber(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool isStage(std::string_view word)
{
    return word == "latest" || word == "preview" || word == "exp" || word == "experimental"
        || (word.size() <= 3 && word.starts_with('v') && isNumber(word.substr(1)));
}

std::size_t lookUp(const std::unordered_map<std::string, std::size_t> &names, const std::string &key)
{
    const auto found = names.find(key);
    return found == names.end() ? PriceLookup::notFound : found->second;
}

} // namespace

bool namesEdition(std::string_view suffix)
{
    bool dated = false; // short numbers are days and months only beside a year or a stage, else they are versions
    while (!suffix.empty()) {
        if (separators.find(suffix.front()) == std::string_view::npos)
            return false;
        suffix.remove_prefix(1);
        const std::string_view word = suffix.substr(0, suffix.find_first_of(separators));
        suffix.remove_prefix(word.size());
        if (isStage(word) || (isNumber(word) && word.size() >= 3))
            dated = true;
        else if (!isNumber(word) || !dated)
            return false;
    }
    return dated;
}

void PriceLookup::add(const ModelCard &card, std::size_t index)
{
    const auto enter = [&](std::string_view name) {
        m_names[keyOf(card.provider, name)] = index;
        const std::string bare = keyOf(card.provider, bareName(name));
        const auto [place, isNew] = m_bareNames.try_emplace(bare, index);
        if (!isNew && place->second != index)
            place->second = notFound;
    };
    enter(card.id);
    for (const std::string &alias : card.aliases)
        enter(alias);
    m_names.try_emplace(keyOf(card.provider, ""), notFound);
}

bool PriceLookup::knowsProvider(std::string_view provider) const
{
    return m_names.contains(keyOf(provider, ""));
}

std::size_t PriceLookup::findExact(std::string_view provider, std::string_view model) const
{
    return lookUp(m_names, keyOf(provider, model));
}

std::size_t PriceLookup::findEdition(std::string_view provider, std::string_view model) const
{
    for (std::size_t end = model.size(); end > 0;) {
        end = model.find_last_of(separators, end - 1);
        if (end == std::string_view::npos || end == 0)
            break;
        if (!namesEdition(model.substr(end)))
            continue;
        const std::size_t found = findExact(provider, model.substr(0, end));
        if (found != notFound)
            return found;
    }
    return notFound;
}

std::size_t PriceLookup::find(std::string_view provider, std::string_view model) const
{
    if (model.starts_with("models/"))
        model.remove_prefix(7);
    if (model.empty())
        return notFound;
    std::size_t found = findExact(provider, model);
    if (found == notFound)
        found = lookUp(m_bareNames, keyOf(provider, bareName(model)));
    if (found == notFound)
        found = findEdition(provider, model);
    if (found == notFound && bareName(model) != model)
        found = findEdition(provider, bareName(model));
    return found;
}

} // namespace cachescope::providers
