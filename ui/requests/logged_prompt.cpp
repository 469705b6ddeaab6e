// SPDX-License-Identifier: MIT
#include "ui/requests/logged_prompt.h"

#include "ui/format/format.h"
#include "ui/requests/shown_contents.h"

#include <QCoreApplication>

namespace cachescope::ui {

using base::ErrorCode;
using requestlog::CallRecord;

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(cachescope::ui::LoggedPrompt)
};

tl::unexpected<base::Error> failed(ErrorCode code, const QString &words)
{
    return base::failure(code, format::utf8(words));
}

/** A name as a condition of the filter language. */
void addTerm(std::string &filter, std::string_view field, std::string_view value)
{
    if (value.empty())
        return;
    filter += std::string(field) + ":\"";
    for (const char c : value) {
        if (c == '"' || c == '\\')
            filter += '\\';
        filter += c;
    }
    filter += "\" ";
}

} // namespace

base::Result<LoggedPrompt> readLoggedPrompt(
    LogSource &source, const CallRecord &record, const providers::PriceBook &book, LargeBodies large,
    std::string_view model)
{
    const auto form = prompt::formOf(record.start.api);
    if (!form)
        return failed(ErrorCode::InvalidInput, Words::tr("This call carries no prompt."));
    auto shown = readShownContents(source, record);
    if (!shown)
        return tl::unexpected(shown.error());
    std::string &body = shown->contents.requestBody;
    if (shown->contents.requestBodyMissing || body.empty())
        return failed(
            ErrorCode::NotFound,
            Words::tr("The request's body is not stored: by your settings, or it was cleaned up."));
    if (body.size() > largePromptBytes && large == LargeBodies::Refuse)
        return failed(
            ErrorCode::LimitExceeded,
            Words::tr("This request has %1. Counting its tokens may take a moment.")
                .arg(format::bytes(static_cast<std::int64_t>(body.size()))));
    auto read = prompt::Prompt::parse(std::move(body), *form);
    if (!read)
        return tl::unexpected(read.error());
    if ((*read)->problem())
        return failed(ErrorCode::InvalidInput, Words::tr("The request's body is not valid JSON, or was cut."));
    LoggedPrompt logged;
    logged.id = record.start.id;
    logged.prompt = std::move(*read);
    logged.model = model.empty() ? record.start.model : std::string(model);
    auto layout = prompt::layOut(*logged.prompt, logged.model, tokens::ModelTable());
    if (!layout)
        return tl::unexpected(layout.error());
    logged.layout = std::move(*layout);
    logged.rules = providers::cachingRules(book, record.start.upstream, logged.model);
    const std::int64_t end = logged.layout.segments.empty() ? 0 : logged.layout.segments.back().end;
    logged.prefix = prompt::applyRules(*logged.prompt, logged.layout, logged.rules, end, {});
    return logged;
}

base::Result<std::optional<CallRecord>> earlierCall(LogSource &source, const CallRecord &record)
{
    std::string expression;
    if (!record.start.session.empty()) {
        addTerm(expression, "session", record.start.session);
    } else {
        addTerm(expression, "client", record.start.client);
        addTerm(expression, "model", record.start.model);
    }
    const auto filter = requestlog::Filter::parse(expression);
    if (!filter)
        return base::failure(ErrorCode::Internal, filter.error().message);
    constexpr std::size_t most = 20; // Embeddings and the like may stand between.
    std::vector<std::int64_t> ids;
    const auto done = source.ids(
        { 0, record.start.startedAt + 1 }, *filter, requestlog::SortColumn::Time, false,
        [&](const std::vector<std::int64_t> &batch) {
            for (const std::int64_t id : batch) {
                if (id != record.start.id && ids.size() < most)
                    ids.push_back(id);
            }
        });
    if (!done)
        return tl::unexpected(done.error());
    auto rows = source.rows(ids);
    if (!rows)
        return tl::unexpected(rows.error());
    for (CallRecord &row : *rows) {
        const bool earlier = row.start.startedAt < record.start.startedAt
            || (row.start.startedAt == record.start.startedAt && row.start.id < record.start.id);
        if (earlier && prompt::formOf(row.start.api))
            return std::optional(std::move(row));
    }
    return std::optional<CallRecord>();
}

} // namespace cachescope::ui
