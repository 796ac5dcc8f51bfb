#include "test_home.h"
#include "widgets/language.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QXmlStreamReader>

using namespace hawk::ui;

class TranslationTest : public QObject {
    Q_OBJECT

    struct Message {
        QString context, source, type;
        QStringList translations;
    };

    static QList<Message> read(const QString& name)
    {
        QFile file(QStringLiteral(HAWK_SOURCE_DIR "/translations/") + name);
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QXmlStreamReader xml(&file);
        QList<Message> messages;
        QString context;
        Message message;
        while (!xml.atEnd()) {
            xml.readNext();
            if (xml.isStartElement() && xml.name() == u"name")
                context = xml.readElementText();
            else if (xml.isStartElement() && xml.name() == u"source")
                message.source = xml.readElementText();
            else if (xml.isStartElement() && xml.name() == u"translation") {
                message.type = xml.attributes().value(QLatin1StringView("type")).toString();
                QString text;
                while (!(xml.isEndElement() && xml.name() == u"translation")) {
                    xml.readNext();
                    if (xml.isStartElement() && xml.name() == u"numerusform")
                        message.translations.append(xml.readElementText());
                    else if (xml.isCharacters())
                        text += xml.text();
                }
                if (message.translations.isEmpty())
                    message.translations.append(text);
            } else if (xml.isEndElement() && xml.name() == u"message") {
                message.context = context;
                messages.append(message);
                message = {};
            }
        }
        return xml.hasError() ? QList<Message>() : messages;
    }

    static QStringList placeholders(const QString& text)
    {
        static const QRegularExpression pattern(QStringLiteral("%(?:\\d|n)"));
        QStringList found;
        for (auto match = pattern.globalMatch(text); match.hasNext();)
            found.append(match.next().captured());
        found.sort();
        return found;
    }

private Q_SLOTS:
    void everyTextHasAChineseForm()
    {
        const QList<Message> messages = read(QStringLiteral("hawk_zh_CN.ts"));
        QVERIFY(messages.size() > 300);
        static const QRegularExpression han(QStringLiteral("[\\x{4e00}-\\x{9fff}]"));
        // Proper names stay as they are.
        const QStringList names { QStringLiteral("API"), QStringLiteral("APIs"), QStringLiteral("FixPipe"),
            QStringLiteral("Hawk Workbench"), QStringLiteral("Hawk Workbench %1"), QStringLiteral("%1: %2"),
            QStringLiteral("Now: #%1, %2") };
        for (const Message& message : messages) {
            const QByteArray what = (message.context + u'/' + message.source).toUtf8();
            QVERIFY2(message.type.isEmpty(), what);
            for (const QString& form : message.translations) {
                QVERIFY2(!form.isEmpty(), what);
                QVERIFY2(form.contains(han) || names.contains(message.source), what);
                QCOMPARE(placeholders(form), placeholders(message.source));
                QVERIFY2(form.contains(u'&') == message.source.contains(u'&'), what);
                QVERIFY2(form.count(u'\n') == message.source.count(u'\n'), what);
            }
        }
    }
    void catalogueMatchesTheSources()
    {
        // A text added to the code and not to the catalogue is found by reading the code again.
        const QString tool = QStringLiteral("/usr/lib/qt6/bin/lupdate");
        if (!QFile::exists(tool))
            QSKIP("lupdate is not installed");
        QTemporaryDir folder;
        const QString fresh = folder.filePath(QStringLiteral("fresh.ts"));
        QProcess process;
        process.setWorkingDirectory(QStringLiteral(HAWK_SOURCE_DIR));
        process.start(tool, { QStringLiteral("-silent"), QStringLiteral("-I"), QStringLiteral("ui"), QStringLiteral("ui"),
                                QStringLiteral("app/gui"), QStringLiteral("-ts"), fresh });
        QVERIFY(process.waitForFinished(60'000));
        QFile::copy(fresh, folder.filePath(QStringLiteral("copy.ts")));
        QSet<QString> known;
        for (const Message& message : read(QStringLiteral("hawk_zh_CN.ts")))
            known.insert(message.context + u'/' + message.source);
        QStringList missing;
        QFile file(fresh);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&file);
        QString context;
        while (!xml.atEnd()) {
            xml.readNext();
            if (xml.isStartElement() && xml.name() == u"name")
                context = xml.readElementText();
            else if (xml.isStartElement() && xml.name() == u"source")
                if (const QString key = context + u'/' + xml.readElementText(); !known.contains(key))
                    missing.append(key);
        }
        QVERIFY2(missing.isEmpty(), missing.join(u'\n').toUtf8());
    }
    void languageSwitchesAndBack()
    {
        Language language;
        language.apply(QStringLiteral("zh_CN"));
        QCOMPARE(QCoreApplication::translate("Words", "Correct"), QStringLiteral("\u6b63\u786e"));
        QCOMPARE(QLocale().language(), QLocale::Chinese);
        language.apply(QStringLiteral("en"));
        QCOMPARE(QCoreApplication::translate("Words", "Correct"), QStringLiteral("Correct"));
        QCOMPARE(QCoreApplication::translate("hawk::ui::TimelinePane", "%1 modelled, %n cores", nullptr, 1),
            QStringLiteral("%1 modelled, 1 core"));
    }
};

HAWK_UI_TEST_MAIN(TranslationTest)
#include "tst_translation.moc"
