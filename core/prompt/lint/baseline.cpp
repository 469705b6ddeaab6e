// SPDX-License-Identifier: MIT
#include "prompt/lint/baseline.h"

#include <nlohmann/json.hpp>

namespace cachescope::prompt {

namespace {

constexpr int formatVersion = 1;

} // namespace

base::Result<Baseline> Baseline::read(std::string_view json, std::string_view fileName)
{
    const auto wrong = [&](const std::string &what) {
        return base::failure(
            base::ErrorCode::InvalidInput,
            "The baseline " + std::string(fileName) + " " + what + "; write it anew with --write-baseline.");
    };
    const auto root = nlohmann::json::parse(json, nullptr, false);
    if (!root.is_object() || !root.contains("findings") || !root["findings"].is_array())
        return wrong("is no list of findings");
    if (root.value("version", 0) != formatVersion)
        return wrong("has a version that this program does not read");
    Baseline baseline;
    for (const auto &entry : root["findings"]) {
        const auto text = [&entry](const char *key) {
            return entry.is_object() && entry.contains(key) && entry[key].is_string()
                ? entry[key].get<std::string>()
                : std::string();
        };
        if (text("file").empty() || text("fingerprint").empty())
            return wrong("has an entry without file or fingerprint");
        baseline.add(text("file"), text("rule"), text("fingerprint"));
    }
    return baseline;
}

void Baseline::add(const std::string &file, std::string_view rule, const std::string &fingerprint)
{
    m_files[file].insert_or_assign(fingerprint, std::string(rule));
}

std::set<std::string, std::less<>> Baseline::of(std::string_view file) const
{
    std::set<std::string, std::less<>> fingerprints;
    if (const auto found = m_files.find(file); found != m_files.end()) {
        for (const auto &[fingerprint, rule] : found->second)
            fingerprints.insert(fingerprint);
    }
    return fingerprints;
}

std::string Baseline::toJson() const
{
    nlohmann::ordered_json findings = nlohmann::ordered_json::array();
    for (const auto &[file, entries] : m_files) {
        for (const auto &[fingerprint, rule] : entries)
            findings.push_back({ { "file", file }, { "rule", rule }, { "fingerprint", fingerprint } });
    }
    const nlohmann::ordered_json root{ { "version", formatVersion }, { "findings", std::move(findings) } };
    return root.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::size_t Baseline::size() const
{
    std::size_t count = 0;
    for (const auto &[file, entries] : m_files)
        count += entries.size();
    return count;
}

} // namespace cachescope::prompt
