// SPDX-License-Identifier: MIT
#include "simulated/cached_contents.h"

#include "base/text.h"
#include "simulated/answer.h"

#include <charconv>
#include <ctime>

namespace cachescope::simulated {

namespace {

constexpr std::int64_t microsPerSecond = 1'000'000;
constexpr std::size_t mostObjects = 1000;

std::string_view idOf(std::string_view name)
{
    constexpr std::string_view folder = "cachedContents/";
    return name.starts_with(folder) ? name.substr(folder.size()) : name;
}

} // namespace

Checked<base::UnixMicros> CachedContents::expiry(const Json &body) const
{
    if (const std::string ttl = textMember(body, "ttl"); !ttl.empty()) {
        double seconds = 0;
        const auto [end, error] = std::from_chars(ttl.data(), ttl.data() + ttl.size(), seconds);
        if (error != std::errc{} || *end != 's' || !(seconds > 0) || seconds > 1e9)
            return refuse("Invalid value at 'cached_content.ttl': \"" + ttl + "\"");
        return m_clock.wall() + static_cast<std::int64_t>(seconds * 1e6);
    }
    if (const std::string date = textMember(body, "expireTime"); !date.empty()) {
        std::tm parts{};
        const char *rest = strptime(date.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
        if (!rest || (*rest != 'Z' && *rest != '.'))
            return refuse("Invalid value at 'cached_content.expire_time': \"" + date + "\"");
        return static_cast<std::int64_t>(timegm(&parts)) * microsPerSecond;
    }
    return m_clock.wall() + 3600 * microsPerSecond;
}

Checked<const CachedContents::Object *> CachedContents::create(Object object, const Json &body)
{
    const auto expires = expiry(body);
    if (!expires)
        return tl::unexpected<Refusal>(expires.error());
    std::erase_if(m_objects, [&](const auto &item) { return item.second.expiresAt <= m_clock.wall(); });
    if (m_objects.size() >= mostObjects)
        return refuse("The simulated provider keeps at most 1000 cached contents; delete some.");
    object.id = base::toLower(letters(mix(++m_created, hashText(object.model)), 12));
    object.createdAt = object.updatedAt = m_clock.wall();
    object.expiresAt = *expires;
    object.displayName = textMember(body, "displayName");
    Object &kept = m_objects[object.id];
    kept = std::move(object);
    return &kept;
}

CachedContents::Object *CachedContents::living(std::string_view name, std::string_view credential)
{
    const auto it = m_objects.find(idOf(name));
    if (it == m_objects.end() || it->second.credential != credential || it->second.expiresAt <= m_clock.wall())
        return nullptr;
    return &it->second;
}

const CachedContents::Object *CachedContents::find(std::string_view name, std::string_view credential) const
{
    return const_cast<CachedContents *>(this)->living(name, credential);
}

Checked<const CachedContents::Object *> CachedContents::changeExpiry(
    std::string_view name, std::string_view credential, const Json &body)
{
    Object *object = living(name, credential);
    if (!object)
        return tl::unexpected<Refusal>(Refusal{ 403, "CachedContent not found (or permission denied)", {}, {} });
    const auto expires = expiry(body);
    if (!expires)
        return tl::unexpected<Refusal>(expires.error());
    object->expiresAt = *expires;
    object->updatedAt = m_clock.wall();
    return object;
}

bool CachedContents::remove(std::string_view name, std::string_view credential)
{
    return living(name, credential) && m_objects.erase(std::string(idOf(name))) > 0;
}

Json CachedContents::list(std::string_view credential) const
{
    Json objects = Json::array();
    for (const auto &[id, object] : m_objects) {
        if (object.credential == credential && object.expiresAt > m_clock.wall())
            objects.push_back(describe(object));
    }
    return objects.empty() ? Json::object() : Json{ { "cachedContents", objects } };
}

Json CachedContents::withObject(const Object &object, const Json &request)
{
    Json whole = object.content;
    Json contents = Json::array();
    for (const Json *part : { &member(object.content, "contents"), &member(request, "contents") }) {
        if (part->is_array())
            contents.insert(contents.end(), part->begin(), part->end());
        else if (part->is_object())
            contents.push_back(*part);
    }
    whole["contents"] = std::move(contents);
    return whole;
}

Json CachedContents::describe(const Object &object)
{
    Json value{ { "name", "cachedContents/" + object.id }, { "model", "models/" + object.model } };
    if (!object.displayName.empty())
        value["displayName"] = object.displayName;
    value["createTime"] = dateText(object.createdAt / microsPerSecond);
    value["updateTime"] = dateText(object.updatedAt / microsPerSecond);
    value["expireTime"] = dateText(object.expiresAt / microsPerSecond);
    value["usageMetadata"] = { { "totalTokenCount", object.tokens } };
    return value;
}

} // namespace cachescope::simulated
