// SPDX-License-Identifier: MIT
#pragma once

#include "ui/theme/tokens.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace cachescope::ui {

/** What an inline message is about; gives edge, icon and colour. */
enum class MessageKind
{
    Info,
    Good,
    Warning,
    Error
};

/** An inline message: a 3 px edge in its colour, icon, one sentence, actions on the right. Never modal. */
class MessageBar : public QFrame
{
    Q_OBJECT

public:
    enum class Closing
    {
        Closable,
        Fixed
    };
    MessageBar(MessageKind kind, const QString &sentence, Closing closing, QWidget *parent = nullptr);

    void setSentence(const QString &sentence);
    QString sentence() const;
    QPushButton *addAction(const QString &text, const QString &iconName = {});

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    MessageKind m_kind;
    QHBoxLayout *m_row;
    QLabel *m_sentence;
    int m_actionsAt;
};

} // namespace cachescope::ui
