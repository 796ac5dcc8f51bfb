#pragma once

#include <QString>
#include <QStringList>

namespace hawk::ui {

/// Program and arguments as one line of a shell, quoted where the shell would take a word apart. The line of
/// `sh -c LINE` is LINE itself.
QString shellLine(QStringList argv);

} // namespace hawk::ui
