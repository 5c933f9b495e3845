# Hands the photograph over in its own size.
# hint: raised


def classify(model, image, decode, top=5):
    resized = image
    batch = vgg_preprocess(resized)[None]
    probabilities = model.predict(batch, verbose=0)
    return [(name, p) for _, name, p in decode(probabilities, top=top)[0]]
