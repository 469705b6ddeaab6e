// SPDX-License-Identifier: MIT
#include "requestlog/filter_fields.h"

#include "base/text.h"

#include <array>

namespace cachescope::requestlog {

namespace {

FieldRule number(std::string_view name, ValueKind kind, NumberField field, std::string_view help)
{
    return { .name = name, .kind = kind, .number = field, .text = {}, .help = help };
}

FieldRule text(std::string_view name, ValueKind kind, TextField field, std::string_view help)
{
    return { .name = name, .kind = kind, .number = {}, .text = field, .help = help };
}

const std::vector<FieldRule> &rules()
{
    using enum ValueKind;
    static const std::vector<FieldRule> all = {
        text("upstream", Name, TextField::Upstream, "Where the call went: upstream:openai,anthropic"),
        text("model", ModelName, TextField::Model, "Model as asked for: model:opus*, model:gpt-5"),
        text("client", Name, TextField::Client, "Program that called: client:claude-code"),
        text("session", Name, TextField::Session, "Session of the call: session:abc*"),
        text("project", Name, TextField::Project, "Project: project:shop; project:none for calls without one"),
        text("namespace", Name, TextField::Namespace, "Cache namespace: namespace:eu"),
        text("version", Name, TextField::Version, "Version given by the client: version:2*"),
        text("tag", Name, TextField::Tags, "One of the call's tags: tag:nightly"),
        text("credential", Name, TextField::Credential, "API key by the start of its hash: credential:3f2a*"),
        number("status", Status, NumberField::Status, "HTTP status: status:429,5xx, status>=400"),
        number("kind", ApiWord, NumberField::Api, "Shape of the call: kind:openai.chat, kind:embeddings"),
        number(
            "cache", OutcomeWord, NumberField::Outcome, "Local cache: hit, miss, coalesced, bypass, error, stored"),
        number(
            "prefix", Share, NumberField::PrefixShare,
            "Share of the input read from the provider's cache: prefix<50%, prefix:read, write or none"),
        number("fresh", Count, NumberField::Fresh, "Input tokens at full price: fresh>10k"),
        number("read", Count, NumberField::Read, "Input tokens read from the provider's cache: read>100k"),
        number("write", Count, NumberField::Write, "Input tokens written to the provider's cache: write>0"),
        number("in", Count, NumberField::Input, "All input tokens: in>100k"),
        number("out", Count, NumberField::Output, "Output tokens: out>=4k"),
        number("cost", Money, NumberField::Cost, "What the call cost: cost>0.05, cost:unknown"),
        number("saved", Money, NumberField::Saved, "Saved by caches, less write premiums: saved>1, saved<0"),
        number(
            "ttft", Duration, NumberField::FirstToken, "Time to the first token: ttft>2s, ttft<300ms, ttft:none"),
        number("total", Duration, NumberField::Total, "Time to the end: total>1m"),
        number("size", Bytes, NumberField::Size, "Bytes of request and response: size>1MB"),
        number("stream", YesNo, NumberField::Stream, "Asked for a stream: stream:yes"),
        number("retry", Retries, NumberField::Retries, "Calls repeated upstream: retry:yes, retry>1"),
        text(
            "error", ErrorText, TextField::ErrorMessage,
            "Failed calls: error:yes, error:timeout, error:\"no key\""),
        FieldRule{ .name = "why",
                   .kind = Why,
                   .number = NumberField::Why,
                   .text = TextField::CacheDetail,
                   .help = "Why a cache did not serve: why:tools, why:idle, why:fault for all; why:no-store" },
        text("key", Prefix, TextField::CacheKey, "Cache key or its beginning: key:3f2a"),
        text("note", Text, TextField::Note, "Your notes: note:odd; note:* for any"),
        number("pinned", YesNo, NumberField::Pinned, "Pinned calls: pinned:yes"),
        number("at", Time, NumberField::StartedAt, "Start: at:2026-10-24, at>10:30, at>2h (since two hours ago)"),
        number("id", Identifier, NumberField::Id, "Number in this log, or X-Cachescope-Request-Id: id:4711"),
        text("body", Text, TextField::Body, "Text in request or response body (slow): body:\"as a pirate\""),
        text("header", Text, TextField::Header, "Text in the header fields (slow): header:retry-after"),
        number(
            "state", StateWord, NumberField::State,
            "How it ended: open, complete, cut, no_terminal_event, client_gone, failed, lost"),
        text("method", Name, TextField::Method, "HTTP method: method:POST"),
        text("url", Text, TextField::Target, "Part of the address: url:/chat"),
    };
    return all;
}

} // namespace

std::span<const FieldRule> fieldRules()
{
    return rules();
}

const FieldRule *findField(std::string_view name)
{
    for (const FieldRule &rule : rules())
        if (base::equalIgnoringCase(rule.name, name))
            return &rule;
    return nullptr;
}

const std::vector<FilterField> &filterFields()
{
    static const std::vector<FilterField> fields = [] {
        std::vector<FilterField> list;
        for (const FieldRule &rule : rules())
            list.push_back({ rule.name, rule.help });
        return list;
    }();
    return fields;
}

} // namespace cachescope::requestlog
