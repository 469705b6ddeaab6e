// SPDX-License-Identifier: MIT
#include "ui/requests/curl_text.h"

#include "base/redact.h"
#include "base/text.h"
#include "ui/format/format.h"

namespace cachescope::ui {

namespace {

/** In single quotes, in which a shell changes nothing. */
QString quoted(QString text)
{
    return QLatin1Char('\'') + text.replace(QLatin1Char('\''), QStringLiteral("'\\''")) + QLatin1Char('\'');
}

/** Fields that curl sets itself, or that belong to one connection. */
bool isLeftOut(std::string_view name)
{
    for (const std::string_view own :
         { "host", "content-length", "connection", "accept-encoding", "transfer-encoding" }) {
        if (base::equalIgnoringCase(name, own))
            return true;
    }
    return false;
}

QString headerArgument(std::string_view name, std::string_view value, const QString &keyVariable)
{
    const std::size_t mark = value.find(base::redactedMark);
    if (mark == std::string_view::npos)
        return quoted(format::text(name) + QStringLiteral(": ") + format::text(value));
    // Double quotes, so that the shell puts the variable in.
    return QLatin1Char('"') + format::text(name) + QStringLiteral(": ") + format::text(value.substr(0, mark))
        + keyVariable + QLatin1Char('"');
}

} // namespace

QString asCurl(
    const requestlog::CallRecord &record, const requestlog::CallContents &contents, const QString &proxyUrl,
    const QString &keyVariable)
{
    const auto &start = record.start;
    QString command = QStringLiteral("curl ")
        + quoted(proxyUrl + QLatin1Char('/') + format::text(start.upstream) + format::text(start.target));
    if (start.method != "POST" || contents.requestBody.empty())
        command += QStringLiteral(" \\\n  -X ") + format::text(start.method);
    for (const auto line : base::split(contents.requestHead, '\n')) {
        const std::size_t colon = line.find(':');
        const std::string_view name = line.substr(0, std::min(colon, line.size()));
        if (colon == std::string_view::npos || colon == 0 || name.find(' ') != std::string_view::npos
            || isLeftOut(name))
            continue;
        std::string_view value = base::trim(line.substr(colon + 1));
        if (value.ends_with('\r'))
            value.remove_suffix(1);
        command += QStringLiteral(" \\\n  -H ") + headerArgument(name, value, keyVariable);
    }
    if (!contents.requestBody.empty())
        command += QStringLiteral(" \\\n  --data-binary ") + quoted(format::text(contents.requestBody));
    return command;
}

} // namespace cachescope::ui
