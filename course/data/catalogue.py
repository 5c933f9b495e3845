"""The catalogue: every data set of the course, by name.

Adding a set takes one module in :mod:`course.data.sets`, and its record in :data:`CATALOGUE`.
"""

from __future__ import annotations

from course.data.dataset import DataSet
from course.data.errors import UnknownDataError
from course.data.sets.blood_cells import BLOOD_CELLS
from course.data.sets.cifar10 import CIFAR10
from course.data.sets.digits_on_textures import DIGITS_ON_TEXTURES
from course.data.sets.fashion_mnist import FASHION_MNIST
from course.data.sets.hymenoptera import HYMENOPTERA
from course.data.sets.membranes import MEMBRANES
from course.data.sets.mnist import MNIST
from course.data.sets.nuclei import NUCLEI
from course.data.sets.restoration import RESTORATION
from course.data.sets.road_scenes import ROAD_SCENES
from course.data.sets.spoken_digits import SPOKEN_DIGITS

CATALOGUE: dict[str, DataSet] = {
    dataset.name: dataset
    for dataset in (
        MNIST,
        FASHION_MNIST,
        CIFAR10,
        SPOKEN_DIGITS,
        HYMENOPTERA,
        RESTORATION,
        MEMBRANES,
        ROAD_SCENES,
        NUCLEI,
        BLOOD_CELLS,
        DIGITS_ON_TEXTURES,
    )
}


def find(name: str) -> DataSet:
    """Return the data set called ``name``.

    Raises:
        UnknownDataError: If there is none. The message lists those there are.
    """
    try:
        return CATALOGUE[name]
    except KeyError:
        raise UnknownDataError(f"no data set is called {name!r}; there are: {', '.join(CATALOGUE)}") from None
