#include "perf/processor_time.h"

#include <initializer_list>
#include <sys/resource.h>

namespace hawk::perf {

double processorMs()
{
    double total = 0;
    for (const int whose : { RUSAGE_SELF, RUSAGE_CHILDREN }) {
        rusage usage {};
        ::getrusage(whose, &usage);
        for (const timeval& time : { usage.ru_utime, usage.ru_stime })
            total += static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
    }
    return total;
}

} // namespace hawk::perf
