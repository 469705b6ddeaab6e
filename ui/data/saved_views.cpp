// SPDX-License-Identifier: MIT
#include "ui/data/saved_views.h"

#include <QSettings>

#include <algorithm>

namespace cachescope::ui {

namespace {

const auto listKey = QLatin1String("savedViews");

QVector<SavedView> starters()
{
    return { { SavedViews::tr("Dear misses"), QStringLiteral("cache:miss cost>0.05"), {} },
             { SavedViews::tr("Slow to start"), QStringLiteral("ttft>3s"), {} },
             { SavedViews::tr("Errors"), QStringLiteral("cache:error"), {} } };
}

} // namespace

SavedViews::SavedViews(QSettings &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    if (!session.contains(listKey % QStringLiteral("/size"))) {
        m_views = starters();
        return;
    }
    const int count = session.beginReadArray(listKey);
    for (int i = 0; i < count; ++i) {
        session.setArrayIndex(i);
        m_views.append({ session.value(QStringLiteral("name")).toString(),
                         session.value(QStringLiteral("filter")).toString(),
                         session.value(QStringLiteral("columns")).toByteArray() });
    }
    session.endArray();
}

void SavedViews::save(const SavedView &view)
{
    const auto found = std::find_if(
        m_views.begin(), m_views.end(), [&view](const SavedView &known) { return known.name == view.name; });
    if (found == m_views.end())
        m_views.append(view);
    else
        *found = view;
    write();
}

void SavedViews::remove(const QString &name)
{
    m_views.removeIf([&name](const SavedView &view) { return view.name == name; });
    write();
}

void SavedViews::write()
{
    m_session.remove(listKey);
    m_session.beginWriteArray(listKey, static_cast<int>(m_views.size()));
    for (int i = 0; i < static_cast<int>(m_views.size()); ++i) {
        m_session.setArrayIndex(i);
        m_session.setValue(QStringLiteral("name"), m_views[i].name);
        m_session.setValue(QStringLiteral("filter"), m_views[i].filter);
        m_session.setValue(QStringLiteral("columns"), m_views[i].columns);
    }
    m_session.endArray();
    Q_EMIT changed();
}

} // namespace cachescope::ui

#include "moc_saved_views.cpp"
