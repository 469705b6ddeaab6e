// SPDX-License-Identifier: MIT
#pragma once

#include <QObject> // First: see ui/format/format.h.

#include "requestlog/export.h"
#include "ui/data/log_service.h"

#include <atomic>
#include <memory>

namespace cachescope::ui {

/**
 * Writes calls to a file on a thread and a connection of its own, so that neither the window nor a search waits.
 * The file appears only when it is whole. Secrets are hidden, as in everything that leaves the log.
 */
class ExportJob : public QObject
{
    Q_OBJECT

public:
    struct Request
    {
        QString path;
        requestlog::ExportFormat format = requestlog::ExportFormat::JsonLines;
        requestlog::TimeRange range;
        requestlog::Filter filter;
    };

    explicit ExportJob(LogService::Opener opener, QObject *parent = nullptr);
    ~ExportJob() override; ///< Stops a running export; its file does not appear.

    void start(const Request &request);
    bool isRunning() const { return m_stop != nullptr; }
    void stop();

    static QString suffix(requestlog::ExportFormat format);
    static QString formatName(requestlog::ExportFormat format);

Q_SIGNALS:
    void finished(qint64 calls, const QString &path);
    void failed(const QString &message);

private:
    using StopFlag = std::shared_ptr<std::atomic<bool>>;
    static base::Result<std::int64_t> write(
        const LogService::Opener &opener, const Request &request, const StopFlag &stop);

    LogService::Opener m_opener;
    StopFlag m_stop; ///< Of the running export.
};

} // namespace cachescope::ui
