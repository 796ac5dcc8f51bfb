#pragma once

#include "hawk_host/ge_operator.h"

/// A graph's view of an operator (public graph/operator_reg reference). Tiling does not need it, so it is read and dropped.
namespace ge {

struct OperatorPrototype {
    const OperatorPrototype& drop() const { return *this; }
};

} // namespace ge

#define REG_OP(type) [[maybe_unused]] static const ::ge::OperatorPrototype hawkPrototype##type = ::ge::OperatorPrototype()
#define INPUT(...) drop()
#define OPTIONAL_INPUT(...) drop()
#define DYNAMIC_INPUT(...) drop()
#define OUTPUT(...) drop()
#define DYNAMIC_OUTPUT(...) drop()
#define ATTR(...) drop()
#define REQUIRED_ATTR(...) drop()
#define DATATYPE(...) drop()
#define GRAPH(...) drop()
#define DYNAMIC_GRAPH(...) drop()
#define OP_END_FACTORY_REG(type) drop();
