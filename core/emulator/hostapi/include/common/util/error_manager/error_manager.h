#pragma once

#include <cstdio>

/// Error reports of host code (public error manager interface): printed, so that they stand beside the tiling function's result.
#define REPORT_INNER_ERROR(code, format, ...) std::printf("[" code "] " format "\n", ##__VA_ARGS__)
#define REPORT_CALL_ERROR(code, format, ...) std::printf("[" code "] " format "\n", ##__VA_ARGS__)
#define REPORT_INPUT_ERROR(code, keys, values) std::printf("[" code "] invalid input\n")
