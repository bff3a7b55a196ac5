#!/usr/bin/env python3
"""Fits the weights of the scoring to pages whose content people have marked.

    fit.py [--folds N] [--out weights.c] ALIGN.so TRUTH.jsonl UNITS.jsonl

TRUTH.jsonl has one object a page: id, type, main_content.  UNITS.jsonl is
what dump_units wrote; a page's file name without its ending is its id.
Prints the word-level F1 of pages that were not fitted to (cross-validated),
then fits to all of them and writes the table.  Needs numpy and scikit-learn.
"""
import argparse
import collections
import ctypes
import json
import os
import re

import numpy
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import StratifiedKFold

WORD = re.compile(r"\w+")
LEAST_CUT, MOST_CUT = 0.2, 0.6  # as in score.c
RUN = 4  # words that, in this order, are content wherever they stand
HEAD = """\
/*
 * Written by `make fit`; see weights.h.  Word-level F1 of pages that were not
 * fitted to: %s.
 */
#include "clean/weights.h"

#include "clean/features.h"

#define S(name, skip, value) { FEATURES_##name, skip, value },
#define L(skip, value) { WEIGHTS_LEAF, skip, value },

/* clang-format off */
static const struct weights_node nodes[] = {
"""
TAIL = """\
};
/* clang-format on */

const struct weights_node *
weights_nodes(size_t *count)
{
	*count = sizeof(nodes) / sizeof(nodes[0]);
	return nodes;
}

float
weights_base(void)
{
	return %sF;
}
"""


def label(page, main, align):
    """How much of each unit is content, from 0 to 1."""
    numbers = {}
    flat = [numbers.setdefault(w, len(numbers)) for u in page["words"] for w in u]
    wanted = [numbers.setdefault(w, len(numbers)) for w in main]
    flat_array = numpy.array(flat, dtype=numpy.int32)
    wanted_array = numpy.array(wanted, dtype=numpy.int32)
    hits = numpy.zeros(len(flat) + 1, dtype=numpy.uint8)
    if flat and wanted:
        align(flat_array.ctypes.data_as(ctypes.c_void_p), ctypes.c_size_t(len(flat)),
              wanted_array.ctypes.data_as(ctypes.c_void_p), ctypes.c_size_t(len(wanted)),
              hits.ctypes.data_as(ctypes.c_void_p))
    runs = {tuple(wanted[i:i + RUN]) for i in range(len(wanted) - RUN + 1)}
    shares, at = [], 0
    for unit in page["words"]:
        count = len(unit)
        share = hits[at:at + count].mean() if count else 0.0
        if count >= RUN + 2:
            found = numpy.zeros(count)
            for i in range(count - RUN + 1):
                if tuple(flat[at + i:at + i + RUN]) in runs:
                    found[i:i + RUN] = 1
            share = max(share, found.mean())
        shares.append(float(share))
        at += count
    return numpy.array(shares)


def read(args):
    align = ctypes.CDLL(os.path.abspath(args.align)).align
    with open(args.truth, encoding="utf-8") as lines:
        truths = {row["id"]: row for row in map(json.loads, lines)}
    pages = []
    with open(args.units, encoding="utf-8") as lines:
        names = json.loads(next(lines))["names"]
        for line in lines:
            row = json.loads(line)
            truth = truths[os.path.basename(row["page"]).split(".")[0]]
            page = {"type": truth["type"], "units": row["units"]}
            page["words"] = [WORD.findall(u["text"].lower()) for u in row["units"]]
            page["rows"] = numpy.array([u["row"] for u in row["units"]], dtype=numpy.float32)
            page["rows"] = page["rows"].reshape(len(row["units"]), len(names))
            main = WORD.findall(truth["main_content"].lower())
            page["main"] = collections.Counter(main)
            page["sizes"] = numpy.array([len(u) for u in page["words"]], dtype=float)
            page["shares"] = label(page, main, align)
            # A page counts by the root of its length.
            page["weights"] = 30 * (page["sizes"] + 1) / numpy.sqrt(
                max(50, page["sizes"].sum()) * max(50, len(main)))
            pages.append(page)
    return names, pages


