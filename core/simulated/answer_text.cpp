// SPDX-License-Identifier: MIT
#include "simulated/answer_text.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

namespace cachescope::simulated {

namespace {

using Lines = std::span<const std::string_view>;

// "%" stands for a name taken from the question.
constexpr std::array<std::string_view, 18> codeLines{
    "The change in % reads the total before the lock is taken, so two requests can both see the old value.",
    "I would move the check for an empty cart to the top of %, where the other guards already are.",
    "The new branch in % has no test; a table with the three currencies would cover it.",
    "`%` now returns early on a timeout, but the span that it opened is never closed.",
    "Naming is consistent with the rest of the module, and the public interface is unchanged.",
    "The retry around % doubles the waiting time without an upper bound; cap it at eight seconds.",
    "One allocation in the loop can go: % copies the list although it only reads it.",
    "The migration is reversible, but its down step drops the index that % relies on.",
    "Error messages from % repeat the user's input verbatim, which ends up in the log.",
    "This is correct as it stands; the comment above % still describes the old behaviour.",
    "Please keep the order of the keys that % writes, because the snapshot test compares bytes.",
    "The cache key in % leaves out the locale, so a German page can be served to a French visitor.",
    "I checked the callers of %: all four handle the new error, and two of them log it.",
    "The date is formatted in local time here and in UTC in %, which shifts the report by a day.",
    "Splitting % into a pure part and the call to the gateway would make the failure testable.",
    "The type of the second argument is wider than it needs to be; % only ever passes a string.",
    "Nothing here changes the schema, so the rollout needs no second step.",
    "There is a race between the expiry timer and %; the later one wins and the earlier answer is lost.",
};
constexpr std::array<std::string_view, 14> supportLines{
    "Thank you for getting in touch about %.",
    "You can change that yourself under Account, then Subscription, within the current billing period.",
    "Refunds go back to the original payment method and usually arrive within five working days.",
    "I can see that the order has left our warehouse; the carrier updates the tracking page every evening.",
    "If the confirmation e-mail is missing, please look into the spam folder and check the address in your "
    "profile.",
    "The invoice for % is in the documents section and can be downloaded as a PDF.",
    "Your plan includes three seats; a fourth one is charged from the day on which it is added.",
    "To reset two-factor sign-in we need to verify the account owner first.",
    "The limit is counted per workspace and starts again at midnight UTC.",
    "I have passed this on to the team that looks after %, and you will hear from them tomorrow at the latest.",
    "Data that was deleted more than thirty days ago cannot be restored.",
    "Please note that the address can only be changed until the parcel has been handed over.",
    "Let me know if that answers your question, or send me the order number and I will look further.",
    "The export contains every record of the workspace in CSV form, one file for each table.",
};
constexpr std::array<std::string_view, 12> dataLines{
    "The column % holds 3.2 % empty values, nearly all of them from the first week of March.",
    "After removing duplicates 48,211 rows remain.",
    "The median is a better summary here than the mean, because the distribution has a long right tail.",
    "Weekly seasonality explains most of the variation in %; the trend itself is flat.",
    "Join on the customer id and the day, not on the timestamp, or late events are lost.",
    "The outliers above the 99.5th percentile are test accounts and can be dropped.",
    "A log scale on the y axis makes the three regions comparable.",
    "Grouping by % first and averaging afterwards gives small groups the same weight as large ones.",
    "The confidence interval is wide, since only forty customers were in the second cohort.",
    "With the filter on % the correlation falls from 0.61 to 0.18.",
    "I would store the intermediate table as Parquet, sorted by date.",
    "The forecast for the next four weeks stays within the band of the previous year.",
};
constexpr std::array<std::string_view, 12> generalLines{
    "In short: yes, with one condition that concerns %.",
    "There are two ways to read the question, and both lead to the same recommendation.",
    "The first part is settled by the document; the second is left open on purpose.",
    "What matters most for % is the order in which the steps happen.",
    "A small example makes the difference clear.",
    "I would begin with the part that is hardest to undo.",
    "The numbers in the second table do not add up to the total, which should be checked before it is published.",
    "Compared with last month the share of % has grown by about a fifth.",
    "None of this needs to be decided today.",
    "The summary above leaves out the appendix, because it only repeats the definitions.",
    "If the deadline moves, the second option becomes the cheaper one.",
    "To be safe, keep the old version of % until the new one has run for a week.",
};
constexpr std::array<std::string_view, 8> germanLines{
    "Vielen Dank für Ihre Nachricht zu %.",
    "Die Rückerstattung erfolgt auf dem ursprünglichen Zahlungsweg und dauert in der Regel fünf Werktage.",
    "Sie können die Adresse ändern, solange das Paket noch nicht übergeben wurde.",
    "Die Rechnung finden Sie im Bereich „Dokumente“ als PDF.",
    "Für % gilt die gleiche Frist wie für alle anderen Bestellungen.",
    "Bitte prüfen Sie auch den Spam-Ordner, falls die Bestätigung fehlt.",
    "Ich habe Ihr Anliegen weitergeleitet; Sie hören spätestens morgen von uns.",
    "Gern helfe ich Ihnen weiter, wenn Sie mir die Bestellnummer nennen.",
};
constexpr std::array<std::string_view, 7> frenchLines{
    "Merci pour votre message au sujet de %.",
    "Le remboursement est effectué sur le moyen de paiement d’origine, en général sous cinq jours ouvrés.",
    "La facture est disponible au format PDF dans la rubrique « Documents ».",
    "Vous pouvez modifier l’adresse tant que le colis n’a pas été remis au transporteur.",
    "Pensez à vérifier le dossier des indésirables si le courriel de confirmation manque.",
    "J’ai transmis votre demande à l’équipe concernée, qui vous répondra demain au plus tard.",
    "N’hésitez pas à m’indiquer le numéro de commande.",
};
constexpr std::array<std::string_view, 6> japaneseLines{
    "%についてお問い合わせいただきありがとうございます。",
    "返金は通常5営業日以内に、お支払い時と同じ方法で行われます。",
    "請求書は「書類」のページからPDFでダウンロードできます。",
    "荷物が配送業者に渡るまでは、お届け先を変更できます。",
    "確認メールが見つからない場合は、迷惑メールフォルダもご確認ください。",
    "ご不明な点がありましたら、注文番号をお知らせください。",
};
constexpr std::array<std::string_view, 6> codeBlocks{
    "```ts\nexport async function total(cart: Cart): Promise<Money> {\n  if (cart.items.length === 0) return "
    "Money.zero(cart.currency);\n  const prices = await this.prices.of(cart.items.map((item) => item.sku));\n  "
    "return "
    "cart.items.reduce((sum, item) => sum.plus(prices[item.sku].times(item.count)), "
    "Money.zero(cart.currency));\n}\n```",
    "```diff\n-    if (retries > 0) delay *= 2;\n+    if (retries > 0) delay = Math.min(delay * 2, 8_000);\n```",
    "```python\ndef load(path: Path) -> pd.DataFrame:\n    frame = pd.read_parquet(path)\n    return "
    "frame.drop_duplicates([\"customer_id\", \"day\"]).sort_values(\"day\")\n```",
    "```sql\nselect date_trunc('week', created_at) as week, count(*) as orders\nfrom orders\nwhere status <> "
    "'test'\ngroup by 1\norder by 1;\n```",
    "```cpp\nconst auto lock = std::scoped_lock(m_mutex);\nif (const auto it = m_entries.find(key); it != "
    "m_entries.end())\n    return it->second;\n```",
    "```go\nif err := tx.Commit(); err != nil {\n\treturn fmt.Errorf(\"commit order %s: %w\", order.ID, "
    "err)\n}\n```",
};
constexpr std::array<std::string_view, 7> reasoningLines{
    "I should look at what changed first, then at who calls it.",
    "The user asks for the reason, not for a rewrite.",
    "The two statements differ in the unit, so I convert before I compare.",
    "An empty input is possible here; I have to say what happens then.",
    "The earlier answer already covered the first half.",
    "There may be a simpler explanation: the index was dropped.",
    "I will keep the answer short and give one example.",
};

bool holds(std::string_view text, std::span<const std::string_view> words)
{
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return text.find(word) != std::string_view::npos;
    });
}

