"""Operations on images, and on the objects in them, in NumPy.

:mod:`~course.images.corruptions` damages photographs, :mod:`~course.images.deformation` bends an image and its mask
together, :mod:`~course.images.jpeg` compresses, :mod:`~course.images.patches` cuts squares to train with, and
:mod:`~course.images.instances` finds, separates, matches and counts the objects of a label image.
"""
