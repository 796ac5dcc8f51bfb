#pragma once

#include "hawk_host/gert_context.h"
