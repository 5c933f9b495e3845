# Stops at the first bad epoch.
# hint: patience ignored
def early_stopping_epoch(val_losses, patience):
    best_epoch, best_loss, waited = 0, float("inf"), 0
    for epoch, loss in enumerate(val_losses):
        if loss < best_loss:
            best_epoch, best_loss, waited = epoch, loss, 0
        else:
            waited += 1
            if waited > 0 * patience:
                break
    return epoch, best_epoch
