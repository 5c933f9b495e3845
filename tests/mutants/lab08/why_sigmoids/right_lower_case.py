# In lower case.
why_sigmoids = "b "
