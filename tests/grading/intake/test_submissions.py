from __future__ import annotations

import json
import os
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.grading.intake import files
from course.grading.intake.files import megabytes, read_entry
from course.grading.intake.owners import Owner, folder_names, lms_of, read_owner, safe_name
from course.grading.intake.submissions import IntakeError, Submission, find_submissions, read_submission
from course.labs import Lab
from course.notebooks.files import UnreadableError

LAB = Lab("lab01_cnn_classifier", Path("release.ipynb"), Path("checks.py"), None)
NOTEBOOK = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []})


def make_files(folder: Path, *names: str, content: str = NOTEBOOK) -> Path:
    """Write files below a folder; return the folder."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def make_zip(path: Path, *names: str, content: str = NOTEBOOK) -> Path:
    """Write an archive; return its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return path


def found(path: Path) -> dict[str, Submission]:
    """Find submissions; return them by student."""
    submissions = find_submissions(path, LAB)
    assert len({each.student for each in submissions}) == len(submissions)
    return {each.student: each for each in submissions}


def problem_of(path: Path) -> str:
    """Return the one line that says why a notebook is not read."""
    (submission,) = find_submissions(path, LAB)
    with pytest.raises(UnreadableError) as problem:
        read_submission(submission)
    assert "\n" not in str(problem.value)
    return str(problem.value)


# Where submissions are


def test_nbgrader_folder(tmp_path):
    make_files(tmp_path, *(f"{name}/{LAB.name}/{LAB.name}.ipynb" for name in ("bob", "alice")))
    assert list(found(tmp_path)) == ["alice", "bob"]
    assert not any(each.problem for each in found(tmp_path).values())


def test_nbgrader_folder_with_other_labs_and_leftovers(tmp_path):
    make_files(
        tmp_path,
        f"alice/{LAB.name}/{LAB.name}.ipynb",
        f"alice/{LAB.name}/timestamp.txt",
        f"alice/{LAB.name}/.ipynb_checkpoints/{LAB.name}-checkpoint.ipynb",
        "alice/lab02_audio/lab02_audio.ipynb",
        "bob/lab02_audio/lab02_audio.ipynb",
        "carol/lab01/renamed by carol.ipynb",
        ".DS_Store",
    )
    submissions = found(tmp_path)
    assert list(submissions) == ["alice", "bob", "carol"]
    assert submissions["alice"].path.name == f"{LAB.name}.ipynb"
    assert submissions["bob"].problem.startswith("no notebook in bob: there is lab02_audio.ipynb")
    assert submissions["carol"].problem == ""


def test_folder_of_notebooks(tmp_path):
    make_files(tmp_path, "alice.ipynb", "Bob B.ipynb", "roster.csv", "README.md")
    assert list(found(tmp_path)) == ["alice", "Bob B"]


def test_folder_of_folders_without_the_lab(tmp_path):
    make_files(tmp_path, "alice/work.ipynb", "bob/lab01.ipynb", "bob/scratch.ipynb", "carol/a.ipynb", "carol/b.ipynb")
    submissions = found(tmp_path)
    assert submissions["alice"].path.name == "work.ipynb"
    assert submissions["bob"].path.name == "lab01.ipynb"
    assert "scratch.ipynb" in submissions["bob"].notes[0]
    assert submissions["carol"].problem.startswith("2 notebooks in carol (a.ipynb, b.ipynb): keep one")


def test_one_notebook(tmp_path):
    make_files(tmp_path, "work.ipynb")
    assert list(found(tmp_path / "work.ipynb")) == ["work"]


def test_one_file_that_is_no_notebook(tmp_path):
    make_files(tmp_path, "work.pdf")
    assert found(tmp_path / "work.pdf")["work"].problem == "work.pdf is not a notebook: hand in the .ipynb"


