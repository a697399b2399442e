"""Trained network -> the files of the package: the encoder as int8 ONNX, the heads as arrays, the tokenizer."""

import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from training.network import Network


class _States(nn.Module):
    """The encoder with its vectors as its only output."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.encoder = network.encoder

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        states: Tensor = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        return states


def export(network: Network, tokenizer: Path, out: Path) -> None:
    """Write ``encoder.onnx`` (dynamically quantised to int8), ``heads.npz`` (16-bit floats) and ``tokenizer.json``."""
    network.eval()
    ids = torch.ones(2, 9, dtype=torch.long)
    axes = {0: "sentence", 1: "piece"}
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer's own, about shapes that it takes as fixed and that are
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            _States(network),
            (ids, torch.ones_like(ids)),
            str(full),
            input_names=["input_ids", "attention_mask"],
            output_names=["states"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "states": axes},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(full, out / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True)
    weights = {name: weight.detach().numpy().astype(np.float16) for name, weight in network.heads.state_dict().items()}
    np.savez_compressed(out / "heads.npz", **weights)
    (out / "tokenizer.json").write_bytes(tokenizer.read_bytes())
