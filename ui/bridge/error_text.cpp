#include "bridge/error_text.h"

#include <QCoreApplication>
#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

struct ErrorText {
    Q_DECLARE_TR_FUNCTIONS(ErrorText)
};

UiError::Kind kindOf(const Error& error)
{
    switch (error.code) {
    case Errc::Conflict:
        // The store says "newer" of a newer format and names the holder of a lock.
        return error.message.find("newer") != std::string::npos ? UiError::Kind::Newer : UiError::Kind::Locked;
    case Errc::NotFound: return UiError::Kind::NotFound;
    case Errc::Environment: return UiError::Kind::Environment;
    case Errc::Cancelled: return UiError::Kind::Cancelled;
    default: return UiError::Kind::Other;
    }
}

QString usualAction(UiError::Kind kind)
{
    switch (kind) {
    case UiError::Kind::Locked:
        return ErrorText::tr("Close the other program, or open the workspace read-only.");
    case UiError::Kind::Newer: return ErrorText::tr("Use a newer Hawk Workbench, or open another workspace.");
    case UiError::Kind::NotFound: return ErrorText::tr("Check the name, or create a new workspace.");
    case UiError::Kind::Environment: return ErrorText::tr("Run \"hawk doctor\" in a terminal: it says what is missing.");
    default: return ErrorText::tr("Copy the details if you report this.");
    }
}

} // namespace

QString toQt(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

UiError toUiError(const Error& error, const QString& symptom)
{
    UiError shown;
    shown.kind = kindOf(error);
    shown.symptom = symptom;
    shown.cause = toQt(error.message);
    if (!error.context.empty())
        shown.cause = toQt(error.context) + u": "_s + shown.cause;
    shown.action = error.hint.empty() ? usualAction(shown.kind) : toQt(error.hint);
    shown.details = u"%1\n%2\n[%3]\nHawk Workbench %4, Qt %5, %6\n"_s.arg(symptom, toQt(error.text()), toQt(name(error.code)),
        QCoreApplication::applicationVersion(), QLatin1StringView(qVersion()), QSysInfo::prettyProductName());
    return shown;
}

} // namespace hawk::ui
