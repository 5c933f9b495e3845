# The count of bad epochs never starts again.
# hint: starts again at 0
def early_stopping_epoch(val_losses, patience):
    best_epoch, best_loss, waited = 0, float("inf"), 0
    for epoch, loss in enumerate(val_losses):
        if loss < best_loss:
            best_epoch, best_loss, waited = epoch, loss, waited
        else:
            waited += 1
            if waited >= patience:
                break
    return epoch, best_epoch
