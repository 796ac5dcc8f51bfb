// For tests: the same, and the test library.
#include "common.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
