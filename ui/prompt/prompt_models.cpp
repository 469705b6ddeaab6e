// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_models.h"

#include "engine/token_calibration.h"
#include "ui/format/format.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <array>

namespace cachescope::ui {

using prompt::PromptForm;

std::string upstreamOf(PromptForm form, const std::string &model)
{
    static constexpr std::array prefixes{
        std::pair{ "claude", "anthropic" }, std::pair{ "gemini", "gemini" },   std::pair{ "deepseek", "deepseek" },
        std::pair{ "grok", "xai" },         std::pair{ "mistral", "mistral" }, std::pair{ "gpt", "openai" },
    };
    const std::string plain = tokens::plainModelName(model);
    for (const auto &[prefix, upstream] : prefixes) {
        if (plain.starts_with(prefix))
            return upstream;
    }
    if (form == PromptForm::AnthropicMessages)
        return "anthropic";
    return form == PromptForm::Gemini ? "gemini" : "openai";
}

ModelChoice chooseModel(const prompt::Prompt &prompt, const std::string &chosen, const std::string &upstream)
{
    ModelChoice choice;
    choice.model = chosen.empty() ? prompt.parameters().model : chosen;
    choice.assumed = choice.model.empty();
    if (choice.assumed) {
        choice.model = prompt.form() == PromptForm::AnthropicMessages ? "claude-sonnet-4-5"
            : prompt.form() == PromptForm::Gemini                     ? "gemini-2.5-pro"
                                                                      : "gpt-4.1";
    }
    choice.upstream = upstream.empty() ? upstreamOf(prompt.form(), choice.model) : upstream;
    return choice;
}

void PromptModels::configure(
    const config::Config &configuration, std::shared_ptr<const providers::PriceBook> prices)
{
    auto table = std::make_shared<tokens::ModelTable>();
    for (const auto &[pattern, file] : configuration.tokenizers)
        table->addFile(pattern, file);
    m_table = std::move(table);
    if (prices)
        m_prices = std::move(prices);
    Q_EMIT changed();
}

void PromptModels::calibrate(const std::string &databasePath)
{
    if (databasePath.empty())
        return;
    const QPointer<PromptModels> self(this);
    QThreadPool::globalInstance()->start([self, databasePath, table = m_table] {
        const auto log = requestlog::Reader::open(databasePath);
        if (!log)
            return; // No log, nothing to learn; the estimates keep their published factors.
        auto learnt = engine::calibrateTokens(**log, *table);
        if (!learnt || learnt->models.empty())
            return;
        auto better = std::make_shared<tokens::ModelTable>(*table);
        std::map<std::string, std::int64_t, std::less<>> counts;
        for (const auto &[model, calibration] : learnt->models) {
            tokens::ModelTokens info = better->forModel(model);
            info.factor = calibration.factor;
            info.error = calibration.error;
            better->add(model, info);
            counts[model] = static_cast<std::int64_t>(calibration.calls);
        }
        QMetaObject::invokeMethod(qApp, [self, better, counts] {
            if (!self)
                return;
            self->m_table = better;
            self->m_calibrated = counts;
            Q_EMIT self->changed();
        });
    });
}

QStringList PromptModels::modelNames() const
{
    QStringList names;
    for (const providers::ModelCard *card : m_prices->models())
        names << format::text(card->id);
    names.removeDuplicates();
    names.sort();
    return names;
}

std::int64_t PromptModels::calibratedFrom(const std::string &model) const
{
    const auto found = m_calibrated.find(model);
    return found == m_calibrated.end() ? 0 : found->second;
}

} // namespace cachescope::ui

#include "moc_prompt_models.cpp"
