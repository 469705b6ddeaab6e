// SPDX-License-Identifier: MIT
// What a key costs in the prompt editor: from the key's event until everything that it changed is painted. The
// whole editor is there (tokens, running totals, mini map, checks on a worker), offscreen at 1100 x 700.
#include "ui/prompt/editor_frame.h"
#include "ui/prompt/prompt_edit.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QTextBlock>

#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace cachescope;
using namespace cachescope::ui;

namespace {

constexpr std::size_t megabyte = std::size_t{ 1 } << 20;

std::string lines(std::size_t bytes)
{
    std::string text;
    for (int i = 0; text.size() < bytes; ++i)
        text += "- Rule " + std::to_string(i)
            + ": name file, line and the smallest change that repairs it, then stop.\n";
    text.resize(bytes);
    return text;
}

std::string oneLine(std::size_t bytes)
{
    std::string text;
    for (int i = 0; text.size() < bytes; ++i)
        text += "word" + std::to_string(i % 977) + (i % 13 == 0 ? ", " : " ");
    text.resize(bytes);
    return text;
}

std::string request(std::size_t bytes)
{
    std::string body = R"({"model":"gpt-4.1","messages":[{"role":"system","content":"Be careful."})";
    for (int i = 0; body.size() < bytes; ++i)
        body += R"(,{"role":")" + std::string(i % 2 ? "assistant" : "user")
            + R"(","content":"Look at src/checkout/cart.cpp, line )" + std::to_string(i)
            + R"(.\nIt adds the tax twice when a coupon is used.\nPlease mend it and say why."})";
    return body + "]}";
}

double processorMs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

double at(std::vector<double> &values, double share)
{
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, static_cast<std::size_t>(share * double(values.size())))];
}

void measure(const char *name, const std::string &text, PromptModels &models)
{
    auto document = PromptDocument::open(text);
    if (!document)
        return;
    QElapsedTimer opening;
    opening.start();
    EditorFrame frame(std::make_unique<PromptSession>(std::move(*document), PromptSession::Origin{}, models));
    frame.session().allowLarge();
    frame.session().chooseModel("gpt-4.1");
    frame.resize(1100, 700);
    frame.show();
    QCoreApplication::processEvents();
    const auto opened = opening.elapsed();
    PromptEdit &edit = frame.edit();
    std::vector<double> wall, processor;
    const int length = edit.document()->characterCount();
    const QString typed = QStringLiteral("the quick brown fox, 42 times. ");
    for (int round = 0; round < 20; ++round) {
        QTextCursor cursor = edit.textCursor();
        cursor.setPosition(int(double(length) * round / 20));
        edit.setTextCursor(cursor);
        edit.centerCursor();
        for (int i = 0; i < 100; ++i)
            QCoreApplication::processEvents();
        for (const QChar character : typed) {
            QKeyEvent press(QEvent::KeyPress, 0, Qt::NoModifier, QString(character));
            const double before = processorMs();
            QElapsedTimer timer;
            timer.start();
            QCoreApplication::sendEvent(&edit, &press);
            QCoreApplication::processEvents(); // Paints, and takes what workers brought.
            wall.push_back(double(timer.nsecsElapsed()) / 1e6);
            processor.push_back(processorMs() - before);
        }
    }
    std::printf(
        "%-22s %7.2f MB  open %5lld ms  a key: median %5.2f ms, p99 %5.2f ms, most %6.2f ms  (processor p99 %5.2f "
        "ms)\n",
        name, double(text.size()) / 1e6, static_cast<long long>(opened), at(wall, 0.5), at(wall, 0.99),
        at(wall, 1.0), at(processor, 0.99));
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    Theme::install(Theme::Preference::Light);
    PromptModels models;
    measure("text, short lines", lines(megabyte), models);
    measure("text, one line", oneLine(megabyte), models);
    measure("request, messages", request(megabyte), models);
    return 0;
}
