// SPDX-License-Identifier: MIT
#include "cache/sealed_entry.h"

#include "storage/compression.h"

#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>

namespace cachescope::cache {

namespace {

using base::Digest;
using base::ErrorCode;
using base::failure;
using nlohmann::json;

constexpr std::size_t shortestKey = 32;
constexpr std::size_t nonceBytes = 12;
constexpr std::size_t tagBytes = 16;
constexpr char formatVersion = 1;
/** Version, codec, size before packing, nonce. */
constexpr std::size_t headBytes = 1 + 1 + 8 + nonceBytes;

std::string bytesOf(const Digest &digest)
{
    return { reinterpret_cast<const char *>(digest.data()), digest.size() };
}

base::Secret derived(const base::Secret &key, std::string_view purpose)
{
    return base::Secret(bytesOf(base::hmacSha256(key.reveal(), purpose)));
}

json usageToJson(const providers::Usage &usage)
{
    const providers::TokenUsage &t = usage.tokens;
    return { static_cast<int>(usage.source),
             t.fresh,
             t.cacheRead,
             t.cacheWrite5m,
             t.cacheWrite1h,
             t.cacheWriteOther,
             t.output,
             t.reasoning,
             usage.rawJson };
}

providers::Usage usageFromJson(const json &value)
{
    providers::Usage usage;
    usage.source = static_cast<providers::UsageSource>(std::clamp(value.at(0).get<int>(), 0, 2));
    providers::TokenUsage &t = usage.tokens;
    std::size_t at = 1;
    for (std::int64_t *count :
         { &t.fresh, &t.cacheRead, &t.cacheWrite5m, &t.cacheWrite1h, &t.cacheWriteOther, &t.output, &t.reasoning })
        *count = value.at(at++).get<std::int64_t>();
    usage.rawJson = value.at(at).get<std::string>();
    return usage;
}

/** Texts go as byte strings: an answer need not be UTF-8. */
json bytes(const std::string &text)
{
    return json::binary({ text.begin(), text.end() });
}

std::string textOf(const json &value)
{
    const auto &binary = value.get_binary();
    return { binary.begin(), binary.end() };
}

std::string toCbor(const Entry &entry)
{
    json headers = json::array();
    for (const auto &[name, value] : entry.contentHeaders)
        headers.push_back({ bytes(name), bytes(value) });
    json document{
        { "key", bytes(bytesOf(entry.canonical)) },
        { "check", bytes(bytesOf(entryChecksum(entry))) },
        { "upstream", entry.upstream },
        { "model", entry.model },
        { "project", entry.project },
        { "namespace", entry.nameSpace },
        { "version", entry.version },
        { "credential", entry.credential },
        { "tags", entry.tags },
        { "api", static_cast<int>(entry.api) },
        { "form", static_cast<int>(entry.form) },
        { "include_usage", entry.includeUsage },
        { "status", entry.status },
        { "type", bytes(entry.contentType) },
        { "coding", bytes(entry.contentEncoding) },
        { "headers", std::move(headers) },
        { "body", bytes(entry.body) },
        { "stored", entry.storedAt },
        { "expires", entry.expiresAt },
        { "usage", usageToJson(entry.usage) },
        { "first_token", entry.originalFirstTokenMicros },
        { "total", entry.originalTotalMicros },
        { "text", bytes(entry.firstText) },
        { "prompt", bytes(entry.promptText) },
        { "system", entry.systemHash },
    };
    if (entry.cost)
        document["cost"] = entry.cost->pico();
    const std::vector<std::uint8_t> cbor = json::to_cbor(document);
    return { cbor.begin(), cbor.end() };
}

/** Throws nlohmann's exceptions for what is missing or of another type. */
Entry fromCbor(std::string_view cbor)
{
    const json document = json::from_cbor(cbor.begin(), cbor.end());
    Entry entry;
    const std::string key = textOf(document.at("key"));
    const std::string check = textOf(document.at("check"));
    if (key.size() == entry.canonical.size())
        std::copy(key.begin(), key.end(), entry.canonical.begin());
    if (check.size() == entry.bodyChecksum.size())
        std::copy(check.begin(), check.end(), entry.bodyChecksum.begin());
    entry.upstream = document.at("upstream").get<std::string>();
    entry.model = document.at("model").get<std::string>();
    entry.project = document.at("project").get<std::string>();
    entry.nameSpace = document.at("namespace").get<std::string>();
    entry.version = document.at("version").get<std::string>();
    entry.credential = document.at("credential").get<std::string>();
    entry.tags = document.at("tags").get<std::vector<std::string>>();
    entry.api = static_cast<providers::Api>(document.at("api").get<int>());
    entry.form = static_cast<providers::AnswerForm>(document.at("form").get<int>());
    entry.includeUsage = document.at("include_usage").get<bool>();
    entry.status = document.at("status").get<int>();
    entry.contentType = textOf(document.at("type"));
    entry.contentEncoding = textOf(document.at("coding"));
    for (const json &header : document.at("headers"))
        entry.contentHeaders.emplace_back(textOf(header.at(0)), textOf(header.at(1)));
    entry.body = textOf(document.at("body"));
    entry.storedAt = document.at("stored").get<std::int64_t>();
    entry.expiresAt = document.at("expires").get<std::int64_t>();
    entry.usage = usageFromJson(document.at("usage"));
    entry.originalFirstTokenMicros = document.at("first_token").get<std::int64_t>();
    entry.originalTotalMicros = document.at("total").get<std::int64_t>();
    entry.firstText = textOf(document.at("text"));
    entry.promptText = textOf(document.at("prompt"));
    entry.systemHash = document.at("system").get<std::uint64_t>();
    if (const auto cost = document.find("cost"); cost != document.end())
        entry.cost = base::Money::fromPico(cost->get<std::int64_t>());
    return entry;
}

enum class Way
{
    Seal,
    Open
};

struct ContextCloser
{
    void operator()(EVP_CIPHER_CTX *context) const { EVP_CIPHER_CTX_free(context); }
};

const unsigned char *raw(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

/** AES-256-GCM over `in`; `tag` is given out (Seal) or compared (Open). False: OpenSSL refuses, or it is not ours.
 */
bool crypt(
    Way way, const base::Secret &key, std::string_view nonce, std::string_view associated, std::string_view in,
    std::string &out, std::string &tag)
{
    const std::unique_ptr<EVP_CIPHER_CTX, ContextCloser> context(EVP_CIPHER_CTX_new());
    const int direction = way == Way::Seal ? 1 : 0;
    int size = 0;
    out.resize(in.size());
    auto *const target = reinterpret_cast<unsigned char *>(out.data());
    if (!context
        || EVP_CipherInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, raw(key.reveal()), raw(nonce), direction)
            != 1
        || EVP_CipherUpdate(context.get(), nullptr, &size, raw(associated), static_cast<int>(associated.size()))
            != 1
        || EVP_CipherUpdate(context.get(), target, &size, raw(in), static_cast<int>(in.size())) != 1)
        return false;
    if (way == Way::Open
        && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(tagBytes), tag.data()) != 1)
        return false;
    int rest = 0;
    if (EVP_CipherFinal_ex(context.get(), target + size, &rest) != 1)
        return false;
    tag.resize(tagBytes);
    return way == Way::Open
        || EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tagBytes), tag.data()) == 1;
}