bool hasJapanese(std::string_view text)
{
    return text.find("\xE3\x81") != std::string_view::npos || text.find("\xE3\x82") != std::string_view::npos;
}

enum class Topic
{
    Code,
    Support,
    Data,
    General,
    German,
    French,
    Japanese
};

Topic topicOf(std::string_view question)
{
    static constexpr std::array<std::string_view, 5> german{ " ich ", " nicht ", " bitte ", " wie ", " meine " };
    static constexpr std::array<std::string_view, 5> french{ " je ", " est ", " vous ", " ma ", " puis-je " };
    static constexpr std::array<std::string_view, 6> code{ "```", "function ", "diff --git", "src/", "()", ".cpp" };
    static constexpr std::array<std::string_view, 9> support{ "order",    "invoice", "refund",
                                                              "password", "account", "subscription",
                                                              "delivery", "cancel",  "plan" };
    static constexpr std::array<std::string_view, 7> data{ "column",  "csv",   "dataset", "chart",
                                                           "average", "table", "cohort" };
    if (hasJapanese(question))
        return Topic::Japanese;
    if (holds(question, german))
        return Topic::German;
    if (holds(question, french))
        return Topic::French;
    if (holds(question, code))
        return Topic::Code;
    if (holds(question, support))
        return Topic::Support;
    return holds(question, data) ? Topic::Data : Topic::General;
}

