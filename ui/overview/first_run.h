// SPDX-License-Identifier: MIT
#pragma once

#include "ui/parts/card.h" // Qt comes first with it: see ui/format/format.h.

#include <string>

class QLabel;
class QPushButton;

namespace cachescope::ui {

struct PageContext;
class SetupStep;
class SnippetTabs;

/** What the Overview shows until the first call: state of port and keys, lines to copy, a test call. */
class FirstRun : public Card
{
    Q_OBJECT

public:
    explicit FirstRun(const PageContext &context, QWidget *parent = nullptr);

    /** Reads port, keys and settings again. */
    void refresh();
    /** The first call has come: the third step turns green and the way on is offered. */
    void setArrived();

Q_SIGNALS:
    void skipped();

private:
    QWidget *makeSteps();
    QWidget *makeGuide();
    QWidget *makeTestRow();
    QWidget *makeDemoPart();
    void showPort();
    void showKeys();
    void showStorage();
    void showTest();
    void showTestNote(const QString &words);
    void sendTest();

    const PageContext &m_context;
    SetupStep *m_port;
    SetupStep *m_keys;
    SetupStep *m_send;
    SetupStep *m_storage;
    SnippetTabs *m_snippets;
    QLabel *m_title;
    QLabel *m_subtitle;
    QPushButton *m_test;
    QLabel *m_testNote;
    std::string m_testUpstream;
    bool m_arrived = false;
};

} // namespace cachescope::ui
