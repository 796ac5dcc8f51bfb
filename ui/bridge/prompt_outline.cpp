#include "bridge/prompt_outline.h"

#include "bridge/error_text.h"
#include "llm/text.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

struct OutlineText {
    Q_DECLARE_TR_FUNCTIONS(OutlineText)
};

qint64 tokensOf(QStringView text)
{
    const QByteArray bytes = text.toUtf8();
    return llm::estimatedTokens({ bytes.constData(), static_cast<std::size_t>(bytes.size()) });
}

/// Says of each line whether it stands in fenced code or in the data of others, where "## " is no heading.
class Nesting {
public:
    bool plain(QStringView line)
    {
        const QStringView start = line.trimmed();
        if (start.startsWith(u"<data>"))
            ++m_data;
        const bool was = m_data == 0 && !m_fenced;
        if (m_data == 0 && start.startsWith(u"```"))
            m_fenced = !m_fenced;
        if (start.startsWith(u"</data>") && m_data > 0) {
            --m_data;
            m_fenced = false; // a fence that others left open ends with their text
        }
        return was;
    }

private:
    int m_data = 0;
    bool m_fenced = false;
};

class Builder {
public:
    explicit Builder(const std::map<QString, int>& dropped)
        : m_dropped(dropped)
    {
    }

    void add(const QString& role, const QString& text)
    {
        begin(role, introduction(role));
        Nesting nesting;
        for (const QStringView line : QStringView(text).split(u'\n')) {
            const bool plain = nesting.plain(line);
            if (plain && line.startsWith(u"## ")) {
                begin(role, line.mid(3).trimmed().toString());
                continue;
            }
            if (plain && line.startsWith(u"### K"))
                entry(line);
            append(line);
        }
    }

    PromptView finish()
    {
        end();
        m_view.text = m_lines.join(u'\n');
        for (const PromptPart& part : m_view.parts)
            m_view.tokens += part.tokens;
        return std::move(m_view);
    }

private:
    static QString introduction(const QString& role)
    {
        return role == "system"_L1   ? OutlineText::tr("Role")
            : role == "assistant"_L1 ? OutlineText::tr("Earlier reply")
                                     : OutlineText::tr("Message");
    }

    void begin(const QString& role, const QString& title)
    {
        end();
        PromptPart part;
        part.title = title;
        part.role = role;
        part.firstLine = static_cast<int>(m_lines.size());
        const auto dropped = m_dropped.find(title);
        part.dropped = dropped == m_dropped.end() ? 0 : dropped->second;
        m_view.parts.push_back(part);
        m_lines.append(QString()); // the heading, once it is known
        m_body.clear();
        m_open = true;
    }

    void append(QStringView line)
    {
        m_lines.append(line.toString());
        m_body += line;
        m_body += u'\n';
    }

    void entry(QStringView line)
    {
        static const QRegularExpression id(u"^### K(\\d+)"_s);
        const auto match = id.match(line.toString());
        if (!match.hasMatch())
            return;
        m_view.entries.push_back({ match.captured(1).toLongLong(), static_cast<int>(m_lines.size()), 0, 4,
            static_cast<int>(match.capturedLength() - 4) });
    }

    void closeEntries()
    {
        const int at = static_cast<int>(m_lines.size());
        // Each entry reaches to the next one of its part, the last one to the part's end.
        for (std::size_t i = m_firstEntry; i < m_view.entries.size(); ++i) {
            const int next = i + 1 < m_view.entries.size() ? m_view.entries[i + 1].firstLine : at;
            m_view.entries[i].lineCount = next - m_view.entries[i].firstLine;
        }
        m_firstEntry = m_view.entries.size();
    }

    void end()
    {
        if (!m_open)
            return;
        while (!m_lines.isEmpty() && m_lines.size() > m_view.parts.back().firstLine + 1
            && m_lines.back().trimmed().isEmpty())
            m_lines.removeLast();
        closeEntries();
        PromptPart& part = m_view.parts.back();
        part.lineCount = static_cast<int>(m_lines.size()) - part.firstLine;
        part.tokens = tokensOf(m_body);
        m_open = false;
        if (part.lineCount == 1 && m_body.trimmed().isEmpty() && part.title == introduction(part.role)) {
            m_lines.removeLast(); // nothing stands before the first heading
            m_view.parts.pop_back();
            return;
        }
        m_lines[part.firstLine] = part.title;
    }

    const std::map<QString, int>& m_dropped;
    PromptView m_view;
    QStringList m_lines;
    QString m_body;
    bool m_open = false;
    std::size_t m_firstEntry = 0;
};

} // namespace

std::vector<EntrySpan> entryMentions(const QString& text, Mentions where)
{
    std::vector<EntrySpan> spans;
    static const QRegularExpression id(u"\\bK(\\d{1,9})\\b"_s);
    int at = 0;
    for (const QStringView line : QStringView(text).split(u'\n')) {
        if (where == Mentions::Everywhere || line.trimmed().startsWith(u"used:", Qt::CaseInsensitive))
            for (auto found = id.globalMatch(line.toString()); found.hasNext();) {
                const auto match = found.next();
                spans.push_back({ match.captured(1).toLongLong(), at, 0,
                    static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength()) });
            }
        ++at;
    }
    return spans;
}

PromptView outline(const std::vector<llm::Message>& messages, const std::map<QString, int>& dropped)
{
    Builder builder(dropped);
    QString raw;
    for (const llm::Message& message : messages) {
        const QString text = toQt(message.text);
        builder.add(toQt(llm::name(message.role)), text);
        raw += (raw.isEmpty() ? QString() : u"\n\n"_s) + text;
    }
    PromptView view = builder.finish();
    view.raw = raw;
    return view;
}

PromptView outline(const QString& text)
{
    const std::map<QString, int> none;
    Builder builder(none);
    builder.add(u"system"_s, text); // one text of all messages begins with the first one's
    PromptView view = builder.finish();
    view.raw = text;
    return view;
}

} // namespace hawk::ui
