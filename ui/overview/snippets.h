// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QVector>

namespace cachescope::ui {

/** One line to copy into a client. */
struct Snippet
{
    QString name; ///< "OpenAI, Python"
    QString code; ///< What is copied; may have several lines.
    QString address; ///< The part of `code` that is the proxy's address, to be marked.
};

struct SnippetGroup
{
    QString title; ///< Of the tab.
    QVector<Snippet> snippets;
};

/** The lines for a proxy at `address` ("127.0.0.1:8737"). */
QVector<SnippetGroup> clientSnippets(const QString &address);

} // namespace cachescope::ui
