// SPDX-License-Identifier: MIT
#include "token_models.h"

#include "engine_options.h"

#include "config/config.h"
#include "engine/data_directory.h"
#include "engine/token_calibration.h"

#include <QFileInfo>

#include <cmath>

namespace cachescope::app {

using base::ErrorCode;

namespace {

std::string percent(double share)
{
    return std::to_string(std::llround(share * 100)) + " %";
}

} // namespace

void TokenModels::addOptions(QCommandLineParser &parser)
{
    DataDirectoryOption::addTo(parser);
    parser.addOption({ QStringLiteral("config"), QStringLiteral("Read tokenizers from the configuration FILE."),
                       QStringLiteral("FILE") });
}

base::Result<TokenModels> TokenModels::load(const QCommandLineParser &parser)
{
    return loadWithConfiguration(parser, parser.value(QStringLiteral("config")));
}

base::Result<TokenModels> TokenModels::loadWithConfiguration(const QCommandLineParser &parser, const QString &asked)
{
    nameApplication();
    TokenModels models;
    if (!asked.isEmpty() && !QFileInfo::exists(asked))
        return base::failure(
            ErrorCode::InvalidInput, "There is no configuration file " + asked.toStdString() + ".");
    models.m_configFile = engine::resolveConfigFile(asked.toStdString());
    const auto configuration = config::load(models.m_configFile);
    if (!configuration)
        return base::failure(ErrorCode::InvalidInput, configuration.error().message);
    models.m_files = configuration->tokenizers;
    for (const auto &[pattern, file] : models.m_files)
        models.m_table.addFile(pattern, file);
    if (const auto database = DataDirectoryOption::database(parser))
        models.m_database = *database; // Without a log nothing is learnt; that is no error here.
    return models;
}

base::Result<TokenModels::Choice> TokenModels::choose(const std::string &model)
{
    if (const auto known = m_chosen.find(model); known != m_chosen.end())
        return known->second;
    Choice choice{ m_table.forModel(model), {} };
    if (const auto tokenizer = tokens::tokenizerFor(choice.info); !tokenizer)
        return base::failure(
            ErrorCode::InvalidInput,
            "The tokenizer of " + model + " cannot be used: " + m_configFile + ", tokenizers."
                + entryFor(model, choice.info.tokenizer) + ": " + tokenizer.error().message);
    if (!choice.info.exact) {
        choice = estimated(model, std::move(choice.info));
        m_table.add(model, choice.info);
    }
    m_chosen.emplace(model, choice);
    return choice;
}

std::string TokenModels::entryFor(const std::string &model, const std::string &file) const
{
    std::string best;
    for (const auto &[pattern, path] : m_files) {
        tokens::ModelTable alone;
        alone.addFile(pattern, path);
        if (path == file && alone.forModel(model).isFile && pattern.size() > best.size())
            best = pattern;
    }
    return best;
}

TokenModels::Choice TokenModels::estimated(const std::string &model, tokens::ModelTokens info) const
{
    std::string basis = "not calibrated";
    if (!m_database.empty()) {
        auto log = requestlog::Reader::open(m_database);
        const auto learnt = log ? engine::calibrateTokens(**log, m_table, { .model = model })
                                : base::Result<engine::TokenCalibration>(tl::unexpected(log.error()));
        if (!learnt) {
            basis = "not calibrated: " + learnt.error().message;
        } else if (const auto found = learnt->models.find(model); found != learnt->models.end()) {
            info.factor = found->second.factor;
            info.error = found->second.error;
            basis = "calibrated from " + std::to_string(found->second.calls) + " logged call"
                + (found->second.calls == 1 ? "" : "s");
        }
    }
    std::string note = model + ": estimate, ±" + percent(info.error) + " (" + basis + ")";
    return { std::move(info), std::move(note) };
}

} // namespace cachescope::app
