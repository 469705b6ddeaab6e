// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "prompt/cacheable_prefix.h"

namespace cachescope::ui {

/** A bar of a prompt's tokens: what can be cached, what cannot, and where the provider's minimum lies. */
class PrefixRuler : public QWidget
{
    Q_OBJECT

public:
    explicit PrefixRuler(QWidget *parent = nullptr);
    void setPrefix(const prompt::CacheablePrefix &prefix, bool exact);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    prompt::CacheablePrefix m_prefix;
    QString m_about;
};

} // namespace cachescope::ui
