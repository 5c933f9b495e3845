# In lower case.
wrong_in_keras = " b"
