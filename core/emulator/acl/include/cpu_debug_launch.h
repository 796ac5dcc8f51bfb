#pragma once
// Launching on the processor needs nothing of its own: every launch here runs on emulated cores.
#include "hawk_program/launch.h"
