// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/tokenizer.h"

#include <string>
#include <string_view>
#include <vector>

namespace cachescope::tokens {

/** How requests of a model family are wrapped into tokens; see chat_count.h. */
enum class ChatFormat
{
    None, ///< Not documented: a plain sum, marked as an estimate.
    Cookbook, ///< gpt-3.5 and gpt-4: 3 tokens a message, tools start with 10.
    CookbookO, ///< gpt-4o, gpt-4.1, o-series: the same with tools that start with 7.
    Harmony, ///< GPT-5 family and gpt-oss.
};

/** Which tokenizer counts for a model, and how far it can be trusted. */
struct ModelTokens
{
    /** A built-in encoding's name, or the path of a tokenizer.json. */
    std::string tokenizer;
    /** True when `tokenizer` is a path. */
    bool isFile = false;
    /** True when the model's own tokenizer is used; false when it only stands in for one that is not at hand. */
    bool exact = false;
    /** Tokens of the model for each token of `tokenizer`; 1 when exact. Before any calibration. */
    double factor = 1.0;
    /** Stated relative error of an estimate, e.g. 0.15; 0 when exact. */
    double error = 0.0;
    /** Name of the family that an estimate is calibrated for, e.g. "claude"; empty when exact. */
    std::string family;
    ChatFormat chat = ChatFormat::None;
    /** False when the model matched nothing and a general guess is used. */
    bool known = true;
};

/**
 * Model name -> tokenizer. Exact names come first, then the longest prefix; the user's entries come before the
 * built-in ones. A prefix of a provider ("openai/gpt-5", "models/gemini-2.5-pro", "azure/…") and letter case are
 * ignored; of a fine-tuned name ("ft:gpt-4o-mini:org::id") the base model counts. Not thread-safe while being
 * extended.
 */
class ModelTable
{
public:
    /** The built-in rules. */
    ModelTable();

    /** Adds or replaces a rule of the user's: `pattern` is an exact name, or a prefix when it ends in `*`. */
    void add(std::string_view pattern, ModelTokens value);
    /** A user's tokenizer.json for a model (or prefix with `*`): exact. */
    void addFile(std::string_view pattern, std::string path);

    ModelTokens forModel(std::string_view model) const;

private:
    struct Rule
    {
        std::string pattern;
        bool prefix = false;
        ModelTokens value;
    };
    const Rule *find(const std::vector<Rule> &rules, std::string_view model) const;
    std::vector<Rule> m_user;
    std::vector<Rule> m_builtIn;
};

/** A model name in lower case without provider paths, regions, vendors and fine-tuning marks; what the table looks
 * up. */
std::string plainModelName(std::string_view model);

/** Opens what the table names: a built-in encoding or a file. Files are loaded once and shared. Thread-safe. */
base::Result<TokenizerPtr> tokenizerFor(const ModelTokens &model);

} // namespace cachescope::tokens
