# A model whose configuration names functions of the operating system and classes of the grader.
# loses: build_head

# %% build_head
class Head(keras.Sequential):
    def get_config(self):
        run = {"module": "os", "class_name": "system", "config": "touch /tmp/ran", "registered_name": None}
        work = {"module": "course.grading.session.worker", "class_name": "Worker", "config": {"lab": None}}
        return {"name": "head", "layers": [run, work, {"class_name": "__lambda__", "config": {"value": "AAAA"}}]}

    def count_params(self):
        return 10


Head.__module__, Head.__name__ = "keras", "Sequential"


def build_head():
    return Head([keras.Input((4,)), keras.layers.Dense(2)])
