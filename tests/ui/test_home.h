#pragma once

#include <QApplication>
#include <QTest>

namespace hawk::ui::test {

/// Points home, settings, cache and data at a private folder for the life of the process. Before QApplication.
void usePrivateHome();

} // namespace hawk::ui::test

#define HAWK_UI_TEST_MAIN(Class) \
    int main(int argc, char** argv) \
    { \
        hawk::ui::test::usePrivateHome(); \
        QApplication application(argc, argv); \
        Class test; \
        return QTest::qExec(&test, argc, argv); \
    }
