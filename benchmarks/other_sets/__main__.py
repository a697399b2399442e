"""Folder of other people's data sets -> the tables of docs/benchmarks/other_sets.md.

    python -m benchmarks.other_sets FOLDER [--by rules|model] [--only factuality plover muc] [--capitals]

FOLDER holds factuality/, plover_gsr/ and muc4/ as their authors published them. Nothing of them is copied.
"""

import argparse
from pathlib import Path

from benchmarks.other_sets import factuality, muc, plover

from tocsin.extraction.pipeline import build_pipeline
from tocsin.extraction.reader import Reader

SETS = ("factuality", "plover", "muc")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--by", choices=("rules", "model"), default="rules")
    options.add_argument("--only", nargs="+", choices=SETS, default=SETS)
    options.add_argument("--capitals", action="store_true", help="read the reports of MUC in capitals, as they stand")
    given = options.parse_args()
    judged = given.by == "model"
    if "factuality" in given.only:
        print("\n".join(factuality.report(given.folder, build_pipeline(judged=judged))), flush=True)
    if "plover" in given.only:
        print("\n".join(plover.report(given.folder, build_pipeline(judged=judged))), flush=True)
    if "muc" in given.only:
        print("\n".join(muc.report(given.folder, Reader(judged=judged), is_cased=not given.capitals)), flush=True)


if __name__ == "__main__":
    main()
