#pragma once

#include <Qsci/qscilexercpp.h>

namespace hawk::ui {

class Theme;

/// C++ with the names of Ascend C: types and template classes in one set, APIs and intrinsics in another.
class AscendCLexer final : public QsciLexerCPP {
    Q_OBJECT
public:
    AscendCLexer(const Theme& theme, QObject* parent);
    const char* keywords(int set) const override;
    void applyTheme();

private:
    const Theme& m_theme;
};

} // namespace hawk::ui
