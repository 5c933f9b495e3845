"""The root of this package's exceptions, and the whole tree of them.

Each is defined where it is raised, and its message says what was wrong, where, and what to do::

    CourseError
    ├── UnknownLabError               there is no lab of that name
    ├── SourceError                   a lab's source cannot be built
    ├── ExecutionError                a solution does not run, or does not earn all points
    ├── NotExecutedError              the stored outputs are of other code
    ├── TooBigError                   a notebook's outputs do not fit
    ├── MutantError                   an answer to try cannot be read
    ├── PatchError                    a patch does not fit its text
    ├── CheckFailedError              a check's verdict on an answer
    ├── NotAnsweredError              an exercise's stub is still in place
    ├── AnswerError                   the student's code raised
    │   └── AnswerTimeoutError        it took too long
    ├── NotPlainError                 a value that cannot be handed from an answer to a check
    ├── FormulaError                  a text that is no formula
    ├── StartError                    a lab cannot be started
    ├── CheckError                    a saved notebook cannot be checked
    ├── GradingError                  nothing can be graded
    ├── SandboxMissingError           students' code cannot be walled in
    ├── ForkServerError               a fork server did not start, or stopped answering
    ├── WireError                     what arrived is no message
    ├── ConnectionLostError           the other process is gone
    ├── TooSlowError                  the other process did not answer in time
    ├── UnsafeModelError              a model that is not rebuilt here
    ├── MachineFailedError            a machine of the cluster failed, not the submission
    ├── OtherVersionError             a machine of the cluster has something else installed
    ├── IntakeError                   no submissions are found
    ├── UnreadableError               a file, an archive or a notebook that cannot be read
    ├── ExportError                   nothing was exported
    ├── DataError                     a data set could not be had from a source
    │   ├── UnknownDataError          there is no such set, split or source
    │   ├── NotHereError              a source does not have it
    │   ├── DamagedError              a file is not what its publisher announced
    │   ├── CacheError                the cache folder cannot be used
    │   │   └── DiskFullError         its disk has no space left
    │   └── DownloadError             a server answered, but not with the whole file
    │       ├── NoNetworkError        nothing answered in time
    │       └── _ConnectionLostError  the connection broke off; it is tried again
    ├── NoWeightsError                pretrained weights are out of reach
    ├── AudioError                    a recording cannot be used
    └── ReceptiveFieldError           a receptive field cannot be given
        ├── UnknownLayerError         there is no rule for a layer
        └── UnknownSizeError          it depends on a size that is not known
"""

from __future__ import annotations


class CourseError(Exception):
    """Something that the reader of the message can mend.

    A command that raises one ends with the message in red and with its exit code.

    Attributes:
        exit_code: 2 where the command was used wrongly or nothing could be done; 1 where it ran and the outcome is bad.
    """

    exit_code: int = 2


def complain(message: str) -> None:
    """Write a message to standard error, in red where that is a terminal; the text is shown as it is."""
    import typer  # what runs in a sandbox defines exceptions, and has no terminal

    typer.secho(message, fg="red", err=True)
