#pragma once

#include <cstdint>

#ifndef GM_ADDR
#define GM_ADDR void*
#endif

int64_t lift_blocks(int64_t total);
extern "C" void launch_lift(GM_ADDR x, GM_ADDR y, int64_t total, int64_t blocks, float amount, int half_type, void* stream);
