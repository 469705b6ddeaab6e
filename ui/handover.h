// SPDX-License-Identifier: MIT
#pragma once

#include <QObject> // First: see ui/format/format.h.

#include "ui/app_window.h"

class QLocalServer;

namespace cachescope::ui {

/**
 * The socket in a data directory at which the window that holds it is told of a second start. For its owner only,
 * as the directory is. GUI thread.
 */
class HandoverServer : public QObject
{
    Q_OBJECT

public:
    /** Listens; `problem()` says why it does not. A socket that a killed window left is taken over: the directory's
     * lock has shown that nobody lives behind it. */
    explicit HandoverServer(const QString &dataDirectory, QObject *parent = nullptr);
    QString problem() const;

Q_SIGNALS:
    /** What the second start asked for; its page, filter, range, call and minimized only. */
    void asked(const cachescope::ui::WindowOptions &options);

private:
    void take();
    QLocalServer *m_server;
};

/**
 * Asks the window that holds `dataDirectory` to show what `options` say. False when none answers within
 * `timeoutMs`: the directory is another program's, then. Blocks.
 */
bool handOver(const QString &dataDirectory, const WindowOptions &options, int timeoutMs);

} // namespace cachescope::ui
