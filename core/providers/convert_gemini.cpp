// SPDX-License-Identifier: MIT
#include "providers/form_conversion.h"
#include "providers/json_scanner.h"

#include <map>

namespace cachescope::providers {

namespace {

/** Text and nothing else but the mark of a thought: neighbours of one kind are pieces of one text. */
bool isPlainText(const RawObject &part)
{
    for (const auto &[name, value] : part.members())
        if (name != "text" && name != "thought")
            return false;
    return part.string("text").has_value();
}

class Candidate
{
public:
    bool add(const RawObject &candidate)
    {
        for (const auto &[name, value] : candidate.members()) {
            const bool fine
                = name == "content" ? value == "null" || addContent(value) : carry(m_members, name, value);
            if (!fine)
                return false;
        }
        return true;
    }

    std::string json() const
    {
        RawObject candidate;
        if (m_hasContent) {
            RawObject content = m_content;
            std::vector<std::string> parts;
            for (const RawObject &part : m_parts)
                parts.push_back(part.text());
            if (m_hasParts)
                content.set("parts", arrayText(parts));
            candidate.set("content", content.text());
        }
        for (const auto &[name, value] : m_members.members())
            candidate.set(name, value);
        return candidate.text();
    }

private:
    bool addContent(std::string_view raw)
    {
        const auto content = RawObject::parse(raw);
        if (!content)
            return false;
        m_hasContent = true;
        for (const auto &[name, value] : content->members())
            if (name == "parts" ? !addParts(value) : !carry(m_content, name, value))
                return false;
        return true;
    }

    bool addParts(std::string_view raw)
    {
        const auto parts = rawElements(raw);
        if (!parts)
            return false;
        m_hasParts = true;
        if (!m_content.find("parts"))
            m_content.set("parts", "[]"); // keeps its place among the members
        for (const std::string &text : *parts) {
            const auto part = RawObject::parse(text);
            if (!part)
                return false;
            addPart(*part);
        }
        return true;
    }

    void addPart(const RawObject &part)
    {
        RawObject *const last = m_parts.empty() ? nullptr : &m_parts.back();
        if (last && isPlainText(*last) && isPlainText(part) && last->value("thought") == part.value("thought"))
            last->setString("text", *last->string("text") + *part.string("text"));
        else
            m_parts.push_back(part);
    }

    RawObject m_members;
    RawObject m_content;
    std::vector<RawObject> m_parts;
    bool m_hasContent = false;
    bool m_hasParts = false;
};

class GeminiAssembler
{
public:
    bool add(std::string_view chunk)
    {
        const auto object = RawObject::parse(chunk);
        if (!object)
            return false;
        for (const auto &[name, value] : object->members()) {
            bool fine = true;
            if (name == "candidates")
                fine = addCandidates(value);
            else if (name == "usageMetadata")
                m_members.set(name, value); // counts grow: the last ones count
            else
                fine = carry(m_members, name, value);
            if (!fine)
                return false;
        }
        return true;
    }

    std::string json() const
    {
        RawObject answer;
        if (!m_candidates.empty()) {
            std::vector<std::string> candidates;
            for (const auto &[index, candidate] : m_candidates)
                candidates.push_back(candidate.json());
            answer.set("candidates", arrayText(candidates));
        }
        for (const auto &[name, value] : m_members.members())
            answer.set(name, value);
        return answer.text();
    }

private:
    bool addCandidates(std::string_view raw)
    {
        const auto candidates = rawElements(raw);
        if (!candidates)
            return false;
        for (const std::string &text : *candidates) {
            const auto candidate = RawObject::parse(text);
            if (!candidate)
                return false;
            const std::string *const index = candidate->find("index");
            const auto number = index ? wholeNumber(*index) : std::optional<std::int64_t>(0);
            if (!number || !m_candidates[*number].add(*candidate))
                return false;
        }
        return true;
    }

    RawObject m_members;
    std::map<std::int64_t, Candidate> m_candidates;
};

} // namespace

std::optional<std::string> geminiChunksToJson(const std::vector<std::string> &chunks)
{
    GeminiAssembler assembler;
    for (const std::string &chunk : chunks)
        if (!assembler.add(chunk))
            return {};
    return assembler.json();
}

} // namespace cachescope::providers
