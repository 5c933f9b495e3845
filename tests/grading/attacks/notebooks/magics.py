# Shell escapes and magics that would delete, install and run; they do nothing.
# loses: nothing

FORGED = """%cd /
!rm -rf /tmp /work; touch /tmp/ran
%run /etc/passwd
%load_ext autoreload
files = !ls /
%env COURSE_SCALE=gpu
get_ipython().system('touch /tmp/ran')
"""
CELL_MAGICS = [
    "%%bash\ntouch /tmp/ran",
    "%%writefile /tmp/ran\nx",
    "%%javascript\nJupyter.notebook.kernel.execute('x')",
]


def hand_in(release, solved):
    for cell in solved["cells"]:
        if cell.get("id") == "answer-double":
            cell["source"] = FORGED + cell["source"]
    empty = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    solved["cells"][:0] = [empty | {"source": source} for source in CELL_MAGICS]
    return solved
