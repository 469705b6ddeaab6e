// SPDX-License-Identifier: MIT
#include "ui/overview/snippets.h"

#include <QCoreApplication>

namespace cachescope::ui {

namespace {

/** Context for translations of free functions. */
struct SnippetWords
{
    Q_DECLARE_TR_FUNCTIONS(SnippetWords)
};

/** `%1` in `code` stands for the address. */
Snippet snippet(const QString &name, const char *code, const QString &address)
{
    return { name, QString::fromLatin1(code).arg(address), address };
}

SnippetGroup python(const QString &root)
{
    return { SnippetWords::tr("Client lines"),
             { snippet(QStringLiteral("OpenAI, Python"), R"(client = OpenAI(base_url="%1"))", root + u"/v1"),
               snippet(QStringLiteral("Anthropic, Python"), R"(client = Anthropic(base_url="%1"))", root),
               snippet(
                   QStringLiteral("Gemini, Python"), R"(client = genai.Client(http_options={"base_url": "%1"}))",
                   root),
               snippet(SnippetWords::tr("Any tool, by environment"), "export OPENAI_BASE_URL=%1", root + u"/v1"),
               snippet(SnippetWords::tr("Project in the address"), "%1", root + u"/@checkout-api/v1") } };
}

SnippetGroup curl(const QString &root)
{
    return {
        QStringLiteral("curl"),
        { snippet(
              QStringLiteral("OpenAI"),
              R"(curl %1 -H "Authorization: Bearer $OPENAI_API_KEY" -H "Content-Type: application/json" -d '{"model":"gpt-5-mini","messages":[{"role":"user","content":"Hello"}]}')",
              root + u"/v1/chat/completions"),
          snippet(
              QStringLiteral("Anthropic"),
              R"(curl %1 -H "x-api-key: $ANTHROPIC_API_KEY" -H "anthropic-version: 2023-06-01" -H "Content-Type: application/json" -d '{"model":"claude-haiku-4-5","max_tokens":64,"messages":[{"role":"user","content":"Hello"}]}')",
              root + u"/v1/messages"),
          snippet(
              QStringLiteral("Gemini"),
              R"(curl %1 -H "x-goog-api-key: $GEMINI_API_KEY" -H "Content-Type: application/json" -d '{"contents":[{"parts":[{"text":"Hello"}]}]}')",
              root + u"/v1beta/models/gemini-2.5-flash:generateContent"),
          snippet(SnippetWords::tr("Is it there?"), "curl %1", root + u"/_cachescope/health") }
    };
}

SnippetGroup node(const QString &root)
{
    return { QStringLiteral("Node"),
             { snippet(QStringLiteral("OpenAI"), R"(const client = new OpenAI({ baseURL: "%1" });)", root + u"/v1"),
               snippet(QStringLiteral("Anthropic"), R"(const client = new Anthropic({ baseURL: "%1" });)", root),
               snippet(
                   QStringLiteral("Gemini"), R"(const ai = new GoogleGenAI({ httpOptions: { baseUrl: "%1" } });)",
                   root),
               snippet(
                   QStringLiteral("Vercel AI SDK"), R"(const openai = createOpenAI({ baseURL: "%1" });)",
                   root + u"/v1") } };
}

SnippetGroup agents(const QString &root)
{
    return { SnippetWords::tr("Coding agents"),
             { snippet(QStringLiteral("Claude Code"), "ANTHROPIC_BASE_URL=%1 claude", root),
               snippet(QStringLiteral("Codex"), "OPENAI_BASE_URL=%1 codex", root + u"/v1"),
               snippet(QStringLiteral("Gemini CLI"), "GOOGLE_GEMINI_BASE_URL=%1 gemini", root),
               snippet(QStringLiteral("aider"), "aider --openai-api-base %1", root + u"/v1") } };
}

} // namespace

QVector<SnippetGroup> clientSnippets(const QString &address)
{
    const QString root = QStringLiteral("http://") % address;
    return { python(root), curl(root), node(root), agents(root) };
}

} // namespace cachescope::ui
