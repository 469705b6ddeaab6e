// SPDX-License-Identifier: MIT
// A support bot: one long help text in front, popular questions again and again, some of them at the same moment.
#include "simulated/demo_corpus.h"
#include "simulated/demo_program.h"

namespace cachescope::simulated {

namespace {

constexpr std::size_t mostTickets = 6;

class SupportBot final : public DemoProgram
{
public:
    explicit SupportBot(std::uint64_t seed)
        : m_random(seed)
        , m_help(
              "You answer customers of a web shop. Use the articles below and nothing else, answer in the language "
              "of the question, and keep it under 150 words.\n\n"
              + corpus::helpCentre(2026, 22'000))
    { }

    DemoCall next(base::UnixMicros) override
    {
        const bool ticket = m_random.chance(0.28);
        Ticket *chosen = ticket ? pickTicket() : nullptr;
        Json messages = Json::array({ { { "role", "system" }, { "content", m_help } } });
        DemoCall call;
        call.api = DemoApi::Chat;
        call.upstream = "openai";
        call.target = "/v1/chat/completions";
        call.model = "gpt-5-mini";
        call.session = noTicket;
        std::string session = "help-widget";
        if (chosen) {
            chosen->waiting = true;
            ++chosen->turn;
            call.session = chosen->number;
            session = chosen->name;
            for (const Json &message : chosen->messages)
                messages.push_back(message);
        } else {
            messages.push_back({ { "role", "user" }, { "content", popularQuestion() } });
            if (m_random.chance(0.2))
                call.copies = static_cast<int>(m_random.between(2, 4));
        }
        call.headers = demoHeaders(call.api, "support-bot/5.1.0", "helpdesk", chosen ? "ticket" : "widget");
        const Json body{ { "model", call.model },
                         { "messages", messages },
                         { "stream", true },
                         { "stream_options", { { "include_usage", true } } },
                         { "reasoning_effort", "minimal" },
                         { "seed", 7 },
                         { "prompt_cache_key", session } };
        call.body = compact(body);
        return call;
    }

    void reply(std::size_t number, const DemoReply &reply) override
    {
        if (number == noTicket)
            return;
        Ticket &ticket = m_tickets[number % mostTickets];
        if (ticket.number != number)
            return;
        ticket.waiting = false;
        if (!reply.ok() || reply.text.empty())
            return;
        ticket.messages.push_back({ { "role", "assistant" }, { "content", reply.text } });
        ticket.messages.push_back({ { "role", "user" }, { "content", question() } });
    }

private:
    static constexpr std::size_t noTicket = static_cast<std::size_t>(-1);
    struct Ticket
    {
        std::size_t number = 0;
        std::string name;
        Json messages = Json::array();
        int turn = 0, turns = 0;
        bool waiting = false;
    };

    /** The first questions of the list are asked far more often than the last ones. */
    std::string popularQuestion()
    {
        const auto all = corpus::supportQuestions();
        const double position = m_random.unit() * m_random.unit() * m_random.unit();
        std::string text(all[static_cast<std::size_t>(position * static_cast<double>(all.size()))]);
        if (m_random.chance(0.14))
            text += " The order number is " + std::to_string(m_random.between(480'000, 499'999)) + '.';
        return text;
    }

    std::string question()
    {
        return std::string(m_random.pick(corpus::supportQuestions())) + " It concerns order "
            + std::to_string(m_random.between(480'000, 499'999)) + '.';
    }

    Ticket *pickTicket()
    {
        if (m_tickets.size() < mostTickets) {
            m_tickets.emplace_back();
            begin(m_tickets.back(), m_tickets.size() - 1);
            return &m_tickets.back();
        }
        const std::size_t start = m_random.below(mostTickets);
        for (std::size_t i = 0; i < mostTickets; ++i) {
            Ticket &ticket = m_tickets[(start + i) % mostTickets];
            if (ticket.waiting)
                continue;
            if (ticket.turn >= ticket.turns)
                begin(ticket, ticket.number + mostTickets);
            return &ticket;
        }
        return nullptr;
    }

    void begin(Ticket &ticket, std::size_t number)
    {
        ticket = {};
        ticket.number = number;
        ticket.name = 't' + std::to_string(8800 + number);
        ticket.turns = static_cast<int>(m_random.between(1, 6));
        ticket.messages.push_back({ { "role", "user" }, { "content", question() } });
    }

    Random m_random;
    std::string m_help;
    std::vector<Ticket> m_tickets;
};

} // namespace

std::unique_ptr<DemoProgram> makeSupportBot(std::uint64_t seed)
{
    return std::make_unique<SupportBot>(seed);
}

} // namespace cachescope::simulated