def test_canvas_archive(tmp_path):
    archive = make_zip(
        tmp_path / "submissions.zip",
        "doejane_12_34_lab01.ipynb",
        "doejane_12_40_lab01-2.ipynb",
        "doejane_12_38_lab01-1.ipynb",
        "roebob_LATE_13_36_lab01_cnn_classifier.ipynb",
        "paulusmia_14_37_report.pdf",
        "doejane_99_50_lab01.ipynb",
    )
    submissions = found(archive)
    assert list(submissions) == ["doejane-12", "doejane-99", "paulusmia", "roebob"]
    assert submissions["doejane-12"].place == "doejane_12_40_lab01-2.ipynb"
    assert submissions["doejane-12"].lms_id == "12"
    assert submissions["paulusmia"].problem == "paulusmia_14_37_report.pdf is not a notebook: hand in the .ipynb"


def test_moodle_archive(tmp_path):
    archive = make_zip(
        tmp_path / "moodle.zip",
        "Jane Doe_4711_assignsubmission_file_/lab01_cnn_classifier.ipynb",
        "Žofie Nováková_4712_assignsubmission_file_/notebook.ipynb",
        "Jane Doe_4713_assignsubmission_file_/lab01.ipynb",
        "Bob Roe_4714_assignsubmission_file_/answers.docx",
    )
    submissions = found(archive)
    assert list(submissions) == ["Bob Roe", "Jane Doe-4711", "Jane Doe-4713", "Žofie Nováková"]
    assert "answers.docx" in submissions["Bob Roe"].problem


@pytest.mark.parametrize(
    "names",
    [
        (
            "Jane Doe_1_assignsubmission_file_/x.ipynb",
            "Bob Roe_2_assignsubmission_file_/y.ipynb",
            "sub/lab01/lab01.ipynb",
        ),
        ("roebob_13_36_lab01.ipynb", "doejane_12_37_lab01.ipynb", "sub/lab01/lab01.ipynb"),
    ],
)
def test_an_unpacked_archive_is_read_like_the_archive(tmp_path, names):
    packed = find_submissions(make_zip(tmp_path / "all.zip", *names), LAB)
    unpacked = find_submissions(make_files(tmp_path / "all", *names), LAB)
    assert [each.student for each in packed] == [each.student for each in unpacked]
    assert [each.student for each in packed] in (["Bob Roe", "Jane Doe", "sub"], ["doejane", "roebob", "sub"])
    assert [read_submission(each) for each in packed] == [read_submission(each) for each in unpacked]


def test_a_folder_that_wraps_the_others_is_stepped_into(tmp_path):
    names = [f"export/submitted/{name}/{LAB.name}/{LAB.name}.ipynb" for name in ("alice", "bob")]
    assert list(found(make_zip(tmp_path / "a.zip", *names))) == ["alice", "bob"]
    assert list(found(make_zip(tmp_path / "b.zip", names[0]))) == ["alice"]


def test_nothing_to_grade(tmp_path):
    with pytest.raises(IntakeError, match="does not exist"):
        find_submissions(tmp_path / "none", LAB)
    with pytest.raises(IntakeError, match="holds no submission: expected <student>/lab01"):
        find_submissions(tmp_path, LAB)
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(IntakeError, match="not a zip archive that can be read"):
        find_submissions(tmp_path / "broken.zip", LAB)


