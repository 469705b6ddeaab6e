// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "requestlog/query.h"

namespace cachescope::ui {

/** Where the bytes are, against the limit: a bar with a legend, and what goes when the limit is met. */
class StorageBar : public QWidget
{
    Q_OBJECT

public:
    explicit StorageBar(QWidget *parent = nullptr);
    void setSizes(const requestlog::Reader::StorageSizes &sizes, std::int64_t bodyLimit, std::int64_t cacheLimit);
    void setFailure(const QString &message);
    QSize sizeHint() const override;
    QString words() const; ///< What it says, for tests and screen readers.

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::int64_t limit() const;
    QString effect() const;

    requestlog::Reader::StorageSizes m_sizes;
    std::int64_t m_bodyLimit = 0, m_cacheLimit = 0;
    QString m_failure;
    bool m_known = false;
};

} // namespace cachescope::ui
