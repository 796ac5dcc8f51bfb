#pragma once

#include "hawk_binding/stream.h"

/// Calls an operator by the name of its aclnn interface. Here it notes what would be called; the emulator runs it.
#define EXEC_NPU_CMD(command, ...) ::hawk_binding::record(#command, __VA_ARGS__)

using aclIntArray = hawk_binding::Operand;
using aclFloatArray = hawk_binding::Operand;
using aclBoolArray = hawk_binding::Operand;
using aclScalar = hawk_binding::Operand;
using aclScalarList = hawk_binding::Operand;
using aclTensor = hawk_binding::Operand;
using aclTensorList = hawk_binding::Operand;
using aclDataType = int;

/// Kept until the process ends, as a binding holds plain pointers to them.
template <class T>
hawk_binding::Operand* ConvertType(const T& value)
{
    static std::vector<std::unique_ptr<hawk_binding::Operand>> kept;
    kept.push_back(std::make_unique<hawk_binding::Operand>(hawk_binding::operand(value)));
    return kept.back().get();
}
inline hawk_binding::Operand* ConvertTensorToAclScaler(const at::Tensor& tensor) { return ConvertType(tensor.item()); }
inline hawk_binding::Operand* ConvertTensorToAclScalar(const at::Tensor& tensor) { return ConvertType(tensor.item()); }
