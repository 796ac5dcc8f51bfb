#include "test_home.h"

#include <QStandardPaths>
#include <QTemporaryDir>

namespace hawk::ui::test {

void usePrivateHome()
{
    static QTemporaryDir home;
    const QByteArray path = home.path().toUtf8();
    qputenv("HOME", path);
    qputenv("XDG_CONFIG_HOME", path + "/config");
    qputenv("XDG_DATA_HOME", path + "/data");
    qputenv("XDG_RUNTIME_DIR", path);
    qunsetenv("HAWK_CONFIG"); // models.json of the private home, not of whoever runs the tests
    qputenv("HAWK_WORKSPACE", path + "/demo");
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    // Kernels built by an earlier suite are still good: the build cache is addressed by content.
    QStandardPaths::setTestModeEnabled(false);
    qputenv("LANG", "en_US.UTF-8");
}

} // namespace hawk::ui::test
