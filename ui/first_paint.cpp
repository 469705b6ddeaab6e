// SPDX-License-Identifier: MIT
#include "ui/first_paint.h"

#include <QEvent>
#include <QFile>
#include <QTimer>
#include <QWidget>

#include <cstdio>
#include <ctime>
#include <unistd.h>

namespace cachescope::ui {

namespace {

/** Milliseconds since boot when this process began: field 22 of /proc/self/stat, proc(5). */
long long processStartMs()
{
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray line = file.readAll();
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' '); // From field 3 on.
    return fields.value(19).toLongLong() * 1000 / sysconf(_SC_CLK_TCK);
}

long long nowMs()
{
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<long long>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

class PaintWatch final : public QObject
{
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && !m_told) {
            m_told = true;
            // After this event, its children's and the flush to the screen.
            QTimer::singleShot(0, this, [this] {
                std::fprintf(stderr, "first paint after %lld ms\n", nowMs() - processStartMs());
                deleteLater();
            });
        }
        return false;
    }

private:
    bool m_told = false;
};

} // namespace

void reportFirstPaint(QWidget &window)
{
    window.installEventFilter(new PaintWatch(&window));
}

} // namespace cachescope::ui
