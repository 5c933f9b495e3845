# The letter, in lower case and with a blank.
why_blocks = " c"
