"""Each publisher's layout, written small and read back."""

from __future__ import annotations

import gzip
import io
import pickle
import struct
import tarfile
import zipfile

import numpy as np
import pytest
import soundfile
from PIL import Image

from course.data import CATALOGUE, readers


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_mnist(tmp_path, rng):
    images, labels = rng.integers(0, 256, (7, 28, 28), dtype=np.uint8), np.arange(7, dtype=np.uint8)
    np.savez(tmp_path / "mnist.npz", x_train=images, y_train=labels, x_test=images[:2], y_test=labels[:2])
    arrays = CATALOGUE["mnist"].check(readers.read_mnist(tmp_path, "train"))
    np.testing.assert_array_equal(arrays["images"][..., 0], images)
    np.testing.assert_array_equal(arrays["labels"], labels)
    assert len(readers.read_mnist(tmp_path, "test")["labels"]) == 2


@pytest.mark.parametrize(("split", "prefix"), [("train", "train"), ("test", "t10k")])
def test_fashion_mnist(tmp_path, rng, split, prefix):
    images, labels = rng.integers(0, 256, (5, 28, 28), dtype=np.uint8), np.arange(5, dtype=np.uint8)
    image_file = struct.pack(">4i", 0x803, 5, 28, 28) + images.tobytes()
    label_file = struct.pack(">2i", 0x801, 5) + labels.tobytes()
    (tmp_path / f"{prefix}-images-idx3-ubyte.gz").write_bytes(gzip.compress(image_file))
    (tmp_path / f"{prefix}-labels-idx1-ubyte.gz").write_bytes(gzip.compress(label_file))
    arrays = CATALOGUE["fashion_mnist"].check(readers.read_fashion_mnist(tmp_path, split))
    np.testing.assert_array_equal(arrays["images"][..., 0], images)
    np.testing.assert_array_equal(arrays["labels"], labels)