def test_too_many_files(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_ENTRIES", 3)
    names = [f"s{n}.ipynb" for n in range(5)]
    for path in (make_files(tmp_path / "many", *names), make_zip(tmp_path / "many.zip", *names)):
        with pytest.raises(IntakeError, match="more than 3 files"):
            find_submissions(path, LAB)


def test_an_environment_left_in_a_students_folder_holds_nobody_up(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_LISTED", 20)
    make_files(
        tmp_path, *(f"alice/{LAB.name}/env/{n}/file.py" for n in range(50)), f"alice/{LAB.name}/{LAB.name}.ipynb"
    )
    make_files(tmp_path, f"bob/{LAB.name}/{LAB.name}.ipynb")
    submissions = found(tmp_path)
    assert {student: each.problem for student, each in submissions.items()} == {"alice": "", "bob": ""}


def test_endings_that_browsers_add(tmp_path):
    make_files(tmp_path, "alice.ipynb.txt", "bob.ipynb.json", "carol.json")
    submissions = found(tmp_path)
    assert [bool(each.problem) for each in submissions.values()] == [False, False, True]
    assert list(submissions) == ["alice", "bob", "carol"]


# Submissions that cannot be read


def test_every_broken_submission_has_a_line_and_the_others_go_on(tmp_path):
    make_files(tmp_path, "good.ipynb", "bad/notes.txt")
    (tmp_path / "folder.ipynb").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "lost.ipynb").symlink_to(tmp_path / "nowhere.ipynb")
    (tmp_path / "thief.ipynb").symlink_to("/etc/passwd")
    (tmp_path / "burglar").symlink_to("/etc")
    (tmp_path / "looped").mkdir()
    (tmp_path / "looped" / "again").symlink_to(tmp_path / "looped")
    os.mkfifo(tmp_path / "pipe.ipynb")
    submissions = found(tmp_path)
    assert list(submissions) == ["bad", "burglar", "empty", "folder", "good", "looped", "lost", "pipe", "thief"]
    assert submissions["folder"].problem == "folder.ipynb is a folder, and should be the notebook itself"
    assert submissions["empty"].problem.startswith("no notebook in empty: the folder is empty")
    for student in ("thief", "burglar"):
        assert submissions[student].problem.startswith("it is a link to a place outside")
    assert submissions["pipe"].problem == "it is no file"
    assert submissions["lost"].problem.startswith("it is a link to nothing")
    assert submissions["good"].problem == ""


def test_nobody_hands_in_a_link_to_anothers_work(tmp_path):
    make_files(tmp_path, "alice.ipynb", f"carol/{LAB.name}/{LAB.name}.ipynb")
    (tmp_path / "bob.ipynb").symlink_to("alice.ipynb")
    (tmp_path / "dave").symlink_to("carol")
    (tmp_path / "eve" / LAB.name).mkdir(parents=True)
    (tmp_path / "eve" / LAB.name / f"{LAB.name}.ipynb").symlink_to(f"../../carol/{LAB.name}/{LAB.name}.ipynb")
    submissions = found(tmp_path)
    assert not submissions["alice"].problem
    assert not submissions["carol"].problem
    for student in ("bob", "dave", "eve"):
        assert submissions[student].problem.startswith("it is a link to another file of the submissions")


def test_a_file_replaced_by_a_pipe_does_not_block(tmp_path):
    make_files(tmp_path, "alice.ipynb")
    (submission,) = find_submissions(tmp_path, LAB)
    submission.path.unlink()
    os.mkfifo(submission.path)
    with pytest.raises(UnreadableError, match="no file"):
        read_submission(submission)


def test_a_file_that_is_gone_or_may_not_be_read(tmp_path, monkeypatch):
    make_files(tmp_path, "alice.ipynb")
    (submission,) = find_submissions(tmp_path, LAB)

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        with pytest.raises(UnreadableError, match="may not be read: change its permissions"):
            read_submission(submission)
    submission.path.unlink()
    with pytest.raises(UnreadableError, match="is gone"):
        read_submission(submission)


def test_two_submissions_of_one_student(tmp_path):
    make_files(tmp_path, "alice.ipynb", f"alice/{LAB.name}/{LAB.name}.ipynb", "bob.ipynb")
    submissions = found(tmp_path)
    assert list(submissions) == ["alice", "alice-2", "bob"]
    first, second, _ = submissions.values()
    assert first.problem == ""
    assert second.problem.startswith("a second submission of 'alice'")


def test_a_large_file(tmp_path):
    with (tmp_path / "alice.ipynb").open("wb") as file:
        file.truncate(200_000_000)
    problem = problem_of(tmp_path)
    assert problem.startswith("the file has 200 MB and notebooks of up to 20 MB are read: clear its outputs")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff", "it is not text"),
        (b"PK\x03\x04rest", "it is a zip archive under a notebook's name"),
        (b"<!DOCTYPE html><html>", "it is a web page"),
        (b"hello", "it is not JSON: Expecting value, line 1 column 1"),
        (NOTEBOOK[:-20].encode(), "(the file ends too early: was it cut off?)"),
        (b'{\n<<<<<<< HEAD\n"cells": []\n=======\n>>>>>>> x\n}', "conflict marks of a git merge"),
        (b"[1, 2]", "it holds a JSON list, not a notebook"),
        (b'{"a": 1}', "it is JSON without cells"),
        (b'{"cells": {}}', "it is JSON without cells"),
        (b'{"worksheets": 3}', "in the notebook format of 2014 and cannot be converted"),
        (b"[" * 200_000, "nested thousands deep"),
        (b'{"cells": [' + b"9" * 5000 + b"]}", "its JSON cannot be read"),
    ],
)
def test_what_is_no_notebook_is_named(tmp_path, content, problem):
    (tmp_path / "alice.ipynb").write_bytes(content)
    assert problem in problem_of(tmp_path)


