// SPDX-License-Identifier: MIT
#include "simulated/demo_corpus.h"

#include <algorithm>
#include <array>

namespace cachescope::simulated::corpus {

namespace {

constexpr std::array<std::string_view, 16> areas{ "checkout", "billing", "catalog",   "shipping",
                                                  "session",  "search",  "pricing",   "ledger",
                                                  "notify",   "returns", "inventory", "profile",
                                                  "export",   "audit",   "loyalty",   "tax" };
constexpr std::array<std::string_view, 18> things{ "cart",   "invoice",  "order",  "refund",  "voucher", "address",
                                                   "parcel", "payment",  "quote",  "ticket",  "price",   "rate",
                                                   "stock",  "customer", "coupon", "receipt", "batch",   "label" };
constexpr std::array<std::string_view, 18> verbs{ "load",    "store",   "merge",  "apply",   "validate", "format",
                                                  "reserve", "release", "settle", "compute", "render",   "collect",
                                                  "retry",   "cancel",  "split",  "confirm", "import",   "expire" };
constexpr std::array<std::string_view, 10> types{ "Money",   "Currency", "OrderId", "CustomerId", "Instant",
                                                  "Percent", "Locale",   "TaxRate", "Quantity",   "Sku" };
constexpr std::array<std::string_view, 12> comments{
    "Amounts are in the smallest unit of the currency; never use floating point here.",
    "The gateway answers twice when a card is re-tried, so the second answer is ignored.",
    "Sorted by time of creation, because the report relies on that order.",
    "Callers hold the lock; do not call the store from in here.",
    "An empty list is valid and means that nothing is left to ship.",
    "Rounding happens once, at the end, half away from zero.",
    "The locale decides the format only, never the currency.",
    "Kept for orders from before the migration of 2023.",
    "Throws when the rate is missing: a guess would end up on an invoice.",
    "See the decision record on idempotency keys.",
    "The upper limit is agreed with the carrier and must not be raised.",
    "Runs after the transaction has been committed, at most once.",
};
constexpr std::array<std::string_view, 20> sentences{
    "Every service owns its data; other services read it through the public interface or through events.",
    "A change of a public interface needs a decision record and a period in which both forms work.",
    "Money is an integer count of the smallest unit together with a currency, and never a floating-point number.",
    "Times are stored in UTC and shown in the customer's zone, which is a part of the profile.",
    "Deployments run from the main branch; a red build stops the line until it is green again.",
    "A flag that has been on for everyone for a month is removed together with the branch that it guarded.",
    "Background jobs are idempotent: running one twice leaves the same state as running it once.",
    "The search index may lag by up to ninety seconds; pages that need the newest state ask the store.",
    "Reviews look at correctness first, then at names, then at tests, and at style only where a tool cannot.",
    "Secrets come from the vault at start-up and are never written to a log, an exception or a metric.",
    "A retry has a limit, a growing delay and a little randomness, so that clients do not return all at once.",
    "Tables are migrated in three steps: add, back-fill while both are written, remove.",
    "An alert names the symptom that a customer would notice, and links to the page that tells what to do.",
    "Feature teams are on call for what they run; the platform team is on call for the platform.",
    "Every endpoint has a budget for its 99th percentile, and the dashboard shows how much of it is used.",
    "Personal data is deleted thirty days after an account has been closed, backups after ninety.",
    "Tests do not sleep; they wait for an event or move the clock by hand.",
    "Rate limits are per workspace and answered with the seconds to wait.",
    "A cache entry carries the version of the code that wrote it, so that a release cannot read old shapes.",
    "Emails are queued in the same transaction as the change that they announce.",
};
constexpr std::array<std::string_view, 24> helpAnswers{
    "Open Account, choose Subscription, and follow the steps under Change plan. The difference is charged or "
    "credited "
    "to the day.",
    "Refunds go back to the original payment method. Cards take up to five working days, bank transfers up to "
    "seven.",
    "You can change the delivery address until the parcel has been handed to the carrier. After that only the "
    "carrier "
    "can redirect it.",
    "An invoice is created when the order ships. You find it under Documents as a PDF, and can have a copy sent to "
    "your "
    "accountant.",
    "If the confirmation e-mail is missing, look into the spam folder first. We send it within ten minutes of the "
    "order.",
    "A workspace includes three seats. Further seats are charged from the day on which they are added, not from "
    "the "
    "start of the month.",
    "To reset two-factor sign-in we verify the owner of the account by a letter to the billing address.",
    "Deleted records can be restored for thirty days from the Archive page. After that they are gone for good.",
    "Vouchers cannot be combined. If two apply, the better one is chosen automatically.",
    "Your order can be cancelled free of charge until it is packed. Later we ask you to refuse the parcel or "
    "return it.",
    "Returns are free within thirty days. Print the label from the order page; a QR code works at parcel shops.",
    "We deliver to all countries of the European Union, Norway, Switzerland and the United Kingdom.",
    "Import duties for Switzerland are included in the price that you see at checkout.",
    "A damaged parcel should be photographed before it is opened. Send us the pictures within two days.",
    "The loyalty points of an order are credited when the time for returns is over.",
    "Students get twenty percent off with a valid proof, once for each academic year.",
    "The API limit is counted per workspace and starts again at midnight UTC. Business plans have ten times the "
    "limit.",
    "Data exports contain every table of the workspace as CSV, and are kept for seven days.",
    "Single sign-on is part of the Business plan and set up with a metadata file from your identity provider.",
    "Gift cards are valid for three years from the end of the year in which they were bought.",
    "Prices include VAT. Companies with a valid VAT number from another member state are invoiced without it.",
    "We keep chat transcripts for one year. You can ask for a copy or for deletion at any time.",
    "Pre-orders are charged when they ship. The date on the product page is an estimate by the manufacturer.",
    "A price that falls within fourteen days of your order is refunded when you ask for it.",
};
constexpr std::array<std::string_view, 36> questions{
    "Where is my order?",
    "How do I get a refund?",
    "Can I change the delivery address of my order?",
    "Where do I find the invoice?",
    "How do I cancel my subscription?",
    "I have not received a confirmation e-mail.",
    "How do I reset my password?",
    "Can I add another seat to my plan?",
    "Wie kann ich meine Bestellung stornieren? Ich finde den Knopf nicht.",
    "Which countries do you deliver to?",
    "My voucher is not accepted. What can I do?",
    "How long do returns take?",
    "Où est ma facture ? Je ne la trouve pas dans mon compte.",
    "The parcel arrived damaged. What now?",
    "How do I turn off two-factor sign-in?",
    "返金はいつ届きますか？",
    "Do prices include VAT?",
    "Can I pay by bank transfer?",
    "Is there a discount for students?",
    "Wo sehe ich meine Treuepunkte, und wie lange gelten sie? Bitte um Hilfe.",
    "How do I export my data?",
    "What is the limit of the API?",
    "Can I combine two coupons in one order?",
    "When is a pre-order charged?",
    "Est-ce que je peux changer l’adresse de livraison ?",
    "How do I set up single sign-on with my identity provider?",
    "I was charged twice for the same order.",
    "The tracking page has not changed for three days.",
    "Can I get an invoice without VAT for my company?",
    "How do I delete my account and all of its data?",
    "注文をキャンセルしたいのですが、どうすればよいですか？",
    "Does the gift card expire?",
    "My account is locked after too many sign-ins.",
    "Can you restore a record that I deleted last month?",
    "Kann ich die Rechnung nachträglich auf meine Firma umschreiben lassen? Wie geht das?",
    "The price fell one day after my order. Do I get the difference?",
};
constexpr std::array<std::string_view, 14> dataAsks{
    "Which column has the most empty values, and does it matter for the weekly report?",
    "Describe the distribution of order_total and name the outliers.",
    "Write the pandas code that removes duplicates and keeps the newest row.",
    "Is the fall in cohort 2025-31 significant?",
    "Suggest a chart for revenue by region and week.",
    "Explain the difference between the two conversion columns.",
    "Forecast the next four weeks and state the uncertainty.",
    "Which features correlate with returns?",
    "Translate this query into a window function.",
    "Summarise the table in three sentences for the weekly mail.",
    "Find rows whose shipping date lies before the order date.",
    "What would a sensible split into training and test data be?",
    "Why do the averages by country and the total average disagree?",
    "Which of the segments should be merged?",
};
constexpr std::array<std::string_view, 10> tasks{
    "The checkout total is off by one cent for carts with three or more discounted items. Find out why and fix it.",
    "Refunds of split payments go to the first card only. Make them follow the original shares.",
    "Add an idempotency key to the call that creates shipping labels.",
    "The nightly export times out for large workspaces. Stream it in place of building it in memory.",
    "Search ignores umlauts in product names. Normalise both sides in the same way.",
    "Replace the hand-written retry loop by the shared helper and cap the delay.",
    "Sessions expire during checkout. Renew them on activity, at most once a minute.",
    "The price cache serves the wrong locale after a release. Put the version into the key.",
    "Tax rates of 2026 have to be valid from their date on, not from the deployment on.",
    "Move the voucher rules out of the controller and cover them with a table of cases.",
};

std::string capitalised(std::string_view word)
{
    std::string text(word);
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

void appendFunction(std::string &out, Random &random)
{
    const std::string verb(random.pick(verbs));
    const std::string thing(random.pick(things));
    const std::string other(random.pick(things));
    const std::string type(random.pick(types));
    out += "/** " + std::string(random.pick(comments)) + " */\n";
    out += "export async function " + verb + capitalised(thing) + "(" + thing + ": " + capitalised(thing) + ", "
        + other + "Id: " + type + "): Promise<" + capitalised(other) + "> {\n";
    out += "  const found = await " + other + "Store.find(" + other + "Id);\n";
    out += "  if (!found) throw new NotFoundError('" + other + "', " + other + "Id);\n";
    if (random.chance(0.6))
        out += "  // " + std::string(random.pick(comments)) + "\n";
    if (random.chance(0.5)) {
        out += "  const open = " + thing + ".lines.filter((line) => line.state === 'open' && line.count > "
            + std::to_string(random.between(0, 9)) + ");\n  for (const line of open) {\n    await " + other
            + "Store.reserve(line.sku, line.count, { until: clock.in(minutes("
            + std::to_string(random.between(5, 60)) + ")) });\n  }\n";
    } else {
        out += "  const sum = " + thing
            + ".lines.reduce((total, line) => total.plus(line.price.times(line.count)), "
              "Money.zero("
            + thing + ".currency));\n  log.info('" + verb + "', { id: " + other + "Id, sum: sum.toString() });\n";
    }
    out += "  return { ...found, " + std::string(random.pick(verbs))
        + "dAt: clock.now(), revision: found.revision + 1 };\n}\n\n";
}

} // namespace

std::string sourcePath(Random &random)
{
    const std::string area(random.pick(areas));
    return "src/" + area + '/' + std::string(random.pick(things)) + (random.chance(0.2) ? ".test.ts" : ".ts");
}

std::string sourceFile(std::string_view path, std::uint64_t seed, std::size_t bytes)
{
    Random random(mix(seed, hashText(path)));
    std::string out = "// " + std::string(path) + "\n";
    for (int i = 0; i < 3; ++i) {
        const std::string thing(random.pick(things));
        out += "import { " + capitalised(thing) + ", " + thing + "Store } from '../"
            + std::string(random.pick(areas)) + '/' + thing + "';\n";
    }
    out += "import { clock, minutes } from '../platform/clock';\nimport { log } from '../platform/log';\n\n";
    while (out.size() < bytes)
        appendFunction(out, random);
    return out;
}

std::string diff(std::uint64_t seed, std::size_t bytes)
{
    Random random(seed);
    std::string out;
    while (out.size() < bytes) {
        const std::string path = sourcePath(random);
        std::string body;
        appendFunction(body, random);
        appendFunction(body, random);
        out += "diff --git a/" + path + " b/" + path + "\n--- a/" + path + "\n+++ b/" + path + "\n@@ -"
            + std::to_string(random.between(10, 400)) + ",14 +" + std::to_string(random.between(10, 400))
            + ",17 @@\n";
        for (std::size_t at = 0; at < body.size();) {
            const std::size_t end = std::min(body.find('\n', at), body.size());
            const double chance = random.unit();
            out += chance < 0.15 ? "-" : chance < 0.4 ? "+" : " ";
            out += body.substr(at, end - at) + '\n';
            at = end + 1;
        }
    }
    return out;
}

std::string testOutput(std::uint64_t seed)
{
    Random random(seed);
    std::string out = "> shop@4.18.0 test\n> vitest run\n\n";
    const auto failing = random.chance(0.5) ? random.below(8) : 99;
    for (std::size_t i = 0; i < 8; ++i) {
        const std::string path = sourcePath(random);
        const bool failed = i == failing;
        out += (failed ? " FAIL  " : " PASS  ") + path + " (" + std::to_string(random.between(3, 40)) + " tests) "
            + std::to_string(random.between(12, 900)) + "ms\n";
        if (failed) {
            out += "   AssertionError: expected " + std::to_string(random.between(1000, 9999)) + " to be "
                + std::to_string(random.between(1000, 9999)) + "\n     at " + path + ':'
                + std::to_string(random.between(10, 300)) + ":17\n";
        }
    }
    return out;
}

std::string searchOutput(std::uint64_t seed, std::size_t lines)
{
    Random random(seed);
    std::string out;
    for (std::size_t i = 0; i < lines; ++i) {
        out += sourcePath(random) + ':' + std::to_string(random.between(1, 480)) + ":  const "
            + std::string(random.pick(things)) + " = await " + std::string(random.pick(things)) + "Store."
            + std::string(random.pick(verbs)) + "(" + std::string(random.pick(things)) + "Id);\n";
    }
    return out;
}

std::string helpCentre(std::uint64_t seed, std::size_t bytes)
{
    Random random(seed);
    std::string out = "# Help centre, articles for agents\n";
    for (std::size_t article = 1; out.size() < bytes; ++article) {
        out += "\n## " + std::to_string(article) + ". " + capitalised(random.pick(areas)) + ": "
            + std::string(random.pick(things)) + " and " + std::string(random.pick(things)) + "\n\n";
        const auto count = random.between(3, 6);
        for (std::int64_t i = 0; i < count; ++i)
            out += std::string(random.pick(helpAnswers)) + ' ';
        out += "\n\nApplies to: " + std::string(random.pick(areas)) + ". Reviewed in week "
            + std::to_string(random.between(1, 46)) + ".\n";
    }
    return out;
}

std::string handbook(std::uint64_t seed, std::size_t bytes)
{
    Random random(seed);
    std::string out = "# Engineering handbook\n";
    for (std::size_t chapter = 1; out.size() < bytes; ++chapter) {
        out += "\n## " + std::to_string(chapter) + " The " + std::string(random.pick(things)) + " in "
            + std::string(random.pick(areas)) + "\n\n";
        const auto count = random.between(4, 8);
        for (std::int64_t i = 0; i < count; ++i)
            out += std::string(random.pick(sentences)) + ' ';
        out += "\n\n- owner: team " + std::string(random.pick(areas)) + "\n- decision: ADR-"
            + std::to_string(random.between(100, 480)) + "\n- code: `" + sourcePath(random) + "`\n";
    }
    return out;
}

std::string dataset(std::uint64_t seed, std::size_t bytes)
{
    static constexpr std::array<std::string_view, 8> countries{ "DE", "FR", "NL", "SE", "PL", "ES", "JP", "GB" };
    Random random(seed);
    std::string out
        = "order_id,customer_id,created_at,country,cohort,order_total,discount,shipping_days,returned\n";
    while (out.size() < bytes) {
        out += std::to_string(random.between(100'000, 999'999)) + ",c" + std::to_string(random.between(1000, 9999))
            + ",2026-" + std::to_string(random.between(10, 11)) + '-' + std::to_string(random.between(10, 28)) + ','
            + std::string(random.pick(countries)) + ",2025-" + std::to_string(random.between(10, 52)) + ','
            + std::to_string(random.between(5, 400)) + '.' + std::to_string(random.between(10, 99)) + ",0."
            + std::to_string(random.between(0, 3)) + ',' + std::to_string(random.between(1, 9)) + ','
            + (random.chance(0.1) ? "true" : "false") + '\n';
    }
    return out;
}

std::span<const std::string_view> supportQuestions()
{
    return questions;
}

std::span<const std::string_view> dataQuestions()
{
    return dataAsks;
}

std::span<const std::string_view> codingTasks()
{
    return tasks;
}

} // namespace cachescope::simulated::corpus
