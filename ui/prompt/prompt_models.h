// SPDX-License-Identifier: MIT
#pragma once

#include <QObject> // First: see ui/format/format.h.
#include <QStringList>

#include "config/config.h"
#include "prompt/prompt.h"
#include "providers/caching_rules.h"
#include "tokens/model_table.h"

#include <memory>

namespace cachescope::ui {

/** Which model a prompt is looked at for, and whose rules apply. */
struct ModelChoice
{
    std::string model;
    std::string upstream;
    bool assumed = false; ///< Neither the prompt nor the user named one.
};

/** The upstream that offers a model, by its name, else by the prompt's shape. */
std::string upstreamOf(prompt::PromptForm form, const std::string &model);
/** The user's choice, else the prompt's own model, else one that stands for the shape. */
ModelChoice chooseModel(const prompt::Prompt &prompt, const std::string &chosen, const std::string &upstream);

/** Tokenizers and prices for all open prompts. GUI thread; what it gives out is for any thread. */
class PromptModels : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    void configure(const config::Config &configuration, std::shared_ptr<const providers::PriceBook> prices);
    /** Learns from the log how a model without public tokenizer counts; in the background. */
    void calibrate(const std::string &databasePath);

    std::shared_ptr<const tokens::ModelTable> table() const { return m_table; }
    std::shared_ptr<const providers::PriceBook> prices() const { return m_prices; }
    QStringList modelNames() const; ///< Of the price book, by provider and name.
    /** How many logged calls an estimate for this model rests on. */
    std::int64_t calibratedFrom(const std::string &model) const;

Q_SIGNALS:
    void changed();

private:
    std::shared_ptr<const tokens::ModelTable> m_table = std::make_shared<tokens::ModelTable>();
    std::shared_ptr<const providers::PriceBook> m_prices = providers::PriceBook::shipped();
    std::map<std::string, std::int64_t, std::less<>> m_calibrated;
};

} // namespace cachescope::ui
