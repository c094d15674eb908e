"""Which texts are alike: a few by average linkage (``linked``), many by density in a space of fewer dimensions.

Noise stays noise. scikit-learn and rapidfuzz are imported here when they are needed, because they are slow to load.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inventory.engine.chores.linked import linked

Labels = NDArray[np.int64]
Matrix = NDArray[np.float32]

FEWEST_TEXTS = 10  # too few say nothing about which words matter
FEW_TEXTS = 1000  # below, density says nothing
SMALLEST = 5
DIMENSIONS = 100
TEXTS_PER_DIMENSION = 5
BLOCK = 2500  # texts compared with each other at a time
LIKE_ITS_GROUP = 0.5  # cosine with the middle of the group; what is farther off is noise
ONE_GROUP = 0.8  # the same, where nothing else is dense
NEAR_EQUAL = 90  # rapidfuzz token_set_ratio at which two groups are one
MOST_MERGED = 3000  # groups compared pair by pair


def alike(texts: Sequence[str], *, seed: int = 0) -> Labels:
    """Number the groups of texts that are alike from 0; -1 stands alone. The same texts and seed give the same."""
    labels = np.full(len(texts), -1, dtype=np.int64)
    if len(set(texts)) < FEWEST_TEXTS:
        return labels
    if len(texts) < FEW_TEXTS:
        return _numbered(linked(texts))
    points = _points(texts, seed)
    found = 0
    for block in _blocks(points, seed):
        own = _dense(points[block])
        labels[block[own >= 0]] = own[own >= 0] + found
        found += int(own.max(initial=-1)) + 1
    return _numbered(_merged(_without_strays(points, labels), texts))


def _points(texts: Sequence[str], seed: int) -> Matrix:
    from sklearn.decomposition import TruncatedSVD  # noqa: PLC0415 - slow to load, and only chores need it
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - as above

    weigh = TfidfVectorizer(
        ngram_range=(1, 2), min_df=2, max_df=0.5, sublinear_tf=True, stop_words="english", dtype=np.float32
    )
    try:
        weighed = weigh.fit_transform(texts)
    except ValueError:  # no word occurs twice: nothing is alike
        return np.zeros((len(texts), 1), dtype=np.float32)
    dimensions = min(DIMENSIONS, len(texts) // TEXTS_PER_DIMENSION, weighed.shape[1] - 1)
    if dimensions < 2:
        return np.asarray(weighed.toarray(), dtype=np.float32)
    return _unit(TruncatedSVD(dimensions, random_state=seed).fit_transform(weighed))


def _unit(points: Matrix) -> Matrix:
    length = np.linalg.norm(points, axis=1, keepdims=True)
    return np.asarray(points / np.maximum(length, 1e-12), dtype=np.float32)


def _blocks(points: Matrix, seed: int) -> list[Labels]:
    """Parts of neighbours small enough to compare each with each."""
    if len(points) <= BLOCK:
        return [np.arange(len(points))]
    from sklearn.cluster import MiniBatchKMeans  # noqa: PLC0415 - slow to load, and only large exports need it

    parts = MiniBatchKMeans(
        len(points) // BLOCK + 1, random_state=seed, n_init=1, batch_size=4096
    ).fit_predict(points)
    blocks = []
    for part in range(parts.max() + 1):
        own = np.flatnonzero(parts == part)
        blocks += np.array_split(own, len(own) // (2 * BLOCK) + 1)
    return [block for block in blocks if block.size]


def _dense(points: Matrix) -> Labels:
    from sklearn.cluster import HDBSCAN  # noqa: PLC0415 - slow to load, and only chores need it

    labels = np.full(len(points), -1, dtype=np.int64)
    said = np.flatnonzero(np.linalg.norm(points, axis=1) > 0)
    if said.size < SMALLEST:
        return labels
    find = HDBSCAN(min_cluster_size=SMALLEST, min_samples=2, cluster_selection_method="leaf", copy=True)
    labels[said] = find.fit_predict(points[said])
    if labels.max() < 0:  # density needs two groups to tell them apart; one alone is told by its middle
        labels[said[_near_middle(points[said], ONE_GROUP)]] = 0
    return labels


def _near_middle(points: Matrix, least: float) -> NDArray[np.bool_]:
    middle = _unit(points.mean(axis=0, keepdims=True))[0]
    return np.asarray(_unit(points) @ middle >= least)


def _without_strays(points: Matrix, labels: Labels) -> Labels:
    kept = labels.copy()
    for group in range(int(labels.max(initial=-1)) + 1):
        own = np.flatnonzero(labels == group)
        kept[own[~_near_middle(points[own], LIKE_ITS_GROUP)]] = -1
    return kept


def _merged(labels: Labels, texts: Sequence[str]) -> Labels:
    """Join groups whose most frequent texts have nearly the same words."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only chores need it

    named = [
        (group, typical(texts, np.flatnonzero(labels == group))) for group in np.unique(labels[labels >= 0])
    ]
    named = named[:MOST_MERGED]
    if not named:
        return labels
    names = [name for _, name in named]
    near = (
        process.cdist(names, names, scorer=fuzz.token_set_ratio, score_cutoff=NEAR_EQUAL, dtype=np.uint8) > 0
    )
    merged = labels.copy()
    for position, (group, _) in enumerate(named):
        first = int(np.argmax(near[position]))  # the first group that is near, at the latest itself
        merged[labels == group] = named[first][0] if first < position else group
    return merged


def typical(texts: Sequence[str], members: Labels) -> str:
    """The most frequent of these texts; of several, the shortest, then the first in the alphabet."""
    counted = Counter[str](texts[member] for member in members)
    return min(counted, key=lambda text: (-counted[text], len(text), text))


def _numbered(labels: Labels) -> Labels:
    groups = np.unique(labels[labels >= 0])
    return np.where(labels < 0, -1, np.searchsorted(groups, labels))
