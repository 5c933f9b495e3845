"""From each publisher's files to arrays: one reader a layout.

A reader gets a folder with the publisher's files, digests already verified, and the name of a split. It returns
the arrays in the form that the catalogue promises and knows nothing of caches and networks.
"""

from __future__ import annotations

import gzip
import io
import pickle
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from course.data.voc import parse_voc

IDX_PREFIX = {"train": "train", "test": "t10k"}
IDX_IMAGE_HEADER, IDX_LABEL_HEADER = 16, 8  # bytes before the data: magic number, then 4 bytes an axis
CIFAR10_BATCHES = {"train": [f"data_batch_{number}" for number in range(1, 6)], "test": ["test_batch"]}

SPOKEN_LENGTH = 8_000  # samples: one second at 8 kHz; 99.3% of the recordings are shorter
SPOKEN_HELD_OUT = 5  # recordings of each digit by each speaker that the publisher keeps for testing: indices 0 to 4
SPEAKERS = ("george", "jackson", "lucas", "nicolas", "theo", "yweweler")

HYMENOPTERA = ("ants", "bees")
HYMENOPTERA_FOLDERS = {"train": "train", "test": "val"}
BLOOD_CELLS = ("RBC", "WBC", "Platelets")
BLOOD_CELL_SIZE = 480, 640  # pixels, height and width

SHORT_SIDE, PHOTO_SIZE = 256, 224  # pixels: a photograph is brought to the first, its middle is cut to the second

RESTORATION_FOLDERS = {"train": "Train400", "test": "Set12", "bsd68": "BSD68"}
MEMBRANE_SLICES = 30  # micrographs with masks
CAMVID_FOLDERS = {"train": "train", "validation": "val", "test": "test"}


def _image_classes(images: np.ndarray, labels: np.ndarray) -> dict[str, np.ndarray]:
    return {"images": np.ascontiguousarray(images), "labels": labels.reshape(-1).astype(np.int64)}


