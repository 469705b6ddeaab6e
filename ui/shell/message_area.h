// SPDX-License-Identifier: MIT
#pragma once

#include "ui/parts/message_bar.h"

#include <QHash>
#include <QWidget>

#include <functional>

class QVBoxLayout;

namespace cachescope::ui {

/** Inline messages below the top bar; takes no room while there are none. */
class MessageArea : public QWidget
{
    Q_OBJECT

public:
    explicit MessageArea(QWidget *parent = nullptr);
    /** A message with the same key takes the other's place; one that says the same thing stays as it is. */
    void showMessage(
        const QString &key, MessageKind kind, const QString &sentence, const QString &actionText,
        std::function<void()> action);
    void hideMessage(const QString &key);
    int count() const { return static_cast<int>(m_bars.size()); }

private:
    void drop(const QString &key);
    QVBoxLayout *m_column;
    QHash<QString, MessageBar *> m_bars;
};

} // namespace cachescope::ui
