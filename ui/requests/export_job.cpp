// SPDX-License-Identifier: MIT
#include "ui/requests/export_job.h"

#include "ui/format/core_words.h"
#include "ui/format/format.h"

#include <QCoreApplication>
#include <QPointer>
#include <QSaveFile>
#include <QThreadPool>

namespace cachescope::ui {

ExportJob::ExportJob(LogService::Opener opener, QObject *parent)
    : QObject(parent)
    , m_opener(std::move(opener))
{ }

ExportJob::~ExportJob()
{
    stop();
}

QString ExportJob::suffix(requestlog::ExportFormat format)
{
    switch (format) {
    case requestlog::ExportFormat::JsonLines:
        return QStringLiteral("jsonl");
    case requestlog::ExportFormat::Csv:
        return QStringLiteral("csv");
    case requestlog::ExportFormat::Har:
        return QStringLiteral("har");
    }
    return {};
}

QString ExportJob::formatName(requestlog::ExportFormat format)
{
    switch (format) {
    case requestlog::ExportFormat::JsonLines:
        return tr("JSON Lines");
    case requestlog::ExportFormat::Csv:
        return tr("CSV");
    case requestlog::ExportFormat::Har:
        return tr("HAR");
    }
    return {};
}

void ExportJob::stop()
{
    if (m_stop)
        m_stop->store(true);
    m_stop.reset();
}

void ExportJob::start(const Request &request)
{
    stop();
    m_stop = std::make_shared<std::atomic<bool>>(false);
    const QPointer<ExportJob> self(this);
    QThreadPool::globalInstance()->start([self, opener = m_opener, request, stop = m_stop] {
        const auto written = write(opener, request, stop);
        QMetaObject::invokeMethod(qApp, [self, written, stop, path = request.path] {
            if (!self || self->m_stop != stop)
                return;
            self->m_stop.reset();
            if (written)
                Q_EMIT self->finished(*written, path);
            else
                Q_EMIT self->failed(format::coreText(written.error().message));
        });
    });
}

// On a pool thread.
base::Result<std::int64_t> ExportJob::write(
    const LogService::Opener &opener, const Request &request, const StopFlag &stop)
{
    auto source = opener();
    if (!source)
        return tl::unexpected(source.error());
    QSaveFile file(request.path);
    const auto fileError = [&file] {
        return base::failure(
            base::ErrorCode::Unreadable,
            format::utf8(tr("The export could not be written to %1: %2. Choose another place.")
                             .arg(file.fileName(), file.errorString())));
    };
    if (!file.open(QIODevice::WriteOnly))
        return fileError();
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner); // prompts are nobody else's business
    bool whole = true;
    const auto count
        = (*source)->exportCalls(request.range, request.filter, request.format, [&](std::string_view piece) {
              whole = file.write(piece.data(), qint64(piece.size())) == qint64(piece.size());
              return whole && !stop->load();
          });
    if (!count)
        return tl::unexpected(count.error());
    if (stop->load())
        return base::failure(base::ErrorCode::Cancelled, format::utf8(tr("The export was stopped.")));
    if (!whole || !file.commit())
        return fileError();
    return *count;
}

} // namespace cachescope::ui
