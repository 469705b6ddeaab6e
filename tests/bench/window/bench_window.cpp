// SPDX-License-Identifier: MIT
// bench_window DATA-DIRECTORY: the real window over the log in DATA-DIRECTORY, offscreen, on the page Requests.
// Prints when rows can be read there, when the search for all of them has ended, the same for a sort by cost, and
// the memory of the process.
#include "engine/engine.h"
#include "ui/app_window.h"
#include "ui/requests/call_model.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTableView>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

using namespace cachescope;

namespace {

/** A line of /proc/self/status, in megabytes. */
double megabytes(const std::string &field)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(field + ":"))
            return std::strtod(line.c_str() + field.size() + 1, nullptr) / 1024;
    return 0;
}

/** Watches the table from the event loop and goes on to the next step when it has what the step waits for. */
class Watch : public QObject
{
public:
    Watch()
    {
        m_sinceStart.start();
        m_timer.setInterval(2);
        connect(&m_timer, &QTimer::timeout, this, [this] { look(); });
        m_timer.start();
    }

private:
    void look()
    {
        if (m_model == nullptr && !find())
            return;
        if (m_longestPause.isValid())
            m_longest = std::max(m_longest, m_longestPause.elapsed());
        m_longestPause.start();
        // The rows before stay until the first of the new ones have been read.
        const bool isNew = !m_sorted || m_model->idAt(0) != m_first;
        if (!m_rowsShown && m_model->rowCount() > 0 && isNew && m_model->record(0) != nullptr) {
            m_rowsShown = true;
            report(m_sorted ? "sorted by cost: first rows" : "first rows");
        }
        if (m_rowsShown && m_model->state() == ui::CallModel::State::Complete)
            ended();
    }

    bool find()
    {
        for (QWidget *window : QApplication::topLevelWidgets()) {
            for (auto *view : window->findChildren<QTableView *>()) {
                if (auto *model = qobject_cast<ui::CallModel *>(view->model())) {
                    m_model = model;
                    return true;
                }
            }
        }
        return false;
    }

    void ended()
    {
        report(m_sorted ? "sorted by cost: all" : "all");
        if (m_sorted) {
            m_timer.stop();
            QApplication::closeAllWindows();
            return;
        }
        m_sorted = true;
        ui::CallQuery query = m_model->query();
        query.sort = requestlog::SortColumn::Cost;
        query.ascending = false;
        m_first = m_model->idAt(0);
        m_model->setQuery(query);
        m_rowsShown = false;
        m_sinceStart.start();
        m_longest = 0;
    }

    void report(const char *what)
    {
        std::printf(
            "%-28s %6lld ms  %10d rows  resident %4.0f MB, at most %4.0f MB  longest pause of the event loop %lld "
            "ms\n",
            what, static_cast<long long>(m_sinceStart.elapsed()), m_model->rowCount(), megabytes("VmRSS"),
            megabytes("VmHWM"), static_cast<long long>(m_longest));
        std::fflush(stdout);
    }

    QTimer m_timer;
    QElapsedTimer m_sinceStart;
    QElapsedTimer m_longestPause;
    qint64 m_longest = 0;
    ui::CallModel *m_model = nullptr;
    qint64 m_first = 0;
    bool m_rowsShown = false;
    bool m_sorted = false;
};

} // namespace

int main(int count, char **arguments)
{
    if (count != 2) {
        std::fprintf(stderr, "usage: bench_window DATA-DIRECTORY\n");
        return 2;
    }
    qputenv("QT_QPA_PLATFORM", "offscreen");
    ui::WindowOptions window;
    window.page = QStringLiteral("requests");
    window.range = QStringLiteral("30d");
    window.size = QSize(1440, 900);
    ui::prepareForWindow(window);
    QApplication application(count, arguments);
    Watch watch;
    engine::Options options;
    options.dataDirectory = arguments[1];
    options.configFile = options.dataDirectory + "/config.json";
    options.port = 0;
    auto engine = engine::Engine::start(options);
    if (!engine) {
        std::fprintf(stderr, "%s\n", engine.error().message.c_str());
        return 1;
    }
    return ui::runWindow(application, **engine, window);
}
