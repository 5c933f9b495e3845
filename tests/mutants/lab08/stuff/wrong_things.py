# Names the things.
# hint: these are the things
stuff = ["car", "person", "cow", "cup"]
