"""Write small data sets as COCO and Pascal VOC lay them out, and weights as Keras publishes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import h5py
import keras
import numpy as np
from PIL import Image

from course.detection.masks import masks_of_instances


def polygons_of(mask: np.ndarray) -> list[list[float]]:
    """Return the outlines of a mask, through the middles of its outermost pixels."""
    outlines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return [(outline.reshape(-1) + 0.5).tolist() for outline in outlines if len(outline) > 2]


def run_lengths_of(mask: np.ndarray) -> dict[str, Any]:
    """Return a mask's plain run lengths, down the columns."""
    flat = np.concatenate([[0], mask.T.reshape(-1).astype(int)])
    starts = np.flatnonzero(np.diff(flat)) if flat.any() else np.zeros(0, int)
    return {"size": list(mask.shape), "counts": np.diff([0, *starts, mask.size]).tolist()}


def coco_of(targets: dict[str, np.ndarray], names: list[str], ids: list[int]) -> dict[str, Any]:
    """Return targets with ``instances`` as the content of a COCO file; image ``n`` is called ``n.png``."""
    height, width = targets["instances"].shape[1:]
    annotations = []
    for image, (boxes, labels) in enumerate(zip(targets["boxes"], targets["labels"])):
        masks = masks_of_instances(targets["instances"][image], len(labels))
        for (x1, y1, x2, y2), label, mask in zip(boxes.tolist(), labels, masks):
            if label >= 0:
                annotations.append(
                    {
                        "id": len(annotations) + 1,
                        "image_id": 100 + image,
                        "category_id": ids[label],
                        "bbox": [x1, y1, x2 - x1, y2 - y1],
                        "area": float(mask.sum()),
                        "iscrowd": 0,
                        "segmentation": polygons_of(mask),
                    }
                )
    return {
        "images": [
            {"id": 100 + image, "file_name": f"{image}.png", "height": height, "width": width}
            for image in range(len(targets["labels"]))
        ],
        "annotations": annotations,
        "categories": [{"id": id_, "name": name} for id_, name in zip(ids, names)],
    }


def write_coco(folder: Path, content: dict[str, Any], images: np.ndarray | None = None) -> tuple[Path, Path]:
    """Write ``annotations.json`` and ``images/``, grey where no images are given; return both paths."""
    pictures = folder / "images"
    pictures.mkdir(parents=True)
    for number, image in enumerate(content["images"]):
        blank = np.full((image["height"], image["width"], 3), 90, np.uint8)
        Image.fromarray(blank if images is None else images[number]).save(pictures / image["file_name"])
    path = folder / "annotations.json"
    path.write_text(json.dumps(content))
    return path, pictures


def write_voc(root: Path, objects: dict[str, str], size: str = "<size><width>60</width><height>40</height></size>"):
    """Write a data set in VOC's layout with the list ``trainval``: the objects of each image as XML."""
    for folder in ("ImageSets/Main", "Annotations", "JPEGImages"):
        (root / folder).mkdir(parents=True)
    (root / "ImageSets/Main/trainval.txt").write_text("".join(f"{name}\n" for name in objects))
    for name, of_image in objects.items():
        (root / f"Annotations/{name}.xml").write_text(f"<annotation>{size}{of_image}</annotation>")
        Image.new("RGB", (60, 40), (10, 200, 30)).save(root / f"JPEGImages/{name}.jpg")


def voc_object(name: str, corners: tuple[float | str, ...], more: str = "") -> str:
    """Return an object as VOC writes it."""
    sides = "".join(f"<{side}>{value}</{side}>" for side, value in zip(("xmin", "ymin", "xmax", "ymax"), corners))
    return f"<object><name>{name}</name><bndbox>{sides}</bndbox>{more}</object>"


def write_notop(network: keras.Model, path: Path) -> None:
    """Write weights as the files that Keras publishes have them: layers in order, the weights of each by name."""
    with h5py.File(path, "w") as file:
        file.attrs["layer_names"] = [layer.name.encode() for layer in network.layers]
        for layer in network.layers:
            group = file.create_group(layer.name)
            names = [f"{layer.name}/{weight.name}:0" for weight in layer.weights]
            group.attrs["weight_names"] = [name.encode() for name in names]
            for name, weight in zip(names, layer.get_weights()):
                group.create_dataset(name, data=weight)
