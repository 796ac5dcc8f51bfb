#include "format/shell_line.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

QString shellWord(const QString& word)
{
    static const QRegularExpression plain(u"^[\\w@%+=:,./-]+$"_s);
    if (plain.match(word).hasMatch())
        return word;
    return u'\'' + QString(word).replace(u'\'', u"'\\''"_s) + u'\'';
}

} // namespace

QString shellLine(QStringList argv)
{
    if (argv.size() == 3 && argv[0] == "sh"_L1 && argv[1] == "-c"_L1)
        return argv[2];
    for (QString& word : argv)
        word = shellWord(word);
    return argv.join(u' ');
}

} // namespace hawk::ui
