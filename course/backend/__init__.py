"""Code for what differs between TensorFlow, JAX and PyTorch, or lies below Keras; all other rooms may use it.

:mod:`~course.backend.weightless` builds models as mere graphs, :mod:`~course.backend.autodiff` differentiates,
:mod:`~course.backend.tf_data` ends epochs without a pause, :mod:`~course.backend.logs` keeps log lines from readers,
and :mod:`~course.backend.memory` says how much memory a notebook has needed.
"""
