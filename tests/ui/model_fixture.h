#pragma once

#include "models/model_rows.h"
#include "scripted_server.h"
#include "wire_replies.h"

#include <QDirIterator>
#include <QFile>

/// What the suites about language models share: a draft, a server that answers, a key that must not be found anywhere.
namespace hawk::ui::test {

using namespace Qt::StringLiterals;

inline const QString kCanary = u"sk-canary-5d1f0a\"9/b+c==-9876543210"_s;

inline ModelDraft chatDraft(const QString& name, const std::string& url)
{
    ModelDraft draft;
    draft.name = name;
    draft.baseUrl = QString::fromStdString(url);
    draft.modelId = u"some-model"_s;
    draft.proxy = u"none"_s; // whatever the environment says
    return draft;
}

/// Answers a chat as vLLM does, and remembers the key it was sent.
inline void answerChat(llm::test::Connection& c, const llm::test::ReceivedRequest& request)
{
    if (request.method == "GET") {
        c.answer(200, R"({"data":[{"id":"some-model"}]})");
        return;
    }
    c.beginEvents();
    c.send(llm::test::chatStream({ "ready" }));
}

/// Every file below a folder that holds a form of the key.
inline QStringList filesWith(const QString& folder, const QString& key)
{
    QStringList found;
    const QByteArray plain = key.toUtf8();
    const QByteArray escaped = QByteArray(plain).replace('"', "\\\"");
    for (QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext();) {
        QFile file(it.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray bytes = file.readAll();
        for (const QByteArray& form : { plain, escaped, plain.toBase64(), plain.toPercentEncoding() })
            if (bytes.contains(form))
                found.append(file.fileName());
    }
    return found;
}

} // namespace hawk::ui::test
