"""Turns a model whose weights are only stored as integers into one that also multiplies with integers.

The stored model widens its weights (int8 with one scale a column) to floats before it multiplies: exact, but four times
the memory to read for every utterance. ONNX Runtime's `DynamicQuantizeMatMul` multiplies them as they are and rounds
the other factor to 8 bits, https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

DOMAIN = "com.microsoft"
SHIFT = 128


def with_integer_products(path: Path, signed: bool) -> bytes:
    """The model of the file, to be given to an `InferenceSession`.

    `signed` weights are for processors that add such products up without overflow (`adds_signed_products`); unsigned
    ones give the same results on every processor, and take longer.
    """
    model = onnx.load(str(path))
    graph = model.graph
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    made_by = {output: node for node in graph.node for output in node.output}
    for node in list(graph.node):
        if node.op_type != "MatMul" or (scaled := made_by.get(node.input[1])) is None or scaled.op_type != "Mul":
            continue
        widened = made_by.get(scaled.input[0])
        if widened is None or widened.op_type != "Cast" or widened.input[0] not in tensors:
            continue
        whole, scale = tensors[widened.input[0]], tensors[scaled.input[1]]
        scales = numpy_helper.to_array(scale).reshape(-1)
        scale.CopyFrom(numpy_helper.from_array(scales, scale.name))
        factors = [node.input[0], whole.name, scale.name]
        if not signed:
            shifted = numpy_helper.to_array(whole).astype(np.int16) + SHIFT
            whole.CopyFrom(numpy_helper.from_array(shifted.astype(np.uint8), whole.name))
            zero = numpy_helper.from_array(np.full(len(scales), SHIFT, np.uint8), f"{whole.name}_zero")
            graph.initializer.append(zero)
            factors.append(zero.name)
        product = onnx.helper.make_node("DynamicQuantizeMatMul", factors, list(node.output), node.name, domain=DOMAIN)
        node.CopyFrom(product)
        graph.node.remove(scaled)
        graph.node.remove(widened)
    model.opset_import.append(onnx.helper.make_opsetid(DOMAIN, 1))
    return model.SerializeToString()


def adds_signed_products() -> bool:
    """Whether this processor has the instructions (VNNI) for 8-bit products that are summed in 32 bits at once."""
    return "vnni" in Path("/proc/cpuinfo").read_text(encoding="utf-8")