def test_cifar10(tmp_path, rng):
    images = rng.integers(0, 256, (6, 32, 32, 3), dtype=np.uint8)
    with tarfile.open(tmp_path / "cifar-10-python.tar.gz", "w:gz") as archive:
        for number, name in enumerate([*(f"data_batch_{n}" for n in range(1, 6)), "test_batch"]):
            planes = images[number].transpose(2, 0, 1).reshape(1, -1)  # the publisher's: red, green, blue planes
            content = pickle.dumps({b"data": planes, b"labels": [number]})
            entry = tarfile.TarInfo(f"cifar-10-batches-py/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    train = CATALOGUE["cifar10"].check(readers.read_cifar10(tmp_path, "train"))
    test = CATALOGUE["cifar10"].check(readers.read_cifar10(tmp_path, "test"))
    np.testing.assert_array_equal(np.concatenate([train["images"], test["images"]]), images)
    np.testing.assert_array_equal(np.concatenate([train["labels"], test["labels"]]), np.arange(6))


def test_ants_and_bees(tmp_path, rng):
    sizes = {
        "train/ants/b.jpg": (300, 400),
        "train/ants/a.JPG": (256, 256),
        "train/bees/c.jpg": (40, 30),
        "val/bees/d.jpg": (256, 300),
    }
    with zipfile.ZipFile(tmp_path / "hymenoptera_data.zip", "w") as archive:
        for number, (name, size) in enumerate(sizes.items()):
            buffer = io.BytesIO()
            Image.new("RGB", size, (50 * number, 100, 200)).save(buffer, "JPEG", quality=95)
            archive.writestr(f"hymenoptera_data/{name}", buffer.getvalue())
        archive.writestr("hymenoptera_data/train/ants/imageNotFound.gif", b"GIF89a")
    train = CATALOGUE["hymenoptera"].check(readers.read_hymenoptera(tmp_path, "train"))
    assert train["labels"].tolist() == [0, 1, 0]
    np.testing.assert_allclose(train["images"].mean(axis=(1, 2))[:, 0], [50, 100, 0], atol=3)
    np.testing.assert_allclose(train["images"][..., 1:].mean(axis=(0, 1, 2)), [100, 200], atol=3)
    assert readers.read_hymenoptera(tmp_path, "test")["labels"].tolist() == [1]


def test_the_middle_of_a_photograph_is_kept(tmp_path):
    photo = np.zeros((256, 512, 3), np.uint8)
    photo[:, 144:368] = 255  # the 224 columns in the middle
    buffer = io.BytesIO()
    Image.fromarray(photo).save(buffer, "JPEG", quality=100)
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr("hymenoptera_data/val/ants/a.jpg", buffer.getvalue())
    assert readers.read_hymenoptera_subset(tmp_path / "photos.zip", "test")["images"].min() > 200


def recording(samples: int, level: float) -> bytes:
    """Return a wav file of a constant."""
    buffer = io.BytesIO()
    soundfile.write(buffer, np.full(samples, level), readers.SPOKEN_LENGTH, format="WAV", subtype="PCM_16")
    return buffer.getvalue()


RECORDINGS = {
    "recordings/7_theo_5.wav": recording(3_000, 0.5),
    "recordings/0_theo_5.wav": recording(9_000, 0.25),
    "recordings/3_george_5.wav": recording(8_000, -0.5),
    "recordings/3_george_4.wav": recording(100, -0.25),
}


def check_spoken_digits(train: dict, test: dict) -> None:
    """Compare the four recordings with what was read."""
    CATALOGUE["spoken_digits"].check(train)
    assert train["labels"].tolist() == [3, 0, 7]
    assert [readers.SPEAKERS[speaker] for speaker in train["speakers"]] == ["george", "theo", "theo"]
    np.testing.assert_allclose(train["waveforms"].mean(axis=1), [-0.5, 0.25, 0.5 * 3 / 8], atol=1e-4)
    assert not train["waveforms"][2, 3_000:].any(), "zeros after the end"
    assert CATALOGUE["spoken_digits"].check(test)["labels"].tolist() == [3]


def test_spoken_digits(tmp_path):
    with tarfile.open(tmp_path / "free-spoken-digit-dataset-1.0.9.tar.gz", "w:gz") as archive:
        for name, content in RECORDINGS.items():
            entry = tarfile.TarInfo(f"free-spoken-digit-dataset-1.0.9/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    check_spoken_digits(*(readers.read_spoken_digits(tmp_path, split) for split in ("train", "test")))


def test_spoken_digits_of_a_mirror(tmp_path):
    with zipfile.ZipFile(tmp_path / "digits.zip", "w") as archive:
        for name, content in RECORDINGS.items():
            archive.writestr(name, content)
    path = tmp_path / "digits.zip"
    check_spoken_digits(*(readers.read_spoken_digits_subset(path, split) for split in ("train", "test")))


def test_restoration_sets(tmp_path, rng):
    photos = {
        "Train400/test_002.png": rng.integers(0, 256, (6, 6), np.uint8),
        "Train400/test_001.png": rng.integers(0, 256, (6, 6), np.uint8),
        "deep/down/Set12/01.png": rng.integers(0, 256, (4, 9), np.uint8),
        "testsets/Set12/01.png": rng.integers(0, 256, (4, 9), np.uint8),
        "testsets/Set12/02.png": rng.integers(0, 256, (8, 5), np.uint8),
    }
    with zipfile.ZipFile(tmp_path / "restoration.zip", "w") as archive:
        for name, photo in photos.items():
            buffer = io.BytesIO()
            Image.fromarray(photo).save(buffer, "PNG")
            archive.writestr(name, buffer.getvalue())
        archive.writestr("testsets/Set12/Thumbs.db", b"")
    train = CATALOGUE["restoration"].check(readers.read_restoration(tmp_path, "train"))
    np.testing.assert_array_equal(train["images"][1, :, :, 0], photos["Train400/test_002.png"])
    test = CATALOGUE["restoration"].check(readers.read_restoration(tmp_path, "test"))
    assert test["images"].shape == (2, 8, 9, 1)
    assert test["sizes"].tolist() == [[4, 9], [8, 5]]
    np.testing.assert_array_equal(test["images"][1, :8, :5, 0], photos["testsets/Set12/02.png"])
    assert not test["images"][1, :, 5:].any()
    with pytest.raises(ValueError, match="in a folder BSD68"):
        readers.read_restoration(tmp_path, "bsd68")


def annotation(*objects: tuple[str, int, int, int, int]) -> str:
    """Return a file of Pascal VOC's."""
    boxes = "".join(
        f"<object><name>{name}</name><bndbox><xmin>{x1}</xmin><ymin>{y1}</ymin><xmax>{x2}</xmax><ymax>{y2}</ymax>"
        "</bndbox></object>"
        for name, x1, y1, x2, y2 in objects
    )
    return f"<annotation>{boxes}</annotation>"


@pytest.mark.parametrize(("filename", "root"), [("BCCD_Dataset-1.0.zip", "BCCD_Dataset-1.0/"), ("bccd.zip", "")])
def test_blood_cells(tmp_path, filename, root):
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), (200, 100, 50)).save(buffer, "JPEG", quality=95)
    objects = {
        "a": [("WBC", 10, 20, 30, 60), ("Platelets", 600, 400, 650, 480)],
        "b": [("RBC", 1, 2, 3, 4), ("RBC", 50, 50, 50, 50), ("WBC", 5, 6, 7, 8), ("RBC", 9, 9, 19, 19)],
    }
    with zipfile.ZipFile(tmp_path / filename, "w") as archive:
        archive.writestr(f"{root}BCCD/ImageSets/Main/val.txt", "b\na\n")
        for name, of_image in objects.items():
            archive.writestr(f"{root}BCCD/JPEGImages/{name}.jpg", buffer.getvalue())
            archive.writestr(f"{root}BCCD/Annotations/{name}.xml", annotation(*of_image))
    dataset = CATALOGUE["blood_cells"]
    split = "validation"
    arrays = dataset.check(dataset.read(tmp_path, split) if root else dataset.subset.read(tmp_path / filename, split))
    assert arrays["labels"].tolist() == [[0, 1, 0], [1, 2, -1]]
    assert arrays["boxes"][0].tolist() == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 9, 19, 19]]
    assert arrays["boxes"][1].tolist() == [[10, 20, 30, 60], [600, 400, 640, 480], [0, 0, 0, 0]]
    np.testing.assert_allclose(arrays["images"].mean(axis=(0, 1, 2)), [200, 100, 50], atol=3)


def test_what_is_drawn_has_no_files(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"test split in .* it is drawn when asked for"):
        CATALOGUE["digits_on_textures"].read(tmp_path, "test")
