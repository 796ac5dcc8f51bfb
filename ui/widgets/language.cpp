#include "widgets/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

using namespace Qt::StringLiterals;

// The catalogues sit in a static library: somebody has to ask for them. The macro needs the global namespace.
static void registerCatalogues()
{
    Q_INIT_RESOURCE(hawk_i18n);
}

namespace hawk::ui {

Language::~Language()
{
    if (!QCoreApplication::instance())
        return;
    QCoreApplication::removeTranslator(&m_ours);
    QCoreApplication::removeTranslator(&m_qt);
}

void Language::apply(const QString& name)
{
    QString wanted = name;
    if (wanted != "en"_L1 && wanted != "zh_CN"_L1)
        wanted = QLocale::system().language() == QLocale::Chinese ? u"zh_CN"_s : u"en"_s;
    if (wanted == m_current)
        return;
    m_current = wanted;
    registerCatalogues();
    QLocale::setDefault(QLocale(wanted));
    QCoreApplication::removeTranslator(&m_ours);
    QCoreApplication::removeTranslator(&m_qt);
    // English has a catalogue too: it holds the plural forms.
    if (m_ours.load(u":/i18n/hawk_"_s + wanted + u".qm"_s))
        QCoreApplication::installTranslator(&m_ours);
    if (m_qt.load(u"qtbase_"_s + wanted, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
}

} // namespace hawk::ui
