"""Images from disk in a frame: what comes with them, and what is wrong with them."""

from __future__ import annotations

import json
from functools import partial

import numpy as np
import pytest
from PIL import Image

from course.detection.boxes import boxes_of_masks
from course.detection.examples import check_targets, flip
from course.detection.folder_batches import PADDING, FolderBatches, fitted_size, letterbox, read_image
from course.detection.folders import read_coco
from course.detection.masks import masks_of_instances
from tests.detection.conftest import coloured_shapes
from tests.detection.layouts import coco_of, run_lengths_of, write_coco

NAMES, IDS = ["box", "disc", "diamond"], [2, 5, 9]


@pytest.fixture(scope="module")
def shapes(tmp_path_factory):
    """Five images of 48 × 64 in COCO's layout, the last without objects, and their index."""
    images, targets = coloured_shapes(np.random.default_rng(3), 5, (48, 64), objects=(2, 3))
    targets["labels"][4], targets["instances"][4] = -1, 0
    paths = write_coco(tmp_path_factory.mktemp("shapes"), coco_of(targets, NAMES, IDS), images)
    return images, targets, paths, read_coco(*paths)


def at_its_place(index, **kwargs):
    """Return all of a set in one batch, in the order of the index."""
    batches = FolderBatches(index, batch_size=len(index), **kwargs)
    return batches.take(np.arange(len(index)))


def test_as_large_as_the_image_nothing_changes(shapes):
    images, expected, _, index = shapes
    found, targets = at_its_place(index, image_size=(48, 64), masks=True)
    np.testing.assert_array_equal(found, images)
    slots = targets["labels"].shape[1]
    assert slots == index.fullest
    for name in ("boxes", "labels"):
        np.testing.assert_array_equal(targets[name][:4], expected[name][:4, :slots])
    np.testing.assert_array_equal(targets["instances"], expected["instances"])
    assert (targets["labels"][4] == -1).all()
    assert {name: array.dtype.name for name, array in targets.items()} == {
        "boxes": "float32",
        "labels": "int32",
        "instances": "int32",
    }


def test_images_are_fitted_into_the_frame_with_their_boxes_and_masks(shapes):
    index = shapes[-1]
    found, targets = at_its_place(index, image_size=(144, 128), masks=True)
    assert found.shape == (5, 144, 128, 3)
    assert (found[:, 96:] == PADDING).all()
    assert not (found[:, :96] == PADDING).all(axis=-1).any(axis=(1, 2)).all()
    check_targets(targets, 5, 3, (144, 128))
    assert not targets["instances"][:, 96:].any()
    slots = targets["labels"].shape[1]
    drawn = np.stack([boxes_of_masks(masks_of_instances(instances, slots)) for instances in targets["instances"]])
    np.testing.assert_allclose(drawn, targets["boxes"] * (targets["labels"] >= 0)[..., None], atol=1.5)


def test_mirrored_boxes_follow_their_masks(shapes):
    index = shapes[-1]
    batches = FolderBatches(index, (48, 64), True, 5, [partial(flip, across=1.0, down=0.0)])
    images, targets = batches[0]
    slots = targets["labels"].shape[1]
    drawn = np.stack([boxes_of_masks(masks_of_instances(instances, slots)) for instances in targets["instances"]])
    np.testing.assert_array_equal(targets["boxes"], drawn)
    plain, _ = FolderBatches(index, (48, 64), True, 5)[0]
    np.testing.assert_array_equal(images, plain[:, :, ::-1])


def test_an_epoch_has_each_image_once_and_can_be_started_again(shapes):
    images, *_, index = shapes
    batches = FolderBatches(index, (48, 64), batch_size=2, seed=1)
    first = [batches[number][0] for number in range(len(batches))]
    assert [len(batch) for batch in first] == [2, 2, 1]
    assert np.concatenate(first).sum(dtype=int) == images.sum(dtype=int)
    batches.on_epoch_end()
    second = batches[0][0]
    other = FolderBatches(index, (48, 64), batch_size=2, seed=1)
    other.start(1)
    np.testing.assert_array_equal(other[0][0], second)


def test_the_largest_objects_get_the_slots_and_the_others_are_counted(shapes):
    index = shapes[-1]
    assert index.fullest > 1
    fullest = max(index.images, key=lambda image: len(image.labels))
    beyond = sum(max(len(image.labels) - 1, 0) for image in index.images)
    with pytest.warns(UserWarning, match=f"{beyond} objects, the smallest of .* {index.fullest} hold all"):
        batches = FolderBatches(index, (48, 64), masks=True, slots=1)
    assert batches.left_out == beyond
    place = index.images.index(fullest)
    _, targets = batches.take(np.array([place]))
    largest = fullest.areas.argmax()
    assert targets["boxes"][0].tolist() == [fullest.boxes[largest].tolist()]
    assert targets["instances"].max() == 1


