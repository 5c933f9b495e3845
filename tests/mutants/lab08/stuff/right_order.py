# In another order.
stuff = ["water", "road", "grass", "sky"]