void appendNumber(std::string &out, std::uint64_t number)
{
    for (int shift = 0; shift < 64; shift += 8)
        out += static_cast<char>(number >> shift & 0xFFU);
}

std::uint64_t numberAt(std::string_view text, std::size_t at)
{
    std::uint64_t number = 0;
    for (std::size_t i = 8; i-- > 0;)
        number = number << 8U | static_cast<unsigned char>(text[at + i]);
    return number;
}

tl::unexpected<base::Error> notOurs(const char *what)
{
    return failure(ErrorCode::Corrupt, std::string("A shared answer ") + what + '.');
}

} // namespace

base::Result<TeamSecrets> TeamSecrets::from(const base::Secret &teamKey)
{
    if (teamKey.reveal().size() < shortestKey)
        return failure(
            ErrorCode::InvalidInput,
            "The team key of the shared cache has under 32 characters. Make one with: openssl rand -base64 32");
    return TeamSecrets{ derived(teamKey, "cachescope shared entry"), derived(teamKey, "cachescope shared name"),
                        derived(teamKey, "cachescope shared credential") };
}

std::string sealedName(std::string_view what, const TeamSecrets &secrets)
{
    return std::string(sharedNamePrefix) + base::toHex(base::hmacSha256(secrets.name.reveal(), what));
}

std::string sealedName(const Digest &canonical, const TeamSecrets &secrets)
{
    return sealedName(bytesOf(canonical), secrets);
}

base::Result<std::string> sealText(std::string_view plain, std::string_view purpose, const TeamSecrets &secrets)
{
    const storage::Packed packed = storage::pack(plain);
    std::string out(1, formatVersion);
    out += static_cast<char>(packed.codec);
    appendNumber(out, plain.size());
    const std::string nonce = base::randomBytes(nonceBytes);
    out += nonce;
    std::string sealed, tag;
    // The head is authenticated with the key: who changes the size changes what is unpacked.
    if (!crypt(Way::Seal, secrets.seal, nonce, std::string(purpose) + out, packed.data, sealed, tag))
        return failure(ErrorCode::Internal, "An answer could not be encrypted for the shared cache.");
    return out + sealed + tag;
}

base::Result<std::string> unsealText(
    std::string_view sealed, std::string_view purpose, const TeamSecrets &secrets, std::size_t largestBytes)
{
    if (sealed.size() < headBytes + tagBytes || sealed[0] != formatVersion)
        return notOurs("is of another format");
    const std::string_view head = sealed.substr(0, headBytes);
    const std::string_view text = sealed.substr(headBytes, sealed.size() - headBytes - tagBytes);
    std::string tag(sealed.substr(sealed.size() - tagBytes));
    std::string packed;
    if (!crypt(
            Way::Open, secrets.seal, head.substr(headBytes - nonceBytes), std::string(purpose) + std::string(head),
            text, packed, tag))
        return notOurs("was not sealed with this team's key for this question");
    const std::uint64_t size = numberAt(head, 2);
    const auto codec = static_cast<storage::Codec>(head[1]);
    if (size > largestBytes || (codec != storage::Codec::Raw && codec != storage::Codec::Zstd))
        return notOurs("is too large");
    return storage::unpack(codec, packed, size);
}

base::Result<std::string> seal(const Entry &entry, const TeamSecrets &secrets)
{
    return sealText(toCbor(entry), bytesOf(entry.canonical), secrets);
}

base::Result<Entry> unseal(
    std::string_view sealed, const Digest &canonical, const TeamSecrets &secrets, std::size_t largestBytes)
{
    const auto plain = unsealText(sealed, bytesOf(canonical), secrets, largestBytes);
    if (!plain)
        return tl::unexpected(plain.error());
    try {
        Entry entry = fromCbor(*plain);
        if (entry.canonical != canonical || entryChecksum(entry) != entry.bodyChecksum)
            return notOurs("does not answer this question");
        return entry;
    } catch (const json::exception &) {
        return notOurs("has a field missing or of another kind");
    }
}

} // namespace cachescope::cache
