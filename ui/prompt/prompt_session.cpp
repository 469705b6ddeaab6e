// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_session.h"

#include "ui/format/format.h"
#include "ui/prompt/prompt_file.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDate>
#include <QFileInfo>
#include <QPointer>
#include <QThreadPool>

namespace cachescope::ui {

namespace {

constexpr int pauseMs = 150;

QByteArray digestOf(const std::string &bytes)
{
    return QCryptographicHash::hash(
        QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size())), QCryptographicHash::Sha256);
}

} // namespace

PromptSession::PromptSession(std::unique_ptr<PromptDocument> document, Origin origin, PromptModels &models)
    : m_document(std::move(document))
    , m_origin(std::move(origin))
    , m_models(models)
{
    m_large = static_cast<qint64>(m_document->base().bytes().size()) > largePromptBytes;
    if (!m_origin.path.isEmpty())
        rememberDisk(m_document->fileBytes());
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, &PromptSession::checkNow);
    connect(m_document.get(), &PromptDocument::versionChanged, this, [this] { m_pause.start(); });
    connect(m_document->text(), &QTextDocument::modificationChanged, this, &PromptSession::stateChanged);
    connect(&models, &PromptModels::changed, this, &PromptSession::resolveModel);
    resolveModel();
}

PromptSession::~PromptSession() = default;

QString PromptSession::title() const
{
    if (!m_origin.title.isEmpty())
        return m_origin.title;
    return m_origin.path.isEmpty() ? tr("untitled") : QFileInfo(m_origin.path).fileName();
}

bool PromptSession::isModified() const
{
    return m_document->text()->isModified();
}

ModelChoice PromptSession::model() const
{
    const std::string project = m_project ? m_project->settings.model : std::string();
    return ui::chooseModel(m_document->base(), m_model.empty() ? project : m_model, m_origin.upstream);
}

void PromptSession::chooseModel(const std::string &model)
{
    if (m_model == model)
        return;
    m_model = model;
    if (!model.empty())
        m_origin.upstream.clear(); // Another model may live elsewhere.
    resolveModel();
}

void PromptSession::resolveModel()
{
    m_counted = m_models.table()->forModel(model().model);
    const auto tokenizer = tokens::tokenizerFor(m_counted);
    m_tokenizer = tokenizer ? *tokenizer : nullptr;
    Q_EMIT tokenizerChanged();
    checkNow();
}

void PromptSession::setValues(std::vector<ValueSet> values, const QString &name)
{
    m_values = std::move(values);
    m_valuesName = name;
    checkNow();
}

void PromptSession::setLog(std::shared_ptr<const prompt::LogEvidence> log)
{
    m_log = std::move(log);
    checkNow();
}

void PromptSession::setProject(std::optional<ProjectLint> project)
{
    m_project = std::move(project);
    resolveModel();
}

prompt::LintSettings PromptSession::lintSettings() const
{
    prompt::LintSettings settings = m_project ? m_project->settings : prompt::LintSettings{};
    const ModelChoice choice = model();
    settings.model = choice.model;
    settings.upstream = choice.upstream;
    if (settings.today.empty())
        settings.today = format::utf8(QDate::currentDate().toString(Qt::ISODate));
    return settings;
}

void PromptSession::checkNow()
{
    m_pause.stop();
    if (m_checking) {
        m_again = true;
        return;
    }
    startCheck();
}

void PromptSession::startCheck()
{
    m_checking = true;
    m_again = false;
    const std::string project = m_project ? m_project->settings.model : std::string();
    const CheckInput input{ m_document->snapshot(),
                            m_model.empty() ? project : m_model,
                            m_origin.upstream,
                            m_models.table(),
                            m_models.prices(),
                            m_values,
                            m_log,
                            std::make_shared<const prompt::LintSettings>(lintSettings()),
                            m_project ? m_project->showFrom : prompt::Severity::Info };
    const QPointer<PromptSession> self(this);
    QThreadPool::globalInstance()->start([self, input] {
        auto report = checkPrompt(input);
        QMetaObject::invokeMethod(qApp, [self, report] {
            if (self)
                self->takeReport(report);
        });
    });
}

void PromptSession::takeReport(const std::shared_ptr<const PromptReport> &report)
{
    m_checking = false;
    const bool stale = report->version != m_document->version();
    if (!stale) {
        m_report = report;
        Q_EMIT reportChanged();
    }
    if (m_again || (stale && !m_pause.isActive()))
        startCheck();
}

void PromptSession::rememberDisk(const std::string &bytes)
{
    m_diskDigest = digestOf(bytes);
}

base::Result<> PromptSession::save()
{
    const std::string bytes = m_document->fileBytes();
    if (auto written = writePromptBytes(m_origin.path, bytes); !written)
        return written;
    rememberDisk(bytes);
    m_document->text()->setModified(false);
    Q_EMIT stateChanged();
    return {};
}

base::Result<> PromptSession::saveAs(const QString &path)
{
    const Origin before = m_origin;
    m_origin.path = path;
    m_origin.title.clear();
    auto saved = save();
    if (!saved)
        m_origin = before;
    return saved;
}

bool PromptSession::differsFromDisk() const
{
    if (m_origin.path.isEmpty() || !QFileInfo::exists(m_origin.path))
        return false;
    const auto bytes = readPromptBytes(m_origin.path);
    return bytes && digestOf(*bytes) != m_diskDigest;
}

base::Result<> PromptSession::reload()
{
    auto bytes = readPromptBytes(m_origin.path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const QByteArray digest = digestOf(*bytes);
    if (auto reloaded = m_document->reload(std::move(*bytes)); !reloaded)
        return reloaded;
    m_diskDigest = digest;
    resolveModel();
    Q_EMIT stateChanged();
    return {};
}

void PromptSession::keepMine()
{
    if (const auto bytes = readPromptBytes(m_origin.path))
        rememberDisk(*bytes);
    m_document->text()->setModified(true);
}

} // namespace cachescope::ui

#include "moc_prompt_session.cpp"