def read_mnist(folder: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of ``mnist.npz`` as Keras hands it out.

    Returns:
        ``images`` (N, 28, 28, 1) uint8 and ``labels`` (N,) int64; N is 60,000 (train) or 10,000 (test).
    """
    with np.load(folder / "mnist.npz", allow_pickle=False) as arrays:
        return _image_classes(arrays[f"x_{split}"][..., np.newaxis], arrays[f"y_{split}"])


def read_fashion_mnist(folder: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of Fashion-MNIST from its gzipped IDX files.

    Returns:
        ``images`` (N, 28, 28, 1) uint8 and ``labels`` (N,) int64; N is 60,000 (train) or 10,000 (test).
    """
    prefix = IDX_PREFIX[split]
    pixels = gzip.decompress((folder / f"{prefix}-images-idx3-ubyte.gz").read_bytes())
    classes = gzip.decompress((folder / f"{prefix}-labels-idx1-ubyte.gz").read_bytes())
    images = np.frombuffer(pixels, np.uint8, offset=IDX_IMAGE_HEADER).reshape(-1, 28, 28, 1)
    return _image_classes(images.copy(), np.frombuffer(classes, np.uint8, offset=IDX_LABEL_HEADER))


def read_cifar10(folder: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of CIFAR-10 from the publisher's archive of pickled batches.

    A pickle can run code. These are only opened after the archive's SHA-256 was found right.

    Returns:
        ``images`` (N, 32, 32, 3) uint8 and ``labels`` (N,) int64; N is 50,000 (train) or 10,000 (test).
    """
    images, labels = [], []
    with tarfile.open(folder / "cifar-10-python.tar.gz") as archive:
        for name in CIFAR10_BATCHES[split]:
            batch = pickle.load(archive.extractfile(f"cifar-10-batches-py/{name}"), encoding="bytes")
            images.append(batch[b"data"].reshape(-1, 3, 32, 32))
            labels.append(batch[b"labels"])
    return _image_classes(np.concatenate(images).transpose(0, 2, 3, 1), np.concatenate(labels))


def read_cifar10_subset(path: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of a smaller CIFAR-10 in one ``.npz``, with the names that ``keras.datasets`` uses.

    Args:
        path: File with ``x_train``, ``y_train``, ``x_test``, ``y_test``.
        split: ``"train"`` or ``"test"``.

    Returns:
        ``images`` (N, 32, 32, 3) uint8 and ``labels`` (N,) int64.
    """
    with np.load(path, allow_pickle=False) as arrays:
        return _image_classes(arrays[f"x_{split}"], arrays[f"y_{split}"])


def read_spoken_digits(folder: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of the Free Spoken Digit Dataset from the publisher's source archive.

    Returns:
        See :func:`_spoken_digits`; N is 2,250 (train) or 250 (test), by five of the six speakers.
    """
    with tarfile.open(folder / "free-spoken-digit-dataset-1.0.9.tar.gz") as archive:
        wavs = [member for member in archive if member.name.endswith(".wav")]
        return _spoken_digits(((wav.name, archive.extractfile(wav).read()) for wav in wavs), split)


def read_spoken_digits_subset(path: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of the Free Spoken Digit Dataset from a zip of its ``recordings`` folder.

    Returns:
        See :func:`_spoken_digits`.
    """
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".wav")]
        return _spoken_digits(((name, archive.read(name)) for name in names), split)


def _spoken_digits(files: Iterable[tuple[str, bytes]], split: str) -> dict[str, np.ndarray]:
    """Turn the files ``{digit}_{speaker}_{index}.wav`` of a split into arrays; the digits take turns.

    Returns:
        ``waveforms`` (N, 8000) float32 at 8 kHz, -1 to 1, zeros after the end, cut after one second;
        ``labels`` (N,) int64, the digit; ``speakers`` (N,) int64, a place in :data:`SPEAKERS`.
    """
    import soundfile

    rows = []
    for name, content in files:
        digit, speaker, index = Path(name).stem.split("_")
        if (int(index) < SPOKEN_HELD_OUT) == (split == "test"):
            samples, _ = soundfile.read(io.BytesIO(content), frames=SPOKEN_LENGTH, dtype="float32", fill_value=0)
            rows.append((int(index), SPEAKERS.index(speaker), int(digit), samples))
    rows.sort(key=lambda row: row[:3])
    return {
        "waveforms": np.stack([samples for *_, samples in rows]),
        "labels": np.array([digit for _, _, digit, _ in rows], np.int64),
        "speakers": np.array([speaker for _, speaker, _, _ in rows], np.int64),
    }


def read_hymenoptera(folder: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of the publisher's ants and bees; see :func:`read_hymenoptera_subset`."""
    return read_hymenoptera_subset(folder / "hymenoptera_data.zip", split)


def read_hymenoptera_subset(path: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of the ants and bees from one zip; the two classes take turns as long as both last.

    A photograph's short side is brought to 256 pixels, and the 224 × 224 in its middle are kept.

    Args:
        path: The archive as its publisher lays it out, photographs of any size.
        split: ``"train"``, or ``"test"`` for the publisher's ``val``.

    Returns:
        ``images`` (N, 224, 224, 3) uint8 RGB and ``labels`` (N,) int64, 0 for an ant, 1 for a bee.
    """
    with zipfile.ZipFile(path) as archive:
        folders = [f"hymenoptera_data/{HYMENOPTERA_FOLDERS[split]}/{name}/" for name in HYMENOPTERA]
        names = sorted(name for name in archive.namelist() if name.lower().endswith(".jpg"))
        rows = [
            (number, label, name)
            for label, folder in enumerate(folders)
            for number, name in enumerate(name for name in names if name.startswith(folder))
        ]
        if not rows:
            raise ValueError(f"no .jpg in {folders[0]}")
        rows.sort()
        images = np.stack([_middle(archive.read(name)) for *_, name in rows])
    return _image_classes(images, np.array([label for _, label, _ in rows]))


def _middle(content: bytes) -> np.ndarray:
    """Decode a photograph and return its middle, (224, 224, 3) uint8."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as photo:
        photo = photo.convert("RGB")
    scale = SHORT_SIDE / min(photo.size)
    photo = photo.resize([round(side * scale) for side in photo.size], Image.Resampling.BILINEAR)
    left, top = ((side - PHOTO_SIZE) // 2 for side in photo.size)
    return np.asarray(photo.crop((left, top, left + PHOTO_SIZE, top + PHOTO_SIZE)))


def read_restoration(folder: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of the restoration sets; see :func:`read_restoration_subset`."""
    return read_restoration_subset(folder / "restoration.zip", split)


def read_restoration_subset(path: Path, split: str) -> dict[str, np.ndarray]:
    """Read the grey photographs of one set from a zip that has it in a folder by the set's name, at any depth.

    Args:
        path: The archive. GitHub's zip of the publisher's repository will do; a file that is in it twice is read once.
        split: ``"train"`` (Train400), ``"test"`` (Set12) or ``"bsd68"`` (BSD68).

    Returns:
        ``images`` (N, H, W, 1) uint8, each photograph at the top left of a frame that is as high and as wide as the
        set needs, black beyond; ``sizes`` (N, 2) int64, each photograph's height and width.
    """
    import cv2

    wanted = RESTORATION_FOLDERS[split]
    with zipfile.ZipFile(path) as archive:
        files = {Path(name).name: name for name in archive.namelist() if Path(name).parent.name == wanted}
        names = [files[name] for name in sorted(files) if name.lower().endswith(".png")]
        if not names:
            raise ValueError(f"no .png in a folder {wanted}")
        photos = [cv2.imdecode(np.frombuffer(archive.read(name), np.uint8), cv2.IMREAD_GRAYSCALE) for name in names]
    sizes = np.array([photo.shape for photo in photos], np.int64)
    images = np.zeros((len(photos), *sizes.max(axis=0), 1), np.uint8)
    for frame, photo in zip(images, photos):
        frame[: photo.shape[0], : photo.shape[1], 0] = photo
    return {"images": images, "sizes": sizes}


def read_membranes(folder: Path, split: str) -> dict[str, np.ndarray]:
    """Read the micrographs that have masks; see :func:`read_membranes_subset`."""
    return read_membranes_subset(folder / "isbi2012_membrane.zip", split)


def read_membranes_subset(path: Path, split: str) -> dict[str, np.ndarray]:
    """Read the 30 micrographs with masks of ISBI 2012, in the order of the slices, from one zip of PNG files.

    Args:
        path: The archive, with ``train/image/0.png`` … and ``train/label/0.png`` … inside; a mask is 0 on a membrane
            and 255 in a cell.
        split: ``"train"``: the masks of the challenge's test slices are not published.

    Returns:
        ``images`` (30, 512, 512, 1) uint8 grey and ``masks`` (30, 512, 512) uint8, 1 on a membrane, 0 in a cell.
    """
    with zipfile.ZipFile(path) as archive:
        images, masks = (
            np.stack([_pixels(archive, f"{split}/{kind}/{number}.png") for number in range(MEMBRANE_SLICES)])
            for kind in ("image", "label")
        )
    return {"images": images[..., np.newaxis], "masks": (masks < 128).astype(np.uint8)}


def read_camvid(folder: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of CamVid; see :func:`read_camvid_subset`."""
    return read_camvid_subset(folder / "camvid_240x180.zip", split)


def read_camvid_subset(path: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of CamVid at 240 × 180 from one zip, in the order of the frames.

    Args:
        path: The archive, with photographs in ``train``, ``val``, ``test`` and labels in ``trainannot``, ….
        split: ``"train"``, ``"validation"`` or ``"test"``.

    Returns:
        ``images`` (N, 180, 240, 3) uint8 RGB and ``labels`` (N, 180, 240) uint8, 0 to 10, or 11 for void.
    """
    folder = CAMVID_FOLDERS[split]
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith(f"{folder}/") and name.endswith(".jpg"))
        if not names:
            raise ValueError(f"no .jpg in {folder}/")
        images = np.stack([_pixels(archive, name) for name in names])
        labels = np.stack([_pixels(archive, f"{folder}annot/{Path(name).stem}.png") for name in names])
    return {"images": images, "labels": labels}


def _pixels(archive: zipfile.ZipFile, name: str) -> np.ndarray:
    """Decode one picture of an archive."""
    from PIL import Image

    with Image.open(io.BytesIO(archive.read(name))) as picture:
        return np.asarray(picture)


def read_blood_cells(folder: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of BCCD from the publisher's source archive; see :func:`_blood_cells`."""
    with zipfile.ZipFile(folder / "BCCD_Dataset-1.0.zip") as archive:
        return _blood_cells(archive, "BCCD_Dataset-1.0/BCCD/", split)


def read_blood_cells_subset(path: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of BCCD from a zip of its ``BCCD`` folder; see :func:`_blood_cells`."""
    with zipfile.ZipFile(path) as archive:
        return _blood_cells(archive, "BCCD/", split)


def _blood_cells(archive: zipfile.ZipFile, root: str, split: str) -> dict[str, np.ndarray]:
    """Read a split of BCCD, laid out as Pascal VOC, in the order of the publisher's list.

    Two of its 4,888 boxes have no area, and are left out. The publisher counts pixels from 1 in places and from 0 in
    others; boxes are kept as they are written and clipped to the image.

    Returns:
        ``images`` (N, 480, 640, 3) uint8 RGB; ``boxes`` (N, slots, 4) float32 xyxy in pixels and ``labels`` (N, slots)
        int64, a place in :data:`BLOOD_CELLS`, with zeros and -1 in empty slots. The fullest image has no empty one.
    """
    from PIL import Image

    part = {"validation": "val"}.get(split, split)
    names = archive.read(f"{root}ImageSets/Main/{part}.txt").decode().split()
    images, objects = [], []
    for name in names:
        with Image.open(io.BytesIO(archive.read(f"{root}JPEGImages/{name}.jpg"))) as photo:
            images.append(np.asarray(photo.convert("RGB")))
        objects.append(_voc_objects(archive.read(f"{root}Annotations/{name}.xml")))
    slots = max(len(of_image) for of_image in objects)
    boxes = np.zeros((len(names), slots, 4), np.float32)
    labels = np.full((len(names), slots), -1, np.int64)
    for number, of_image in enumerate(objects):
        for slot, (label, box) in enumerate(of_image):
            boxes[number, slot], labels[number, slot] = box, label
    return {"images": np.stack(images), "boxes": boxes, "labels": labels}


def _voc_objects(annotation: bytes) -> list[tuple[int, np.ndarray]]:
    """Return the class and box of each object in a file of Pascal VOC's, those without area left out."""
    height, width = BLOOD_CELL_SIZE
    objects = []
    for found in parse_voc(annotation).objects:
        box = np.clip(found.corners, 0, [width, height, width, height])
        if (box[2:] > box[:2]).all():
            objects.append((BLOOD_CELLS.index(found.name), box))
    return objects


def nothing_to_read(folder: Path, split: str) -> dict[str, np.ndarray]:
    """Refuse: a set that is drawn on this machine has no files.

    Raises:
        FileNotFoundError: Always.
    """
    raise FileNotFoundError(f"there are no files of this set's {split} split in {folder}: it is drawn when asked for")