def fit(args, pages):
    rows = numpy.concatenate([p["rows"] for p in pages])
    shares = numpy.concatenate([p["shares"] for p in pages])
    weights = numpy.concatenate([p["weights"] for p in pages])
    # A unit of which a part is content counts for both sides.
    rows = numpy.concatenate([rows, rows])
    wanted = numpy.concatenate([numpy.ones(len(shares)), numpy.zeros(len(shares))])
    weights = numpy.concatenate([weights * shares, weights * (1 - shares)])
    some = weights > 1e-9
    model = HistGradientBoostingClassifier(
        max_iter=args.trees, learning_rate=args.rate, max_leaf_nodes=args.leaves,
        min_samples_leaf=40, l2_regularization=5, random_state=1, early_stopping=False)
    return model.fit(rows[some], wanted[some], sample_weight=weights[some])


def select(page, chances):
    """The units that score.c would keep."""
    sizes = page["sizes"]
    order = numpy.argsort(-chances, kind="stable")
    right = numpy.cumsum((chances * sizes)[order])
    value = 2 * right / (numpy.cumsum(sizes[order]) + (chances * sizes).sum() + 1e-9)
    cut = chances[order][numpy.argmax(value)] if len(order) else MOST_CUT
    kept, seen = [], set()
    for unit, chance in zip(page["words"], chances):
        keep = chance >= min(MOST_CUT, max(LEAST_CUT, cut))
        if keep and len(unit) >= 8:
            keep = tuple(unit) not in seen
            seen.add(tuple(unit))
        kept.append(keep)
    return kept


def score(page, chances):
    given = collections.Counter()
    for unit, keep in zip(page["words"], select(page, chances)):
        if keep:
            given.update(unit)
    if not given or not page["main"]:
        return float(not given and not page["main"])
    both = sum((given & page["main"]).values())
    return 2 * both / (sum(given.values()) + sum(page["main"].values()))


def predict(model, page):
    return model.predict_proba(page["rows"])[:, 1] if len(page["rows"]) else numpy.zeros(0)


def validate(args, pages):
    folds = StratifiedKFold(args.folds, shuffle=True, random_state=1)
    scores = collections.defaultdict(list)
    for fitted, others in folds.split(pages, [p["type"] for p in pages]):
        model = fit(args, [pages[i] for i in fitted])
        for i in others:
            value = score(pages[i], predict(model, pages[i]))
            scores[pages[i]["type"]].append(value)
            scores["all"].append(value)
    for kind, values in sorted(scores.items()):
        print(f"{kind:14} {len(values):4} {numpy.mean(values):.3f}")
    return numpy.mean(scores["all"])


def number(value):
    text = f"{value:.4g}"
    return text if "." in text or "e" in text else text + ".0"


def preorder(nodes, at, names, out):
    """Writes a tree; gives the number of its nodes."""
    here = len(out)
    out.append(None)
    node = nodes[at]
    if node["is_leaf"]:
        out[here] = ("L", None, node["value"])
        return
    preorder(nodes, node["left"], names, out)
    out[here] = ("S", (names[node["feature_idx"]], len(out) - here), node["num_threshold"])
    preorder(nodes, node["right"], names, out)


def write(model, names, path, figure):
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEAD % figure)
        for predictors in model._predictors:
            tree = []
            preorder(predictors[0].nodes, 0, names, tree)
            for i, (kind, split, value) in enumerate(tree):
                if kind == "L":
                    file.write(f"\tL({len(tree) - i}, {number(value)}F)\n")
                else:
                    file.write(f"\tS({split[0]}, {split[1]}, {number(value)}F)\n")
        file.write(TAIL % number(float(numpy.ravel(model._baseline_prediction)[0])))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--trees", type=int, default=100)
    parser.add_argument("--leaves", type=int, default=12)
    parser.add_argument("--rate", type=float, default=0.1)
    parser.add_argument("--out")
    parser.add_argument("align")
    parser.add_argument("truth")
    parser.add_argument("units")
    args = parser.parse_args()
    names, pages = read(args)
    figure = f"{validate(args, pages):.3f}" if args.folds > 1 else "not measured"
    if args.out:
        write(fit(args, pages), names, args.out, figure)


if __name__ == "__main__":
    main()