Lines linesOf(Topic topic)
{
    switch (topic) {
    case Topic::Code:
        return codeLines;
    case Topic::Support:
        return supportLines;
    case Topic::Data:
        return dataLines;
    case Topic::German:
        return germanLines;
    case Topic::French:
        return frenchLines;
    case Topic::Japanese:
        return japaneseLines;
    case Topic::General:
        break;
    }
    return generalLines;
}

/** Words of the question that look like names: what the answer can refer to. */
std::vector<std::string_view> namesOf(std::string_view question)
{
    std::vector<std::string_view> names;
    question = question.substr(question.size() > 4000 ? question.size() - 4000 : 0);
    const auto isNameByte = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '/'
            || c == '.' || c == '-';
    };
    for (std::size_t at = 0; at < question.size() && names.size() < 40;) {
        std::size_t end = at;
        while (end < question.size() && isNameByte(question[end]))
            ++end;
        std::string_view word = question.substr(at, end - at);
        while (word.ends_with('.') || word.ends_with('-'))
            word.remove_suffix(1);
        if (word.size() >= 5 && word.size() <= 40)
            names.push_back(word);
        at = end + 1;
    }
    return names;
}

void appendLine(std::string &out, Random &random, std::string_view line, const std::vector<std::string_view> &names)
{
    const auto slot = line.find('%');
    if (slot == std::string_view::npos
        || (slot > 0 && line[slot - 1] == ' ' && line[slot - 2] <= '9' && line[slot - 2] >= '0')) {
        out += line;
        return;
    }
    out += line.substr(0, slot);
    out += names.empty() ? std::string_view("the request") : random.pick(names);
    out += line.substr(slot + 1);
}

std::size_t wordCount(std::string_view text)
{
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1 + text.size() / 60;
}

} // namespace

std::string composeAnswer(Random &random, std::string_view question, std::size_t words)
{
    const Topic topic = topicOf(question);
    const Lines lines = linesOf(topic);
    const auto names = namesOf(question);
    const bool listed = topic == Topic::Code && random.chance(0.5);
    std::string answer;
    std::size_t written = 0, inParagraph = 0, last = lines.size();
    while (written < words) {
        std::size_t line = random.below(lines.size());
        if (line == last)
            line = (line + 1) % lines.size();
        last = line;
        if (listed)
            answer += answer.empty() ? "- " : "\n- ";
        else if (!answer.empty())
            answer += inParagraph == 0 ? "\n\n" : topic == Topic::Japanese ? "" : " ";
        const std::size_t before = answer.size();
        appendLine(answer, random, lines[line], names);
        written += wordCount(std::string_view(answer).substr(before));
        inParagraph = (inParagraph + 1) % 4;
        const bool code = topic == Topic::Code || topic == Topic::Data;
        if (code && !listed && inParagraph == 0 && written < words && random.chance(0.4)) {
            answer += "\n\n";
            answer += random.pick(codeBlocks);
            written += 30;
        }
    }
    return answer;
}

std::string composeReasoning(Random &random)
{
    std::string summary(random.pick(reasoningLines));
    summary += ' ';
    summary += random.pick(reasoningLines);
    return summary;
}

} // namespace cachescope::simulated
