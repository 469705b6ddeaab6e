// SPDX-License-Identifier: MIT
#include "simulated/backend.h"

#include <algorithm>

namespace cachescope::simulated {

namespace {

constexpr std::size_t rememberedResponses = 500;

} // namespace

Backend::Backend(const Settings &settings, const base::Clock &clock)
    : m_settings(settings)
    , m_clock(clock)
    , m_prefixes(clock)
    , m_contents(clock)
{ }

Answer Backend::answer(const http::RequestHead &head, std::string_view body)
{
    Turn turn;
    turn.call = readCall(head, body);
    turn.seed = mix(m_settings.seed, static_cast<std::uint64_t>(++m_calls));
    turn.random = Random(turn.seed);
    const bool anthropic = turn.call.family == Family::Anthropic;
    turn.requestId = anthropic ? "req_011" + letters(turn.seed, 21) : "req_" + letters(turn.seed, 32);
    turn.tokenizer = tokenizerOf(turn.call.model);
    std::optional<Answer> refused;
    if (turn.call.faultName) {
        if (const auto fault = faultFromName(*turn.call.faultName))
            turn.fault = *fault;
        else
            refused = fail(turn, 400, { fault.error().message, {}, {}, {} });
    } else {
        turn.fault = m_settings.faults.draw(turn.random);
    }
    Answer answer = refused ? std::move(*refused) : route(turn);
    addHeaders(turn, answer);
    return answer;
}

void Backend::begun(const Answer &answer)
{
    m_prefixes.begin(answer.plan);
}

Answer Backend::route(Turn &turn)
{
    const Call &call = turn.call;
    if (faultStatus(turn.fault) != 0)
        return faulty(turn);
    if (call.credential.find("invalid") != std::string::npos) {
        if (call.family == Family::Gemini)
            return fail(
                turn, 400, { "API key not valid. Please pass a valid API key.", {}, "API_KEY_INVALID", {} });
        return fail(
            turn, 401,
            { call.family == Family::Anthropic ? "invalid x-api-key" : "Incorrect API key provided.",
              {},
              "invalid_api_key",
              {} });
    }
    if (!call.wellFormed && call.shape != Shape::Unknown && call.method == "POST")
        return fail(turn, 400, { "We could not parse the JSON body of your request.", {}, {}, {} });
    switch (call.shape) {
    case Shape::Base:
        return json(turn, "{}");
    case Shape::Models:
        return listModels(turn);
    case Shape::Chat:
    case Shape::Responses:
    case Shape::Messages:
    case Shape::GeminiGenerate:
    case Shape::GeminiStream:
        return generate(turn);
    case Shape::ResponsesCount:
    case Shape::MessagesCount:
    case Shape::GeminiCount:
        return count(turn);
    case Shape::Embeddings:
    case Shape::GeminiEmbed:
    case Shape::GeminiBatchEmbed:
        return embed(turn);
    case Shape::CachedContents:
        return cachedContents(turn);
    case Shape::Unknown:
        break;
    }
    return fail(
        turn, 404, { "Unknown request URL: " + call.method + ' ' + call.path + '.', {}, "unknown_url", {} });
}

Checked<Prompt> Backend::render(Turn &turn)
{
    const Call &call = turn.call;
    switch (call.shape) {
    case Shape::Chat:
        return renderChat(call);
    case Shape::Responses:
    case Shape::ResponsesCount: {
        const std::string previous = textMember(call.body, "previous_response_id");
        const auto earlier = m_responses.find(previous);
        if (!previous.empty() && earlier == m_responses.end())
            return refuse(
                "Previous response with id '" + previous + "' not found.", "previous_response_id",
                "previous_response_not_found");
        return renderResponses(call, previous.empty() ? Json() : earlier->second);
    }
    case Shape::Messages:
    case Shape::MessagesCount:
        return renderMessages(call);
    default:
        break;
    }
    const Json &wrapped = member(call.body, "generateContentRequest");
    const Json &body = wrapped.is_object() ? wrapped : call.body;
    const std::string name = textMember(call.body, "cachedContent");
    if (name.empty())
        return renderContents(body);
    turn.explicitCache = m_contents.find(name, call.credential);
    if (!turn.explicitCache || turn.explicitCache->model != call.model)
        return tl::unexpected<Refusal>(Refusal{ 403, "CachedContent not found (or permission denied)", {}, {} });
    for (const char *field : { "systemInstruction", "tools", "toolConfig" }) {
        if (!member(call.body, field).is_null())
            return refuse("CachedContent can not be used with GenerateContent request setting system_instruction, "
                          "tools or tool_config.");
    }
    return renderContents(CachedContents::withObject(*turn.explicitCache, body));
}

std::vector<Content> Backend::compose(Turn &turn, const Prompt &prompt, const CountedPrompt &counted)
{
    const AnswerWishes wishes = readWishes(turn.call);
    std::uint64_t seed = mix(m_settings.seed, hashText(turn.call.model));
    if (!counted.blocks.empty())
        seed = mix(seed, counted.blocks.back().chain);
    if (!wishes.temperatureZero)
        seed = mix(seed, static_cast<std::uint64_t>(m_calls));
    std::vector<Content> contents;
    for (int i = 0; i < wishes.choices; ++i) {
        const ContentSeed contentSeed{ mix(seed, static_cast<std::uint64_t>(i)), turn.call.outputTokens,
                                       turn.fault == Fault::Huge };
        contents.push_back(composeContent(prompt, wishes, contentSeed, turn.tokenizer, m_counter));
    }
    return contents;
}

Answer Backend::generate(Turn &turn)
{
    const Call &call = turn.call;
    auto prompt = render(turn);
    if (!prompt)
        return fail(
            turn, prompt.error().status,
            { prompt.error().message, {}, prompt.error().code, prompt.error().parameter });
    const CacheRules rules = cacheRulesFor(call.family, call.model, prompt->longRetention);
    const CountedPrompt counted = countPrompt(*prompt, turn.tokenizer, rules.increment, m_counter);
    const std::uint64_t scope = hashText(call.credential, hashText(call.model));
    Answer answer;
    answer.fault = turn.fault;
    answer.plan = m_prefixes.look(
        counted, rules, scope,
        turn.fault == Fault::Forget ? PrefixCache::Memory::Forgetful : PrefixCache::Memory::Sound);
    if (turn.explicitCache)
        answer.plan.use.read = std::max(answer.plan.use.read, turn.explicitCache->tokens);
    answer.contents = compose(turn, *prompt, counted);
    const WireContext context{ call,
                               answer.contents,
                               answer.plan.use,
                               letters(mix(turn.seed, 7), 29),
                               m_clock.wall() / 1'000'000,
                               servedModel(call.model),
                               turn.tokenizer,
                               m_counter,
                               turn.fault != Fault::NoUsage };
    switch (call.shape) {
    case Shape::Chat:
        call.stream ? void(answer.stream = chatStream(context)) : void(answer.body = chatJson(context));
        break;
    case Shape::Responses:
        remember(turn, context);
        call.stream ? void(answer.stream = responsesStream(context)) : void(answer.body = responsesJson(context));
        break;
    case Shape::Messages:
        call.stream ? void(answer.stream = messagesStream(context)) : void(answer.body = messagesJson(context));
        break;
    default:
        call.stream ? void(answer.stream = geminiStream(context)) : void(answer.body = geminiJson(context));
        break;
    }
    pace(turn, answer.plan.use, answer);
    return answer;
}

void Backend::pace(const Turn &turn, const CacheUse &use, Answer &answer)
{
    using std::chrono::microseconds;
    Random random(mix(turn.seed, 11));
    const std::chrono::microseconds median = turn.call.firstToken.value_or(
        std::chrono::duration_cast<std::chrono::milliseconds>(m_settings.firstToken));
    const double rate = turn.call.tokensPerSecond.value_or(m_settings.tokensPerSecond);
    double first = median.count() > 0 ? random.logNormal(static_cast<double>(median.count()), 0.4) : 0;
    first *= 1 + static_cast<double>(use.total - use.read) / 60'000; // what is not cached has to be computed
    const double micros = rate > 0 ? 1e6 / (rate * random.logNormal(1, 0.2)) : 0;
    std::int64_t output = 0;
    for (const Content &content : answer.contents) {
        first += micros * static_cast<double>(content.reasoningTokens) / 3; // hidden tokens are made faster
        output += content.outputTokens - content.reasoningTokens;
    }
    if (!answer.stream) {
        answer.think = microseconds(static_cast<std::int64_t>(first + micros * static_cast<double>(output)));
        return;
    }
    answer.think = microseconds(static_cast<std::int64_t>(first * 0.8));
    bool isFirst = true;
    for (Stream::Step &step : answer.stream->steps) {
        if (step.tokens == 0)
            continue;
        const double wait = isFirst ? first * 0.2 : micros * step.tokens * (0.5 + random.unit());
        step.after = microseconds(static_cast<std::int64_t>(wait));
        isFirst = false;
    }
}

Answer Backend::json(const Turn &turn, std::string body)
{
    Answer answer;
    answer.fault = turn.fault;
    answer.body = std::move(body);
    if (m_settings.firstToken.count() > 0 && turn.call.shape != Shape::Base)
        answer.think = m_settings.firstToken / 5;
    return answer;
}

void Backend::remember(const Turn &turn, const WireContext &context)
{
    const Json &store = member(turn.call.body, "store");
    if (store.is_boolean() && !store.get<bool>())
        return;
    const std::string previous = textMember(turn.call.body, "previous_response_id");
    const auto earlier = m_responses.find(previous);
    Json items = earlier == m_responses.end() ? Json::array() : earlier->second;
    const Json &input = member(turn.call.body, "input");
    if (input.is_string())
        items.push_back({ { "role", "user" }, { "content", text(input) } });
    else
        items.insert(items.end(), input.begin(), input.end());
    const Json output = responsesOutput(context);
    items.insert(items.end(), output.begin(), output.end());
    const std::string id = "resp_" + context.idSuffix;
    m_responses.emplace(id, std::move(items));
    m_responseIds.push_front(id);
    if (m_responseIds.size() > rememberedResponses) {
        m_responses.erase(m_responseIds.back());
        m_responseIds.pop_back();
    }
}

} // namespace cachescope::simulated