# Archives that mean harm


def test_nothing_is_unpacked_and_no_path_leads_out(tmp_path):
    names = ("../../evil.ipynb", "/etc/absolute.ipynb", "C:\\Users\\eve\\windows.ipynb", "a/../b/../dots.ipynb")
    archive = make_zip(tmp_path / "all.zip", *names)
    before = sorted(tmp_path.rglob("*"))
    submissions = find_submissions(archive, LAB)
    assert len(submissions) == len(names)
    for submission in submissions:
        if not submission.problem:
            read_submission(submission)
        assert "/" not in submission.student
        assert ".." not in submission.student
    assert sorted(tmp_path.rglob("*")) == before


def test_zip_bomb(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("alice.ipynb", b"0" * 300_000_000)
        archive.writestr("bob.ipynb", NOTEBOOK)
    submissions = found(tmp_path / "bomb.zip")
    assert submissions["alice"].problem.startswith("the file has 300 MB")
    assert submissions["bob"].problem == ""


def test_an_archive_that_lies_about_sizes(tmp_path, monkeypatch):
    archive = make_zip(tmp_path / "liar.zip", "alice.ipynb", content=" " * 1000 + NOTEBOOK)
    (submission,) = find_submissions(archive, LAB)
    with pytest.raises(UnreadableError, match="unpacks to more than"):
        read_entry(submission.path, submission.member, limit=100)


def test_links_and_encrypted_files_in_an_archive(tmp_path):
    path = tmp_path / "all.zip"
    link = zipfile.ZipInfo("link.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("secret.ipynb", NOTEBOOK)
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"secret.ipynb") - 46  # the file's record in the archive's directory
    data[entry + 8] |= 1
    path.write_bytes(data)
    submissions = found(path)
    assert submissions["link"].problem.startswith("it is a link")
    assert submissions["secret"].problem.startswith("it is encrypted")


def test_a_damaged_file_in_an_archive(tmp_path):
    path = make_zip(tmp_path / "all.zip", "alice.ipynb", "bob.ipynb", content=NOTEBOOK * 20)
    data = bytearray(path.read_bytes())
    start = data.index(b"alice.ipynb") + len("alice.ipynb")
    data[start + 5 : start + 25] = b"\xff" * 20
    path.write_bytes(data)
    with pytest.raises(UnreadableError, match="archive is damaged here"):
        read_submission(found(path)["alice"])


def test_a_folder_and_a_file_of_one_name_lose_nobody(tmp_path):
    for number, names in enumerate([("alice/lab01.ipynb", "alice.ipynb", "alice"), ("alice", "alice/lab01.ipynb")]):
        archive = make_zip(tmp_path / f"{number}.zip", *names, "bob.ipynb")
        submissions = found(archive)
        assert not submissions["alice"].problem
        assert not submissions["bob"].problem
        assert [each for each in submissions if each.startswith("alice")][:1] == ["alice"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_twins_in_an_archive_leave_a_note(tmp_path):
    archive = make_zip(
        tmp_path / "all.zip", "Zo\u00eb.ipynb", "Zoe\u0308.ipynb", "bob.ipynb", "bob.ipynb", "carol.ipynb"
    )
    submissions = found(archive)
    assert list(submissions) == ["bob", "carol", "Zoë"]
    assert [len(each.notes) for each in submissions.values()] == [1, 0, 1]
    assert "more than once" in submissions["bob"].notes[0]


def test_a_flat_folder_with_numbers_in_all_names_is_no_archive_of_an_lms(tmp_path):
    make_files(tmp_path, *(f"ml_2026_01_{name}.ipynb" for name in ("alice", "bob", "carol")))
    assert list(found(tmp_path)) == ["ml_2026_01_alice", "ml_2026_01_bob", "ml_2026_01_carol"]


def test_of_two_notebooks_of_a_student_the_labs_own_name_wins(tmp_path):
    archive = make_zip(
        tmp_path / "all.zip",
        "doejane_12_40_scratch-1.ipynb",
        "doejane_12_34_lab01_cnn_classifier.ipynb",
        "roebob_13_41_lab02_audio.ipynb",
        "roebob_13_35_work.ipynb",
        "poeeve_14_36_a.ipynb",
        "poeeve_14_37_b.ipynb",
    )
    submissions = found(archive)
    assert submissions["doejane"].place == "doejane_12_34_lab01_cnn_classifier.ipynb"
    assert submissions["roebob"].place == "roebob_13_35_work.ipynb"
    assert submissions["poeeve"].place == "poeeve_14_37_b.ipynb"
    assert "scratch" in submissions["doejane"].notes[0]


def test_a_date_is_no_other_labs_number(tmp_path):
    make_files(tmp_path, "alice/lab 12-03.ipynb", "bob/lab 2.ipynb", "carol/x.ipynb")
    submissions = found(tmp_path)
    assert not submissions["alice"].problem
    assert submissions["bob"].problem.startswith("no notebook in bob: there is lab 2.ipynb")


def test_a_student_called_like_one_of_our_files(tmp_path):
    make_files(tmp_path, "seed.txt.ipynb", "grades.csv.ipynb", "bob.ipynb")
    assert list(found(tmp_path)) == ["bob", "grades.csv_", "seed.txt_"]


def test_names_that_were_written_as_utf8_without_saying_so(tmp_path):
    path = make_zip(tmp_path / "all.zip", "Zo\u00eb.ipynb")
    data = path.read_bytes().replace(b"\x00\x08", b"\x00\x00")  # the flag that says UTF-8
    path.write_bytes(data)
    assert list(found(path)) == ["Zoë"]


# Names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jane Doe", "Jane Doe"),
        ("José", "José"),
        ("Nguyễn Văn Ánh", "Nguyễn Văn Ánh"),
        ("王小明", "王小明"),
        ("a/b\\c:d", "a_b_c_d"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("  two\t words . ", "two words"),
        ("-rf", "_rf"),
        ("CON", "CON_"),
        ("nul.txt", "nul.txt_"),
        ("index.html", "index.html_"),
        ("Grades.csv", "Grades.csv_"),
        ("exe\u202egpj", "exe_gpj"),
        ("nul\0byte\n", "nul_byte"),
        ("bad\udcff", "bad_"),
    ],
)
def test_safe_names(name, expected):
    assert safe_name(name) == expected


@given(st.lists(st.tuples(st.text(max_size=200), st.sampled_from(["", "1", "2", "../3"])), max_size=12))
def test_no_two_students_share_a_folder(students):
    names = folder_names(students)
    assert len({name.casefold() for name in names}) == len(students)
    for name in names:
        assert name == name.strip(" .")
        assert not set(name) & set('/\\:*?"<>|\0')
        assert 0 < len(name.encode()) < 250


@pytest.mark.parametrize("pair", [("Bob", "bob"), ("Zoë", "Zoe\u0308"), ("a/b", "a:b"), ("ﬁn", "fin"), ("x", "x ")])
def test_names_that_look_alike_to_a_file_system(pair):
    names = folder_names((name, "") for name in pair)
    assert len({name.casefold() for name in names}) == 2


def test_a_suffix_does_not_meet_another_name():
    names = folder_names([("a", ""), ("a", ""), ("a-1", ""), ("a-2", "")])
    assert len(set(names)) == 4
    assert names[2:] == ["a-1", "a-2"]


def test_lms_names():
    jane = read_owner("doejane_LATE_12_34_my_lab_01-3.ipynb", "canvas")
    assert jane == Owner("doejane", "12", "my_lab_01.ipynb", version=3, upload=34)
    assert read_owner("Jane van der_Doe_12_assignsubmission_file_", "moodle").name == "Jane van der_Doe"
    assert read_owner("lab_1_2.ipynb", "canvas") is None
    assert read_owner("doejane_12_34_x.ipynb", None) is None


@pytest.mark.parametrize(
    ("filename", "name", "lms_id", "file"),
    [
        ("doejane_12_34_lab01.ipynb", "doejane", "12", "lab01.ipynb"),
        ("mary_ann_12_34_lab01.ipynb", "mary_ann", "12", "lab01.ipynb"),
        ("mary_ann_LATE_12_34_lab01.ipynb", "mary_ann", "12", "lab01.ipynb"),
        ("group_3_1201_3455_lab01.ipynb", "group_3", "1201", "lab01.ipynb"),
        ("group_3_LATE_1201_3455_lab01.ipynb", "group_3", "1201", "lab01.ipynb"),
        ("projectgroup3_1201_3455_lab01.ipynb", "projectgroup3", "1201", "lab01.ipynb"),
        ("doejane_12_34_56_78_x.ipynb", "doejane", "12", "56_78_x.ipynb"),
        ("mallory_111_5002_999_assignsubmission_file_.ipynb", "mallory", "111", "999_assignsubmission_file_.ipynb"),
        ("王小明_12_34_x.ipynb", "王小明", "12", "x.ipynb"),
    ],
)
def test_names_that_canvas_makes(filename, name, lms_id, file):
    owner = read_owner(filename, "canvas")
    assert (owner.name, owner.lms_id, owner.file) == (name, lms_id, file)


@pytest.mark.parametrize(
    ("names", "lms"),
    [
        (["doejane_12_34_x.ipynb", "roebob_13_35_y.ipynb"], "canvas"),
        (["doejane_12_34_x.ipynb", "mallory_111_5002_999_assignsubmission_file_.ipynb"], "canvas"),
        (["mallory_111_5002_999_assignsubmission_file_.ipynb"], "canvas"),
        (["Jane Doe_12_assignsubmission_file_", "Bob_13_assignsubmission_file_7_8_x.ipynb"], "moodle"),
        (["Bob_13_assignsubmission_file_7_8_x.ipynb"], "moodle"),
        (["ml_2026_1_alice.ipynb", "ml_2026_1_bob.ipynb", "ml_2026_1_carol.ipynb"], None),
        (["ml_2026_01_alice.ipynb"], None),
        (["alice", "bob"], None),
        ([], None),
    ],
)
def test_one_lms_made_an_archive(names, lms):
    assert lms_of(names) == lms


@given(
    st.lists(st.tuples(st.from_regex(r"[a-z]{1,8}(_[a-z]{1,8})?", fullmatch=True), st.text(max_size=30)), min_size=1),
    st.sampled_from(["canvas", "moodle"]),
)
def test_what_a_student_calls_a_file_says_nothing_of_who_it_is(students, lms):
    pattern = {"canvas": "{0}_{1}_{2}_{3}.ipynb", "moodle": "{0}_{1}_assignsubmission_file_{3}.ipynb"}[lms]
    names = [pattern.format(name, 100 + n, 500 + n, file) for n, (name, file) in enumerate(students)]
    assert lms_of(names) == lms
    owners = [read_owner(name, lms) for name in names]
    assert [(one.name, one.lms_id) for one in owners] == [(name, f"{100 + n}") for n, (name, _) in enumerate(students)]


def test_sizes_in_words():
    assert (megabytes(300_000), megabytes(200_000_000)) == ("0.3 MB", "200 MB")
