// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "tokens/model_table.h"

#include <QCommandLineParser>

#include <map>
#include <string>

namespace cachescope::app {

/** What the commands know about models: the built-in table, `tokenizers` of config.json, and for models without a
 * public tokenizer what the log teaches. */
class TokenModels
{
public:
    /** --config, --data-dir and --demo. */
    static void addOptions(QCommandLineParser &parser);
    /** Reads the configuration; without a file the built-in table stands. All errors are wrong input. */
    static base::Result<TokenModels> load(const QCommandLineParser &parser);
    /** The same for commands whose --config is another file: the configuration comes from `configFile`, or from its
     * usual place when that is empty. */
    static base::Result<TokenModels> loadWithConfiguration(
        const QCommandLineParser &parser, const QString &configFile);

    struct Choice
    {
        tokens::ModelTokens info; ///< With the calibrated factor and error, when there was something to learn from.
        std::string
            note; ///< "claude-sonnet-4-5: estimate, ±4 % (calibrated from 180 logged calls)"; empty when exact.
    };
    /**
     * How `model` is counted; table() has it from then on. Its tokenizer can be loaded: a file of the configuration
     * that cannot is an InvalidInput error that names the entry. Reads the log once for each estimated model.
     */
    base::Result<Choice> choose(const std::string &model);
    const tokens::ModelTable &table() const { return m_table; }

private:
    std::string entryFor(const std::string &model, const std::string &file) const;
    Choice estimated(const std::string &model, tokens::ModelTokens info) const;

    tokens::ModelTable m_table;
    std::map<std::string, std::string, std::less<>> m_files; ///< `tokenizers` as configured.
    std::string m_configFile;
    std::string m_database; ///< Empty when there is no log.
    std::map<std::string, Choice, std::less<>> m_chosen;
};

} // namespace cachescope::app
