# %% right expanded
# Multiplied out.
yolo_numbers = "5*B*S**2 + C*S**2"

# %% right products
# Without powers.
yolo_numbers = "S * S * (C + B * 5)"

# %% wrong background
# A class for background.
# hint: no class for background
yolo_numbers = "S**2*(5*B + C + 1)"

# %% wrong caret
# A caret for a power.
# hint: write **
yolo_numbers = "S^2*(5*B + C)"

# %% wrong classes_a_box
# Classes for each box.
# hint: the cell's, not each box's
yolo_numbers = "S**2*B*(5 + C)"

# %% wrong four
# Forgets the confidence.
# hint: five numbers
yolo_numbers = "S*S*(4*B + C)"

# %% wrong one_side
# S cells.
# hint: not S
yolo_numbers = "S*(5*B + C)"
