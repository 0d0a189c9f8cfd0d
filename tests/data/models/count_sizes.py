"""Writes sizes.json: what PyTorch counts in models, with parameters() and by looking at the operands of every product that
its dispatcher runs. Run in the folder tests/data/models."""

import json

import torch
from torch.utils._python_dispatch import TorchDispatchMode

MODELS = [
    # file from the root of the repository, method, shapes of the inputs
    ("resources/examples/lstm.pt", "forward", [[20, 128]]),
    ("resources/examples/cnn.pt", "forward", [[1, 32, 20]]),
    ("resources/examples/mlp.pt", "forward", [[1, 784]]),
    ("tests/data/zoo/ffn-swiglu_0.pt", "forward", [[1, 7, 192]]),
    ("tests/data/operators/products_traced.pt", "run_products_attention", [[3, 6], [5, 6]]),
]


class Products(TorchDispatchMode):
    def __init__(self):
        super().__init__()
        self.macs = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        name = str(func)
        if name == "aten.addmm.default":
            self.macs += result.numel() * args[1].shape[-1]
        elif name in ("aten.mm.default", "aten.bmm.default", "aten.mv.default"):
            self.macs += result.numel() * args[0].shape[-1]
        elif name in ("aten._convolution.default", "aten.convolution.default"):
            self.macs += result.numel() * args[1].shape[1] * args[1].shape[2]
        return result


def counted(file, method, shapes):
    model = torch.jit.load("../../../" + file)
    inputs = [torch.zeros(shape) for shape in shapes]
    products = Products()
    with torch.no_grad(), products:
        getattr(model, method)(*inputs)
    return {"file": file, "method": method, "shapes": shapes,
            "parameters": sum(p.numel() for p in model.parameters()) if method == "forward" else 0,
            "macs": products.macs}


with open("sizes.json", "w") as out:
    json.dump({"torch": torch.__version__, "models": [counted(*model) for model in MODELS]}, out, indent=1)
    out.write("\n")
