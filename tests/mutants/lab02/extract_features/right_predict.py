# Lets Keras do the batches.


def extract_features(base, images, batch_size=32):
    return base.predict(images, batch_size=batch_size, verbose=0)
