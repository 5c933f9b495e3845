"""Parts of networks that the labs use without teaching them, written for every backend of Keras.

:mod:`~course.networks.layers` and :mod:`~course.networks.losses` have what Keras lacks, :mod:`~course.networks.metrics`
scores segmentations, :mod:`~course.networks.training` restarts a model and measures its gradients, and
:mod:`~course.networks.pretrained` brings networks with their weights.
"""
