// SPDX-License-Identifier: MIT
#pragma once

#include <QLineEdit> // First: see ui/format/format.h.

#include "requestlog/filter.h"

namespace cachescope::ui {

/** The positions of a filter's bytes in the window's string. */
int charAt(const QString &text, std::size_t byte);

/**
 * A line edit that shows each condition of a filter on a ground of its own, field names in the accent colour, and
 * an error as a squiggle at its place. Parses as the user types; says nothing to anyone else about it.
 */
class FilterEdit : public QLineEdit
{
    Q_OBJECT

public:
    explicit FilterEdit(QWidget *parent = nullptr);

    /** What the present text means. */
    const tl::expected<requestlog::Filter, requestlog::FilterError> &parsed() const { return m_parsed; }
    /** The squiggle is held back while somebody is still typing the condition. */
    void setErrorShown(bool shown);

Q_SIGNALS:
    void parsedChanged();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void parse();
    void formatText();
    int textLeft() const;

    tl::expected<requestlog::Filter, requestlog::FilterError> m_parsed;
    bool m_errorShown = false;
    bool m_formatting = false;
};

} // namespace cachescope::ui