def test_crowds_are_not_learned(shapes, tmp_path):
    images, targets, *_ = shapes
    content = coco_of(targets, NAMES, IDS)
    crowd = content["annotations"][0]
    crowd |= {"iscrowd": 1, "segmentation": run_lengths_of(targets["instances"][0] == 1)}
    index = read_coco(*write_coco(tmp_path, content, images))
    _, found = at_its_place(index, image_size=(48, 64), masks=True)
    assert (found["labels"][0] >= 0).sum() == (targets["labels"][0] >= 0).sum() - 1
    assert not found["instances"][0][targets["instances"][0] == 1].any()


def test_masks_are_asked_for_and_not_there(shapes, tmp_path):
    content = coco_of(shapes[1], NAMES, IDS)
    content["annotations"][1]["segmentation"] = []
    index = read_coco(*write_coco(tmp_path, content))
    with pytest.raises(ValueError, match=r"objects without a segmentation: train on boxes alone \(--no-masks\)"):
        FolderBatches(index, (48, 64), masks=True)
    content["annotations"][1]["segmentation"] = [[1, 2]]
    (tmp_path / "annotations.json").write_text(json.dumps(content))
    with pytest.raises(ValueError, match=r"annotations\.json: .* id 2: the 'segmentation' .* a polygon needs"):
        read_coco(tmp_path / "annotations.json", tmp_path / "images")


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "LA", "CMYK"])
def test_images_of_any_kind_are_colours(shapes, tmp_path, mode):
    images, index = shapes[0], tiffs(shapes, tmp_path)
    Image.fromarray(images[0]).convert(mode).save(index.images[0].path)
    pixels = read_image(index.images[0])
    assert (pixels.shape, pixels.dtype) == ((48, 64, 3), np.uint8)
    if mode in ("L", "1", "LA"):
        assert (pixels == pixels[..., :1]).all()


def tiffs(shapes, folder):
    """Return the index of the shapes as TIFF files, whose first one a test writes again."""
    content = coco_of(shapes[1], NAMES, IDS)
    for image in content["images"]:
        image["file_name"] = image["file_name"].replace("png", "tif")
    return read_coco(*write_coco(folder, content))


@pytest.mark.parametrize("format_", ["TIFF", "PNG"])
def test_images_of_16_bits_are_scaled_by_their_type(shapes, tmp_path, format_):
    index = tiffs(shapes, tmp_path)
    grey = shapes[0][0][..., 0]
    Image.fromarray(grey.astype(np.uint16) * 257).save(index.images[0].path, format_)
    np.testing.assert_array_equal(read_image(index.images[0]), np.repeat(grey[..., None], 3, axis=-1))


@pytest.mark.parametrize("kind", [np.int32, np.float32])
def test_images_of_32_bits_are_refused(shapes, tmp_path, kind):
    index = tiffs(shapes, tmp_path)
    Image.fromarray(shapes[0][0][..., 0].astype(kind)).save(index.images[0].path)
    with pytest.raises(ValueError, match=r"0\.tif has pixels of 32 bits, and nothing says which value is white"):
        read_image(index.images[0])


def test_files_that_are_damaged_missing_or_turned_are_named(shapes, tmp_path):
    images, targets, *_ = shapes
    content = coco_of(targets, NAMES, IDS)
    for image in content["images"]:
        image["file_name"] = image["file_name"].replace("png", "jpg")
    index = read_coco(*write_coco(tmp_path, content, images))
    path = index.images[0].path
    whole = path.read_bytes()
    for damaged in (whole[: len(whole) // 2], b"no image", b""):
        path.write_bytes(damaged)
        with pytest.raises(ValueError, match=r"0\.jpg cannot be read as an image \(.*\): fetch it again"):
            at_its_place(index, image_size=(48, 64))
    Image.fromarray(images[0].transpose(1, 0, 2)).save(path)
    with pytest.raises(ValueError, match=r"0\.jpg is 64 × 48, height × width, and its annotations say 48 × 64"):
        read_image(index.images[0])
    turned = Image.fromarray(images[0].transpose(1, 0, 2))
    exif = turned.getexif()
    exif[0x0112] = 5  # lies mirrored on its side
    turned.save(path, exif=exif, quality=95)
    assert np.abs(read_image(index.images[0]).astype(int) - images[0]).mean() < 12
    path.unlink()
    with pytest.raises(FileNotFoundError, match=r"0\.jpg"):
        read_image(index.images[0])


@pytest.mark.parametrize(
    ("size", "frame", "expected"),
    [
        ((480, 640), (1024, 1024), (768, 1024)),
        ((640, 480), (800, 1344), (800, 600)),
        ((1, 1000), (100, 100), (1, 100)),
        ((500, 333), (500, 333), (500, 333)),
    ],
)
def test_the_shape_is_kept(size, frame, expected):
    assert fitted_size(size, frame) == expected
    framed = letterbox(np.full((*size, 3), 7, np.uint8), frame)
    assert (framed[: expected[0], : expected[1]] == 7).all()
    assert (framed != 7).sum() == 3 * (frame[0] * frame[1] - expected[0] * expected[1])
