// SPDX-License-Identifier: MIT
#pragma once

#include <QSyntaxHighlighter>

namespace cachescope::ui {

/** Colours JSON: names, strings, numbers and words; follows the theme. */
class JsonHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    explicit JsonHighlighter(QTextDocument *document);

protected:
    void highlightBlock(const QString &text) override;

private:
    int highlightString(const QString &text, int from, int start);
};

} // namespace cachescope::ui
