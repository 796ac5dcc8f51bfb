#include "emulator/check/issue_rules.h"

namespace hawk::emulator {

FindingSink::FindingSink(std::function<void(const Finding&)> onNew)
    : m_onNew(std::move(onNew))
{
}

void FindingSink::add(Finding finding)
{
    m_fatal = m_fatal || finding.severity == Severity::Fatal;
    std::string key = finding.constraint + '\x1f' + finding.file + '\x1f' + std::to_string(finding.line)
        + '\x1f' + finding.operand + '\x1f' + std::to_string(finding.otherLine);
    const auto [it, isNew] = m_index.try_emplace(std::move(key), m_findings.size());
    if (!isNew) {
        Finding& known = m_findings[it->second];
        known.count += finding.count;
        // The worst occurrence decides: an access that once only grazed a limit may later fault.
        if (finding.severity < known.severity) {
            finding.count = known.count;
            known = std::move(finding);
            if (m_onNew)
                m_onNew(known);
        }
        return;
    }
    m_findings.push_back(std::move(finding));
    if (m_onNew)
        m_onNew(m_findings.back());
}

} // namespace hawk::emulator
