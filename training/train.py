"""Annotated texts and a pretrained encoder -> the model that the package carries.

    python -m training.train --annotated A.jsonl --annotated B.jsonl --encoder DIR --out DATA

Needs what the dependency group ``training`` names. DIR is the folder of all-MiniLM-L6-v2 (config.json,
model.safetensors, tokenizer.json), DATA is services/tocsin/extraction/model/data. The
same inputs on the same machine give the same weights.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from rich.progress import Progress
from training.choose import choose
from training.examples import Example, examples_of, read_annotated
from training.export import export
from training.head_scores import head_scores
from training.kept import is_dev
from training.losses import losses
from training.network import Network
from training.quiet import quiet_sentences

from tocsin.extraction.model.encoder import load_tokenizer

SEED = 7
EPOCHS = 7
BATCH = 32
ENCODER_RATE = 1e-4
HEAD_RATE = 1e-3
WARM_UP = 0.1  # share of all steps


def main() -> None:
    """Train, choose the best epoch by the dev texts, export."""
    options = _options()
    torch.set_num_threads(options.threads)
    random.seed(SEED)
    torch.manual_seed(SEED)
    tokenizer = load_tokenizer((options.encoder / "tokenizer.json").read_bytes())
    rows = read_annotated(options.annotated, options.twice)
    by_text = list(examples_of(rows, tokenizer))
    train = [one for text in by_text for one in text if options.whole or not is_dev(one.text_id)]
    dev = [one for text in by_text for one in text if is_dev(one.text_id)]
    if options.treebank:
        train += quiet_sentences(options.treebank, tokenizer, most=options.quiet)
    print(f"{len(rows)} texts, {len(train)} sentences to train on, {len(dev)} to choose by", flush=True)  # noqa: T201
    network = Network(options.encoder)
    if options.start:
        network.load_state_dict(torch.load(options.start, weights_only=True))
    best = fit(network, train, dev, options)
    options.out.mkdir(parents=True, exist_ok=True)
    export(network, options.encoder / "tokenizer.json", options.out)
    (options.out / "scores.json").write_text(json.dumps(best, indent=1) + "\n", encoding="utf-8")
    manifest = choose(options.out, [row for row in rows if is_dev(row["id"])], best, recipe="docs/extraction.md")
    (options.out / "model.json").write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--annotated", type=Path, action="append", required=True)
    parser.add_argument(
        "--twice", type=Path, action="append", default=[], help="one of these files whose texts count twice"
    )
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument(
        "--treebank", type=Path, help="folder of CoNLL-U files: sentences of quiet genres as texts without events"
    )
    parser.add_argument("--quiet", type=int, default=200, help="how many sentences of the treebank (default 200)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--rate", type=float, default=1.0, help="factor on both learning rates (default 1)")
    parser.add_argument("--keep", type=Path, help="where to keep the weights as they are after each epoch, for --start")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--whole", action="store_true", help="train on the dev texts too; nothing is chosen by them then"
    )
    return parser.parse_args()


def fit(
    network: Network, train: Sequence[Example], dev: Sequence[Example], options: argparse.Namespace
) -> dict[str, dict[str, float]]:
    """Train in place; return the scores of the last epoch by head."""
    for frozen in (network.encoder.embeddings, network.encoder.encoder.layer[0]):
        for weight in frozen.parameters():
            weight.requires_grad = False  # rare words keep what pretraining knew of them
    chance = np.random.default_rng(SEED)
    steps = options.epochs * (len(train) // BATCH + 1)
    optimizer = torch.optim.AdamW(
        [
            {
                "params": [weight for weight in network.encoder.parameters() if weight.requires_grad],
                "lr": options.rate * ENCODER_RATE,
            },
            {"params": network.heads.parameters(), "lr": options.rate * HEAD_RATE},
        ],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (WARM_UP * steps), max(0.0, 1 - step / steps))
    )
    history: dict[str, dict[str, float]] = {}
    network.train()
    with Progress() as progress:
        bar = progress.add_task("training", total=steps)
        for epoch in range(options.epochs):
            total = 0.0
            for batch in _batches(train, chance):
                loss = torch.stack(list(losses(network, batch, chance).values())).sum()
                loss.backward()  # type: ignore[no-untyped-call]
                torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                optimizer.zero_grad()
                total += float(loss.detach())
                progress.advance(bar)
            if options.keep:
                torch.save(network.state_dict(), options.keep)
            scores = head_scores(network, dev)
            history = {
                name: {"model": round(model, 3), "rules": round(rules, 3)} for name, (model, rules) in scores.items()
            }
            shown = " ".join(f"{name} {model:.3f}/{rules:.3f}" for name, (model, rules) in scores.items())
            progress.console.print(f"epoch {epoch + 1}: loss {total / (len(train) / BATCH):.2f}; {shown}")
    return history


def _batches(train: Sequence[Example], chance: np.random.Generator) -> Iterator[list[Example]]:
    """Yield batches in random order, each of sentences of like length."""
    noise = chance.normal(0, 6, len(train))
    order = sorted(range(len(train)), key=lambda at: len(train[at].pieces[0]) + noise[at])
    batches = [order[first : first + BATCH] for first in range(0, len(order), BATCH)]
    chance.shuffle(batches)
    for batch in batches:
        yield [train[at] for at in batch]


if __name__ == "__main__":
    main()
