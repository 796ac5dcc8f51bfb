#include "bridge/selection_controller.h"

namespace hawk::ui {

void SelectionController::selectOperator(const QString& name)
{
    if (name == m_operator)
        return;
    m_operator = name;
    Q_EMIT operatorChanged(name);
}

void SelectionController::selectCandidate(qint64 id)
{
    if (id == m_candidate)
        return;
    m_candidate = id;
    selectPlace({});
    compareCandidate(0);
    Q_EMIT candidateChanged(id);
}

void SelectionController::compareCandidate(qint64 id)
{
    if (id == m_compare)
        return;
    m_compare = id;
    Q_EMIT compareChanged(id);
}

void SelectionController::selectPlace(const Place& place)
{
    if (place == m_place)
        return;
    m_place = place;
    Q_EMIT placeChanged();
}

void SelectionController::selectEntry(qint64 id)
{
    if (id == m_entry)
        return;
    m_entry = id;
    Q_EMIT entryChanged(id);
}

void SelectionController::clear()
{
    selectCandidate(0);
    selectEntry(0);
    selectOperator({});
}

} // namespace hawk::ui
