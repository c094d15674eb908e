"""Which of a few texts are alike: average linkage of their words and of pieces of words.

Below a thousand texts there is no density to speak of; here whole groups are joined while their texts have, on average,
something in common. Greetings and phrases of asking are left out, since every ticket has them and none is about them.
scikit-learn and SciPy's clusters are imported here when they are needed, because they are slow to load.
"""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

IN_COMMON = 0.08  # mean cosine between the texts of a group, at least
MOST_OFTEN = 0.5  # a word in more than half of the texts tells none of them apart
PIECES = (3, 5)  # letters
POLITE = frozenset(
    re.findall(
        r"[a-z]+",
        """
        above advise afternoon also appended appreciate asap assist assistance attached attachment
        attachments behalf below best call case check created customer customers day dear dears email
        enclosed evening everyone faced facing find follow following good greeting greetings hello help hi
        hope informed issue issues kindly like madam mail mentioned morning need needs note noted noticed
        opened per please pls plz provide query regards reported request requested required screen
        screenshot screenshots see send sent shot sincerely sir soon support team thank thanks ticket
        tickets urgent urgently want well would
        """,
    )
)


def linked(texts: Sequence[str]) -> NDArray[np.int64]:
    """The number of the group of each text, -1 where it has nobody: shape (texts,).

    Source: unweighted average linkage, Sokal and Michener, University of Kansas Science Bulletin 38:1409–1438 (1958), on
    the cosine of TF-IDF vectors. The order of the texts decides nothing but the numbers.
    """
    from scipy.cluster.hierarchy import fcluster, linkage  # type: ignore[import-untyped]  # noqa: PLC0415 - see above
    from scipy.spatial.distance import squareform  # type: ignore[import-untyped]  # noqa: PLC0415 - see above

    apart = 1.0 - _cosines(texts)
    np.fill_diagonal(apart, 0.0)
    tree = linkage(squareform(apart, checks=False), "average")
    groups = fcluster(tree, 1.0 - IN_COMMON, "distance")
    sizes = Counter(groups.tolist())
    return np.array([group if sizes[group] > 1 else -1 for group in groups.tolist()], dtype=np.int64)


def _cosines(texts: Sequence[str]) -> NDArray[np.float64]:
    """The mean of the cosines by words and by pieces of words: shape (texts, texts), 0 where there is nothing to compare."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer  # noqa: PLC0415 - see above

    told = [
        " ".join(word for word in text.split() if word not in POLITE | ENGLISH_STOP_WORDS) for text in texts
    ]
    cosines = np.zeros((len(texts), len(texts)))
    for kind, length, least in (("word", (1, 2), 2), ("char_wb", PIECES, 1)):
        weigh = TfidfVectorizer(
            analyzer=kind, ngram_range=length, min_df=least, max_df=MOST_OFTEN, sublinear_tf=True
        )
        try:
            weighed = weigh.fit_transform(told)
        except ValueError:  # nothing occurs twice
            continue
        cosines += (weighed @ weighed.T).toarray() / 2
    return np.clip(cosines, 0.0, 1.0)
